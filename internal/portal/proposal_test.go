package portal_test

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

var oldSeed, newSeed = []byte("the-seed-that-was-before"), []byte("the-seed-that-comes-next")

// owners makes people who own an account, and returns their ids.
func (o *office) owners(n int) (ids []string) {
	o.t.Helper()
	for i := range n {
		a, err := o.service.AddAdmin(ctx, portal.ByCommand, portal.Admin{
			Email: fmt.Sprintf("owner%d@acme.example", i), Roles: portal.Roles{"acme": portal.Owner}, PasswordHash: "set",
		})
		o.must(err)
		ids = append(ids, a.ID)
	}
	return ids
}

func (o *office) seed() []byte {
	o.t.Helper()
	seed, err := o.service.SecretOf(ctx, "acme", portal.SeedCurrent)
	o.must(err)
	return []byte(seed)
}

func (o *office) proposeSeed(by string) portal.Proposal {
	o.t.Helper()
	u, err := o.service.Undertake(ctx, portal.ByAdmin(by), "acme", portal.SeedChange{Seed: newSeed, PreviousUntil: noon + day})
	o.must(err)
	if !u.Waits() {
		o.t.Fatal("the seed was changed by one person")
	}
	return u.Proposal
}

func (o *office) trailActs() (acts []string) {
	o.t.Helper()
	entries, err := o.service.Trail(ctx, "acme", 0, 1000)
	o.must(err)
	for _, e := range entries {
		acts = append(acts, e.Act)
	}
	return acts
}

func (o *office) times(act string) (n int) {
	for _, a := range o.trailActs() {
		if a == act {
			n++
		}
	}
	return n
}

func seeded(t *testing.T, o *office) {
	t.Helper()
	o.account("acme")
	o.must(o.service.RotateSeed(ctx, portal.ByCommand, "acme", oldSeed, 0))
}

func TestASeedNeedsASecondOwner(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		seeded(t, o)
		owners := o.owners(2)
		p := o.proposeSeed(owners[0])
		if !bytes.Equal(o.seed(), oldSeed) {
			t.Fatal("the seed changed before the second owner said so")
		}
		if bytes.Contains(p.Sealed, newSeed) || strings.Contains(strings.Join(p.Effects, " "), string(newSeed)) {
			t.Error("the proposal tells the seed")
		}
		if err := o.service.ApproveProposal(ctx, owners[0], p.Key); !errors.Is(err, portal.ErrOwnProposal) {
			t.Errorf("approved by who proposed it: %v", err)
		}
		viewer, err := o.service.AddAdmin(ctx, portal.ByCommand, portal.Admin{Email: "v@acme.example", Roles: portal.Roles{"acme": portal.Support, "": portal.Owner}})
		o.must(err)
		if err := o.service.ApproveProposal(ctx, viewer.ID, p.Key); !errors.Is(err, portal.ErrNotAllowed) {
			t.Errorf("approved by a supporter of the account: %v", err)
		}
		o.must(o.service.ApproveProposal(ctx, owners[1], p.Key))
		if !bytes.Equal(o.seed(), newSeed) {
			t.Error("the seed is not the new one")
		}
		p, err = o.service.Proposal(ctx, p.Key)
		o.must(err)
		if p.State != portal.ProposalDone || p.DecidedBy != portal.ByAdmin(owners[1]) || len(p.Sealed) > 0 {
			t.Errorf("proposal %+v", p)
		}
		if got := o.trailActs(); !slices.Equal(got[len(got)-3:], []string{"proposal.made", "seed.rotated", "proposal.approved"}) {
			t.Errorf("trail %v", got)
		}
		if err := o.service.ApproveProposal(ctx, owners[1], p.Key); !errors.Is(err, portal.ErrProposalOver) {
			t.Errorf("approved twice: %v", err)
		}
	})
}

func TestWhoHasNoWayInYetIsNoSecondOwner(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.account("acme")
		owner := o.owners(1)[0]
		nina, err := o.service.AddAdmin(ctx, portal.ByCommand, portal.Admin{Email: "nina@acme.example", Roles: portal.Roles{"": portal.Owner}})
		o.must(err)
		count := func(want int) {
			t.Helper()
			if rule, err := o.service.Rule(ctx, "acme"); err != nil || rule.Owners != want || rule.Holds() != (want >= 2) {
				t.Errorf("%+v, %v, want %d owners", rule, err, want)
			}
		}
		count(1)
		u, err := o.service.Undertake(ctx, portal.ByAdmin(owner), "acme", portal.RuleChange{FourEyes: true, BulkLimit: 1000})
		o.must(err)
		if u.Waits() {
			t.Error("a change waits for somebody who was invited and cannot come in")
		}
		o.must(o.store.InTx(ctx, func(tx portal.Tx) error {
			return tx.BindIdentity(ctx, portal.Identity{Issuer: "https://id.example", Subject: "nina", AdminID: nina.ID, BoundAt: o.now()})
		}))
		count(2)
	})
}

