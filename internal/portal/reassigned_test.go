package portal_test

import (
	"testing"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// Case 57: what now is another customer's is not shown to who held a link to it.
func TestWhatWentToAnotherCustomerIsNoLongerAvailable(t *testing.T) {
	inStalls(t, func(t *testing.T, s stall) {
		url := func(kind link.Kind, id string) string {
			signed, err := s.service.Sign(ctx, portal.SignAsk{Actor: portal.ByCommand, Account: "acme", Kind: kind, ID: id, Days: 30})
			s.must(err)
			return signed.URL
		}
		take := func(r portal.Record) {
			_, err := s.service.Take(ctx, portal.BySystem, r)
			s.must(err)
		}
		p, sub := sold("500", portal.PurchasePaid), running("77", "500")
		take(p)
		take(sub)
		s.mirror(issued("A-1", portal.KindInvoice, "2025-10-01", "0.00"), portal.Customer{Key: acme("8802"), Name: "Orchard & Pine"})
		old := []string{
			url(link.Confirmation, "500"), url(link.Quote, "500"), url(link.Renewal, "500"), url(link.Redo, "500"),
			url(link.Invoice, "A-1"), url(link.Payment, "S77"), url(link.Upgrade, "S77"),
		}
		p.PONumber = "PO-1"
		take(p) // the same customer's still
		for _, u := range old {
			if st := s.admit(u).Standing; st != portal.Good {
				t.Errorf("%s: %v before", u, st)
			}
		}
		p.Customer, sub.Customer = "8802", "8802"
		take(p)
		take(sub)
		for _, u := range old {
			if st := s.admit(u).Standing; st != portal.Withdrawn {
				t.Errorf("%s: %v after, want withdrawn", u, st)
			}
		}
		s.clock.Add(1)
		since := url(link.Confirmation, "500")
		if st := s.admit(since).Standing; st != portal.Good {
			t.Errorf("a link made since: %v", st)
		}
		p.Customer, p.PONumber = "8803", "PO-2"
		take(p)
		if st := s.admit(since).Standing; st != portal.Withdrawn {
			t.Errorf("%v after it went to a third one, want withdrawn", st)
		}
	})
}

// A word that names no customer takes nothing from anybody, and hides nothing.
func TestAWordWithoutACustomerEndsNoLink(t *testing.T) {
	inStalls(t, func(t *testing.T, s stall) {
		take := func(r portal.Record) {
			_, err := s.service.Take(ctx, portal.BySystem, r)
			s.must(err)
		}
		p, sub := sold("500", portal.PurchasePaid), running("77", "500")
		d := portal.IssuedDocument{Key: acme("d1"), Number: "A-1", Kind: portal.KindInvoice, Purchase: "500", Customer: "8801", IssuedOn: "2025-10-01"}
		records := func(customer, note string) []portal.Record {
			p.Customer, sub.Customer, d.Customer = customer, customer, customer
			p.PONumber, sub.Details.Pending, d.Details.PaidWith = note, note, note
			return []portal.Record{p, sub, d}
		}
		for _, r := range records("8801", "1") {
			take(r)
		}
		var urls []string
		for kind, id := range map[link.Kind]string{link.Confirmation: "500", link.Payment: "S77", link.Invoice: "A-1"} {
			signed, err := s.service.Sign(ctx, portal.SignAsk{Actor: portal.ByCommand, Account: "acme", Kind: kind, ID: id, Days: 30})
			s.must(err)
			urls = append(urls, signed.URL)
		}
		for _, step := range []struct {
			customer string
			want     portal.Standing
		}{{"", portal.Good}, {"8801", portal.Good}, {"", portal.Good}, {"8802", portal.Withdrawn}} {
			s.clock.Add(1)
			for _, r := range records(step.customer, "now "+step.customer) {
				take(r)
			}
			for _, u := range urls {
				if st := s.admit(u).Standing; st != step.want {
					t.Errorf("%s: %v once it is customer %q's, want %v", u, st, step.customer, step.want)
				}
			}
		}
	})
}
