package portal_test

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
)

// mortal is a store whose process dies at its left-th step: a transaction that
// begins or has committed, or a write in one. Nothing runs behind it, as when
// the machine is cut off.
type mortal struct {
	portal.Store
	left *int
}

type mortalTx struct {
	portal.Tx
	left *int
}

type death struct{}

func step(left *int) {
	if *left--; *left < 0 {
		panic(death{})
	}
}

func (m mortal) InTx(ctx context.Context, f func(portal.Tx) error) error {
	step(m.left)
	err := m.Store.InTx(ctx, func(tx portal.Tx) error {
		err := f(mortalTx{tx, m.left})
		step(m.left)
		return err
	})
	step(m.left)
	return err
}

func (m mortalTx) HoldBulkJob(ctx context.Context, k portal.Key, runner string, until time.Time) (bool, error) {
	won, err := m.Tx.HoldBulkJob(ctx, k, runner, until)
	step(m.left)
	return won, err
}

func (m mortalTx) AddBulkItems(ctx context.Context, items []portal.BulkItem) error {
	step(m.left)
	return m.Tx.AddBulkItems(ctx, items)
}

func (m mortalTx) AddMessage(ctx context.Context, msg portal.Message) error {
	err := m.Tx.AddMessage(ctx, msg)
	step(m.left)
	return err
}

func (m mortalTx) SettleBulkItem(ctx context.Context, i portal.BulkItem) (bool, error) {
	won, err := m.Tx.SettleBulkItem(ctx, i)
	step(m.left)
	return won, err
}

// runUntilDeath works on a job until its process dies or there is nothing left.
func runUntilDeath(o *office, after int) (died bool) {
	s := portal.New(mortal{o.store, &after}, vaultOf(o.t, 7), o.now, "https://pay.example.com")
	defer func() {
		r := recover()
		if _, died = r.(death); r != nil && !died {
			panic(r)
		}
	}()
	for {
		n, err := s.RunBulk(ctx)
		o.must(err)
		if n == 0 {
			return false
		}
	}
}

func TestAJobGoesOnWhereverItWasCutOff(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		for _, verb := range []portal.BulkVerb{portal.BulkReissue, portal.BulkRemind, portal.BulkRevoke} {
			for after := 0; ; after++ {
				account := fmt.Sprintf("%s%d", verb, after)
				all := o.waiting(account, 2)
				ask := overRequests(account, portal.PickWaiting)
				ask.Verb = verb
				j := o.make(ask)
				died := runUntilDeath(o, after)
				o.clock.Add(61) // its claim lapses
				wantJob(t, o.work(j.Key), portal.BulkDone, 2, 0, 2, 0, 0)
				for _, k := range all {
					o.wantOnce(k, verb)
				}
				if t.Failed() {
					t.Fatalf("%s, cut off after %d steps", verb, after)
				}
				if !died {
					break
				}
			}
		}
	})
}

// waiting makes an account with a partner and n requests that can be answered.
func (o *office) waiting(account string, n int) []portal.Key {
	o.t.Helper()
	o.account(account, "ledgerline")
	var all []portal.Key
	for i := range n {
		client := fmt.Sprintf("c%d", i)
		o.client(account, client)
		all = append(all, o.ask(account, "ledgerline", submission("tenant-"+client, client)).Request.Key)
	}
	return all
}

// wantOnce checks that a verb was done to a request exactly once.
func (o *office) wantOnce(k portal.Key, verb portal.BulkVerb) {
	o.t.Helper()
	r, mails := o.request(k), o.mails(k)
	attempt, asked, reminded := int64(1), 1, 0
	switch verb {
	case portal.BulkReissue:
		attempt, asked = 2, 2
	case portal.BulkRemind:
		reminded = 1
	case portal.BulkRevoke:
		if r.Status != portal.RequestWithdrawn {
			o.t.Errorf("request %s is %s", k.ID, r.Status)
		}
	}
	if r.Attempt != attempt || mails[portal.TemplateRequest] != asked || mails[portal.TemplateReminder] != reminded {
		o.t.Errorf("request %s: attempt %d, mails %v", k.ID, r.Attempt, mails)
	}
}

func TestTwoRunnersDoAJobOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		all := o.waiting("acme", 30)
		ask := overRequests("acme", portal.PickWaiting)
		ask.Verb = portal.BulkRemind
		j := o.make(ask)
		var runners sync.WaitGroup
		for range 4 {
			runners.Go(func() {
				for o.job(j.Key).State != portal.BulkDone {
					if _, err := o.service.RunBulk(ctx); err != nil {
						t.Error(err)
						return
					}
				}
			})
		}
		runners.Wait()
		wantJob(t, o.job(j.Key), portal.BulkDone, 30, 0, 30, 0, 0)
		for _, k := range all {
			o.wantOnce(k, portal.BulkRemind)
		}
	})
}

// TestAClaimThatLapsedDoesNothingMore has a runner that is overtaken between two
// items, as one that was asleep is.
func TestAClaimThatLapsedDoesNothingMore(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		all := o.waiting("acme", 2)
		ask := overRequests("acme", portal.PickWaiting)
		ask.Verb = portal.BulkRemind
		j := o.make(ask)
		_, err := o.service.RunBulk(ctx) // plans
		o.must(err)
		slow := &asleep{Store: o.store, wake: func() {
			o.clock.Add(61)
			wantJob(t, o.work(j.Key), portal.BulkDone, 2, 0, 2, 0, 0)
		}}
		_, err = portal.New(slow, vaultOf(t, 7), o.now, "https://pay.example.com").RunBulk(ctx)
		o.must(err)
		for _, k := range all {
			o.wantOnce(k, portal.BulkRemind)
		}
	})
}

// asleep has read the items that it is to do when it falls asleep.
type asleep struct {
	portal.Store
	wake func()
}

func (a *asleep) BulkItems(ctx context.Context, f portal.BulkItemFilter) ([]portal.BulkItem, error) {
	items, err := a.Store.BulkItems(ctx, f)
	if wake := a.wake; wake != nil {
		a.wake = nil
		wake()
	}
	return items, err
}

// TestALargeJobIsPlannedInFlatMemory compares what is held while a plan of few
// and one of many are read through.
func TestALargeJobIsPlannedInFlatMemory(t *testing.T) {
	o := newOffice(t, storetest.SQLite(t))
	o.account("acme")
	const many = 5000
	for first := 0; first < many; first += 500 {
		o.must(o.store.InTx(ctx, func(tx portal.Tx) error {
			for i := range 500 {
				k := portal.ObjectKey{Account: "acme", Kind: link.Confirmation, ID: fmt.Sprint(100000 + first + i)}
				st := portal.LinkState{ObjectKey: k, Generation: 1, Start: noon, End: noon + day, IssuedAt: o.now(), EndedAt: o.now()}
				if _, err := tx.Issue(ctx, st); err != nil {
					return err
				}
			}
			return nil
		}))
	}
	ask := portal.BulkAsk{Actor: portal.ByCommand, Account: "acme", Verb: portal.BulkRevoke, Agreed: portal.AgreedToAll,
		Selection: portal.Selection{Over: portal.OverLinks, Kind: link.Confirmation}}
	peak, rows := uint64(0), 0
	before := held()
	o.must(o.service.SurveyBulk(ctx, ask, func(portal.BulkItem) bool {
		if rows++; rows%1000 == 0 {
			peak = max(peak, held())
		}
		return true
	}))
	if rows != many || peak > before+2<<20 {
		t.Errorf("%d rows, %d KiB more held", rows, (int64(peak)-int64(before))>>10)
	}
	j := o.make(ask)
	n, err := o.service.RunBulk(ctx)
	o.must(err)
	if half := o.job(j.Key); n != 10 || half.State != portal.BulkPlanning || half.Looked != many {
		t.Errorf("a round: %d pages, %s, %d looked at", n, half.State, half.Looked)
	}
	wantJob(t, o.work(j.Key), portal.BulkDone, 0, many, 0, 0, 0) // no such purchase is there
}

// held is how many bytes are in use behind a collection.
func held() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
