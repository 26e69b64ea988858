package portal

import (
	"context"
	"fmt"

	"github.com/latchkey-portal/latchkey/internal/link"
)

func (s *Service) describeQuote(ctx context.Context, k ObjectKey) (object, error) {
	o, err := s.describePurchase(ctx, k)
	if err != nil {
		return object{}, err
	}
	o.Title = "Quote " + k.ID
	q, err := quoteOf(ctx, s.store, Key{k.Account, k.ID})
	if err != nil || q == nil {
		return o, err
	}
	if q.Number != "" {
		o.Title = "Quote " + q.Number
	}
	if q.Reference != "" {
		o.Reference = q.Reference
	}
	return o, nil
}

func (s *Service) describeSubscription(ctx context.Context, k ObjectKey) (object, error) {
	sub, err := s.store.Subscription(ctx, Key{k.Account, objectID(k)})
	if err != nil {
		return object{}, fmt.Errorf("subscription: %w", err)
	}
	o := object{key: k, Reference: sub.Reference, Title: "Subscription S" + sub.ID}
	customer := sub.Customer
	if customer == "" && sub.Purchase != "" {
		p, err := optional(s.store.Purchase(ctx, Key{k.Account, sub.Purchase}))
		if err != nil {
			return object{}, fmt.Errorf("purchase of a subscription: %w", err)
		}
		if p != nil {
			customer = p.Customer
		}
	}
	return s.addressed(ctx, o, customer)
}

// describeMethods finds the customer, who is called by the number that the
// search box knows.
func (s *Service) describeMethods(ctx context.Context, k ObjectKey) (object, error) {
	id := objectID(k)
	c, err := s.store.Customer(ctx, Key{k.Account, id})
	if err != nil {
		return object{}, fmt.Errorf("customer: %w", err)
	}
	name := c.Name
	if name == "" {
		name = "customer " + id
	}
	return object{key: k, Reference: id, Title: "Payment methods of " + name, Person: c.Name, Email: c.Email}, nil
}

// objectID is the path id without the letter that stands in front of it.
func objectID(k ObjectKey) string {
	prefix := ""
	switch k.Kind {
	case link.Payment, link.Upgrade:
		prefix = "S"
	case link.Methods:
		prefix = "c"
	}
	if len(k.ID) <= len(prefix) || k.ID[:len(prefix)] != prefix {
		return k.ID
	}
	return k.ID[len(prefix):]
}
