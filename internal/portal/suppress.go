package portal

import (
	"context"
	"errors"
	"fmt"
)

// MailStopped is why an address gets no mail where a person has stopped it.
const MailStopped MailFate = "stopped"

// Suppress keeps mail from an address until Unsuppress, and says why. False: the
// address is on the list already, which nothing has changed.
func (s *Service) Suppress(ctx context.Context, by Actor, account, email, reason string) (bool, error) {
	err := s.store.InTx(ctx, func(tx Tx) error {
		held := Suppression{Account: account, Email: NormalEmail(email), Reason: MailStopped, Note: reason, At: s.now()}
		if err := tx.AddSuppression(ctx, held); err != nil {
			return err
		}
		return s.RecordIn(ctx, tx, Entry{
			Account: account, Actor: string(by), Act: "mail.suppressed", Kind: "account", Object: account, Data: facts(map[string]any{"reason": reason}),
		})
	})
	if errors.Is(err, ErrExists) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("suppress address: %w", err)
	}
	return true, nil
}
