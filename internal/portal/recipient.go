package portal

import (
	"context"
	"errors"
	"fmt"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// object is what the verbs on links need to know of the thing a link opens.
type object struct {
	key       ObjectKey
	Reference string
	Title     string // "Invoice INV-2026-0417"
	Person    string // who it is for
	Email     string // address on file; empty: none
}

// describe finds the object that links of a kind open. ErrNotFound: there is
// none, or this installation has no page of that kind.
func (s *Service) describe(ctx context.Context, k ObjectKey) (object, error) {
	switch k.Kind {
	case link.Invoice:
		return s.describeInvoice(ctx, k)
	case link.Confirmation:
		return s.describePurchase(ctx, k)
	case link.Approve:
		return s.describeRequest(ctx, k)
	case link.Quote:
		return s.describeQuote(ctx, k)
	case link.Renewal, link.Redo:
		return s.describePurchase(ctx, k)
	case link.Payment, link.Upgrade:
		return s.describeSubscription(ctx, k)
	case link.Methods:
		return s.describeMethods(ctx, k)
	}
	return object{}, fmt.Errorf("page kind %s: %w", k.Kind, ErrNotFound)
}

func (s *Service) describeInvoice(ctx context.Context, k ObjectKey) (object, error) {
	inv, err := s.store.Invoice(ctx, Key{k.Account, k.ID})
	if err != nil {
		return object{}, fmt.Errorf("invoice: %w", err)
	}
	if inv.draft() {
		return object{}, fmt.Errorf("draft: %w", ErrNotFound)
	}
	o := object{key: k, Reference: inv.Reference, Title: inv.Title(), Email: inv.Email}
	if inv.Content != nil {
		o.Person = inv.Content.Buyer.Name
	}
	customer := inv.Customer
	if customer == "" && inv.Purchase != "" {
		p, err := s.store.Purchase(ctx, Key{k.Account, inv.Purchase})
		if err != nil && !errors.Is(err, ErrNotFound) {
			return object{}, fmt.Errorf("purchase of an invoice: %w", err)
		}
		customer = p.Customer
	}
	return s.addressed(ctx, o, customer)
}

func (s *Service) describePurchase(ctx context.Context, k ObjectKey) (object, error) {
	p, err := s.store.Purchase(ctx, Key{k.Account, k.ID})
	if err != nil {
		return object{}, fmt.Errorf("purchase: %w", err)
	}
	o := object{key: k, Reference: p.Reference, Title: "Order " + p.ID}
	return s.addressed(ctx, o, p.Customer)
}

// addressed fills in the customer. The customer's own address wins over one
// that stood in a document: it is the newer word of the billing system.
func (s *Service) addressed(ctx context.Context, o object, customer string) (object, error) {
	c, err := s.customer(ctx, o.key.Account, customer)
	if err != nil {
		return object{}, err
	}
	if c.Name != "" {
		o.Person = c.Name
	}
	if c.Email != "" {
		o.Email = c.Email
	}
	return o, nil
}

// customer returns the zero Customer where the billing system named none, or
// one that it has not described yet.
func (s *Service) customer(ctx context.Context, account, id string) (Customer, error) {
	if id == "" {
		return Customer{}, nil
	}
	c, err := s.store.Customer(ctx, Key{account, id})
	if err != nil && !errors.Is(err, ErrNotFound) {
		return Customer{}, fmt.Errorf("customer: %w", err)
	}
	return c, nil
}

// Title is what people call the document, "Credit note CN-2026-0031".
func (inv Invoice) Title() string { return inv.Kind.Label() + " " + inv.Number }

// Label is the kind in words, as it stands in front of a number.
func (k DocumentKind) Label() string {
	switch k {
	case KindCreditNote, KindCreditFull, KindCreditPartial, KindCreditChargeback, KindCreditDebit, KindCreditVAT:
		return "Credit note"
	case KindCorrected:
		return "Corrected invoice"
	case KindPaymentRequest:
		return "Payment request"
	case KindPrepayment:
		return "Prepayment invoice"
	case KindQuote:
		return "Offer"
	case KindReceipt:
		return "Receipt"
	case KindTest:
		return "Test document"
	case KindConfirmation:
		return "Confirmation"
	case KindOther:
		return "Document"
	}
	return "Invoice"
}

// Credit reports whether the document gives money back.
func (k DocumentKind) Credit() bool { return k.Label() == "Credit note" }

// Addressee is the address on file for what a grant opens; empty: there is none,
// it takes no mail, or the billing system has not described it.
func (s *Service) Addressee(ctx context.Context, g link.Grant) (string, error) {
	if err := g.For(g.Kind()); err != nil {
		return "", err
	}
	return s.onFile(ctx, g)
}

// onFile is the address of what a grant names, if it takes mail.
func (s *Service) onFile(ctx context.Context, g link.Grant) (string, error) {
	o, err := s.describe(ctx, objectOf(g))
	if errors.Is(err, ErrNotFound) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return s.takesMail(ctx, g.Account(), o.Email)
}
