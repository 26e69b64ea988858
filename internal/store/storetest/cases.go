package storetest

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

func held(request string, position int64, reference string, state portal.CaseState) portal.HeldCase {
	return portal.HeldCase{Account: "demo", Request: request, Position: position, Reference: reference,
		Payload: "{}", State: state, UpdatedAt: noon}
}

func hold(t *testing.T, s portal.Store, all ...portal.HeldCase) {
	t.Helper()
	in(t, s, func(tx portal.Tx) error {
		for _, c := range all {
			if err := tx.PutCase(ctx, c); err != nil {
				return err
			}
		}
		return nil
	})
}

func tryLand(s portal.Store, c portal.HeldCase, client string) (bool, error) {
	return verb(s, func(tx portal.Tx) (bool, error) { return tx.LandCase(ctx, c, client) })
}

// landed is c after it has landed.
func landed(c portal.HeldCase) portal.HeldCase {
	c.State, c.CaseID, c.UpdatedAt = portal.CaseLanded, "case "+c.Request, later
	return c
}

func cases(t *testing.T, s portal.Store) {
	partners(t, s, "demo", "other")
	foreign := asked("1")
	foreign.Account = "other"
	ask(t, s, asked("1"), foreign)
	full := portal.HeldCase{Account: "demo", Request: "1", Position: 2, Reference: text, Payload: `{"z": 1,  "a":2}`,
		State: portal.CaseFailed, CaseID: "case", ErrorType: "ValidationError", Error: text, UpdatedAt: noon}
	first, far := held("1", 1, "R", portal.CaseHeld), held("1", 1, "R", portal.CaseHeld)
	far.Account = "other"
	hold(t, s, full, first, far)
	got(t, []portal.HeldCase{first, full})(s.Cases(ctx, key("demo", "1")))

	for _, c := range []*portal.HeldCase{&first, &full} {
		changed := *c
		changed.Payload, changed.Reference, changed.UpdatedAt = `{"new": true}`, "new", later
		hold(t, s, changed)
		if c == &first {
			*c = changed
		}
	}
	got(t, []portal.HeldCase{first, full})(s.Cases(ctx, key("demo", "1")))
	got(t, []portal.HeldCase{far})(s.Cases(ctx, key("other", "1")))

	move := func(from, to portal.CaseState, at time.Time) (n int64) {
		in(t, s, func(tx portal.Tx) (err error) {
			n, err = tx.MoveCases(ctx, key("demo", "1"), from, to, at)
			return err
		})
		return n
	}
	got(t, int64(0))(move(portal.CaseDropped, portal.CaseHeld, later), nil)
	got(t, int64(1))(move(portal.CaseHeld, portal.CaseLanding, later), nil)
	got(t, int64(1))(move(portal.CaseFailed, portal.CaseLanding, noon), nil)
	first.State, full.State = portal.CaseLanding, portal.CaseLanding
	got(t, []portal.HeldCase{full, first})(s.Landing(ctx, 9)) // oldest change first
	got(t, []portal.HeldCase{full})(s.Landing(ctx, 1))
	got(t, []portal.HeldCase{far})(s.Cases(ctx, key("other", "1")))
}

