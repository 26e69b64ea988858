package portal

import (
	"context"
	"fmt"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// OpenPlan is a subscription as the page that changes its plan shows it.
type OpenPlan struct {
	Subscription Subscription
	Customer     Customer
	Item         *SubscriptionItem // the one asked for, or the only one; nil: all
	State        string            // see Contract
	Offers       []Offer           // open now, for that item or for any
	Chosen       *Offer            // the one the link asks for; nil: none in particular
	Method       *PaymentMethod
	Decisions    []BillingDecision // see Contract
	Offered      Offerings
	Links        Children
}

// Plan opens the change of plan that a grant is for. ErrNotFound: the account
// has no such subscription, the item is not one of it, or the offer is not one
// that is open for it now.
func (s *Service) Plan(ctx context.Context, g link.Grant) (OpenPlan, error) {
	if err := g.For(link.Upgrade); err != nil {
		return OpenPlan{}, err
	}
	key := Key{g.Account(), g.ObjectID()}
	account, err := s.freshAccount(ctx, key, SubscriptionRecord)
	if err != nil {
		return OpenPlan{}, err
	}
	sub, err := s.store.Subscription(ctx, key)
	if err != nil {
		return OpenPlan{}, fmt.Errorf("subscription: %w", err)
	}
	subject, err := planSubject(ctx, s.store, g, Act{})
	if err != nil {
		return OpenPlan{}, err
	}
	m, err := s.ground(ctx, s.store, account, subject)
	if err != nil {
		return OpenPlan{}, err
	}
	chosen, err := m.chosen(g.Extra("cart"))
	if err != nil {
		return OpenPlan{}, err
	}
	open := OpenPlan{
		Subscription: m.subscription, Item: m.item, State: m.state(), Offers: m.offers, Chosen: chosen,
		Method: m.charged(), Decisions: m.unanswered(), Offered: m.offerings(actionsOf(g.Kind())),
	}
	if open.Customer, err = s.customer(ctx, key.Account, sub.Customer); err != nil {
		return OpenPlan{}, err
	}
	open.Links, err = s.subscriptionLinks(ctx, g, &m)
	return open, err
}

// askedItem is the item that a link's parameters name; nil: none in particular.
func askedItem(g link.Grant, sub Subscription) (*SubscriptionItem, error) {
	n, err := runningNo(g.Extra("subscriptionrunningno"))
	if err != nil || n == 0 {
		return nil, err
	}
	return itemOf(sub, n)
}

// chosen is the open offer that a cart names; nil: there is no cart.
func (m *ground) chosen(cart string) (*Offer, error) {
	if cart == "" {
		return nil, nil
	}
	for i := range m.offers {
		if m.offers[i].ID == cart {
			return &m.offers[i], nil
		}
	}
	return nil, fmt.Errorf("open offer of a subscription: %w", ErrNotFound)
}

// subscriptionLinks lead from a page about one subscription to the others.
func (s *Service) subscriptionLinks(ctx context.Context, g link.Grant, m *ground) (Children, error) {
	wishes := []childWish{{kind: link.Payment, pathID: "S" + m.subscription.ID}}
	if w, ok := renewalWish(m.subscription, m.item); ok {
		wishes = append(wishes, w)
	}
	if len(m.offers) > 0 {
		wishes = append(wishes, planWish(m.subscription.ID, m.item))
	}
	return s.children(ctx, g, wishes...)
}
