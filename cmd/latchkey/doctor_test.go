package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/store"
	"github.com/latchkey-portal/latchkey/internal/store/pgtest"
	"github.com/latchkey-portal/latchkey/web"
)

// doctor runs it and returns its exit code and what it says.
func doctor(t *testing.T, env map[string]string) (int, string) {
	t.Helper()
	var said, stderr bytes.Buffer
	code := run(context.Background(), []string{"doctor"}, from(env), strings.NewReader(""), &said, &stderr)
	if stderr.Len() > 0 {
		t.Errorf("messages: %s", &stderr)
	}
	return code, said.String()
}

func TestAClockIsComparedWithTheTrailAndTheServer(t *testing.T) {
	now := time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)
	after := func(d time.Duration) time.Time { return now.Add(d) }
	var none time.Time
	for _, c := range []struct {
		name           string
		newest, server time.Time
		says           string
	}{
		{"nothing to compare with", none, none, ""},
		{"in step", after(-time.Hour), now, ""},
		{"a minute behind the trail", after(time.Minute), none, ""},
		{"further behind the trail", after(time.Minute + time.Second), none, "1m1s behind the newest audit entry (2026-11-20T10:01:01Z)"},
		{"a minute off the server", none, after(-time.Minute), ""},
		{"ahead of the server", none, after(-2 * time.Minute), "differs from the database server's by 2m0s"},
		{"behind the server", none, after(2 * time.Minute), "differs from the database server's by 2m0s"},
	} {
		err := judgeClock(now, c.newest, c.server)
		if c.says == "" && err != nil || c.says != "" && (err == nil || !strings.Contains(err.Error(), c.says)) {
			t.Errorf("%s: %v, want %q", c.name, err, c.says)
		}
	}
}

func TestDoctorAsksTheClockOfPostgreSQL(t *testing.T) {
	env := testEnv(pgtest.URL(t), endOfB1)
	furnishedDatabase(t, env)
	if code, said := doctor(t, env); code != exitDone || !strings.Contains(said, "ok    clock\n") || strings.Contains(said, "disk") {
		t.Errorf("a clock that is made to stand: exit code %d: %s", code, said)
	}
	delete(env, "LATCHKEY_TEST_CLOCK")
	if code, said := doctor(t, env); code != exitDone || !strings.Contains(said, "ok    clock\n") {
		t.Errorf("the clock of this machine: exit code %d: %s", code, said)
	}
	i, err := (&app{ctx: context.Background(), env: from(env)}).open()
	if err != nil {
		t.Fatal(err)
	}
	defer i.close()
	server, err := i.store.ServerTime(context.Background())
	if err != nil || judgeClock(time.Now(), time.Time{}, server) != nil || server.IsZero() {
		t.Errorf("the server says %v, %v", server, err)
	}
}

func TestDoctorFindsAClockBehindTheTrail(t *testing.T) {
	env := testEnv("sqlite:"+filepath.Join(t.TempDir(), "latchkey.db"), endOfB1)
	furnishedDatabase(t, env)
	accountCreated(t, env, "late")
	env["LATCHKEY_TEST_CLOCK"] = "1762081200"
	if code, said := doctor(t, env); code != exitRefused || !strings.Contains(said, "FAIL  clock: it is 1h0m0s behind the newest audit entry") {
		t.Errorf("exit code %d: %s", code, said)
	}
}

func accountCreated(t *testing.T, env map[string]string, slug string, flags ...string) {
	t.Helper()
	var stderr bytes.Buffer
	args := append([]string{"account", "create", slug}, flags...)
	if code := run(context.Background(), args, from(env), strings.NewReader(""), &bytes.Buffer{}, &stderr); code != exitDone {
		t.Fatalf("%v: %s", args, &stderr)
	}
}

// overlapping has one id for an order, an invoice and a customer, and an
// invoice number that two accounts have.
const overlapping = `{"version":1,"now":1760000000,"accounts":[
 {"slug":"acme","name":"Acme","locale":"en","zone":"UTC","v1":{ACME},
  "customers":[{"id":"77","name":"Harbour & Pine","type":"business","locale":"en","country":"DK"}],
  "purchases":[{"id":"77","customer":"77","status":"paid","currency":"EUR","createdAt":1759400000},
   {"id":"78","customer":"77","status":"paid","currency":"EUR","createdAt":1759400000}],
  "invoices":[{"number":"77","kind":"invoice","issuedOn":"2025-10-01","currency":"EUR"}]},
 {"slug":"other","name":"Other","locale":"en","zone":"UTC","v1":{OTHER},
  "invoices":[{"number":"77","kind":"invoice","issuedOn":"2025-10-01","currency":"EUR"}]}]}`

