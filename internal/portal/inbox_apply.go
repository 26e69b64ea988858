package portal

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// verdictOn gathers what became of the notifications of one message.
type verdictOn struct {
	applied, stale bool
	wrong, notes   []string
}

func (v *verdictOn) reject(err error) { v.wrong = append(v.wrong, err.Error()) }

func (v *verdictOn) note(format string, args ...any) {
	v.notes = append(v.notes, fmt.Sprintf(format, args...))
}

// take counts what became of one record.
func (v *verdictOn) take(status TakenStatus) {
	v.applied = v.applied || status == Applied
	v.stale = v.stale || status == Older
}

// state is the word for all of it. One thing that is wrong is worth more
// attention than anything that went right; a purchase or subscription of which
// more is known than the message says makes it stale, whatever else it brought.
func (v *verdictOn) state() InboundState {
	switch {
	case len(v.wrong) > 0:
		return InboundRejected
	case v.stale:
		return InboundStale
	case v.applied:
		return InboundApplied
	}
	return InboundDuplicate
}

// maxReasons is how many sentences a verdict has at most.
const maxReasons = 5

func (v *verdictOn) reason() string {
	all := append(v.wrong[:len(v.wrong):len(v.wrong)], v.notes...)
	if more := len(all) - maxReasons; more > 0 {
		all = append(all[:maxReasons:maxReasons], fmt.Sprintf("and %d more", more))
	}
	return strings.Join(all, "; ")
}

func (s *Service) applyAll(ctx context.Context, tx Tx, by Actor, in Inbound, all []Notification, v *verdictOn) error {
	if err := s.inOrder(ctx, tx, in.Account); err != nil {
		return err // what is laid over what is kept must not change in between
	}
	account, err := tx.Account(ctx, in.Account)
	if err != nil {
		return fmt.Errorf("account %s: %w", in.Account, err)
	}
	for _, n := range all {
		a := applying{Service: s, tx: tx, by: by, account: account, in: in, verdict: v, alone: n.Purchase == nil}
		if err := a.notification(ctx, n); err != nil {
			return err
		}
	}
	return nil
}

// applying is one notification on its way into the mirror.
type applying struct {
	*Service
	tx      Tx
	by      Actor
	account Account
	in      Inbound
	verdict *verdictOn
	alone   bool // it is about a subscription and not about a purchase too
}

// notification applies what a notification says, each thing by its own time. An
// *InvalidError of one is its rejection, not ours.
func (a *applying) notification(ctx context.Context, n Notification) error {
	err := n.Fault
	if err == nil {
		err = a.records(ctx, n)
	}
	var invalid *InvalidError
	if n.Fault != nil || errors.As(err, &invalid) {
		a.verdict.reject(err)
		return nil
	}
	return err
}

func (a *applying) records(ctx context.Context, n Notification) error {
	records, err := a.merged(ctx, n)
	if err != nil {
		return err
	}
	// All are looked at before one is written: what is rejected leaves nothing.
	for i, r := range records {
		if records[i], err = a.Checked(r); err != nil {
			return err
		}
	}
	for _, r := range records {
		if err := a.record(ctx, r); err != nil {
			return err
		}
	}
	if n.Document == nil || n.Purchase == nil {
		return nil
	}
	return a.document(ctx, n)
}

func (a *applying) record(ctx context.Context, r Record) error {
	kind, key := r.Identity()
	taken, err := a.takeTx(ctx, a.tx, a.by, r)
	if err != nil {
		return err
	}
	if taken.Status == Older {
		if kind != PurchaseRecord {
			return nil // what it is about says how old it is
		}
		a.verdict.note("a later word about %s %s is kept", kind, key.ID)
	}
	a.verdict.take(taken.Status)
	return nil
}

// merged are the records of a notification, laid over what is kept where the
// notification does not tell all of it.
func (a *applying) merged(ctx context.Context, n Notification) ([]Record, error) {
	var records []Record
	if n.Customer != nil {
		c, err := a.customer(ctx, *n.Customer)
		if err != nil {
			return nil, err
		}
		records = append(records, c)
	}
	if n.Purchase != nil {
		p, err := a.purchase(ctx, *n.Purchase)
		if err != nil {
			return nil, err
		}
		records = append(records, p)
	}
	for _, sub := range n.Subscriptions {
		merged, err := a.subscription(ctx, sub)
		if err != nil {
			return nil, err
		}
		records = append(records, merged)
	}
	if n.Quote != nil {
		q, err := a.quote(ctx, n)
		if err != nil {
			return nil, err
		}
		records = append(records, q)
	}
	return records, nil
}
