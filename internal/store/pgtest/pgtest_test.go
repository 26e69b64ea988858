package pgtest_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/latchkey-portal/latchkey/internal/store/pgtest"
)

func TestEachTestHasASchemaOfItsOwn(t *testing.T) {
	ctx := context.Background()
	for range 2 {
		conn, err := pgx.Connect(ctx, pgtest.URL(t))
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close(ctx)
		if _, err := conn.Exec(ctx, "create table same_name (x text)"); err != nil {
			t.Error(err)
		}
	}
}

// childVariable makes the test binary play the process that is killed.
const childVariable = "LATCHKEY_PGTEST_CHILD"

func TestTheServerEndsWithAKilledProcess(t *testing.T) {
	if os.Getenv(childVariable) != "" {
		fmt.Println("\nserver " + pgtest.URL(t))
		select {}
	}
	if os.Getenv("LATCHKEY_TEST_POSTGRES") != "" {
		t.Skip("skipped: LATCHKEY_TEST_POSTGRES names a server that is not ours to end; unset it to run this test")
	}
	pgtest.URL(t) // skips where there is none

	// The server inherits w, so r ends when its last process has.
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	child := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$")
	child.Env = append(os.Environ(), childVariable+"=1")
	child.ExtraFiles = []*os.File{w}
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	w.Close()
	dir := socketDirectory(t, out)
	child.Process.Kill()
	child.Wait() // says "killed", as it should

	if err := r.SetReadDeadline(time.Now().Add(30 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadAll(r); err != nil {
		t.Errorf("the server is still there: %v", err)
	}
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Errorf("%s is still there: %v", dir, err)
	}
}

func socketDirectory(t *testing.T, out io.Reader) string {
	t.Helper()
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if name, ok := strings.CutPrefix(lines.Text(), "server "); ok {
			u, err := url.Parse(name)
			if err != nil {
				t.Fatal(err)
			}
			return u.Query().Get("host")
		}
	}
	t.Fatal("the child has no server")
	return ""
}
