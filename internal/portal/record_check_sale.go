package portal

import "slices"

func (o Offer) check(l *checklist) {
	if !offerID.MatchString(o.ID) {
		l.say("id", "must be 1 to 64 letters, digits, colons, dots, dashes and underscores")
	}
	l.ref("subscription", o.Subscription)
	l.need("productId", o.ProductID)
	l.need("name", o.Name)
	l.text("about", o.About)
	l.texts("gained", o.Gained)
	l.texts("lost", o.Lost)
	l.texts("sources", o.Sources)
	l.amount("unitNet", o.UnitNet)
	l.money(o.Currency, o.UnitNet)
	l.interval("interval", o.Interval)
	if !slices.Contains([]string{"", "now", "next_billing"}, o.Effective) {
		l.say("effective", "is neither now nor next_billing")
	}
	if o.Item < 0 {
		l.say("item", "is negative")
	}
	l.time("validFrom", o.ValidFrom)
	l.time("validUntil", o.ValidUntil)
	if !o.ValidUntil.IsZero() && !o.ValidFrom.Before(o.ValidUntil) {
		l.say("validUntil", "is not after validFrom")
	}
	l.source(o.Source)
}

func (q Quote) check(l *checklist) {
	l.id("id", q.ID)
	l.text("number", q.Number)
	l.need("state", q.State)
	l.date("validUntil", q.ValidUntil)
	l.ref("replacedBy", q.ReplacedBy)
	l.long("terms", q.Terms)
	l.text("termsVersion", q.TermsVersion)
	l.amount("deposit", q.Deposit)
	l.time("decidedAt", q.DecidedAt)
	if q.Version < 0 {
		l.say("quoteVersion", "is negative")
	}
	l.source(q.Source)
}

func (m PaymentMethod) check(l *checklist) {
	l.id("id", m.ID)
	l.id("customer", m.Customer)
	l.need("state", m.State)
	l.text("provider", m.Provider)
	l.text("providerRef", m.ProviderRef)
	l.masked("providerRef", m.ProviderRef)
	l.label("label", m.Label)
	l.source(m.Source)
}

// documentKinds are the kinds a document can be described as.
var documentKinds = []DocumentKind{
	KindInvoice, KindCreditNote, KindCreditFull, KindCreditPartial, KindCreditChargeback, KindCreditDebit, KindCreditVAT,
	KindCorrected, KindPaymentRequest, KindPrepayment, KindSelfBilled, KindQuote, KindReceipt, KindTest, KindConfirmation, KindOther,
}

func (d IssuedDocument) check(l *checklist) {
	l.id("id", d.ID)
	l.need("number", d.Number)
	if !slices.Contains(documentKinds, d.Kind) {
		l.say("kind", "is not a kind of document; see docs/api.md")
	}
	l.ref("purchase", d.Purchase)
	l.ref("customer", d.Customer)
	l.text("email", d.Email)
	l.address("email", d.Email)
	l.date("issuedOn", d.IssuedOn)
	l.date("dueOn", d.DueOn)
	if d.IssuedOn == "" && d.Details.State != "draft" {
		l.say("issuedOn", "is required unless the document is a draft")
	}
	l.totals("totals", d.Totals)
	l.money(d.Currency, d.Totals.Net, d.Totals.Gross, d.Totals.Due)
	l.ref("corrects", d.Corrects)
	if !slices.Contains([]string{"", "draft", "cancelled"}, d.Details.State) {
		l.say("state", "is none of draft, issued and cancelled")
	}
	l.text("statusCode", d.Details.StatusCode)
	l.date("paidOn", d.Details.PaidOn)
	l.text("paidWith", d.Details.PaidWith)
	l.masked("paidWith", d.Details.PaidWith)
	l.date("cancelledOn", d.Details.CancelledOn)
	l.text("delivered", d.Details.Delivered)
	l.source(d.Source)
}
