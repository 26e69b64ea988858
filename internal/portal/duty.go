package portal

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// ErrDutyLost means that a claim lapsed and another process has the duty.
var ErrDutyLost = errors.New("another process has taken this duty over")

// maxSkew is how far the clocks of two processes on one database may stand apart
// without one taking over what the other claimed.
const maxSkew = 5 * time.Minute

// DutyPlan says how often a duty is to be done and how long a claim of it lasts.
type DutyPlan struct {
	Name  string        // "retention"; one word for all processes
	Every time.Duration // from the end of one to the next
	Lease time.Duration // a holder that is not heard of for so long has lost it
}

// Hold prolongs the claim of a duty. Every transaction that is written in its name
// begins with it: ErrDutyLost keeps a process from writing that was stalled for
// longer than its lease.
type Hold func(ctx context.Context, tx Tx) error

// OnDuty does work if the duty is due and no other process has it, and says whether
// it did. Where the work fails, or the process dies, the claim lapses and the duty
// is due again.
func (s *Service) OnDuty(ctx context.Context, p DutyPlan, work func(context.Context, Hold) error) (bool, error) {
	d, won, err := s.claimDuty(ctx, p)
	if err != nil || !won {
		return false, err
	}
	hold := func(ctx context.Context, tx Tx) error {
		held, err := tx.HoldDuty(ctx, d, s.now().Add(p.Lease))
		if err == nil && !held {
			err = ErrDutyLost
		}
		return err
	}
	if err := work(ctx, hold); err != nil {
		return false, fmt.Errorf("%s: %w", p.Name, err)
	}
	return true, s.finishDuty(ctx, d, p)
}

func (s *Service) claimDuty(ctx context.Context, p DutyPlan) (d Duty, won bool, err error) {
	holder := NewID("run")
	err = s.store.InTx(ctx, func(tx Tx) (err error) {
		now := s.now()
		d, won, err = tx.ClaimDuty(ctx, p.Name, holder, now, now.Add(maxSkew), p.Lease)
		return err
	})
	if err != nil {
		return Duty{}, false, fmt.Errorf("claim %s: %w", p.Name, err)
	}
	return d, won, nil
}

func (s *Service) finishDuty(ctx context.Context, d Duty, p DutyPlan) error {
	err := s.store.InTx(ctx, func(tx Tx) error {
		now := s.now()
		won, err := tx.FinishDuty(ctx, d, now, now.Add(p.Every))
		if err == nil && !won {
			err = ErrDutyLost
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("finish %s: %w", p.Name, err)
	}
	return nil
}
