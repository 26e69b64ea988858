package portal_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// Case 61: of 50 presses on one cancel, from two forms and two recipients, one
// is recorded, with one event, one receipt, one mail to the office and one
// entry. The others are told of it.
func TestOneOfFiftyCancelsIsRecorded(t *testing.T) {
	onBothShops(t, func(t *testing.T, s *shop) {
		grants := []link.Grant{s.link(link.Renewal, "100"), s.link(link.Renewal, "100")}
		acts := []portal.Act{s.form(portal.ActionCancel, portal.Change{}), s.form(portal.ActionCancel, portal.Change{})}
		answers := make([]string, 50)
		together(len(answers), func(i int) { answers[i] = said(s.service.Submit(ctx, grants[i%2], acts[i/2%2])) })
		if got := tallied(answers); got["accepted"] != 1 || got["before"] != 49 {
			t.Errorf("answers %v", got)
		}
		if got := s.events(); got[portal.EventCancelAsked] != 1 || len(got) != 1 {
			t.Errorf("events %v", got)
		}
		mails := s.posted()
		if mails[portal.TemplateReceipt+" maja@client.example"] != 1 || mails[portal.TemplateOffice+" office@acme.example"] != 1 || len(mails) != 2 {
			t.Errorf("mails %v", mails)
		}
		if got := s.audited()["decision.recorded"]; got != 1 {
			t.Errorf("%d entries", got)
		}
	})
}

// Case 62: whoever is first on a version of a quote has the say; the other
// choice is told that it was otherwise decided, the same one that it was so.
func TestAcceptOrDeclineWins(t *testing.T) {
	onBothShops(t, func(t *testing.T, s *shop) {
		for round := range 4 {
			id := fmt.Sprint(200 + round)
			s.quote(id, nil)
			g := s.link(link.Quote, id)
			choices := []portal.Act{
				s.form(portal.ActionAccept, portal.Change{Fields: map[string]string{portal.FieldName: "Maja Holm"}}),
				s.form(portal.ActionDecline, portal.Change{Reason: "too dear"}),
				s.form(portal.ActionAskChange, portal.Change{Comment: "Six seats"}),
			}
			answers := make([]string, 50)
			together(len(answers), func(i int) {
				act := choices[i%3]
				act.FormValue = fmt.Sprint(id, i)
				answers[i] = said(s.service.Submit(ctx, g, act))
			})
			list, err := s.store.SubjectDecisions(ctx, seller, portal.Subject{Type: "quote", ID: id}, 100)
			s.must(err)
			if len(list) != 1 {
				t.Fatalf("%d decisions on one version", len(list))
			}
			for i, word := range answers {
				same := choices[i%3].Action == list[0].Action
				if want := map[bool]string{true: "before", false: "other"}[same]; word != want && !(same && word == "accepted") {
					t.Errorf("%s is told %q, and %s was recorded", choices[i%3].Action, word, list[0].Action)
				}
			}
			if got := tallied(answers)["accepted"]; got != 1 {
				t.Errorf("%d accepted", got)
			}
		}
	})
}

// Case 64: a cancel and an upgrade at once. However they come, the cancel is
// recorded, and no upgrade is left that somebody could carry out.
func TestACancelIsNeverBlocked(t *testing.T) {
	onBothShops(t, func(t *testing.T, s *shop) {
		for round := range 8 {
			sub, order := fmt.Sprint(300+round), fmt.Sprint(400+round)
			s.purchase(order, portal.PurchasePaid, func(p *portal.Purchase) { p.Items[0].Subscription = sub })
			s.subscription(sub, portal.SubscriptionActive, func(x *portal.Subscription) { x.Purchase = order })
			renewal, plan := s.link(link.Renewal, order), s.link(link.Upgrade, "S"+sub)
			cancel, more := s.form(portal.ActionCancel, portal.Change{}), s.form(portal.ActionQuantity, portal.Change{Quantity: "9"})
			answers := make([]string, 8)
			together(len(answers), func(i int) {
				if i%4 == 0 {
					answers[i] = said(s.service.Submit(ctx, renewal, cancel))
				} else {
					answers[i] = said(s.service.Submit(ctx, plan, more))
				}
			})
			list, err := s.store.SubjectDecisions(ctx, seller, portal.Subject{Type: "subscription", ID: sub}, 100)
			s.must(err)
			cancels := 0
			for _, d := range list {
				switch {
				case d.Action == portal.ActionCancel && d.State == portal.DecisionRecorded:
					cancels++
				case d.Action != portal.ActionQuantity || d.State != portal.DecisionSuperseded || d.Open:
					t.Errorf("left over: %s %s", d.Action, d.State)
				}
			}
			if cancels != 1 {
				t.Errorf("round %d: %d cancels, answers %v", round, cancels, answers)
			}
		}
		events := s.events()
		if events[portal.EventQuantityAsked] != events[portal.EventDecisionSuperseded] {
			t.Errorf("events %v", events)
		}
	})
}

