package portal

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// OpenContract is what renews of a purchase, as the page of its recurring
// billing shows it.
type OpenContract struct {
	Purchase  Purchase
	Customer  Customer
	Contracts []Contract // of the item that the link covers, or of every recurring one
}

// Contract is one recurring item of a purchase with the subscription it started.
type Contract struct {
	Ordered      Item
	Subscription Subscription // zero but for its key where it was not described yet
	Item         *SubscriptionItem
	State        string    // one of the Subscription… states, what holds now for this item; SubscriptionUnknown
	EndsAt       time.Time // when its term is over or renews; zero: not known
	Method       *PaymentMethod
	Decisions    []BillingDecision // newer than what the billing system described, newest first
	Offered      Offerings
	Links        Children
}

// SubscriptionUnknown stands for a state whose code we do not know.
const SubscriptionUnknown = "unknown"

// Renewal opens the recurring billing that a grant is for. ErrNotFound: the
// account has no such purchase, or the item asked for is not one of it or does
// not renew.
func (s *Service) Renewal(ctx context.Context, g link.Grant) (OpenContract, error) {
	if err := g.For(link.Renewal); err != nil {
		return OpenContract{}, err
	}
	account, err := s.freshAccount(ctx, Key{g.Account(), g.ObjectID()}, PurchaseRecord)
	if err != nil {
		return OpenContract{}, err
	}
	p, err := s.store.Purchase(ctx, Key{g.Account(), g.ObjectID()})
	if err != nil {
		return OpenContract{}, fmt.Errorf("purchase: %w", err)
	}
	all, err := recurring(ctx, s.store, p)
	if err != nil {
		return OpenContract{}, err
	}
	if all, err = coveredBy(g, all); err != nil {
		return OpenContract{}, err
	}
	s.freshen(ctx, account, started(all)...)
	open := OpenContract{Purchase: p}
	if open.Customer, err = s.customer(ctx, p.Account, p.Customer); err != nil {
		return OpenContract{}, err
	}
	for _, r := range all {
		c, err := s.contract(ctx, account, g, r)
		if err != nil {
			return OpenContract{}, err
		}
		open.Contracts = append(open.Contracts, c)
	}
	return open, nil
}

func (s *Service) contract(ctx context.Context, a Account, g link.Grant, r recurringItem) (Contract, error) {
	key := Key{a.Slug, r.subscription}
	c := Contract{Ordered: r.ordered, Subscription: Subscription{Key: key}, State: SubscriptionUnknown}
	m, err := optional(s.ground(ctx, s.store, a, Subject{Type: ofSubscription, ID: r.subscription, Item: r.item}))
	if err != nil || m == nil {
		return c, err
	}
	c.Subscription, c.Item, c.State, c.EndsAt = m.subscription, m.item, m.state(), m.subscription.end()
	c.Method, c.Decisions, c.Offered = m.charged(), m.unanswered(), m.offerings(actionsOf(g.Kind()))
	wishes := []childWish{{kind: link.Payment, pathID: "S" + key.ID}, {kind: link.Confirmation, pathID: g.ObjectID()}}
	if len(m.offers) > 0 {
		wishes = append(wishes, planWish(key.ID, m.item))
	}
	c.Links, err = s.children(ctx, g, wishes...)
	return c, err
}

// planWish leads to the page that changes the plan of an item.
func planWish(subscription string, item *SubscriptionItem) childWish {
	w := childWish{kind: link.Upgrade, pathID: "S" + subscription}
	if item != nil {
		w.params = map[string]string{"subscriptionrunningno": strconv.FormatInt(item.RunningNo, 10)}
	}
	return w
}

// renewalWish leads to the recurring billing of a subscription's item; false:
// the billing system did not say which purchase it is of.
func renewalWish(sub Subscription, item *SubscriptionItem) (childWish, bool) {
	w := childWish{kind: link.Renewal, pathID: sub.Purchase}
	if item != nil && item.PurchaseItem != 0 {
		w.params = map[string]string{"item": strconv.FormatInt(item.PurchaseItem, 10)}
	}
	return w, sub.Purchase != ""
}
