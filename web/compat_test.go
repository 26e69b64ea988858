package web_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// The links that other systems sign by the documented formula: each of the nine
// shapes, under both algorithms, for 30 and 90 days, at the cap of 99 days, and
// a second beyond it. Written out here, not asked of the product.

// shape is one of the nine, and the page it opens with step-up and without.
type shape struct {
	name    string
	path    string
	signed  string
	tail    string // glued to the checksum
	params  string
	guarded string
	free    string
}

func shapes() []shape {
	return []shape{
		{name: "change subscription payment", path: "/acme/scp/S49694473", signed: "49694473", guarded: "step-up", free: "confirm"},
		{name: "confirmation", path: "/acme/p/366332011", signed: "366332011", guarded: "document", free: "document"},
		{name: "invoice", path: "/invoice/ABC-123456789.pdf", signed: "ABC-123456789"},
		{name: "invoice, one document", path: "/invoice/ABC-123456789.pdf", signed: "ABC-123456789", params: "&documentid=223681701"},
		{
			name: "upgrade", path: "/acme/usi/S49694473", signed: "49694473", params: "&subscriptionrunningno=1&cart=s12:34",
			guarded: "step-up", free: "confirm",
		},
		{name: "recurring billing", path: "/acme/urb/366332011", signed: "366332011", tail: "-1", guarded: "step-up", free: "confirm"},
		{name: "quote", path: "/acme/cq/366332077", signed: "366332077", guarded: "document", free: "document"},
		{name: "customer payment", path: "/acme/ccp/c8801", signed: "8801", guarded: "step-up", free: "confirm"},
		{name: "redo", path: "/acme/redop/366332055", signed: "366332055", guarded: "step-up", free: "confirm"},
	}
}

func (s shape) target(start, end int64, sha1 bool) string {
	f := formula{kind: "p", id: s.signed, start: start, end: end, secret: []byte(seedText), sha1: sha1}
	return fmt.Sprintf("%s?s=%d&e=%d&c=%s%s%s", s.path, start, end, f.v1(), s.tail, s.params)
}

func TestTheNineDocumentedLinksOpenTheirPages(t *testing.T) {
	const worked = 1759492800 // start of the documented examples, six days before noon
	for _, stepUp := range []bool{true, false} {
		onBoth(t, func(t *testing.T, w *world) {
			w.account("acme", portal.V1Policy{On: true, SHA1: true, LegacyInvoice: true, Methods: true, StepUp: stepUp})
			w.sold()
			for _, s := range shapes() {
				for _, sha1 := range []bool{false, true} {
					for _, days := range []int64{30, 90, 99} {
						a := w.get(s.target(worked, worked+days*day, sha1))
						want := s.free
						if stepUp {
							want = s.guarded
						}
						if a.status != 200 || a.page() != want {
							t.Errorf("%s, %d days, SHA-1 %t, step-up %t: %d %q, want %q", s.name, days, sha1, stepUp, a.status, a.page(), want)
						}
						if want == "" && !strings.HasPrefix(string(a.body), "%PDF-") {
							t.Errorf("%s: %.20q is no PDF", s.name, a.body)
						}
					}
					for end, page := range map[int64]string{worked + 99*day + 1: "policy", worked + 5*day: "expired"} {
						if a := w.get(s.target(worked, end, sha1)); a.page() != page {
							t.Errorf("%s, SHA-1 %t, until %d: %q, want %q", s.name, sha1, end, a.page(), page)
						}
					}
				}
			}
		})
	}
}

// sold is an order with its invoice and subscription, a quote, and an order
// that failed, all of one customer.
func (w *world) sold() {
	w.t.Helper()
	take := func(records ...portal.Record) {
		w.t.Helper()
		for _, r := range records {
			_, err := w.service.Take(context.Background(), portal.ByCommand, r)
			w.must(err)
		}
	}
	key := func(id string) portal.Key { return portal.Key{Account: "acme", ID: id} }
	totals := portal.Totals{Net: "490.00", Tax: "93.10", Gross: "583.10"}
	item := portal.Item{RunningNo: 1, ProductID: "77001", Name: "Planner Team, yearly", Quantity: "1", UnitNet: "490.00", TaxPercent: "19"}
	recurring := item
	recurring.Subscription, recurring.SubscriptionItem = "49694473", 1
	order := func(id, status string, i portal.Item) portal.Purchase {
		return portal.Purchase{Key: key(id), Customer: "8801", Status: status, Currency: "EUR", Totals: totals, Items: []portal.Item{i}, CreatedAt: w.now()}
	}
	take(
		portal.Customer{Key: key("8801"), Name: "Bergmann Druck KG", Type: "business", Country: "DE", Email: "rechnung@bergmann.example"},
		order("366332011", portal.PurchasePaid, recurring), order("366332077", portal.PurchaseQuoted, item), order("366332055", portal.PurchaseRejected, item),
		portal.Quote{Key: key("366332077"), State: portal.QuoteOpen, Version: 1, ValidUntil: "2026-12-31"},
		portal.Subscription{
			Key: key("49694473"), Customer: "8801", Purchase: "366332011", Status: portal.SubscriptionActive, Currency: "EUR",
			Items:   []portal.SubscriptionItem{{RunningNo: 1, PurchaseItem: 1, ProductID: "77001", Name: "Planner Team, yearly", Quantity: "1", Min: "1", Max: "50"}},
			Details: portal.SubscriptionDetails{Renewal: "auto", Interval: portal.Interval{Months: 12}, NextBillingAt: w.now().Add(200 * day * time.Second)},
		},
		portal.Offer{
			Key: key("s12:34"), Subscription: "49694473", Item: 1, ProductID: "34", Name: "Planner Business, yearly", UnitNet: "1200.00", Currency: "EUR",
			Effective: "now", ValidUntil: w.now().Add(200 * day * time.Second),
		},
		portal.IssuedDocument{
			Key: key("223681701"), Number: "ABC-123456789", Kind: portal.KindInvoice, Purchase: "366332011", IssuedOn: "2025-10-03", Currency: "EUR", Totals: totals,
		},
	)
	w.pdf("acme", "ABC-123456789", []byte("%PDF-1.4\n%%EOF\n"))
}
