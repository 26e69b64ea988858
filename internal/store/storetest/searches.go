package storetest

import (
	"testing"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// library adds customers Anna (1), Anna Maria (2) and ANNABEL 100% (3), a
// purchase of Anna's, an invoice of it and one that knows only its buyer.
func library(t *testing.T, s portal.Store) {
	t.Helper()
	seed(t, s, "demo")
	in(t, s, func(tx portal.Tx) error {
		for id, name := range map[string]string{"1": "Anna", "2": "Anna Maria", "3": "ANNABEL 100%_"} {
			c := portal.Customer{Key: key("demo", id), Name: name, Email: "C" + id + "@Example.org"}
			if err := put(tx.PutCustomer(ctx, c)); err != nil {
				return err
			}
		}
		return put(tx.PutPurchase(ctx, portal.Purchase{Key: key("demo", "500"), Reference: "PPPP-0001", Customer: "1"}))
	})
	add(t, s,
		portal.Invoice{Key: key("demo", "INV-7"), Number: "INV / 7", Reference: "IIII-0007", Purchase: "500",
			Customer: "1", IssuedOn: "2026-01-01"},
		portal.Invoice{Key: key("demo", "INV-8"), Number: "INV-8", Reference: "IIII-0008", Email: "Buyer@Example.org",
			Content: &portal.Content{Buyer: portal.Party{Name: "Ünal  GmbH"}}},
	)
}

// searched are the hits in all accounts, without how well they fit.
func searched(s portal.Store, q string, limit int) ([]portal.Hit, error) {
	hits, err := s.Search(ctx, portal.SearchQuery{Text: q, Limit: limit})
	for i := range hits {
		hits[i].Sort, hits[i].Match = "", 0
	}
	return hits, err
}

func hits(s portal.Store, q string, limit int) ([]string, error) {
	all, err := searched(s, q, limit)
	ids := []string{}
	for _, h := range all {
		ids = append(ids, string(h.Kind)+" "+h.Key.ID)
	}
	return ids, err
}

func searchKeys(t *testing.T, s portal.Store) {
	library(t, s)
	annas := []string{"ccp 1", "invoice INV-7", "p 500"}
	for q, want := range map[string][]string{
		"inv / 7": {"invoice INV-7"}, "inv-7": {"invoice INV-7"}, "iiii-0007": {"invoice INV-7"},
		" 500\n": {"p 500"}, "pppp-0001": {"p 500"},
		"2": {"ccp 2"}, "c2@EXAMPLE.org": {"ccp 2"}, "c1@example.org": annas, "1": annas,
		"BUYER@example.org": {"invoice INV-8"},
		"inv":               {"invoice INV-7", "invoice INV-8"}, "c1@example": annas, "50": {"p 500"},
		"": {}, "  ": {}, "5": {}, "nv-7": {}, "1@example.org": {},
	} {
		got(t, want)(hits(s, q, 9))
	}
	got(t, []portal.Hit{{Kind: link.Invoice, Key: key("demo", "INV-7"), Title: "Invoice INV / 7", Subtitle: "Anna",
		Reference: "IIII-0007"}})(searched(s, "INV-7", 9))
	got(t, []portal.Hit{{Kind: link.Confirmation, Key: key("demo", "500"), Title: "Order 500", Subtitle: "Anna",
		Reference: "PPPP-0001"}})(searched(s, "500", 9))
	got(t, []portal.Hit{{Kind: link.Methods, Key: key("demo", "2"), Title: "Customer 2", Subtitle: "Anna Maria"}})(
		searched(s, "2", 9))
}

func searchNames(t *testing.T, s portal.Store) {
	library(t, s)
	for q, want := range map[string][]string{
		"anna m": {"ccp 2"}, "ANNABE": {"ccp 3"}, "ünal": {"invoice INV-8"}, "ÜNAL gmbh": {"invoice INV-8"},
		"unal": {"invoice INV-8"}, "U\u0308nal": {"invoice INV-8"}, "gmbh": {"invoice INV-8"}, "gm ün": {"invoice INV-8"},
		"maria": {"ccp 2"}, "maria anna": {"ccp 2"}, "ma an": {"ccp 2"}, "anna gmbh": {}, "nna": {},
	} {
		t.Log(q)
		got(t, want)(hits(s, q, 9))
	}
	got(t, []portal.Hit{{Kind: link.Invoice, Key: key("demo", "INV-8"), Title: "Invoice INV-8",
		Subtitle: "Ünal  GmbH", Reference: "IIII-0008"}})(searched(s, "ün", 9))
}

func searchWildcards(t *testing.T, s portal.Store) {
	library(t, s)
	for _, q := range []string{"%", "_", "i%7", "5_0", "inv_7", "*", "?", "inv*", `inv\`, "500' or 1=1", "\x00", "a\x00b"} {
		got(t, []string{})(hits(s, q, 9))
	}
	got(t, []string{"ccp 3"})(hits(s, "annabel 100%", 9))
	got(t, []string{"ccp 3"})(hits(s, "annabel 100%_", 9))
}

func searchOrder(t *testing.T, s portal.Store) {
	library(t, s)
	got(t, []string{"ccp 1", "invoice INV-7", "p 500", "ccp 2", "ccp 3"})(hits(s, "anna", 9))
	got(t, []string{"ccp 1", "invoice INV-7", "p 500"})(hits(s, "anna", 1))
	got(t, []string{})(hits(s, "anna", 0))
}

func searchReplaced(t *testing.T, s portal.Store) {
	library(t, s)
	in(t, s, func(tx portal.Tx) error {
		return put(tx.PutCustomer(ctx, portal.Customer{Key: key("demo", "2"), Name: "Beatrix"}))
	})
	got(t, []string{})(hits(s, "anna maria", 9))
	got(t, []string{})(hits(s, "c2@example.org", 9))
	got(t, []string{"ccp 2"})(hits(s, "beat", 9))
}
