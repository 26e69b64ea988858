package storetest

import (
	"fmt"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// proposed is open for a day from noon on.
func proposed(account, id string) portal.Proposal {
	return portal.Proposal{
		Key: key(account, id), Kind: portal.ChangesSeed, Effects: []string{text}, Sealed: []byte{0, 255}, ProposedBy: "admin:1",
		ProposedAt: noon, ExpiresAt: noon.Add(24 * time.Hour), State: portal.ProposalOpen,
	}
}

func addProposals(t *testing.T, s portal.Store, all ...portal.Proposal) {
	t.Helper()
	in(t, s, func(tx portal.Tx) error {
		for _, p := range all {
			if err := tx.AddProposal(ctx, p); err != nil {
				return err
			}
		}
		return nil
	})
}

// ended is what a proposal becomes: its change is forgotten.
func ended(p portal.Proposal, to portal.ProposalState, by portal.Actor, at time.Time) portal.Proposal {
	p.State, p.DecidedBy, p.DecidedAt, p.Sealed = to, by, at, nil
	return p
}

func tryEnd(s portal.Store, p portal.Proposal) (bool, error) {
	return verb(s, func(tx portal.Tx) (bool, error) { return tx.EndProposal(ctx, p) })
}

func expireProposals(s portal.Store, now time.Time) (all []portal.Proposal, err error) {
	err = s.InTx(ctx, func(tx portal.Tx) (err error) {
		all, err = tx.ExpireProposals(ctx, now)
		return err
	})
	return all, err
}

func proposals(t *testing.T, s portal.Store) {
	first, second, foreign, whole := proposed("demo", "1"), proposed("demo", "2"), proposed("other", "1"), proposed("", "1")
	second.ProposedAt = later
	addProposals(t, s, first, second, foreign, whole)
	wantErr(t, portal.ErrExists, s.InTx(ctx, func(tx portal.Tx) error { return tx.AddProposal(ctx, first) }))
	got(t, first)(s.Proposal(ctx, first.Key))
	got(t, whole)(s.Proposal(ctx, whole.Key))
	_, err := s.Proposal(ctx, key("other", "2"))
	wantErr(t, portal.ErrNotFound, err)

	demo := portal.OnlyAccounts("demo")
	got(t, []portal.Proposal{second, first})(s.Proposals(ctx, portal.ProposalFilter{Accounts: demo}))
	got(t, []portal.Proposal{first})(s.Proposals(ctx, portal.ProposalFilter{Accounts: demo, Before: portal.Cursor{At: later, ID: "2"}, Limit: 9}))
	got(t, []portal.Proposal(nil))(s.Proposals(ctx, portal.ProposalFilter{Accounts: portal.OnlyAccounts()}))
	except := portal.Roles{"": portal.Owner, "demo": portal.Support}.Where(portal.MayManage)
	got(t, []portal.Proposal{foreign, whole})(s.Proposals(ctx, portal.ProposalFilter{Accounts: except}))
	all, err := s.Proposals(ctx, portal.ProposalFilter{Limit: 3})
	if err != nil || len(all) != 3 {
		t.Errorf("%d of all, %v", len(all), err)
	}
	got(t, []portal.Proposal(nil))(s.Proposals(ctx, portal.ProposalFilter{OpenAt: first.ExpiresAt}))
}

func endProposals(t *testing.T, s portal.Store) {
	p := proposed("demo", "1")
	addProposals(t, s, p)
	for what, lost := range map[string]portal.Proposal{
		"approval by who proposed": ended(p, portal.ProposalDone, p.ProposedBy, later),
		"refusal by who proposed":  ended(p, portal.ProposalRefused, p.ProposedBy, later),
		"withdrawal by another":    ended(p, portal.ProposalWithdrawn, "admin:2", later),
		"approval at the end":      ended(p, portal.ProposalDone, "admin:2", p.ExpiresAt),
		"another account":          ended(proposed("other", "1"), portal.ProposalDone, "admin:2", later),
	} {
		if won, err := tryEnd(s, lost); won || err != nil {
			t.Errorf("%s: %v, %v", what, won, err)
		}
	}
	got(t, p)(s.Proposal(ctx, p.Key))
	done := ended(p, portal.ProposalDone, "admin:2", p.ExpiresAt.Add(-1e3))
	got(t, true)(tryEnd(s, done))
	got(t, done)(s.Proposal(ctx, p.Key))
	for _, again := range []portal.Proposal{done, ended(p, portal.ProposalRefused, "admin:3", later), ended(p, portal.ProposalWithdrawn, p.ProposedBy, later)} {
		got(t, false)(tryEnd(s, again))
	}
	got(t, done)(s.Proposal(ctx, p.Key))

	due := proposed("demo", "2")
	addProposals(t, s, due)
	got(t, []portal.Proposal(nil))(expireProposals(s, due.ExpiresAt.Add(-1e3)))
	expired := ended(due, portal.ProposalExpired, "", due.ExpiresAt)
	got(t, []portal.Proposal{expired})(expireProposals(s, due.ExpiresAt))
	got(t, []portal.Proposal(nil))(expireProposals(s, due.ExpiresAt))
	got(t, expired)(s.Proposal(ctx, due.Key))
}

// endProposalRace: at the end of its life a proposal is approved by many,
// refused, withdrawn and swept at once.
func endProposalRace(t *testing.T, s portal.Store) {
	for round := range 10 {
		p := proposed("demo", fmt.Sprint(round))
		addProposals(t, s, p)
		last := p.ExpiresAt.Add(-1e3)
		won := together(t, 20, func(i int) (bool, error) {
			switch i % 4 {
			case 0:
				return tryEnd(s, ended(p, portal.ProposalWithdrawn, p.ProposedBy, last))
			case 1:
				all, err := expireProposals(s, p.ExpiresAt)
				return len(all) == 1, err
			case 2:
				return tryEnd(s, ended(p, portal.ProposalRefused, "admin:2", last))
			}
			return tryEnd(s, ended(p, portal.ProposalDone, portal.Actor(fmt.Sprint("admin:", 2+i)), last))
		})
		if n := count(won); n != 1 {
			t.Fatalf("%d ended the proposal", n)
		}
	}
}
