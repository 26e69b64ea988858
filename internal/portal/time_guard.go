package portal

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// The bounds of a clock that is trusted.
const (
	// maxStep is how far a clock may be set at once, how far it may stand behind
	// the mark, and how long nobody may have looked at it.
	maxStep = 5 * time.Minute
	// Nodes that differ more than this from the database's clock say so, and
	// answer nothing any more.
	clockWarn = 2 * time.Second
	clockMost = 30 * time.Second
	// serverEvery is how often the database's clock is asked.
	serverEvery = time.Minute
)

// Clocks is what a TimeGuard compares.
type Clocks struct {
	Wall   func() time.Time     // what everything here goes by
	Steady func() time.Duration // since some moment; nobody can set it
	// Server is what the database's machine shows; the zero time: it has no clock
	// of its own.
	Server func(ctx context.Context) (time.Time, error)
}

// TimeGuard watches the one clock that decides about links. A clock that was set
// by more than 5 minutes is not trusted until it is back, or a person says that it
// is right: nothing is swept meanwhile. What a trusted clock has shown is kept as
// a mark in the database, so that a restart hides no step, and so that a link
// which was over does not open again when the clock steps back.
type TimeGuard struct {
	store  Store
	clocks Clocks

	mu        sync.Mutex
	looked    bool
	trusted   bool      // it once was
	offset    time.Time // what Wall showed when Steady was 0, when it was last trusted
	mark      TimeMark
	drift     time.Duration // against the database's clock
	askedAt   time.Duration // steady, when that was last asked
	asked     bool
	step      time.Duration
	wall      time.Time // at the last look
	unwatched time.Duration
}

// NewTimeGuard makes a guard. Call Look every ten seconds, and before a sweep.
func NewTimeGuard(store Store, clocks Clocks) *TimeGuard {
	return &TimeGuard{store: store, clocks: clocks}
}

// ClockState is how a clock stands, in figures.
type ClockState struct {
	Step      time.Duration // how far it was set, against steady time; 0 once that is trusted
	Behind    time.Duration // how far it stands behind the mark
	Drift     time.Duration // how far it is ahead of the database's clock
	Unwatched time.Duration // how long nobody looked at it before it got here
}

// Fault says why a clock is not trusted; nil: it is.
func (s ClockState) Fault() error {
	switch {
	case s.Drift.Abs() > clockMost:
		return fmt.Errorf("the clock differs from the database server's by %s; let NTP set both", s.Drift.Round(time.Second))
	case s.Behind > maxStep:
		return fmt.Errorf("the clock stands %s behind what this installation has seen; let NTP set it, or, if it is right, run latchkey sweep --once --confirm",
			s.Behind.Round(time.Second))
	case s.Step.Abs() > maxStep:
		return fmt.Errorf("the clock was set by %s; let NTP set it back, or, if it is right, run latchkey sweep --once --confirm",
			s.Step.Round(time.Second))
	}
	return nil
}

// Watched reports whether the clock is trusted, and was watched on its way to
// where it stands.
func (s ClockState) Watched() bool { return s.Fault() == nil && s.Unwatched <= maxStep }

// Unready says why a node must not answer; nil: it may. A node whose clock is not
// the database's would decide otherwise than the others.
func (s ClockState) Unready() error {
	if s.Drift.Abs() > clockMost {
		return s.Fault()
	}
	return nil
}

// Drifts reports whether the clock differs enough from the database's to say so.
func (s ClockState) Drifts() bool { return s.Drift.Abs() > clockWarn }

// State is how the clock stood at the last look.
func (g *TimeGuard) State() ClockState {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.state()
}

func (g *TimeGuard) state() ClockState {
	s := ClockState{Step: g.step, Drift: g.drift, Unwatched: g.unwatched}
	if behind := g.mark.At.Sub(g.wall); g.looked && behind > 0 {
		s.Behind = behind
	}
	return s
}

// Floor is a time that is surely over; zero: none is known.
func (g *TimeGuard) Floor() time.Time {
	if g == nil {
		return time.Time{}
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.mark.At
}

// Look compares the clocks and raises the mark, where the clock is trusted and was
// watched on its way here. Errors are those of the store; what was known before
// stays.
func (g *TimeGuard) Look(ctx context.Context) (ClockState, error) {
	mark, err := g.store.TimeMark(ctx)
	if err != nil {
		return g.State(), fmt.Errorf("mark of time: %w", err)
	}
	if err := g.askServer(ctx); err != nil {
		return g.State(), err
	}
	state, wall := g.compare(mark)
	if !state.Watched() {
		return state, nil
	}
	return state, g.raise(ctx, wall, mark.Confirmed)
}

// Passed says that the sweep went through although nobody had watched the clock on
// its way to where it stands: from here on it is the mark.
func (g *TimeGuard) Passed(ctx context.Context) error {
	g.mu.Lock()
	fault, wall, confirmed := g.state().Fault(), g.wall, g.mark.Confirmed
	g.mu.Unlock()
	if fault != nil {
		return nil
	}
	return g.raise(ctx, wall, confirmed)
}

func (g *TimeGuard) raise(ctx context.Context, wall time.Time, confirmed int64) error {
	var won bool
	err := g.store.InTx(ctx, func(tx Tx) (err error) {
		won, err = tx.RaiseTimeMark(ctx, wall, confirmed)
		return err
	})
	if err != nil {
		return fmt.Errorf("raise the mark of time: %w", err)
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if won && g.mark.At.Before(wall) {
		g.mark.At, g.unwatched = wall, 0
	}
	return nil
}

// askServer measures against the middle of the question. What the question took
// may have passed before the server looked at its clock, or after it: so much is
// not held against the clock.
func (g *TimeGuard) askServer(ctx context.Context) error {
	steady := g.clocks.Steady()
	g.mu.Lock()
	due := !g.asked || steady-g.askedAt >= serverEvery
	g.mu.Unlock()
	if !due {
		return nil
	}
	before := g.clocks.Wall()
	server, err := g.clocks.Server(ctx)
	if err != nil {
		return fmt.Errorf("clock of the database: %w", err)
	}
	took := g.clocks.Steady() - steady
	g.mu.Lock()
	defer g.mu.Unlock()
	g.asked, g.askedAt, g.drift = true, steady, 0
	if !server.IsZero() {
		g.drift = beyond(before.Add(took/2).Sub(server), took/2)
	}
	return nil
}

// beyond is what is left of a difference that is known to within some time.
func beyond(d, within time.Duration) time.Duration {
	switch {
	case d > within:
		return d - within
	case d < -within:
		return d + within
	}
	return 0
}

// compare takes a look at the clock beside steady time and the mark.
func (g *TimeGuard) compare(mark TimeMark) (ClockState, time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	wall := g.clocks.Wall().Round(0)
	offset := wall.Add(-g.clocks.Steady())
	vouched := mark.Confirmed != g.mark.Confirmed && wall.Sub(mark.Shown).Abs() <= maxStep
	if !g.trusted || vouched {
		g.offset = offset
	}
	g.step = offset.Sub(g.offset)
	if g.step.Abs() <= maxStep {
		g.offset, g.step = offset, 0 // it is slewed, or was set by little
	}
	g.looked, g.wall, g.mark = true, wall, mark
	g.unwatched = 0
	if ahead := wall.Sub(mark.At); !mark.At.IsZero() && ahead > 0 {
		g.unwatched = ahead
	}
	state := g.state()
	g.trusted = g.trusted || state.Fault() == nil // until then it may be set: NTP does, after a start
	return state, wall
}
