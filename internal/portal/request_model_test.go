package portal_test

import (
	"context"
	"flag"
	"runtime"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
)

// A small model of one link request is driven beside the implementation with
// random asks, visits, decisions, verbs, sweeps and clock jumps. After each step
// both must agree on the answer, the state, what ended each attempt and the
// events that were told.

func TestAModelOfARequestAgrees(t *testing.T) {
	store, file := storetest.SQLiteFile(t)
	r := &lives{office: newOffice(t, store)}
	for range sequences / 100 { // rapid leads a hundred at a time
		rapid.Check(t, r.lead)
	}
	if r.led < sequences {
		t.Errorf("%d sequences were led, want %d", r.led, sequences)
	}
	t.Logf("%d sequences, %d steps", r.led, r.steps)
	// Law 8: none of all those links can be found in the database.
	dump := file.Dump()
	for _, url := range r.links {
		if _, sum, _ := strings.Cut(url, "&c="); strings.Contains(dump, sum) {
			t.Fatal("the database holds the checksum of a link")
		}
	}
}

// The model must notice a store that lets old links decide.
func TestTheModelFindsAnOldLinkThatDecides(t *testing.T) {
	r := &lives{office: newOffice(t, forgetful{storetest.SQLite(t)})}
	if !falsified(t, func(t rapid.TB) { rapid.Check(t, r.lead) }) {
		t.Error("the model agrees with a store that does not look at the attempt of a decision")
	}
}

// The model must notice events whose numbers do not rise.
func TestTheModelFindsEventsThatAreNotCounted(t *testing.T) {
	r := &lives{office: newOffice(t, careless{storetest.SQLite(t)})}
	if !falsified(t, func(t rapid.TB) { rapid.Check(t, r.lead) }) {
		t.Error("the model agrees with a store that gives two events one number")
	}
}

// forgetful is a store whose decisions hold for whichever attempt is in force.
type forgetful struct{ portal.Store }

type forgetfulTx struct{ portal.Tx }

func (s forgetful) InTx(c context.Context, f func(portal.Tx) error) error {
	return s.Store.InTx(c, func(tx portal.Tx) error { return f(forgetfulTx{tx}) })
}

func (t forgetfulTx) Decide(c context.Context, r portal.LinkRequest, _, now int64) (bool, error) {
	return t.Tx.Decide(c, r, r.Attempt, now)
}

// careless is a store that gives the second event of a request the number of
// the first.
type careless struct{ portal.Store }

type carelessTx struct{ portal.Tx }

func (s careless) InTx(c context.Context, f func(portal.Tx) error) error {
	return s.Store.InTx(c, func(tx portal.Tx) error { return f(carelessTx{tx}) })
}

func (t carelessTx) NextSequence(c context.Context, k portal.Key) (int64, error) {
	n, err := t.Tx.NextSequence(c, k)
	return max(n-1, 1), err
}

// falsified runs a check that is expected to fail, and says whether it did. How
// short the failing sequence could be is of no interest here.
func falsified(t *testing.T, check func(rapid.TB)) bool {
	t.Helper()
	for name, value := range map[string]string{"rapid.shrinktime": "0s", "rapid.nofailfile": "true"} {
		before := flag.Lookup(name).Value.String()
		if err := flag.Set(name, value); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = flag.Set(name, before) })
	}
	tb := &quiet{}
	done := make(chan struct{})
	go func() {
		defer close(done)
		check(tb)
	}()
	<-done
	return tb.failed
}

// quiet is a test that may fail without failing the one around it.
type quiet struct{ failed bool }

func (*quiet) Helper()                 {}
func (*quiet) Name() string            { return "planted" }
func (*quiet) Logf(string, ...any)     {}
func (*quiet) Log(...any)              {}
func (*quiet) Skipf(string, ...any)    { runtime.Goexit() }
func (*quiet) Skip(...any)             { runtime.Goexit() }
func (*quiet) SkipNow()                { runtime.Goexit() }
func (q *quiet) Errorf(string, ...any) { q.failed = true }
func (q *quiet) Error(...any)          { q.failed = true }
func (q *quiet) Fatalf(string, ...any) { q.FailNow() }
func (q *quiet) Fatal(...any)          { q.FailNow() }
func (q *quiet) FailNow()              { q.failed = true; runtime.Goexit() }
func (q *quiet) Fail()                 { q.failed = true }
func (q *quiet) Failed() bool          { return q.failed }
