package portal_test

import (
	"errors"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// stall is an office whose account "acme" sells things.
type stall struct{ *office }

// inStalls runs a test in a stall on each store.
func inStalls(t *testing.T, test func(t *testing.T, s stall)) {
	onBoth(t, func(t *testing.T, o *office) {
		o.account("acme")
		s := stall{o}
		s.set(func(a *portal.Account) { a.Billing.Provider = "test" })
		s.mirror(portal.Customer{Key: acme("8801"), Name: "Bergmann Druck KG", Email: "rechnung@bergmann.example"})
		test(t, s)
	})
}

func acme(id string) portal.Key { return portal.Key{Account: "acme", ID: id} }

// set changes the account's settings.
func (s stall) set(change func(*portal.Account)) {
	s.t.Helper()
	a, err := s.store.Account(ctx, "acme")
	s.must(err)
	change(&a)
	s.must(s.store.InTx(ctx, func(tx portal.Tx) error { return tx.SetAccount(ctx, a) }))
}

// mirror keeps what the billing system describes now.
func (s stall) mirror(records ...any) {
	s.t.Helper()
	s.must(s.store.InTx(ctx, func(tx portal.Tx) (err error) {
		for _, r := range records {
			switch r := r.(type) {
			case portal.Customer:
				_, err = tx.PutCustomer(ctx, r)
			case portal.Purchase:
				r.AsOf = s.now()
				_, err = tx.PutPurchase(ctx, r)
			case portal.Subscription:
				r.AsOf = s.now()
				_, err = tx.PutSubscription(ctx, r)
			case portal.Offer:
				_, err = tx.PutOffer(ctx, r)
			case portal.Quote:
				r.AsOf = s.now()
				_, err = tx.PutQuote(ctx, r)
			case portal.PaymentMethod:
				r.AsOf = s.now()
				_, err = tx.PutPaymentMethod(ctx, r)
			case portal.Invoice:
				r.AsOf, r.CreatedAt = s.now(), s.now()
				err = tx.AddInvoice(ctx, r)
			case portal.Document:
				err = tx.AddDocument(ctx, r)
			case portal.Fetch:
				err = tx.AddFetch(ctx, r)
			case portal.BillingDecision:
				_, err = tx.AddBillingDecision(ctx, r)
			default:
				s.t.Fatalf("no record: %T", r)
			}
			if err != nil {
				return err
			}
		}
		return nil
	}))
}

// link opens a link to something of the stall, signed now for a day.
func (s stall) link(kind link.Kind, pathID string, params ...string) link.Grant {
	s.t.Helper()
	ask := portal.SignAsk{
		Actor: portal.ByCommand, Account: "acme", Kind: kind, ID: pathID,
		Start: s.clock.Load(), End: s.clock.Load() + day, Params: map[string]string{},
	}
	for i := 0; i < len(params); i += 2 {
		ask.Params[params[i]] = params[i+1]
	}
	signed, err := s.service.Sign(ctx, ask)
	s.must(err)
	return s.grant(signed.URL)
}

// wire gives the stall a billing system to ask.
func (s stall) wire(b *system) {
	s.t.Helper()
	s.set(func(a *portal.Account) {
		a.Billing.PreviewURL, a.Billing.ResolveURL = "https://x.example/p", "https://x.example/r"
	})
	s.service = s.service.WithBiller(b, readPurchase)
}

// at puts the clock to a time in Berlin, "2025-10-26 23:59:59".
func (s stall) at(text string) {
	s.t.Helper()
	zone, err := time.LoadLocation("Europe/Berlin")
	s.must(err)
	t, err := time.ParseInLocation(time.DateTime, text, zone)
	s.must(err)
	s.clock.Store(t.Unix())
}

// decided is a decision of a customer, a minute after the clock.
func (s stall) decided(a portal.Action, sub portal.Subject, state portal.BillingState) portal.BillingDecision {
	id := portal.NewID("dec")
	at := s.now().Add(time.Minute)
	open := state == portal.DecisionRecorded || state == portal.DecisionSubmitted
	return portal.BillingDecision{
		Account: "acme", ID: id, Reference: id, Class: a.Class(), Action: a, Subject: sub, Slot: id, FormValue: id,
		State: state, Open: open, CreatedAt: at, UpdatedAt: at,
	}
}

func sold(id, status string) portal.Purchase {
	return portal.Purchase{
		Key: acme(id), Customer: "8801", Status: status, Currency: "EUR",
		Totals: portal.Totals{Net: "490.00", Gross: "583.10", Due: "583.10"},
		Items: []portal.Item{
			{RunningNo: 1, Name: "Planner Team", Quantity: "1", Subscription: "77", SubscriptionItem: 1},
			{RunningNo: 2, Name: "Workshop", Quantity: "1"},
		},
	}
}

func running(id, purchase string) portal.Subscription {
	return portal.Subscription{
		Key: acme(id), Customer: "8801", Purchase: purchase, Status: portal.SubscriptionActive, Currency: "EUR",
		Details: portal.SubscriptionDetails{Renewal: "auto", NextBillingAt: time.Unix(noon+90*day, 0).UTC()},
		Items: []portal.SubscriptionItem{
			{RunningNo: 1, PurchaseItem: 1, Name: "Planner Team", ProductID: "77001", Quantity: "3", Min: "1", Max: "50"},
		},
	}
}

func subscriptionSubject(id string, item int64) portal.Subject {
	return portal.Subject{Type: "subscription", ID: id, Item: item}
}

// offers checks what a page says of an action; "" means that it can be done.
func offers(t *testing.T, list portal.Offerings, a portal.Action, why string) {
	t.Helper()
	o, ok := list.Of(a)
	if !ok {
		t.Errorf("%s is not on the page", a)
	} else if o.Why != why {
		t.Errorf("%s: %q, want %q", a, o.Why, why)
	}
}

func missing(t *testing.T, what string, err error) {
	t.Helper()
	if !errors.Is(err, portal.ErrNotFound) {
		t.Errorf("%s: %v, want ErrNotFound", what, err)
	}
}
