package portal_test

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

func (o *office) take(r portal.Record) portal.Taken {
	o.t.Helper()
	t, err := o.service.Take(ctx, portal.BySystem, r)
	o.must(err)
	return t
}

// Cases 52 and 53: words in any order, from any number of writers, end with the
// latest.
func TestTheLatestWordStandsHoweverTheyArrive(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.account("acme")
		var writers sync.WaitGroup
		applied := make(chan portal.Taken, 20)
		for version := range int64(20) {
			writers.Go(func() {
				p := portal.Purchase{Key: acme("1"), Status: "paid", PONumber: strings.Repeat("x", int(version)+1), Source: portal.Source{Version: version + 1}}
				taken, err := o.service.Take(ctx, portal.BySystem, p)
				if err != nil {
					t.Error(err)
				}
				applied <- taken
			})
		}
		writers.Wait()
		close(applied)
		won := 0
		for taken := range applied {
			if taken.Status == portal.Applied {
				won++
			}
		}
		p, err := o.service.MirroredPurchase(ctx, acme("1"))
		o.must(err)
		if p.Source.Version != 20 || len(p.PONumber) != 20 {
			t.Errorf("version %d is kept, want 20", p.Source.Version)
		}
		entries, err := o.store.Timeline(ctx, "acme", "p", "1", 100)
		o.must(err)
		if len(entries) != won {
			t.Errorf("%d audit entries for %d words that were applied", len(entries), won)
		}
	})
}

// Cases 54, 55 and 56.
func TestWhatABillingSystemSaysIsKeptAsItCame(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.account("acme")
		o.take(portal.Purchase{Key: acme("1"), Status: "XYZ", Details: portal.PurchaseDetails{StatusCode: "XYZ", StatusLabel: "In orbit"}})
		p, err := o.service.MirroredPurchase(ctx, acme("1"))
		o.must(err)
		if p.Status != "XYZ" || p.Details.StatusLabel != "In orbit" || len(p.Items) != 0 || p.Details.Billing != nil {
			t.Errorf("%+v", p)
		}
		o.take(portal.Subscription{Key: acme("S7"), Status: portal.SubscriptionActive, Items: []portal.SubscriptionItem{
			{RunningNo: 1, Name: "a", Status: "ending"}, {RunningNo: 2, Name: "b", Status: "active"},
		}})
		s, err := o.service.MirroredSubscription(ctx, acme("7"))
		o.must(err)
		if s.Status != portal.SubscriptionActive || s.Items[0].Status != "ending" {
			t.Errorf("%+v", s)
		}
	})
}

// Case 49: shown as given, and told.
func TestFiguresThatDoNotAddUpAreKeptAndTold(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.account("acme")
		order := func(id string, nets ...portal.Amount) portal.Purchase {
			p := portal.Purchase{Key: acme(id), Status: "paid", Currency: "EUR", Totals: portal.Totals{Net: "10.00", Tax: "1.90", Gross: "11.90"}}
			for i, net := range nets {
				p.Items = append(p.Items, portal.Item{RunningNo: int64(i + 1), Name: "a", Quantity: "1", Net: net})
			}
			return p
		}
		o.take(order("1", "3.33", "6.66")) // a cent off on two lines is rounding
		o.take(order("2", "3.33", "6.64")) // three are not
		o.take(order("3", "99.00", ""))    // a line without a figure says nothing
		o.take(order("2", "3.33", "6.64")) // told once
		o.take(portal.IssuedDocument{Key: acme("9"), Number: "N", Kind: portal.KindInvoice, IssuedOn: "2026-01-02", Currency: "EUR",
			Totals: portal.Totals{Net: "10.00", Tax: "1.90", Gross: "12.90"}})
		events, err := o.store.Events(ctx, "acme", "", 0, 10)
		o.must(err)
		var told []string
		for _, e := range events {
			told = append(told, e.Type+" "+e.ObjectType+" "+e.ObjectID)
		}
		want := "import.inconsistent_totals purchase 2, import.inconsistent_totals document 9"
		if got := strings.Join(told, ", "); got != want {
			t.Errorf("told %q, want %q", got, want)
		}
		p, err := o.service.MirroredPurchase(ctx, acme("2"))
		o.must(err)
		if p.Totals.Net != "10.00" || p.Items[1].Net != "6.64" {
			t.Errorf("not as it came: %+v", p)
		}
		m, err := o.service.MirroredDocument(ctx, acme("9"))
		o.must(err)
		if len(m.Invoice.Flags) != 1 || m.Invoice.Flags[0].Code != portal.FlagTotals {
			t.Errorf("flags %v", m.Invoice.Flags)
		}
	})
}

