package storetest

import (
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

func tryBlock(s portal.Store, client, except string) (all []portal.LinkRequest, err error) {
	err = s.InTx(ctx, func(tx portal.Tx) (err error) {
		all, err = tx.Block(ctx, "demo", client, except, later)
		return err
	})
	return all, err
}

// wantBlocked wants exactly these requests to come back, and as they are kept.
func wantBlocked(t *testing.T, s portal.Store, all []portal.LinkRequest, err error, ids ...string) {
	t.Helper()
	want, have := map[string]bool{}, map[string]bool{}
	for _, id := range ids {
		want[id] = true
	}
	for _, r := range all {
		have[r.ID] = true
		got(t, r)(s.Request(ctx, r.Key))
	}
	got(t, want)(have, err)
	if len(all) != len(ids) {
		t.Errorf("%d rows for %q", len(all), ids)
	}
}

func block(t *testing.T, s portal.Store) {
	partners(t, s, "demo", "other")
	only, won, several, gone := asked("only", "c1"), asked("won", "c1"), asked("several", "c1", "c2"), asked("gone", "c1")
	unknown, foreign, besides := asked("unknown", "c3"), asked("only", "c1"), asked("besides", "c1", "c9")
	foreign.Account, gone.Status = "other", portal.Declined
	ask(t, s, only, won, several, gone, unknown, foreign, besides)
	// c9 is connected elsewhere and can answer nothing.
	wantErr(t, nil, tryConnect(s, portal.Connection{Account: "demo", ID: "1", Partner: "cars", Client: "c9"}))

	all, err := tryBlock(s, "c1", "won")
	wantBlocked(t, s, all, err, "only", "besides")
	only.Status, only.EndedAt, only.UpdatedAt = portal.Blocked, later, later
	got(t, only)(s.Request(ctx, only.Key))
	wantAttempts(t, s, only.Key, "blocked")
	for _, r := range []portal.LinkRequest{won, several, gone, unknown, foreign} {
		got(t, r)(s.Request(ctx, r.Key))
		wantAttempts(t, s, r.Key, "")
	}
	all, err = tryBlock(s, "c1", "won")
	wantBlocked(t, s, all, err)

	// Once c1 is connected, c2 alone could answer.
	wantErr(t, nil, tryConnect(s, portal.Connection{Account: "demo", ID: "2", Partner: "books", Client: "c1"}))
	all, err = tryBlock(s, "c2", "")
	wantBlocked(t, s, all, err, "several")
}

// blockRace: a merge that wins gives a request a client who can answer, so it
// must not be blocked after that.
func blockRace(t *testing.T, s portal.Store) {
	partners(t, s, "demo")
	for round := range 20 {
		r := asked(string(rune('a'+round)), "c1")
		ask(t, s, r)
		r.Clients = []string{"c1", "c2"}
		won := together(t, 2, func(i int) (bool, error) {
			if i == 0 {
				return verb(s, func(tx portal.Tx) (bool, error) { return tx.MergeRequest(ctx, r, 1) })
			}
			all, err := tryBlock(s, "c1", "")
			return len(all) == 1, err
		})
		kept, err := s.Request(ctx, r.Key)
		if err != nil || won[0] == won[1] || won[1] != (kept.Status == portal.Blocked) {
			t.Fatalf("merge won %v, block won %v, kept %+v, %v", won[0], won[1], kept, err)
		}
		if won[0] {
			got(t, true)(tryWithdraw(s, r.Key, 1))
		}
	}
}

// clientRace: two partners' requests for one client are approved at once. One
// connects, and blocks the other.
func clientRace(t *testing.T, s portal.Store) {
	partners(t, s, "demo")
	for round := range 10 {
		client := string(rune('a' + round))
		both := []portal.LinkRequest{asked(client+"1", client), asked(client+"2", client)}
		both[1].Partner = "cars"
		ask(t, s, both...)
		won := together(t, 2, func(i int) (bool, error) {
			err := s.InTx(ctx, func(tx portal.Tx) error {
				r := both[i]
				c := portal.Connection{Account: "demo", ID: r.ID, Partner: r.Partner, Client: client, Tenant: r.Tenant}
				if err := tx.AddConnection(ctx, c); err != nil {
					return err
				}
				if won, err := tx.Decide(ctx, decided(r, portal.Approved), 1, opens); err != nil || !won {
					return ignore(err, errGiveUp)
				}
				_, err := tx.Block(ctx, "demo", client, r.ID, later)
				return err
			})
			return err == nil, ignore(err, portal.ErrExists)
		})
		if count(won) != 1 {
			t.Fatalf("approvals of one client won: %v", won)
		}
		for i, r := range both {
			want := portal.Blocked
			if won[i] {
				want = portal.Approved
			}
			kept, err := s.Request(ctx, r.Key)
			got(t, want)(kept.Status, err)
		}
	}
}