func TestDoctorFindsIdsThatNameTwoThings(t *testing.T) {
	for _, c := range []struct {
		name, acme, other string
		says              []string
		fails             bool
	}{
		{"v1 off", ``, ``, []string{"note  id overlaps: account acme has 1 ids that name both an order and an invoice, 77 for one: keep v1 off", "ok    id overlaps"}, false},
		{"v1 on", `"on":true`, ``, []string{"FAIL  id overlaps: account acme has 1 ids that name both an order and an invoice, 77 for one: a v1 link", "account set acme --v1 off",
			"note  id overlaps: account acme has 1 ids that name both an order and a customer"}, true},
		{"v1 on with ccp", `"on":true,"ccp":true`, ``, []string{"both an order and a customer, 77 for one: a v1 link", "both an invoice and a customer, 77 for one: a v1 link", "--no-ccp"}, true},
		{"legacy in one", ``, `"on":true,"legacyInvoice":true`, []string{"ok    id overlaps"}, false},
		{"legacy in both", `"on":true,"legacyInvoice":true`, `"on":true,"legacyInvoice":true`, []string{"FAIL  id overlaps: 1 invoice numbers stand in several accounts", "/invoice/77.pdf"}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			env := testEnv("sqlite:"+filepath.Join(dir, "latchkey.db"), endOfB1)
			file := filepath.Join(dir, "overlapping.json")
			body := strings.NewReplacer("ACME", c.acme, "OTHER", c.other).Replace(overlapping)
			if err := os.WriteFile(file, []byte(body), 0o600); err != nil {
				t.Fatal(err)
			}
			for _, args := range [][]string{{"init"}, {"load", file}} {
				var stderr bytes.Buffer
				if code := run(context.Background(), args, from(env), strings.NewReader(""), &bytes.Buffer{}, &stderr); code != exitDone {
					t.Fatalf("%v: %s", args, &stderr)
				}
			}
			code, said := doctor(t, env)
			if (code != exitDone) != c.fails {
				t.Errorf("exit code %d", code)
			}
			for _, line := range c.says {
				if !strings.Contains(said, line) {
					t.Errorf("does not say %q: %s", line, said)
				}
			}
		})
	}
}

func TestDoctorLooksAtTheDiskOfSQLite(t *testing.T) {
	dir := t.TempDir()
	env := testEnv("sqlite:"+filepath.Join(dir, "latchkey.db"), endOfB1)
	furnishedDatabase(t, env)
	_, said := doctor(t, env)
	for _, line := range []string{"  disk", "ok    place", "note  instance id: set INSTANCE_ID=", "note  verification: no server"} {
		if !strings.Contains(said, line) {
			t.Errorf("does not say %q: %s", line, said)
		}
	}
	var out bytes.Buffer
	check := checkup{app: &app{stdout: &out}}
	if err := check.judgeDisk(store.Disk{Free: 199 << 20, Total: 8 << 30}, "/x"); err == nil || !strings.Contains(err.Error(), "199 MB are free in /x, nothing new is taken") {
		t.Errorf("below a mark: %v", err)
	}
	if err := check.judgeDisk(store.Disk{Free: 900 << 20, Total: 8 << 30}, "/x"); err != nil || !strings.Contains(out.String(), "note  disk: 900 MB of 8192 are free in /x") {
		t.Errorf("little: %v, %s", err, &out)
	}
}

func TestDoctorFindsAServerThatDidNotStopInOrder(t *testing.T) {
	dir := t.TempDir()
	env := testEnv("sqlite:"+filepath.Join(dir, "latchkey.db"), endOfB1)
	furnishedDatabase(t, env)
	if err := os.WriteFile(filepath.Join(dir, "latchkey.db-serving.7"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, said := doctor(t, env); !strings.Contains(said, "note  place: 1 servers did not stop in order") {
		t.Error(said)
	}
}

func TestADiskIsJudgedByItsMarks(t *testing.T) {
	const mib = 1 << 20
	for _, c := range []struct {
		free, total uint64
		was         web.Room
		warned      bool
		want        web.Room
		warns       bool
	}{
		{0, 0, web.RoomForAll, false, web.RoomForAll, false}, // PostgreSQL
		{2048 * mib, 8192 * mib, web.RoomForAll, false, web.RoomForAll, false},
		{1023 * mib, 2048 * mib, web.RoomForAll, false, web.RoomForAll, true},
		{14 * mib * 1024, 100 * mib * 1024, web.RoomForAll, false, web.RoomForAll, true},
		{200 * mib, 8192 * mib, web.RoomForAll, false, web.RoomForAll, true},
		{199 * mib, 8192 * mib, web.RoomForAll, false, web.RoomForChanges, true},
		{210 * mib, 8192 * mib, web.RoomForChanges, true, web.RoomForChanges, true}, // no flapping
		{221 * mib, 8192 * mib, web.RoomForChanges, true, web.RoomForAll, true},
		{49 * mib, 8192 * mib, web.RoomForChanges, true, web.RoomForDecisions, true},
		{54 * mib, 8192 * mib, web.RoomForDecisions, true, web.RoomForDecisions, true},
		{56 * mib, 8192 * mib, web.RoomForDecisions, true, web.RoomForChanges, true},
	} {
		room, warns := judgeRoom(store.Disk{Free: c.free, Total: c.total}, c.was, c.warned)
		if room != c.want || warns != c.warns {
			t.Errorf("%d of %d MiB, was %d: %d, warns %v", c.free/mib, c.total/mib, c.was, room, warns)
		}
	}
}

func TestDoctorMissesTheProxyInFrontOfHTTPS(t *testing.T) {
	for name, c := range map[string]struct {
		mode, base, proxies string
		missed              bool
	}{
		"none is named":     {"production", "https://pay.example.com", "", true},
		"one is":            {"production", "https://pay.example.com", "10.0.0.0/8", false},
		"nobody ends TLS":   {"production", "http://127.0.0.1:8080", "", false},
		"at a programmer's": {"development", "https://pay.example.com", "", false},
	} {
		t.Run(name, func(t *testing.T) {
			env := testEnv("sqlite:"+filepath.Join(t.TempDir(), "none.db"), "")
			env["LATCHKEY_MODE"], env["LATCHKEY_BASE_URL"], env["LATCHKEY_TRUSTED_PROXIES"] = c.mode, c.base, c.proxies
			if _, said := doctor(t, env); strings.Contains(said, "note  proxies: ") != c.missed {
				t.Errorf("the doctor says\n%s", said)
			}
		})
	}
}
