package portal

import (
	"context"
	"errors"
	"fmt"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// MailFate records what the receiving side told of a mail. A bounce or a
// complaint suppresses the address, and is told to the partner whose request
// the mail was about. A message that is unknown, or another account's, is no
// error: it is not ours, and known is false.
func (s *Service) MailFate(ctx context.Context, account, messageID string, fate MailFate) (known bool, err error) {
	err = s.store.InTx(ctx, func(tx Tx) error {
		known = false
		sent, err := tx.Message(ctx, messageID)
		if errors.Is(err, ErrNotFound) || err == nil && sent.Account != account {
			return nil
		}
		if err != nil {
			return fmt.Errorf("mail: %w", err)
		}
		known = true
		m, err := tx.SetMailFate(ctx, messageID, fate, s.now())
		if err != nil {
			return fmt.Errorf("fate of a mail: %w", err)
		}
		if fate == MailDelivered {
			return nil
		}
		if ErasedAddress(m.To) {
			return nil // whose bounce it is nobody can tell any more
		}
		sup := Suppression{Account: m.Account, Email: NormalEmail(m.To), Reason: fate, At: s.now()}
		if err := tx.PutSuppression(ctx, sup); err != nil {
			return fmt.Errorf("suppress address: %w", err)
		}
		if m.Object.Kind == link.Approve {
			if err := s.bounced(ctx, tx, m, fate); err != nil {
				return err
			}
		}
		return s.RecordIn(ctx, tx, Entry{
			Account: m.Account, Actor: string(BySystem), Act: "mail." + string(fate), Kind: string(m.Object.Kind), Object: m.Object.ID,
			Data: facts(map[string]any{"message": m.ID}),
		})
	})
	return known, err
}

func (s *Service) bounced(ctx context.Context, tx Tx, m Message, fate MailFate) error {
	r, err := tx.Request(ctx, Key{m.Account, m.Object.ID})
	if err != nil {
		return fmt.Errorf("request of a mail: %w", err)
	}
	return s.emitRequest(ctx, tx, r, EventEmailBounced, map[string]any{"emailStatus": string(fate)})
}

// Unsuppress lets mail go to an address again.
func (s *Service) Unsuppress(ctx context.Context, by Actor, account, email string) error {
	return s.store.InTx(ctx, func(tx Tx) error {
		marks := []string{NormalEmail(email)}
		for _, key := range s.vault.erasedKeys() {
			marks = append(marks, markUnder(key, account, email))
		}
		for _, held := range marks {
			if err := tx.DeleteSuppression(ctx, account, held); err != nil {
				return fmt.Errorf("suppression: %w", err)
			}
		}
		return s.RecordIn(ctx, tx, Entry{Account: account, Actor: string(by), Act: "mail.unsuppressed", Kind: "account", Object: account})
	})
}

// Suppressions lists an account's addresses that no mail goes to.
func (s *Service) Suppressions(ctx context.Context, account string, limit int) ([]Suppression, error) {
	list, err := s.store.Suppressions(ctx, account, limit)
	if err != nil {
		return nil, fmt.Errorf("suppressions: %w", err)
	}
	return list, nil
}

// Resend puts a mail that was sent or given up back into the queue. False: it
// is queued already.
func (s *Service) Resend(ctx context.Context, by Actor, id string) (bool, error) {
	won := false
	err := s.store.InTx(ctx, func(tx Tx) error {
		m, err := tx.Message(ctx, id)
		if err != nil {
			return fmt.Errorf("mail %s: %w", id, err)
		}
		if ErasedAddress(m.To) {
			return fmt.Errorf("mail %s to somebody who was erased: %w", id, ErrNotFound)
		}
		if won, err = tx.RequeueMessage(ctx, id, s.now()); err != nil || !won {
			return err
		}
		return s.RecordIn(ctx, tx, Entry{
			Account: m.Account, Actor: string(by), Act: "mail.resent", Kind: string(m.Object.Kind), Object: m.Object.ID,
			Data: facts(map[string]any{"message": m.ID}),
		})
	})
	return won, err
}

// MailHeld says why no mail goes to an address of an account; empty: it does.
func (s *Service) MailHeld(ctx context.Context, account, email string) (MailFate, error) {
	held, err := s.suppressed(ctx, s.store, account, email)
	if errors.Is(err, ErrNotFound) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("suppressed address: %w", err)
	}
	return held.Reason, nil
}
