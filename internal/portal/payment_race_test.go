package portal_test

import (
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// sweep looks at the payments that ran out, and says how many ended.
func (s *shop) sweep() int {
	s.t.Helper()
	n, _, err := s.service.SweepPayments(ctx)
	s.must(err)
	return n
}

// While the page of a payment is being made, the amount changes and somebody
// else presses: nobody is sent to the page of what has ended.
func TestNobodyIsSentToAPaymentThatHasEnded(t *testing.T) {
	onBothShops(t, func(t *testing.T, s *shop) {
		g := s.link(link.Confirmation, "100")
		second := s.form(portal.ActionPay, portal.Change{})
		s.till.starting = func() {
			s.pass(time.Minute)
			s.purchase("100", portal.PurchaseOpen, func(p *portal.Purchase) { p.Totals.Due = "60.00" })
			s.submit(g, second)
		}
		before, ok := s.submit(g, s.form(portal.ActionPay, portal.Change{})).(portal.Before)
		if !ok || before.URL != "" || before.Decision.State != portal.DecisionLapsed {
			t.Fatalf("the first press is answered by %#v", before)
		}
		open := 0
		for _, p := range s.till.payments {
			if p.closed {
				continue
			}
			open++
			if p.payment.Amount != 6000 {
				t.Errorf("%d are asked for", p.payment.Amount)
			}
		}
		if open != 1 || s.decisions()[portal.DecisionSubmitted] != 1 {
			t.Errorf("%d pages are open, decisions %v", open, s.decisions())
		}
	})
}

// Who pays in the moment in which the page is closed has paid.
func TestWhoPaysInTheLastMomentHasPaid(t *testing.T) {
	onBothShops(t, func(t *testing.T, s *shop) {
		d, _ := s.started(s.link(link.Confirmation, "100"), portal.ActionPay)
		s.till.closing = func(p *paid) { p.word.State = portal.PaymentSucceeded }
		s.pass(time.Hour)
		if n := s.sweep(); n != 1 || s.decision(d.ID).State != portal.DecisionApplied {
			t.Errorf("%d ended, %s", n, s.decision(d.ID).State)
		}
	})
}

// A debit takes days. It is neither ended nor asked for once more, though the
// amount changes, until the bank has said what becomes of it.
func TestADebitThatIsUnderWayIsWaitedFor(t *testing.T) {
	onBothShops(t, func(t *testing.T, s *shop) {
		g := s.link(link.Confirmation, "100")
		d, p := s.started(g, portal.ActionPay)
		s.till.underWay = true
		for range 3 {
			s.pass(time.Hour)
			if n := s.sweep(); n != 0 || s.decision(d.ID).State != portal.DecisionSubmitted {
				t.Fatalf("%d ended, %s", n, s.decision(d.ID).State)
			}
		}
		due, err := s.store.PendingPayments(ctx, s.now(), 10)
		s.must(err)
		if len(due) != 0 {
			t.Error("it is asked about without a pause")
		}
		s.purchase("100", portal.PurchaseOpen, func(p *portal.Purchase) { p.Totals.Due = "60.00" })
		before, ok := s.submit(g, s.form(portal.ActionPay, portal.Change{})).(portal.Before)
		if !ok || before.Decision.ID != d.ID || before.URL != "" || s.till.pages() != 1 {
			t.Errorf("pressed again: %#v, %d pages", before, s.till.pages())
		}
		if got := s.hear(s.till.pay(portal.PaymentSucceeded)); got != "heard applied" {
			t.Errorf("the bank's word on %s: %s", p.ID, got)
		}
	})
}

// Money came in another amount: no word of it is taken, and nobody is asked to
// pay once more.
func TestMoneyInAnotherAmountIsLeftToPeople(t *testing.T) {
	onBothShops(t, func(t *testing.T, s *shop) {
		g := s.link(link.Confirmation, "100")
		d, p := s.started(g, portal.ActionPay)
		s.till.pay(portal.PaymentSucceeded)
		s.till.payments[p.ID].word.Amount++
		before, ok := s.submit(g, s.form(portal.ActionPay, portal.Change{})).(portal.Before)
		if !ok || before.Decision.ID != d.ID || before.URL != "" || s.till.pages() != 1 {
			t.Errorf("pressed again: %#v, %d pages", before, s.till.pages())
		}
		if n := s.audited()["payment.word_refused"]; n != 1 {
			t.Errorf("%d entries", n)
		}
	})
}

// What is due and the provider cannot take is not "nothing".
func TestWhatTheProviderCannotTakeIsSaidSo(t *testing.T) {
	onBothShops(t, func(t *testing.T, s *shop) {
		s.purchase("100", portal.PurchaseOpen, func(p *portal.Purchase) { p.Currency, p.Totals.Due = "KWD", "1.005" })
		got := said(s.service.Submit(ctx, s.link(link.Confirmation, "100"), s.form(portal.ActionPay, portal.Change{})))
		if got != "not offered: "+portal.WhyNoPayment {
			t.Error(got)
		}
	})
}
