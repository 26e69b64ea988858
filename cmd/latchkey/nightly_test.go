package main

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/config"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store"
	"github.com/latchkey-portal/latchkey/internal/store/pgtest"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
)

// night is an installation whose clock a test moves.
func night(t *testing.T, dsn, dir string) (*nightly, *clock) {
	t.Helper()
	vault, err := portal.NewVault(make([]byte, portal.MasterKeySize))
	if err != nil {
		t.Fatal(err)
	}
	k := &clock{}
	s := storetest.Open(t, dsn)
	i := &installation{
		config: &config.Config{Database: dsn, BackupDir: dir}, clock: k, store: s, vault: vault, service: portal.New(s, vault, k.now, ""),
	}
	return &nightly{i: i, log: slog.New(slog.DiscardHandler), steady: func() time.Duration { return 0 }}, k
}

func TestABackupIsMadeEachNightByOneProcess(t *testing.T) {
	for name, dsn := range map[string]func(t *testing.T) string{
		"sqlite":   func(t *testing.T) string { return "sqlite:" + filepath.Join(t.TempDir(), "latchkey.db") },
		"postgres": func(t *testing.T) string { return pgtest.URL(t) },
	} {
		t.Run(name, func(t *testing.T) {
			dir, dsn := t.TempDir(), dsn(t)
			one, clockOne := night(t, dsn, dir)
			two, clockTwo := night(t, dsn, dir)
			begin := time.Date(2026, 11, 2, 15, 0, 0, 0, time.UTC)
			for at := begin; at.Before(begin.AddDate(0, 0, 60)); at = at.Add(time.Hour) {
				clockOne.fixed.Store(at.Unix())
				clockTwo.fixed.Store(at.Unix())
				if name == "postgres" && at.After(begin.AddDate(0, 0, 3)) {
					break // the schedule is the same; a copy takes longer there
				}
				for _, n := range []*nightly{one, two} {
					if err := n.round(context.Background()); err != nil {
						t.Fatal(err)
					}
				}
			}
			last, err := one.i.service.LastBackup(context.Background())
			if err != nil || last.BeganAt.Hour() != nightHour || len(last.SHA256) != 64 || last.Bytes == 0 {
				t.Errorf("the last one is %+v, %v", last, err)
			}
			files, err := os.ReadDir(dir)
			want := 9 // 7 days, which are of one week or two, and the last days of the weeks before
			if name == "postgres" {
				want = 4 // the first, and three nights
			}
			if err != nil || len(files) < want || len(files) > want+2 {
				t.Errorf("%d files, %v, %v", len(files), files, err)
			}
			for _, f := range files {
				if _, err := store.CheckFile(context.Background(), filepath.Join(dir, f.Name()), func(store.Progress) {}); err != nil {
					t.Error(err)
				}
			}
		})
	}
}

func TestABackupThatFailsIsWrittenDownAndTriedAgain(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "gone")
	n, k := night(t, "sqlite:"+filepath.Join(t.TempDir(), "latchkey.db"), dir)
	at := time.Date(2026, 11, 2, 3, 0, 0, 0, time.UTC)
	k.fixed.Store(at.Unix())
	if err := n.round(context.Background()); err == nil {
		t.Fatal("it went well without a folder")
	}
	if _, err := n.i.service.LastBackup(context.Background()); !errors.Is(err, portal.ErrNotFound) {
		t.Errorf("a failure counts as a backup: %v", err)
	}
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	k.fixed.Store(at.Add(nightLease + time.Minute).Unix())
	if err := n.round(context.Background()); err != nil {
		t.Error(err)
	}
	if _, err := n.i.service.LastBackup(context.Background()); err != nil {
		t.Error(err)
	}
}

func TestOnlyWhatNightlyBackupsLeftIsTidiedAway(t *testing.T) {
	dir := t.TempDir()
	now := time.Now()
	old := now.Add(-2 * time.Hour)
	const night = ".latchkey-2026-11-02T03-00-00Z.db.1.part"
	gone := []string{night, night + "-journal"}
	stay := []string{
		"latchkey.db", "mine.db", "latchkey-before-move.db", ".latchkey-x.db.1.part", ".other.part", ".latchkey-2026-11-03T03-00-00Z.db.2.part",
	}
	for _, name := range append(gone, stay...) {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(name, "-03T") { // which is being written
			if err := os.Chtimes(path, old, old); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := errors.Join(tidyParts(dir, now), tidyBackups(dir, "", func(string) bool { return true })); err != nil {
		t.Fatal(err)
	}
	for _, name := range gone {
		if _, err := os.Stat(filepath.Join(dir, name)); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s is still there: %v", name, err)
		}
	}
	for _, name := range stay {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			t.Error(err)
		}
	}
}

func TestBackupsOfAnotherInstallationInTheSameFolderAreLeftAlone(t *testing.T) {
	dir := t.TempDir()
	begin := time.Date(2026, 11, 2, 3, 0, 0, 0, time.UTC)
	of := map[string]int{}
	for range 2 {
		n, k := night(t, "sqlite:"+filepath.Join(t.TempDir(), "latchkey.db"), dir)
		id, err := n.i.store.Instance(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		of[id] = 0
		for day := range 9 {
			k.fixed.Store(begin.AddDate(0, 0, day).Add(time.Duration(len(of)) * time.Minute).Unix())
			if err := n.round(context.Background()); err != nil {
				t.Fatal(err)
			}
		}
	}
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		of[store.BackupOf(context.Background(), filepath.Join(dir, f.Name()))]++
	}
	for id, n := range of {
		if n != keptDays {
			t.Errorf("of %s there are %d, want %d", id, n, keptDays)
		}
	}
}

func TestABackupThatAWrongClockMadeKeepsNoneOff(t *testing.T) {
	dir := t.TempDir()
	n, k := night(t, "sqlite:"+filepath.Join(t.TempDir(), "latchkey.db"), dir)
	begin := time.Date(2026, 11, 2, 3, 0, 0, 0, time.UTC)
	for day := range 9 {
		k.fixed.Store(begin.AddDate(2, 0, day).Unix())
		if err := n.round(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	for _, after := range []time.Duration{0, time.Hour, 24 * time.Hour} {
		at := begin.Add(after)
		k.fixed.Store(at.Unix())
		if err := n.round(context.Background()); err != nil {
			t.Fatal(err)
		}
		want := at
		if after == time.Hour {
			want = begin // one a night
		}
		last, err := n.i.service.LastBackup(context.Background())
		if err != nil || !last.BeganAt.Equal(want) {
			t.Errorf("at %s the last one is of %s, %v", at, last.BeganAt, err)
		}
		if _, err := os.Stat(filepath.Join(dir, last.File)); err != nil && after != time.Hour {
			t.Errorf("what was just made is gone: %v", err)
		}
	}
}
