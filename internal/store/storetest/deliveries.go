package storetest

import (
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// delivery is queued, and due at noon.
func delivery(id, endpoint string, seq int64) portal.HookDelivery {
	return portal.HookDelivery{ID: id, Account: "demo", Endpoint: endpoint, Event: "e-" + id, EventSeq: seq,
		State: portal.DeliveryQueued, NextAt: noon, CreatedAt: noon.Add(time.Duration(seq) * time.Second)}
}

func deliver(t *testing.T, s portal.Store, all ...portal.HookDelivery) {
	t.Helper()
	in(t, s, func(tx portal.Tx) error {
		for _, d := range all {
			if err := tx.AddDelivery(ctx, d); err != nil {
				return err
			}
		}
		return nil
	})
}

func deliveryIDs(all []portal.HookDelivery, err error) ([]string, error) {
	ids := []string{}
	for _, d := range all {
		ids = append(ids, d.ID)
	}
	return ids, err
}

func deliveryRows(t *testing.T, s portal.Store) {
	seed(t, s, "demo", "other")
	full := portal.HookDelivery{ID: "full", Account: "demo", Endpoint: "a", Event: "e1", EventSeq: 7,
		Type: portal.EventLinked, State: portal.DeliveryExhausted, Attempts: 10, NextAt: later, LastStatus: 503,
		LastError: text, Replay: true, CreatedAt: noon, DoneAt: later}
	second, third := delivery("b", "a", 5), delivery("c", "b", 5)
	far := delivery("far", "z", 9)
	far.Account, second.Event = "other", "e2"
	deliver(t, s, full, second, third, far)
	got(t, full)(s.Delivery(ctx, "demo", "full"))
	got(t, second)(s.Delivery(ctx, "demo", "b"))
	_, err := s.Delivery(ctx, "other", "full")
	wantErr(t, portal.ErrNotFound, err)
	again := delivery("d", "a", 5)
	again.Event = "e1"
	wantErr(t, portal.ErrExists, s.InTx(ctx, func(tx portal.Tx) error { return tx.AddDelivery(ctx, again) }))

	for _, c := range []struct {
		filter portal.DeliveryFilter
		want   []string
	}{
		{portal.DeliveryFilter{}, []string{"far", "c", "b", "full"}},
		{portal.DeliveryFilter{Account: "demo"}, []string{"c", "b", "full"}},
		{portal.DeliveryFilter{Account: "demo", Endpoint: "a"}, []string{"b", "full"}},
		{portal.DeliveryFilter{Account: "demo", Event: "e1"}, []string{"full"}},
		{portal.DeliveryFilter{Account: "demo", Until: second.CreatedAt}, []string{"full"}},
		{portal.DeliveryFilter{Account: "demo", Until: second.CreatedAt.Add(time.Second)}, []string{"c", "b", "full"}},
		{portal.DeliveryFilter{Account: "other", Event: "e1"}, []string{}},
		{portal.DeliveryFilter{State: portal.DeliveryExhausted}, []string{"full"}},
		{portal.DeliveryFilter{Account: "demo", Since: second.CreatedAt}, []string{"c", "b"}},
		{portal.DeliveryFilter{Account: "demo", Since: second.CreatedAt.Add(1000)}, []string{}},
		{portal.DeliveryFilter{Limit: 2}, []string{"far", "c"}},
		{portal.DeliveryFilter{Before: portal.Cursor{At: third.CreatedAt, ID: "c"}, Limit: 1}, []string{"b"}},
		{portal.DeliveryFilter{Before: portal.Cursor{At: second.CreatedAt, ID: "b"}}, []string{"full"}},
	} {
		got(t, c.want)(deliveryIDs(s.Deliveries(ctx, c.filter)))
	}
}

func finishDelivery(t *testing.T, s portal.Store) {
	seed(t, s, "demo", "other")
	deliver(t, s, delivery("1", "a", 1))
	end := func(d portal.HookDelivery, try portal.HookTry) (bool, error) {
		return verb(s, func(tx portal.Tx) (bool, error) { return tx.FinishDelivery(ctx, d, try) })
	}
	claims, err := claimLane(s, "a", noon, 1)
	if err != nil || len(claims) != 1 {
		t.Fatal(claims, err)
	}
	d := claims[0]
	first := portal.HookTry{Delivery: "1", Number: 1, At: noon, Status: 503, Took: 1234567 * time.Nanosecond, Error: text}
	second := portal.HookTry{Delivery: "1", Number: 2, At: later, Status: 200}
	foreign := d
	foreign.Account = "other"
	got(t, false)(end(foreign, first))
	d.NextAt, d.LastStatus, d.LastError = later, 503, text // to be tried again
	got(t, true)(end(d, first))
	got(t, d)(s.Delivery(ctx, "demo", "1"))
	d.State, d.DoneAt, d.LastStatus, d.LastError = portal.DeliveryDone, later, 200, ""
	got(t, true)(end(d, second))
	slower := d
	slower.State = portal.DeliveryQueued
	got(t, false)(end(slower, first))
	got(t, d)(s.Delivery(ctx, "demo", "1"))
	got(t, []portal.HookTry{first, second})(s.Tries(ctx, "1"))
	got(t, []portal.HookTry(nil))(s.Tries(ctx, "2"))

	// Tries of a replay come after those of before, though they count anew.
	in(t, s, func(tx portal.Tx) error {
		got(t, int64(1))(tx.RequeueDeliveries(ctx, portal.DeliveryFilter{Account: "demo"}, later))
		replayed := d
		replayed.Attempts = 0
		got(t, false)(tx.FinishDelivery(ctx, d, first)) // of a try before the replay
		got(t, true)(tx.FinishDelivery(ctx, replayed, first))
		return nil
	})
	got(t, []portal.HookTry{first, second, first})(s.Tries(ctx, "1"))
}

func countDeliveries(t *testing.T, s portal.Store) {
	seed(t, s, "demo", "other")
	first, second, third, far := delivery("a", "one", 1), delivery("b", "one", 2), delivery("c", "two", 3), delivery("d", "one", 4)
	second.State, third.State, far.Account = portal.DeliveryDone, portal.DeliveryHeld, "other"
	deliver(t, s, first, second, third, far)
	type counts = map[portal.DeliveryState]int64
	got(t, counts{portal.DeliveryQueued: 2, portal.DeliveryDone: 1, portal.DeliveryHeld: 1})(s.CountDeliveries(ctx, portal.DeliveryFilter{}))
	own := portal.DeliveryFilter{Account: "demo", Endpoint: "one", Limit: 1}
	got(t, counts{portal.DeliveryQueued: 1, portal.DeliveryDone: 1})(s.CountDeliveries(ctx, own))
	own.Since = second.CreatedAt
	got(t, counts{portal.DeliveryDone: 1})(s.CountDeliveries(ctx, own))
	own.Endpoint = "none"
	got(t, counts{})(s.CountDeliveries(ctx, own))
}

func requeueDeliveries(t *testing.T, s portal.Store) {
	seed(t, s, "demo", "other")
	states := []portal.DeliveryState{portal.DeliveryQueued, portal.DeliveryDone, portal.DeliveryExhausted, portal.DeliveryHeld}
	for _, account := range []string{"demo", "other"} {
		for i, state := range states {
			d := delivery(account+" "+string(state), account, int64(i))
			d.Account, d.State, d.Attempts, d.LastStatus, d.DoneAt = account, state, 5, 503, noon
			deliver(t, s, d)
		}
	}
	requeue := func(f portal.DeliveryFilter) (n int64, err error) {
		err = s.InTx(ctx, func(tx portal.Tx) (err error) {
			n, err = tx.RequeueDeliveries(ctx, f, later)
			return err
		})
		return n, err
	}
	want, err := s.Delivery(ctx, "demo", "demo failed")
	if err != nil {
		t.Fatal(err)
	}
	got(t, int64(1))(requeue(portal.DeliveryFilter{Account: "demo", State: portal.DeliveryExhausted}))
	want.State, want.NextAt, want.Replay, want.Attempts, want.DoneAt = portal.DeliveryQueued, later, true, 0, none
	got(t, want)(s.Delivery(ctx, "demo", "demo failed"))
	got(t, int64(0))(requeue(portal.DeliveryFilter{Account: "demo", State: portal.DeliveryExhausted}))
	for _, left := range [][]string{{"demo delivered"}, {}} { // a limit leaves out what is queued already
		got(t, int64(1))(requeue(portal.DeliveryFilter{Account: "demo", Limit: 1}))
		got(t, left)(deliveryIDs(s.Deliveries(ctx, portal.DeliveryFilter{Account: "demo",
			State: portal.DeliveryDone})))
	}
	queued, err := s.Delivery(ctx, "demo", "demo queued")
	if err != nil || queued.Replay || queued.Attempts != 5 {
		t.Errorf("the queued one became %+v, %v", queued, err)
	}

	var n int64
	in(t, s, func(tx portal.Tx) (err error) {
		n, err = tx.HoldDeliveries(ctx, "other", "demo", later)
		return err
	})
	got(t, int64(0))(n, nil)
	in(t, s, func(tx portal.Tx) (err error) {
		n, err = tx.HoldDeliveries(ctx, "demo", "demo", later)
		return err
	})
	got(t, int64(4))(n, nil)
	queued.State, queued.DoneAt = portal.DeliveryHeld, later
	got(t, queued)(s.Delivery(ctx, "demo", "demo queued"))
	got(t, []string{})(deliveryIDs(claimLane(s, "demo", later, 9)))
	got(t, []string{"other queued"})(deliveryIDs(claimLane(s, "other", later, 9)))
	got(t, []string{"other held", "other failed", "other delivered", "other queued"})(
		deliveryIDs(s.Deliveries(ctx, portal.DeliveryFilter{Account: "other"})))
}
