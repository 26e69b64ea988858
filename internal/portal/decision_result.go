package portal

import (
	"context"
	"fmt"
	"slices"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// Result returns a decision for the page that says what became of it.
// ErrNotFound: none of that id was made through this object.
func (s *Service) Result(ctx context.Context, g link.Grant, decision string) (BillingDecision, error) {
	if err := g.For(g.Kind()); err != nil {
		return BillingDecision{}, err
	}
	return s.ownDecision(ctx, s.store, g, decision)
}

// ownDecision is the decision of that id that was made through what the link
// opens.
func (s *Service) ownDecision(ctx context.Context, rd Reader, g link.Grant, id string) (BillingDecision, error) {
	d, err := rd.BillingDecision(ctx, Key{g.Account(), id})
	if err != nil {
		return BillingDecision{}, fmt.Errorf("decision: %w", err)
	}
	if d.Object != objectOf(g) {
		return BillingDecision{}, fmt.Errorf("decision of another page: %w", ErrNotFound)
	}
	return d, nil
}

// TakeBack withdraws a request that was not answered yet. Errors as Result, and
// link.ErrLapsed.
func (s *Service) TakeBack(ctx context.Context, g link.Grant, decision string) (TakingBack, error) {
	if err := g.For(g.Kind()); err != nil {
		return nil, err
	}
	for range tries {
		var result TakingBack
		err := s.store.InTx(ctx, func(tx Tx) error {
			var err error
			result, err = s.takeBack(ctx, tx, g, decision)
			return err
		})
		if !isAgain(err) {
			return result, err
		}
	}
	return nil, fmt.Errorf("take back: %w", errAgain)
}

func (s *Service) takeBack(ctx context.Context, tx Tx, g link.Grant, decision string) (TakingBack, error) {
	if err := s.inOrder(ctx, tx, g.Account()); err != nil {
		return nil, err
	}
	if err := s.inForce(ctx, tx, g); err != nil {
		return nil, err
	}
	d, err := s.ownDecision(ctx, tx, g, decision)
	if err != nil {
		return nil, err
	}
	if d.Class != Wish || d.State != DecisionSubmitted {
		return TooLateToTake{d}, nil
	}
	if err := s.end(ctx, tx, &d, DecisionWithdrawn, OutcomeNote{}); err != nil {
		return nil, err
	}
	return TakenBack{d}, s.ended(ctx, tx, ByCustomer, d, nil)
}

// GiveReason adds the reason of a cancel after it was recorded, once; false:
// there was one already, or the decision is no cancel. Errors as Result, and
// *InvalidError.
func (s *Service) GiveReason(ctx context.Context, g link.Grant, decision, reason, comment string) (given bool, err error) {
	if err := g.For(g.Kind()); err != nil {
		return false, err
	}
	t := &typing{typed: Change{Reason: reason, Comment: comment}}
	if t.reason(); len(t.problems) > 0 {
		return false, &InvalidError{t.problems}
	}
	err = s.store.InTx(ctx, func(tx Tx) error {
		given, err = s.giveReason(ctx, tx, g, decision, t.kept)
		return err
	})
	return given, err
}

// actReason is what the audit trail calls a reason that came afterwards.
const actReason = "decision.reason_given"

func (s *Service) giveReason(ctx context.Context, tx Tx, g link.Grant, decision string, c Change) (bool, error) {
	if err := s.inOrder(ctx, tx, g.Account()); err != nil {
		return false, err
	}
	d, err := s.ownDecision(ctx, tx, g, decision)
	if err != nil {
		return false, err
	}
	if d.Action != ActionCancel || d.Change.Reason != "" || c.Reason == "" && c.Comment == "" {
		return false, nil
	}
	told, err := s.noted(ctx, tx, Entry{Account: d.Account, Actor: string(ByCustomer), Act: actReason, Kind: "decision", Object: d.ID})
	if !told || err != nil {
		return false, err
	}
	return true, s.emitDecision(ctx, tx, d, "", EventCancelReason, map[string]any{"reason": c.Reason, "comment": c.Comment})
}

// noted writes an entry about something that happens once; false: it stands
// there already. The caller is inOrder.
func (s *Service) noted(ctx context.Context, tx Tx, e Entry) (fresh bool, err error) {
	entries, err := tx.Timeline(ctx, e.Account, e.Kind, e.Object, historyLength)
	if err != nil {
		return false, fmt.Errorf("timeline: %w", err)
	}
	if slices.ContainsFunc(entries, func(old Entry) bool { return old.Act == e.Act }) {
		return false, nil
	}
	return true, s.RecordIn(ctx, tx, e)
}
