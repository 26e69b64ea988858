package store_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store"
	"github.com/latchkey-portal/latchkey/internal/store/pgtest"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
)

// backupOf makes a backup of a database in a folder of its own.
func backupOf(t *testing.T, dsn string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "b.db")
	if _, err := store.Backup(ctx, dsn, store.BackupAsk{Path: path, Now: moment}); err != nil {
		t.Fatal(err)
	}
	return path
}

// put stages a file and swaps it in.
func put(t *testing.T, file, into string) (kept string) {
	t.Helper()
	staged, err := store.Stage(ctx, store.StageAsk{File: file, Into: into, Replace: true})
	if err != nil {
		t.Fatal(err)
	}
	kept, err = staged.Swap(ctx, "now")
	if err != nil {
		t.Fatal(err)
	}
	return kept
}

func quietly(store.Progress) {}

func TestABackupComesBackAsItWas(t *testing.T) {
	engines(t, func(t *testing.T, from string) {
		furnished(t, from, 5)
		file := backupOf(t, from)
		engines(t, func(t *testing.T, into string) {
			if kept := put(t, file, into); kept != "" {
				t.Errorf("there was %s", kept)
			}
			was, err := store.Digests(ctx, from, file)
			if err != nil {
				t.Fatal(err)
			}
			is, err := store.Digests(ctx, into, file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(was, is); diff != "" {
				t.Error(diff)
			}
			s, err := store.Open(ctx, into)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			if err := addAccount(s, "afterwards"); err != nil {
				t.Error(err)
			}
		})
	})
}

func TestAMovedDatabaseIsSearchedAsBefore(t *testing.T) {
	from := "sqlite:" + filepath.Join(t.TempDir(), "latchkey.db")
	s := storetest.Open(t, from)
	err := s.InTx(ctx, func(tx portal.Tx) error {
		if err := tx.AddAccount(ctx, portal.Account{Slug: "demo", Name: "Demo"}); err != nil {
			return err
		}
		_, err := tx.PutCustomer(ctx, portal.Customer{Key: portal.Key{Account: "demo", ID: "8801"}, Name: "Harbour & Pine"})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	file := backupOf(t, from)
	engines(t, func(t *testing.T, into string) {
		put(t, file, into)
		s := storetest.Open(t, into)
		for _, asked := range []string{"harbour pine", "harbuor", "8801"} {
			was, err := storetest.Open(t, from).Search(ctx, portal.SearchQuery{Text: asked, Limit: 9})
			is, err2 := s.Search(ctx, portal.SearchQuery{Text: asked, Limit: 9})
			if diff := cmp.Diff(was, is); diff != "" || len(is) == 0 || err != nil || err2 != nil {
				t.Errorf("%s: %d, %v, %v\n%s", asked, len(is), err, err2, diff)
			}
		}
	})
}

func TestTheDatabaseThatWasThereIsKept(t *testing.T) {
	engines(t, func(t *testing.T, dsn string) {
		s := storetest.Open(t, dsn)
		if err := addAccount(s, "first"); err != nil {
			t.Fatal(err)
		}
		file := backupOf(t, dsn)
		if err := addAccount(s, "second"); err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		kept := put(t, file, dsn)
		if kept == "" {
			t.Fatal("nothing was kept")
		}
		var was, is int
		old := "select count(*) from account"
		from := raw(t, dsn)
		if _, lite := os.Stat(kept); lite == nil {
			from = raw(t, "sqlite:"+kept)
		} else {
			old = `select count(*) from "` + kept + `".account`
		}
		if err := errors.Join(from.QueryRow(old).Scan(&was), raw(t, dsn).QueryRow("select count(*) from account").Scan(&is)); err != nil {
			t.Fatal(err)
		}
		if was != 2 || is != 1 {
			t.Errorf("kept %d accounts, restored %d; want 2 and 1", was, is)
		}
	})
}

func TestAnEmptyPlaceIsAskedForUnlessItMayBeReplaced(t *testing.T) {
	dsn := pgtest.URL(t)
	s := storetest.Open(t, dsn)
	file := backupOf(t, dsn)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Stage(ctx, store.StageAsk{File: file, Into: dsn}); !errors.Is(err, store.ErrNotEmpty) {
		t.Errorf("have %v", err)
	}
}

func TestADatabaseInUseIsNotReplaced(t *testing.T) {
	engines(t, func(t *testing.T, dsn string) {
		s := storetest.Open(t, dsn)
		stop, err := s.Serve(ctx, func(error) {})
		if err != nil {
			t.Fatal(err)
		}
		file := backupOf(t, dsn)
		if _, err := store.Stage(ctx, store.StageAsk{File: file, Into: dsn, Replace: true}); !errors.Is(err, store.ErrRunning) {
			t.Errorf("have %v, want %v", err, store.ErrRunning)
		}
		if err := store.Migrate(ctx, dsn); err != nil {
			t.Errorf("migrating beside a server: %v", err)
		}
		stop()
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		staged, err := store.Stage(ctx, store.StageAsk{File: file, Into: dsn, Replace: true})
		if err != nil {
			t.Fatal(err)
		}
		defer staged.Discard()
		if other, err := store.Open(ctx, dsn); err == nil {
			_, err = other.Serve(ctx, func(error) {})
			if !errors.Is(err, store.ErrRunning) {
				t.Errorf("a server began while the database is replaced: %v", err)
			}
			other.Close()
		} else if !errors.Is(err, store.ErrRunning) {
			t.Errorf("Open: %v", err)
		}
	})
}

func TestAStageThatIsGivenUpLeavesNothing(t *testing.T) {
	engines(t, func(t *testing.T, dsn string) {
		s := storetest.Open(t, dsn)
		file := backupOf(t, dsn)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		before := look(t, dsn)
		for range 2 { // the second finds what the first would leave
			staged, err := store.Stage(ctx, store.StageAsk{File: file, Into: dsn, Replace: true})
			if err != nil {
				t.Fatal(err)
			}
			if err := staged.Discard(); err != nil {
				t.Error(err)
			}
		}
		if diff := cmp.Diff(before, look(t, dsn)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestWhatAKilledRestoreLeftBehindIsTakenAway(t *testing.T) {
	engines(t, func(t *testing.T, dsn string) {
		s := storetest.Open(t, dsn)
		file := backupOf(t, dsn)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		staged, err := store.Stage(ctx, store.StageAsk{File: file, Into: dsn, Replace: true})
		if err != nil {
			t.Fatal(err)
		}
		half := look(t, dsn)
		if err := staged.Discard(); err != nil {
			t.Fatal(err)
		}
		if path, ok := filePath(dsn); ok { // as a SIGKILL leaves it
			for _, end := range []string{"", "-wal", "-shm", "-lock"} {
				if err := os.WriteFile(path+".restoring"+end, []byte("half a page"), 0o600); err != nil {
					t.Fatal(err)
				}
			}
		} else {
			run(t, raw(t, dsn), "create schema "+lastOf(half))
			run(t, raw(t, dsn), "create table "+lastOf(half)+".account (x text)")
		}
		put(t, file, dsn)
		if s, err := store.Open(ctx, dsn); err != nil {
			t.Error(err)
		} else {
			s.Close()
		}
	})
}

// look lists what is in the folder of a file, or the schemas of a database.
func look(t *testing.T, dsn string) (names []string) {
	t.Helper()
	if path, ok := filePath(dsn); ok {
		all, err := os.ReadDir(filepath.Dir(path))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range all {
			names = append(names, f.Name())
		}
		return names
	}
	rows, err := raw(t, dsn).Query(`select nspname from pg_namespace
		where nspname = current_schema() or nspname like left(current_schema(), 24) || '\_%' order by length(nspname), nspname`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
	}
	return names
}

func lastOf(names []string) string { return names[len(names)-1] }

func filePath(dsn string) (string, bool) {
	path, ok := bytes.CutPrefix([]byte(dsn), []byte("sqlite:"))
	return string(path), ok
}

// TestAStaleWALIsNotPlayedIn: the file is gone and the -wal of it is still there,
// with a change to a page that the backup has, too.
func TestAStaleWALIsNotPlayedIn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "latchkey.db")
	dsn := "sqlite:" + path
	s := storetest.Open(t, dsn)
	file := backupOf(t, dsn)
	if err := addAccount(s, "stale"); err != nil {
		t.Fatal(err)
	}
	wal, err := os.ReadFile(path + "-wal")
	if err != nil || len(wal) == 0 {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.Remove(path), os.WriteFile(path+"-wal", wal, 0o600)); err != nil {
		t.Fatal(err)
	}
	put(t, file, dsn)
	s, err = store.Open(ctx, dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if all, err := s.Accounts(ctx); err != nil || len(all) != 0 {
		t.Errorf("accounts of the stale -wal: %v, %v", all, err)
	}
	if stale, err := os.ReadFile(path + ".before-restore-now.stale-wal"); err != nil || !bytes.Equal(stale, wal) {
		t.Errorf("the -wal was not kept: %v", err)
	}
}

func TestAnyChangedBitOfABackupIsSeen(t *testing.T) {
	dsn := "sqlite:" + filepath.Join(t.TempDir(), "latchkey.db")
	furnished(t, dsn, 3)
	file := backupOf(t, dsn)
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.CheckFile(ctx, file, quietly); err != nil {
		t.Fatal(err)
	}
	dice := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		at, bit := dice.IntN(len(whole)), byte(1)<<dice.IntN(8)
		broken := bytes.Clone(whole)
		broken[at] ^= bit
		if err := os.WriteFile(file, broken, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := store.CheckFile(ctx, file, quietly); err == nil {
			t.Errorf("bit %d of byte %d was not seen", bit, at)
		}
	}
	for _, size := range []int{0, 1, 100, 4096, len(whole) / 2, len(whole) - 1} {
		if err := os.WriteFile(file, whole[:size], 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := store.CheckFile(ctx, file, quietly); err == nil {
			t.Errorf("the first %d bytes pass for all of it", size)
		}
	}
}

func TestABackupOfAnOlderSchemaIsBroughtUpToDate(t *testing.T) {
	engines(t, func(t *testing.T, from string) {
		oldDatabase(t, from, 2)
		for _, text := range oldRows {
			run(t, raw(t, from), text)
		}
		file := backupOf(t, from)
		engines(t, func(t *testing.T, into string) {
			put(t, file, into)
			s := storetest.Open(t, into)
			if a, err := s.Account(ctx, "demo"); err != nil || a.Name != "Demo" {
				t.Errorf("%+v, %v", a, err)
			}
			found, err := s.Search(ctx, portal.SearchQuery{Text: "zoe", Limit: 9})
			if err != nil || len(found) == 0 {
				t.Errorf("%v, %v", found, err)
			}
		})
	})
}

func TestABackupOfANewerSchemaIsRefused(t *testing.T) {
	dsn := "sqlite:" + filepath.Join(t.TempDir(), "latchkey.db")
	storetest.Open(t, dsn)
	run(t, raw(t, dsn), fmt.Sprintf("update schema_version set version_id = %d where version_id = %d", lastSchema+1, lastSchema))
	file := backupOf(t, dsn)
	if _, err := store.CheckFile(ctx, file, quietly); !errors.Is(err, store.ErrNewerSchema) {
		t.Errorf("have %v", err)
	}
}

func TestAFileInUseIsNoBackup(t *testing.T) {
	path := filepath.Join(t.TempDir(), "latchkey.db")
	s := storetest.Open(t, "sqlite:"+path)
	if err := addAccount(s, "demo"); err != nil {
		t.Fatal(err)
	}
	if _, err := store.CheckFile(ctx, path, quietly); err == nil {
		t.Error("it was taken")
	}
}

func TestAPlainFileIsTakenAndSaysWhenItWasWrittenLast(t *testing.T) {
	path := filepath.Join(t.TempDir(), "latchkey.db")
	s := storetest.Open(t, "sqlite:"+path)
	err := s.InTx(ctx, func(tx portal.Tx) error {
		return tx.AppendAudit(ctx, portal.Entry{Seq: 1, At: moment, Act: "x", Data: "{}", Hash: []byte{1}})
	})
	if err := errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	note, err := store.CheckFile(ctx, path, quietly)
	if err != nil || !note.TakenAt.Equal(moment) {
		t.Errorf("%+v, %v", note.TakenAt, err)
	}
}
