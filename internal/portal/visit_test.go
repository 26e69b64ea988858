package portal_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
)

// look is one visit to an order of acme.
func (o *office) look(id string, who portal.Visitor, page string) portal.Visit {
	k := portal.ObjectKey{Account: "acme", Kind: link.Confirmation, ID: id}
	return portal.Visit{Object: k, Start: noon - day, Who: who, Page: page, First: o.now(), Last: o.now(), Count: 1}
}

func (o *office) visits(id string) []portal.Visit {
	o.t.Helper()
	visits, err := o.service.Visits(ctx, portal.ObjectKey{Account: "acme", Kind: link.Confirmation, ID: id})
	o.must(err)
	return visits
}

// faultyStore is a real store that a test can make slow or unavailable.
type faultyStore struct {
	portal.Store
	fault error
	held  chan struct{} // a transaction begins when it is closed; nil: at once
	begun chan struct{}
}

func (s *faultyStore) InTx(ctx context.Context, f func(portal.Tx) error) error {
	if s.held != nil {
		s.begun <- struct{}{}
		<-s.held
	}
	if s.fault != nil {
		return s.fault
	}
	return s.Store.InTx(ctx, f)
}

func TestVisitsAreWrittenWhenTheBookIsFlushed(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.account("acme")
		book := portal.NewVisitBook(o.store, o.now)
		book.Note(o.look("1", portal.VisitPerson, "document"))
		o.clock.Add(5)
		again := o.look("1", portal.VisitPerson, "document")
		again.Client = "Safari on iPhone"
		book.Note(again)
		book.Note(o.look("1", portal.VisitScanner, "document"))
		if before := o.visits("1"); len(before) != 0 {
			t.Fatalf("written before the flush: %+v", before)
		}
		o.must(book.Flush(ctx))
		o.must(book.Flush(ctx))
		person := again
		person.First, person.Count = o.now().Add(-5*time.Second), 2
		if diff := cmp.Diff([]portal.Visit{person, o.look("1", portal.VisitScanner, "document")}, o.visits("1")); diff != "" {
			t.Error(diff)
		}
	})
}

func TestNothingWaitsForASlowDatabase(t *testing.T) {
	real := storetest.SQLite(t)
	slow := &faultyStore{Store: real, held: make(chan struct{}), begun: make(chan struct{}, 9)}
	o := newOffice(t, real)
	o.account("acme")
	book := portal.NewVisitBook(slow, o.now)
	book.Note(o.look("1", portal.VisitPerson, "document"))
	done := make(chan error)
	go func() { done <- book.Flush(ctx) }()
	<-slow.begun
	for range 1000 { // each returns though the flush hangs in its transaction
		book.Note(o.look("2", portal.VisitPerson, "document"))
		book.Wrong("192.0.2.0/24")
	}
	close(slow.held)
	o.must(<-done)
	slow.held = nil
	o.must(book.Flush(ctx))
	if got := o.visits("2"); len(got) != 1 || got[0].Count != 1000 {
		t.Errorf("have %+v, want one note of 1000 visits", got)
	}
}

func TestVisitsOutlastAnUnavailableDatabase(t *testing.T) {
	faulty := &faultyStore{Store: storetest.SQLite(t)}
	o := newOffice(t, faulty)
	o.account("acme")
	book := portal.NewVisitBook(faulty, o.now)
	book.Note(o.look("1", portal.VisitPerson, "document"))
	faulty.fault = fmt.Errorf("busy: %w", portal.ErrUnavailable)
	if err := book.Flush(ctx); !errors.Is(err, portal.ErrUnavailable) {
		t.Fatalf("have %v", err)
	}
	book.Note(o.look("1", portal.VisitPerson, "document"))
	faulty.fault = nil
	o.must(book.Flush(ctx))
	if got := o.visits("1"); len(got) != 1 || got[0].Count != 2 || book.Dropped() != 0 {
		t.Errorf("have %+v, want one note of 2 visits", got)
	}
}

func TestVisitsThatTheDatabaseRefusesAreLeftOut(t *testing.T) {
	o := newOffice(t, storetest.SQLite(t))
	book := portal.NewVisitBook(o.store, o.now)
	book.Note(o.look("1", portal.VisitPerson, "document")) // there is no account acme
	if err := book.Flush(ctx); err == nil {
		t.Fatal("no error")
	}
	o.must(book.Flush(ctx))
	if n := book.Dropped(); n != 1 {
		t.Errorf("%d dropped, want 1", n)
	}
}

