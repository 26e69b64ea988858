package portal

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// Templates of the mails about a decision. None carries a link, so none runs
// out.
const (
	TemplateReceipt   = "decision-receipt"   // to the customer, when it is recorded
	TemplateOutcome   = "decision-outcome"   // to the customer: applied, refused, lapsed
	TemplateOffice    = "decision-office"    // to the back office
	TemplateStatutory = "decision-statutory" // to the address typed on a public form
)

// mailDecision queues a mail about a decision, unless there is no address or it
// takes no mail.
func (s *Service) mailDecision(ctx context.Context, tx Tx, d BillingDecision, template, to string) error {
	if to == "" {
		return nil
	}
	_, err := s.suppressed(ctx, tx, d.Account, to)
	if err == nil {
		return nil
	}
	if !errors.Is(err, ErrNotFound) {
		return fmt.Errorf("suppressed addresses: %w", err)
	}
	m := Message{
		ID: NewID("msg"), Account: d.Account, Template: template, To: to, Object: mailObject(d, template),
		Data: facts(map[string]any{"decision": d.ID, "state": d.State}), State: Queued, NextAt: s.now(), CreatedAt: s.now(),
	}
	if err := tx.AddMessage(ctx, m); err != nil {
		return fmt.Errorf("queue mail about a decision: %w", err)
	}
	return nil
}

// mailObject is what a mail about a decision is filed under: what the link
// opened, or the decision. Receipts of the public forms are filed under the
// address, by which they are counted.
func mailObject(d BillingDecision, template string) ObjectKey {
	switch {
	case template == TemplateStatutory:
		return receiptsOf(d.Account, d.Email)
	case d.Object == (ObjectKey{}):
		return ObjectKey{d.Account, link.Kind(ofContract), d.ID}
	}
	return d.Object
}

// aboutDecision reports whether a mail tells of a decision.
func aboutDecision(template string) bool {
	switch template {
	case TemplateReceipt, TemplateOutcome, TemplateOffice, TemplateStatutory:
		return true
	}
	return false
}

// decisionLetter gathers what a mail about a decision says. The decision is as
// it was when the mail was queued, whatever became of it since. One to an
// address that was typed holds only what was typed.
func (s *Service) decisionLetter(ctx context.Context, m Message) (Letter, error) {
	var data struct {
		Decision string       `json:"decision"`
		State    BillingState `json:"state"`
	}
	if err := json.Unmarshal([]byte(m.Data), &data); err != nil {
		return Letter{}, fmt.Errorf("mail about a decision: %w", err)
	}
	account, err := s.store.Account(ctx, m.Account)
	if err != nil {
		return Letter{}, fmt.Errorf("account: %w", err)
	}
	d, err := s.store.BillingDecision(ctx, Key{m.Account, data.Decision})
	if err != nil {
		return Letter{}, fmt.Errorf("decision of a mail: %w", err)
	}
	if d.State != data.State {
		d.State, d.Outcome = data.State, OutcomeNote{}
	}
	letter := Letter{Message: m, Account: account, Reference: d.Reference, Decision: &d}
	if d.Subject.Type == ofContract {
		return letter, nil
	}
	c, err := s.concernOf(ctx, s.store, account, d.Subject)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return Letter{}, err
	}
	letter.Title, letter.Person, letter.Customer = c.title, c.customer.Name, c.customer
	return letter, nil
}
