package portal

import (
	"context"
	"fmt"
	"time"
)

// Conclude records the billing system's answer to a decision, once. The
// customer reads it in a mail. Errors: ErrNotFound, *InvalidError.
func (s *Service) Conclude(ctx context.Context, by Actor, k Key, ask ConcludeAsk) (Concluding, error) {
	if err := ask.check(); err != nil {
		return nil, err
	}
	for range tries {
		var result Concluding
		err := s.store.InTx(ctx, func(tx Tx) error {
			var err error
			result, err = s.conclude(ctx, tx, by, k, ask)
			return err
		})
		if !isAgain(err) {
			return result, err
		}
	}
	return nil, fmt.Errorf("conclude: %w", errAgain)
}

// maxCode is how long the billing system's own code can be.
const maxCode = 100

func (ask ConcludeAsk) check() error {
	t := &typing{}
	if ask.State != DecisionApplied && ask.State != DecisionRefused {
		t.wrong("state", "state must be applied or refused.")
	}
	t.line("code", "code", ask.Code, maxCode)
	t.text("message", "message", ask.Message, MaxReason)
	_, instant := time.Parse(time.RFC3339, ask.EffectiveAt)
	_, date := time.Parse(time.DateOnly, ask.EffectiveAt)
	if ask.EffectiveAt != "" && instant != nil && date != nil {
		t.wrong("effectiveAt", "effectiveAt must be a date or a time of RFC 3339.")
	}
	if len(t.problems) > 0 {
		return &InvalidError{t.problems}
	}
	return nil
}

func (s *Service) conclude(ctx context.Context, tx Tx, by Actor, k Key, ask ConcludeAsk) (Concluding, error) {
	if err := s.inOrder(ctx, tx, k.Account); err != nil {
		return nil, err
	}
	d, err := tx.BillingDecision(ctx, k)
	if err != nil {
		return nil, fmt.Errorf("decision: %w", err)
	}
	to := ask.State
	if d.Class == Declaration {
		to = DecisionAcknowledged
	}
	switch {
	case d.State == DecisionSubmitted && d.Class == Redirected:
		return ProviderDecides{d}, nil
	case d.State != DecisionSubmitted && d.State != DecisionRecorded:
		return already(d, to, ask), nil
	}
	note := OutcomeNote{Code: ask.Code, Message: ask.Message, EffectiveAt: ask.EffectiveAt}
	if err := s.end(ctx, tx, &d, to, note); err != nil {
		return nil, err
	}
	if err := s.ended(ctx, tx, by, d, nil); err != nil {
		return nil, err
	}
	if err := s.goesOn(ctx, tx, by, d); err != nil {
		return nil, err
	}
	if d.Class == Declaration && ask.State == DecisionRefused {
		return CannotRefuse{d}, nil
	}
	return Concluded{d}, nil
}

// already is the answer to an answer that came before. What was acknowledged
// cannot be refused, however often that is tried.
func already(d BillingDecision, to BillingState, ask ConcludeAsk) Concluding {
	if d.State == DecisionAcknowledged && ask.State == DecisionRefused {
		return CannotRefuse{d}
	}
	return AlreadyConcluded{Decision: d, Same: d.State == to}
}

// goesOn acknowledges the cancels that a reinstated or renewed subscription has
// behind it, so that it can be cancelled again.
func (s *Service) goesOn(ctx context.Context, tx Tx, by Actor, d BillingDecision) error {
	if d.State != DecisionApplied || d.Action != ActionReinstate && d.Action != ActionRenew && d.Action != ActionAutoRenew {
		return nil
	}
	list, err := tx.SubjectDecisions(ctx, d.Account, d.Subject, historyLength)
	if err != nil {
		return fmt.Errorf("decisions about a subject: %w", err)
	}
	for _, cancel := range list {
		over := cancel.Action == ActionCancel && cancel.State == DecisionRecorded && !cancel.CreatedAt.After(d.CreatedAt) &&
			(d.Subject.Item == 0 || cancel.Subject.Item == d.Subject.Item)
		if !over {
			continue
		}
		if err := s.end(ctx, tx, &cancel, DecisionAcknowledged, OutcomeNote{}); err != nil {
			return err
		}
		if err := s.ended(ctx, tx, by, cancel, map[string]any{"by": d.ID}); err != nil {
			return err
		}
	}
	return nil
}

// lapseBatch is how many decisions one round of the sweep ends at most.
const lapseBatch = 200

// LapseDecisions ends the requests that nobody answered in time, each in a
// transaction of its own, and says how many. More: there may be others.
func (s *Service) LapseDecisions(ctx context.Context) (n int, more bool, err error) {
	due, err := s.store.DueDecisions(ctx, s.now(), lapseBatch)
	if err != nil {
		return 0, false, fmt.Errorf("find due decisions: %w", err)
	}
	for _, d := range due {
		err := s.store.InTx(ctx, func(tx Tx) error { return s.lapse(ctx, tx, d) })
		if isAgain(err) {
			continue // it was answered this moment
		}
		if err != nil {
			return n, false, err
		}
		n++
	}
	return n, len(due) == lapseBatch && n > 0, nil
}

func (s *Service) lapse(ctx context.Context, tx Tx, d BillingDecision) error {
	if err := s.inOrder(ctx, tx, d.Account); err != nil {
		return err
	}
	if err := s.end(ctx, tx, &d, DecisionLapsed, OutcomeNote{}); err != nil {
		return err
	}
	return s.ended(ctx, tx, BySystem, d, nil)
}
