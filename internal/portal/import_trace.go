package portal

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// traced is how a thing is kept beside the row of an import that changed it.
type traced struct {
	ID    string // of the record
	Value any    // of a document its Invoice
}

// thing is a mirrored thing out of such a trace.
type thing struct {
	key   Key
	part  string // of an offer its subscription, of a document its path id
	value any

	objects func() []ObjectKey // whatever an act on it is filed under; the first one is its own
	read    func(context.Context, Reader) (now any, known bool, err error)
	put     func(context.Context, Tx) error
}

// tracedOf reads a trace.
func tracedOf(kind RecordType, text string) (thing, error) {
	switch kind {
	case CustomerRecord:
		return traceOf(text, tracedCustomer)
	case PurchaseRecord:
		return traceOf(text, tracedPurchase)
	case SubscriptionRecord:
		return traceOf(text, tracedSubscription)
	case OfferRecord:
		return traceOf(text, tracedOffer)
	case QuoteRecord:
		return traceOf(text, tracedQuote)
	case MethodRecord:
		return traceOf(text, tracedMethod)
	case DocumentRecord:
		return traceOf(text, tracedDocument)
	}
	return thing{}, fmt.Errorf("trace of %q: no such sort", kind)
}

func traceOf[T any](text string, of func(id string, v T) thing) (thing, error) {
	var t struct {
		ID    string
		Value T
	}
	if err := json.Unmarshal([]byte(text), &t); err != nil {
		return thing{}, fmt.Errorf("trace of an import: %w", err)
	}
	th := of(t.ID, t.Value)
	th.value = t.Value
	return th, nil
}

// looked turns a look-up into what a thing's read returns.
func looked[T any](v T, err error) (any, bool, error) {
	found, known, err := kept(v, err)
	return found, known, err
}

// putBack turns an upsert into what a thing's put returns: a word whose source
// was forgotten is always replaced.
func putBack(applied bool, err error) error {
	if err == nil && !applied {
		err = errLostClaim
	}
	return err
}

func objectsOf(account, id string, kinds ...link.Kind) []ObjectKey {
	var keys []ObjectKey
	for _, kind := range kinds {
		keys = append(keys, ObjectKey{account, kind, id})
	}
	return keys
}

func tracedCustomer(_ string, c Customer) thing {
	return thing{
		key: c.Key,
		objects: func() []ObjectKey {
			return []ObjectKey{{c.Account, "client", c.ID}, {c.Account, link.Methods, "c" + c.ID}}
		},
		read: func(ctx context.Context, r Reader) (any, bool, error) { return looked(r.Customer(ctx, c.Key)) },
		put:  func(ctx context.Context, tx Tx) error { return putBack(tx.PutCustomer(ctx, c)) },
	}
}

func tracedPurchase(_ string, p Purchase) thing {
	return thing{
		key: p.Key,
		objects: func() []ObjectKey {
			return objectsOf(p.Account, p.ID, link.Confirmation, link.Renewal, link.Redo, link.Quote)
		},
		read: func(ctx context.Context, r Reader) (any, bool, error) { return looked(r.Purchase(ctx, p.Key)) },
		put:  func(ctx context.Context, tx Tx) error { return putBack(tx.PutPurchase(ctx, p)) },
	}
}

func tracedSubscription(_ string, b Subscription) thing {
	return thing{
		key:     b.Key,
		objects: func() []ObjectKey { return objectsOf(b.Account, "S"+b.ID, link.Payment, link.Upgrade) },
		read:    func(ctx context.Context, r Reader) (any, bool, error) { return looked(r.Subscription(ctx, b.Key)) },
		put:     func(ctx context.Context, tx Tx) error { return putBack(tx.PutSubscription(ctx, b)) },
	}
}

func tracedOffer(_ string, o Offer) thing {
	return thing{
		key: o.Key, part: o.Subscription,
		objects: func() []ObjectKey { return []ObjectKey{{o.Account, "offer", o.ID}} },
		read: func(ctx context.Context, r Reader) (any, bool, error) {
			offers, err := r.SubscriptionOffers(ctx, Key{o.Account, o.Subscription})
			for _, now := range offers {
				if now.ID == o.ID && now.Subscription == o.Subscription {
					return now, true, err
				}
			}
			return nil, false, err
		},
		put: func(ctx context.Context, tx Tx) error { return putBack(tx.PutOffer(ctx, o)) },
	}
}

func tracedQuote(_ string, q Quote) thing {
	return thing{
		key:     q.Key,
		objects: func() []ObjectKey { return objectsOf(q.Account, q.ID, link.Quote) },
		read:    func(ctx context.Context, r Reader) (any, bool, error) { return looked(r.Quote(ctx, q.Key)) },
		put:     func(ctx context.Context, tx Tx) error { return putBack(tx.PutQuote(ctx, q)) },
	}
}

func tracedMethod(_ string, m PaymentMethod) thing {
	return thing{
		key:     m.Key,
		objects: func() []ObjectKey { return []ObjectKey{{m.Account, "payment_method", m.ID}} },
		read:    func(ctx context.Context, r Reader) (any, bool, error) { return looked(r.PaymentMethod(ctx, m.Key)) },
		put:     func(ctx context.Context, tx Tx) error { return putBack(tx.PutPaymentMethod(ctx, m)) },
	}
}

// tracedDocument is a document by its invoice. Its id is the record's own.
func tracedDocument(id string, inv Invoice) thing {
	return thing{
		key: Key{inv.Account, id}, part: inv.ID,
		objects: func() []ObjectKey { return objectsOf(inv.Account, inv.ID, link.Invoice) },
		read:    func(ctx context.Context, r Reader) (any, bool, error) { return looked(r.Invoice(ctx, inv.Key)) },
		put: func(ctx context.Context, tx Tx) error {
			if err := putBack(tx.PutInvoice(ctx, inv)); err != nil {
				return err
			}
			doc, err := tx.DocumentByID(ctx, inv.Account, id)
			if err != nil {
				return fmt.Errorf("document of an invoice: %w", err)
			}
			doc.Kind, doc.IssuedOn = inv.Kind, inv.IssuedOn
			return tx.SetDocument(ctx, doc)
		},
	}
}