func TestASingleOwnerChangesASeedAlone(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		seeded(t, o)
		owner := o.owners(1)[0]
		u, err := o.service.Undertake(ctx, portal.ByAdmin(owner), "acme", portal.SeedChange{Seed: newSeed})
		o.must(err)
		if u.Waits() || !bytes.Equal(o.seed(), newSeed) {
			t.Error("the seed waits for an owner who is not there")
		}
	})
}

func TestTheRuleItselfNeedsTwo(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.account("acme")
		owners := o.owners(2)
		off := portal.RuleChange{BulkLimit: 500}
		u, err := o.service.Undertake(ctx, portal.ByAdmin(owners[0]), "acme", off)
		o.must(err)
		rule, err := o.service.Rule(ctx, "acme")
		o.must(err)
		if !u.Waits() || !rule.Holds() {
			t.Fatal("one person turned the rule off")
		}
		tighter, err := o.service.Undertake(ctx, portal.ByAdmin(owners[0]), "acme", portal.RuleChange{FourEyes: true, BulkLimit: 10})
		o.must(err)
		looser, err := o.service.Undertake(ctx, portal.ByAdmin(owners[0]), "acme", portal.RuleChange{FourEyes: true, BulkLimit: 1000})
		o.must(err)
		if tighter.Waits() || !looser.Waits() {
			t.Errorf("tighter waits %v, looser waits %v", tighter.Waits(), looser.Waits())
		}
		o.must(o.service.ApproveProposal(ctx, owners[1], u.Proposal.Key))
		if rule, err = o.service.Rule(ctx, "acme"); err != nil || rule.FourEyes || rule.Holds() {
			t.Errorf("rule %+v, %v", rule, err)
		}
		if _, err := o.service.Undertake(ctx, portal.ByAdmin(owners[0]), "acme", portal.RuleChange{FourEyes: true}); !errors.Is(err, portal.ErrBulkLimit) {
			t.Errorf("a limit of 0: %v", err)
		}
	})
}

func TestAProposalThatCannotBeDoneStaysOpen(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.account("acme")
		owners := o.owners(3)
		_, err := o.service.RotateKey(ctx, portal.ByCommand, "acme", 0)
		o.must(err)
		u, err := o.service.Undertake(ctx, portal.ByAdmin(owners[0]), "acme", portal.KeyRevocation{ID: "k1"})
		o.must(err)
		if err := o.service.ApproveProposal(ctx, owners[1], portal.Key{Account: "acme", ID: "prp_none"}); !errors.Is(err, portal.ErrNotFound) {
			t.Errorf("a proposal that is not there: %v", err)
		}
		if _, err := o.service.Undertake(ctx, portal.ByAdmin(owners[0]), "acme", portal.KeyRevocation{ID: "k2"}); !errors.Is(err, portal.ErrLastKey) {
			t.Errorf("the active key: %v", err)
		}
		o.must(o.service.ApproveProposal(ctx, owners[1], u.Proposal.Key))
		key, err := o.service.LinkKeyOf(ctx, "acme", "k1")
		if err != nil || key.State != "revoked" {
			t.Errorf("key %+v, %v", key, err)
		}
	})
}

// Approvals, refusals and a withdrawal at once, and the sweep of a clock that is
// ahead: one of them ends the proposal, and it is carried out only by an
// approval, once.
func TestAProposalIsCarriedOutOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		seeded(t, o)
		owners := o.owners(4)
		for range 3 {
			o.must(o.service.RotateSeed(ctx, portal.ByCommand, "acme", oldSeed, 0))
			before := o.times("seed.rotated")
			p := o.proposeSeed(owners[0])
			var wg sync.WaitGroup
			errs, start := make([]error, 20), make(chan struct{})
			for i := range errs {
				wg.Go(func() {
					<-start
					switch i % 5 {
					case 0:
						errs[i] = o.service.WithdrawProposal(ctx, owners[0], p.Key)
					case 1:
						errs[i] = o.service.RefuseProposal(ctx, owners[1], p.Key)
					default:
						errs[i] = o.service.ApproveProposal(ctx, owners[1+i%3], p.Key)
					}
				})
			}
			close(start)
			wg.Wait()
			won := 0
			for i, err := range errs {
				switch {
				case err == nil:
					won++
				case !errors.Is(err, portal.ErrProposalOver):
					t.Errorf("%d: %v", i, err)
				}
			}
			p, err := o.service.Proposal(ctx, p.Key)
			o.must(err)
			want := 0
			if p.State == portal.ProposalDone {
				want = 1
			}
			if done := o.times("seed.rotated") - before; won != 1 || done != want || bytes.Equal(o.seed(), newSeed) != (want == 1) {
				t.Fatalf("%d won, state %s, changed %d times", won, p.State, done)
			}
		}
	})
}

