package portal

import (
	"context"
	"errors"
	"fmt"
)

// recorded writes all that follows from a decision, in its transaction.
func (s *Service) recorded(ctx context.Context, tx Tx, c concern, d BillingDecision) error {
	var extra map[string]any
	if d.Subject.Type == ofContract {
		extra = map[string]any{"matched": false}
	}
	if err := s.emitDecision(ctx, tx, d, c.passThrough, d.startEvent(), extra); err != nil {
		return err
	}
	if d.Action == ActionCancel {
		if err := s.supersede(ctx, tx, c, d); err != nil {
			return err
		}
	}
	if err := s.mailRecorded(ctx, tx, c, d); err != nil {
		return err
	}
	return s.RecordIn(ctx, tx, decisionEntry(d, string(ByCustomer), map[string]any{"network": d.Network}))
}

// mailRecorded mails the receipt and tells the back office. A redirect has
// decided nothing yet; its mails come with the provider's word.
func (s *Service) mailRecorded(ctx context.Context, tx Tx, c concern, d BillingDecision) error {
	if d.Class == Redirected {
		return nil
	}
	template, to := TemplateReceipt, d.Email
	if d.Subject.Type == ofContract {
		more, err := s.moreReceipts(ctx, tx, d)
		if err != nil {
			return err
		}
		if template = TemplateStatutory; !more {
			to = ""
		}
	}
	if err := s.mailDecision(ctx, tx, d, template, to); err != nil {
		return err
	}
	return s.mailDecision(ctx, tx, d, TemplateOffice, c.account.Billing.OfficeEmail)
}

// decisionEntry is what the audit trail says of a decision: under what the link
// opened, so that its timeline shows it.
func decisionEntry(d BillingDecision, actor string, extra map[string]any) Entry {
	data := map[string]any{
		"decision": d.ID, "action": d.Action, "subject": d.Subject.Type, "subjectId": d.Subject.ID, "state": d.State,
	}
	for name, value := range extra {
		data[name] = value
	}
	e := Entry{Account: d.Account, Actor: actor, Act: "decision." + string(d.State), Kind: string(d.Object.Kind), Object: d.Object.ID, Data: facts(data)}
	if d.Object == (ObjectKey{}) {
		e.Kind, e.Object = "decision", d.ID
	}
	return e
}

// supersede ends the requests that a cancel makes pointless.
func (s *Service) supersede(ctx context.Context, tx Tx, c concern, cancel BillingDecision) error {
	list, err := tx.SubjectDecisions(ctx, cancel.Account, cancel.Subject, historyLength)
	if err != nil {
		return fmt.Errorf("decisions about a subject: %w", err)
	}
	for _, d := range list {
		if !d.mootedBy(cancel.Subject) {
			continue
		}
		if err := s.end(ctx, tx, &d, DecisionSuperseded, OutcomeNote{}); err != nil {
			return err
		}
		if err := s.emitDecision(ctx, tx, d, c.passThrough, EventDecisionSuperseded, map[string]any{"by": cancel.ID}); err != nil {
			return err
		}
		entry := decisionEntry(d, string(BySystem), map[string]any{"by": cancel.ID})
		if err := s.RecordIn(ctx, tx, entry); err != nil {
			return err
		}
	}
	return nil
}

// end moves a decision to a last state, if it is still in the one that d says.
// errAgain: it is not.
func (s *Service) end(ctx context.Context, tx Tx, d *BillingDecision, to BillingState, note OutcomeNote) error {
	from, now := d.State, s.now()
	d.State, d.Outcome, d.DoneAt, d.UpdatedAt, d.Open = to, note, now, now, false
	won, err := tx.FinishDecision(ctx, *d, from)
	if err != nil {
		return fmt.Errorf("finish decision: %w", err)
	}
	if !won {
		return errAgain
	}
	return nil
}

// ended writes what follows from the last state of a decision: the event, the
// entry, and the mails to those who did not cause it.
func (s *Service) ended(ctx context.Context, tx Tx, by Actor, d BillingDecision, extra map[string]any) error {
	account, err := tx.Account(ctx, d.Account)
	if err != nil {
		return fmt.Errorf("account: %w", err)
	}
	c, err := s.concernOf(ctx, tx, account, d.Subject)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return err
	}
	if err := s.emitDecision(ctx, tx, d, c.passThrough, d.endEvent(), extra); err != nil {
		return err
	}
	if d.tellsCustomer() {
		if err := s.mailDecision(ctx, tx, d, TemplateOutcome, d.Email); err != nil {
			return err
		}
	}
	if d.tellsOffice() {
		if err := s.mailDecision(ctx, tx, d, TemplateOffice, account.Billing.OfficeEmail); err != nil {
			return err
		}
	}
	return s.RecordIn(ctx, tx, decisionEntry(d, string(by), extra))
}

// tellsCustomer reports whether the last state is news to the customer. Who
// leaves a provider's page knows it.
func (d BillingDecision) tellsCustomer() bool {
	switch d.State {
	case DecisionApplied, DecisionRefused:
		return true
	case DecisionLapsed:
		return d.Class != Redirected
	}
	return false
}

// tellsOffice reports whether the last state is news to the back office: what
// it has not answered, what a customer took back, and what a provider did.
func (d BillingDecision) tellsOffice() bool {
	return d.State == DecisionLapsed && d.Class != Redirected || d.State == DecisionWithdrawn ||
		d.State == DecisionApplied && d.Class == Redirected
}
