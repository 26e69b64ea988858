package store_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
)

// queue is a store in which somebody writes, so that whoever comes waits.
type queue struct {
	t       *testing.T
	s       *store.Store
	path    string
	release func() // lets who writes end, and waits for everybody
	wg      sync.WaitGroup
}

func newQueue(t *testing.T, first ...func(portal.Tx)) *queue {
	t.Helper()
	q := &queue{t: t, path: filepath.Join(t.TempDir(), "latchkey.db")}
	q.s = storetest.Open(t, "sqlite:"+q.path)
	for range 3 { // its statements are prepared from the second time on
		if err := addAccount(q.s, "warm"); err != nil && !errors.Is(err, portal.ErrExists) {
			t.Fatal(err)
		}
	}
	begun, end := make(chan struct{}), make(chan struct{})
	begin := sync.OnceFunc(func() { close(begun) }) // it may be run again
	q.wg.Go(func() {
		err := q.s.InTx(ctx, func(tx portal.Tx) error {
			for _, f := range first {
				f(tx)
			}
			begin()
			<-end
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	})
	<-begun
	q.release = sync.OnceFunc(func() { close(end); q.wg.Wait() })
	t.Cleanup(q.release)
	return q
}

// join has somebody wait behind those who wait already.
func (q *queue) join(ask func() error, judge func(error)) {
	q.t.Helper()
	before := q.s.Figures().Waiting
	q.wg.Go(func() { judge(ask()) })
	until(q.t, func() bool { return q.s.Figures().Waiting > before })
}

func (q *queue) add(slug string, judge func(error)) {
	q.t.Helper()
	q.join(func() error { return addAccount(q.s, slug) }, judge)
}

func (q *queue) wants(want error) func(error) {
	return func(err error) {
		if !errors.Is(err, want) {
			q.t.Errorf("have %v, want %v", err, want)
		}
	}
}

func (q *queue) slugs() []string {
	q.t.Helper()
	all, err := q.s.Accounts(ctx)
	if err != nil {
		q.t.Fatal(err)
	}
	var slugs []string
	for _, a := range all {
		if a.Slug != "warm" {
			slugs = append(slugs, a.Slug)
		}
	}
	return slugs
}

func until(t *testing.T, what func() bool) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); !what(); runtime.Gosched() {
		if time.Now().After(end) {
			t.Fatal("it did not come to that")
		}
	}
}

func numbered(n int) (all []string) {
	for i := range n {
		all = append(all, fmt.Sprintf("n%03d", i))
	}
	return all
}

func TestManyWritersShareFewCommits(t *testing.T) {
	q := newQueue(t)
	before := q.s.Figures()
	for _, slug := range numbered(64) {
		q.add(slug, q.wants(nil))
	}
	q.release()
	now := q.s.Figures()
	if members, commits := now.Members-before.Members, now.Commits-before.Commits; members != 65 || commits > 16 {
		t.Errorf("%d writes took %d commits", members, commits)
	}
	if have := q.slugs(); !slices.Equal(have, numbered(64)) {
		t.Errorf("have %v", have)
	}
}

func TestWhoCameFirstWritesFirst(t *testing.T) {
	q := newQueue(t)
	var order []string
	for _, slug := range numbered(100) {
		q.join(func() error {
			return q.s.InTx(ctx, func(portal.Tx) error { order = append(order, slug); return nil })
		}, q.wants(nil))
	}
	q.release()
	if !slices.Equal(order, numbered(100)) {
		t.Errorf("they wrote in the order %v", order)
	}
}

func TestNobodyIsAnsweredBeforeItIsDurable(t *testing.T) {
	q := newQueue(t)
	other := raw(t, "sqlite:"+q.path)
	there := func(slug string) {
		var n int
		if err := other.QueryRow(`select count(*) from account where slug = $1`, slug).Scan(&n); err != nil || n != 1 {
			t.Errorf("answered for %s while others see %d of it, %v", slug, n, err)
		}
	}
	for _, slug := range numbered(32) {
		q.add(slug, func(err error) {
			q.wants(nil)(err)
			there(slug)
		})
		// Who is refused because of a neighbour's write hears of it no sooner.
		q.add(slug, func(err error) {
			q.wants(portal.ErrExists)(err)
			there(slug)
		})
	}
	q.release()
}

func TestAMemberThatFailsLeavesTheOthersWhole(t *testing.T) {
	q := newQueue(t)
	boom := errors.New("boom")
	write := func(slug string, end func() error) func() error {
		return func() error {
			return q.s.InTx(ctx, func(tx portal.Tx) error {
				if err := tx.AddAccount(ctx, portal.Account{Slug: slug}); err != nil {
					return err
				}
				return end()
			})
		}
	}
	q.add("a", q.wants(nil))
	q.join(write("x-error", func() error { return boom }), q.wants(boom))
	q.add("b", q.wants(nil))
	q.join(func() (err error) {
		defer func() { err, _ = recover().(error) }()
		return write("x-panic", func() error { panic(boom) })()
	}, q.wants(boom))
	q.add("c", q.wants(nil))
	q.join(func() error {
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			_ = write("x-goexit", func() error { runtime.Goexit(); return nil })()
			t.Error("a goroutine that had ended went on")
		}()
		<-ended
		return nil
	}, q.wants(nil))
	q.add("d", q.wants(nil))
	q.release()
	if have := q.slugs(); !slices.Equal(have, []string{"a", "b", "c", "d"}) {
		t.Errorf("have %v", have)
	}
}

