package portal

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// paymentBatch is how many payments one round of the sweep looks at.
const paymentBatch = 100

// SweepPayments ends the payments that ran out, each after a last look at its
// provider, and says how many. One whose provider does not answer is left for
// the next round. More: there may be others.
func (s *Service) SweepPayments(ctx context.Context) (n int, more bool, err error) {
	if s.cashier == nil {
		return 0, false, nil
	}
	pending, err := s.store.PendingPayments(ctx, s.now(), paymentBatch)
	if err != nil {
		return 0, false, fmt.Errorf("find pending payments: %w", err)
	}
	for _, p := range pending {
		account, err := s.store.Account(ctx, p.Account)
		if err != nil {
			return n, false, fmt.Errorf("account: %w", err)
		}
		switch err := s.abandon(ctx, account, p); {
		case errors.Is(err, ErrPaymentUnderWay):
			if err := s.putOff(ctx, p); err != nil {
				return n, false, err
			}
		case errors.Is(err, ErrProviderDown) || isAgain(err):
		case err != nil:
			return n, false, err
		default:
			n++
		}
	}
	return n, len(pending) == paymentBatch && n > 0, nil
}

// abandon ends a payment that is not wanted any more: as its provider says, or
// else as cancelled, once the provider's page is useless. ErrPaymentUnderWay: it
// goes on, however long it takes.
func (s *Service) abandon(ctx context.Context, a Account, p Payment) error {
	w := PaymentWord{Payment: p.ID, Session: p.Session, State: PaymentCancelled, Amount: p.Amount, Currency: p.Currency}
	if p.Session == "" { // nobody was ever sent there
		_, err := s.hear(ctx, p, w)
		return err
	}
	h, err := s.look(ctx, a, p)
	if err != nil {
		return err
	}
	switch h.(type) {
	case Heard, HeardBefore:
		return nil
	case StillPending, NotHeard:
	}
	err = s.cashier.Cancel(ctx, a, p)
	if errors.Is(err, ErrPaymentUnderWay) {
		return err
	}
	if err != nil {
		return fmt.Errorf("cancel payment: %w", errors.Join(ErrProviderDown, err))
	}
	// The customer may have been faster than we.
	if h, err = s.look(ctx, a, p); err != nil {
		return err
	}
	switch h.(type) {
	case Heard, HeardBefore:
		return nil
	case StillPending, NotHeard:
	}
	_, err = s.hear(ctx, p, w)
	return err
}

// underWayPause is how long the bank is given before we ask again.
const underWayPause = time.Hour

// putOff looks at a payment again later.
func (s *Service) putOff(ctx context.Context, p Payment) error {
	p.ExpiresAt = s.now().Add(underWayPause)
	err := s.store.InTx(ctx, func(tx Tx) error { return tx.PutOffPayment(ctx, p) })
	if err != nil {
		return fmt.Errorf("put off payment: %w", err)
	}
	return nil
}
