package portal_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
)

// interrupted is a store in which something happens between the sweep's look at
// what has run out and its claims.
type interrupted struct {
	portal.Store
	between func()
}

func (s *interrupted) Lapsed(c context.Context, now int64, limit int) ([]portal.LinkRequest, error) {
	list, err := s.Store.Lapsed(c, now, limit)
	if s.between != nil {
		s.between()
		s.between = nil
	}
	return list, err
}

// A batch with a request that cannot be reported is reported one by one: that is
// when the sweep looks first and claims then.
func (s *interrupted) InTx(c context.Context, f func(portal.Tx) error) error {
	return s.Store.InTx(c, func(tx portal.Tx) error { return f(brokenBatch{tx}) })
}

type brokenBatch struct{ portal.Tx }

func (brokenBatch) ClaimLapsed(context.Context, int64, int) ([]portal.LinkRequest, error) {
	return nil, errors.New("a request that cannot be reported")
}

func TestTheSweepClaimsWhatIsStillOver(t *testing.T) {
	t.Run("case 5: reissued between the sweep's look and its claim", func(t *testing.T) {
		store := &interrupted{Store: storetest.SQLite(t)}
		o := newOffice(t, store)
		o.account("acme", "ledger")
		o.client("acme", "one")
		asked := o.ask("acme", "ledger", submission("T-1", "one"))
		k := asked.Request.Key
		o.clock.Store(asked.Request.End)
		store.between = func() { o.ask("acme", "ledger", submission("T-1", "one")) }
		reported, err := o.service.Sweep(ctx)
		o.must(err)
		// The new ask has reported the expiry of the first attempt itself.
		if r := o.request(k); reported != 0 || r.Status != portal.Pending || r.Attempt != 2 || o.told(k)[portal.EventLinkExpired] != 1 {
			t.Errorf("%d reported, kept %s.%d, events %v", reported, r.Status, r.Attempt, o.told(k))
		}
	})
	t.Run("case 69: more run out in one minute than the sweep reads at once", func(t *testing.T) {
		o := newOffice(t, storetest.SQLite(t))
		o.account("acme", "ledger")
		const many = 1100
		for i := range many {
			id := fmt.Sprint("c", i)
			o.client("acme", id)
			o.ask("acme", "ledger", submission(id, id))
		}
		o.clock.Add(7 * day)
		if n, err := o.service.Sweep(ctx); n != many || err != nil {
			t.Errorf("%d were reported, want %d: %v", n, many, err)
		}
		events, err := o.store.Events(ctx, "acme", "", 0, 10*many)
		o.must(err)
		expired := map[string]int{}
		for _, e := range events {
			if e.Type == portal.EventLinkExpired {
				expired[e.ObjectID]++
			}
		}
		if len(expired) != many || len(events) != 2*many {
			t.Errorf("%d requests were told of in %d events", len(expired), len(events))
		}
	})
}

func TestEventsGoToThoseWhoListenThen(t *testing.T) {
	t.Run("case 63: an endpoint made later is told nothing of before", func(t *testing.T) {
		o := newOffice(t, storetest.SQLite(t))
		o.account("acme", "ledger")
		o.client("acme", "one")
		asked := o.ask("acme", "ledger", submission("T-1", "one"))
		e, _, err := o.service.CreateEndpoint(ctx, portal.ByCommand, portal.Endpoint{Account: "acme", URL: "https://hooks.example/in"})
		o.must(err)
		o.decide(asked.URL, true)
		all, err := o.store.Deliveries(ctx, portal.DeliveryFilter{Account: "acme", Endpoint: e.ID, Limit: 10})
		o.must(err)
		if len(all) != 1 || all[0].Type != portal.EventLinked {
			t.Errorf("deliveries %+v, want that of the approval alone", all)
		}
	})
}

func TestCasesAreLandedOnceThroughACrash(t *testing.T) {
	t.Run("case 13: the process dies between two cases", func(t *testing.T) {
		o := newOffice(t, storetest.SQLite(t))
		o.account("acme", "ledger")
		o.client("acme", "one")
		asked := o.ask("acme", "ledger", submission("T-1", "one", "R-1", "R-2", "R-3"))
		o.decide(asked.URL, true)
		dying, die := context.WithCancel(ctx)
		crash := &interruptedLanding{Store: o.store, after: 1, die: die}
		_, err := portal.New(crash, vaultOf(t, 7), o.now, "https://pay.example.com").LandCases(dying)
		if err == nil || o.told(asked.Request.Key)[portal.EventCaseCreated] != 1 {
			t.Fatalf("the landing ended with %v, events %v", err, o.told(asked.Request.Key))
		}
		n, err := o.service.LandCases(ctx)
		o.must(err)
		if told := o.told(asked.Request.Key); n != 2 || told[portal.EventCaseCreated] != 3 {
			t.Errorf("%d landed after the restart, events %v", n, told)
		}
	})
}

// interruptedLanding is a store whose process dies after so many transactions.
type interruptedLanding struct {
	portal.Store
	after int
	die   func()
}

func (s *interruptedLanding) InTx(c context.Context, f func(portal.Tx) error) error {
	if s.after == 0 {
		s.die()
	}
	s.after--
	return s.Store.InTx(c, f)
}
