package portal

import "slices"

// failed reports whether the purchase was tried and not completed, with its
// figures still standing.
func (p Purchase) failed() bool {
	return p.Status == PurchaseRejected || p.Status == PurchasePending && p.Details.Failure != ""
}

// whyAnytime is the rule for what can always be asked.
func whyAnytime(m *ground, _ Act) string {
	if m.subject.Type == ofPurchase && !knownPurchase(m.purchase.Status) {
		return WhyUnknown
	}
	return ""
}

// whyWithdraw lets a withdrawal through that comes late, too: it is a
// declaration, and whether it was in time is for the seller to say.
func whyWithdraw(m *ground, _ Act) string {
	p := m.purchase
	at := described(p.Source, p.AsOf)
	switch {
	case !knownPurchase(p.Status):
		return WhyUnknown
	case p.Details.WithdrawUntil == "" || p.Status == PurchaseQuoted:
		return WhyState
	case slices.ContainsFunc(m.decisions, func(d BillingDecision) bool { return d.Action == ActionWithdraw && d.inForce(at) }):
		return WhyDone
	case p.Status == PurchaseCancelled || p.Status == PurchaseRejected || p.Status == PurchaseRefunded:
		return WhyEnded
	}
	return ""
}

// whyRedo is the rule for taking up a purchase again.
func whyRedo(m *ground, _ Act) string {
	switch state, _ := m.quoteState(); {
	case !knownPurchase(m.purchase.Status) || state == QuoteUnknown && m.quote != nil:
		return WhyUnknown
	case m.purchase.failed() || m.purchase.Status == PurchaseCancelled:
		return ""
	case m.purchase.Status != PurchaseQuoted && m.purchase.Status != PurchasePending:
		return WhyDone
	case m.purchase.Status == PurchasePending:
		return WhyState
	case state == QuoteExpired:
		return ""
	case state == QuoteReplaced || state == QuoteWithdrawn || state == QuoteDeclined:
		return WhyClosed
	case state == QuoteAccepted:
		return WhyDone
	}
	return WhyState
}

func whyAccept(m *ground, _ Act) string {
	state, _ := m.quoteState()
	return whyQuote(state, QuoteAccepted)
}

// whyDecline lets a customer decline while an answer to a wish is out.
func whyDecline(m *ground, _ Act) string {
	state, _ := m.quoteState()
	if state == QuoteChanging {
		return ""
	}
	return whyQuote(state, QuoteDeclined)
}

func whyAskChange(m *ground, _ Act) string {
	state, _ := m.quoteState()
	return whyQuote(state, QuoteChanging)
}

// whyQuote is the word for an act that would bring a quote to a state.
func whyQuote(state, wanted string) string {
	switch state {
	case QuoteOpen:
		return ""
	case wanted:
		return WhyDone
	case QuoteChanging:
		return WhyState
	case QuoteUnknown:
		return WhyUnknown
	}
	return WhyClosed
}
