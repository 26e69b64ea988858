package portal

import (
	"context"
	"fmt"
	"slices"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// Related is one invoice of a history, with its documents and, unless it is
// the open one, a link to it that lives as long as the page it stands on.
type Related struct {
	Invoice  Invoice
	Document Document // the latest
	Target   string   // path and query of a child link; empty: no key to sign it with
	Current  bool
}

// history lists what belongs to the same purchase, or, for an invoice without
// one, what it refers to and what refers to it.
func (s *Service) history(ctx context.Context, g link.Grant, inv Invoice) ([]Related, error) {
	var all []Invoice
	var err error
	if inv.Purchase != "" {
		all, err = s.store.PurchaseInvoices(ctx, Key{inv.Account, inv.Purchase})
	} else {
		all, err = s.store.RelatedInvoices(ctx, inv.Key)
	}
	if err != nil {
		return nil, fmt.Errorf("history: %w", err)
	}
	return s.related(ctx, g, all, inv.ID, toInvoice)
}

// purchaseHistory lists the documents of a purchase.
func (s *Service) purchaseHistory(ctx context.Context, g link.Grant, purchase Key) ([]Related, error) {
	all, err := s.store.PurchaseInvoices(ctx, purchase)
	if err != nil {
		return nil, fmt.Errorf("documents of a purchase: %w", err)
	}
	return s.related(ctx, g, all, "", toInvoice)
}

// namesakes lists the invoices of a number that are the same customer's, the one
// asked for among them, each with a link to that very document; nil where there
// is only one. Numbers need not be unique: another customer's are nobody's
// business here.
func (s *Service) namesakes(ctx context.Context, g link.Grant, inv Invoice) ([]Related, error) {
	all, err := s.store.InvoicesNumbered(ctx, inv.Account, inv.Number)
	if err != nil {
		return nil, fmt.Errorf("invoices of a number: %w", err)
	}
	all = slices.DeleteFunc(all, func(other Invoice) bool {
		return other.draft() || other.ID != inv.ID && !inv.namesake(other)
	})
	if len(all) < 2 {
		return nil, nil
	}
	return s.related(ctx, g, all, "", toDocument)
}

// toInvoice is the wish for the page of a related invoice.
func toInvoice(r Related) childWish { return childWish{kind: link.Invoice, pathID: r.Invoice.ID} }

// toDocument is the wish for that very document on the page of a related
// invoice, where it is known by more than its figures.
func toDocument(r Related) childWish {
	w := toInvoice(r)
	if r.Document.ID != "" {
		w.params = map[string]string{"documentid": r.Document.ID}
	}
	return w
}

// namesake reports whether another invoice has the same number and is known to
// be for the same customer.
func (inv Invoice) namesake(other Invoice) bool {
	same := inv.Purchase != "" && other.Purchase == inv.Purchase || inv.Customer != "" && other.Customer == inv.Customer
	return same && other.Number == inv.Number
}

// stranger reports whether another invoice of the same number is known to be
// somebody else's.
func (inv Invoice) stranger(other Invoice) bool {
	differ := func(a, b string) bool { return a != "" && b != "" && a != b }
	return !inv.namesake(other) &&
		(differ(inv.Customer, other.Customer) || differ(inv.Purchase, other.Purchase) || differ(inv.Email, other.Email))
}

// related adds the latest document and a child link to each invoice of a list;
// current is the path id of the one that is open already. Drafts are not for
// customers.
func (s *Service) related(
	ctx context.Context, g link.Grant, all []Invoice, current string, wish func(Related) childWish,
) ([]Related, error) {
	all = slices.DeleteFunc(all, Invoice.draft)
	if len(all) == 0 {
		return nil, nil
	}
	_, ring, err := s.knownRing(ctx, g.Account())
	if err != nil {
		return nil, err
	}
	list := make([]Related, 0, len(all))
	for _, inv := range all {
		docs, err := s.store.Documents(ctx, inv.Key)
		if err != nil {
			return nil, fmt.Errorf("documents of a related invoice: %w", err)
		}
		r := Related{Invoice: inv, Current: inv.ID == current}
		if len(docs) > 0 {
			r.Document = docs[len(docs)-1]
		}
		if !r.Current {
			if r.Target, err = s.child(ctx, ring, g, wish(r)); err != nil {
				return nil, err
			}
		}
		list = append(list, r)
	}
	return list, nil
}

// draft reports whether the billing system has not issued the invoice yet:
// nobody is shown it.
func (inv Invoice) draft() bool { return inv.Details.State == InvoiceDraft }
