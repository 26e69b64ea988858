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
	err = s.store.InTx(ctx, func(tx Tx) error {
		if _, err := tx.Account(ctx, account); err != nil {
			return fmt.Errorf("account %s: %w", account, err)
		}
		sealed := s.vault.Seal(Secret{Account: account, Kind: BillerKey, CreatedAt: s.now()}, []byte(key))
		if err := tx.PutSecret(ctx, sealed); err != nil {
			return fmt.Errorf("keep biller key: %w", err)
		}
		return s.RecordIn(ctx, tx, Entry{Account: account, Actor: string(by), Act: "biller.key_rotated", Kind: "key", Object: "biller"})
	})
	if err != nil {
		return "", err
	}
	return key, nil
}
