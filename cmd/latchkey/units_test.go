package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// unit reads a unit of docs/deploy: directives by section and name, with every
// value that each was given.
func unit(t *testing.T, name string) map[string][]string {
	t.Helper()
	body, err := os.ReadFile(filepath.Join("..", "..", "docs", "deploy", name))
	if err != nil {
		t.Fatal(err)
	}
	found, section := map[string][]string{}, ""
	for line := range strings.Lines(string(body)) {
		line = strings.TrimSpace(line)
		switch key, value, ok := strings.Cut(line, "="); {
		case strings.HasPrefix(line, "#"), line == "":
		case strings.HasPrefix(line, "["):
			section = line
		case ok:
			found[section+key] = append(found[section+key], value)
		default:
			t.Errorf("%s: %q is no directive", name, line)
		}
	}
	return found
}

// What the units promise: a restart that cuts nobody, and a service that can do
// next to nothing but serve.
func TestTheUnitsKeepTheirPromises(t *testing.T) {
	for name, wants := range map[string]string{
		"latchkey.socket": `
			[Socket]ListenStream=127.0.0.1:8080
			[Socket]Backlog=256`,
		"latchkey.service": `
			[Unit]Requires=latchkey.socket
			[Service]Type=notify
			[Service]Restart=always
			[Service]WatchdogSec=30
			[Service]TimeoutStopSec=40
			[Service]LoadCredential=master.key:/etc/latchkey/master.key
			[Service]Environment=LATCHKEY_MASTER_KEY_FILE=%d/master.key
			[Service]MemoryMax=512M
			[Service]LimitNOFILE=65536
			[Service]DynamicUser=yes
			[Service]StateDirectory=latchkey
			[Service]ProtectSystem=strict
			[Service]PrivateTmp=yes
			[Service]PrivateDevices=yes
			[Service]NoNewPrivileges=yes
			[Service]CapabilityBoundingSet=
			[Service]RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
			[Service]SystemCallFilter=@system-service
			[Service]MemoryDenyWriteExecute=yes`,
	} {
		has := unit(t, name)
		for want := range strings.Lines(wants) {
			want = strings.TrimSpace(want)
			if want == "" {
				continue
			}
			key, value, _ := strings.Cut(want, "=")
			if !slices.Contains(has[key], value) {
				t.Errorf("%s lacks %s", name, want)
			}
		}
	}
	if stop := unit(t, "latchkey.service")["[Service]TimeoutStopSec"]; len(stop) != 1 || stop[0] <= strconv.Itoa(int(stopHard.Seconds())) {
		t.Errorf("systemd kills after %v s what needs %s to stop", stop, stopHard)
	}
}

// mostExposed is the most that systemd may say against the service, of 10.
const mostExposed = 1.5

func TestSystemdTakesTheUnits(t *testing.T) {
	if _, err := exec.LookPath("systemd-analyze"); err != nil {
		t.Skip("skipped: no systemd-analyze here; apt-get install systemd")
	}
	dir := t.TempDir()
	for _, name := range []string{"latchkey.service", "latchkey.socket"} {
		body, err := os.ReadFile(filepath.Join("..", "..", "docs", "deploy", name))
		if err != nil {
			t.Fatal(err)
		}
		// The program need not be installed where it is looked at.
		body = []byte(strings.Replace(string(body), "ExecStart=/usr/local/bin/latchkey", "ExecStart=/bin/true", 1))
		if err := os.WriteFile(filepath.Join(dir, name), body, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	service := filepath.Join(dir, "latchkey.service")
	out, err := exec.CommandContext(t.Context(), "systemd-analyze", "verify", service, filepath.Join(dir, "latchkey.socket")).CombinedOutput()
	if err != nil || len(out) > 0 {
		t.Errorf("systemd-analyze verify: %v\n%s", err, out)
	}
	out, err = exec.CommandContext(t.Context(), "systemd-analyze", "security", "--offline=true", "--no-pager", service).CombinedOutput()
	if err != nil {
		t.Skipf("skipped: this systemd-analyze rates no files (%v); version 250 does", err)
	}
	overall := regexp.MustCompile(`Overall exposure level for latchkey\.service: ([0-9.]+)`).FindSubmatch(out)
	if overall == nil {
		t.Fatalf("no rating in\n%s", out)
	}
	if level, err := strconv.ParseFloat(string(overall[1]), 64); err != nil || level > mostExposed {
		t.Errorf("exposed by %s, want at most %v", overall[1], mostExposed)
	}
}