func TestAnExpiredProposalIsNotApproved(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		seeded(t, o)
		owners := o.owners(2)
		p := o.proposeSeed(owners[0])
		o.clock.Add(day - 1)
		o.must(o.service.SweepProposals(ctx))
		o.clock.Add(1)
		if p.Standing(o.now()) != portal.ProposalExpired {
			t.Error("it stands open past its end")
		}
		for _, end := range []func() error{
			func() error { return o.service.ApproveProposal(ctx, owners[1], p.Key) },
			func() error { return o.service.WithdrawProposal(ctx, owners[0], p.Key) },
		} {
			if err := end(); !errors.Is(err, portal.ErrProposalOver) {
				t.Errorf("past its end: %v", err)
			}
		}
		o.must(o.service.SweepProposals(ctx))
		o.must(o.service.SweepProposals(ctx))
		p, err := o.service.Proposal(ctx, p.Key)
		o.must(err)
		if p.State != portal.ProposalExpired || len(p.Sealed) > 0 || o.times("proposal.expired") != 1 || !bytes.Equal(o.seed(), oldSeed) {
			t.Errorf("state %s, trail %v", p.State, o.trailActs())
		}
	})
}

// Twenty rotations at once leave as many keys as were promised, one of them
// active: nobody's key is overwritten.
func TestKeysAreRotatedOneAfterAnother(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.account("acme")
		var wg sync.WaitGroup
		ids, errs := make([]string, 20), make([]error, 20)
		for i := range ids {
			wg.Go(func() { ids[i], errs[i] = o.service.RotateKey(ctx, portal.ByCommand, "acme", noon+day) })
		}
		wg.Wait()
		made := map[string]bool{}
		for i, err := range errs {
			switch {
			case err == nil && made[ids[i]]:
				t.Errorf("%s was given out twice", ids[i])
			case err == nil:
				made[ids[i]] = true
			case !errors.Is(err, portal.ErrChanged):
				t.Error(err)
			}
		}
		keys, err := o.service.Keys(ctx, "acme")
		o.must(err)
		active := 0
		for _, k := range keys {
			if k.State == "active" {
				active++
			}
		}
		if active != 1 || len(keys) != len(made)+1 || len(made) == 0 {
			t.Errorf("%d active of %d keys, %d made", active, len(keys), len(made))
		}
	})
}

func TestAProposalFallsWithWhoMadeIt(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		seeded(t, o)
		owners := o.owners(3)
		for what, gone := range map[string]func(id string) error{
			"turned off": func(id string) error { _, err := o.service.DisableAdmin(ctx, portal.ByCommand, id); return err },
			"no owner any more": func(id string) error {
				_, err := o.service.ChangeRoles(ctx, portal.ByCommand, id, func(r portal.Roles) { r["acme"] = portal.Support })
				return err
			},
		} {
			p := o.proposeSeed(owners[0])
			o.must(gone(owners[0]))
			if err := o.service.ApproveProposal(ctx, owners[1], p.Key); !errors.Is(err, portal.ErrProposerGone) {
				t.Errorf("%s: %v", what, err)
			}
			if p, err := o.service.Proposal(ctx, p.Key); err != nil || p.State != portal.ProposalOpen || len(p.Sealed) == 0 || !bytes.Equal(o.seed(), oldSeed) {
				t.Errorf("%s: state %s, %v", what, p.State, err)
			}
			o.must(o.service.RefuseProposal(ctx, owners[1], p.Key))
			_, err := o.service.EnableAdmin(ctx, portal.ByCommand, owners[0])
			o.must(err)
			_, err = o.service.ChangeRoles(ctx, portal.ByCommand, owners[0], func(r portal.Roles) { r["acme"] = portal.Owner })
			o.must(err)
		}
	})
}
