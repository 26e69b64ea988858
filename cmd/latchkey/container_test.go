//go:build e2e && linux

package main

import (
	"bufio"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"syscall"
	"testing"
)

// nobody is the user of the container file.
const nobody = 65532

// There is no container engine where this runs, so what a container takes away is
// taken away by hand: the static program runs in a folder of its own with the
// certificates and its data, as the user of the container file, and finds neither
// a shell nor a folder of zones nor anything to write but the data.
func TestTheStaticProgramNeedsNothingButItsData(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("skipped: only root can change a program's root; run it as root")
	}
	root := t.TempDir()
	build := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", filepath.Join(root, "latchkey"), ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	furnishRoot(t, root)
	env := []string{
		"LATCHKEY_MODE=test", "LATCHKEY_ADDR=127.0.0.1:0", "LATCHKEY_BASE_URL=http://127.0.0.1:8080", "LATCHKEY_MASTER_KEY=" + masterKey,
		"LATCHKEY_DATABASE=sqlite:/data/latchkey.db", "SQLITE_TMPDIR=/data",
	}
	inside := func(args ...string) *exec.Cmd {
		c := exec.Command("/latchkey", args...)
		c.Dir, c.Env = "/", env
		c.SysProcAttr = &syscall.SysProcAttr{Chroot: root, Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
		return c
	}
	for _, args := range [][]string{{"init"}, {"account", "create", "acme", "--name", "Acme", "--zone", "Europe/Copenhagen"}, {"doctor"}} {
		if out, err := inside(args...).CombinedOutput(); err != nil {
			t.Fatalf("%v: %v: %s", args, err, out)
		}
	}
	serve := inside("serve")
	out, err := serve.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := serve.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = serve.Process.Kill() }()
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	a, err := http.Get("http://" + regexp.MustCompile(`127\.0\.0\.1:\d+`).FindString(line) + "/readyz")
	if err != nil || a.StatusCode != http.StatusOK {
		t.Errorf("/readyz: %v %v", a, err)
	}
	if err := serve.Process.Signal(syscall.SIGTERM); err != nil {
		t.Error(err)
	}
	if err := serve.Wait(); err != nil {
		t.Errorf("it ends with %v", err)
	}
}

func furnishRoot(t *testing.T, root string) {
	t.Helper()
	if err := os.Chmod(filepath.Dir(root), 0o755); err != nil { // another user has to get through
		t.Fatal(err)
	}
	for _, dir := range []string{"data", "etc/ssl/certs"} {
		if err := os.MkdirAll(filepath.Join(root, dir), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chown(filepath.Join(root, "data"), nobody, nobody); err != nil {
		t.Fatal(err)
	}
	certs, err := os.ReadFile("/etc/ssl/certs/ca-certificates.crt")
	if err != nil {
		t.Skipf("skipped: %v; apt-get install ca-certificates to run this test", err)
	}
	if err := os.WriteFile(filepath.Join(root, "etc/ssl/certs/ca-certificates.crt"), certs, 0o644); err != nil {
		t.Fatal(err)
	}
}
