package portal_test

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// shop is an office whose account sells: a customer, an order with its invoice,
// a subscription of one item and one of two, a quote, payment methods.
type shop struct {
	*office
	till *till
	n    int
}

const seller = "acme"

func onBothShops(t *testing.T, test func(t *testing.T, s *shop)) {
	onBoth(t, func(t *testing.T, o *office) { test(t, newShop(o)) })
}

func newShop(o *office) *shop {
	s := &shop{office: o, till: &till{now: o.now, payments: map[string]*paid{}}}
	o.service = o.service.WithCashier(s.till)
	a := portal.Account{Slug: seller, Name: "Acme", Locale: "en", Zone: "Europe/Berlin"}
	a.Billing = portal.BillingPolicy{OfficeEmail: "office@acme.example", Provider: "test"}
	o.must(o.service.CreateAccount(ctx, portal.ByCommand, a, nil))
	s.put(func(tx portal.Tx) error {
		_, err := tx.PutCustomer(ctx, portal.Customer{Key: key("1"), Name: "Maja Holm", Email: "maja@client.example"})
		return err
	})
	s.purchase("100", portal.PurchaseOpen, func(p *portal.Purchase) {})
	s.subscription("7", portal.SubscriptionActive, nil)
	for _, id := range []string{"M1", "M2"} {
		s.method(id, id == "M1")
	}
	s.pass(time.Minute)
	return s
}

func key(id string) portal.Key { return portal.Key{Account: seller, ID: id} }

func (s *shop) put(f func(tx portal.Tx) error) {
	s.t.Helper()
	s.must(s.store.InTx(ctx, f))
}

func (s *shop) purchase(id, status string, change func(p *portal.Purchase)) {
	s.t.Helper()
	p := portal.Purchase{
		Key: key(id), Customer: "1", Status: status, Currency: "EUR",
		Totals:  portal.Totals{Net: "100.00", Tax: "19.00", Gross: "119.00", Due: "119.00"},
		Items:   []portal.Item{{RunningNo: 1, Name: "Team plan", Quantity: "5", Subscription: "7", SubscriptionItem: 1}},
		Details: portal.PurchaseDetails{PassThrough: "shop-42"}, CreatedAt: s.now(), AsOf: s.now(),
	}
	change(&p)
	s.put(func(tx portal.Tx) error { _, err := tx.PutPurchase(ctx, p); return err })
}

func (s *shop) subscription(id, status string, change func(sub *portal.Subscription)) {
	s.t.Helper()
	end := s.now().AddDate(0, 0, 20)
	sub := portal.Subscription{
		Key: key(id), Customer: "1", Purchase: "100", Status: status, Currency: "EUR", Source: portal.Source{Version: 3},
		Items: []portal.SubscriptionItem{{
			RunningNo: 1, PurchaseItem: 1, ProductID: "team", Name: "Team plan", Quantity: "5", Min: "1", Max: "50",
			Intervals: []portal.Interval{{Months: 12}},
		}},
		Details: portal.SubscriptionDetails{
			Renewal: "auto", Interval: portal.Interval{Months: 1}, NextBillingAt: end, EndsAt: end, Method: "M1", PassThrough: "sub-7",
		}, AsOf: s.now(),
	}
	if change != nil {
		change(&sub)
	}
	s.put(func(tx portal.Tx) error { _, err := tx.PutSubscription(ctx, sub); return err })
}

func (s *shop) quote(id string, change func(q *portal.Quote)) {
	s.t.Helper()
	s.purchase(id, portal.PurchaseQuoted, func(p *portal.Purchase) { p.Items = nil })
	q := portal.Quote{Key: key(id), State: portal.QuoteOpen, Version: 1, Source: portal.Source{Version: 1}, AsOf: s.now()}
	if change != nil {
		change(&q)
	}
	s.put(func(tx portal.Tx) error { _, err := tx.PutQuote(ctx, q); return err })
}