// Case 77: two people pay one order, on its page and on its invoice's. There is
// one payment, and they share it.
func TestTwoPeopleShareOnePayment(t *testing.T) {
	onBothShops(t, func(t *testing.T, s *shop) {
		s.invoice("INV-1", "100")
		s.pass(time.Minute)
		order, invoice := s.link(link.Confirmation, "100"), s.link(link.Invoice, "INV-1")
		var acts []portal.Act
		for range 20 {
			acts = append(acts, s.form(portal.ActionPay, portal.Change{}))
		}
		together(len(acts), func(i int) {
			g := order
			if i%2 == 1 {
				g = invoice
			}
			if _, err := s.service.Submit(ctx, g, acts[i]); err != nil {
				t.Error(err)
			}
		})
		if n := s.till.pages(); n != 1 {
			t.Fatalf("%d payment pages", n)
		}
		word := s.till.pay(portal.PaymentSucceeded)
		together(4, func(int) {
			if _, err := s.service.ProviderSaid(ctx, seller, word); err != nil {
				t.Error(err)
			}
		})
		for _, g := range []link.Grant{order, invoice} {
			if got := s.submit(g, s.form(portal.ActionPay, portal.Change{})); said(got, nil) == "accepted" {
				t.Errorf("it can be paid once more")
			}
		}
		if got := s.events(); got[portal.EventInvoicePaid] != 1 || got[portal.EventPayStarted] != 1 || s.till.pages() != 1 {
			t.Errorf("events %v, %d pages", got, s.till.pages())
		}
	})
}

// An answer, a lapse and a taking back at once: one of them ends the request,
// with one event, and the others are told.
func TestOneEndingWins(t *testing.T) {
	onBothShops(t, func(t *testing.T, s *shop) {
		seen := map[portal.BillingState]int{}
		for round := range 12 {
			sub := fmt.Sprint(500 + round)
			s.subscription(sub, portal.SubscriptionActive, nil)
			g := s.link(link.Upgrade, "S"+sub)
			d := s.accepted(g, s.form(portal.ActionQuantity, portal.Change{Quantity: "9"}))
			s.pass(3 * 24 * 3600e9)
			before := s.events()
			together(6, func(i int) {
				var err error
				switch i % 3 {
				case 0:
					state := []portal.BillingState{portal.DecisionApplied, portal.DecisionRefused}[i/3]
					_, err = s.service.Conclude(ctx, portal.BySystem, key(d.ID), portal.ConcludeAsk{State: state})
				case 1:
					_, err = s.service.TakeBack(ctx, g, d.ID)
				case 2:
					_, _, err = s.service.LapseDecisions(ctx)
				}
				if err != nil {
					t.Error(err)
				}
			})
			kept := s.decision(d.ID)
			if kept.Open || kept.State == portal.DecisionSubmitted || kept.DoneAt.IsZero() {
				t.Fatalf("round %d: %+v", round, kept)
			}
			seen[kept.State]++
			if got := total(s.events()) - total(before); got != 1 {
				t.Errorf("round %d: %d events tell of the end", round, got)
			}
		}
		t.Logf("endings: %v", seen)
	})
}

// A billing system that gives one preview's id to two things is asked again:
// that is no fault of the customer's, nor one of ours.
func TestAnIdOfAPreviewIsConfirmedOnce(t *testing.T) {
	onBothShops(t, func(t *testing.T, s *shop) {
		var answers []string
		for _, id := range []string{"600", "601"} {
			s.subscription(id, portal.SubscriptionActive, nil)
			act := s.form(portal.ActionQuantity, portal.Change{Quantity: "9"})
			act.Preview = &portal.Preview{
				ID: "p1", Action: act.Action, Subject: portal.Subject{Type: "subscription", ID: id, Item: 1}, Change: act.Change,
				ExpiresAt: s.now().Add(time.Hour), Version: 3,
			}
			answers = append(answers, said(s.service.Submit(ctx, s.link(link.Upgrade, "S"+id), act)))
		}
		if answers[0] != "accepted" || answers[1] != "changed" {
			t.Errorf("answers %v", answers)
		}
	})
}

func total(counts map[string]int) int {
	sum := 0
	for _, n := range counts {
		sum += n
	}
	return sum
}
