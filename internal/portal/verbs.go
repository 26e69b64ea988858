package portal

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// The three verbs on links. Remind mails the same live link again; Reissue
// makes a new link and ends the old ones; Revoke ends them without a
// successor. Each is one function behind every door: page, API, command line.

// Ask is what a verb is asked to do.
type Ask struct {
	Actor      Actor
	Object     ObjectKey
	Generation int64 // the generation the asker saw; see Reissue
	Days       int   // life of the new link, 1 to the kind's cap; 0: the account's default
	Mail       bool  // send it to the address on file
}

// Outcome is what became of an Ask. Each of its types can be caused by living
// normally; none is an error.
//
//sumtype:decl
type Outcome interface{ outcome() }

// Done says that the verb took effect. URL is the link in force, shown once;
// empty after Revoke. Mailed: it was queued to the address on file.
type Done struct {
	State  LinkState
	URL    string
	Mailed bool
}

// Overtaken says that someone else was first; State is what they made.
type Overtaken struct{ State LinkState }

// NothingLive says that there is no live link to remind of.
type NothingLive struct{ State LinkState }

// NoAddress says that mail was asked for and there is no address on file.
// Nothing was changed.
type NoAddress struct{}

func (Done) outcome()        {}
func (Overtaken) outcome()   {}
func (NothingLive) outcome() {}
func (NoAddress) outcome()   {}

// ErrDays means that a link was asked for that lasts too long or not at all.
var ErrDays = errors.New("a link lasts at least one day and at most the days its kind allows")

// Reissue makes a new link to an object and supersedes every older one. It
// takes effect only if the generation is still the one the asker saw: of any
// number of concurrent reissues one makes a new link, and the others learn of
// it. ErrNotFound: no such object; ErrDays; link.ErrNoActiveKey.
func (s *Service) Reissue(ctx context.Context, ask Ask) (Outcome, error) {
	return s.carryOut(ctx, ask, s.reissuing)
}

// deed is a verb that is looked up and only has to be done: in a transaction,
// alone or together with what else belongs to it.
type deed func(ctx context.Context, tx Tx) (Outcome, error)

func (s *Service) carryOut(ctx context.Context, ask Ask, prepare func(context.Context, Ask) (deed, error)) (Outcome, error) {
	do, err := prepare(ctx, ask)
	if err != nil {
		return nil, err
	}
	var result Outcome
	err = s.store.InTx(ctx, func(tx Tx) error {
		result, err = do(ctx, tx)
		return err
	})
	return result, err
}

// noAddress is the deed of who is to mail and cannot.
func noAddress(context.Context, Tx) (Outcome, error) { return NoAddress{}, nil }

func (s *Service) reissuing(ctx context.Context, ask Ask) (deed, error) {
	o, err := s.describe(ctx, ask.Object)
	if err != nil {
		return nil, err
	}
	if ask.Mail && o.Email == "" {
		return noAddress, nil
	}
	account, ring, err := s.knownRing(ctx, ask.Object.Account)
	if err != nil {
		return nil, err
	}
	days, err := lifetime(ask.Days, account, ask.Object.Kind)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, tx Tx) (Outcome, error) { return s.issue(ctx, tx, o, ring, ask, days) }, nil
}

func lifetime(days int, a Account, k link.Kind) (int, error) {
	if days == 0 {
		days = a.DaysOf(k)
	}
	if most := a.MostDaysOf(k); days < 1 || days > most {
		return 0, fmt.Errorf("%d days for %s (1 to %d): %w", days, k, most, ErrDays)
	}
	return days, nil
}

// issue is Reissue inside its transaction: the conditional write first, then
// the mail and the audit entry that commit with it.
func (s *Service) issue(ctx context.Context, tx Tx, o object, ring *link.Ring, ask Ask, days int) (Outcome, error) {
	old, err := tx.LinkState(ctx, o.key)
	if err != nil {
		return nil, fmt.Errorf("link state: %w", err)
	}
	next := successor(old, s.now(), days)
	next.Generation = ask.Generation + 1
	target, key, err := signed(ring, next)
	if err != nil {
		return nil, err
	}
	next.KeyID, next.IssuedBy = key, ask.Actor
	won, err := tx.Issue(ctx, next)
	if err != nil {
		return nil, fmt.Errorf("issue link: %w", err)
	}
	if !won {
		made, err := stateNow(ctx, tx, o.key)
		return Overtaken{State: made}, err
	}
	if ask.Mail {
		if err := s.queue(ctx, tx, o, next, ask.Actor); err != nil {
			return nil, err
		}
	}
	entry := Entry{
		Account: o.key.Account, Actor: string(ask.Actor), Act: "link.reissued", Kind: string(o.key.Kind), Object: o.key.ID,
		Data: facts(map[string]any{"generation": next.Generation, "start": next.Start, "end": next.End, "mailed": ask.Mail}),
	}
	if err := s.RecordIn(ctx, tx, entry); err != nil {
		return nil, err
	}
	return Done{State: next, URL: s.base + target, Mailed: ask.Mail}, nil
}