func (s *shop) offer(id string, until time.Time) {
	s.t.Helper()
	o := portal.Offer{
		Key: key(id), Subscription: "7", ProductID: "business", Name: "Business plan", UnitNet: "22.00", Currency: "EUR",
		Interval: portal.Interval{Months: 1}, Effective: "now", ValidUntil: until, AsOf: s.now(),
	}
	s.put(func(tx portal.Tx) error { _, err := tx.PutOffer(ctx, o); return err })
}

func (s *shop) method(id string, first bool) {
	s.t.Helper()
	m := portal.PaymentMethod{
		Key: key(id), Customer: "1", Label: portal.MethodLabel{Kind: "card", Brand: "Visa", Last4: "4242"}, State: "valid",
		Default: first, Provider: "test", AsOf: s.now(),
	}
	s.put(func(tx portal.Tx) error { _, err := tx.PutPaymentMethod(ctx, m); return err })
}

func (s *shop) invoice(id, purchase string) {
	s.t.Helper()
	inv := portal.Invoice{
		Key: key(id), Number: id, Kind: portal.KindInvoice, Purchase: purchase, IssuedOn: "2025-10-01", Currency: "EUR",
		Totals: portal.Totals{Gross: "119.00", Due: "119.00"}, AsOf: s.now(), CreatedAt: s.now(),
	}
	s.put(func(tx portal.Tx) error { return tx.AddInvoice(ctx, inv) })
}

// link opens a link to a page of the shop.
func (s *shop) link(k link.Kind, pathID string) link.Grant {
	s.t.Helper()
	signed, err := s.service.Sign(ctx, portal.SignAsk{Actor: portal.BySystem, Account: seller, Kind: k, ID: pathID, Days: 30})
	s.must(err)
	return s.grant(signed.URL)
}

// form is an act from a form of its own.
func (s *shop) form(a portal.Action, c portal.Change) portal.Act {
	s.n++
	return portal.Act{
		Action: a, Change: c, Locale: "en", Return: "https://pay.example.com/back", FormValue: "form-" + strconv.Itoa(s.n),
		Shown: []portal.ShownLine{{Label: "Ends", Value: "29 October 2025"}},
	}
}

func (s *shop) submit(g link.Grant, act portal.Act) portal.Acted {
	s.t.Helper()
	acted, err := s.service.Submit(ctx, g, act)
	s.must(err)
	return acted
}

// accepted submits an act and expects that it was taken.
func (s *shop) accepted(g link.Grant, act portal.Act) portal.BillingDecision {
	s.t.Helper()
	acted := s.submit(g, act)
	done, ok := acted.(portal.Accepted)
	if !ok {
		s.t.Fatalf("%s is answered by %#v", act.Action, acted)
	}
	return done.Decision
}

func (s *shop) decision(id string) portal.BillingDecision {
	s.t.Helper()
	d, err := s.store.BillingDecision(ctx, key(id))
	s.must(err)
	return d
}

// decisions are all of the account's, by state.
func (s *shop) decisions() map[portal.BillingState]int {
	s.t.Helper()
	list, err := s.store.BillingDecisions(ctx, portal.BillingFilter{Account: seller, Limit: 1000})
	s.must(err)
	counts := map[portal.BillingState]int{}
	for _, d := range list {
		counts[d.State]++
	}
	return counts
}

// events counts the account's events by type.
func (s *shop) events() map[string]int {
	s.t.Helper()
	events, err := s.store.Events(ctx, seller, "", 0, 10_000)
	s.must(err)
	counts := map[string]int{}
	for _, e := range events {
		counts[e.Type]++
		if strings.Contains(e.Data, "c=") || strings.Contains(e.Data, "k=") {
			s.t.Errorf("event %s holds a link: %s", e.Type, e.Data)
		}
	}
	return counts
}

// posted counts the mails by template and address.
func (s *shop) posted() map[string]int {
	s.t.Helper()
	all, err := s.store.MessageList(ctx, portal.MessageFilter{Limit: 1000})
	s.must(err)
	counts := map[string]int{}
	for _, m := range all {
		counts[m.Template+" "+m.To]++
	}
	return counts
}

