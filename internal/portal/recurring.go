package portal

import (
	"context"
	"fmt"
	"slices"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// recurringItem is an item of a purchase with the subscription it started.
type recurringItem struct {
	ordered      Item
	subscription string // id
	item         int64  // running number there; 0: not told
}

// recurring are the items of a purchase that renew, in their order. Either side
// may name the other: the purchase its subscriptions, or they their purchase.
func recurring(ctx context.Context, rd Reader, p Purchase) ([]recurringItem, error) {
	subs, err := rd.PurchaseSubscriptions(ctx, p.Key)
	if err != nil {
		return nil, fmt.Errorf("subscriptions of a purchase: %w", err)
	}
	var all []recurringItem
	for _, ordered := range p.Items {
		if ordered.Subscription != "" {
			all = append(all, recurringItem{ordered, ordered.Subscription, ordered.SubscriptionItem})
			continue
		}
		for _, sub := range subs {
			all = append(all, startedBy(ordered, sub)...)
		}
	}
	return all, nil
}

func startedBy(ordered Item, sub Subscription) []recurringItem {
	var list []recurringItem
	for _, i := range sub.Items {
		if i.PurchaseItem == ordered.RunningNo {
			list = append(list, recurringItem{ordered, sub.ID, i.RunningNo})
		}
	}
	return list
}

// coveredBy keeps the items that a link is for: the one it names, or all.
// ErrNotFound: it names none of them, or there is none.
func coveredBy(g link.Grant, all []recurringItem) ([]recurringItem, error) {
	asked, err := runningNo(g.Extra("item"))
	if err != nil {
		return nil, err
	}
	var kept []recurringItem
	for _, r := range all {
		if asked == 0 || r.ordered.RunningNo == asked {
			kept = append(kept, r)
		}
	}
	if len(kept) == 0 {
		return nil, fmt.Errorf("recurring item of a purchase: %w", ErrNotFound)
	}
	return kept, nil
}

// started are the subscriptions behind recurring items, each once.
func started(all []recurringItem) []wanted {
	var list []wanted
	for _, r := range all {
		w := wanted{SubscriptionRecord, r.subscription}
		if !slices.Contains(list, w) {
			list = append(list, w)
		}
	}
	return list
}
