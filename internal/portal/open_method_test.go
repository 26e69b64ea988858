package portal_test

import (
	"testing"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

func method(id, state string, first bool) portal.PaymentMethod {
	return portal.PaymentMethod{
		Key: acme(id), Customer: "8801", State: state, Default: first,
		Label: portal.MethodLabel{Kind: "card", Brand: "Visa", Last4: "4242"},
	}
}

func charged(id, to string) portal.Subscription {
	sub := running(id, "500")
	sub.Details.Method = to
	return sub
}

func TestThePageOfASubscriptionsPaymentShowsWhatIsOpen(t *testing.T) {
	inStalls(t, func(t *testing.T, s stall) {
		sub := charged("77", "m1")
		sub.Status, sub.Details.Open = portal.SubscriptionGrace, "58.31"
		s.mirror(sub, method("m1", "failed", true), method("m2", "valid", false), method("m3", "expired", false))
		page := func() portal.OpenMethod {
			open, err := s.service.Method(ctx, s.link(link.Payment, "S77"))
			s.must(err)
			return open
		}
		open := page()
		if open.Method == nil || open.Method.ID != "m1" || len(open.Others) != 1 || open.Others[0].ID != "m2" {
			t.Errorf("method %v, others %v", open.Method, open.Others)
		}
		offers(t, open.Offered, portal.ActionMethod, "")
		offers(t, open.Offered, portal.ActionDefault, "")
		offers(t, open.Offered, portal.ActionPay, "")
		s.mirror(s.decided(portal.ActionPay, subscriptionSubject("77", 0), portal.DecisionApplied))
		offers(t, page().Offered, portal.ActionPay, portal.WhyNothing)
		s.set(func(a *portal.Account) { a.Billing.Provider = "" })
		offers(t, page().Offered, portal.ActionMethod, portal.WhyNoPayment)
		_, err := s.service.Method(ctx, s.link(link.Payment, "S404"))
		missing(t, "no subscription", err)
	})
}

// Case 76: the last method of what renews by itself stays.
func TestTheLastMethodOfWhatRenewsIsKept(t *testing.T) {
	manual := charged("77", "m1")
	manual.Details.Renewal = "manual"
	ending := charged("77", "m1")
	ending.Status = portal.SubscriptionEnding
	unnamed := charged("77", "")
	for name, c := range map[string]struct {
		sub   portal.Subscription
		other portal.PaymentMethod
		why   string
	}{
		"used, no other":         {charged("77", "m1"), method("m2", "expired", false), portal.WhyLast},
		"used as the default":    {unnamed, method("m2", "failed", false), portal.WhyLast},
		"used, another is there": {charged("77", "m1"), method("m2", "valid", false), ""},
		"renewed by hand":        {manual, method("m2", "expired", false), ""},
		"ending":                 {ending, method("m2", "expired", false), ""},
	} {
		t.Run(name, func(t *testing.T) {
			inStalls(t, func(t *testing.T, s stall) {
				s.mirror(c.sub, method("m1", "valid", true), c.other)
				open, err := s.service.Methods(ctx, s.link(link.Methods, "c8801"))
				s.must(err)
				if len(open.Methods) != 2 || len(open.Methods[0].Subscriptions) != 1 || len(open.Methods[1].Subscriptions) != 0 {
					t.Fatalf("methods %+v", open.Methods)
				}
				offers(t, open.Methods[0].Offered, portal.ActionRemove, c.why)
				offers(t, open.Methods[0].Offered, portal.ActionDefault, portal.WhyDone)
				offers(t, open.Offered, portal.ActionAddMethod, "")
			})
		})
	}
}
