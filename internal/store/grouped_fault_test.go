package store_test

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
)

func TestAFullDiskRefusesEachAndLosesNobody(t *testing.T) {
	disk := storetest.OpenDisk(t)
	q := newQueue(t)
	for _, slug := range numbered(10) {
		q.add(slug, q.wants(portal.ErrUnavailable))
	}
	disk.Fill()
	q.release()
	if have := q.slugs(); have != nil {
		t.Errorf("have %v", have)
	}
	disk.Mend()
	resume(t, q.s)
	if err := addAccount(q.s, "after"); err != nil || q.s.Figures().Waiting != 0 {
		t.Errorf("once there is room: %v", err)
	}
	if have := q.slugs(); !slices.Equal(have, []string{"after"}) {
		t.Errorf("have %v", have)
	}
}

// resume has a store write again that the disk had stopped.
func resume(t *testing.T, s *store.Store) {
	t.Helper()
	if ok, err := s.Resume(ctx); !ok || err != nil {
		t.Fatalf("it writes again: %v, %v", ok, err)
	}
}

// One member's fault that shows at the commit is its own.
func TestARefusedCommitIsRunAgainOneByOne(t *testing.T) {
	q := newQueue(t)
	q.add("a", q.wants(nil))
	q.join(func() error {
		return q.s.InTx(ctx, func(tx portal.Tx) error { return store.Orphan(ctx, tx, "x") })
	}, func(err error) {
		if err == nil || !strings.Contains(err.Error(), "FOREIGN KEY") {
			t.Errorf("have %v", err)
		}
	})
	q.add("b", q.wants(nil))
	q.release()
	if have := q.slugs(); !slices.Equal(have, []string{"a", "b"}) || q.s.Figures().Undone < 3 {
		t.Errorf("have %v, %+v", have, q.s.Figures())
	}
}

func TestAMemberThatUndoesEverythingFailsAlone(t *testing.T) {
	for name, swallow := range map[string]bool{"said": false, "kept quiet": true} {
		t.Run(name, func(t *testing.T) {
			q := newQueue(t, func(tx portal.Tx) { store.LimitPages(t, tx, 8) })
			q.add("a", q.wants(nil))
			q.join(func() error {
				return q.s.InTx(ctx, func(tx portal.Tx) error {
					if err := tx.AddAccount(ctx, portal.Account{Slug: "x-before"}); err != nil {
						return err
					}
					if err := tx.PutBlob(ctx, "aa", make([]byte, 1<<20), time.Unix(1, 0)); err == nil || !swallow {
						return err
					}
					_ = tx.AddAccount(ctx, portal.Account{Slug: "x-behind"})
					return nil
				})
			}, q.wants(portal.ErrUnavailable))
			q.add("b", q.wants(nil))
			q.release()
			if have := q.slugs(); !slices.Equal(have, []string{"a", "b"}) || q.s.Figures().Undone == 0 {
				t.Errorf("have %v, %+v", have, q.s.Figures())
			}
			if _, err := q.s.Blob(ctx, "aa"); !errors.Is(err, portal.ErrNotFound) {
				t.Errorf("the blob: %v", err)
			}
		})
	}
}

// What may be in the file already is not written a second time.
func TestNobodyIsRunAgainAfterAFlushThatFailed(t *testing.T) {
	disk := storetest.OpenDisk(t)
	s := storetest.Open(t, "sqlite:"+filepath.Join(t.TempDir(), "latchkey.db"))
	begun, end, errs := make(chan struct{}), make(chan struct{}), make(chan error, 3)
	begin := sync.OnceFunc(func() { close(begun) })
	go func() { errs <- s.InTx(ctx, func(portal.Tx) error { begin(); <-end; return nil }) }()
	<-begun
	for _, slug := range numbered(2) {
		go func() { errs <- addAccount(s, slug) }()
	}
	until(t, func() bool { return s.Figures().Waiting == 2 })
	disk.FailFlush()
	close(end)
	for range 3 {
		if err := <-errs; !errors.Is(err, portal.ErrUnavailable) {
			t.Errorf("have %v", err)
		}
	}
	if n := s.Figures().Undone; n != 0 {
		t.Errorf("%d were run again", n)
	}
}

func TestAFlushThatFailsEndsTheWriting(t *testing.T) {
	disk := storetest.OpenDisk(t)
	path := filepath.Join(t.TempDir(), "latchkey.db")
	dsn := "sqlite:" + path
	if err := store.Init(ctx, dsn); err != nil {
		t.Fatal(err)
	}
	var told []error
	s, err := store.OpenWith(ctx, dsn, store.Options{FlushFailed: func(err error) { told = append(told, err) }})
	if err != nil {
		t.Fatal(err)
	}
	if err := addAccount(s, "a"); err != nil {
		t.Fatal(err)
	}
	disk.FailWrite() // refused before anything was flushed: the store goes on, once it may
	if err := addAccount(s, "x"); !errors.Is(err, portal.ErrUnavailable) || told != nil {
		t.Errorf("a write that was refused: %v, told %v", err, told)
	}
	disk.Mend()
	resume(t, s)
	if err := addAccount(s, "b"); err != nil {
		t.Error(err)
	}
	disk.FailFlush()
	if err := addAccount(s, "unknown"); !errors.Is(err, portal.ErrUnavailable) {
		t.Errorf("a commit that was not flushed: %v", err)
	}
	disk.Mend()
	if err := addAccount(s, "x"); !errors.Is(err, portal.ErrUnavailable) || !errors.Is(err, store.ErrFlushFailed) {
		t.Errorf("a write behind it: %v", err)
	}
	if len(told) != 1 || !errors.Is(told[0], store.ErrFlushFailed) {
		t.Errorf("told %v", told)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	again := storetest.Open(t, dsn)
	all, err := again.Accounts(ctx)
	if err != nil || len(all) < 2 || all[0].Slug != "a" || all[1].Slug != "b" {
		t.Errorf("after a new start: %v, %v", all, err)
	}
	if err := addAccount(again, "c"); err != nil {
		t.Error(err)
	}
}
