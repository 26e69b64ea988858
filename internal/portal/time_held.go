package portal

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// WithTimeGuard has the service go by a guard: without one it takes its clock at
// its word.
func (s *Service) WithTimeGuard(g *TimeGuard) *Service {
	s.guard = g
	return s
}

// ErrTimeHeld: the clock may be wrong, so nothing is swept.
var ErrTimeHeld = errors.New("nothing was swept")

// errClockBehind: whether a link is over cannot be said. It is our fault, and the
// page says so.
var errClockBehind = fmt.Errorf("the clock stands behind what was seen: %w", ErrUnavailable)

// late is the time that decides whether something is over: the clock's, unless it
// stepped back.
func (s *Service) late() time.Time {
	now, floor := s.now(), s.guard.Floor()
	if floor.After(now) {
		return floor
	}
	return now
}

// check is link.Check by the clock, for a clock that steps back too: a link that
// was over stays over. Where the clock stands so far behind that it is not to be
// trusted, such a link is neither good nor over.
func (s *Service) check(ring *link.Ring, p link.Path, q link.Query) (link.Grant, link.Fault, error) {
	now, late := s.now(), s.late()
	grant, fault := link.Check(ring, p, q, now.Unix())
	if fault != link.None || late.Unix() < grant.End() {
		return grant, fault, nil
	}
	if late.Sub(now) > maxStep {
		return link.Grant{}, fault, errClockBehind
	}
	grant, fault = link.Check(ring, p, q, late.Unix())
	return grant, fault, nil
}

// A sweep that finds more than this expired at once, after a time in which nobody
// watched the clock, waits for a person.
const (
	massLinks = 100
	massShare = 5 // one in so many of all pending ones
)

// Sweepable says whether the sweep may run: ErrTimeHeld with the reason, where the
// clock is not trusted, or where very much would be over at once since it was last
// looked at.
func (s *Service) Sweepable(ctx context.Context) error {
	if s.guard == nil {
		return nil
	}
	state, err := s.guard.Look(ctx)
	if err != nil {
		return err
	}
	if fault := state.Fault(); fault != nil {
		return fmt.Errorf("%w: %w", ErrTimeHeld, fault)
	}
	if state.Unwatched <= maxStep {
		return nil
	}
	counts, err := s.store.CountRequests(ctx, Accounts{}, s.now().Unix(), 0)
	if err != nil {
		return fmt.Errorf("count requests: %w", err)
	}
	over, open := counts["overdue"], counts[string(Pending)]
	if over <= massLinks || over*massShare <= over+open {
		return nil
	}
	return fmt.Errorf("%w: %d of %d pending links ran out within the %s since the clock was last watched; check it, and, if it is right, run latchkey sweep --once --confirm",
		ErrTimeHeld, over, over+open, state.Unwatched.Round(time.Second))
}

// Swept tells the guard that a sweep went through.
func (s *Service) Swept(ctx context.Context) error {
	if s.guard == nil {
		return nil
	}
	return s.guard.Passed(ctx)
}

// ConfirmTime says that the clock is right as it stands: every node whose clock
// agrees trusts it from its next look on.
func (s *Service) ConfirmTime(ctx context.Context, by Actor) error {
	now := s.now()
	err := s.store.InTx(ctx, func(tx Tx) error {
		if err := tx.ConfirmTime(ctx, now); err != nil {
			return err
		}
		return s.RecordIn(ctx, tx, Entry{Actor: string(by), Act: "clock.confirmed", Kind: "installation"})
	})
	if err != nil {
		return fmt.Errorf("confirm the time: %w", err)
	}
	return nil
}
