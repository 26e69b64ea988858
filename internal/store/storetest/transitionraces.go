package storetest

import (
	"fmt"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// decideRace: 50 decisions on one link, alike and opposed.
func decideRace(t *testing.T, s portal.Store) {
	partners(t, s, "demo")
	for round := range 3 {
		r := asked(fmt.Sprint(round))
		ask(t, s, r)
		tries := make([]portal.LinkRequest, 50)
		won := together(t, len(tries), func(i int) (bool, error) {
			tries[i] = decided(r, portal.Approved)
			if round > 0 && i%2 == 1 {
				tries[i] = decided(r, portal.Declined)
			}
			tries[i].FormValue = fmt.Sprint(i)
			return tryDecide(s, tries[i], 1, opens)
		})
		if n := count(won); n != 1 {
			t.Fatalf("%d decisions won", n)
		}
		for i := range won {
			if won[i] {
				got(t, tries[i])(s.Request(ctx, r.Key))
				wantAttempts(t, s, r.Key, string(tries[i].Status))
			}
		}
	}
}

// decideExpireRace: at the end of the window a decision with the last second's
// clock and the sweep's meet; who asks at the end itself never decides.
func decideExpireRace(t *testing.T, s portal.Store) {
	partners(t, s, "demo")
	for round := range 15 {
		r := asked(fmt.Sprint(round))
		ask(t, s, r)
		won := together(t, 3, func(i int) (bool, error) {
			switch i {
			case 0:
				return tryDecide(s, decided(r, portal.Approved), 1, ends-1)
			case 1:
				return tryExpire(s, r.Key, 1, ends)
			}
			return tryDecide(s, decided(r, portal.Declined), 1, ends)
		})
		kept, err := s.Request(ctx, r.Key)
		want := portal.RequestExpired
		if won[0] {
			want = portal.Approved
		}
		if won[2] || won[0] == won[1] || err != nil || kept.Status != want {
			t.Fatalf("won: %v, kept %q, %v", won, kept.Status, err)
		}
		wantAttempts(t, s, r.Key, string(want))
	}
}

func decideRenewRace(t *testing.T, s portal.Store) {
	partners(t, s, "demo")
	for round := range 15 {
		r := asked(fmt.Sprint(round))
		ask(t, s, r)
		won := together(t, 3, func(i int) (bool, error) {
			if i == 0 {
				return tryDecide(s, decided(r, portal.Approved), 1, opens)
			}
			return tryRenew(s, r, portal.Pending, renewal(r, opens))
		})
		if count(won) != 1 {
			t.Fatalf("won: %v", won)
		}
		kept, err := s.Request(ctx, r.Key)
		if won[0] {
			got(t, decided(r, portal.Approved))(kept, err)
			wantAttempts(t, s, r.Key, "approved")
			continue
		}
		wantAttempts(t, s, r.Key, "superseded", "")
		got(t, false)(tryDecide(s, decided(r, portal.Approved), 1, opens)) // the old link
		got(t, true)(tryDecide(s, decided(r, portal.Approved), 2, opens))
	}
}

// sweepRace: two sweeps have read 200 requests that were over, while half of
// them are renewed. None that is live may be expired.
func sweepRace(t *testing.T, s portal.Store) {
	partners(t, s, "demo")
	var all []portal.LinkRequest
	for i := range 200 {
		all = append(all, asked(fmt.Sprint(i)))
	}
	ask(t, s, all...)
	due, err := s.Lapsed(ctx, ends, 1000)
	if err != nil || len(due) != len(all) {
		t.Fatal(len(due), err)
	}
	won := together(t, 3, func(actor int) (map[string]bool, error) {
		mine := map[string]bool{}
		for i, r := range due {
			var won bool
			var err error
			switch {
			case actor < 2:
				won, err = tryExpire(s, r.Key, r.Attempt, ends)
			case i%2 == 0:
				won, err = tryRenew(s, r, portal.Pending, renewal(r, ends))
			}
			if err != nil {
				return nil, err
			}
			mine[r.ID] = won
		}
		return mine, nil
	})
	for _, r := range all {
		kept, err := s.Request(ctx, r.Key)
		if err != nil {
			t.Fatal(err)
		}
		if kept.Status == portal.RequestExpired && kept.End > ends {
			t.Errorf("%s was expired while live", r.ID)
		}
		if n := count([]bool{won[0][r.ID], won[1][r.ID], won[2][r.ID]}); n != 1 {
			t.Errorf("%s had %d winners", r.ID, n)
		}
		if renewed := won[2][r.ID]; renewed != (kept.Status == portal.Pending) {
			t.Errorf("%s was renewed: %v, and is %s", r.ID, renewed, kept.Status)
		}
	}
}

func withdrawRace(t *testing.T, s portal.Store) {
	partners(t, s, "demo")
	for round := range 15 {
		r := asked(fmt.Sprint(round))
		ask(t, s, r)
		won := together(t, 2, func(i int) (bool, error) {
			if i == 0 {
				return tryDecide(s, decided(r, portal.Approved), 1, opens)
			}
			return tryWithdraw(s, r.Key, 1)
		})
		kept, err := s.Request(ctx, r.Key)
		if err != nil || count(won) != 1 || won[0] != (kept.Status == portal.Approved) {
			t.Fatalf("won: %v, kept %q, %v", won, kept.Status, err)
		}
	}
}

// claimLapsedRace: of many sweeps each reports other requests, and all of them.
func claimLapsedRace(t *testing.T, s portal.Store) {
	partners(t, s, "demo")
	var all []portal.LinkRequest
	for i := range 120 {
		all = append(all, asked(fmt.Sprint(i)))
	}
	ask(t, s, all...)
	claims := together(t, 6, func(int) (mine []string, err error) {
		for {
			var some []string
			err := s.InTx(ctx, func(tx portal.Tx) error {
				some = nil
				claimed, err := tx.ClaimLapsed(ctx, ends, 7)
				for _, r := range claimed {
					won, failed := tx.Expire(ctx, r.Key, r.Attempt, ends, noon)
					if failed != nil || !won {
						return fmt.Errorf("a claimed request was not expired: %t, %w", won, failed)
					}
					some = append(some, r.ID)
				}
				return err
			})
			if err != nil || len(some) == 0 {
				return mine, err
			}
			mine = append(mine, some...)
		}
	})
	onceEach(t, claims, len(all))
	left, err := s.Lapsed(ctx, ends, 9)
	if err != nil || len(left) > 0 {
		t.Errorf("%d are left, %v", len(left), err)
	}
}
