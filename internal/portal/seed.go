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
// previousUntil (unix seconds). ErrChanged: somebody else set one meanwhile.
func (s *Service) RotateSeed(ctx context.Context, by Actor, account string, seed []byte, previousUntil int64) error {
	return s.store.InTx(ctx, func(tx Tx) error { return s.rotateSeed(ctx, tx, by, account, seed, previousUntil) })
}

func (s *Service) rotateSeed(ctx context.Context, tx Tx, by Actor, account string, seed []byte, previousUntil int64) error {
	a, err := tx.Account(ctx, account)
	if err != nil {
		return fmt.Errorf("account %s: %w", account, err)
	}
	if err := s.ownSeed(ctx, tx, account, seed); err != nil {
		return err
	}
	was, err := seedInForce(ctx, tx, account)
	if err != nil {
		return err
	}
	if err := s.putSeed(ctx, tx, was, seed); err != nil {
		return err
	}
	if was.Sealed != nil {
		plain, err := s.vault.Open(was)
		if err != nil {
			return err
		}
		before := s.vault.Seal(Secret{Account: account, Kind: SeedPrevious, CreatedAt: was.CreatedAt}, plain)
		if err := tx.PutSecret(ctx, before); err != nil {
			return fmt.Errorf("keep the seed before: %w", err)
		}
		a.V1.PreviousUntil = previousUntil
		if won, err := tx.ReplaceAccount(ctx, a); err != nil || !won {
			return errors.Join(err, fmt.Errorf("account %s: %w", account, ErrChanged))
		}
	}
	return s.RecordIn(ctx, tx, Entry{
		Account: account, Actor: string(by), Act: "seed.rotated", Kind: "key", Object: "seed",
		Data: facts(map[string]any{"previousUntil": previousUntil}),
	})
}

// seedInForce is the current seed as it is kept, or the place for the first one.
func seedInForce(ctx context.Context, from Reader, account string) (Secret, error) {
	secrets, err := from.Secrets(ctx, account)
	if err != nil {
		return Secret{}, fmt.Errorf("seeds of %s: %w", account, err)
	}
	for _, secret := range secrets {
		if secret.Kind == SeedCurrent {
			return secret, nil
		}
	}
	return Secret{Account: account, Kind: SeedCurrent}, nil
}

// putSeed puts a seed in the place of the one that was read: of two who change
// it at once, the second is told.
func (s *Service) putSeed(ctx context.Context, tx Tx, was Secret, seed []byte) error {
	if len(seed) < minSeed {
		return ErrSeed
	}
	is := s.vault.Seal(Secret{Account: was.Account, Kind: SeedCurrent, CreatedAt: s.now()}, seed)
	if was.Sealed == nil {
		err := tx.AddSecret(ctx, is)
		if errors.Is(err, ErrExists) {
			return ErrChanged
		}
		return err
	}
	won, err := tx.SwapSecret(ctx, was, is)
	if err != nil {
		return fmt.Errorf("keep seed: %w", err)
	}
	if !won {
		return ErrChanged
	}
	return nil
}

// newSeed keeps an account's first seed.
func (s *Service) newSeed(ctx context.Context, tx Tx, account string, seed []byte) error {
	if err := s.ownSeed(ctx, tx, account, seed); err != nil {
		return err
	}
	return s.putSeed(ctx, tx, Secret{Account: account, Kind: SeedCurrent}, seed)
}

// ownSeed refuses a seed that another account has: what it signs does not name
// the account.
func (s *Service) ownSeed(ctx context.Context, tx Tx, account string, seed []byte) error {
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
	return nil
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
