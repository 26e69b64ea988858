package store_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
)

var moment = time.Date(2026, 11, 20, 3, 0, 0, 0, time.UTC)

// oddText is the text of row i: letters of more than one byte, quotes, line ends.
func oddText(i int) string { return fmt.Sprintf("%d é'\"\\\n\t😀", i) }

// furnished makes a database with rows in every table and a whole audit trail.
func furnished(t *testing.T, dsn string, rows int) (tables []string) {
	t.Helper()
	if err := store.Init(ctx, dsn); err != nil {
		t.Fatal(err)
	}
	scratch := filepath.Join(t.TempDir(), "schema.db")
	if err := os.WriteFile(scratch, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	tables, err := store.FillEveryTable(ctx, dsn, scratch, rows, oddText)
	if err != nil {
		t.Fatal(err)
	}
	// A trail that is whole: each account has its entries from 1 to its head.
	db := raw(t, dsn)
	run(t, db, `delete from audit_head`)
	for i := range rows {
		if _, err := db.Exec(`insert into audit_entry (account, seq, at, actor, act, kind, object, data, hash)
			values ($1, 1, 1, '', '', '', '', '{}', $2)`, "head"+oddText(i), []byte{byte(i)}); err != nil {
			t.Fatal(err)
		}
		if _, err := db.Exec(`insert into audit_head (account, seq, hash) values ($1, 1, $2)`, "head"+oddText(i), []byte{byte(i)}); err != nil {
			t.Fatal(err)
		}
	}
	return tables
}

func TestABackupHasEveryRowOfEveryTable(t *testing.T) {
	engines(t, func(t *testing.T, dsn string) {
		tables := furnished(t, dsn, 5)
		path := filepath.Join(t.TempDir(), "b.db")
		done, err := store.Backup(ctx, dsn, store.BackupAsk{Path: path, Now: moment})
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range tables {
			if done.Note.Rows[name] == 0 {
				t.Errorf("the backup has no row of %s", name)
			}
		}
		was, err := store.Digests(ctx, dsn, path)
		if err != nil {
			t.Fatal(err)
		}
		is, err := store.Digests(ctx, "sqlite:"+path, path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(was, is); diff != "" {
			t.Error(diff)
		}
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 || info.Size() != done.Bytes {
			t.Errorf("%v, %v", info, err)
		}
		onlyFile(t, path)
	})
}

// onlyFile wants nothing beside a file.
func onlyFile(t *testing.T, path string) {
	t.Helper()
	left, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(left) != 1 || left[0].Name() != filepath.Base(path) {
		t.Errorf("beside %s there are %v, %v", path, left, err)
	}
}

func TestABackupReplacesAFileOnlyWhereItIsTold(t *testing.T) {
	dsn := "sqlite:" + filepath.Join(t.TempDir(), "latchkey.db")
	storetest.Open(t, dsn)
	path := filepath.Join(t.TempDir(), "b.db")
	if err := os.WriteFile(path, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Backup(ctx, dsn, store.BackupAsk{Path: path, Now: moment}); !errors.Is(err, store.ErrThere) {
		t.Errorf("have %v", err)
	}
	if body, err := os.ReadFile(path); err != nil || string(body) != "mine" {
		t.Errorf("the file became %q, %v", body, err)
	}
	if _, err := store.Backup(ctx, dsn, store.BackupAsk{Path: path, Now: moment, Replace: true}); err != nil {
		t.Error(err)
	}
	onlyFile(t, path)
}

func TestABackupUnderLoadHasAllThatWasCommittedBefore(t *testing.T) {
	engines(t, func(t *testing.T, dsn string) {
		s := storetest.Open(t, dsn)
		var committed atomic.Int64
		stop := make(chan struct{})
		var writers sync.WaitGroup
		for w := range 4 {
			writers.Go(func() {
				for i := 0; ; i++ {
					select {
					case <-stop:
						return
					default:
					}
					if err := addAccount(s, fmt.Sprintf("w%d-%d", w, i)); err != nil {
						t.Error(err)
						return
					}
					committed.Add(1)
				}
			})
		}
		for committed.Load() < 50 {
			time.Sleep(time.Millisecond)
		}
		before := committed.Load()
		done, err := store.Backup(ctx, dsn, store.BackupAsk{Path: filepath.Join(t.TempDir(), "b.db"), Now: moment})
		close(stop)
		writers.Wait()
		if err != nil {
			t.Fatal(err)
		}
		if have := done.Note.Rows["account"]; have < before {
			t.Errorf("%d accounts, %d were committed before it began", have, before)
		}
	})
}

func TestABackupOfADatabaseThatIsNotThereMakesNothing(t *testing.T) {
	dir := t.TempDir()
	_, err := store.Backup(ctx, "sqlite:"+filepath.Join(dir, "no.db"), store.BackupAsk{Path: filepath.Join(dir, "b.db")})
	if !errors.Is(err, store.ErrNoDatabase) {
		t.Errorf("have %v", err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestABackupOfATrailThatWasCutIsRefused(t *testing.T) {
	dsn := "sqlite:" + filepath.Join(t.TempDir(), "latchkey.db")
	s := storetest.Open(t, dsn)
	err := s.InTx(ctx, func(tx portal.Tx) error {
		return tx.AppendAudit(ctx, portal.Entry{Seq: 1, Act: "x", Data: "{}", Hash: []byte{1}})
	})
	if err != nil {
		t.Fatal(err)
	}
	run(t, raw(t, dsn), "update audit_head set seq = 2")
	path := filepath.Join(t.TempDir(), "b.db")
	if _, err := store.Backup(ctx, dsn, store.BackupAsk{Path: path, Now: moment}); err == nil {
		t.Error("it was made")
	}
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("it is there: %v", err)
	}
}

func TestAnUpgradeIsBackedUpBefore(t *testing.T) {
	path := filepath.Join(t.TempDir(), "latchkey.db")
	dsn := "sqlite:" + path
	oldDatabase(t, dsn, 2)
	if made, err := store.BackupBeforeMigrate(ctx, dsn, moment); made != "" || err != nil {
		t.Errorf("an empty database: %q, %v", made, err)
	}
	run(t, raw(t, dsn), oldRows[0])
	for _, want := range []string{fmt.Sprint(path, ".before-schema-", lastSchema), fmt.Sprint(path, ".before-schema-", lastSchema, ".2")} {
		made, err := store.BackupBeforeMigrate(ctx, dsn, moment)
		if made != want || err != nil {
			t.Errorf("have %q, %v; want %q", made, err, want)
		}
		var name string
		if err := raw(t, "sqlite:"+made).QueryRow("select name from account").Scan(&name); err != nil || name != "Demo" {
			t.Errorf("it has %q, %v", name, err)
		}
	}
	if err := store.Migrate(ctx, dsn); err != nil {
		t.Fatal(err)
	}
	if made, err := store.BackupBeforeMigrate(ctx, dsn, moment); made != "" || err != nil {
		t.Errorf("nothing to migrate: %q, %v", made, err)
	}
}
