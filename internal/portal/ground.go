package portal

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// ground is what the rules of actions look at: one subject with what surrounds
// it, read at one moment. What its subject has no part in is empty.
type ground struct {
	account Account
	now     time.Time
	subject Subject

	customer     Customer
	purchase     Purchase
	quote        *Quote // nil: the purchase is known to us without one
	invoice      Invoice
	subscription Subscription
	item         *SubscriptionItem // the subject's, or the only one
	offers       []Offer           // open now, for item or for any
	method       PaymentMethod
	methods      []PaymentMethod // of the customer
	used         []Subscription  // of the customer

	decisions []BillingDecision // about the subject, newest first
	quoted    []BillingDecision // about the purchase's quote, newest first
	payments  []BillingDecision // about the same debt under another name
}

// decisionsBack is how many decisions about one subject the rules look back.
const decisionsBack = 50

// The types of subjects.
const (
	ofPurchase     = "purchase"
	ofQuote        = "quote"
	ofInvoice      = "invoice"
	ofSubscription = "subscription"
	ofCustomer     = "customer"
	ofMethod       = "payment_method"
)

// ground reads a subject. ErrNotFound: there is none.
func (s *Service) ground(ctx context.Context, rd Reader, a Account, sub Subject) (ground, error) {
	m := ground{account: a, now: s.now(), subject: sub}
	var err error
	if m.decisions, err = rd.SubjectDecisions(ctx, a.Slug, sub, decisionsBack); err != nil {
		return ground{}, fmt.Errorf("decisions: %w", err)
	}
	switch sub.Type {
	case ofPurchase, ofQuote:
		err = m.readPurchase(ctx, rd)
	case ofInvoice:
		err = m.readInvoice(ctx, rd)
	case ofSubscription:
		err = m.readSubscription(ctx, rd)
	case ofCustomer:
		m.customer, err = rd.Customer(ctx, m.key())
	case ofMethod:
		err = m.readMethod(ctx, rd)
	default:
		err = ErrNotFound
	}
	if err != nil {
		return ground{}, fmt.Errorf("%s of a decision: %w", sub.Type, err)
	}
	return m, nil
}

func (m *ground) key() Key { return Key{m.account.Slug, m.subject.ID} }

func (m *ground) readPurchase(ctx context.Context, rd Reader) (err error) {
	if m.purchase, err = rd.Purchase(ctx, m.key()); err != nil {
		return err
	}
	if m.quote, err = quoteOf(ctx, rd, m.key()); err != nil {
		return err
	}
	m.quoted = m.decisions
	if m.subject.Type == ofQuote {
		return nil
	}
	if m.quoted, err = rd.SubjectDecisions(ctx, m.account.Slug, Subject{Type: ofQuote, ID: m.subject.ID}, decisionsBack); err != nil {
		return err
	}
	invoices, err := rd.PurchaseInvoices(ctx, m.key())
	if err != nil {
		return err
	}
	for _, inv := range invoices {
		paid, err := rd.SubjectDecisions(ctx, m.account.Slug, Subject{Type: ofInvoice, ID: inv.ID}, decisionsBack)
		if err != nil {
			return err
		}
		m.payments = append(m.payments, paid...)
	}
	return nil
}

// quoteOf returns nil where the billing system described no quote.
func quoteOf(ctx context.Context, rd Reader, purchase Key) (*Quote, error) {
	q, err := optional(rd.Quote(ctx, purchase))
	if err != nil {
		return nil, fmt.Errorf("quote: %w", err)
	}
	return q, nil
}

// optional turns a look-up's ErrNotFound into nil.
func optional[T any](v T, err error) (*T, error) {
	if errors.Is(err, ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &v, nil
}

func (m *ground) readInvoice(ctx context.Context, rd Reader) (err error) {
	if m.invoice, err = rd.Invoice(ctx, m.key()); err != nil {
		return err
	}
	if m.invoice.draft() {
		return fmt.Errorf("draft: %w", ErrNotFound)
	}
	if m.invoice.Purchase == "" {
		return nil
	}
	m.purchase, err = rd.Purchase(ctx, Key{m.account.Slug, m.invoice.Purchase})
	if err != nil && !errors.Is(err, ErrNotFound) {
		return err
	}
	m.payments, err = rd.SubjectDecisions(ctx, m.account.Slug, Subject{Type: ofPurchase, ID: m.invoice.Purchase}, decisionsBack)
	return err
}

func (m *ground) readSubscription(ctx context.Context, rd Reader) (err error) {
	if m.subscription, err = rd.Subscription(ctx, m.key()); err != nil {
		return err
	}
	if m.item, err = itemOf(m.subscription, m.subject.Item); err != nil {
		return err
	}
	offers, err := rd.SubscriptionOffers(ctx, m.key())
	if err != nil {
		return err
	}
	m.offers = openOffers(offers, m.subscription, m.item, m.now)
	if m.subscription.Customer != "" {
		m.methods, err = rd.CustomerMethods(ctx, Key{m.account.Slug, m.subscription.Customer})
	}
	return err
}

// itemOf is the item of that running number; for 0 the only one, or nil where
// there are several.
func itemOf(sub Subscription, runningNo int64) (*SubscriptionItem, error) {
	if runningNo == 0 {
		if len(sub.Items) == 1 {
			return &sub.Items[0], nil
		}
		return nil, nil
	}
	for i := range sub.Items {
		if sub.Items[i].RunningNo == runningNo {
			return &sub.Items[i], nil
		}
	}
	return nil, fmt.Errorf("item %d: %w", runningNo, ErrNotFound)
}

func (m *ground) readMethod(ctx context.Context, rd Reader) (err error) {
	if m.method, err = rd.PaymentMethod(ctx, m.key()); err != nil {
		return err
	}
	customer := Key{m.account.Slug, m.method.Customer}
	if m.methods, err = rd.CustomerMethods(ctx, customer); err != nil {
		return err
	}
	m.used, err = rd.CustomerSubscriptions(ctx, customer)
	return err
}

// Day is the calendar day in the account's zone.
func (a Account) Day(t time.Time) Date {
	zone, err := time.LoadLocation(a.Zone)
	if err != nil {
		zone = time.UTC // checked when the account was made; the zone database may differ here
	}
	return Date(t.In(zone).Format(time.DateOnly))
}

// over reports whether a date that is inclusive has passed; an empty one never
// does.
func (m *ground) over(d Date) bool { return d != "" && m.account.Day(m.now) > d }
