package portal

import (
	"context"
	"errors"
	"fmt"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// listedOfCustomer is how much of each kind the page of a customer lists.
const listedOfCustomer = 50

// LinkTo is one link that can be made to something, and how it stands.
type LinkTo struct {
	Object ObjectKey
	Title  string
	State  LinkState
}

// CustomerPage is everything that is known here of a customer.
type CustomerPage struct {
	Customer      Customer
	Account       Account
	Invoices      []Invoice
	Purchases     []Purchase
	Subscriptions []Subscription
	Requests      []LinkRequest
	Decisions     []BillingDecision // about the customer and how they pay
	Links         []LinkTo          // all that can be sent to them
	Mails         []Message         // to the address on file
	Held          MailFate          // why no mail goes there; empty: it does
}

// CustomerPage gathers it; of each list the newest. ErrNotFound.
func (s *Service) CustomerPage(ctx context.Context, k Key) (CustomerPage, error) {
	c, err := s.store.Customer(ctx, k)
	if err != nil {
		return CustomerPage{}, fmt.Errorf("customer: %w", err)
	}
	p := CustomerPage{Customer: c}
	if p.Account, err = s.store.Account(ctx, k.Account); err != nil {
		return CustomerPage{}, fmt.Errorf("account: %w", err)
	}
	if p.Invoices, err = s.store.CustomerInvoices(ctx, k, listedOfCustomer); err != nil {
		return CustomerPage{}, fmt.Errorf("invoices: %w", err)
	}
	if p.Purchases, err = s.store.CustomerPurchases(ctx, k, listedOfCustomer); err != nil {
		return CustomerPage{}, fmt.Errorf("purchases: %w", err)
	}
	if p.Subscriptions, err = s.store.CustomerSubscriptions(ctx, k); err != nil {
		return CustomerPage{}, fmt.Errorf("subscriptions: %w", err)
	}
	p.Subscriptions = p.Subscriptions[:min(len(p.Subscriptions), listedOfCustomer)]
	if p.Requests, err = s.store.CustomerRequests(ctx, k, listedOfCustomer); err != nil {
		return CustomerPage{}, fmt.Errorf("requests: %w", err)
	}
	wallet := ObjectKey{k.Account, link.Methods, "c" + k.ID}
	if p.Decisions, err = s.decisionsAbout(ctx, wallet); err != nil {
		return CustomerPage{}, err
	}
	if p.Links, err = s.linksTo(ctx, p.openable(wallet)); err != nil {
		return CustomerPage{}, err
	}
	if c.Email == "" {
		return p, nil
	}
	if p.Mails, err = s.store.MailsTo(ctx, k.Account, c.Email, listedOfCustomer); err != nil {
		return CustomerPage{}, fmt.Errorf("mails: %w", err)
	}
	p.Held, err = s.MailHeld(ctx, k.Account, c.Email)
	return p, err
}

// openable are the objects whose links can be sent to the customer.
func (p CustomerPage) openable(wallet ObjectKey) []ObjectKey {
	keys := []ObjectKey{wallet}
	for _, s := range p.Subscriptions {
		keys = append(keys, ObjectKey{s.Account, link.Payment, "S" + s.ID})
	}
	for _, inv := range p.Invoices {
		if !inv.draft() {
			keys = append(keys, inv.object())
		}
	}
	for _, order := range p.Purchases {
		keys = append(keys, order.object())
	}
	return keys
}

// linksTo tells how the links to objects stand; what is not there is left out.
func (s *Service) linksTo(ctx context.Context, keys []ObjectKey) ([]LinkTo, error) {
	var links []LinkTo
	for _, k := range keys {
		o, err := s.describe(ctx, k)
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		state, err := s.LinkState(ctx, k)
		if err != nil {
			return nil, err
		}
		links = append(links, LinkTo{Object: k, Title: o.Title, State: state})
	}
	return links, nil
}

// PurchasePage is everything that is known here of a purchase.
type PurchasePage struct {
	Purchase      Purchase
	Account       Account
	Customer      Customer // zero: none was named, or not described
	Quote         *Quote
	Invoices      []Invoice
	Subscriptions []Subscription
	Decisions     []BillingDecision
	Links         []LinkTo
	Mails         []Message // about its links, newest first
}

// PurchasePage gathers it. ErrNotFound.
func (s *Service) PurchasePage(ctx context.Context, k Key) (PurchasePage, error) {
	order, err := s.store.Purchase(ctx, k)
	if err != nil {
		return PurchasePage{}, fmt.Errorf("purchase: %w", err)
	}
	p := PurchasePage{Purchase: order}
	if p.Account, err = s.store.Account(ctx, k.Account); err != nil {
		return PurchasePage{}, fmt.Errorf("account: %w", err)
	}
	if p.Customer, err = s.customer(ctx, k.Account, order.Customer); err != nil {
		return PurchasePage{}, err
	}
	if p.Quote, err = quoteOf(ctx, s.store, k); err != nil {
		return PurchasePage{}, err
	}
	if p.Invoices, err = s.store.PurchaseInvoices(ctx, k); err != nil {
		return PurchasePage{}, fmt.Errorf("invoices: %w", err)
	}
	if p.Subscriptions, err = s.store.PurchaseSubscriptions(ctx, k); err != nil {
		return PurchasePage{}, fmt.Errorf("subscriptions: %w", err)
	}
	if p.Decisions, err = s.decisionsAbout(ctx, order.object()); err != nil {
		return PurchasePage{}, err
	}
	kinds, err := s.purchaseKinds(ctx, k)
	if err != nil {
		return PurchasePage{}, err
	}
	var keys []ObjectKey
	for _, kind := range kinds {
		keys = append(keys, ObjectKey{k.Account, kind, k.ID})
	}
	p.Links, p.Mails, err = s.linksAndMails(ctx, keys)
	return p, err
}

// SubscriptionPage is everything that is known here of a subscription.
type SubscriptionPage struct {
	Subscription Subscription
	Account      Account
	Customer     Customer // zero: none was named, or not described
	Invoices     []Invoice
	Decisions    []BillingDecision
	Links        []LinkTo
	Mails        []Message // about its links, newest first
}

// SubscriptionPage gathers it; the id is without the S of its path. ErrNotFound.
func (s *Service) SubscriptionPage(ctx context.Context, k Key) (SubscriptionPage, error) {
	sub, err := s.store.Subscription(ctx, k)
	if err != nil {
		return SubscriptionPage{}, fmt.Errorf("subscription: %w", err)
	}
	p := SubscriptionPage{Subscription: sub}
	if p.Account, err = s.store.Account(ctx, k.Account); err != nil {
		return SubscriptionPage{}, fmt.Errorf("account: %w", err)
	}
	if p.Customer, err = s.customer(ctx, k.Account, sub.Customer); err != nil {
		return SubscriptionPage{}, err
	}
	if sub.Purchase != "" {
		if p.Invoices, err = s.store.PurchaseInvoices(ctx, Key{k.Account, sub.Purchase}); err != nil {
			return SubscriptionPage{}, fmt.Errorf("invoices: %w", err)
		}
	}
	keys := []ObjectKey{{k.Account, link.Payment, "S" + k.ID}, {k.Account, link.Upgrade, "S" + k.ID}}
	if p.Decisions, err = s.decisionsAbout(ctx, keys[0]); err != nil {
		return SubscriptionPage{}, err
	}
	p.Links, p.Mails, err = s.linksAndMails(ctx, keys)
	return p, err
}

func (s *Service) linksAndMails(ctx context.Context, keys []ObjectKey) ([]LinkTo, []Message, error) {
	links, err := s.linksTo(ctx, keys)
	if err != nil {
		return nil, nil, err
	}
	var mails []Message
	for _, l := range links {
		some, err := s.store.Messages(ctx, l.Object, listedOfCustomer)
		if err != nil {
			return nil, nil, fmt.Errorf("mails: %w", err)
		}
		mails = append(mails, some...)
	}
	return links, newestMails(mails), nil
}
