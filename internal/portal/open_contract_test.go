package portal_test

import (
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

func (s stall) contract(params ...string) portal.Contract {
	s.t.Helper()
	open, err := s.service.Renewal(ctx, s.link(link.Renewal, "500", params...))
	s.must(err)
	if len(open.Contracts) != 1 {
		s.t.Fatalf("%d contracts", len(open.Contracts))
	}
	return open.Contracts[0]
}

func TestRecurringBillingOpensTheItemsThatRenew(t *testing.T) {
	inStalls(t, func(t *testing.T, s stall) {
		s.mirror(sold("500", portal.PurchasePaid), running("77", "500"))
		for _, params := range [][]string{nil, {"item", "1"}} {
			c := s.contract(params...)
			if c.Ordered.RunningNo != 1 || c.Subscription.ID != "77" || c.Item.RunningNo != 1 || c.State != portal.SubscriptionActive {
				t.Errorf("%v opens %+v", params, c)
			}
		}
		for what, item := range map[string]string{"an item that does not renew": "2", "no item of it": "9"} {
			_, err := s.service.Renewal(ctx, s.link(link.Renewal, "500", "item", item))
			missing(t, what, err)
		}
		_, err := s.service.Renewal(ctx, s.link(link.Renewal, "404"))
		missing(t, "no purchase", err)
	})
}

func TestASubscriptionThatNamesItsPurchaseIsFoundToo(t *testing.T) {
	inStalls(t, func(t *testing.T, s stall) {
		p := sold("500", portal.PurchasePaid)
		p.Items[0].Subscription, p.Items[0].SubscriptionItem = "", 0
		s.mirror(p, running("77", "500"))
		if c := s.contract("item", "1"); c.Subscription.ID != "77" || c.Subscription.Status == "" {
			t.Errorf("it opens %+v", c)
		}
	})
}

// Case 55: what is not described yet is shown as far as it is.
func TestASubscriptionNotDescribedYetOffersNothing(t *testing.T) {
	inStalls(t, func(t *testing.T, s stall) {
		s.mirror(sold("500", portal.PurchasePaid))
		if c := s.contract(); c.State != portal.SubscriptionUnknown || c.Subscription.ID != "77" || len(c.Offered) != 0 {
			t.Errorf("it opens %+v", c)
		}
		s.mirror(portal.Purchase{Key: acme("501"), Status: portal.PurchasePaid})
		open, err := s.service.Purchase(ctx, s.link(link.Confirmation, "501"))
		if err != nil || open.Customer.ID != "" || open.Address != "" {
			t.Errorf("a purchase without anything: %+v, %v", open, err)
		}
	})
}

// Case 56: one item that ends does not end the others.
func TestAnItemThatEndsLeavesTheSubscriptionRunning(t *testing.T) {
	inStalls(t, func(t *testing.T, s stall) {
		p, sub := sold("500", portal.PurchasePaid), running("77", "500")
		p.Items[1].Subscription, p.Items[1].SubscriptionItem = "77", 2
		second := sub.Items[0]
		second.RunningNo, second.PurchaseItem, second.Status = 2, 2, portal.SubscriptionEnding
		sub.Items = append(sub.Items, second)
		s.mirror(p, sub)
		open, err := s.service.Renewal(ctx, s.link(link.Renewal, "500"))
		s.must(err)
		if a, b := open.Contracts[0].State, open.Contracts[1].State; a != portal.SubscriptionActive || b != portal.SubscriptionEnding {
			t.Errorf("states %s and %s", a, b)
		}
		offers(t, open.Contracts[0].Offered, portal.ActionCancel, "")
		offers(t, open.Contracts[1].Offered, portal.ActionCancel, portal.WhyDone)
		offers(t, open.Contracts[1].Offered, portal.ActionReinstate, "")
		// Case 71: with two items the interval stays.
		offers(t, open.Contracts[0].Offered, portal.ActionInterval, portal.WhyState)
	})
}

func TestACancellationHoldsUntilTheBillingSystemAnswers(t *testing.T) {
	inStalls(t, func(t *testing.T, s stall) {
		s.mirror(sold("500", portal.PurchasePaid), running("77", "500"))
		s.mirror(s.decided(portal.ActionCancel, subscriptionSubject("77", 1), portal.DecisionRecorded))
		s.clock.Add(3600)
		s.mirror(running("77", "500")) // a snapshot that knows nothing of it yet
		c := s.contract()
		if c.State != portal.SubscriptionEnding || len(c.Decisions) != 1 {
			t.Errorf("state %s, decisions %v", c.State, c.Decisions)
		}
		offers(t, c.Offered, portal.ActionCancel, portal.WhyDone)
		offers(t, c.Offered, portal.ActionReinstate, "")
		// Cases 63 and 65: past its end it is over.
		s.clock.Store(noon + 90*day)
		c = s.contract()
		if c.State != portal.SubscriptionFinished {
			t.Errorf("past its end: %s", c.State)
		}
		offers(t, c.Offered, portal.ActionCancel, portal.WhyEnded)
		offers(t, c.Offered, portal.ActionReinstate, portal.WhyEnded)
	})
}

// Cases 63, 65, 71 and 54 among others: what is offered about a subscription,
// by its state.
func TestASubscriptionOffersWhatItsStateAllows(t *testing.T) {
	type row struct {
		name                                                        string
		change                                                      func(*portal.Subscription)
		cancel, reinstate, renew, auto, quantity, interval, removal string
	}
	const state, done, ended, unknown = portal.WhyState, portal.WhyDone, portal.WhyEnded, portal.WhyUnknown
	status := func(s string) func(*portal.Subscription) { return func(sub *portal.Subscription) { sub.Status = s } }
	rows := []row{
		{"active", func(*portal.Subscription) {}, "", done, state, done, "", state, state},
		{"new", status(portal.SubscriptionNew), "", done, state, state, state, state, state},
		{"grace", status(portal.SubscriptionGrace), "", done, state, state, state, state, state},
		{"on hold", status(portal.SubscriptionOnHold), "", done, state, state, state, state, state},
		{"ending", status(portal.SubscriptionEnding), done, "", state, state, state, state, state},
		{"finished", status(portal.SubscriptionFinished), ended, ended, ended, ended, ended, ended, ended},
		{"external", status(portal.SubscriptionExternal), state, state, state, state, state, state, state},
		{"a code we do not know", status("XYZ"), unknown, unknown, unknown, unknown, unknown, unknown, unknown},
		{"an item's code we do not know", func(sub *portal.Subscription) { sub.Items[0].Status = "XYZ" },
			unknown, unknown, unknown, unknown, unknown, unknown, unknown},
		{"awaiting renewal", func(sub *portal.Subscription) {
			sub.Status, sub.Details.Renewal = portal.SubscriptionAwaitingRenewal, "manual"
			sub.Items[0].Status = portal.ItemAwaitingReinstate
		}, "", state, "", portal.WhyNoMethod, state, state, state},
		{"manual, far from its end", func(sub *portal.Subscription) { sub.Details.Renewal = "manual" },
			"", done, state, portal.WhyNoMethod, "", state, state},
		{"manual, near its end", func(sub *portal.Subscription) {
			sub.Details.Renewal, sub.Details.EndsAt = "manual", time.Unix(noon+29*day, 0)
		}, "", done, "", portal.WhyNoMethod, "", state, state},
		{"no bounds", func(sub *portal.Subscription) { sub.Items[0].Min, sub.Items[0].Max = "", "" },
			"", done, state, done, state, state, state},
		{"other intervals", func(sub *portal.Subscription) { sub.Items[0].Intervals = []portal.Interval{{Months: 1}} },
			"", done, state, done, "", "", state},
		{"narrowed to nothing", func(sub *portal.Subscription) { sub.Items[0].Actions = []portal.Action{} },
			"", done, state, done, state, state, state},
		{"narrowed to the quantity", func(sub *portal.Subscription) {
			sub.Items[0].Actions, sub.Items[0].Intervals = []portal.Action{portal.ActionQuantity}, []portal.Interval{{Months: 1}}
		}, "", done, state, done, "", state, state},
		{"two items", func(sub *portal.Subscription) {
			sub.Items = append(sub.Items, portal.SubscriptionItem{RunningNo: 2, Name: "Seats"})
		}, "", done, state, done, "", state, ""},
		{"two items, one gone", func(sub *portal.Subscription) {
			sub.Items = append(sub.Items, portal.SubscriptionItem{RunningNo: 2, Name: "Seats", Status: portal.ItemRemoved})
		}, "", done, state, done, "", state, state},
	}
	inStalls(t, func(t *testing.T, s stall) {
		for _, r := range rows {
			sub := running("77", "500")
			r.change(&sub)
			s.mirror(sold("500", portal.PurchasePaid), sub)
			t.Run(r.name, func(t *testing.T) {
				list := s.contract().Offered
				offers(t, list, portal.ActionCancel, r.cancel)
				offers(t, list, portal.ActionReinstate, r.reinstate)
				offers(t, list, portal.ActionRenew, r.renew)
				offers(t, list, portal.ActionAutoRenew, r.auto)
				offers(t, list, portal.ActionQuantity, r.quantity)
				offers(t, list, portal.ActionInterval, r.interval)
				offers(t, list, portal.ActionRemoveItem, r.removal)
			})
		}
	})
}
