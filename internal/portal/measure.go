package portal

import (
	"context"
	"encoding/json"
	"fmt"
	"time"
)

// Measure is a change that may need a second owner. The set is closed: a kind
// is a struct of this package that says what it does and does it. Its exported
// fields are what is kept, sealed, until it is approved.
type Measure interface {
	kind() ProposalKind
	// need is what who proposes it must be allowed to do.
	need() Permission
	// second reports whether the rule, where it holds, asks for another owner.
	second(r Rule) bool
	// effects says what it does, in sentences that tell no secret.
	effects() []string
	// check refuses what could not be done now.
	check(ctx context.Context, s *Service, tx Tx, account string) error
	// carry does it, once, in the transaction that decides so, with its entry in
	// the audit trail.
	carry(ctx context.Context, s *Service, tx Tx, by Actor, account string) error
}

// ProposalKind names a kind of change.
type ProposalKind string

// The kinds.
const (
	ChangesSeed ProposalKind = "seed"
	RevokesKey  ProposalKind = "link-key"
	ChangesRule ProposalKind = "four-eyes"
	StartsBulk  ProposalKind = "bulk"
)

// measures make the empty one of each kind, to be read into.
var measures = map[ProposalKind]func() Measure{
	ChangesSeed: func() Measure { return new(SeedChange) },
	RevokesKey:  func() Measure { return new(KeyRevocation) },
	ChangesRule: func() Measure { return new(RuleChange) },
	StartsBulk:  func() Measure { return new(BulkStart) },
}

// measureOf opens what a proposal is to do.
func (s *Service) measureOf(p Proposal) (Measure, error) {
	empty := measures[p.Kind]
	if empty == nil {
		return nil, fmt.Errorf("%q: %w", p.Kind, errNoSuchProposal)
	}
	plain, err := s.vault.Open(p.envelope())
	if err != nil {
		return nil, err
	}
	c := empty()
	if err := json.Unmarshal(plain, c); err != nil {
		return nil, fmt.Errorf("proposal %s: %w", p.ID, err)
	}
	return c, nil
}

// SeedChange puts a new v1 seed in force.
type SeedChange struct {
	Seed          []byte
	PreviousUntil int64 // unix seconds: the one before verifies until then
}

func (SeedChange) kind() ProposalKind { return ChangesSeed }
func (SeedChange) need() Permission   { return MayManage }
func (SeedChange) second(Rule) bool   { return true }

func (c SeedChange) effects() []string {
	return []string{
		"A new seed signs and checks v1 links.",
		"Links signed with the seed before it work until " + effectDay(c.PreviousUntil) + ". The system that signs them needs the new seed by then.",
		"A seed before that one ends at once.",
	}
}

func (c SeedChange) check(ctx context.Context, s *Service, tx Tx, account string) error {
	if len(c.Seed) < minSeed {
		return ErrSeed
	}
	return s.ownSeed(ctx, tx, account, c.Seed)
}

func (c SeedChange) carry(ctx context.Context, s *Service, tx Tx, by Actor, account string) error {
	return s.rotateSeed(ctx, tx, by, account, c.Seed, c.PreviousUntil)
}

// KeyRevocation ends a link key.
type KeyRevocation struct{ ID string }

func (KeyRevocation) kind() ProposalKind { return RevokesKey }
func (KeyRevocation) need() Permission   { return MayManage }
func (KeyRevocation) second(Rule) bool   { return true }

func (c KeyRevocation) effects() []string {
	return []string{
		"Links signed with key " + c.ID + " stop working at once and say that they were turned off.",
		"It cannot be undone. Customers need new links.",
	}
}

func (c KeyRevocation) check(ctx context.Context, _ *Service, tx Tx, account string) error {
	_, err := revocable(ctx, tx, account, c.ID)
	return err
}

func (c KeyRevocation) carry(ctx context.Context, s *Service, tx Tx, by Actor, account string) error {
	return s.revokeKey(ctx, tx, by, account, c.ID)
}

// RuleChange sets the rule of the second owner itself.
type RuleChange struct {
	FourEyes  bool
	BulkLimit int64 // 1 to 100,000
}

func (RuleChange) kind() ProposalKind { return ChangesRule }
func (RuleChange) need() Permission   { return MayManage }

// second asks for another owner where the rule is made looser.
func (c RuleChange) second(r Rule) bool { return !c.FourEyes || c.BulkLimit > r.BulkLimit }

func (c RuleChange) effects() []string {
	if !c.FourEyes {
		return []string{"No change needs a second owner any more. One person alone changes seeds, revokes keys and starts work on any number of links."}
	}
	return []string{fmt.Sprintf("A second owner approves changes of seeds, revocations of keys, and work on more than %d links at once.", c.BulkLimit)}
}

func (c RuleChange) check(context.Context, *Service, Tx, string) error {
	if c.BulkLimit < 1 || c.BulkLimit > maxBulkLimit {
		return ErrBulkLimit
	}
	return nil
}

func (c RuleChange) carry(ctx context.Context, s *Service, tx Tx, by Actor, account string) error {
	was, err := tx.Safety(ctx, account)
	if err != nil {
		return fmt.Errorf("safety of %q: %w", account, err)
	}
	is := Safety{Account: account, FourEyes: c.FourEyes, BulkLimit: c.BulkLimit}
	if was == is {
		return nil
	}
	if err := tx.PutSafety(ctx, is); err != nil {
		return fmt.Errorf("safety of %q: %w", account, err)
	}
	return s.RecordIn(ctx, tx, Entry{
		Account: account, Actor: string(by), Act: "four-eyes.changed", Kind: "account", Object: account,
		Data: beforeAfter(
			map[string]any{"fourEyes": was.FourEyes, "bulkLimit": was.BulkLimit},
			map[string]any{"fourEyes": is.FourEyes, "bulkLimit": is.BulkLimit}),
	})
}

// beforeAfter is the data of an entry about a change: what was, what is.
func beforeAfter(was, is map[string]any) string {
	return facts(map[string]any{"before": was, "after": is})
}

// effectDay is a moment as an effect names it: "27 February 2027, 12:00 UTC".
func effectDay(unix int64) string {
	return time.Unix(unix, 0).UTC().Format("2 January 2006, 15:04 UTC")
}
