package portal_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// told is a notification about a purchase at a time, in hours after noon.
func told(purchase, status string, hours int, change ...func(*portal.Notification)) portal.Notification {
	modified := time.Unix(noon, 0).UTC().Add(time.Duration(hours) * time.Hour)
	n := portal.Notification{
		Kind: status + "Notification", Source: portal.Source{ModifiedAt: modified},
		Purchase: &portal.Purchase{
			Key: portal.Key{ID: purchase}, Status: status, Currency: "EUR", CreatedAt: time.Unix(noon, 0).UTC(),
			Totals:  portal.Totals{Gross: "119.00"},
			Details: portal.PurchaseDetails{StatusCode: strings.ToUpper(status)},
		},
	}
	for _, f := range change {
		f(&n)
	}
	n.Purchase.Source = n.Source
	return n
}

// with adds the document that the notification was sent for.
func with(id, number string, kind portal.DocumentKind) func(*portal.Notification) {
	return func(n *portal.Notification) {
		n.Document = &portal.NotifiedDocument{
			ID: id, Number: number, Kind: kind, Announced: kind != portal.KindOther, IssuedAt: n.Source.ModifiedAt, Currency: "EUR",
			StatusCode: n.Purchase.Details.StatusCode, URL: "https://files.example/invoice/" + number + ".pdf?documentid=" + id,
		}
	}
}

// renews adds what it says of a subscription with items of these states.
func renews(id, status string, items ...portal.SubscriptionItem) func(*portal.Notification) {
	return func(n *portal.Notification) {
		for i := range items {
			items[i].ModifiedAt = n.Source.ModifiedAt
		}
		n.Subscriptions = append(n.Subscriptions, portal.Subscription{
			Key: portal.Key{ID: id}, Status: status, Currency: "EUR", Purchase: n.Purchase.ID, Items: items, Source: n.Source,
		})
	}
}

// bought adds the customer.
func bought(customer, email string) func(*portal.Notification) {
	return func(n *portal.Notification) {
		n.Purchase.Customer = customer
		n.Customer = &portal.Customer{Key: portal.Key{ID: customer}, Name: "Ute Brandt", Email: email, Source: n.Source}
	}
}

// lifeOf is what is told of one purchase over its life. Numbers and ids all
// hold the purchase's.
func lifeOf(p string) []portal.Notification {
	quote := told(p, portal.PurchaseQuoted, 1, with("1"+p, "Q-"+p, portal.KindQuote), bought("5"+p, "old@brandt.example"))
	quote.Quote = &portal.Quote{Key: portal.Key{ID: p}, State: portal.QuoteOpen, ValidUntil: "2026-12-31", Source: quote.Source}
	paid := told(p, portal.PurchasePaid, 2, with("2"+p, "R-"+p, portal.KindInvoice), bought("5"+p, "new@brandt.example"),
		renews("9"+p, portal.SubscriptionActive, portal.SubscriptionItem{RunningNo: 1, Name: "A", Status: "active"}))
	paid.Quote = &portal.Quote{Key: portal.Key{ID: p}, State: portal.QuoteAccepted, DecidedAt: paid.Source.ModifiedAt, Source: paid.Source}
	return []portal.Notification{
		quote, paid,
		// Carries the invoice along, and tells of an item that was added.
		told(p, portal.PurchasePaid, 3, with("2"+p, "R-"+p, portal.KindOther), bought("5"+p, "new@brandt.example"),
			renews("9"+p, portal.SubscriptionActive, portal.SubscriptionItem{RunningNo: 2, Name: "B", Status: "active"})),
		told(p, portal.PurchasePartiallyRefunded, 4, with("3"+p, "G-"+p, portal.KindCreditPartial), bought("5"+p, "new@brandt.example"),
			renews("9"+p, portal.SubscriptionActive, portal.SubscriptionItem{RunningNo: 1, Name: "A", Status: "ending"})),
		told(p, portal.PurchaseRefunded, 5, with("4"+p, "H-"+p, portal.KindCreditFull), bought("5"+p, "newest@brandt.example")),
	}
}

