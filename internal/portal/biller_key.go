package portal

import (
	"context"
	"fmt"
)

// RotateBillerKey makes the key that signs what an account's billing system is
// asked for previews and snapshots, in place of the one before, which ends at
// once. It is returned once. ErrNotFound: no such account.
func (s *Service) RotateBillerKey(ctx context.Context, by Actor, account string) (key string, err error) {
	key = newSecret()
	return key, s.replaceSecret(ctx, by, account, BillerKey, "biller", key)
}

// replaceSecret keeps the one secret of a kind that an account has, and says so
// in the trail under a name.
func (s *Service) replaceSecret(ctx context.Context, by Actor, account string, kind SecretKind, name, text string) error {
	return s.store.InTx(ctx, func(tx Tx) error {
		if _, err := tx.Account(ctx, account); err != nil {
			return fmt.Errorf("account %s: %w", account, err)
		}
		sealed := s.vault.Seal(Secret{Account: account, Kind: kind, CreatedAt: s.now()}, []byte(text))
		if err := tx.PutSecret(ctx, sealed); err != nil {
			return fmt.Errorf("keep %s key: %w", name, err)
		}
		return s.RecordIn(ctx, tx, Entry{Account: account, Actor: string(by), Act: name + ".key_rotated", Kind: "key", Object: name})
	})
}
