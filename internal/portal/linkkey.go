package portal

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// Link keys sign links of our own scheme. An account has one that is active;
// others still verify, until a date, or are revoked.

// ErrChanged means that what was to be changed is not as it was read any more.
var ErrChanged = errors.New("somebody else changed it meanwhile")

// RotateKey makes a new active key; the one before verifies until verifyUntil
// (unix seconds, 0: for good). ErrNotFound: no such account; ErrChanged:
// somebody else made one meanwhile.
func (s *Service) RotateKey(ctx context.Context, by Actor, account string, verifyUntil int64) (id string, err error) {
	err = s.store.InTx(ctx, func(tx Tx) error {
		if _, err := tx.Account(ctx, account); err != nil {
			return fmt.Errorf("account %s: %w", account, err)
		}
		secrets, err := tx.Secrets(ctx, account)
		if err != nil {
			return fmt.Errorf("keys of %s: %w", account, err)
		}
		for _, key := range secrets {
			if key.Kind != LinkKey || key.State != string(link.Active) {
				continue
			}
			retired := key
			retired.State, retired.VerifyUntil = string(link.VerifyOnly), verifyUntil
			if err := swap(ctx, tx, key, retired); err != nil {
				return err
			}
		}
		if id, err = s.addKey(ctx, tx, account); err != nil {
			return err
		}
		return s.RecordIn(ctx, tx, Entry{
			Account: account, Actor: string(by), Act: "key.rotated", Kind: "key", Object: id,
			Data: facts(map[string]any{"verifyUntil": verifyUntil}),
		})
	})
	return id, err
}

func swap(ctx context.Context, tx Tx, was, is Secret) error {
	won, err := tx.SwapSecret(ctx, was, is)
	if err != nil {
		return fmt.Errorf("key %s of %s: %w", was.ID, was.Account, err)
	}
	if !won {
		return ErrChanged
	}
	return nil
}

// RevokeKey ends a key at once: its links answer "withdrawn". ErrNotFound: no
// such key; ErrLastKey: it is the active one. A key that was revoked before
// stays so, and nothing is recorded.
func (s *Service) RevokeKey(ctx context.Context, by Actor, account, id string) error {
	return s.store.InTx(ctx, func(tx Tx) error { return s.revokeKey(ctx, tx, by, account, id) })
}

func (s *Service) revokeKey(ctx context.Context, tx Tx, by Actor, account, id string) error {
	key, err := revocable(ctx, tx, account, id)
	if err != nil || key.State == string(link.KeyRevoked) {
		return err
	}
	revoked := key
	revoked.State = string(link.KeyRevoked)
	if err := swap(ctx, tx, key, revoked); err != nil {
		return err
	}
	return s.RecordIn(ctx, tx, Entry{Account: account, Actor: string(by), Act: "key.revoked", Kind: "key", Object: id})
}

// revocable finds a link key that may be ended.
func revocable(ctx context.Context, tx Tx, account, id string) (Secret, error) {
	secrets, err := tx.Secrets(ctx, account)
	if err != nil {
		return Secret{}, fmt.Errorf("keys of %s: %w", account, err)
	}
	for _, key := range secrets {
		if key.Kind != LinkKey || key.ID != id {
			continue
		}
		if key.State == string(link.Active) {
			return Secret{}, ErrLastKey
		}
		return key, nil
	}
	return Secret{}, fmt.Errorf("key %s of %s: %w", id, account, ErrNotFound)
}

// addKey makes an active key of 32 random bytes with an id that is free.
func (s *Service) addKey(ctx context.Context, tx Tx, account string) (string, error) {
	secrets, err := tx.Secrets(ctx, account)
	if err != nil {
		return "", fmt.Errorf("keys of %s: %w", account, err)
	}
	taken := map[string]bool{}
	for _, other := range secrets {
		taken[other.ID] = true
	}
	n := 1
	for taken[fmt.Sprintf("k%d", n)] {
		n++
	}
	key := make([]byte, 32)
	rand.Read(key) // never fails: crypto/rand ends the program instead
	secret := s.vault.Seal(Secret{
		Account: account, Kind: LinkKey, ID: fmt.Sprintf("k%d", n), State: string(link.Active), CreatedAt: s.now(),
	}, key)
	err = tx.AddSecret(ctx, secret)
	switch {
	case errors.Is(err, ErrExists):
		return "", ErrChanged
	case err != nil:
		return "", fmt.Errorf("keep key: %w", err)
	}
	return secret.ID, nil
}
