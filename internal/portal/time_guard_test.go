package portal_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
)

// wrongClock is a clock beside the true time, which only passes.
type wrongClock struct {
	truth  time.Duration // steady
	wrong  time.Duration // what the clock is ahead
	server time.Duration // what the database's clock is ahead
}

var clocksBegin = time.Unix(noon, 0).UTC()

func (c *wrongClock) wall() time.Time { return clocksBegin.Add(c.truth + c.wrong) }

// guard is one of a node that is started now.
func (c *wrongClock) guard(s portal.Store) *portal.TimeGuard {
	started := c.truth
	return portal.NewTimeGuard(s, portal.Clocks{
		Wall: c.wall, Steady: func() time.Duration { return c.truth - started },
		Server: func(context.Context) (time.Time, error) { return clocksBegin.Add(c.truth + c.server), nil },
	})
}

func look(t rapid.TB, g *portal.TimeGuard) portal.ClockState {
	t.Helper()
	state, err := g.Look(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return state
}

func TestAClockThatWasSetIsNotTrustedUntilItIsBack(t *testing.T) {
	c := &wrongClock{}
	g := c.guard(storetest.SQLite(t))
	for _, round := range []struct {
		name         string
		set, passing time.Duration
		trusted      bool
	}{
		{"the first", 0, 0, true},
		{"ten seconds later", 0, 10 * time.Second, true},
		{"corrected by seconds", 20 * time.Second, 10 * time.Second, true},
		{"set back a day", -24 * time.Hour, 10 * time.Second, false},
		{"the one after", 0, 10 * time.Second, false},
		{"back again", 24 * time.Hour, 10 * time.Second, true},
		{"after a night of nothing", 0, 9 * time.Hour, true},
		{"set ahead forty days", 40 * 24 * time.Hour, 10 * time.Second, false},
		{"the one after that", 0, time.Hour, false},
		{"and back", -40 * 24 * time.Hour, 10 * time.Second, true},
	} {
		c.wrong, c.truth = c.wrong+round.set, c.truth+round.passing
		c.server = c.wrong
		if state := look(t, g); (state.Fault() == nil) != round.trusted {
			t.Errorf("%s: %v", round.name, state.Fault())
		}
	}
}

func TestAClockThatWasSetIsTrustedWhenAPersonSaysSo(t *testing.T) {
	s, c := storetest.SQLite(t), &wrongClock{}
	g, other := c.guard(s), c.guard(s)
	look(t, g)
	look(t, other)
	c.wrong, c.server, c.truth = time.Hour, time.Hour, time.Minute
	if look(t, g).Fault() == nil {
		t.Fatal("a clock that was set is trusted")
	}
	if err := s.InTx(t.Context(), func(tx portal.Tx) error { return tx.ConfirmTime(t.Context(), c.wall()) }); err != nil {
		t.Fatal(err)
	}
	c.truth += 10 * time.Second
	for _, node := range []*portal.TimeGuard{g, other} {
		if state := look(t, node); state.Fault() != nil || state.Unwatched > 10*time.Second {
			t.Errorf("%+v, %v", state, state.Fault())
		}
	}
	// Somebody vouched for that time, not for any other.
	c.wrong += 2 * time.Hour
	c.server = c.wrong
	if look(t, g).Fault() == nil {
		t.Error("a clock that was set once more is trusted")
	}
}

func TestARestartHidesNoStepBack(t *testing.T) {
	s, c := storetest.SQLite(t), &wrongClock{}
	look(t, c.guard(s))
	c.wrong, c.server = -6*time.Minute, -6*time.Minute
	if state := look(t, c.guard(s)); state.Fault() == nil || state.Behind != 6*time.Minute {
		t.Errorf("%+v", state)
	}
}

// A machine may start with a wrong clock, and have it set a little later.
func TestAClockThatWasWrongFromTheStartIsTrustedOnceItIsSet(t *testing.T) {
	s, c := storetest.SQLite(t), &wrongClock{}
	look(t, c.guard(s))
	for _, back := range []time.Duration{10 * time.Minute, 20000 * time.Hour} {
		c.wrong, c.server = -back, -back
		g := c.guard(s)
		if look(t, g).Fault() == nil {
			t.Fatalf("%s behind it is trusted", back)
		}
		c.wrong, c.server, c.truth = 0, 0, c.truth+10*time.Second
		if state := look(t, g); state.Fault() != nil || !state.Watched() {
			t.Errorf("set right: %+v", state)
		}
		c.wrong, c.server = time.Hour, time.Hour
		if look(t, g).Fault() == nil {
			t.Error("a step of a clock that was trusted is not seen")
		}
		c.wrong, c.server = 0, 0
	}
}

// Who had to wait for the database's answer knows its clock less well.
func TestASlowDatabaseIsNoWrongClock(t *testing.T) {
	for _, took := range []time.Duration{0, 10 * time.Second, 2 * time.Minute} {
		for name, wait := range map[string][2]time.Duration{"before": {took, 0}, "after": {0, took}} {
			c := &wrongClock{}
			g := portal.NewTimeGuard(storetest.SQLite(t), portal.Clocks{
				Wall: c.wall, Steady: func() time.Duration { return c.truth },
				Server: func(context.Context) (time.Time, error) {
					c.truth += wait[0]
					defer func() { c.truth += wait[1] }()
					return clocksBegin.Add(c.truth), nil
				},
			})
			if state := look(t, g); state.Drift != 0 {
				t.Errorf("%s %s: the clocks are the same, and differ by %s", took, name, state.Drift)
			}
		}
	}
}

func TestANodeIsNotReadyWhenItsClockIsNotTheDatabases(t *testing.T) {
	s, c := storetest.SQLite(t), &wrongClock{}
	for drift, want := range map[time.Duration]struct{ drifts, ready bool }{
		0: {false, true}, 2 * time.Second: {false, true}, 3 * time.Second: {true, true}, -30 * time.Second: {true, true},
		31 * time.Second: {true, false}, -31 * time.Second: {true, false},
	} {
		c.server = -drift
		state := look(t, c.guard(s))
		if state.Drift != drift || state.Drifts() != want.drifts || (state.Unready() == nil) != want.ready ||
			(state.Fault() == nil) != want.ready {
			t.Errorf("%s: %+v", drift, state)
		}
	}
}

// A clock that wanders and jumps, restarts and people who vouch for it: the mark is
// never raised by a clock that is not trusted, and never falls unless a person
// says so; and what a trusted clock has said is over stays over.
func TestTheMarkOfTimeFollowsTrustedClocksOnly(t *testing.T) {
	s := storetest.SQLite(t)
	confirm := func(c *wrongClock) {
		err := s.InTx(ctx, func(tx portal.Tx) error { return tx.ConfirmTime(ctx, c.wall()) })
		if err != nil {
			t.Fatal(err)
		}
	}
	rapid.Check(t, func(r *rapid.T) {
		c := &wrongClock{}
		confirm(c) // what came before is another life
		g := c.guard(s)
		look(r, g)
		vouched := time.Duration(0) // the clock's error that is taken for right
		var mark time.Time
		for range rapid.IntRange(1, 25).Draw(r, "steps") {
			confirmed := false
			switch rapid.SampledFrom([]string{"pass", "pass", "jump", "correct", "restart", "confirm"}).Draw(r, "step") {
			case "jump":
				c.wrong += time.Duration(rapid.Int64Range(-24*3600, 40*24*3600).Draw(r, "by")) * time.Second
			case "correct":
				c.wrong = vouched
			case "restart":
				c.wrong = vouched
				g = c.guard(s)
			case "confirm":
				confirm(c)
				confirmed, vouched = true, c.wrong
			}
			c.truth += time.Duration(rapid.IntRange(1, 60).Draw(r, "seconds")) * time.Second
			c.server = c.wrong
			state := look(r, g)
			off := (c.wrong - vouched).Abs() > 5*time.Minute
			if !confirmed && off && state.Fault() == nil {
				r.Fatalf("a clock that is %s off is trusted: %+v", c.wrong-vouched, state)
			}
			if state.Fault() == nil {
				vouched = c.wrong // by less than five minutes
			}
			now := g.Floor()
			if now.Before(mark) && !confirmed {
				r.Fatalf("the mark fell from %s to %s", mark, now)
			}
			if most := clocksBegin.Add(c.truth + vouched + 5*time.Minute); now.After(most) && !mark.After(most) {
				r.Fatalf("the mark is %s ahead", now.Sub(most))
			}
			mark = now
		}
	})
}

// lapsing makes n requests that are pending until an hour from noon, or a day.
func (o *office) lapsing(n, soon int) {
	o.t.Helper()
	o.account("acme", "books")
	o.must(o.store.InTx(ctx, func(tx portal.Tx) error {
		for i := range n {
			end := int64(noon + day)
			if i < soon {
				end = noon + 3600
			}
			r := portal.LinkRequest{
				Key: portal.Key{Account: "acme", ID: fmt.Sprint(i)}, Reference: fmt.Sprint(i), Partner: "books", Tenant: fmt.Sprint(i),
				Status: portal.Pending, Attempt: 1, Start: noon, End: end, RequestedAt: o.now(), CreatedAt: o.now(), UpdatedAt: o.now(),
			}
			first := portal.Attempt{Account: "acme", Request: r.ID, Number: 1, Start: r.Start, End: r.End, IssuedAt: o.now()}
			if err := tx.AddRequest(ctx, r, first); err != nil {
				return err
			}
		}
		return nil
	}))
}

func TestASweepOfVeryMuchAtOnceWaitsForAPerson(t *testing.T) {
	for _, c := range []struct {
		name     string
		over     int // of 150
		step     time.Duration
		withheld bool
	}{
		{"few of all", 20, time.Hour, false},
		{"most of all, and nobody looked", 150, time.Hour, true},
		{"most of all, while the clock was watched", 150, time.Minute, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := newOffice(t, storetest.SQLite(t))
			o.lapsing(150, c.over)
			clocks := &wrongClock{}
			o.service.WithTimeGuard(clocks.guard(o.store))
			o.must(o.service.Sweepable(ctx))
			for at := c.step; at <= time.Hour; at += c.step { // until the short ones are over
				clocks.truth = at
				o.clock.Store(noon + int64(at.Seconds()))
				err := o.service.Sweepable(ctx)
				if errors.Is(err, portal.ErrTimeHeld) != c.withheld || !c.withheld && err != nil {
					t.Fatalf("after %s: %v", at, err)
				}
			}
			if c.withheld {
				o.must(o.service.ConfirmTime(ctx, portal.ByCommand))
				o.must(o.service.Sweepable(ctx))
			}
			if n, err := o.service.Sweep(ctx); n != c.over || err != nil {
				t.Errorf("%d swept, %v", n, err)
			}
		})
	}
}

