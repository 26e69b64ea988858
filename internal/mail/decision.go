package mail

import (
	"fmt"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	words "github.com/latchkey-portal/latchkey/views/mail"
)

// aboutDecision draws a mail about what a customer decided.
func (p pen) aboutDecision() (words.Message, error) {
	if p.Decision == nil {
		return words.Message{}, fmt.Errorf("mail %q without a decision", p.Message.Template)
	}
	deed, ok := words.DeedOf(string(p.Decision.Action))
	if !ok {
		return words.Message{}, fmt.Errorf("no words for action %q", p.Decision.Action)
	}
	switch p.Message.Template {
	case portal.TemplateReceipt:
		return p.receipt(p.deed(deed)), nil
	case portal.TemplateOutcome:
		return p.outcome(p.deed(deed)), nil
	case portal.TemplateOffice:
		return p.office(p.deed(deed)), nil
	case portal.TemplateStatutory:
		return p.statutory(), nil
	}
	return words.Message{}, fmt.Errorf("no words for template %q", p.Message.Template)
}

// deed is what all mails about the decision say.
func (p pen) deed(deed words.Deed) words.BillingWords {
	d := p.Decision
	w := words.BillingWords{
		Sender: p.sender(), Deed: deed, Greeting: p.greeting(), Reference: p.Reference, Subject: p.Title,
		At: p.moment(d.CreatedAt), Facts: p.facts(), Said: said(d.Change), Day: p.day(d.Change.Effective), Late: d.Change.Late,
	}
	if !d.DueAt.IsZero() {
		w.AnswerBy = p.moment(d.DueAt)
	}
	return w
}

// receipt chooses the receipt by what the act needs to be in force.
func (p pen) receipt(w words.BillingWords) words.Message {
	switch {
	case p.Decision.Action == portal.ActionCancel:
		return words.Cancelled(w)
	case p.Decision.Action == portal.ActionWithdraw:
		return words.Withdrawn(w)
	case p.Decision.Class == portal.Declaration:
		return words.QuoteDeclined(w)
	case p.Decision.Class == portal.Redirected:
		return words.Begun(w)
	}
	return words.Requested(w)
}

// outcome chooses the mail by the decision's last state. One that has none yet
// has nothing to tell but its receipt.
func (p pen) outcome(b words.BillingWords) words.Message {
	d := p.Decision
	w := words.OutcomeWords{BillingWords: b, Answer: bounded(d.Outcome.Message, portal.MaxReason), From: p.day(d.Outcome.EffectiveAt), Ahead: p.ahead(d.Outcome.EffectiveAt)}
	redirect := d.Class == portal.Redirected
	switch d.State {
	case portal.DecisionApplied:
		if !redirect {
			return words.Applied(w)
		}
		return p.settled(w)
	case portal.DecisionAcknowledged:
		return words.Acknowledged(w)
	case portal.DecisionRefused:
		if redirect {
			return words.Failed(w)
		}
		return words.Refused(w)
	case portal.DecisionLapsed:
		if redirect {
			return words.Failed(w)
		}
		return words.Lapsed(w)
	case portal.DecisionWithdrawn:
		return words.TakenBack(w)
	case portal.DecisionSuperseded:
		return words.Superseded(w)
	}
	return p.receipt(b)
}

// settled is the mail that the payment provider has done its part.
func (p pen) settled(w words.OutcomeWords) words.Message {
	if c := p.Decision.Change; c.Amount != "" {
		w.Amount = p.locale.Money(string(c.Amount), c.Currency)
	}
	if m := p.Decision.Outcome.Method; m != nil {
		w.Method = methodSaid(*m)
	}
	if p.Decision.Action == portal.ActionPay {
		w.Method = ""
		return words.Paid(w)
	}
	return words.Settled(w)
}

// office chooses the mail to the seller's own people.
func (p pen) office(b words.BillingWords) words.Message {
	d := p.Decision
	b.Facts = append(b.Facts, p.changes()...)
	w := words.OfficeWords{
		BillingWords: b, Customer: customerSaid(p.Customer), Email: d.Email, Decision: d.ID,
		Declared: d.Class == portal.Declaration, Public: d.Object == portal.ObjectKey{},
	}
	switch d.State {
	case portal.DecisionRecorded, portal.DecisionSubmitted:
		return words.OfficeNew(w)
	case portal.DecisionApplied:
		if d.Class == portal.Redirected {
			return words.OfficeSettled(w)
		}
	case portal.DecisionLapsed:
		return words.OfficeLapsed(w)
	case portal.DecisionWithdrawn:
		return words.OfficeTakenBack(w)
	}
	return words.OfficeEnded(w)
}

// moment writes an instant with the name of the zone.
func (p pen) moment(t time.Time) string {
	return p.locale.Moment(t, p.zone) + " (" + p.locale.City(p.zone) + ")"
}

// day writes a date or an instant as the day that it is in the account's zone.
// What cannot be read stands as it came.
func (p pen) day(text string) string {
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		text = t.In(p.zone).Format(time.DateOnly)
	}
	return p.locale.DateLong(text)
}

// ahead reports whether a date or an instant comes after the day of the mail.
func (p pen) ahead(text string) bool {
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		text = t.In(p.zone).Format(time.DateOnly)
	}
	_, err := time.Parse(time.DateOnly, text)
	return err == nil && text > p.Message.CreatedAt.In(p.zone).Format(time.DateOnly)
}
