package portal

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// KeyOverlap is how long an API key works on beside the one that replaced it.
const KeyOverlap = 24 * time.Hour

// What changes of keys are refused for.
var (
	// ErrKeyExpired is ErrBadKey of a key whose time has passed: whoever holds
	// it may be told.
	ErrKeyExpired = fmt.Errorf("its time has passed: %w", ErrBadKey)
	// ErrKeyOver means that an API key was replaced or ended already.
	ErrKeyOver = errors.New("the key was replaced or ended already")
	// ErrKeyEnd means that an API key would end before it begins.
	ErrKeyEnd = errors.New("a key ends after today")
)

// Works reports whether the key is accepted at now.
func (k APIKey) Works(now time.Time) bool {
	return k.RevokedAt.IsZero() && (k.ExpiresAt.IsZero() || now.Before(k.ExpiresAt))
}

// APIKey returns one key. ErrNotFound.
func (s *Service) APIKey(ctx context.Context, account, id string) (APIKey, error) {
	all, err := s.APIKeys(ctx, account)
	if err != nil {
		return APIKey{}, err
	}
	for _, k := range all {
		if k.ID == id {
			return k, nil
		}
	}
	return APIKey{}, fmt.Errorf("API key %s: %w", id, ErrNotFound)
}

// RotateAPIKey makes a key with the name and scopes of another one, which works
// for KeyOverlap more. Its end, if it has one, holds for the new key too.
// ErrKeyOver: there is nothing to replace any more.
func (s *Service) RotateAPIKey(ctx context.Context, by Actor, account, id string) (next APIKey, key string, err error) {
	old, err := s.APIKey(ctx, account, id)
	if err != nil {
		return APIKey{}, "", err
	}
	now := s.now()
	key, hash := newKey("lk_live_")
	next = APIKey{
		Account: account, ID: NewID("key"), Name: old.Name, KeyHash: hash, Scopes: old.Scopes,
		CreatedAt: now, ExpiresAt: old.ExpiresAt, CreatedBy: by,
	}
	err = s.store.InTx(ctx, func(tx Tx) error {
		won, err := tx.ReplaceAPIKey(ctx, account, id, next.ID, now, now.Add(KeyOverlap))
		if err != nil {
			return fmt.Errorf("API key %s: %w", id, err)
		}
		if !won {
			return ErrKeyOver
		}
		if err := tx.AddAPIKey(ctx, next); err != nil {
			return fmt.Errorf("API key: %w", err)
		}
		return s.RecordIn(ctx, tx, Entry{
			Account: account, Actor: string(by), Act: "apikey.replaced", Kind: "apikey", Object: id,
			Data: facts(map[string]any{"by": next.ID, "worksUntil": now.Add(KeyOverlap).Unix()}),
		})
	})
	return next, key, err
}

// unixIf is a time in unix seconds, 0 for none.
func unixIf(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.Unix()
}
