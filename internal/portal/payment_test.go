package portal_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// started presses pay, and returns the decision and its payment.
func (s *shop) started(g link.Grant, a portal.Action) (portal.BillingDecision, portal.Payment) {
	s.t.Helper()
	acted := s.submit(g, s.form(a, portal.Change{}))
	done, ok := acted.(portal.Accepted)
	if !ok || done.URL == "" {
		s.t.Fatalf("%s is answered by %#v", a, acted)
	}
	payments, err := s.store.DecisionPayments(ctx, key(done.Decision.ID))
	s.must(err)
	if len(payments) != 1 || payments[0].Session == "" {
		s.t.Fatalf("payments %+v", payments)
	}
	return done.Decision, payments[0]
}

func (s *shop) hear(w portal.PaymentWord) string {
	s.t.Helper()
	h, err := s.service.ProviderSaid(ctx, seller, w)
	s.must(err)
	switch h := h.(type) {
	case portal.Heard:
		return "heard " + string(h.Decision.State)
	case portal.HeardBefore:
		return "before"
	case portal.StillPending:
		return "pending"
	case portal.NotHeard:
		return "refused"
	}
	return "nothing"
}

// Case 75: the webhook first, the customer first: both end on the same page,
// with one event.
func TestWebhookAndReturnComeInAnyOrder(t *testing.T) {
	onBothShops(t, func(t *testing.T, s *shop) {
		s.purchase("101", portal.PurchaseOpen, func(*portal.Purchase) {})
		for _, order := range []string{"100", "101"} {
			g := s.link(link.Confirmation, order)
			d, p := s.started(g, portal.ActionPay)
			waits, err := s.service.Returned(ctx, g, p.ID)
			s.must(err)
			if waits.State != portal.DecisionSubmitted {
				t.Errorf("before anybody paid: %s", waits.State)
			}
			word := s.till.pay(portal.PaymentSucceeded)
			if order == "100" {
				if got := s.hear(word); got != "heard applied" {
					t.Errorf("the webhook: %s", got)
				}
			}
			back, err := s.service.Returned(ctx, g, p.ID)
			s.must(err)
			if back.ID != d.ID || back.State != portal.DecisionApplied || back.Outcome.Method.Last4 != "1881" {
				t.Errorf("on return: %+v", back)
			}
			if got := s.hear(word); got != "before" {
				t.Errorf("the webhook again: %s", got)
			}
		}
		if got := s.events(); got[portal.EventInvoicePaid] != 2 || got[portal.EventPayStarted] != 2 || len(got) != 2 {
			t.Errorf("events %v", got)
		}
		if got := s.posted()[portal.TemplateOutcome+" maja@client.example"]; got != 2 {
			t.Errorf("%d receipts", got)
		}
	})
}

// Case 75: what is forged, or about somebody else's payment, changes nothing
// and stands in the audit trail.
func TestAForgedWordChangesNothing(t *testing.T) {
	onBothShops(t, func(t *testing.T, s *shop) {
		s.account("other")
		g := s.link(link.Confirmation, "100")
		_, p := s.started(g, portal.ActionPay)
		good := s.till.pay(portal.PaymentSucceeded)
		for name, change := range map[string]func(w *portal.PaymentWord){
			"another amount":   func(w *portal.PaymentWord) { w.Amount = 1 },
			"another currency": func(w *portal.PaymentWord) { w.Currency = "USD" },
			"another session":  func(w *portal.PaymentWord) { w.Session = "cs_other" },
			"no such payment":  func(w *portal.PaymentWord) { w.Payment = "pay_other" },
			"no such session":  func(w *portal.PaymentWord) { w.Payment, w.Session = "", "cs_other" },
		} {
			w := good
			change(&w)
			if got := s.hear(w); got != "refused" {
				t.Errorf("%s: %s", name, got)
			}
		}
		if got, err := s.service.ProviderSaid(ctx, "other", good); err != nil {
			t.Error(err)
		} else if _, refused := got.(portal.NotHeard); !refused {
			t.Errorf("to another account: %#v", got)
		}
		if got := s.audited()["payment.word_refused"]; got != 5 {
			t.Errorf("%d entries", got)
		}
		if _, err := s.service.Returned(ctx, s.link(link.Upgrade, "S7"), p.ID); !errors.Is(err, portal.ErrNotFound) {
			t.Errorf("a return to another page: %v", err)
		}
		if len(s.events()) != 1 { // that it was begun
			t.Errorf("events %v", s.events())
		}
		if got := s.hear(portal.PaymentWord{Session: p.Session, State: good.State, Amount: good.Amount, Currency: "eur"}); got != "heard applied" {
			t.Errorf("the right word by its session: %s", got)
		}
	})
}

