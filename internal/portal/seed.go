package portal

import (
	"context"
	"crypto/hmac"
	"errors"
	"fmt"
	"slices"
)

// Seeds sign links of the documented formula. An account has one in force, and
// perhaps the one before it until a date.

// RotateSeed makes seed the current one; the one before verifies until
// previousUntil (unix seconds).
func (s *Service) RotateSeed(ctx context.Context, by Actor, account string, seed []byte, previousUntil int64) error {
	return s.store.InTx(ctx, func(tx Tx) error {
		a, err := tx.Account(ctx, account)
		if err != nil {
			return fmt.Errorf("account %s: %w", account, err)
		}
		secrets, err := tx.Secrets(ctx, account)
		if err != nil {
			return fmt.Errorf("seeds of %s: %w", account, err)
		}
		for _, old := range secrets {
			if old.Kind != SeedCurrent {
				continue
			}
			plain, err := s.vault.Open(old)
			if err != nil {
				return err
			}
			if err := s.putSeed(ctx, tx, account, SeedPrevious, plain); err != nil {
				return err
			}
			a.V1.PreviousUntil = previousUntil
		}
		if err := s.newSeed(ctx, tx, account, seed); err != nil {
			return err
		}
		if won, err := tx.ReplaceAccount(ctx, a); err != nil || !won {
			return errors.Join(err, fmt.Errorf("account %s: %w", account, ErrStale))
		}
		return s.RecordIn(ctx, tx, Entry{
			Account: account, Actor: string(by), Act: "seed.rotated", Kind: "key", Object: "seed",
			Data: facts(map[string]any{"previousUntil": previousUntil}),
		})
	})
}

// newSeed keeps a seed that no other account has: what it signs does not name
// the account.
func (s *Service) newSeed(ctx context.Context, tx Tx, account string, seed []byte) error {
	accounts, err := tx.Accounts(ctx)
	if err != nil {
		return fmt.Errorf("accounts: %w", err)
	}
	for _, other := range accounts {
		if other.Slug == account {
			continue
		}
		shared, err := s.hasThisSeed(ctx, tx, other.Slug, seed)
		if err != nil {
			return err
		}
		if shared {
			return ErrOneSeed
		}
	}
	return s.putSeed(ctx, tx, account, SeedCurrent, seed)
}

func (s *Service) hasThisSeed(ctx context.Context, tx Tx, account string, seed []byte) (bool, error) {
	secrets, err := tx.Secrets(ctx, account)
	if err != nil {
		return false, fmt.Errorf("seeds of %s: %w", account, err)
	}
	for _, secret := range secrets {
		if secret.Kind != SeedCurrent && secret.Kind != SeedPrevious {
			continue
		}
		plain, err := s.vault.Open(secret)
		if err != nil {
			return false, err
		}
		if hmac.Equal(plain, seed) {
			return true, nil
		}
	}
	return false, nil
}

func (s *Service) putSeed(ctx context.Context, tx Tx, account string, kind SecretKind, seed []byte) error {
	if len(seed) < minSeed {
		return ErrSeed
	}
	secret := s.vault.Seal(Secret{Account: account, Kind: kind, CreatedAt: s.now()}, seed)
	if err := tx.PutSecret(ctx, secret); err != nil {
		return fmt.Errorf("keep seed: %w", err)
	}
	return nil
}

// hasSeed is ErrNoSeed where nothing could check a v1 link.
func hasSeed(ctx context.Context, tx Tx, slug string) error {
	secrets, err := tx.Secrets(ctx, slug)
	if err != nil {
		return fmt.Errorf("keys of %s: %w", slug, err)
	}
	if !slices.ContainsFunc(secrets, func(k Secret) bool { return k.Kind == SeedCurrent }) {
		return ErrNoSeed
	}
	return nil
}
