package portal

import (
	"context"
	"fmt"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// Detail is everything the admin page about the links to one object shows.
type Detail struct {
	Account   Account
	Object    ObjectKey
	Reference string
	Title     string // "Invoice INV-2026-0417"
	Person    string // customer or buyer
	Email     string // address on file; empty: none
	State     LinkState
	Timeline  []Entry           // newest first
	Mails     []Message         // newest first
	Invoice   *Invoice          // where the links open one
	Decisions []BillingDecision // about what the links open, newest first
	Others    []ObjectKey       // links of other kinds to the same thing
}

// timelineLength is how far back a detail page looks.
const timelineLength = 100

// Detail gathers what is known about the links to one object. ErrNotFound: no
// such object, or its kind has no page here.
func (s *Service) Detail(ctx context.Context, k ObjectKey) (Detail, error) {
	o, err := s.describe(ctx, k)
	if err != nil {
		return Detail{}, err
	}
	d := Detail{Object: k, Reference: o.Reference, Title: o.Title, Person: o.Person, Email: o.Email}
	if d.Account, err = s.store.Account(ctx, k.Account); err != nil {
		return Detail{}, fmt.Errorf("account: %w", err)
	}
	if d.State, err = s.store.LinkState(ctx, k); err != nil {
		return Detail{}, fmt.Errorf("link state: %w", err)
	}
	if d.Timeline, err = s.store.Timeline(ctx, k.Account, string(k.Kind), k.ID, timelineLength); err != nil {
		return Detail{}, fmt.Errorf("timeline: %w", err)
	}
	if d.Mails, err = s.store.Messages(ctx, k, timelineLength); err != nil {
		return Detail{}, fmt.Errorf("mails: %w", err)
	}
	if d.Decisions, err = s.decisionsAbout(ctx, k); err != nil {
		return Detail{}, err
	}
	if d.Others, err = s.otherLinks(ctx, k); err != nil {
		return Detail{}, err
	}
	if k.Kind == link.Invoice {
		inv, err := s.store.Invoice(ctx, Key{k.Account, k.ID})
		if err != nil {
			return Detail{}, fmt.Errorf("invoice: %w", err)
		}
		d.Invoice = &inv
	}
	return d, nil
}

// LinkState returns what is kept about the links to one object.
func (s *Service) LinkState(ctx context.Context, k ObjectKey) (LinkState, error) {
	state, err := s.store.LinkState(ctx, k)
	if err != nil {
		return LinkState{}, fmt.Errorf("link state: %w", err)
	}
	return state, nil
}

// Trail returns an account's audit entries after seq, oldest first.
func (s *Service) Trail(ctx context.Context, account string, after int64, limit int) ([]Entry, error) {
	entries, err := s.store.Audit(ctx, account, after, limit)
	if err != nil {
		return nil, fmt.Errorf("audit trail: %w", err)
	}
	return entries, nil
}

// Trails names the accounts that have an audit trail; "" is the installation's.
func (s *Service) Trails(ctx context.Context) ([]string, error) {
	accounts, err := s.store.AuditAccounts(ctx)
	if err != nil {
		return nil, fmt.Errorf("audit trails: %w", err)
	}
	return accounts, nil
}

// Accounts lists the accounts by slug.
func (s *Service) Accounts(ctx context.Context) ([]Account, error) {
	accounts, err := s.store.Accounts(ctx)
	if err != nil {
		return nil, fmt.Errorf("accounts: %w", err)
	}
	return accounts, nil
}

// Mails returns the mails of all accounts, newest first.
func (s *Service) Mails(ctx context.Context, limit int) ([]Message, error) {
	mails, err := s.store.Messages(ctx, ObjectKey{}, limit)
	if err != nil {
		return nil, fmt.Errorf("mails: %w", err)
	}
	return mails, nil
}

// About names what a mail is about: "Invoice INV-2026-0417" and its reference.
func (s *Service) About(ctx context.Context, k ObjectKey) (title, reference string, err error) {
	o, err := s.describe(ctx, k)
	return o.Title, o.Reference, err
}

// MailLog returns the mails of a filter, newest first.
func (s *Service) MailLog(ctx context.Context, f MessageFilter) ([]Message, error) {
	mails, err := s.store.MessageList(ctx, f)
	if err != nil {
		return nil, fmt.Errorf("mail log: %w", err)
	}
	return mails, nil
}

// Mail returns one mail. ErrNotFound: there is none of that id.
func (s *Service) Mail(ctx context.Context, id string) (Message, error) {
	m, err := s.store.Message(ctx, id)
	if err != nil {
		return Message{}, fmt.Errorf("mail: %w", err)
	}
	return m, nil
}

// Ready says whether the store answers and its schema is the current one.
func (s *Service) Ready(ctx context.Context) error { return s.store.Ready(ctx) }
