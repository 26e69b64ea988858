package storetest

import (
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// state is what the generation'th issue for an account's object makes.
func state(account string, generation, cutOff int64) portal.LinkState {
	return portal.LinkState{ObjectKey: object(account), Generation: generation, CutOff: cutOff,
		Start: 1000 + generation, End: 2000 + generation, KeyID: "k1", IssuedAt: noon}
}

// verb runs one conditional verb in a transaction of its own.
func verb(s portal.Store, f func(portal.Tx) (bool, error)) (won bool, err error) {
	err = s.InTx(ctx, func(tx portal.Tx) (err error) {
		won, err = f(tx)
		return err
	})
	return won, err
}

func tryIssue(s portal.Store, state portal.LinkState) (bool, error) {
	return verb(s, func(tx portal.Tx) (bool, error) { return tx.Issue(ctx, state) })
}

func tryRevoke(s portal.Store, generation, cutOff int64, at time.Time) (bool, error) {
	return verb(s, func(tx portal.Tx) (bool, error) {
		return tx.Revoke(ctx, object("demo"), generation, cutOff, at)
	})
}

func tryMail(s portal.Store, at time.Time, pause time.Duration, perDay int) (bool, error) {
	return verb(s, func(tx portal.Tx) (bool, error) {
		return tx.CountMail(ctx, object("demo"), at, at.Add(-pause), perDay)
	})
}

func issue(t *testing.T, s portal.Store) {
	seed(t, s, "demo")
	for _, generation := range []int64{-1, 0, 2, 3} {
		got(t, false)(tryIssue(s, state("demo", generation, 0)))
	}
	got(t, portal.LinkState{ObjectKey: object("demo")})(s.LinkState(ctx, object("demo")))

	first := state("demo", 1, 500)
	first.EndedAt = noon.Add(time.Microsecond)
	got(t, true)(tryIssue(s, first))
	got(t, first)(s.LinkState(ctx, object("demo")))
	for _, generation := range []int64{0, 1, 3} {
		got(t, false)(tryIssue(s, state("demo", generation, 900)))
	}
	got(t, first)(s.LinkState(ctx, object("demo")))
	got(t, true)(tryIssue(s, state("demo", 2, 900)))
	got(t, state("demo", 2, 900))(s.LinkState(ctx, object("demo")))
}

func issueBelowCutOff(t *testing.T, s portal.Store) {
	seed(t, s, "demo")
	got(t, true)(tryIssue(s, state("demo", 1, 500)))
	got(t, false)(tryIssue(s, state("demo", 2, 499)))
	got(t, true)(tryIssue(s, state("demo", 2, 500)))
	got(t, true)(tryRevoke(s, 2, 700, noon))
	got(t, false)(tryIssue(s, state("demo", 3, 700))) // begun before the revocation
	got(t, false)(tryIssue(s, state("demo", 4, 699)))
	got(t, true)(tryIssue(s, state("demo", 4, 700)))
	got(t, state("demo", 4, 700))(s.LinkState(ctx, object("demo")))

	// A row that only a revocation made is generation 1, with a cut-off.
	fresh := state("other", 2, 100)
	seed(t, s, "other")
	got(t, true)(verb(s, func(tx portal.Tx) (bool, error) {
		return tx.Revoke(ctx, object("other"), 0, 101, noon)
	}))
	got(t, false)(tryIssue(s, fresh))
	fresh.CutOff = 101
	got(t, true)(tryIssue(s, fresh))
	got(t, fresh)(s.LinkState(ctx, object("other")))
}

func revoke(t *testing.T, s portal.Store) {
	seed(t, s, "demo")
	got(t, false)(tryRevoke(s, 1, 500, noon))
	got(t, true)(tryRevoke(s, 0, 500, noon))
	want := portal.LinkState{ObjectKey: object("demo"), Generation: 1, CutOff: 500, Revoked: true, EndedAt: noon}
	got(t, want)(s.LinkState(ctx, object("demo")))
	got(t, false)(tryRevoke(s, 0, 600, noon))
	got(t, false)(tryRevoke(s, 1, 500, noon)) // it is revoked already

	got(t, true)(tryIssue(s, state("demo", 2, 800)))
	got(t, false)(tryRevoke(s, 0, 900, noon))
	got(t, false)(tryRevoke(s, 3, 900, noon))
	got(t, true)(tryRevoke(s, 2, 700, noon.Add(time.Hour))) // the cut-off never goes down
	got(t, false)(tryRevoke(s, 2, 900, noon))
	got(t, false)(tryRevoke(s, 3, 800, noon))
	want = state("demo", 2, 800)
	want.Generation = 3
	want.Revoked, want.EndedAt = true, noon.Add(time.Hour)
	got(t, want)(s.LinkState(ctx, object("demo")))

	got(t, true)(tryRevoke(s, 3, 900, noon)) // what others signed since ends too
	want.Generation, want.CutOff, want.EndedAt = 4, 900, noon
	got(t, want)(s.LinkState(ctx, object("demo")))
}

func recentStates(t *testing.T, s portal.Store) {
	seed(t, s, "a", "b", "demo")
	at := func(account string, hours int) portal.LinkState {
		state := state(account, 1, 0)
		state.IssuedAt = noon.Add(time.Duration(hours) * time.Hour)
		state.TouchedAt = state.IssuedAt
		return state
	}
	a, b, demo := at("a", 2), at("b", 1), at("demo", 0)
	for _, state := range []portal.LinkState{a, b, demo} {
		got(t, true)(tryIssue(s, state))
	}
	got(t, []portal.LinkState{a, b})(s.LinkStates(ctx, portal.LinkFilter{Limit: 2}))
	got(t, true)(tryRevoke(s, 1, 5, noon.Add(3*time.Hour)))
	demo.Generation = 2
	demo.CutOff, demo.Revoked, demo.EndedAt = 5, true, noon.Add(3*time.Hour)
	demo.TouchedAt = demo.EndedAt
	got(t, []portal.LinkState{demo, a, b})(s.LinkStates(ctx, portal.LinkFilter{Limit: 9}))
}

func issueRace(t *testing.T, s portal.Store) {
	seed(t, s, "demo")
	for generation := int64(1); generation <= 3; generation++ {
		won := together(t, 64, func(i int) (bool, error) {
			state := state("demo", generation, generation*100)
			state.End = int64(i)
			return tryIssue(s, state)
		})
		if n := count(won); n != 1 {
			t.Fatalf("generation %d was issued %d times", generation, n)
		}
		kept, err := s.LinkState(ctx, object("demo"))
		if err != nil || !won[kept.End] || kept.Generation != generation {
			t.Fatalf("generation %d: kept %+v, %v, which did not win", generation, kept, err)
		}
	}
}

func issueRevokeRace(t *testing.T, s portal.Store) {
	seed(t, s, "demo")
	got(t, true)(tryIssue(s, state("demo", 1, 0)))
	generation := int64(2)
	for range 12 {
		cutOff := generation * 100
		won := together(t, 2, func(i int) (bool, error) {
			if i == 0 { // has not seen the revocation's cut-off
				return tryIssue(s, state("demo", generation, cutOff-1))
			}
			return tryRevoke(s, generation-1, cutOff, noon)
		})
		kept, err := s.LinkState(ctx, object("demo"))
		if err != nil || won[0] == won[1] || kept.Revoked != won[1] || kept.Generation != generation {
			t.Fatalf("issue won %v, revocation won %v, kept %+v, %v", won[0], won[1], kept, err)
		}
		if won[1] {
			generation++
			got(t, true)(tryIssue(s, state("demo", generation, cutOff)))
		}
		generation++
	}
}

func countMail(t *testing.T, s portal.Store) {
	seed(t, s, "demo")
	day := 24 * time.Hour
	got(t, false)(tryMail(s, noon, time.Minute, 0))
	for _, step := range []struct {
		after time.Duration
		ok    bool
		count int64
	}{
		{0, true, 1},
		{59 * time.Second, false, 1}, // within the pause
		{time.Minute, true, 2},       // at its end
		{time.Hour, true, 3},
		{2 * time.Hour, false, 3}, // three a day
		{day - 1000, false, 3},
		{day, true, 1}, // the count starts anew
		{day + time.Minute, true, 2},
		{5 * day, true, 1},
	} {
		got(t, step.ok)(tryMail(s, noon.Add(step.after), time.Minute, 3))
		kept, err := s.LinkState(ctx, object("demo"))
		if err != nil || kept.DayCount != step.count {
			t.Fatalf("after %v: counted %d, want %d, %v", step.after, kept.DayCount, step.count, err)
		}
	}
	last := noon.Add(5 * day)
	want := portal.LinkState{ObjectKey: object("demo"), MailedAt: last, DayStart: last, DayCount: 1}
	got(t, want)(s.LinkState(ctx, object("demo")))

	// An issue leaves the counters; a mail leaves the rest.
	issued := state("demo", 1, 5)
	issued.DayStart, issued.DayCount = last, 1
	got(t, true)(tryIssue(s, issued))
	issued.MailedAt = last
	got(t, issued)(s.LinkState(ctx, object("demo")))
	got(t, true)(tryMail(s, last.Add(time.Hour), time.Minute, 3))
	issued.MailedAt, issued.DayCount = last.Add(time.Hour), 2
	got(t, issued)(s.LinkState(ctx, object("demo")))
}

func countMailRace(t *testing.T, s portal.Store) {
	seed(t, s, "demo")
	won := together(t, 32, func(int) (bool, error) { return tryMail(s, noon, time.Minute, 5) })
	if n := count(won); n != 1 {
		t.Errorf("%d mails in one pause", n)
	}
	later := noon.Add(time.Hour)
	won = together(t, 32, func(int) (bool, error) { return tryMail(s, later, 0, 5) })
	if n := count(won); n != 4 {
		t.Errorf("%d more mails in one day, want 4", n)
	}
}
