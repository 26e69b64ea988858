package portal

import "time"

// quoteState is the state that holds for a quote, and the customer's decision
// that made it so.
func (m *ground) quoteState() (string, *BillingDecision) {
	state := m.mirroredQuote()
	at := described(m.purchase.Source, m.purchase.AsOf)
	if m.quote != nil {
		at = described(m.quote.Source, m.quote.AsOf)
	}
	if state == QuoteUnknown {
		return state, nil
	}
	for i := range m.quoted {
		d := &m.quoted[i]
		if word := decidedQuote(*d); word != "" && !m.answered(*d, state, at) {
			return word, d
		}
	}
	if state == QuoteOpen && m.quote != nil && m.over(m.quote.ValidUntil) {
		return QuoteExpired, nil
	}
	return state, nil
}

// decidedQuote is the state a decision brings about while nobody took it back.
func decidedQuote(d BillingDecision) string {
	switch d.State {
	case DecisionRefused, DecisionLapsed, DecisionWithdrawn, DecisionSuperseded:
		return ""
	}
	switch d.Action {
	case ActionAccept:
		return QuoteAccepted
	case ActionDecline:
		return QuoteDeclined
	case ActionAskChange:
		return QuoteChanging
	}
	return ""
}

// answered reports whether the billing system's word, described at a time, is
// the answer to a decision: a last state, or, to a wish for changes, a later
// version. What merely repeats that a quote is open answers no open decision.
func (m *ground) answered(d BillingDecision, state string, at time.Time) bool {
	if !at.After(d.CreatedAt) {
		return false
	}
	if state != QuoteOpen || !d.Open {
		return true
	}
	return d.Action == ActionAskChange && m.quote != nil && (d.Version == 0 || m.quote.Version > d.Version)
}

func (m *ground) mirroredQuote() string {
	byPurchase := quotedBy(m.purchase.Status)
	if m.quote == nil || byPurchase == QuoteUnknown {
		return byPurchase
	}
	switch m.quote.State {
	case QuoteOpen:
		if m.quote.ReplacedBy != "" {
			return QuoteReplaced
		}
		return byPurchase
	case QuoteAccepted, QuoteDeclined, QuoteExpired, QuoteReplaced, QuoteWithdrawn:
		return m.quote.State
	}
	return QuoteUnknown
}

// quotedBy is what a purchase's state says of the quote it was.
func quotedBy(status string) string {
	switch status {
	case PurchaseQuoted:
		return QuoteOpen
	case PurchaseCancelled, PurchaseRejected:
		return QuoteWithdrawn
	}
	if !knownPurchase(status) {
		return QuoteUnknown
	}
	return QuoteAccepted
}

func knownPurchase(status string) bool {
	switch status {
	case PurchaseQuoted, PurchasePending, PurchaseAwaitingPayment, PurchaseOpen, PurchasePaid, PurchaseOnHold,
		PurchasePartiallyRefunded, PurchaseRefunded, PurchaseChargedBack, PurchaseDebitReturned, PurchaseCancelled, PurchaseRejected:
		return true
	}
	return false
}
