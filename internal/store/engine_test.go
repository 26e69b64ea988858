package store_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store"
	"github.com/latchkey-portal/latchkey/internal/store/pgtest"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
)

func addAccount(s portal.Store, slug string) error {
	return s.InTx(ctx, func(tx portal.Tx) error {
		return tx.AddAccount(ctx, portal.Account{Slug: slug})
	})
}

func TestTwoProcessesWriteOneSQLiteFile(t *testing.T) {
	dsn := "sqlite:" + filepath.Join(t.TempDir(), "latchkey.db")
	stores := []portal.Store{storetest.Open(t, dsn), storetest.Open(t, dsn)}
	const writers, each = 4, 15
	var wg sync.WaitGroup
	for w := range writers {
		s := stores[w%len(stores)]
		wg.Go(func() {
			for i := range each {
				if err := addAccount(s, fmt.Sprintf("w%d-%d", w, i)); err != nil {
					t.Error(err)
				}
				if _, err := s.Accounts(ctx); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	for _, s := range stores {
		if all, err := s.Accounts(ctx); err != nil || len(all) != writers*each {
			t.Errorf("%d accounts, %v; want %d", len(all), err, writers*each)
		}
	}
}

func TestAuditEntriesCannotBeChanged(t *testing.T) {
	engines(t, func(t *testing.T, dsn string) {
		s := storetest.Open(t, dsn)
		entry := portal.Entry{Seq: 1, Act: "before", Data: "{}", Hash: []byte{1}}
		err := s.InTx(ctx, func(tx portal.Tx) error { return tx.AppendAudit(ctx, entry) })
		if err != nil {
			t.Fatal(err)
		}
		statements := []string{"update audit_entry set act = 'after'", "delete from audit_entry"}
		if strings.HasPrefix(dsn, "postgres") {
			statements = append(statements, "truncate audit_entry")
		}
		for _, text := range statements {
			if _, err := raw(t, dsn).Exec(text); err == nil || !strings.Contains(err.Error(), "audit entries are never") {
				t.Errorf("%s: %v", text, err)
			}
		}
		all, err := s.Audit(ctx, "", 0, 9)
		if err != nil || len(all) != 1 || all[0].Act != "before" {
			t.Errorf("the trail became %+v, %v", all, err)
		}
	})
}

func TestAFileIsOpenToItsOwnerAlone(t *testing.T) {
	dir := t.TempDir()
	s := storetest.Open(t, "sqlite:"+filepath.Join(dir, "latchkey.db"))
	if err := addAccount(s, "demo"); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"latchkey.db", "latchkey.db-wal", "latchkey.db-shm"} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", name, info.Mode(), err)
		}
	}
}

func TestABusyDatabaseIsUnavailable(t *testing.T) {
	dsn := "sqlite:" + filepath.Join(t.TempDir(), "latchkey.db")
	s, other := storetest.Open(t, dsn), storetest.Open(t, dsn)
	err := other.InTx(ctx, func(portal.Tx) error { // holds the write lock
		short, cancel := context.WithTimeout(ctx, 50*time.Millisecond)
		defer cancel()
		err := s.InTx(short, func(portal.Tx) error { return nil })
		if !errors.Is(err, portal.ErrUnavailable) {
			t.Errorf("a write that waited in vain: %v", err)
		}
		if _, err := s.Accounts(ctx); err != nil {
			t.Errorf("a read while another writes: %v", err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := addAccount(s, "demo"); err != nil {
		t.Errorf("a write after the lock was given up: %v", err)
	}
}

func TestAServerThatDoesNotAnswerIsUnavailable(t *testing.T) {
	dsn := "postgres://u:hunter2@127.0.0.1:1/none" // port 1: nobody listens
	for _, err := range []error{
		store.Init(ctx, dsn), store.Migrate(ctx, dsn), func() error { _, err := store.Open(ctx, dsn); return err }(),
	} {
		if !errors.Is(err, portal.ErrUnavailable) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("have %v", err)
		}
	}
}

func TestALostConnectionIsUnavailableAndThenMended(t *testing.T) {
	dsn := pgtest.URL(t)
	s, db := storetest.Open(t, dsn), raw(t, dsn)
	err := s.InTx(ctx, func(tx portal.Tx) error {
		if err := tx.AddAccount(ctx, portal.Account{Slug: "lost"}); err != nil {
			return err
		}
		run(t, db, `select pg_terminate_backend(pid) from pg_stat_activity
			where state = 'idle in transaction' and pid in
				(select pid from pg_locks where relation = 'account'::regclass)`)
		return tx.AddAccount(ctx, portal.Account{Slug: "lost-too"})
	})
	if !errors.Is(err, portal.ErrUnavailable) {
		t.Errorf("have %v, want %v", err, portal.ErrUnavailable)
	}
	if err := addAccount(s, "demo"); err != nil {
		t.Errorf("after the loss: %v", err)
	}
	if all, err := s.Accounts(ctx); err != nil || len(all) != 1 {
		t.Errorf("have %v, %v, want demo alone", all, err)
	}
}

func TestATransactionThatLostIsRunAgain(t *testing.T) {
	s := storetest.Postgres(t)
	for _, slug := range []string{"a", "b"} {
		if err := addAccount(s, slug); err != nil {
			t.Fatal(err)
		}
	}
	// Each writes its own account first and the other's then: a deadlock,
	// which PostgreSQL ends by failing one of the two.
	set := func(tx portal.Tx, slug string) error {
		return tx.SetAccount(ctx, portal.Account{Slug: slug, Name: "done"})
	}
	var both, wg sync.WaitGroup
	both.Add(2)
	runs := make([]int, 2)
	for i, order := range [][]string{{"a", "b"}, {"b", "a"}} {
		wg.Go(func() {
			err := s.InTx(ctx, func(tx portal.Tx) error {
				runs[i]++
				if err := set(tx, order[0]); err != nil {
					return err
				}
				if runs[i] == 1 {
					both.Done()
					both.Wait()
				}
				return set(tx, order[1])
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if runs[0]+runs[1] < 3 {
		t.Errorf("ran %v times: there was no deadlock", runs)
	}
}
