package portal

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// SignAsk asks for one link with a window of the asker's choice. It changes
// nothing about the links that are out; Reissue is the verb that does.
type SignAsk struct {
	Actor      Actor
	Account    string
	Kind       link.Kind
	ID         string // path id; for an invoice also a number that names one
	Start, End int64  // unix seconds; 0: from now, for Days
	Days       int    // 0: the account's default
	Params     map[string]string
	V1, SHA1   bool
	Mail       bool // send it to the address on file; v2 only
}

// Signed is a link, and whether what it opens is known here yet.
type Signed struct {
	URL    string
	Start  int64 // unix seconds
	End    int64
	Known  bool
	Mailed bool
}

// AmbiguousError says that a number names several invoices.
type AmbiguousError struct {
	Number  string
	PathIDs []string
}

func (e *AmbiguousError) Error() string {
	return fmt.Sprintf("%s names %d invoices; give one of their path ids: %s", e.Number, len(e.PathIDs), strings.Join(e.PathIDs, ", "))
}

// ErrV1Number means that v1 has no link to an invoice: it signs the number, and
// this number cannot stand in a path (docs/documents.md, path ids).
var ErrV1Number = errors.New("v1 has links only to invoices whose number is their path id; sign this one with v2")

// ErrNoAddress means that a link was to be mailed, and there is no address on
// file; or it is of the older scheme, whose links we do not mail.
var ErrNoAddress = errors.New("there is no address on file that it could be mailed to")

// Sign derives a link and records that it was asked for. Errors: ErrNotFound
// for the account, *AmbiguousError, ErrV1Number, ErrDays, ErrNoAddress, and those of
// link.Ring.SignV1 and SignV2.
func (s *Service) Sign(ctx context.Context, ask SignAsk) (Signed, error) {
	account, ring, err := s.knownRing(ctx, ask.Account)
	if err != nil {
		return Signed{}, err
	}
	if ask.Kind == link.Invoice {
		if ask.ID, err = s.invoicePathID(ctx, ask); err != nil {
			return Signed{}, err
		}
	}
	if err := s.fillWindow(ctx, &ask, account); err != nil {
		return Signed{}, err
	}
	spec := link.Spec{Kind: ask.Kind, PathID: ask.ID, Start: ask.Start, End: ask.End, Params: ask.Params}
	var target string
	if ask.V1 {
		target, err = ring.SignV1(spec, ask.SHA1)
	} else {
		target, err = ring.SignV2(spec)
	}
	if err != nil {
		return Signed{}, err
	}
	o, err := s.describe(ctx, ObjectKey{ask.Account, ask.Kind, ask.ID})
	if err != nil && (ask.Mail || !errors.Is(err, ErrNotFound)) {
		return Signed{}, err
	}
	if ask.Mail && (ask.V1 || o.Email == "") {
		return Signed{}, ErrNoAddress
	}
	signed := Signed{URL: s.base + target, Start: ask.Start, End: ask.End, Known: err == nil, Mailed: ask.Mail}
	return signed, s.store.InTx(ctx, func(tx Tx) error {
		if ask.Mail {
			if err := s.queueSigned(ctx, tx, o, ask); err != nil {
				return err
			}
		}
		return s.RecordIn(ctx, tx, Entry{
			Account: ask.Account, Actor: string(ask.Actor), Act: "link.signed", Kind: string(ask.Kind), Object: ask.ID,
			Data: facts(map[string]any{"start": ask.Start, "end": ask.End, "mailed": ask.Mail}),
		})
	})
}

// queueSigned adds the mail that carries a link of the asker's own window and
// parameters.
func (s *Service) queueSigned(ctx context.Context, tx Tx, o object, ask SignAsk) error {
	m := Message{
		ID: NewID("msg"), Account: ask.Account, Template: TemplateNewLink, To: o.Email, Object: o.key, Start: ask.Start, End: ask.End,
		Data:  facts(map[string]any{askedFact: string(ask.Actor), "params": ask.Params}),
		State: Queued, NextAt: s.now(), CreatedAt: s.now(),
	}
	if err := tx.AddMessage(ctx, m); err != nil {
		return fmt.Errorf("queue mail: %w", err)
	}
	return nil
}

// fillWindow sets what was not asked for: from now, or from where the links of
// this object were last cut off, for as many days as the account gives.
func (s *Service) fillWindow(ctx context.Context, ask *SignAsk, account Account) error {
	if ask.Start == 0 {
		state, err := s.store.LinkState(ctx, ObjectKey{ask.Account, ask.Kind, ask.ID})
		if err != nil {
			return fmt.Errorf("link state: %w", err)
		}
		ask.Start = max(s.now().Unix(), state.CutOff)
	}
	if ask.End != 0 {
		return account.Links.bound(ask.Kind, ask.End-ask.Start)
	}
	days, err := lifetime(ask.Days, account, ask.Kind)
	if err != nil {
		return err
	}
	ask.End = ask.Start + int64(days)*86400
	return nil
}

// invoicePathID is the path id of the invoice that is asked for.
func (s *Service) invoicePathID(ctx context.Context, ask SignAsk) (string, error) {
	id, err := s.PathIDOf(ctx, ask.Account, ask.ID)
	if err != nil || !ask.V1 {
		return id, err
	}
	number := ask.ID // of an invoice that is not known yet
	inv, err := s.store.Invoice(ctx, Key{ask.Account, id})
	switch {
	case err == nil:
		number = inv.Number
	case !errors.Is(err, ErrNotFound):
		return "", fmt.Errorf("invoice: %w", err)
	}
	if number != id {
		return "", fmt.Errorf("invoice %s: %w", number, ErrV1Number)
	}
	return id, nil
}

// PathIDOf turns what a person calls an invoice into its path id. A path id
// stands for itself, even where it is also a number that others share: it
// could not be named otherwise. A number stands for the one invoice that has
// it; one that is not known yet gets the path id it would have.
func (s *Service) PathIDOf(ctx context.Context, account, name string) (string, error) {
	_, err := s.store.Invoice(ctx, Key{account, name})
	if err == nil {
		return name, nil
	}
	if !errors.Is(err, ErrNotFound) {
		return "", fmt.Errorf("invoice: %w", err)
	}
	numbered, err := s.store.InvoicesNumbered(ctx, account, name)
	if err != nil {
		return "", fmt.Errorf("invoices of a number: %w", err)
	}
	switch len(numbered) {
	case 0:
		return link.PathID(name), nil
	case 1:
		return numbered[0].ID, nil
	}
	ambiguous := &AmbiguousError{Number: name}
	for _, inv := range numbered {
		ambiguous.PathIDs = append(ambiguous.PathIDs, inv.ID)
	}
	return "", ambiguous
}
