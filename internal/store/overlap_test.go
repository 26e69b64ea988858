package store_test

import (
	"errors"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
)

func TestIdsThatNameTwoThingsAreCounted(t *testing.T) {
	engines(t, func(t *testing.T, dsn string) {
		s := storetest.Open(t, dsn)
		err := s.InTx(ctx, func(tx portal.Tx) (err error) {
			for _, account := range []string{"demo", "other"} {
				err = errors.Join(err, tx.AddAccount(ctx, portal.Account{Slug: account}))
			}
			purchase := func(account, id string) {
				_, e := tx.PutPurchase(ctx, portal.Purchase{Key: portal.Key{Account: account, ID: id}})
				err = errors.Join(err, e)
			}
			customer := func(account, id string) {
				_, e := tx.PutCustomer(ctx, portal.Customer{Key: portal.Key{Account: account, ID: id}})
				err = errors.Join(err, e)
			}
			subscription := func(account, id string) {
				_, e := tx.PutSubscription(ctx, portal.Subscription{Key: portal.Key{Account: account, ID: id}})
				err = errors.Join(err, e)
			}
			invoice := func(account, id string) {
				err = errors.Join(err, tx.AddInvoice(ctx, portal.Invoice{Key: portal.Key{Account: account, ID: id}}))
			}
			purchase("demo", "1")
			purchase("demo", "2")
			purchase("demo", "3")
			subscription("demo", "2")
			subscription("demo", "1")
			subscription("demo", "7")
			subscription("demo", "8")
			customer("demo", "3")
			customer("demo", "8")
			invoice("demo", "3")
			invoice("demo", "7")
			invoice("demo", "S8")
			invoice("other", "1")
			customer("other", "2")
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		found, err := s.Overlaps(ctx)
		same(t, err, found, []store.Overlap{
			{Account: "demo", First: "invoice", Second: "customer", Count: 1, Example: "3"},
			{Account: "demo", First: "invoice", Second: "subscription", Count: 1, Example: "7"},
			{Account: "demo", First: "invoice", Second: "subscription", Full: true, Count: 1, Example: "S8"},
			{Account: "demo", First: "order", Second: "customer", Count: 1, Example: "3"},
			{Account: "demo", First: "order", Second: "invoice", Count: 1, Example: "3"},
			{Account: "demo", First: "order", Second: "subscription", Count: 2, Example: "1"},
			{Account: "demo", First: "subscription", Second: "customer", Count: 1, Example: "8"},
		})
	})
}