// A link that was over does not open again when the clock steps back; and where
// the clock is not to be trusted, the page says that it is our fault.
func TestALinkThatWasOverStaysOver(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.account("acme", "books")
		o.client("acme", "c1")
		needs := o.ask("acme", "books", submission("t1", "c1"))
		grant := o.grant(needs.URL)
		clocks := &wrongClock{}
		o.service.WithTimeGuard(clocks.guard(o.store))
		at := func(seconds int64) {
			o.clock.Store(grant.End() + seconds)
			clocks.wrong = o.now().Sub(clocksBegin)
			clocks.server = clocks.wrong
		}
		stands := func() portal.Standing { return o.admit(needs.URL).Standing }
		at(-1)
		o.must(o.service.Sweepable(ctx))
		if got := stands(); got != portal.Good {
			t.Fatalf("a second before its end it is %v", got)
		}
		at(10)
		clocks.truth = 11 * time.Second
		clocks.wrong -= clocks.truth
		o.must(o.service.Sweepable(ctx))
		at(-100)
		if got := stands(); got != portal.Expired {
			t.Errorf("with a clock that stepped back a little it is %v", got)
		}
		if got := o.decideOn(grant); got != "lost" {
			t.Errorf("a decision on it is %s", got)
		}
		at(-3600)
		if _, err := open(o.service, needs.URL); !errors.Is(err, portal.ErrUnavailable) {
			t.Errorf("with a clock that stepped back an hour: %v", err)
		}
	})
}

// decideOn approves past the gate, as a form does that was opened in time.
func (o *office) decideOn(g link.Grant) string {
	o.t.Helper()
	got, err := o.service.Decide(ctx, g, portal.Choice{Approve: true, Client: "c1"})
	o.must(err)
	if _, lost := got.(portal.Lost); lost {
		return "lost"
	}
	return fmt.Sprintf("%T", got)
}