// A provider that is down costs nothing but time: the press is kept, and
// pressing again goes on with the same payment.
func TestPressingAgainGoesOn(t *testing.T) {
	onBothShops(t, func(t *testing.T, s *shop) {
		g := s.link(link.Confirmation, "100")
		s.till.down = true
		for range 2 {
			if _, err := s.service.Submit(ctx, g, s.form(portal.ActionPay, portal.Change{})); !errors.Is(err, portal.ErrProviderDown) {
				t.Fatalf("the provider is down: %v", err)
			}
		}
		s.till.down = false
		var urls []string
		for range 2 {
			before, ok := s.submit(g, s.form(portal.ActionPay, portal.Change{})).(portal.Before)
			if !ok || before.Other {
				t.Fatalf("pressed again: %#v", before)
			}
			urls = append(urls, before.URL)
		}
		if urls[0] == "" || urls[0] != urls[1] || s.till.pages() != 1 || s.decisions()[portal.DecisionSubmitted] != 1 {
			t.Errorf("pages %v, decisions %v", urls, s.decisions())
		}
	})
}

// An amount that changed while a page of the provider was open is not paid
// there: the page is closed, and a new one asks for what is due.
func TestAnOldAmountIsNotPaid(t *testing.T) {
	onBothShops(t, func(t *testing.T, s *shop) {
		g := s.link(link.Confirmation, "100")
		d, p := s.started(g, portal.ActionPay)
		s.pass(time.Minute)
		s.purchase("100", portal.PurchaseOpen, func(p *portal.Purchase) { p.Totals.Due = "60.00" })
		s.pass(time.Minute)
		next, payment := s.started(g, portal.ActionPay)
		if payment.Amount != 6000 || next.ID == d.ID || !s.till.payments[p.ID].closed || s.decision(d.ID).State != portal.DecisionLapsed {
			t.Errorf("the new payment is %+v, the old decision %s", payment, s.decision(d.ID).State)
		}
	})
}

// A payment that nobody finished ends with its time, after a last look; money
// that came in all the same is never lost.
func TestAPaymentRunsOut(t *testing.T) {
	onBothShops(t, func(t *testing.T, s *shop) {
		s.purchase("101", portal.PurchaseOpen, func(*portal.Purchase) {})
		sweep := func() int {
			n, _, err := s.service.SweepPayments(ctx)
			s.must(err)
			return n
		}
		left, p := s.started(s.link(link.Confirmation, "100"), portal.ActionPay)
		s.pass(time.Hour - time.Second)
		if n := sweep(); n != 0 {
			t.Errorf("%d ended before their time", n)
		}
		s.pass(time.Second)
		s.till.down = true
		if n := sweep(); n != 0 || s.decision(left.ID).State != portal.DecisionSubmitted {
			t.Error("it ended though its provider could not be asked")
		}
		s.till.down = false
		if n := sweep(); n != 1 || s.decision(left.ID).State != portal.DecisionLapsed || !s.till.payments[p.ID].closed {
			t.Errorf("%d ended, the decision is %s", n, s.decision(left.ID).State)
		}
		paid, _ := s.started(s.link(link.Confirmation, "101"), portal.ActionPay)
		s.till.pay(portal.PaymentSucceeded)
		s.pass(time.Hour)
		if n := sweep(); n != 1 || s.decision(paid.ID).State != portal.DecisionApplied {
			t.Errorf("paid at the last moment: %d ended, %s", n, s.decision(paid.ID).State)
		}
		late := portal.PaymentWord{Payment: p.ID, Session: p.Session, State: portal.PaymentSucceeded, Amount: p.Amount, Currency: p.Currency}
		for i, want := range []string{"heard applied", "before"} {
			if got := s.hear(late); got != want {
				t.Errorf("late money, time %d: %s", i, got)
			}
		}
		if got := s.events()[portal.EventInvoicePaid]; got != 2 {
			t.Errorf("%d paid events", got)
		}
	})
}

