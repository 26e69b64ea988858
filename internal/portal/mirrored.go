package portal

import (
	"context"
	"fmt"
)

// The Mirrored functions read back what was taken, by the id it has in the
// billing system or in a path. ErrNotFound.

// MirroredCustomer returns a customer.
func (s *Service) MirroredCustomer(ctx context.Context, k Key) (Customer, error) {
	c, err := s.store.Customer(ctx, Key{k.Account, bareID(k.ID, "c")})
	return c, reading(CustomerRecord, err)
}

// MirroredPurchase returns a purchase.
func (s *Service) MirroredPurchase(ctx context.Context, k Key) (Purchase, error) {
	p, err := s.store.Purchase(ctx, k)
	return p, reading(PurchaseRecord, err)
}

// MirroredSubscription returns a subscription.
func (s *Service) MirroredSubscription(ctx context.Context, k Key) (Subscription, error) {
	sub, err := s.store.Subscription(ctx, Key{k.Account, bareID(k.ID, "S")})
	return sub, reading(SubscriptionRecord, err)
}

// MirroredOffer returns the offer of that id that is made for one subscription,
// or, with an empty one, for none in particular.
func (s *Service) MirroredOffer(ctx context.Context, k Key, subscription string) (Offer, error) {
	subscription = bareID(subscription, "S")
	offers, err := s.store.SubscriptionOffers(ctx, Key{k.Account, subscription})
	if err != nil {
		return Offer{}, reading(OfferRecord, err)
	}
	for _, o := range offers {
		if o.ID == k.ID && o.Subscription == subscription {
			return o, nil
		}
	}
	return Offer{}, reading(OfferRecord, ErrNotFound)
}

// MirroredQuote returns a quote.
func (s *Service) MirroredQuote(ctx context.Context, k Key) (Quote, error) {
	q, err := s.store.Quote(ctx, k)
	return q, reading(QuoteRecord, err)
}

// MirroredMethod returns a payment method.
func (s *Service) MirroredMethod(ctx context.Context, k Key) (PaymentMethod, error) {
	m, err := s.store.PaymentMethod(ctx, k)
	return m, reading(MethodRecord, err)
}

// MirroredDocument is a document with its invoice and every revision of its
// files.
type MirroredDocument struct {
	Document Document
	Invoice  Invoice
	Past     []Part // earlier revisions, oldest first
}

// MirroredDocument returns a document.
func (s *Service) MirroredDocument(ctx context.Context, k Key) (m MirroredDocument, err error) {
	if m.Document, err = s.store.DocumentByID(ctx, k.Account, k.ID); err != nil {
		return m, reading(DocumentRecord, err)
	}
	if m.Invoice, err = s.store.Invoice(ctx, Key{k.Account, m.Document.Invoice}); err != nil {
		return m, reading(DocumentRecord, err)
	}
	m.Past, err = s.store.PastParts(ctx, k.Account, k.ID)
	return m, reading(DocumentRecord, err)
}

func reading(t RecordType, err error) error {
	if err != nil {
		return fmt.Errorf("read %s: %w", t, err)
	}
	return nil
}
