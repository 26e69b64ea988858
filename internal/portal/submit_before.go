package portal

import (
	"context"
	"errors"
	"fmt"
)

// before finds what was decided already. A redirect that is still open comes
// with the payment to go on with.
func (s *Service) before(ctx context.Context, tx Tx, c concern, d BillingDecision) (pressed, error) {
	earlier, err := s.earlier(ctx, tx, c, d)
	if errors.Is(err, ErrNotFound) {
		return pressed{}, nil
	}
	if err != nil {
		return pressed{}, err
	}
	other := !earlier.wishes(d.Action, d.Change) || earlier.Subject != d.Subject && !earlier.samePayment(d)
	p := pressed{acted: Before{Decision: earlier, Other: other}, concern: c}
	if earlier.Class != Redirected || earlier.State != DecisionSubmitted || other {
		return p, nil
	}
	payments, err := tx.DecisionPayments(ctx, Key{earlier.Account, earlier.ID})
	if err != nil {
		return pressed{}, fmt.Errorf("payments of a decision: %w", err)
	}
	if len(payments) > 0 && payments[0].State == PaymentPending {
		p.payment = &payments[0]
	}
	return p, nil
}

// samePayment reports whether two decisions pay one debt: an order and its
// invoice, from the page of either.
func (d BillingDecision) samePayment(e BillingDecision) bool {
	return d.Action == ActionPay && e.Action == ActionPay && d.Slot == e.Slot &&
		d.Change.Currency == e.Change.Currency && d.Change.Amount.Same(e.Change.Amount)
}

// historyLength is how many decisions about one subject are looked through.
const historyLength = 100

// earlier is the decision that leaves no room for d: of the same form or
// preview, in its slot, or one that took effect since the billing system last
// described the subject. ErrNotFound: there is none.
func (s *Service) earlier(ctx context.Context, rd Reader, c concern, d BillingDecision) (BillingDecision, error) {
	past, err := s.past(ctx, rd, c, d)
	if err != nil {
		return BillingDecision{}, err
	}
	for _, e := range past {
		if d.FormValue != "" && e.FormValue == d.FormValue || d.Preview != "" && e.Preview == d.Preview {
			return e, nil
		}
	}
	holder, err := rd.SlotDecision(ctx, d.Account, d.Slot)
	if err == nil || !errors.Is(err, ErrNotFound) {
		return holder, err
	}
	for _, e := range past {
		switch {
		case !e.inForce(c.asOf):
		case e.leavesNoRoom(d):
			return e, nil
		case e.turns(d):
			return BillingDecision{}, ErrNotFound // what is older is undone by it
		}
	}
	return BillingDecision{}, ErrNotFound
}

// leavesNoRoom reports whether a decision in force, out of past, is the same
// wish or an answer to the same version of a quote.
func (d BillingDecision) leavesNoRoom(next BillingDecision) bool {
	switch {
	case d.Action == ActionPay && next.Action == ActionPay:
		return true // past gathered what is paid together
	case next.Subject.Type == ofQuote:
		return d.Slot == next.Slot
	}
	return d.wishes(next.Action, next.Change) && d.about(next.Subject)
}

// past are the decisions about a subject, newest first, and for a payment those
// about everything that is paid with it.
func (s *Service) past(ctx context.Context, rd Reader, c concern, d BillingDecision) ([]BillingDecision, error) {
	subjects := []Subject{c.subject}
	if d.Action == ActionPay && c.subject.Type == ofInvoice && c.purchase != "" {
		subjects = append(subjects, Subject{Type: ofPurchase, ID: c.purchase})
	}
	if d.Action == ActionPay && c.subject.Type == ofPurchase {
		invoices, err := rd.PurchaseInvoices(ctx, Key{d.Account, c.subject.ID})
		if err != nil {
			return nil, fmt.Errorf("invoices of a purchase: %w", err)
		}
		for _, inv := range invoices {
			subjects = append(subjects, Subject{Type: ofInvoice, ID: inv.ID})
		}
	}
	var past []BillingDecision
	for _, sub := range subjects {
		found, err := rd.SubjectDecisions(ctx, d.Account, sub, historyLength)
		if err != nil {
			return nil, fmt.Errorf("decisions about a subject: %w", err)
		}
		past = append(past, found...)
	}
	return past, nil
}
