package portal_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
)

// counted is a store that counts how often a transaction was begun anew.
type counted struct {
	portal.Store
	again atomic.Int64
}

func (c *counted) InTx(ctx context.Context, f func(portal.Tx) error) error {
	runs := int64(0)
	err := c.Store.InTx(ctx, func(tx portal.Tx) error {
		runs++
		return f(tx)
	})
	c.again.Add(runs - 1)
	return err
}

// Two messages that are each silent about what the other tells leave both,
// whoever writes last.
func TestTwoMessagesAtOnceLoseNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.account("acme")
		for round := range 12 {
			id := fmt.Sprint(100 + round)
			together(4, func(i int) {
				item := portal.SubscriptionItem{RunningNo: int64(i + 1), Name: fmt.Sprint("item ", i), Status: "active"}
				body := message(t, told(id, portal.PurchasePaid, 1, renews("9"+id, portal.SubscriptionActive, item)))
				if _, err := o.service.TakeNotification(ctx, portal.ByBiller, "acme", "application/json", body, plain); err != nil {
					t.Error(err)
				}
			})
			sub, err := o.service.MirroredSubscription(ctx, acme("9"+id))
			o.must(err)
			if len(sub.Items) != 4 {
				t.Errorf("round %d: %d items are kept, want 4", round, len(sub.Items))
			}
		}
	})
}

// Whatever writes about one account takes its locks in one order: nobody has to
// begin anew because two waited for each other.
func TestWritersOfOneAccountNeverWaitForEachOther(t *testing.T) {
	store := &counted{Store: storetest.Postgres(t)}
	o := newOffice(t, store)
	o.account("acme")
	odd := portal.Totals{Net: "100.00", Tax: "19.00", Gross: "500.00"} // which is told of
	together(8, func(i int) {
		for n := range 12 {
			switch i % 4 {
			case 0:
				st := statement(fmt.Sprint(i, n))
				if _, err := o.service.Declare(ctx, "acme", st); err != nil {
					t.Error(err)
				}
			case 1:
				p := portal.Purchase{Key: acme(fmt.Sprint(n)), Status: portal.PurchasePaid, PONumber: fmt.Sprint(i), Currency: "EUR", Totals: odd}
				if _, err := o.service.Take(ctx, portal.BySystem, p); err != nil {
					t.Error(err)
				}
			default:
				body := message(t, told(fmt.Sprint(n), portal.PurchasePaid, 1, bought("5", fmt.Sprint(i, "@brandt.example"))))
				if _, err := o.service.TakeNotification(ctx, portal.ByBiller, "acme", "application/json", body, plain); err != nil {
					t.Error(err)
				}
			}
		}
	})
	if n := store.again.Load(); n != 0 {
		t.Errorf("%d transactions were begun anew", n)
	}
}
