package portal_test

import (
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

func offer(id, subscription string, item int64, until int64) portal.Offer {
	o := portal.Offer{Key: acme(id), Subscription: subscription, Item: item, Name: "Planner " + id, ValidFrom: time.Unix(noon-day, 0)}
	if until != 0 {
		o.ValidUntil = time.Unix(until, 0)
	}
	return o
}

// Cases 69 and 70: a cart counts while it names an open offer for that item.
func TestACartNamesAnOfferThatIsOpenForTheSubscription(t *testing.T) {
	inStalls(t, func(t *testing.T, s stall) {
		foreign := offer("s12:40", "", 0, 0)
		foreign.Sources = []string{"another-product"}
		fitting := offer("s12:41", "", 0, 0)
		fitting.Sources = []string{"77001"}
		future := offer("s12:42", "77", 1, 0)
		future.ValidFrom = time.Unix(noon+day, 0)
		s.mirror(running("77", "500"),
			offer("s12:34", "77", 1, noon+3600), offer("s12:35", "77", 1, noon), offer("s12:36", "78", 1, 0),
			offer("s12:37", "77", 2, 0), foreign, fitting, future)
		plan := func(params ...string) (portal.OpenPlan, error) {
			return s.service.Plan(ctx, s.link(link.Upgrade, "S77", params...))
		}
		open, err := plan()
		s.must(err)
		if len(open.Offers) != 2 || open.Offers[0].ID != "s12:34" || open.Offers[1].ID != "s12:41" || open.Chosen != nil {
			t.Errorf("open offers %+v, chosen %v", open.Offers, open.Chosen)
		}
		open, err = plan("cart", "s12:34", "subscriptionrunningno", "1")
		s.must(err)
		if open.Chosen == nil || open.Chosen.ID != "s12:34" || open.Item.RunningNo != 1 {
			t.Errorf("chosen %v of item %v", open.Chosen, open.Item)
		}
		offers(t, open.Offered, portal.ActionUpgrade, "")
		for what, cart := range map[string]string{
			"no offer at all": "s12:7777", "one that has ended": "s12:35", "another subscription's": "s12:36",
			"another item's": "s12:37", "another product's": "s12:40", "one not open yet": "s12:42",
		} {
			_, err := plan("cart", cart)
			missing(t, what, err)
		}
		_, err = plan("subscriptionrunningno", "9")
		missing(t, "a foreign item", err)
		s.clock.Store(noon + 3600)
		_, err = plan("cart", "s12:34")
		missing(t, "an offer at the second it ends", err)
	})
}

func TestAnUpgradeNeedsARunningSubscriptionAndAnOffer(t *testing.T) {
	inStalls(t, func(t *testing.T, s stall) {
		s.mirror(running("77", "500"))
		open, err := s.service.Plan(ctx, s.link(link.Upgrade, "S77"))
		s.must(err)
		offers(t, open.Offered, portal.ActionUpgrade, portal.WhyClosed)
		sub := running("77", "500")
		sub.Status = portal.SubscriptionGrace
		s.mirror(sub, offer("s12:34", "77", 1, 0))
		open, err = s.service.Plan(ctx, s.link(link.Upgrade, "S77", "cart", "s12:34"))
		s.must(err)
		offers(t, open.Offered, portal.ActionUpgrade, portal.WhyState)
	})
}