// successor is the state after old. Its link starts one second behind now and
// behind the one it replaces: v1 knows no other difference between two links,
// and a link that was signed in this very second is replaced like any other.
// That the start lies ahead is within the skew every check allows.
func successor(old LinkState, now time.Time, days int) LinkState {
	next := old
	next.Start = max(now.Unix()+1, old.Start+1, old.CutOff+1)
	next.End = next.Start + int64(days)*86400
	next.CutOff = next.Start
	next.Revoked = false
	next.IssuedAt, next.EndedAt = now, now
	return next
}

func signed(ring *link.Ring, st LinkState) (target, keyID string, err error) {
	target, err = ring.SignV2(link.Spec{Kind: st.Kind, PathID: st.ID, Start: st.Start, End: st.End})
	if err != nil {
		return "", "", fmt.Errorf("sign link: %w", err)
	}
	return target, ring.ActiveKey(), nil
}

// Revoke ends every link to an object that starts up to now, its successor
// included, if the generation is still the one the asker saw. Where they were
// ended already, Done says when.
func (s *Service) Revoke(ctx context.Context, ask Ask) (Outcome, error) {
	return s.carryOut(ctx, ask, s.revoking)
}

func (s *Service) revoking(ctx context.Context, ask Ask) (deed, error) {
	if _, err := s.describe(ctx, ask.Object); err != nil {
		return nil, err
	}
	return func(ctx context.Context, tx Tx) (Outcome, error) { return s.revoke(ctx, tx, ask) }, nil
}

// revoke is Revoke inside its transaction.
func (s *Service) revoke(ctx context.Context, tx Tx, ask Ask) (Outcome, error) {
	old, err := tx.LinkState(ctx, ask.Object)
	if err != nil {
		return nil, fmt.Errorf("link state: %w", err)
	}
	now := s.now()
	cutOff := max(now.Unix()+1, old.Start+1, old.CutOff)
	won, err := tx.Revoke(ctx, ask.Object, ask.Generation, cutOff, now)
	if err != nil {
		return nil, fmt.Errorf("revoke link: %w", err)
	}
	if !won {
		return lostRevoke(ctx, tx, ask)
	}
	old.Generation++
	old.Revoked, old.CutOff, old.EndedAt = true, cutOff, now
	return Done{State: old}, s.RecordIn(ctx, tx, Entry{
		Account: ask.Object.Account, Actor: string(ask.Actor), Act: "link.revoked",
		Kind: string(ask.Object.Kind), Object: ask.Object.ID,
		Data: facts(map[string]any{"generation": old.Generation, "cutOff": cutOff}),
	})
}

// lostRevoke says what a revocation lost to: another link, or the same choice
// made before, which is as good as won.
func lostRevoke(ctx context.Context, tx Tx, ask Ask) (Outcome, error) {
	made, err := stateNow(ctx, tx, ask.Object)
	if err != nil {
		return nil, err
	}
	same := made.Generation == ask.Generation || made.Generation == ask.Generation+1 // seen revoked, or seen before it
	if made.Revoked && same {
		return Done{State: made}, nil
	}
	return Overtaken{State: made}, nil
}

// stateNow reads a state again, behind a conditional write that found another
// one than was read before it.
func stateNow(ctx context.Context, tx Tx, k ObjectKey) (LinkState, error) {
	state, err := tx.LinkState(ctx, k)
	if err != nil {
		return LinkState{}, fmt.Errorf("link state: %w", err)
	}
	return state, nil
}

// Remind mails the link in force once more. It changes nothing about it.
func (s *Service) Remind(ctx context.Context, ask Ask) (Outcome, error) {
	return s.carryOut(ctx, ask, s.reminding)
}

func (s *Service) reminding(ctx context.Context, ask Ask) (deed, error) {
	o, err := s.describe(ctx, ask.Object)
	if err != nil {
		return nil, err
	}
	if o.Email == "" {
		return noAddress, nil
	}
	return func(ctx context.Context, tx Tx) (Outcome, error) {
		state, err := tx.LinkState(ctx, ask.Object)
		if err != nil {
			return nil, fmt.Errorf("link state: %w", err)
		}
		if !state.Live(s.now().Unix()) {
			return NothingLive{State: state}, nil
		}
		return Done{State: state, Mailed: true}, s.remind(ctx, tx, o, state, ask.Actor)
	}, nil
}

func (s *Service) remind(ctx context.Context, tx Tx, o object, state LinkState, actor Actor) error {
	if err := s.queue(ctx, tx, o, state, actor); err != nil {
		return err
	}
	return s.RecordIn(ctx, tx, Entry{
		Account: o.key.Account, Actor: string(actor), Act: "link.reminded", Kind: string(o.key.Kind), Object: o.key.ID,
		Data: facts(map[string]any{"generation": state.Generation}),
	})
}
