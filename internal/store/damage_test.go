package store_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store"
)

// wornDatabase is a file with some rows that a server left in order.
func wornDatabase(t *testing.T) (path string, body []byte) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "latchkey.db")
	initialised(t, "sqlite:"+path)
	s := server(t, "sqlite:"+path)
	mustAdd(t, s, "a", "b", "c")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	body, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return path, body
}

func TestAServerRefusesADamagedFile(t *testing.T) {
	path, whole := wornDatabase(t)
	for name, change := range map[string]func(b []byte) []byte{
		"header":        func(b []byte) []byte { copy(b, make([]byte, 100)); return b },
		"page size":     func(b []byte) []byte { b[16], b[17] = 0x03, 0x03; return b },
		"cut short":     func(b []byte) []byte { return b[:len(b)-4096] },
		"cut to a stub": func(b []byte) []byte { return b[:60] },
		"zeroed page":   func(b []byte) []byte { copy(b[5*4096:], make([]byte, 4096)); return b },
	} {
		t.Run(name, func(t *testing.T) {
			if err := os.WriteFile(path, change(append([]byte{}, whole...)), 0o600); err != nil {
				t.Fatal(err)
			}
			s, err := store.OpenServer(ctx, "sqlite:"+path, store.Options{})
			if err == nil {
				s.Close()
			}
			if !errors.Is(err, portal.ErrDamaged) || !strings.Contains(err.Error(), "runbook=database-corrupt") {
				t.Errorf("have %v", err)
			}
		})
	}
}

func TestAnInstallationHasAnIdForLife(t *testing.T) {
	engines(t, func(t *testing.T, dsn string) {
		oldDatabase(t, dsn, 19)
		var ids []string
		for range 2 {
			initialised(t, dsn)
			s := server(t, dsn)
			id, err := s.Instance(ctx)
			if err != nil || len(id) != 26 {
				t.Fatalf("%q, %v", id, err)
			}
			ids = append(ids, id)
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
		}
		if ids[0] != ids[1] {
			t.Errorf("it changed: %v", ids)
		}
	})
}

func TestNothingStandsStillOnAHealthyDisk(t *testing.T) {
	engines(t, func(t *testing.T, dsn string) {
		initialised(t, dsn)
		s := server(t, dsn)
		resumes(t, s, true)
		if s.ReadOnly() != "" || s.Refused() != 0 {
			t.Errorf("read-only %q, %d refused", s.ReadOnly(), s.Refused())
		}
		disk, err := s.Disk()
		if err != nil || s.File() == "" && disk != (store.Disk{}) || s.File() != "" && (disk.Free == 0 || disk.Total < disk.Free) {
			t.Errorf("disk %+v, %v", disk, err)
		}
		if place, err := s.Place(); err != nil || place.Network || place.ReadOnly {
			t.Errorf("place %+v, %v", place, err)
		}
	})
}
