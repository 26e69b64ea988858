//go:build linux

package store_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store"
)

// smallDisk is a file system of its own that goes away with the test.
func smallDisk(t *testing.T, size string) string {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("skipped: only root can mount a small file system; run it as root, in a container for one")
	}
	dir := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size="+size, "none", dir).CombinedOutput(); err != nil {
		t.Skipf("skipped: a small file system cannot be mounted here (%v: %s); run it as root of the machine, or of a container with CAP_SYS_ADMIN", err, out)
	}
	t.Cleanup(func() {
		if out, err := exec.Command("umount", dir).CombinedOutput(); err != nil {
			t.Errorf("umount: %v: %s", err, out)
		}
	})
	return dir
}

func remount(t *testing.T, dir, option string) {
	t.Helper()
	// Of the options that it has, mount would repeat the owner's number, which does
	// not exist in a name space.
	if out, err := exec.Command("mount", "--options-mode", "ignore", "-o", "remount,"+option, dir).CombinedOutput(); err != nil {
		t.Fatalf("remount %s: %v: %s", option, err, out)
	}
}

// fillUp takes every byte there is, and says how to give them back.
func fillUp(t *testing.T, dir string) (free func()) {
	t.Helper()
	f, err := os.Create(filepath.Join(dir, "filler"))
	if err != nil {
		t.Fatal(err)
	}
	for _, err = f.Write(make([]byte, 4096)); err == nil; _, err = f.Write(make([]byte, 4096)) {
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := os.Remove(f.Name()); err != nil {
			t.Fatal(err)
		}
	}
}

func TestADiskThatIsFullStopsWritesUntilThereIsRoom(t *testing.T) {
	dir := smallDisk(t, "16m")
	initialised(t, onDisk(dir))
	s := server(t, onDisk(dir))
	mustAdd(t, s, "a")
	free := fillUp(t, dir)
	kept := []string{"a"}
	var err error
	for i := 0; err == nil; i++ { // what the log has room for still goes in
		slug := fmt.Sprintf("b%03d", i)
		if err = openAccount(s, slug); err == nil {
			kept = append(kept, slug)
		}
	}
	if !errors.Is(err, portal.ErrUnavailable) || s.ReadOnly() != "the disk is full" {
		t.Fatalf("%v, read-only %q", err, s.ReadOnly())
	}
	if err := openAccount(s, "c"); !errors.Is(err, portal.ErrReadOnly) || s.Refused() != 1 {
		t.Errorf("the next: %v, %d refused", err, s.Refused())
	}
	holds(t, s, kept...)
	resumes(t, s, false)
	if err := s.Ready(ctx); err != nil {
		t.Errorf("Ready: %v", err)
	}
	free()
	resumes(t, s, true)
	mustAdd(t, s, "d")
	holds(t, s, append(kept, "d")...)
}

// crashed copies the files of a store that is at work to a small disk, as a
// server leaves them that is killed.
func crashed(t *testing.T, s *store.Store, dir string, endings ...string) {
	t.Helper()
	for _, ending := range endings {
		body, err := os.ReadFile(s.File() + ending)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "latchkey.db"+ending), body, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAServerStartsOnADiskThatTakesNoWrites(t *testing.T) {
	endings := map[string][]string{
		"stopped in order": {""}, "killed": {"", "-wal", "-shm"}, "killed, without the index": {"", "-wal"},
	}
	for name, left := range endings {
		for _, full := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s, full %v", name, full), func(t *testing.T) {
				dir := smallDisk(t, "16m")
				source := t.TempDir()
				initialised(t, onDisk(source))
				first := server(t, onDisk(source))
				mustAdd(t, first, "a", "b")
				if len(left) == 1 {
					if err := first.Close(); err != nil {
						t.Fatal(err)
					}
				}
				crashed(t, first, dir, left...)
				free, why := func() { remount(t, dir, "rw") }, "the file system is read-only"
				if full {
					free, why = fillUp(t, dir), "the disk is full"
				} else {
					remount(t, dir, "ro")
				}

				s := server(t, onDisk(dir))
				if full && s.ReadOnly() == "" { // the index has its size already: the first write shows it
					_ = openAccount(s, "zz")
				}
				if s.ReadOnly() != why && s.ReadOnly() != "nothing can be written beside the database file" {
					t.Errorf("read-only: %q, want %q", s.ReadOnly(), why)
				}
				holds(t, s, "a", "b")
				if err := openAccount(s, "c"); !errors.Is(err, portal.ErrReadOnly) {
					t.Errorf("a write: %v", err)
				}
				resumes(t, s, false)
				holds(t, s, "a", "b")
				free()
				resumes(t, s, true)
				mustAdd(t, s, "c")
				holds(t, s, "a", "b", "c")

				beside, err := store.Open(ctx, onDisk(dir)) // nobody locks the others out any more
				if err != nil {
					t.Fatal(err)
				}
				defer beside.Close()
				mustAdd(t, beside, "d")
				holds(t, s, "a", "b", "c", "d")
			})
		}
	}
}

func TestAServerThatWasKilledLeavesAMark(t *testing.T) {
	dir := t.TempDir()
	initialised(t, onDisk(dir))
	marks := func() int {
		found, err := filepath.Glob(filepath.Join(dir, "latchkey.db-serving.*"))
		if err != nil {
			t.Fatal(err)
		}
		return len(found)
	}
	if err := os.WriteFile(filepath.Join(dir, "latchkey.db-serving.1"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	one, two := server(t, onDisk(dir)), server(t, onDisk(dir))
	if marks() != 2 {
		t.Errorf("%d marks of two servers", marks())
	}
	for _, s := range []*store.Store{one, two} {
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if marks() != 0 {
		t.Errorf("%d marks when both have stopped", marks())
	}
}
