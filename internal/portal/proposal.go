package portal

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Proposal is a change that waits for a second owner. What is to be done is
// sealed, and forgotten as soon as the proposal is over.
type Proposal struct {
	Key
	Kind       ProposalKind
	Effects    []string // what it does, in sentences
	Sealed     []byte   // the change; empty when it is over
	ProposedBy Actor
	ProposedAt time.Time
	ExpiresAt  time.Time
	State      ProposalState
	DecidedBy  Actor
	DecidedAt  time.Time
}

// ProposalState says how far a proposal has come. Approving and doing are one
// step, so there is no state between them.
type ProposalState string

// The states.
const (
	ProposalOpen      ProposalState = "open"
	ProposalDone      ProposalState = "done" // approved, and carried out with that
	ProposalRefused   ProposalState = "refused"
	ProposalWithdrawn ProposalState = "withdrawn" // by who proposed it
	ProposalExpired   ProposalState = "expired"
)

// Standing is the state at now: the clock ends a proposal, the sweep only
// writes it down.
func (p Proposal) Standing(now time.Time) ProposalState {
	if p.State == ProposalOpen && !now.Before(p.ExpiresAt) {
		return ProposalExpired
	}
	return p.State
}

// ProposalLife is how long a proposal waits.
const ProposalLife = 24 * time.Hour

// ProposalFilter narrows a list of proposals; zero values narrow nothing.
type ProposalFilter struct {
	Accounts Accounts
	State    ProposalState
	OpenAt   time.Time // open then, and not past their end
	Before   Cursor
	Limit    int
}

// What proposals are refused for.
var (
	ErrOwnProposal    = errors.New("another person has to decide this")
	ErrProposalOver   = errors.New("the proposal is decided, withdrawn or past its end")
	ErrNotAllowed     = errors.New("the role does not allow it")
	ErrProposerGone   = errors.New("who proposed it does not work here any more, or has another role now")
	errNoSuchProposal = errors.New("no such kind of proposal")
)

// Undertaken is what became of a change that somebody asked for.
type Undertaken struct {
	Proposal Proposal // that waits for a second owner; zero: the change is made
}

// Waits reports whether a second owner is needed.
func (u Undertaken) Waits() bool { return u.Proposal.ID != "" }

// Undertake makes a change at once where the rule of the second owner does not
// ask for one, and proposes it where it does.
func (s *Service) Undertake(ctx context.Context, by Actor, account string, c Measure) (done Undertaken, err error) {
	err = s.store.InTx(ctx, func(tx Tx) error {
		done = Undertaken{}
		rule, err := ruleOf(ctx, tx, account)
		if err != nil {
			return err
		}
		if err := c.check(ctx, s, tx, account); err != nil {
			return err
		}
		if !rule.Holds() || !c.second(rule) {
			return c.carry(ctx, s, tx, by, account)
		}
		done.Proposal, err = s.propose(ctx, tx, by, account, c)
		return err
	})
	return done, err
}

// Propose keeps a change for a second owner, whatever the rule says.
func (s *Service) Propose(ctx context.Context, by Actor, account string, c Measure) (p Proposal, err error) {
	err = s.store.InTx(ctx, func(tx Tx) error {
		if err := c.check(ctx, s, tx, account); err != nil {
			return err
		}
		p, err = s.propose(ctx, tx, by, account, c)
		return err
	})
	return p, err
}

func (s *Service) propose(ctx context.Context, tx Tx, by Actor, account string, c Measure) (Proposal, error) {
	now := s.now()
	p := Proposal{
		Key: Key{account, NewID("prp")}, Kind: c.kind(), Effects: c.effects(), ProposedBy: by, ProposedAt: now,
		ExpiresAt: now.Add(ProposalLife), State: ProposalOpen,
	}
	plain, err := json.Marshal(c)
	if err != nil {
		return Proposal{}, fmt.Errorf("proposal: %w", err)
	}
	p.Sealed = s.vault.Seal(p.envelope(), plain).Sealed
	if err := tx.AddProposal(ctx, p); err != nil {
		return Proposal{}, fmt.Errorf("proposal: %w", err)
	}
	return p, s.recordProposal(ctx, tx, p, by, "proposal.made")
}

// envelope binds what is sealed to the proposal it belongs to.
func (p Proposal) envelope() Secret {
	return Secret{Account: p.Account, Kind: SecretKind("proposal " + p.Kind), ID: p.ID, Sealed: p.Sealed}
}

func (s *Service) recordProposal(ctx context.Context, tx Tx, p Proposal, by Actor, act string) error {
	return s.RecordIn(ctx, tx, Entry{
		Account: p.Account, Actor: string(by), Act: act, Kind: "proposal", Object: p.ID,
		Data: facts(map[string]any{"change": string(p.Kind), "proposedBy": string(p.ProposedBy)}),
	})
}

