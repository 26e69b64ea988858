package portal

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// concern is what a decision is about and whom it is for, as the billing system
// last described it.
type concern struct {
	account      Account
	subject      Subject
	title        string   // "Invoice INV-2026-0417"
	customer     Customer // zero: none was named, or it was not described
	email        string   // address on file; empty: none
	passThrough  string
	currency     string
	due          Amount // what is open of it
	version      int64  // a quote's own, else the source's
	asOf         time.Time
	purchase     string        // the purchase whose payments it shares; empty: none
	withdrawTill Date          // of a purchase
	subscription *Subscription // of a subscription
	quote        *Quote        // of a quote
}

// concernOf gathers it. ErrNotFound: the billing system has described no such
// thing.
func (s *Service) concernOf(ctx context.Context, rd Reader, account Account, sub Subject) (concern, error) {
	c := concern{account: account, subject: sub}
	customer, err := c.load(ctx, rd)
	if err != nil {
		return concern{}, fmt.Errorf("%s of a decision: %w", sub.Type, err)
	}
	if customer == "" {
		return c, nil
	}
	c.customer, err = rd.Customer(ctx, Key{account.Slug, customer})
	if err != nil && !errors.Is(err, ErrNotFound) {
		return concern{}, fmt.Errorf("customer of a decision: %w", err)
	}
	if c.customer.Email != "" {
		c.email = c.customer.Email
	}
	return c, nil
}

// load fills in what the subject's type knows and names its customer.
func (c *concern) load(ctx context.Context, rd Reader) (customer string, err error) {
	k := Key{c.account.Slug, c.subject.ID}
	switch c.subject.Type {
	case ofPurchase:
		return c.loadPurchase(ctx, rd, k)
	case ofQuote:
		return c.loadQuote(ctx, rd, k)
	case ofInvoice:
		return c.loadInvoice(ctx, rd, k)
	case ofSubscription:
		return c.loadSubscription(ctx, rd, k)
	case ofCustomer:
		buyer, err := rd.Customer(ctx, k)
		c.told(buyer.Source, time.Time{})
		c.title = buyer.Name
		return buyer.ID, err
	case ofMethod:
		p, err := rd.PaymentMethod(ctx, k)
		c.told(p.Source, p.AsOf)
		c.title = "Payment method"
		return p.Customer, err
	}
	return "", ErrNotFound
}

func (c *concern) loadPurchase(ctx context.Context, rd Reader, k Key) (string, error) {
	p, err := rd.Purchase(ctx, k)
	c.told(p.Source, p.AsOf)
	c.title, c.currency, c.due, c.purchase = "Order "+p.ID, p.Currency, p.Totals.Due, p.ID
	c.passThrough, c.withdrawTill = p.Details.PassThrough, p.Details.WithdrawUntil
	return p.Customer, err
}

func (c *concern) loadQuote(ctx context.Context, rd Reader, k Key) (string, error) {
	customer, err := c.loadPurchase(ctx, rd, k)
	if err != nil {
		return "", err
	}
	c.title = "Quote " + k.ID
	if c.quote, err = quoteOf(ctx, rd, k); err != nil || c.quote == nil {
		return customer, err
	}
	c.told(c.quote.Source, c.quote.AsOf)
	c.version = c.quote.Version
	if c.quote.Number != "" {
		c.title = "Quote " + c.quote.Number
	}
	return customer, nil
}

func (c *concern) loadInvoice(ctx context.Context, rd Reader, k Key) (string, error) {
	inv, err := rd.Invoice(ctx, k)
	if err != nil {
		return "", err
	}
	customer := inv.Customer
	if inv.Purchase != "" {
		of, err := c.loadPurchase(ctx, rd, Key{k.Account, inv.Purchase})
		if err != nil && !errors.Is(err, ErrNotFound) {
			return "", err
		}
		if customer == "" {
			customer = of
		}
	}
	c.told(inv.Source, inv.AsOf)
	c.title, c.currency, c.due, c.purchase, c.email = inv.Title(), inv.Currency, inv.Totals.Due, inv.Purchase, inv.Email
	return customer, nil
}

func (c *concern) loadSubscription(ctx context.Context, rd Reader, k Key) (string, error) {
	sub, err := rd.Subscription(ctx, k)
	if err != nil {
		return "", err
	}
	customer := sub.Customer
	if customer == "" && sub.Purchase != "" {
		customer, err = c.loadPurchase(ctx, rd, Key{k.Account, sub.Purchase})
		if err != nil && !errors.Is(err, ErrNotFound) {
			return "", err
		}
	}
	c.told(sub.Source, sub.AsOf)
	c.title, c.currency, c.due, c.purchase, c.subscription = "Subscription S"+sub.ID, sub.Currency, sub.Details.Open, "", &sub
	if sub.Details.PassThrough != "" {
		c.passThrough = sub.Details.PassThrough
	}
	return customer, nil
}

// told notes whose word it is, and of when.
func (c *concern) told(source Source, asOf time.Time) {
	c.version, c.asOf = source.Version, described(source, asOf)
}

// item is the item that a subscription's decision is about: its only one where
// none is named. Nil: all of several.
func (c concern) item() *SubscriptionItem {
	if c.subscription == nil {
		return nil
	}
	item, err := itemOf(*c.subscription, c.subject.Item)
	if err != nil {
		return nil
	}
	return item
}
