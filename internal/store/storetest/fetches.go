package storetest

import (
	"fmt"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

func claimFetches(s portal.Store, now time.Time, limit int) (all []portal.Fetch, err error) {
	err = s.InTx(ctx, func(tx portal.Tx) (err error) {
		all, err = tx.ClaimFetches(ctx, now, time.Minute, limit)
		return err
	})
	return all, err
}

func addFetches(t *testing.T, s portal.Store, all ...portal.Fetch) {
	t.Helper()
	in(t, s, func(tx portal.Tx) error {
		for _, f := range all {
			if err := tx.AddFetch(ctx, f); err != nil {
				return err
			}
		}
		return nil
	})
}

func fetches(t *testing.T, s portal.Store) {
	seed(t, s, "demo", "other")
	full := portal.Fetch{Account: "demo", Document: "d2", Role: portal.PartPDF, Sealed: []byte{0, 255}, State: "queued",
		Attempts: 2, NextAt: noon, Until: later, Reason: text}
	xml, foreign, done, waits := full, full, full, full
	xml.Role, foreign.Account, done.Document, waits.Document = portal.PartUBL, "other", "d1", "d3"
	done.State, waits.NextAt, foreign.NextAt = "done", later, noon.Add(-time.Second)
	again := full
	again.Sealed, again.State = []byte("another"), "done"
	addFetches(t, s, xml, full, foreign, done, waits, again)
	got(t, full)(s.DocumentFetch(ctx, key("demo", "d2"), portal.PartPDF))
	got(t, foreign)(s.DocumentFetch(ctx, key("other", "d2"), portal.PartPDF))
	_, err := s.DocumentFetch(ctx, key("demo", "d3"), portal.PartUBL)
	wantErr(t, portal.ErrNotFound, err)

	held := func(all ...*portal.Fetch) (held []portal.Fetch) {
		for _, f := range all {
			f.NextAt, f.Attempts = noon.Add(time.Minute), f.Attempts+1
			held = append(held, *f)
		}
		return held
	}
	got(t, held(&foreign))(claimFetches(s, noon, 1)) // waits longest
	got(t, held(&full, &xml))(claimFetches(s, noon, 9))
	got(t, []portal.Fetch(nil))(claimFetches(s, noon.Add(time.Minute-time.Microsecond), 9))

	finish := func(f portal.Fetch, want bool) {
		t.Helper()
		got(t, want)(verb(s, func(tx portal.Tx) (bool, error) { return tx.FinishFetch(ctx, f) }))
	}
	full.State, full.Reason = "done", ""
	finish(full, true)
	full.State = "queued"
	finish(full, false) // it is done already
	xml.NextAt, xml.Reason = later.Add(time.Hour), "503"
	finish(xml, true)
	foreign.State = "missing"
	finish(foreign, true)
	waits.Attempts, waits.NextAt = 3, later.Add(time.Minute)
	got(t, []portal.Fetch{waits})(claimFetches(s, later, 9))
	xml.Attempts, xml.NextAt = 4, later.Add(2*time.Hour+time.Minute)
	waits.Attempts, waits.NextAt = 4, xml.NextAt
	got(t, []portal.Fetch{xml, waits})(claimFetches(s, later.Add(2*time.Hour), 9))
}

func fetchRace(t *testing.T, s portal.Store) {
	seed(t, s, "demo")
	const total = 60
	for i := range total {
		addFetches(t, s, portal.Fetch{Account: "demo", Document: fmt.Sprint(i), Role: portal.PartPDF, State: "queued", NextAt: noon})
	}
	for round := range 5 { // by each of which the leases have passed
		now := noon.Add(time.Duration(round) * time.Hour)
		claims := together(t, 8, func(int) (mine []string, err error) {
			for {
				some, err := claimFetches(s, now, 3)
				if err != nil || len(some) == 0 {
					return mine, err
				}
				for _, f := range some {
					mine = append(mine, f.Document)
				}
			}
		})
		onceEach(t, claims, total)
	}
}