func TestWhoLeavesWhileItWaitsWritesNothing(t *testing.T) {
	q := newQueue(t)
	leaving, leave := context.WithCancel(ctx)
	left := make(chan error, 1)
	q.add("a", q.wants(nil))
	q.join(func() error {
		return q.s.InTx(leaving, func(tx portal.Tx) error { return tx.AddAccount(ctx, portal.Account{Slug: "x"}) })
	}, func(err error) { left <- err })
	q.add("b", q.wants(nil))
	leave()
	if err := <-left; !errors.Is(err, context.Canceled) { // at once: the first one writes yet
		t.Errorf("have %v", err)
	}
	q.release()
	if have := q.slugs(); !slices.Equal(have, []string{"a", "b"}) {
		t.Errorf("have %v", have)
	}
}

func TestWhoLeavesInItsTurnTakesNobodyAlong(t *testing.T) {
	q := newQueue(t)
	leaving, leave := context.WithCancel(ctx)
	q.add("a", q.wants(nil))
	q.join(func() error {
		return q.s.InTx(leaving, func(tx portal.Tx) error {
			if err := tx.AddAccount(leaving, portal.Account{Slug: "x"}); err != nil {
				return err
			}
			leave()
			return tx.AddAccount(leaving, portal.Account{Slug: "y"})
		})
	}, q.wants(context.Canceled))
	q.add("b", q.wants(nil))
	q.release()
	if have := q.slugs(); !slices.Equal(have, []string{"a", "b"}) {
		t.Errorf("have %v", have)
	}
}

// SQLite undoes a whole transaction for a statement that is broken off.
func TestWhoLeavesInTheMiddleOfAStatementUndoesNothing(t *testing.T) {
	q := newQueue(t)
	leaving, leave := context.WithCancel(ctx)
	q.add("a", q.wants(nil))
	q.join(func() error {
		return q.s.InTx(leaving, func(tx portal.Tx) error {
			defer time.AfterFunc(20*time.Millisecond, leave).Stop()
			if err := store.Long(leaving, tx); err != nil {
				return err
			}
			leave()
			return tx.AddAccount(leaving, portal.Account{Slug: "x"})
		})
	}, q.wants(context.Canceled))
	q.add("b", q.wants(nil))
	q.release()
	if have := q.slugs(); !slices.Equal(have, []string{"a", "b"}) || q.s.Figures().Undone != 0 {
		t.Errorf("have %v, %+v", have, q.s.Figures())
	}
}

func TestAFullLineTurnsAwayAtOnce(t *testing.T) {
	q := newQueue(t)
	for _, slug := range numbered(256) {
		q.add(slug, q.wants(nil))
	}
	if busy := q.s.Busy(); busy != 1 {
		t.Errorf("the line is full to %v", busy)
	}
	if err := addAccount(q.s, "x"); !errors.Is(err, portal.ErrUnavailable) { // the first one writes yet
		t.Errorf("have %v", err)
	}
	q.release()
	if have := q.slugs(); !slices.Equal(have, numbered(256)) || q.s.Figures().Refused != 1 || q.s.Busy() != 0 {
		t.Errorf("%d were written, %+v", len(have), q.s.Figures())
	}
}

func TestAClosingStoreLetsThoseWriteWhoWait(t *testing.T) {
	q := newQueue(t)
	for _, slug := range numbered(5) {
		q.add(slug, q.wants(nil))
	}
	closed := make(chan error, 1)
	go func() { closed <- q.s.Close() }()
	until(t, func() bool { // it lets nobody in any more
		short, cancel := context.WithTimeout(ctx, 20*time.Millisecond)
		defer cancel()
		err := q.s.InTx(short, func(portal.Tx) error { return nil })
		return errors.Is(err, portal.ErrUnavailable) && !errors.Is(err, context.DeadlineExceeded)
	})
	q.release()
	if err := <-closed; err != nil {
		t.Error(err)
	}
	q.s = storetest.Open(t, "sqlite:"+q.path)
	if have := q.slugs(); !slices.Equal(have, numbered(5)) {
		t.Errorf("have %v", have)
	}
}

// A connection pool that is exhausted piles up nobody either.
func TestAStalledServerTurnsAwayAtOnce(t *testing.T) {
	s := storetest.Postgres(t)
	end := make(chan struct{})
	var wg, begun sync.WaitGroup
	begun.Add(16)
	for range 16 {
		wg.Go(func() { _ = s.InTx(ctx, func(portal.Tx) error { begun.Done(); <-end; return nil }) })
	}
	begun.Wait()
	for _, slug := range numbered(256) {
		wg.Go(func() {
			if err := addAccount(s, slug); err != nil {
				t.Error(err)
			}
		})
	}
	until(t, func() bool { return s.Figures().Waiting == 256 })
	if err := addAccount(s, "x"); !errors.Is(err, portal.ErrUnavailable) {
		t.Errorf("have %v", err)
	}
	close(end)
	wg.Wait()
	if all, err := s.Accounts(ctx); err != nil || len(all) != 256 {
		t.Errorf("%d were written, %v", len(all), err)
	}
}

// Somebody else's lock: the writer waits its busy timeout, says 503 to whoever
// waited, and works again after it.
func TestALockHeldElsewhereIsWaitedForAndThenSaid(t *testing.T) {
	s, file := storetest.SQLiteFile(t)
	release := file.Hold()
	began := time.Now()
	if err := addAccount(s, "a"); !errors.Is(err, portal.ErrUnavailable) {
		t.Errorf("have %v", err)
	}
	if waited := time.Since(began); waited < 4*time.Second || waited > 15*time.Second {
		t.Errorf("it was said after %s", waited)
	}
	release()
	if err := addAccount(s, "a"); err != nil {
		t.Errorf("after the lock was given up: %v", err)
	}
}
