package storetest

import (
	"fmt"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

const dutyLease = time.Minute

// claimDuty claims "nightly" at a time, as a clock that others may be 5 min ahead of.
func claimDuty(s portal.Store, holder string, now time.Time) (d portal.Duty, won bool, err error) {
	err = s.InTx(ctx, func(tx portal.Tx) (err error) {
		d, won, err = tx.ClaimDuty(ctx, "nightly", holder, now, now.Add(5*time.Minute), dutyLease)
		return err
	})
	return d, won, err
}

func wantDuty(t *testing.T, s portal.Store, holder string, now time.Time, want bool) portal.Duty {
	t.Helper()
	d, won, err := claimDuty(s, holder, now)
	if won != want || err != nil {
		t.Fatalf("%s at %s: claimed %v, %v; want %v", holder, now, won, err, want)
	}
	return d
}

func duties(t *testing.T, s portal.Store) {
	_, err := s.Duty(ctx, "nightly")
	wantErr(t, portal.ErrNotFound, err)
	first := wantDuty(t, s, "a", noon, true)
	kept := portal.Duty{Name: "nightly", Holder: "a", Fence: 1, ClaimedAt: noon, DueAt: noon.Add(dutyLease)}
	got(t, kept)(first, nil)
	got(t, kept)(s.Duty(ctx, "nightly"))
	wantDuty(t, s, "b", noon.Add(dutyLease-time.Second), false)

	hold := func(d portal.Duty, until time.Time) bool {
		won, err := verb(s, func(tx portal.Tx) (bool, error) { return tx.HoldDuty(ctx, d, until) })
		wantErr(t, nil, err)
		return won
	}
	finish := func(d portal.Duty, done, due time.Time) bool {
		won, err := verb(s, func(tx portal.Tx) (bool, error) { return tx.FinishDuty(ctx, d, done, due) })
		wantErr(t, nil, err)
		return won
	}
	if !hold(first, noon.Add(2*dutyLease)) {
		t.Fatal("the holder could not hold")
	}
	wantDuty(t, s, "b", noon.Add(dutyLease), false)

	lapsed := noon.Add(2 * dutyLease)
	second := wantDuty(t, s, "b", lapsed, true)
	if hold(first, later) || finish(first, later, later) {
		t.Error("a claim that lapsed and was taken over still writes")
	}
	same := second
	same.Holder = first.Holder
	if hold(same, later) {
		t.Error("another holder's claim was held")
	}
	done, due := lapsed.Add(time.Second), lapsed.Add(24*time.Hour)
	if !finish(second, done, due) || finish(second, done, due) || hold(second, later) {
		t.Error("a claim is not ended exactly once")
	}
	got(t, portal.Duty{Name: "nightly", Fence: 2, ClaimedAt: lapsed, DueAt: due, DoneAt: done})(s.Duty(ctx, "nightly"))
	wantDuty(t, s, "a", due.Add(-time.Second), false)
	wantDuty(t, s, "a", due, true)
}

// futureDuty: a clock that stood far ahead made a claim; when it is right again
// the duty is done all the same, and the early claim writes nothing.
func futureDuty(t *testing.T, s portal.Store) {
	early := wantDuty(t, s, "a", noon.AddDate(0, 0, 40), true)
	wantDuty(t, s, "b", noon.AddDate(0, 0, 40).Add(-5*time.Minute), false) // two clocks that stand apart a little
	wantDuty(t, s, "b", noon, true)
	won, err := verb(s, func(tx portal.Tx) (bool, error) { return tx.HoldDuty(ctx, early, later) })
	if won || err != nil {
		t.Errorf("the claim from the future holds: %v", err)
	}
}

func dutyRace(t *testing.T, s portal.Store) {
	for round := range 5 {
		now := noon.Add(time.Duration(round) * dutyLease) // from the second on, the claim before has just lapsed
		won := together(t, 20, func(i int) (bool, error) {
			_, won, err := claimDuty(s, fmt.Sprint(i), now)
			return won, err
		})
		if n := count(won); n != 1 {
			t.Errorf("round %d: %d processes have the duty", round, n)
		}
	}
}