func landCase(t *testing.T, s portal.Store) {
	partners(t, s, "demo")
	ask(t, s, asked("1"), asked("2"), asked("3"))
	for i, state := range []portal.CaseState{portal.CaseHeld, portal.CaseLanded, portal.CaseFailed, portal.CaseDropped} {
		c := held("1", int64(i), "", state)
		hold(t, s, c)
		got(t, false)(tryLand(s, landed(c), "c1"))
		got(t, false)(tryLand(s, landed(held("none", 0, "", "")), "c1"))
	}
	one, two, three := held("2", 1, "R", "landing"), held("2", 2, "", "landing"), held("2", 3, "", "landing")
	same, failed := held("3", 1, "R", "landing"), held("3", 2, "F", "landing")
	hold(t, s, one, two, three, same, failed)
	for _, c := range []portal.HeldCase{one, two, three} { // those without a reference do not meet
		got(t, true)(tryLand(s, landed(c), "c1"))
		got(t, false)(tryLand(s, landed(c), "c1"))
	}
	got(t, []portal.HeldCase{landed(one), landed(two), landed(three)})(s.Cases(ctx, key("demo", "2")))

	failed.ErrorType, failed.Error, failed.State, failed.UpdatedAt = "ValidationError", text, portal.CaseFailed, later
	in(t, s, func(tx portal.Tx) error { // the transaction goes on after ErrExists
		won, err := tx.LandCase(ctx, landed(same), "c1")
		wantErr(t, portal.ErrExists, err)
		got(t, false)(won, nil)
		got(t, true)(tx.LandCase(ctx, failed, "c1"))
		return nil
	})
	got(t, []portal.HeldCase{same, failed})(s.Cases(ctx, key("demo", "3")))
	got(t, true)(tryLand(s, landed(same), "c2")) // another client's reference
	failed.State = portal.CaseLanding
	in(t, s, func(tx portal.Tx) error {
		got(t, int64(1))(tx.MoveCases(ctx, key("demo", "3"), portal.CaseFailed, portal.CaseLanding, later))
		return nil
	})
	failed.ErrorType, failed.Error = "", ""
	got(t, true)(tryLand(s, landed(failed), "c1")) // a failure takes no reference
	got(t, []portal.HeldCase{landed(same), landed(failed)})(s.Cases(ctx, key("demo", "3")))
}

// landRace: eight workers land the same cases; of those of one reference one
// lands, and no case lands twice.
func landRace(t *testing.T, s portal.Store) {
	partners(t, s, "demo")
	ask(t, s, asked("1"))
	const cases, references = 12, 4
	for i := range int64(cases) {
		hold(t, s, held("1", i, fmt.Sprint(i%references), portal.CaseLanding))
	}
	waiting, err := s.Landing(ctx, 99)
	if err != nil || len(waiting) != cases {
		t.Fatal(len(waiting), err)
	}
	wins := together(t, 8, func(worker int) (n int, err error) {
		for i := range waiting {
			won, err := tryLand(s, landed(waiting[(i+worker)%cases]), "c1")
			if err != nil && !errors.Is(err, portal.ErrExists) {
				return n, err
			}
			if won {
				n++
			}
		}
		return n, nil
	})
	total := 0
	for _, n := range wins {
		total += n
	}
	all, err := s.Cases(ctx, key("demo", "1"))
	kept := map[string]int{}
	for _, c := range all {
		if c.State == portal.CaseLanded {
			kept[c.Reference]++
		}
	}
	got(t, map[string]int{"0": 1, "1": 1, "2": 1, "3": 1})(kept, err)
	if total != references {
		t.Errorf("%d cases won, want %d", total, references)
	}
}

// landDropRace: a case that is dropped while it lands keeps no reference from
// another case.
func landDropRace(t *testing.T, s portal.Store) {
	partners(t, s, "demo")
	for round := range 20 {
		reference := fmt.Sprint(round)
		dropped, next := asked("dropped"+reference), asked("next"+reference)
		ask(t, s, dropped, next)
		first := held(dropped.ID, 1, reference, portal.CaseLanding)
		second := held(next.ID, 1, reference, portal.CaseLanding)
		hold(t, s, first, second)
		won := together(t, 2, func(i int) (bool, error) {
			if i == 0 {
				return tryLand(s, landed(first), "c1")
			}
			return verb(s, func(tx portal.Tx) (bool, error) {
				n, err := tx.MoveCases(ctx, dropped.Key, portal.CaseLanding, portal.CaseDropped, later)
				return n == 1, err
			})
		})
		if won[0] == won[1] {
			t.Fatalf("won: %v", won)
		}
		if won[1] {
			got(t, true)(tryLand(s, landed(second), "c1"))
		}
	}
}
