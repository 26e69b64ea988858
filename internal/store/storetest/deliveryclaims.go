package storetest

import (
	"fmt"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

func claimLane(s portal.Store, endpoint string, now time.Time, limit int) (all []portal.HookDelivery, err error) {
	err = s.InTx(ctx, func(tx portal.Tx) (err error) {
		all, err = tx.ClaimDeliveries(ctx, endpoint, now, time.Minute, limit)
		return err
	})
	return all, err
}

func claimDeliveries(t *testing.T, s portal.Store) {
	seed(t, s, "demo")
	late, old, young := delivery("late", "a", 1), delivery("old", "a", 2), delivery("young", "a", 3)
	other, done := delivery("other", "b", 1), delivery("done", "a", 0)
	late.NextAt, done.State = noon.Add(time.Second), portal.DeliveryDone
	old.NextAt = noon.Add(-1 * time.Second)
	young.NextAt = noon.Add(-time.Hour) // waits longest, but is of the younger event
	deliver(t, s, young, late, other, done, old)

	old.NextAt, old.Attempts = noon.Add(time.Minute), 1
	got(t, []portal.HookDelivery{old})(claimLane(s, "a", noon, 1))
	got(t, old)(s.Delivery(ctx, "demo", "old"))
	got(t, []string{"young"})(deliveryIDs(claimLane(s, "a", noon, 9)))
	got(t, []string{"late"})(deliveryIDs(claimLane(s, "a", late.NextAt, 9)))
	got(t, []string{})(deliveryIDs(claimLane(s, "a", noon.Add(time.Minute-time.Microsecond), 9)))
	again, err := claimLane(s, "a", later, 9) // the leases have passed
	got(t, []string{"late", "old", "young"})(deliveryIDs(again, err))
	if again[0].Attempts != 2 {
		t.Errorf("the second claim counts %d tries", again[0].Attempts)
	}
	got(t, []string{"other"})(deliveryIDs(claimLane(s, "b", noon, 9)))
}

func dueEndpoints(t *testing.T, s portal.Store) {
	seed(t, s, "demo")
	in(t, s, func(tx portal.Tx) error {
		for i, e := range []portal.Endpoint{{ID: "a"}, {ID: "b"}, {ID: "off", DisabledAt: noon}, {ID: "idle"}, {ID: "done"}} {
			e.Account, e.CreatedAt = "demo", noon.Add(-time.Duration(i)*time.Second)
			if err := tx.PutEndpoint(ctx, e); err != nil {
				return err
			}
		}
		return nil
	})
	done, late := delivery("4", "done", 1), delivery("5", "b", 2)
	done.State, late.NextAt = portal.DeliveryDone, later
	deliver(t, s, delivery("1", "a", 1), delivery("2", "a", 2), delivery("3", "off", 1), done, late,
		delivery("6", "gone", 1))
	want := func(now time.Time, ids ...string) {
		t.Helper()
		all, err := s.DueEndpoints(ctx, now)
		have := []string{}
		for _, e := range all {
			have = append(have, e.ID)
		}
		got(t, append([]string{}, ids...))(have, err)
	}
	want(noon.Add(-time.Microsecond))
	want(noon, "a")
	want(later, "b", "a")
}

func deliveryRace(t *testing.T, s portal.Store) {
	seed(t, s, "demo")
	const workers, total = 8, 200
	var all []portal.HookDelivery
	for i := range total {
		all = append(all, delivery(fmt.Sprint(i), "a", int64(i)))
	}
	deliver(t, s, all...)
	claims := together(t, workers, func(int) (mine []portal.HookDelivery, err error) {
		for {
			some, err := claimLane(s, "a", noon, 7)
			if err != nil || len(some) == 0 {
				return mine, err
			}
			mine = append(mine, some...)
		}
	})
	times := map[string]int{}
	for _, mine := range claims {
		for _, d := range mine {
			times[d.ID]++
		}
	}
	for i := range total {
		if n := times[fmt.Sprint(i)]; n != 1 {
			t.Errorf("delivery %d was claimed %d times", i, n)
		}
	}
}
