package portal

import (
	"slices"
	"time"
)

// openAt reports whether the offer's window is open.
func (o Offer) openAt(now time.Time) bool {
	return !now.Before(o.ValidFrom) && (o.ValidUntil.IsZero() || now.Before(o.ValidUntil))
}

// fits reports whether the offer is for an item of a subscription.
func (o Offer) fits(sub Subscription, item SubscriptionItem) bool {
	return (o.Subscription == "" || o.Subscription == sub.ID) &&
		(o.Item == 0 || o.Item == item.RunningNo) &&
		(len(o.Sources) == 0 || slices.Contains(o.Sources, item.ProductID))
}

// openOffers are those that are open now for an item, or, where item is nil,
// for any item of the subscription that still runs.
func openOffers(all []Offer, sub Subscription, item *SubscriptionItem, now time.Time) []Offer {
	items := sub.Items
	if item != nil {
		items = []SubscriptionItem{*item}
	}
	var open []Offer
	for _, o := range all {
		if o.openAt(now) && slices.ContainsFunc(items, func(i SubscriptionItem) bool { return i.live() && o.fits(sub, i) }) {
			open = append(open, o)
		}
	}
	return open
}

// live reports whether the item still runs.
func (i SubscriptionItem) live() bool { return i.Status != ItemRemoved && i.Status != ItemFinished }

// The states of a subscription's item that differ from those of a subscription.
const (
	ItemRemoved           = "removed"
	ItemAwaitingReinstate = "awaiting_reinstate"
	ItemFinished          = SubscriptionFinished
)
