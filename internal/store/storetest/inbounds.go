package storetest

import (
	"fmt"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// notice is a queued message that came n seconds after noon, when it is due.
func notice(id string, n int) portal.Inbound {
	came := noon.Add(time.Duration(n) * time.Second)
	return portal.Inbound{Account: "demo", ID: id, Sealed: []byte(id), Hash: "hash-" + id, State: portal.InboundQueued,
		NextAt: came, ReceivedAt: came}
}

func receive(s portal.Store, all ...portal.Inbound) error {
	return s.InTx(ctx, func(tx portal.Tx) error {
		for _, one := range all {
			if err := tx.AddInbound(ctx, one); err != nil {
				return err
			}
		}
		return nil
	})
}

func claimInbounds(s portal.Store, now time.Time, limit int) (all []portal.Inbound, err error) {
	err = s.InTx(ctx, func(tx portal.Tx) (err error) {
		all, err = tx.ClaimInbounds(ctx, now, time.Minute, limit)
		return err
	})
	return all, err
}

func inboundIDs(all []portal.Inbound, err error) ([]string, error) {
	ids := []string{}
	for _, one := range all {
		ids = append(ids, one.ID)
	}
	return ids, err
}

func inbounds(t *testing.T, s portal.Store) {
	seed(t, s, "demo", "other")
	full := portal.Inbound{Account: "demo", ID: "in_1", Type: "application/xml", Sealed: []byte{0, 255}, Hash: "aa",
		State: portal.InboundRejected, Kind: "PaidOrderNotification", Reason: text, Attempts: 3, NextAt: later,
		ReceivedAt: noon, DoneAt: later}
	bare := portal.Inbound{Account: "demo", ID: "in_2", State: portal.InboundQueued, ReceivedAt: later}
	foreign := full
	foreign.Account = "other"
	wantErr(t, nil, receive(s, full, bare, foreign))
	duplicate := full
	duplicate.ID = "in_3"
	wantErr(t, portal.ErrExists, receive(s, duplicate))
	got(t, full)(s.Inbound(ctx, key("demo", "in_1")))
	got(t, bare)(s.Inbound(ctx, key("demo", "in_2")))
	got(t, foreign)(s.Inbound(ctx, key("other", "in_1")))
	got(t, foreign)(s.InboundByHash(ctx, "other", "aa"))
	_, err := s.InboundByHash(ctx, "demo", "bb")
	wantErr(t, portal.ErrNotFound, err)
	for _, missing := range []portal.Key{key("demo", "in_3"), key("other", "in_2")} {
		_, err := s.Inbound(ctx, missing)
		wantErr(t, portal.ErrNotFound, err)
	}
	got(t, []portal.Inbound{bare, full})(s.Inbounds(ctx, "demo", "", 9))
	got(t, []portal.Inbound{bare})(s.Inbounds(ctx, "demo", "", 1))
	got(t, []portal.Inbound{full})(s.Inbounds(ctx, "demo", portal.InboundRejected, 9))
	got(t, []string{})(inboundIDs(s.Inbounds(ctx, "other", portal.InboundQueued, 9)))
}

func claimNotices(t *testing.T, s portal.Store) {
	seed(t, s, "demo", "other")
	old, young, waits, done := notice("z", 0), notice("a", 1), notice("w", -9), notice("d", -9)
	waits.NextAt, done.State = later, portal.InboundApplied
	young.Account, young.NextAt = "other", noon.Add(-time.Hour) // due longest, but came after
	wantErr(t, nil, receive(s, young, waits, done, old))
	got(t, []string{})(inboundIDs(claimInbounds(s, noon.Add(-2*time.Hour), 9)))

	old.NextAt, old.Attempts = noon.Add(time.Minute), 1
	got(t, []portal.Inbound{old})(claimInbounds(s, noon, 1))
	got(t, old)(s.Inbound(ctx, key("demo", "z")))
	got(t, []string{"a"})(inboundIDs(claimInbounds(s, noon, 9)))
	got(t, []string{})(inboundIDs(claimInbounds(s, noon.Add(time.Minute-time.Microsecond), 9)))
	again, err := claimInbounds(s, later, 9) // the leases have passed
	got(t, []string{"w", "z", "a"})(inboundIDs(again, err))
	if again[1].Attempts != 2 {
		t.Errorf("the second claim counts %d tries", again[1].Attempts)
	}
}

func finishInbound(t *testing.T, s portal.Store) {
	seed(t, s, "demo", "other")
	one := notice("1", 0)
	wantErr(t, nil, receive(s, one))
	end := func(in portal.Inbound) (bool, error) {
		return verb(s, func(tx portal.Tx) (bool, error) { return tx.FinishInbound(ctx, in) })
	}
	one.NextAt, one.Reason = later, text // to be tried again
	got(t, true)(end(one))
	got(t, one)(s.Inbound(ctx, key("demo", "1")))
	one.State, one.Kind, one.Reason, one.DoneAt = portal.InboundApplied, "Refund", "", later
	foreign, sent := one, one
	foreign.Account, sent.Sealed, sent.Hash = "other", []byte("x"), "x"
	got(t, false)(end(foreign))
	got(t, true)(end(sent))
	got(t, one)(s.Inbound(ctx, key("demo", "1")))
	sent.State = portal.InboundQueued
	got(t, false)(end(sent))
}

func requeueInbound(t *testing.T, s portal.Store) {
	seed(t, s, "demo", "other")
	one, same := notice("1", 0), notice("1", 0)
	one.State, one.Reason, one.DoneAt, same.Account = portal.InboundRejected, text, later, "other"
	same.State = portal.InboundApplied
	wantErr(t, nil, receive(s, one, same))
	again := func(id string) (bool, error) {
		return verb(s, func(tx portal.Tx) (bool, error) { return tx.RequeueInbound(ctx, key("demo", id), later) })
	}
	got(t, true)(again("1"))
	got(t, false)(again("1")) // it is queued already
	got(t, false)(again("2"))
	one.State, one.Reason, one.DoneAt, one.NextAt = portal.InboundQueued, "", time.Time{}, later
	got(t, one)(s.Inbound(ctx, key("demo", "1")))
	got(t, same)(s.Inbound(ctx, key("other", "1")))
}

func inboundRace(t *testing.T, s portal.Store) {
	seed(t, s, "demo")
	const total = 60
	added := together(t, total, func(i int) (bool, error) { // each hash twice
		one := notice(fmt.Sprint(i), i)
		one.Hash = fmt.Sprint(i / 2)
		err := receive(s, one)
		return err == nil, ignore(err, portal.ErrExists)
	})
	if n := count(added); n != total/2 {
		t.Errorf("%d of %d hashes were added", n, total/2)
	}
	claims := together(t, 8, func(int) (mine []string, err error) {
		for {
			some, err := inboundIDs(claimInbounds(s, later, 3))
			if err != nil || len(some) == 0 {
				return mine, err
			}
			mine = append(mine, some...)
		}
	})
	onceEach(t, claims, total/2)
}

// onceEach wants n things to have gone to one claimant each.
func onceEach(t *testing.T, claims [][]string, n int) {
	t.Helper()
	times := map[string]int{}
	for _, mine := range claims {
		for _, id := range mine {
			times[id]++
		}
	}
	if len(times) != n {
		t.Errorf("%d of %d were claimed", len(times), n)
	}
	for id, claimed := range times {
		if claimed != 1 {
			t.Errorf("%s was claimed %d times", id, claimed)
		}
	}
}