// ApproveProposal carries a proposal out, as who proposed it, in the
// transaction of the approval: it is done once or not at all, and stays open
// where it cannot be done. ErrOwnProposal, ErrNotAllowed, ErrProposerGone,
// ErrProposalOver; other errors are the change's own.
func (s *Service) ApproveProposal(ctx context.Context, admin string, k Key) error {
	return s.store.InTx(ctx, func(tx Tx) error {
		p, err := s.endProposal(ctx, tx, admin, k, ProposalDone)
		if err != nil {
			return err
		}
		c, err := s.measureOf(p)
		if err != nil {
			return err
		}
		if err := stillMay(ctx, tx, p, c.need()); err != nil {
			return err
		}
		if err := c.carry(ctx, s, tx, p.ProposedBy, p.Account); err != nil {
			return err
		}
		return s.recordProposal(ctx, tx, p, ByAdmin(admin), "proposal.approved")
	})
}

// RefuseProposal ends a proposal of somebody else. Errors as of ApproveProposal.
func (s *Service) RefuseProposal(ctx context.Context, admin string, k Key) error {
	return s.closeProposal(ctx, admin, k, ProposalRefused)
}

// WithdrawProposal ends a proposal of one's own. ErrNotAllowed: it is another
// person's.
func (s *Service) WithdrawProposal(ctx context.Context, admin string, k Key) error {
	return s.closeProposal(ctx, admin, k, ProposalWithdrawn)
}

func (s *Service) closeProposal(ctx context.Context, admin string, k Key, to ProposalState) error {
	return s.store.InTx(ctx, func(tx Tx) error {
		p, err := s.endProposal(ctx, tx, admin, k, to)
		if err != nil {
			return err
		}
		return s.recordProposal(ctx, tx, p, ByAdmin(admin), "proposal."+string(to))
	})
}

// endProposal moves an open proposal to an end: one conditional statement says
// who was first. It returns the proposal as it was, with what is sealed in it.
func (s *Service) endProposal(ctx context.Context, tx Tx, admin string, k Key, to ProposalState) (Proposal, error) {
	p, err := tx.Proposal(ctx, k)
	if err != nil {
		return Proposal{}, fmt.Errorf("proposal: %w", err)
	}
	own := p.ProposedBy == ByAdmin(admin)
	switch {
	case own && to != ProposalWithdrawn:
		return Proposal{}, ErrOwnProposal
	case !own && to == ProposalWithdrawn:
		return Proposal{}, ErrNotAllowed
	}
	if !own {
		who, err := tx.Admin(ctx, admin)
		if err != nil {
			return Proposal{}, fmt.Errorf("admin: %w", err)
		}
		if !who.DisabledAt.IsZero() || !who.May(k.Account, MayManage) {
			return Proposal{}, ErrNotAllowed
		}
	}
	ended := p
	ended.State, ended.DecidedBy, ended.DecidedAt = to, ByAdmin(admin), s.now()
	won, err := tx.EndProposal(ctx, ended)
	if err != nil {
		return Proposal{}, fmt.Errorf("proposal: %w", err)
	}
	if !won {
		return Proposal{}, ErrProposalOver
	}
	return p, nil
}

// stillMay asks that who proposed a change could still propose it.
func stillMay(ctx context.Context, tx Tx, p Proposal, need Permission) error {
	id, ok := strings.CutPrefix(string(p.ProposedBy), string(ByAdmin("")))
	if !ok {
		return nil // an API key or the command line, whose right was checked then
	}
	who, err := tx.Admin(ctx, id)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return fmt.Errorf("admin: %w", err)
	}
	if err != nil || !who.DisabledAt.IsZero() || !who.May(p.Account, need) {
		return ErrProposerGone
	}
	return nil
}

// SweepProposals writes down which proposals are past their end.
func (s *Service) SweepProposals(ctx context.Context) error {
	return s.store.InTx(ctx, func(tx Tx) error {
		expired, err := tx.ExpireProposals(ctx, s.now())
		if err != nil {
			return fmt.Errorf("expire proposals: %w", err)
		}
		for _, p := range expired {
			if err := s.recordProposal(ctx, tx, p, BySystem, "proposal.expired"); err != nil {
				return err
			}
		}
		return nil
	})
}

// Proposal returns one proposal. ErrNotFound.
func (s *Service) Proposal(ctx context.Context, k Key) (Proposal, error) {
	p, err := s.store.Proposal(ctx, k)
	if err != nil {
		return Proposal{}, fmt.Errorf("proposal: %w", err)
	}
	return p, nil
}

// Proposals lists proposals, the newest first.
func (s *Service) Proposals(ctx context.Context, f ProposalFilter) ([]Proposal, error) {
	found, err := s.store.Proposals(ctx, f)
	if err != nil {
		return nil, fmt.Errorf("proposals: %w", err)
	}
	return found, nil
}
