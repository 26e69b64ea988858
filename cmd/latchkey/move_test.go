package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/store/pgtest"
)

// said runs a command and returns its exit code and what it wrote.
func said(ctx context.Context, env map[string]string, args ...string) (int, string) {
	var both bytes.Buffer
	code := run(ctx, args, from(env), strings.NewReader(""), &both, &both)
	return code, both.String()
}

// After a move one database is served, and not by mistake the other: each would
// take decisions of its own.
func TestAfterAMoveTheFileIsNotServed(t *testing.T) {
	file := filepath.Join(t.TempDir(), "latchkey.db")
	before, after := testEnv("sqlite:"+file, endOfB1), testEnv(pgtest.URL(t), endOfB1)
	furnishedDatabase(t, before)
	backup := filepath.Join(t.TempDir(), "backup.db")
	before["LATCHKEY_MOVE_TO"] = after["LATCHKEY_DATABASE"]
	for _, args := range [][]string{{"backup", backup}, {"move"}} {
		if code, out := said(t.Context(), before, args...); code != exitDone {
			t.Fatalf("%v: exit code %d: %s", args, code, out)
		}
	}
	if code, out := said(t.Context(), before, "serve"); code != exitRefused || !strings.Contains(out, "was moved to postgres") || strings.Contains(out, "@") {
		t.Errorf("the file is served: exit code %d: %s", code, out)
	}
	serves(t, after)
	// Who goes back does so by a restore, which says what is lost.
	if code, out := said(t.Context(), before, "restore", "--replace", backup); code != exitDone {
		t.Fatalf("restore: exit code %d: %s", code, out)
	}
	serves(t, before)
}

// A move that fails leaves the file as it was, to be served.
func TestAMoveThatFailsKeepsTheFileInUse(t *testing.T) {
	file := filepath.Join(t.TempDir(), "latchkey.db")
	before, taken := testEnv("sqlite:"+file, endOfB1), testEnv(pgtest.URL(t), endOfB1)
	furnishedDatabase(t, before)
	furnishedDatabase(t, taken)
	before["LATCHKEY_MOVE_TO"] = taken["LATCHKEY_DATABASE"]
	if code, out := said(t.Context(), before, "move"); code == exitDone {
		t.Fatalf("it moved into a database that is in use: %s", out)
	}
	if _, err := os.Stat(file + ".moved"); err == nil {
		t.Error("the file is marked as moved")
	}
	serves(t, before)
}

// serves starts a server and stops it when it is ready.
func serves(t *testing.T, env map[string]string) {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	read, write := io.Pipe()
	done := make(chan int, 1)
	var stderr bytes.Buffer
	go func() {
		code := run(ctx, []string{"serve"}, from(env), strings.NewReader(""), write, &stderr)
		write.Close()
		done <- code
	}()
	ready := make([]byte, 17)
	if _, err := io.ReadFull(read, ready); err != nil || string(ready) != "Latchkey is ready" {
		t.Errorf("it is not served: %q, %v", ready, err)
	}
	stop()
	_, _ = io.Copy(io.Discard, read) // until it has ended
	if code := <-done; code != exitDone {
		t.Errorf("exit code %d: %s", code, &stderr)
	}
}
