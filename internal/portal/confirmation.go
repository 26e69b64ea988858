package portal

import (
	"context"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// OpenPurchase is a purchase as its confirmation page shows it.
type OpenPurchase struct {
	Purchase      Purchase
	Customer      Customer       // zero where the billing system named none
	Subscriptions []Subscription // that it started
	History       []Related
	CreditMissing bool              // money went back, and no credit note came yet
	Decisions     []BillingDecision // see Contract
	Offered       Offerings
	Address       string // on file, that the link can be mailed to again; empty: none
}

// Purchase opens the purchase that a grant is for. ErrNotFound: the account
// has no such purchase.
func (s *Service) Purchase(ctx context.Context, g link.Grant) (OpenPurchase, error) {
	if err := g.For(link.Confirmation); err != nil {
		return OpenPurchase{}, err
	}
	key := Key{g.Account(), g.ObjectID()}
	account, err := s.freshAccount(ctx, key, PurchaseRecord)
	if err != nil {
		return OpenPurchase{}, err
	}
	m, err := s.ground(ctx, s.store, account, Subject{Type: ofPurchase, ID: key.ID})
	if err != nil {
		return OpenPurchase{}, err
	}
	open := OpenPurchase{Purchase: m.purchase, Decisions: m.unanswered(), Offered: m.offerings(actionsOf(g.Kind()))}
	if open.Customer, err = s.customer(ctx, key.Account, m.purchase.Customer); err != nil {
		return OpenPurchase{}, err
	}
	open.Address = open.Customer.Email
	if open.Subscriptions, err = s.store.PurchaseSubscriptions(ctx, key); err != nil {
		return OpenPurchase{}, err
	}
	if open.History, err = s.purchaseHistory(ctx, g, key); err != nil {
		return OpenPurchase{}, err
	}
	open.CreditMissing = creditMissing(m.purchase, open.History)
	return open, nil
}
