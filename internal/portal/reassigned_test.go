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
		if st := s.admit(url(link.Confirmation, "500")).Standing; st != portal.Good {
			t.Errorf("a link made since: %v", st)
		}
	})
}
