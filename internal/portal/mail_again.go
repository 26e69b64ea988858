package portal

import (
	"context"
	"errors"
	"fmt"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// MailAgain mails the holder of a live link to a purchase that link once more, to
// the address on file and nowhere else. It replaces no link. Its limits are
// those of Renew, and as there the visitor reads the same answer in every case.
func (s *Service) MailAgain(ctx context.Context, g link.Grant) error {
	if err := g.For(link.Confirmation); err != nil {
		return err
	}
	o, err := s.describe(ctx, objectOf(g))
	if errors.Is(err, ErrNotFound) || err == nil && o.Email == "" {
		return nil
	}
	if err != nil {
		return err
	}
	return s.store.InTx(ctx, func(tx Tx) error {
		state, counted, err := s.countMail(ctx, tx, o.key, o.Email)
		if err != nil || !counted {
			return err
		}
		if g.Start() < state.CutOff {
			return link.ErrLapsed
		}
		state.Start, state.End = g.Start(), g.End()
		return s.remind(ctx, tx, o, state, ByCustomer)
	})
}

// countMail counts a mail that a visitor asks for; false: there were enough,
// about this object or to this address. It also reads how the link stands.
func (s *Service) countMail(ctx context.Context, tx Tx, k ObjectKey, to string) (state LinkState, counted bool, err error) {
	now := s.now()
	if may, err := mayAsk(ctx, tx, k.Account, to, now); err != nil || !may {
		return state, false, err
	}
	if counted, err = tx.CountMail(ctx, k, now, now.Add(-MailGap), mailsPerDay); err != nil {
		return state, false, fmt.Errorf("count mails: %w", err)
	}
	if !counted {
		return state, false, nil
	}
	if state, err = tx.LinkState(ctx, k); err != nil {
		return state, false, fmt.Errorf("link state: %w", err)
	}
	return state, true, nil
}
