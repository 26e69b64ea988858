package portal

import (
	"regexp"
	"slices"
	"strings"
	"time"
)

// usable reports whether something can be charged to the method.
func (pm PaymentMethod) usable() bool {
	switch pm.State {
	case "", "valid", "expiring":
		return true
	}
	return false
}

// hasMethod reports whether the customer has a usable method: that one, or any
// where id is empty.
func (m *ground) hasMethod(id string) bool {
	return slices.ContainsFunc(m.methods, func(pm PaymentMethod) bool {
		return pm.usable() && (id == "" || pm.ID == id)
	})
}

// whyNoProvider is the word where nobody takes payments for the account.
func (m *ground) whyNoProvider() string {
	if m.account.Billing.Provider == "" {
		return WhyNoPayment
	}
	return ""
}

// whyChargeable is the word for a subscription that is charged no more.
func (m *ground) whyChargeable() string {
	switch m.state() {
	case SubscriptionFinished, SubscriptionExternal, SubscriptionUnknown:
		return m.whyNotRunning()
	}
	return ""
}

func whyChangeMethod(m *ground, _ Act) string {
	if why := m.whyChargeable(); why != "" {
		return why
	}
	return m.whyNoProvider()
}

// whyOtherMethod is the rule for charging a subscription to another saved method.
func whyOtherMethod(m *ground, act Act) string {
	if why := m.whyChargeable(); why != "" {
		return why
	}
	if act.Change.Method != "" && act.Change.Method == m.subscription.Details.Method {
		return WhyDone
	}
	others := slices.ContainsFunc(m.methods, func(pm PaymentMethod) bool {
		return pm.usable() && pm.ID != m.subscription.Details.Method && (act.Change.Method == "" || pm.ID == act.Change.Method)
	})
	if !others {
		return WhyNoMethod
	}
	return ""
}

// whySettle is the rule for paying what a failed charge left open.
func whySettle(m *ground, _ Act) string {
	switch m.state() {
	case SubscriptionGrace, SubscriptionOnHold:
	case SubscriptionUnknown:
		return WhyUnknown
	default:
		return WhyNothing
	}
	at := described(m.subscription.Source, m.subscription.AsOf)
	settled := slices.ContainsFunc(m.decisions, func(d BillingDecision) bool {
		return (d.Action == ActionPay || d.Action == ActionMethod && d.Change.Settle) && d.inForce(at)
	})
	if settled || !m.subscription.Details.Open.positive() {
		return WhyNothing
	}
	return m.whyNoProvider()
}

func whyAddMethod(m *ground, _ Act) string { return m.whyNoProvider() }

func whyDefault(m *ground, _ Act) string {
	switch {
	case m.method.Default:
		return WhyDone
	case !m.method.usable():
		return WhyState
	}
	return ""
}

// whyRemove keeps the last method that something which renews by itself is
// charged to.
func whyRemove(m *ground, _ Act) string {
	if m.method.State == "revoked" {
		return WhyDone
	}
	others := slices.ContainsFunc(m.methods, func(pm PaymentMethod) bool { return pm.usable() && pm.ID != m.method.ID })
	if !others && slices.ContainsFunc(m.used, func(sub Subscription) bool { return sub.renews() && sub.chargedTo(m.method) }) {
		return WhyLast
	}
	return ""
}

// renews reports whether the subscription will be charged again by itself.
func (sub Subscription) renews() bool {
	switch sub.Status {
	case SubscriptionNew, SubscriptionActive, SubscriptionGrace, SubscriptionOnHold:
		return sub.Details.Renewal != RenewalManual
	}
	return false
}

// chargedTo reports whether the subscription uses the method: by name, or as the
// customer's default where it names none.
func (sub Subscription) chargedTo(pm PaymentMethod) bool {
	return sub.Details.Method == pm.ID || sub.Details.Method == "" && pm.Default
}

// whyPay is the rule for paying a purchase: it is due, the billing system says
// how much, and no other payment of it has come through since.
func whyPay(m *ground, _ Act) string {
	p := m.purchase
	switch p.Status {
	case PurchaseAwaitingPayment, PurchaseOpen, PurchaseOnHold, PurchaseDebitReturned:
	case PurchasePaid, PurchaseRefunded, PurchasePartiallyRefunded:
		return WhyNothing
	default:
		if !knownPurchase(p.Status) {
			return WhyUnknown
		}
		if !p.failed() {
			return WhyState
		}
	}
	if p.Details.Test {
		return WhyState
	}
	if !p.Totals.Due.positive() || m.paidSince(described(p.Source, p.AsOf)) {
		return WhyNothing
	}
	return m.whyNoProvider()
}

func whyPayInvoice(m *ground, _ Act) string {
	inv := m.invoice
	switch {
	case inv.Kind.Credit() || !inv.Kind.payable():
		return WhyNothing
	case inv.Details.Test || inv.Details.State == InvoiceCancelled || m.purchase.Details.Test:
		return WhyState
	case m.purchase.Status == PurchaseChargedBack || m.purchase.Status == PurchaseCancelled || m.purchase.Status == PurchaseRefunded:
		return WhyState
	case m.purchase.Status != "" && !knownPurchase(m.purchase.Status):
		return WhyUnknown
	case !inv.Totals.Due.positive() || m.paidSince(described(inv.Source, inv.AsOf)):
		return WhyNothing
	}
	return m.whyNoProvider()
}

// paidSince reports whether a payment of this came through after the billing
// system last described it, under this name or another.
func (m *ground) paidSince(at time.Time) bool {
	paid := func(d BillingDecision) bool { return d.Action == ActionPay && d.inForce(at) }
	return slices.ContainsFunc(m.decisions, paid) || slices.ContainsFunc(m.payments, paid)
}

// payable reports whether a document of the kind asks for money.
func (k DocumentKind) payable() bool {
	switch k {
	case KindInvoice, KindCorrected, KindPaymentRequest, KindPrepayment:
		return true
	}
	return false
}

var amountShape = regexp.MustCompile(`^[+-]?[0-9]+(\.[0-9]+)?$`)

// positive reports whether the amount is a number above zero.
func (a Amount) positive() bool {
	return amountShape.MatchString(string(a)) && a[0] != '-' && !a.Zero()
}

// negative reports whether the amount is a number below zero.
func (a Amount) negative() bool {
	return amountShape.MatchString(string(a)) && strings.HasPrefix(string(a), "-") && !a.Zero()
}
