package portal

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/latchkey-portal/latchkey/internal/link"
)

func (c Customer) take(ctx context.Context, s *Service, tx Tx) (t taking, err error) {
	before, known, err := kept(tx.Customer(ctx, c.Key))
	if err != nil {
		return t, err
	}
	c.nameUsers(before.Users)
	t.seen(before, known, c)
	t.object = ObjectKey{c.Account, "client", c.ID} // what a partner sees of a customer
	t.applied, err = tx.PutCustomer(ctx, c)
	return t, err
}

func (p Purchase) take(ctx context.Context, s *Service, tx Tx) (t taking, err error) {
	before, known, err := kept(tx.Purchase(ctx, p.Key))
	if err != nil {
		return t, err
	}
	p.Reference, p.AsOf = ReferenceOf(p.object()), s.now()
	p.Customer = cmp.Or(p.Customer, before.Customer) // see endFormer
	if p.CreatedAt.IsZero() {
		p.CreatedAt = before.CreatedAt
	}
	if p.CreatedAt.IsZero() {
		p.CreatedAt = s.now()
	}
	before.AsOf = p.AsOf
	t.seen(before, known, p)
	t.object, t.flags = p.object(), p.sums()
	t.applied, err = tx.PutPurchase(ctx, p)
	return t, err
}

func (b Subscription) take(ctx context.Context, s *Service, tx Tx) (t taking, err error) {
	before, known, err := kept(tx.Subscription(ctx, b.Key))
	if err != nil {
		return t, err
	}
	b.Reference, b.AsOf = ReferenceOf(b.object(link.Payment)), s.now()
	b.Customer = cmp.Or(b.Customer, before.Customer) // see endFormer
	before.AsOf = b.AsOf
	t.seen(before, known, b)
	t.object = b.object(link.Payment)
	t.applied, err = tx.PutSubscription(ctx, b)
	return t, err
}

func (o Offer) take(ctx context.Context, s *Service, tx Tx) (t taking, err error) {
	// There is no look-up of one offer: those of its subscription are few.
	offers, err := tx.SubscriptionOffers(ctx, Key{o.Account, o.Subscription})
	if err != nil {
		return t, err
	}
	o.AsOf = s.now()
	t.now = o
	for _, before := range offers {
		if before.ID == o.ID && before.Subscription == o.Subscription {
			before.AsOf = o.AsOf
			t.seen(before, true, o)
		}
	}
	t.object = ObjectKey{o.Account, "offer", o.ID}
	t.applied, err = tx.PutOffer(ctx, o)
	return t, err
}

func (q Quote) take(ctx context.Context, s *Service, tx Tx) (t taking, err error) {
	before, known, err := kept(tx.Quote(ctx, q.Key))
	if err != nil {
		return t, err
	}
	q.Reference, q.AsOf = ReferenceOf(q.object()), s.now()
	before.AsOf = q.AsOf
	t.seen(before, known, q)
	t.object = q.object()
	t.applied, err = tx.PutQuote(ctx, q)
	return t, err
}

func (m PaymentMethod) take(ctx context.Context, s *Service, tx Tx) (t taking, err error) {
	before, known, err := kept(tx.PaymentMethod(ctx, m.Key))
	if err != nil {
		return t, err
	}
	m.AsOf = s.now()
	before.AsOf = m.AsOf
	t.seen(before, known, m)
	t.object = ObjectKey{m.Account, "payment_method", m.ID}
	t.applied, err = tx.PutPaymentMethod(ctx, m)
	return t, err
}

// seen keeps what the record finds and what it would leave.
func (t *taking) seen(before any, known bool, now any) {
	t.now = now
	if known {
		t.before = before
	}
}

func (d IssuedDocument) take(ctx context.Context, s *Service, tx Tx) (taking, error) {
	doc, known, err := kept(tx.DocumentByID(ctx, d.Account, d.ID))
	if err != nil {
		return taking{}, err
	}
	if !known {
		return d.add(ctx, s, tx)
	}
	before, err := tx.Invoice(ctx, Key{d.Account, doc.Invoice})
	if err != nil {
		return taking{}, fmt.Errorf("invoice of a document: %w", err)
	}
	if before.Number != d.Number {
		return taking{}, &InvalidError{[]Problem{{"number", "number is not the one this document has, and a document's number cannot change."}}}
	}
	inv := d.invoice(before, s)
	t := taking{object: inv.object(), pathID: inv.ID, flags: d.sums()}
	before.AsOf = inv.AsOf
	t.seen(before, true, inv)
	if t.applied, err = tx.PutInvoice(ctx, inv); err != nil || !t.applied {
		return t, err
	}
	doc.Kind, doc.IssuedOn = d.Kind, d.IssuedOn
	return t, tx.SetDocument(ctx, doc)
}

// add makes the invoice and the document.
func (d IssuedDocument) add(ctx context.Context, s *Service, tx Tx) (taking, error) {
	id, err := freePathID(ctx, tx, d.Account, d.Number, hashOf([]byte("document\n"+d.ID)))
	if err != nil {
		return taking{}, err
	}
	inv := d.invoice(Invoice{Key: Key{d.Account, id}, Number: d.Number, CreatedAt: s.now()}, s)
	inv.Reference = ReferenceOf(inv.object())
	if err := tx.AddInvoice(ctx, inv); errors.Is(err, ErrExists) {
		return taking{}, &InvalidError{[]Problem{{"number", "number makes a path id that another document has."}}}
	} else if err != nil {
		return taking{}, fmt.Errorf("add invoice: %w", err)
	}
	doc := Document{Account: d.Account, ID: d.ID, Invoice: id, Kind: d.Kind, IssuedOn: d.IssuedOn, Seq: 1}
	if err := tx.AddDocument(ctx, doc); err != nil {
		return taking{}, fmt.Errorf("add document: %w", err)
	}
	return taking{now: inv, applied: true, object: inv.object(), pathID: id, flags: d.sums()}, nil
}

// invoice is the one that is kept, with the figures of this description.
func (d IssuedDocument) invoice(inv Invoice, s *Service) Invoice {
	inv.Kind, inv.Purchase, inv.Email = d.Kind, d.Purchase, d.Email
	inv.Customer = cmp.Or(d.Customer, inv.Customer) // see endFormer
	inv.IssuedOn, inv.DueOn, inv.Currency, inv.Totals, inv.Corrects = d.IssuedOn, d.DueOn, d.Currency, d.Totals, d.Corrects
	inv.Details, inv.Source, inv.AsOf = d.Details, d.Source, s.now()
	inv.Flags = append(withoutFlag(inv.Flags, FlagTotals), d.sums()...)
	return inv
}
