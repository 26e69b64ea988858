package storetest

import (
	"fmt"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// billingRace: 50 decisions at once that have one thing in common.
func billingRace(t *testing.T, s portal.Store) {
	seed(t, s, "demo")
	for what, share := range map[string]func(*portal.BillingDecision){
		"slot":    func(d *portal.BillingDecision) { d.Slot = "shared" },
		"preview": func(d *portal.BillingDecision) { d.Preview = "shared" },
		"form":    func(d *portal.BillingDecision) { d.FormValue = "shared" },
		"all":     func(d *portal.BillingDecision) { d.Slot, d.Preview, d.FormValue = "as one", "as one", "as one" },
	} {
		tries := make([]portal.BillingDecision, 50)
		won := together(t, len(tries), func(i int) (bool, error) {
			tries[i] = wish(fmt.Sprintf("%s %d", what, i))
			share(&tries[i])
			return tryBill(s, tries[i])
		})
		if n := count(won); n != 1 {
			t.Errorf("%s: %d decisions won", what, n)
		}
		for i, d := range tries {
			_, err := s.BillingDecision(ctx, key("demo", d.ID))
			if (err == nil) != won[i] {
				t.Errorf("%s: won %v, kept %v", d.ID, won[i], err)
			}
		}
	}
}

// outcomeRace: of many outcomes of one decision, one is written.
func outcomeRace(t *testing.T, s portal.Store) {
	seed(t, s, "demo")
	states := []portal.BillingState{portal.DecisionApplied, portal.DecisionRefused, portal.DecisionLapsed,
		portal.DecisionWithdrawn, portal.DecisionSuperseded}
	for round := range 5 {
		d := wish(fmt.Sprint(round))
		bill(t, s, d)
		tries := make([]portal.BillingDecision, 10)
		won := together(t, len(tries), func(i int) (bool, error) {
			tries[i] = d
			tries[i].State, tries[i].Open, tries[i].Outcome.Code = states[i%len(states)], false, fmt.Sprint(i)
			return tryFinish(s, tries[i], portal.DecisionSubmitted)
		})
		if n := count(won); n != 1 {
			t.Fatalf("%d outcomes won", n)
		}
		for i := range won {
			if won[i] {
				got(t, tries[i])(s.BillingDecision(ctx, key("demo", d.ID)))
			}
		}
	}
}

// slotRace: a slot is taken anew only by who comes after it was given up.
func slotRace(t *testing.T, s portal.Store) {
	seed(t, s, "demo")
	for round := range 10 {
		first, second := wish(fmt.Sprint(round, " first")), wish(fmt.Sprint(round, " second"))
		second.Slot = first.Slot
		bill(t, s, first)
		won := together(t, 2, func(i int) (bool, error) {
			if i == 0 {
				done := first
				done.State, done.Open = portal.DecisionWithdrawn, false
				return tryFinish(s, done, portal.DecisionSubmitted)
			}
			return tryBill(s, second)
		})
		holder, err := s.SlotDecision(ctx, "demo", first.Slot)
		if !won[0] || ignore(err, portal.ErrNotFound) != nil || (err == nil) != won[1] || won[1] && holder.ID != second.ID {
			t.Fatalf("won %v; the slot is held by %q, %v", won, holder.ID, err)
		}
	}
}

// paymentRace: a payment is started once and ended once; it may be ended before
// it is started, and then is not started any more.
func paymentRace(t *testing.T, s portal.Store) {
	seed(t, s, "demo")
	for round := range 5 {
		p := portal.Payment{Account: "demo", ID: fmt.Sprint(round), Provider: "test", State: portal.PaymentPending, ExpiresAt: noon}
		in(t, s, func(tx portal.Tx) error { return tx.AddPayment(ctx, p) })
		won := together(t, 20, func(i int) (bool, error) {
			one := p
			one.Session = fmt.Sprint(round, " ", i)
			if i < 10 {
				return tryStart(s, one)
			}
			one.State = []portal.PaymentState{portal.PaymentSucceeded, portal.PaymentFailed}[i%2]
			return tryPay(s, one)
		})
		if started, ended := count(won[:10]), count(won[10:]); started > 1 || ended != 1 {
			t.Errorf("started %d times, ended %d times", started, ended)
		}
	}
}
