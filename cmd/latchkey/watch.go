package main

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/latchkey-portal/latchkey/internal/config"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// timeGuard watches the system's clock, beside one that nobody can set and that of
// the database's machine.
func timeGuard(i *installation) *portal.TimeGuard {
	if i.config.Mode == config.Test {
		return nil
	}
	return portal.NewTimeGuard(i.store, portal.Clocks{
		Wall:   func() time.Time { return time.Now().UTC() },
		Steady: sinceBoot(),
		Server: i.store.ServerTime,
	})
}

// steady counts from now on; nobody can set it.
func steady() func() time.Duration {
	started := time.Now()
	return func() time.Duration { return time.Since(started) }
}

// clockFault says why this node's clock keeps it from answering.
func (i *installation) clockFault() error {
	if i.guard == nil {
		return nil
	}
	return i.guard.State().Unready()
}

// watch keeps work from being done by a clock that may be wrong, and says so. What
// it says names the runbook.
type watch struct {
	guard *portal.TimeGuard // nil: the clock is always trusted
	log   *slog.Logger
	told  func(time.Duration) // how far the clock was set, at each look; nil: nobody listens

	mu   sync.Mutex
	said trust
}

// trust is what was said last of the clock.
type trust int

const (
	trusted trust = iota
	drifts
	untrusted
)

// look is one look at the clock.
func (w *watch) look(ctx context.Context) error {
	if w.guard == nil {
		return nil
	}
	state, err := w.guard.Look(ctx)
	w.tell(state)
	if w.told != nil {
		w.told(state.Step.Abs())
	}
	return err
}

// tell logs that the trust in the clock changed.
func (w *watch) tell(s portal.ClockState) {
	w.mu.Lock()
	defer w.mu.Unlock()
	now, fault := trusted, s.Fault()
	switch {
	case fault != nil:
		now = untrusted
	case s.Drifts():
		now = drifts
	}
	if now == w.said {
		return
	}
	w.said = now
	switch now {
	case trusted:
		w.log.Info("the clock is trusted again", "runbook", "clock")
	case drifts:
		w.log.Warn("the clock differs from the database server's", "by", s.Drift.String(), "runbook", "clock")
	case untrusted:
		w.log.Error("the clock is not trusted, nothing is swept", "error", fault, "runbook", "clock")
	}
}

// unlessHeld leaves a round of the sweep out that is held until the clock is right
// or a person says that it is. It says so each time: links that ran out are not
// reported meanwhile.
func (w *watch) unlessHeld(sweep func(context.Context) error) func(context.Context) error {
	return func(ctx context.Context) error {
		err := sweep(ctx)
		if errors.Is(err, portal.ErrTimeHeld) {
			w.log.Error("the sweep is held", "error", err, "runbook", "clock")
			return nil
		}
		return err
	}
}

// whenTrusted leaves out a round that deletes or ends something, unless the clock
// is trusted and somebody has watched it on its way to where it stands.
func (w *watch) whenTrusted(round func(context.Context) error) func(context.Context) error {
	return func(ctx context.Context) error {
		if w.guard != nil {
			if state, err := w.guard.Look(ctx); err != nil || !state.Watched() {
				return err
			}
		}
		return round(ctx)
	}
}
