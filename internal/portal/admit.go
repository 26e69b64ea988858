package portal

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// Standing says how a link stands at the moment it is opened.
type Standing int

// The standings, in the order in which they are looked for.
const (
	Good       Standing = iota
	Damaged             // unreadable; see Admission.Repaired
	Tampered            // no key of the account made it, or there is no such account
	Policy              // genuine, but lasts too long or ends before it starts
	Withdrawn           // genuine, but its key or the link was revoked
	Superseded          // genuine, but a newer link was issued
	NotYet              // genuine, opens later
	Expired             // genuine, its time is over

	// Outcomes of a link request: good news for whoever comes back, before and
	// after the end of the link.
	WasApproved
	WasDeclined
	IsBlocked // the client was connected elsewhere meanwhile

	// WasAnswered: the quote was accepted or declined, and the link does not open
	// its page any more, or not yet; see Admission.Quote.
	WasAnswered

	// Forgotten: genuine, made in a time whose records a restore could not bring back;
	// see Admission.RecordsFrom.
	Forgotten
)

// Admission is what became of a link that someone opened. Nothing about the
// account or the object is told before the checksum was right: up to Policy,
// only Standing and what is said of it are set.
type Admission struct {
	Standing Standing
	Account  Account
	Grant    link.Grant // live when Good, else good only for telling its holder; with Repaired the genuine link's
	State    LinkState
	Request  *LinkRequest  // of an approval link
	Quote    *QuoteOutcome // with WasAnswered
	// RecordsFrom is when the backup was made that was restored since the link was: an
	// answer after that is lost, and the page asks again. With Good, zero: nothing is.
	// With Forgotten the link itself was made after that.
	RecordsFrom time.Time
	Repaired    string // with Damaged: the raw query of the genuine link under the damage, or empty
	Reversed    bool   // with Policy: it ends before it starts; otherwise it lasts too long
	Guessed     bool   // with Damaged: readable once repaired, but no key made its checksum
}

// Admit checks a link: path and query syntax, key and checksum, lifetime, and
// what happened to the object's links since. Whether the object exists is the
// business of the operation behind it. Errors are ours.
func (s *Service) Admit(ctx context.Context, p link.Path, rawQuery string) (Admission, error) {
	q, err := link.ParseQuery(rawQuery, p.Kind)
	if err != nil {
		return s.repair(ctx, p, rawQuery)
	}
	account, ring, err := s.ringOf(ctx, p)
	if err != nil {
		return Admission{}, err
	}
	adm, err := s.admit(ctx, account, ring, p, q)
	if adm.Standing == Good && err == nil {
		adm.RecordsFrom, err = s.askedAgain(ctx, adm.Grant)
	}
	if adm.Standing != Tampered || err != nil {
		return adm, err
	}
	// Damage can leave a query readable and only take a covered parameter away.
	if repaired, err := s.repair(ctx, p, rawQuery); repaired.Repaired != "" || err != nil {
		return repaired, err
	}
	return adm, nil
}

// ringOf finds the keys a path asks for; a legacy path names no account, its
// invoice number does.
func (s *Service) ringOf(ctx context.Context, p link.Path) (Account, *link.Ring, error) {
	if !p.Legacy {
		return s.ring(ctx, p.Account)
	}
	slug, err := s.store.LegacyAccount(ctx, p.ID)
	if errors.Is(err, ErrNotFound) {
		return Account{}, nil, nil
	}
	if err != nil {
		return Account{}, nil, fmt.Errorf("account of a legacy link: %w", err)
	}
	return s.ring(ctx, slug)
}

func (s *Service) admit(ctx context.Context, a Account, ring *link.Ring, p link.Path, q link.Query) (Admission, error) {
	grant, fault, err := s.check(ring, p, q)
	if err != nil {
		return Admission{}, err
	}
	switch fault {
	case link.Damaged:
		return Admission{Standing: Damaged}, nil
	case link.Tampered:
		return Admission{Standing: Tampered}, nil
	case link.Policy:
		return Admission{Standing: Policy, Reversed: reversed(q)}, nil
	}
	adm := Admission{Account: a, Grant: grant}
	if p.Kind == link.Approve {
		return s.admitRequest(ctx, adm, fault)
	}
	state, err := s.store.LinkState(ctx, objectOf(grant))
	if err != nil {
		return Admission{}, fmt.Errorf("link state: %w", err)
	}
	adm.State = state
	adm.Standing = standing(fault, grant, state)
	if p.Kind == link.Quote {
		return s.admitQuote(ctx, adm)
	}
	return adm, nil
}

// reversed says which of the two the policy has against a link.
func reversed(q link.Query) bool { return q.End() <= q.Start() }

func standing(fault link.Fault, g link.Grant, state LinkState) Standing {
	switch {
	case fault == link.Revoked:
		return Withdrawn
	case g.Start() < state.CutOff && state.Revoked:
		return Withdrawn
	case g.Start() < state.CutOff:
		return Superseded
	case fault == link.NotYet:
		return NotYet
	case fault == link.Expired:
		return Expired
	}
	return Good
}

// repair looks for a genuine link under what a mail program did to it. Only a
// right checksum proves a repair; its window does not matter here, since the
// clean link is asked for again and answers for itself.
func (s *Service) repair(ctx context.Context, p link.Path, rawQuery string) (Admission, error) {
	damaged := Admission{Standing: Damaged}
	clean, changed := link.Repair(rawQuery, p.Kind)
	if !changed {
		return damaged, nil
	}
	q, err := link.ParseQuery(clean, p.Kind)
	if err != nil {
		return damaged, nil
	}
	_, ring, err := s.ringOf(ctx, p)
	if err != nil {
		return Admission{}, err
	}
	switch grant, fault := link.Check(ring, p, q, s.now().Unix()); fault {
	case link.Damaged:
	case link.Tampered:
		damaged.Guessed = true
	default:
		damaged.Repaired, damaged.Grant = clean, grant
	}
	return damaged, nil
}

// objectOf names what a grant's link opens. All attempts of a request are one
// object.
func objectOf(g link.Grant) ObjectKey {
	if g.Kind() == link.Approve {
		return ObjectKey{Account: g.Account(), Kind: g.Kind(), ID: g.ObjectID()}
	}
	return ObjectKey{Account: g.Account(), Kind: g.Kind(), ID: g.PathID()}
}
