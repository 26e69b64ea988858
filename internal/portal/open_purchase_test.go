package portal_test

import (
	"strconv"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

func (s stall) purchase(id string) portal.OpenPurchase {
	s.t.Helper()
	open, err := s.service.Purchase(ctx, s.link(link.Confirmation, id))
	s.must(err)
	return open
}

func issued(id string, kind portal.DocumentKind, on portal.Date, due portal.Amount) portal.Invoice {
	return portal.Invoice{
		Key: acme(id), Number: id, Kind: kind, Purchase: "500", IssuedOn: on, Currency: "EUR",
		Totals: portal.Totals{Gross: "100.00", Due: due},
	}
}

func file(document, invoice string) portal.Document {
	return portal.Document{Account: "acme", ID: document, Invoice: invoice, Kind: portal.KindInvoice, Seq: 1}
}

// Cases 46, 47, 54 and 77 among others: what can be paid.
func TestAPurchaseIsPaidWhileTheBillingSystemSaysHowMuchIsDue(t *testing.T) {
	const nothing, state = portal.WhyNothing, portal.WhyState
	inStalls(t, func(t *testing.T, s stall) {
		for i, c := range []struct {
			status string
			change func(*portal.Purchase)
			why    string
		}{
			{status: portal.PurchaseAwaitingPayment}, {status: portal.PurchaseOpen}, {status: portal.PurchaseOnHold},
			{status: portal.PurchaseDebitReturned}, {status: portal.PurchaseRejected},
			{status: portal.PurchasePending, why: state}, {status: portal.PurchaseQuoted, why: state},
			{status: portal.PurchaseCancelled, why: state}, {status: portal.PurchaseChargedBack, why: state},
			{status: portal.PurchasePaid, why: nothing}, {status: portal.PurchaseRefunded, why: nothing},
			{status: portal.PurchasePartiallyRefunded, why: nothing}, {status: "XYZ", why: portal.WhyUnknown},
			{status: portal.PurchasePending, change: func(p *portal.Purchase) { p.Details.Failure = "card declined" }},
			{status: portal.PurchaseOpen, change: func(p *portal.Purchase) { p.Totals.Due = "0.00" }, why: nothing},
			{status: portal.PurchaseOpen, change: func(p *portal.Purchase) { p.Totals.Due = "" }, why: nothing},
			{status: portal.PurchaseOpen, change: func(p *portal.Purchase) { p.Totals.Due = "-5.00" }, why: nothing},
			{status: portal.PurchaseOpen, change: func(p *portal.Purchase) { p.Details.Test = true }, why: state},
		} {
			p := sold(strconv.Itoa(900+i), c.status)
			if c.change != nil {
				c.change(&p)
			}
			s.mirror(p)
			o, _ := s.purchase(p.ID).Offered.Of(portal.ActionPay)
			if o.Why != c.why {
				t.Errorf("%s, due %q: %q, want %q", c.status, p.Totals.Due, o.Why, c.why)
			}
		}
		s.mirror(sold("500", portal.PurchaseOpen))
		s.set(func(a *portal.Account) { a.Billing.Provider = "" })
		offers(t, s.purchase("500").Offered, portal.ActionPay, portal.WhyNoPayment)
	})
}

// Case 77: what was paid under one name is not paid under the other.
func TestWhatWasPaidIsNotPaidAgainUnderAnotherName(t *testing.T) {
	inStalls(t, func(t *testing.T, s stall) {
		s.mirror(sold("500", portal.PurchaseOpen), issued("A-1", portal.KindInvoice, "2025-10-01", "100.00"))
		invoice := func() portal.Offerings {
			open, err := s.service.Invoice(ctx, s.link(link.Invoice, "A-1"))
			s.must(err)
			return open.Offered
		}
		offers(t, s.purchase("500").Offered, portal.ActionPay, "")
		offers(t, invoice(), portal.ActionPay, "")
		s.mirror(s.decided(portal.ActionPay, portal.Subject{Type: "invoice", ID: "A-1"}, portal.DecisionApplied))
		offers(t, s.purchase("500").Offered, portal.ActionPay, portal.WhyNothing)
		offers(t, invoice(), portal.ActionPay, portal.WhyNothing)
	})
	inStalls(t, func(t *testing.T, s stall) {
		s.mirror(sold("500", portal.PurchaseOpen), issued("A-1", portal.KindInvoice, "2025-10-01", "100.00"))
		s.mirror(s.decided(portal.ActionPay, portal.Subject{Type: "purchase", ID: "500"}, portal.DecisionApplied))
		open, err := s.service.Invoice(ctx, s.link(link.Invoice, "A-1"))
		s.must(err)
		offers(t, open.Offered, portal.ActionPay, portal.WhyNothing)
	})
}

// Case 82: in the account's zone, to the end of the last day, and late after it.
func TestAWithdrawalIsReceivedLateToo(t *testing.T) {
	inStalls(t, func(t *testing.T, s stall) {
		p := sold("500", portal.PurchasePaid)
		p.Details.WithdrawUntil = "2025-10-26" // 25 hours long
		s.mirror(p)
		for at, late := range map[string]bool{"2025-10-26 23:59:59": false, "2025-10-27 00:00:00": true, "2026-03-01 12:00:00": true} {
			s.at(at)
			o, ok := s.purchase("500").Offered.Of(portal.ActionWithdraw)
			if !ok || o.Why != "" || o.Late != late {
				t.Errorf("%s: %+v", at, o)
			}
		}
		s.mirror(s.decided(portal.ActionWithdraw, portal.Subject{Type: "purchase", ID: "500"}, portal.DecisionRecorded))
		offers(t, s.purchase("500").Offered, portal.ActionWithdraw, portal.WhyDone)
		s.mirror(sold("501", portal.PurchasePaid)) // no withdrawal period
		offers(t, s.purchase("501").Offered, portal.ActionWithdraw, portal.WhyState)
	})
}

func TestMoneyThatWentBackWithoutACreditNoteIsSaid(t *testing.T) {
	inStalls(t, func(t *testing.T, s stall) {
		s.mirror(sold("500", portal.PurchaseRefunded), issued("A-1", portal.KindInvoice, "2025-10-01", "0.00"))
		if !s.purchase("500").CreditMissing {
			t.Error("it is not said")
		}
		s.mirror(issued("C-1", portal.KindCreditFull, "2025-10-02", ""))
		if s.purchase("500").CreditMissing {
			t.Error("it is said of one that is here")
		}
	})
}

func TestRedoOpensWhatFailedAndSaysWhatDidNot(t *testing.T) {
	inStalls(t, func(t *testing.T, s stall) {
		expired := quoted("504", "2025-01-01")
		failed := sold("505", portal.PurchasePending)
		failed.Details.Failure = "card declined"
		s.mirror(sold("500", portal.PurchaseRejected), sold("501", portal.PurchaseCancelled), sold("502", portal.PurchasePaid),
			sold("503", portal.PurchasePending), sold("504", portal.PurchaseQuoted), expired, failed,
			sold("506", portal.PurchaseQuoted), sold("507", "XYZ"))
		for id, why := range map[string]string{
			"500": "", "501": "", "502": portal.WhyDone, "503": portal.WhyState, "504": "", "505": "",
			"506": portal.WhyState, "507": portal.WhyUnknown,
		} {
			open, err := s.service.Redo(ctx, s.link(link.Redo, id))
			s.must(err)
			if open.Why != why {
				t.Errorf("%s: %q, want %q", id, open.Why, why)
			}
			offers(t, open.Offered, portal.ActionAskQuote, why)
		}
		_, err := s.service.Redo(ctx, s.link(link.Redo, "404"))
		missing(t, "no purchase", err)
	})
}