// stateOf is everything that is known of a purchase, as text, with the
// purchase's id taken out of it.
func (o *office) stateOf(account, p string) string {
	o.t.Helper()
	quote, err := o.store.Quote(ctx, portal.Key{Account: account, ID: p})
	o.must(err)
	sub, err := o.store.Subscription(ctx, portal.Key{Account: account, ID: "9" + p})
	o.must(err)
	customer, err := o.store.Customer(ctx, portal.Key{Account: account, ID: "5" + p})
	o.must(err)
	purchase := o.purchase(account, p)
	invoices := o.papers(account, p)
	documents := make([][]portal.Document, 0, len(invoices))
	for i := range invoices {
		docs, err := o.store.Documents(ctx, invoices[i].Key)
		o.must(err)
		documents = append(documents, docs)
		invoices[i].Reference = ""
	}
	purchase.Reference, sub.Reference, quote.Reference = "", "", ""
	text, err := json.MarshalIndent([]any{purchase, quote, sub, customer, invoices, documents}, "", " ")
	o.must(err)
	return strings.ReplaceAll(string(text), p, "N")
}

// permutations are all orders of n things.
func permutations(n int) [][]int {
	if n == 0 {
		return [][]int{{}}
	}
	var all [][]int
	for _, rest := range permutations(n - 1) {
		for at := 0; at <= len(rest); at++ {
			all = append(all, slices.Insert(slices.Clone(rest), at, n-1))
		}
	}
	return all
}

// Cases 52, 53: whatever order the notifications of a purchase arrive in, the
// same is known in the end, and nothing of its history is missing.
func TestTheOrderOfArrivalDoesNotShow(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.account("acme")
		orders := permutations(5)
		if strings.Contains(t.Name(), "PostgreSQL") {
			rand.New(rand.NewPCG(1, 2)).Shuffle(len(orders)-1, func(i, j int) { orders[i+1], orders[j+1] = orders[j+1], orders[i+1] })
			orders = orders[:20]
		}
		want := ""
		for i, order := range orders {
			p := fmt.Sprint(700000 + i)
			life := lifeOf(p)
			for _, n := range order {
				if in := o.deliver("acme", message(t, life[n]))[0]; in.State == portal.InboundRejected {
					t.Fatalf("order %v: %s", order, in.Reason)
				}
			}
			got := o.stateOf("acme", p)
			if want == "" {
				want = got
				o.lifeIsWhole(p)
			}
			if got != want {
				t.Fatalf("order %v ends in\n%s\nwant\n%s", order, got, want)
			}
		}
	})
}

// lifeIsWhole checks the state itself, once.
func (o *office) lifeIsWhole(p string) {
	o.t.Helper()
	if got := o.purchase("acme", p); got.Status != portal.PurchaseRefunded || got.Details.StatusCode != "REFUNDED" {
		o.t.Errorf("the purchase is %+v", got)
	}
	var kinds []portal.DocumentKind
	for _, inv := range o.papers("acme", p) {
		kinds = append(kinds, inv.Kind)
	}
	slices.Sort(kinds)
	if want := []portal.DocumentKind{portal.KindCreditFull, portal.KindCreditPartial, portal.KindInvoice, portal.KindQuote}; !slices.Equal(kinds, want) {
		o.t.Errorf("the history is %v", kinds)
	}
	sub, err := o.store.Subscription(ctx, portal.Key{Account: "acme", ID: "9" + p})
	o.must(err)
	if len(sub.Items) != 2 || sub.Items[0].Status != "ending" || sub.Items[1].Status != "active" || sub.Status != portal.SubscriptionActive {
		o.t.Errorf("the subscription is %+v", sub)
	}
	c, err := o.store.Customer(ctx, portal.Key{Account: "acme", ID: "5" + p})
	o.must(err)
	if c.Email != "newest@brandt.example" {
		o.t.Errorf("the address on file is %s", c.Email)
	}
}