// audited counts the account's entries by what was done.
func (s *shop) audited() map[string]int {
	s.t.Helper()
	entries, err := s.store.Audit(ctx, seller, 0, 10_000)
	s.must(err)
	counts := map[string]int{}
	for _, e := range entries {
		counts[e.Act]++
	}
	return counts
}

func (s *shop) pass(d time.Duration) { s.clock.Add(int64(d / time.Second)) }

// said names what became of an act.
func said(acted portal.Acted, err error) string {
	if err != nil {
		return err.Error()
	}
	switch a := acted.(type) {
	case portal.Accepted:
		return "accepted"
	case portal.Before:
		if a.Other {
			return "other"
		}
		return "before"
	case portal.NotOffered:
		return "not offered: " + a.Why
	case portal.Changed:
		return "changed"
	case portal.Incomplete:
		var fields []string
		for _, p := range a.Problems {
			fields = append(fields, p.Field)
		}
		return "incomplete: " + strings.Join(fields, " ")
	}
	return "nothing"
}

// till is a payment provider whose customers do what a test says.
type till struct {
	mu       sync.Mutex
	now      func() time.Time
	down     bool
	payments map[string]*paid
	starting func()        // what happens while a page is made, once
	closing  func(p *paid) // what a customer does just before a page is closed
	underWay bool          // everybody pays by a debit that takes days
}

type paid struct {
	payment portal.Payment
	word    portal.PaymentWord
	closed  bool // its page is useless
}

var errDown = errors.New("connection refused")

// Minor knows the currencies of the tests.
func (t *till) Minor(_ portal.Account, amount portal.Amount, currency string) (int64, bool) {
	whole, cents, _ := strings.Cut(string(amount), ".")
	if currency != "EUR" || len(cents) != 2 {
		return 0, false
	}
	n, err := strconv.ParseInt(whole+cents, 10, 64)
	return n, err == nil && n > 0
}

func (t *till) Start(_ context.Context, _ portal.Account, ask portal.PaymentAsk) (string, string, time.Time, error) {
	t.mu.Lock()
	meanwhile := t.starting
	t.starting = nil
	t.mu.Unlock()
	if meanwhile != nil {
		meanwhile()
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.down {
		return "", "", time.Time{}, errDown
	}
	id := ask.Payment.ID
	if t.payments[id] == nil {
		t.payments[id] = &paid{payment: ask.Payment, word: portal.PaymentWord{
			Payment: id, Session: "cs_" + id, State: portal.PaymentPending, Amount: ask.Payment.Amount, Currency: ask.Payment.Currency,
		}}
	}
	return "cs_" + id, "https://till.example/" + id, t.now().Add(time.Hour), nil
}

func (t *till) Look(_ context.Context, _ portal.Account, p portal.Payment) (portal.PaymentWord, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.down {
		return portal.PaymentWord{}, errDown
	}
	return t.payments[p.ID].word, nil
}

func (t *till) Cancel(_ context.Context, _ portal.Account, p portal.Payment) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.down {
		return errDown
	}
	if t.underWay {
		return portal.ErrPaymentUnderWay
	}
	if t.closing != nil {
		t.closing(t.payments[p.ID])
	}
	t.payments[p.ID].closed = true
	return nil
}

// pay has the customer of the only page that is open do something there, and
// returns the provider's word about it.
func (t *till) pay(state portal.PaymentState) portal.PaymentWord {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, p := range t.payments {
		if p.word.State != portal.PaymentPending || p.closed {
			continue
		}
		p.word.State = state
		p.word.Method = &portal.MethodLabel{Kind: "card", Brand: "Visa", Last4: "1881"}
		p.word.MethodRef = "pm_1881"
		return p.word
	}
	return portal.PaymentWord{}
}

// pages is how many pages the provider made.
func (t *till) pages() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.payments)
}
