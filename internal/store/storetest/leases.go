package storetest

import (
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// lostLeases: two workers claim the same thing one after the other, as the first
// one's lease has passed. What the first then writes is not written, and what the
// second writes is, whoever is first.
func lostLeases(t *testing.T, s portal.Store) {
	seed(t, s, "demo")
	queue(t, s, queued("m", noon))
	deliver(t, s, delivery("d", "a", 1))
	wantErr(t, nil, receive(s, notice("n", 0)))
	addFetches(t, s, portal.Fetch{Account: "demo", Document: "f", Role: portal.PartPDF, State: "queued", NextAt: noon})

	for name, claim := range map[string]func(now time.Time) func() (bool, error){
		"a mail":          func(now time.Time) func() (bool, error) { return mailLease(t, s, now) },
		"a delivery":      func(now time.Time) func() (bool, error) { return deliveryLease(t, s, now) },
		"a notification":  func(now time.Time) func() (bool, error) { return inboundLease(t, s, now) },
		"a file to fetch": func(now time.Time) func() (bool, error) { return fetchLease(t, s, now) },
	} {
		t.Run(name, func(t *testing.T) {
			first := claim(noon)
			second := claim(noon.Add(2 * time.Minute))
			got(t, false)(first())
			got(t, true)(second())
			got(t, false)(first())
		})
	}
}

// only returns the one thing that was claimed.
func only[T any](t *testing.T, all []T, err error) T {
	t.Helper()
	if err != nil || len(all) != 1 {
		t.Fatalf("claimed %+v, %v; want one", all, err)
	}
	return all[0]
}

func mailLease(t *testing.T, s portal.Store, now time.Time) func() (bool, error) {
	all, err := claimOnce(s, now, 9)
	m := only(t, all, err)
	m.State, m.SentAt = portal.Sent, now
	return func() (bool, error) {
		return verb(s, func(tx portal.Tx) (bool, error) { return tx.FinishMessage(ctx, m) })
	}
}

func deliveryLease(t *testing.T, s portal.Store, now time.Time) func() (bool, error) {
	all, err := claimLane(s, "a", now, 9)
	d := only(t, all, err)
	d.State, d.DoneAt = portal.DeliveryDone, now
	try := portal.HookTry{Delivery: d.ID, Number: d.Attempts, At: now, Status: 200}
	return func() (bool, error) {
		return verb(s, func(tx portal.Tx) (bool, error) { return tx.FinishDelivery(ctx, d, try) })
	}
}

func inboundLease(t *testing.T, s portal.Store, now time.Time) func() (bool, error) {
	all, err := claimInbounds(s, now, 9)
	n := only(t, all, err)
	n.State, n.DoneAt = portal.InboundApplied, now
	return func() (bool, error) {
		return verb(s, func(tx portal.Tx) (bool, error) { return tx.FinishInbound(ctx, n) })
	}
}

func fetchLease(t *testing.T, s portal.Store, now time.Time) func() (bool, error) {
	all, err := claimFetches(s, now, 9)
	f := only(t, all, err)
	f.State = portal.FetchDone
	return func() (bool, error) {
		return verb(s, func(tx portal.Tx) (bool, error) { return tx.FinishFetch(ctx, f) })
	}
}