// Case 17: where v1 signs a bare number, it names one thing.
func TestANumberThatAV1LinkWouldConfuseIsRefused(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		for slug, v1 := range map[string]portal.V1Policy{
			"bare": {On: true, Methods: true}, "full": {On: true, FullSubscription: true}, "off": {},
		} {
			a := portal.Account{Slug: slug, Name: slug, Locale: "en", Zone: "UTC", V1: v1}
			o.must(o.service.CreateAccount(ctx, portal.ByCommand, a, []byte("a seed of the account "+slug)))
			key := portal.Key{Account: slug, ID: "1"}
			o.take(portal.Purchase{Key: key, Status: "paid"})
			o.take(portal.IssuedDocument{Key: key, Number: "1", Kind: portal.KindInvoice, Purchase: "1", IssuedOn: "2026-01-02"}) // its own
			for name, one := range map[string]struct {
				record  portal.Record
				refused string
			}{
				"subscription":  {portal.Subscription{Key: key, Status: "active"}, "bare"},
				"customer":      {portal.Customer{Key: key, Name: "a"}, "bare"},
				"other invoice": {portal.IssuedDocument{Key: portal.Key{Account: slug, ID: "2"}, Number: "1", Kind: portal.KindInvoice, Purchase: "5", IssuedOn: "2026-01-02"}, "bare full"},
				"known order":   {portal.Purchase{Key: key, Status: "refunded"}, ""},
			} {
				_, err := o.service.Take(ctx, portal.BySystem, one.record)
				var invalid *portal.InvalidError
				if errors.As(err, &invalid) != strings.Contains(one.refused, slug) || err != nil && invalid == nil {
					t.Errorf("%s, %s: %v", slug, name, err)
				}
			}
		}
	})
}

func TestDocumentsOfOneNumberAreEachTheirOwn(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.account("acme")
		first := portal.IssuedDocument{Key: acme("1"), Number: "N-1", Kind: portal.KindInvoice, IssuedOn: "2026-01-02", Currency: "EUR", Totals: portal.Totals{Gross: "10.00"}}
		second := portal.IssuedDocument{Key: acme("2"), Number: "N-1", Kind: portal.KindCreditPartial, IssuedOn: "2026-01-03", Corrects: "1"}
		a, b := o.take(first), o.take(second)
		if a.PathID != "N-1" || !strings.HasPrefix(b.PathID, "N-1-") {
			t.Errorf("path ids %q and %q", a.PathID, b.PathID)
		}
		if again := o.take(second); again.Status != portal.Kept || again.PathID != b.PathID {
			t.Errorf("%+v", again)
		}
		m, err := o.service.MirroredDocument(ctx, acme("1"))
		o.must(err)
		if m.Invoice.Totals.Gross != "10.00" || m.Invoice.Kind != portal.KindInvoice {
			t.Errorf("the later document replaced it: %+v", m.Invoice)
		}
		second.Number = "N-2"
		var invalid *portal.InvalidError
		if _, err := o.service.Take(ctx, portal.BySystem, second); !errors.As(err, &invalid) {
			t.Errorf("a document took another number: %v", err)
		}
	})
}
