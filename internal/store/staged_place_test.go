package store_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store"
	"github.com/latchkey-portal/latchkey/internal/store/pgtest"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
)

// TestWhatAKilledRestoreLeftIsNotRestoredFrom: it would be taken away before it was read.
func TestWhatAKilledRestoreLeftIsNotRestoredFrom(t *testing.T) {
	path := filepath.Join(t.TempDir(), "latchkey.db")
	s := storetest.Open(t, "sqlite:"+path)
	file := backupOf(t, "sqlite:"+path)
	if err := errors.Join(s.Close(), os.Rename(file, path+".restoring")); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Stage(ctx, store.StageAsk{File: path + ".restoring", Into: "sqlite:" + path}); err == nil {
		t.Error("it was taken")
	}
	if _, err := store.CheckFile(ctx, path+".restoring", quietly); err != nil {
		t.Errorf("the only copy is gone: %v", err)
	}
}

// TestADatabaseIsTheSameByItsNameAndByALinkToIt: a server that names it in one way
// keeps off a restore that names it in the other.
func TestADatabaseIsTheSameByItsNameAndByALinkToIt(t *testing.T) {
	path, other := filepath.Join(t.TempDir(), "latchkey.db"), filepath.Join(t.TempDir(), "link.db")
	s := storetest.Open(t, "sqlite:"+path)
	file := backupOf(t, "sqlite:"+path)
	if err := os.Symlink(path, other); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Stage(ctx, store.StageAsk{File: file, Into: "sqlite:" + other}); !errors.Is(err, store.ErrRunning) {
		t.Errorf("have %v, want %v", err, store.ErrRunning)
	}
	if err := errors.Join(addAccount(s, "lost"), s.Close()); err != nil {
		t.Fatal(err)
	}
	put(t, file, "sqlite:"+other)
	if info, err := os.Lstat(other); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link became %v, %v", info, err)
	}
	if all, err := storetest.Open(t, "sqlite:"+path).Accounts(ctx); err != nil || len(all) != 0 {
		t.Errorf("under its own name it is still the old one: %v, %v", all, err)
	}
}

// TestADatabaseOfANewerProgramIsNotPutAsideInPart: the tables that this program
// does not know would stay, and the next upgrade would find them there.
func TestADatabaseOfANewerProgramIsNotPutAsideInPart(t *testing.T) {
	dsn := pgtest.URL(t)
	s := storetest.Open(t, dsn)
	file := backupOf(t, dsn)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	run(t, raw(t, dsn), fmt.Sprintf("update schema_version set version_id = %d where version_id = %d", lastSchema+1, lastSchema))
	if _, err := store.Stage(ctx, store.StageAsk{File: file, Into: dsn, Replace: true}); !errors.Is(err, store.ErrNewerSchema) {
		t.Errorf("have %v", err)
	}
}

func TestWhatRootRestoresBelongsToTheUserOfBefore(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can give files away")
	}
	path := filepath.Join(t.TempDir(), "latchkey.db")
	s := storetest.Open(t, "sqlite:"+path)
	file := backupOf(t, "sqlite:"+path)
	if err := errors.Join(s.Close(), os.Chown(path, 65534, 65534)); err != nil {
		t.Fatal(err)
	}
	put(t, file, "sqlite:"+path)
	info, err := os.Stat(path)
	if err != nil || info.Sys().(*syscall.Stat_t).Uid != 65534 {
		t.Errorf("it belongs to %+v, %v", info.Sys(), err)
	}
}

// TestTablesThatLitestreamMadeAreNotOurs: it makes two in every database it follows.
func TestTablesThatLitestreamMadeAreNotOurs(t *testing.T) {
	from := "sqlite:" + filepath.Join(t.TempDir(), "latchkey.db")
	s := storetest.Open(t, from)
	if err := addAccount(s, "demo"); err != nil {
		t.Fatal(err)
	}
	run(t, raw(t, from), "create table _litestream_seq (id integer primary key, seq integer)")
	run(t, raw(t, from), "create table _litestream_lock (id integer)")
	file := backupOf(t, from)
	engines(t, func(t *testing.T, into string) {
		put(t, file, into)
		if _, err := storetest.Open(t, into).Account(ctx, "demo"); err != nil {
			t.Error(err)
		}
	})
}

// TestWhatWasDoneSinceABackupIsCounted: from the trails of the database that is put
// aside, behind where they end in the backup.
func TestWhatWasDoneSinceABackupIsCounted(t *testing.T) {
	engines(t, func(t *testing.T, dsn string) {
		s := storetest.Open(t, dsn)
		seq := int64(0)
		act := func(acts ...string) {
			for _, act := range acts {
				seq++
				err := s.InTx(ctx, func(tx portal.Tx) error {
					return tx.AppendAudit(ctx, portal.Entry{Account: "demo", Seq: seq, Act: act, Data: "{}", Hash: []byte{byte(seq)}})
				})
				if err != nil {
					t.Fatal(err)
				}
			}
		}
		act("account.created", "key.revoked")
		note, err := store.CheckFile(ctx, backupOf(t, dsn), quietly)
		if err != nil {
			t.Fatal(err)
		}
		act("person.erased", "key.revoked", "person.erased")
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		have, err := store.DoneSince(ctx, dsn, note)
		if diff := cmp.Diff(map[string]int64{"person.erased": 2, "key.revoked": 1}, have); diff != "" || err != nil {
			t.Errorf("%v\n%s", err, diff)
		}
	})
	none := "sqlite:" + filepath.Join(t.TempDir(), "latchkey.db")
	if have, err := store.DoneSince(ctx, none, store.BackupNote{}); err != nil || len(have) > 0 {
		t.Errorf("of no database: %v, %v", have, err)
	}
}

// TestTheDatabaseThatIsPutAsideIsOnlyRead: it may be damaged, and is kept as it is.
func TestTheDatabaseThatIsPutAsideIsOnlyRead(t *testing.T) {
	path, copied := filepath.Join(t.TempDir(), "latchkey.db"), filepath.Join(t.TempDir(), "latchkey.db")
	s := storetest.Open(t, "sqlite:"+path)
	err := s.InTx(ctx, func(tx portal.Tx) error {
		return tx.AppendAudit(ctx, portal.Entry{Account: "demo", Seq: 1, Act: "key.revoked", Data: "{}", Hash: []byte{1}})
	})
	if err != nil {
		t.Fatal(err)
	}
	was := map[string][]byte{}
	for _, end := range []string{"", "-wal"} { // as a server leaves them that was killed
		body, err := os.ReadFile(path + end)
		if was[end] = body; err != nil || len(body) == 0 || os.WriteFile(copied+end, body, 0o600) != nil {
			t.Fatal(len(body), err)
		}
	}
	have, err := store.DoneSince(ctx, "sqlite:"+copied, store.BackupNote{})
	if err != nil || have["key.revoked"] != 1 {
		t.Errorf("what stands in the -wal: %v, %v", have, err)
	}
	for end, body := range was {
		if is, err := os.ReadFile(copied + end); err != nil || !bytes.Equal(is, body) {
			t.Errorf("latchkey.db%s was changed: %v", end, err)
		}
	}
}