// A new method is shown from the provider's word; a failed one is told, and one
// that was left is left without a mail.
func TestAMethodIsChangedAtTheProvider(t *testing.T) {
	onBothShops(t, func(t *testing.T, s *shop) {
		g := s.link(link.Payment, "S7")
		for state, want := range map[portal.PaymentState]string{
			portal.PaymentSucceeded: portal.EventMethodUpdated, portal.PaymentFailed: portal.EventMethodFailed,
			portal.PaymentCancelled: portal.EventMethodAbandoned,
		} {
			d, p := s.started(g, portal.ActionMethod)
			if p.Purpose != portal.PurposeSetup || p.Amount != 0 {
				t.Errorf("the payment is %+v", p)
			}
			if got := s.conclude(d.ID, portal.ConcludeAsk{State: portal.DecisionApplied}); got != "provider decides" {
				t.Errorf("the billing system's word for the provider's: %s", got)
			}
			s.hear(s.till.pay(state))
			if s.events()[want] != 1 {
				t.Errorf("%s: events %v", state, s.events())
			}
			s.pass(time.Minute)
			s.subscription("7", portal.SubscriptionActive, func(x *portal.Subscription) { x.Source.Version = 4 })
			s.pass(time.Minute)
		}
		if got := s.posted()[portal.TemplateOutcome+" maja@client.example"]; got != 2 {
			t.Errorf("%d mails", got)
		}
	})
}

// What was described between the press and the payment says nothing of it: the
// order is not paid a second time.
func TestAnOrderDescribedDuringItsPaymentIsNotPaidTwice(t *testing.T) {
	onBothShops(t, func(t *testing.T, s *shop) {
		g := s.link(link.Confirmation, "100")
		s.started(g, portal.ActionPay)
		s.pass(time.Minute)
		s.purchase("100", portal.PurchaseOpen, func(*portal.Purchase) {})
		s.pass(time.Minute)
		s.hear(s.till.pay(portal.PaymentSucceeded))
		if got := said(s.submit(g, s.form(portal.ActionPay, portal.Change{})), nil); got != "before" {
			t.Errorf("pressed after it was paid: %s", got)
		}
	})
}

// A payment that was paid for otherwise meanwhile is recorded and said to be so.
func TestMoneyThatCameTwiceIsTold(t *testing.T) {
	onBothShops(t, func(t *testing.T, s *shop) {
		s.started(s.link(link.Confirmation, "100"), portal.ActionPay)
		s.pass(time.Minute)
		s.purchase("100", portal.PurchasePaid, func(p *portal.Purchase) { p.Totals.Due, p.Totals.Paid = "0.00", "119.00" })
		if got := s.hear(s.till.pay(portal.PaymentSucceeded)); got != "heard applied" {
			t.Fatal(got)
		}
		events, err := s.store.Events(ctx, seller, "", 0, 10)
		s.must(err)
		last := events[len(events)-1]
		if last.Type != portal.EventInvoicePaid || !strings.Contains(last.Data, `"alreadyPaid":true`) || !strings.Contains(last.Data, `"amountMinor":11900`) {
			t.Errorf("told %s %s", last.Type, last.Data)
		}
	})
}
