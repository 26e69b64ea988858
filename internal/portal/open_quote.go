package portal

import (
	"context"
	"fmt"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// OpenQuote is a quote as its page shows it.
type OpenQuote struct {
	Purchase Purchase
	Quote    Quote // zero but for its key where the billing system described the purchase alone
	Customer Customer
	State    string           // one of the Quote… states, what holds now
	Decision *BillingDecision // the customer's own that made it so; nil: none
	History  []Related
	Offered  Offerings
	Newer    string // path and query of the link to the quote that replaced it; empty: none
}

// States of a quote that the billing system does not name: the customer asked
// for another one, or its word is not one we know.
const (
	QuoteChanging = "changes_requested"
	QuoteUnknown  = "unknown"
)

// Quote opens the quote that a grant is for. ErrNotFound: the account has no
// such purchase.
func (s *Service) Quote(ctx context.Context, g link.Grant) (OpenQuote, error) {
	if err := g.For(link.Quote); err != nil {
		return OpenQuote{}, err
	}
	key := Key{g.Account(), g.ObjectID()}
	account, err := s.freshAccount(ctx, key, PurchaseRecord)
	if err != nil {
		return OpenQuote{}, err
	}
	m, err := s.ground(ctx, s.store, account, Subject{Type: ofQuote, ID: key.ID})
	if err != nil {
		return OpenQuote{}, err
	}
	open := OpenQuote{Purchase: m.purchase, Quote: Quote{Key: key}}
	if m.quote != nil {
		open.Quote = *m.quote
	}
	open.State, open.Decision = m.quoteState()
	if open.Customer, err = s.customer(ctx, key.Account, m.purchase.Customer); err != nil {
		return OpenQuote{}, err
	}
	if open.Offered, err = s.pageOfferings(ctx, account, g); err != nil {
		return OpenQuote{}, err
	}
	if open.History, err = s.purchaseHistory(ctx, g, key); err != nil {
		return OpenQuote{}, err
	}
	open.Newer, err = s.newerQuote(ctx, g, open)
	return open, err
}

// newerQuote is the link to the quote that replaced this one, where it is the
// same customer's.
func (s *Service) newerQuote(ctx context.Context, g link.Grant, open OpenQuote) (string, error) {
	if open.State != QuoteReplaced || open.Quote.ReplacedBy == "" {
		return "", nil
	}
	next, err := optional(s.store.Purchase(ctx, Key{g.Account(), open.Quote.ReplacedBy}))
	if err != nil {
		return "", fmt.Errorf("newer quote: %w", err)
	}
	if next == nil || next.Customer == "" || next.Customer != open.Purchase.Customer {
		return "", nil
	}
	links, err := s.children(ctx, g, childWish{kind: link.Quote, pathID: next.ID})
	return links.To(link.Quote), err
}

// pageOfferings are the actions of a page about one thing.
func (s *Service) pageOfferings(ctx context.Context, a Account, g link.Grant) (Offerings, error) {
	grounds := map[Subject]*ground{}
	var list Offerings
	for _, act := range actionsOf(g.Kind()) {
		sub := pageSubject(g.Kind(), g.ObjectID(), act)
		m, ok := grounds[sub]
		if !ok {
			read, err := s.ground(ctx, s.store, a, sub)
			if err != nil {
				return nil, err
			}
			m, grounds[sub] = &read, &read
		}
		list = append(list, m.offering(act))
	}
	return list, nil
}
