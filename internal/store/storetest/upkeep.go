package storetest

import (
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// compactions are done where they were asked for, by one at a time.
func compactions(t *testing.T, s portal.Store) {
	begin := func(at time.Time) bool {
		won, err := verb(s, func(tx portal.Tx) (bool, error) { return tx.BeginCompact(ctx, at, at.Add(time.Hour)) })
		wantErr(t, nil, err)
		return won
	}
	ask := func(at time.Time) {
		in(t, s, func(tx portal.Tx) error { return tx.AskCompact(ctx, at) })
	}
	end := func(done, free time.Time) {
		in(t, s, func(tx portal.Tx) error { return tx.EndCompact(ctx, done, free) })
	}
	if begin(noon) {
		t.Error("begun, though nobody asked")
	}
	ask(noon)
	ask(noon.Add(-time.Hour)) // who is late does not set it back
	if !begin(noon) || begin(noon.Add(time.Minute)) {
		t.Error("it is not begun exactly once")
	}
	if !begin(noon.Add(time.Hour)) {
		t.Error("what died is not begun again")
	}
	end(time.Time{}, noon.Add(3*time.Hour))
	if begin(noon.Add(2*time.Hour)) || !begin(noon.Add(3*time.Hour)) {
		t.Error("what is half done does not come up when it was said")
	}
	end(noon, time.Time{})
	if begin(noon.Add(5 * time.Hour)) {
		t.Error("begun, though all is done")
	}
	ask(noon.Add(time.Second))
	if !begin(noon.Add(5 * time.Hour)) {
		t.Error("not begun, though it was asked again")
	}
	for _, whole := range []bool{false, true} {
		steps := 0
		if err := s.Compact(ctx, whole, func(int, int) { steps++ }); err != nil || steps < 2 {
			t.Errorf("whole %v: %d steps, %v", whole, steps, err)
		}
	}
}
