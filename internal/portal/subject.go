package portal

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// subjectOf is what an act on a link's page would change. Act.Item is the
// running number in the subscription, and on a page of recurring billing the
// one in the purchase. ErrNotFound: the page has no such action, or the act
// names something that is not on it.
func (s *Service) subjectOf(ctx context.Context, rd Reader, g link.Grant, act Act) (Subject, error) {
	if err := g.For(g.Kind()); err != nil {
		return Subject{}, err
	}
	if !slices.Contains(actionsOf(g.Kind()), act.Action) {
		return Subject{}, fmt.Errorf("action %s on page %s: %w", act.Action, g.Kind(), ErrNotFound)
	}
	switch g.Kind() {
	case link.Invoice:
		key, err := invoiceOf(ctx, rd, g)
		return Subject{Type: ofInvoice, ID: key.ID}, err
	case link.Renewal:
		return s.renewalSubject(ctx, rd, g, act.Item)
	case link.Upgrade:
		return planSubject(ctx, rd, g, act)
	case link.Methods:
		return methodSubject(ctx, rd, g, act)
	}
	return pageSubject(g.Kind(), g.ObjectID(), act.Action), nil
}

// pageSubject is what an action changes on a page about one thing.
func pageSubject(k link.Kind, id string, a Action) Subject {
	switch k {
	case link.Invoice:
		return Subject{Type: ofInvoice, ID: id}
	case link.Payment, link.Upgrade:
		return Subject{Type: ofSubscription, ID: id}
	case link.Methods:
		return Subject{Type: ofCustomer, ID: id}
	case link.Quote:
		if _, ok := rules[a][ofQuote]; ok {
			return Subject{Type: ofQuote, ID: id}
		}
	}
	return Subject{Type: ofPurchase, ID: id}
}

// renewalSubject is the subscription item that an item of the purchase started.
// Without an item it is the whole subscription, where there is only one.
func (s *Service) renewalSubject(ctx context.Context, rd Reader, g link.Grant, item int64) (Subject, error) {
	p, err := rd.Purchase(ctx, Key{g.Account(), g.ObjectID()})
	if err != nil {
		return Subject{}, fmt.Errorf("purchase: %w", err)
	}
	all, err := recurring(ctx, rd, p)
	if err != nil {
		return Subject{}, err
	}
	if all, err = coveredBy(g, all); err != nil {
		return Subject{}, err
	}
	if item == 0 && len(all) > 1 {
		return wholeOf(all)
	}
	for _, r := range all {
		if item == 0 || r.ordered.RunningNo == item {
			return Subject{Type: ofSubscription, ID: r.subscription, Item: r.item}, nil
		}
	}
	return Subject{}, fmt.Errorf("item %d of a purchase: %w", item, ErrNotFound)
}

func wholeOf(all []recurringItem) (Subject, error) {
	for _, r := range all[1:] {
		if r.subscription != all[0].subscription {
			return Subject{}, fmt.Errorf("one of several subscriptions: %w", ErrNotFound)
		}
	}
	return Subject{Type: ofSubscription, ID: all[0].subscription}, nil
}

// planSubject is the item that the link names, or the one the form does.
func planSubject(ctx context.Context, rd Reader, g link.Grant, act Act) (Subject, error) {
	sub, err := rd.Subscription(ctx, Key{g.Account(), g.ObjectID()})
	if err != nil {
		return Subject{}, fmt.Errorf("subscription: %w", err)
	}
	asked, err := askedItem(g, sub)
	if err != nil {
		return Subject{}, err
	}
	item := act.Item
	if asked != nil {
		if item != 0 && item != asked.RunningNo {
			return Subject{}, fmt.Errorf("item %d beside the link's: %w", item, ErrNotFound)
		}
		item = asked.RunningNo
	}
	named, err := itemOf(sub, item)
	if err != nil {
		return Subject{}, err
	}
	if named != nil {
		item = named.RunningNo // an only item has one name on every page, or its changes would not exclude each other
	}
	return Subject{Type: ofSubscription, ID: sub.ID, Item: item}, nil
}

// methodSubject is a method of the link's customer, or the customer.
func methodSubject(ctx context.Context, rd Reader, g link.Grant, act Act) (Subject, error) {
	if act.Action == ActionAddMethod {
		return pageSubject(g.Kind(), g.ObjectID(), act.Action), nil
	}
	m, err := rd.PaymentMethod(ctx, Key{g.Account(), act.Change.Method})
	if err != nil {
		return Subject{}, fmt.Errorf("payment method: %w", err)
	}
	if m.Customer != g.ObjectID() {
		return Subject{}, fmt.Errorf("payment method of another customer: %w", ErrNotFound)
	}
	return Subject{Type: ofMethod, ID: m.ID}, nil
}

// offered says whether an act can be done to a subject now: "", or one of the
// Why… words. It asks rd alone, so that a transaction decides by what it will
// leave; a slot that is taken is for the caller to see first.
func (s *Service) offered(ctx context.Context, rd Reader, a Account, sub Subject, act Act) (why string, err error) {
	m, err := s.ground(ctx, rd, a, sub)
	if err != nil {
		return "", err
	}
	return m.why(act), nil
}

// runningNo reads a running number of a link's parameter; 0: there is none.
// ErrNotFound: nothing can have it.
func runningNo(text string) (int64, error) {
	if text == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 1 {
		return 0, fmt.Errorf("running number: %w", ErrNotFound)
	}
	return n, nil
}
