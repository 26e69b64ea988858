package portal

import (
	"context"
	"errors"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// How often a customer can have a link mailed, per object: once in
// five minutes, three times in a day.
const (
	MailGap     = 5 * time.Minute
	mailsPerDay = 3
	mailDay     = 24 * time.Hour
)

// Renewable says whether the holder of a genuine link that no longer opens can
// have a new one mailed, and to which address on file. Empty: there is none, or
// none that takes our mail.
func (s *Service) Renewable(ctx context.Context, g link.Grant) (email string, err error) {
	if err := g.Genuine(g.Kind()); err != nil {
		return "", err
	}
	if account, err := s.store.Account(ctx, g.Account()); err != nil || account.Links.NoRenewal {
		return "", err
	}
	return s.onFile(ctx, g)
}

// takesMail is an address that mail may go to; empty: it came back, or its
// owner complained, so that only the seller can help.
func (s *Service) takesMail(ctx context.Context, account, email string) (string, error) {
	held, err := s.MailHeld(ctx, account, email)
	if err != nil || held != "" {
		return "", err
	}
	return email, nil
}

// Renew mails the holder of a genuine link the link in force, or a new one
// where none is. It goes to the address on file and nowhere else. Whether a
// mail was sent, was held back by a limit or could not be addressed is not
// told: the visitor reads the same answer in every case.
func (s *Service) Renew(ctx context.Context, g link.Grant) error {
	if err := g.Genuine(g.Kind()); err != nil {
		return err
	}
	account, ring, err := s.knownRing(ctx, g.Account())
	if err != nil || account.Links.NoRenewal {
		return err
	}
	if g.Kind() == link.Approve {
		return s.renewApproval(ctx, g)
	}
	o, err := s.describe(ctx, objectOf(g))
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if to, err := s.takesMail(ctx, g.Account(), o.Email); err != nil || to == "" {
		return err
	}
	return s.store.InTx(ctx, func(tx Tx) error {
		state, counted, err := s.countMail(ctx, tx, o.key, o.Email)
		if err != nil || !counted {
			return err
		}
		if state.Revoked {
			return nil // ended for good: only an admin issues again
		}
		if state.Live(s.now().Unix()) {
			return s.remind(ctx, tx, o, state, ByCustomer)
		}
		ask := Ask{Actor: ByCustomer, Object: o.key, Generation: state.Generation, Mail: true}
		_, err = s.issue(ctx, tx, o, ring, ask, account.DaysOf(g.Kind()))
		return err
	})
}