func TestTheBookHoldsSoManyNotesAndCountsTheRest(t *testing.T) {
	o := newOffice(t, storetest.SQLite(t))
	o.account("acme")
	book := portal.NewVisitBook(o.store, o.now)
	const most, more = 10_000, 7
	for i := range most + more {
		book.Note(o.look(fmt.Sprint(i), portal.VisitUnknown, "document"))
	}
	book.Note(o.look("0", portal.VisitUnknown, "document")) // is alike one that is held
	if n := book.Dropped(); n != more {
		t.Errorf("%d dropped, want %d", n, more)
	}
	if n := book.Dropped(); n != 0 {
		t.Errorf("%d dropped since then", n)
	}
	o.must(book.Flush(ctx))
	first, last, left := o.visits("0"), o.visits(fmt.Sprint(most-1)), o.visits(fmt.Sprint(most))
	if len(first) != 1 || first[0].Count != 2 || len(last) != 1 || len(left) != 0 {
		t.Errorf("have %+v, %+v and %+v", first, last, left)
	}
	book.Note(o.look("new", portal.VisitUnknown, "document"))
	if book.Dropped() != 0 {
		t.Error("there is no room after a flush")
	}
}

func TestWhoOpensALinkWithinSecondsOfItsMailIsAScanner(t *testing.T) {
	for name, c := range map[string]struct {
		after int64 // seconds since the mail was sent
		start int64 // of the mail's link
		page  string
		want  portal.Visitor
	}{
		"at once":                {0, noon - day, "document", portal.VisitScanner},
		"nine seconds later":     {9, noon - day, "document", portal.VisitScanner},
		"ten seconds later":      {10, noon - day, "document", portal.VisitPerson},
		"the mail of a new link": {5, noon, "document", portal.VisitPerson},
		"a form was taken":       {5, noon - day, portal.VisitAnswered, portal.VisitPerson},
		"before it was sent":     {-5, noon - day, "document", portal.VisitPerson},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t, storetest.SQLite(t))
			o.account("acme")
			visit := o.look("1", portal.VisitPerson, c.page)
			o.must(o.store.InTx(ctx, func(tx portal.Tx) error {
				return tx.AddMessage(ctx, portal.Message{
					ID: "msg_1", Account: "acme", Object: visit.Object, Start: c.start, State: portal.Sent,
					SentAt: o.now().Add(time.Duration(-c.after) * time.Second),
				})
			}))
			book := portal.NewVisitBook(o.store, o.now)
			book.Note(visit)
			o.must(book.Flush(ctx))
			if got := o.visits("1"); len(got) != 1 || got[0].Who != c.want {
				t.Errorf("have %+v, want %s", got, c.want)
			}
		})
	}
}

func TestBurstsOfWrongLinksNameTheirNetwork(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		book := portal.NewVisitBook(o.store, o.now)
		wrong := func(network string, n int) {
			for range n {
				book.Wrong(network)
			}
			o.must(book.Flush(ctx))
		}
		hour := o.now().Truncate(time.Hour)
		bursts := func(want ...portal.WrongLinks) {
			t.Helper()
			got, err := o.service.Bursts(ctx, 9)
			o.must(err)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		}
		wrong("192.0.2.0/24", 19)
		wrong("2001:db8::/48", 5)
		bursts() // a few may be a mail program's doing
		wrong("192.0.2.0/24", 1)
		bursts(portal.WrongLinks{Hour: hour, Network: "192.0.2.0/24", Count: 20})
		wrong("192.0.2.0/24", 30)
		bursts(portal.WrongLinks{Hour: hour, Network: "192.0.2.0/24", Count: 50})
		o.clock.Add(3600)
		wrong("192.0.2.0/24", 19) // counts anew
		bursts(portal.WrongLinks{Hour: hour, Network: "192.0.2.0/24", Count: 50})
		o.clock.Add(24 * 3600)
		bursts()
		o.clock.Add(2 * day)
		o.must(book.Flush(ctx))
		left, err := o.store.WrongLinks(ctx, time.Time{}, 9)
		o.must(err)
		if len(left) != 0 {
			t.Errorf("kept after two days: %+v", left)
		}
	})
}
