package portal

import (
	"context"
	"fmt"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// OpenPurchase is a purchase as its confirmation page shows it.
type OpenPurchase struct {
	Purchase Purchase
	Customer Customer // zero where the billing system named none
	History  []Related
}

// Purchase opens the purchase that a grant is for. ErrNotFound: the account
// has no such purchase.
func (s *Service) Purchase(ctx context.Context, g link.Grant) (OpenPurchase, error) {
	if err := g.For(link.Confirmation); err != nil {
		return OpenPurchase{}, err
	}
	key := Key{g.Account(), g.ObjectID()}
	p, err := s.store.Purchase(ctx, key)
	if err != nil {
		return OpenPurchase{}, fmt.Errorf("purchase: %w", err)
	}
	open := OpenPurchase{Purchase: p}
	if open.Customer, err = s.customer(ctx, key.Account, p.Customer); err != nil {
		return OpenPurchase{}, err
	}
	invoices, err := s.store.PurchaseInvoices(ctx, key)
	if err != nil {
		return OpenPurchase{}, fmt.Errorf("documents of a purchase: %w", err)
	}
	open.History, err = s.related(ctx, g, invoices, "")
	return open, err
}
