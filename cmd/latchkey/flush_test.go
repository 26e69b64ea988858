package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/store/storetest"
)

// A flush that failed once says nothing the next time, so the server must not
// live to ask again: it ends, names the runbook once, and starts anew.
func TestAServerEndsWhereTheDiskDoesNotTakeWhatWasWritten(t *testing.T) {
	const apart = "LATCHKEY_TEST_APART"
	if os.Getenv(apart) == "" {
		// The server leaves its file open for its process to end with, so that is one of its own.
		alone := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.timeout=2m")
		alone.Env = append(os.Environ(), apart+"=1")
		if out, err := alone.CombinedOutput(); err != nil {
			t.Errorf("%v\n%s", err, out)
		}
		return
	}
	disk := storetest.OpenDisk(t)
	env := testEnv("sqlite:"+filepath.Join(t.TempDir(), "latchkey.db"), endOfB1)
	furnishedDatabase(t, env)
	p := startProgram(t, env, "serve")
	disk.FailFlush()
	a, err := p.client.Post(p.local(linkB1), urlencode, strings.NewReader("ask=new-link"))
	if err == nil { // told that the fault is ours; otherwise cut off
		_ = a.Body.Close()
		if a.StatusCode != 503 {
			t.Errorf("a write that is not on the disk was answered with %d", a.StatusCode)
		}
	}
	if code := p.ended(); code != exitRefused {
		t.Errorf("exit code %d", code)
	}
	if n := strings.Count(p.stderr.String(), `"runbook":"database-corrupt"`); n != 1 {
		t.Errorf("the runbook is named %d times:\n%s", n, p.stderr)
	}
	disk.Mend()
	again := startProgram(t, env, "serve")
	if asked := again.post(linkB1, urlencode, "ask=new-link"); asked.status != 303 {
		t.Errorf("after a new start: %d", asked.status)
	}
	if code := again.stop(); code != exitDone {
		t.Errorf("the second server ended with %d", code)
	}
}
