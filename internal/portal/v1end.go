package portal

import (
	"context"
	"fmt"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// SetV1End sets until when an account accepts v1 links (unix seconds, 0: no
// end). ErrNotFound: there is no such account.
func (s *Service) SetV1End(ctx context.Context, by Actor, account string, until int64) error {
	return s.store.InTx(ctx, func(tx Tx) error {
		a, err := tx.Account(ctx, account)
		if err != nil {
			return fmt.Errorf("account %s: %w", account, err)
		}
		was := a.V1.Until
		if was == until {
			return nil
		}
		a.V1.Until = until
		if err := tx.SetAccount(ctx, a); err != nil {
			return fmt.Errorf("account %s: %w", account, err)
		}
		return s.RecordIn(ctx, tx, Entry{
			Account: account, Actor: string(by), Act: "v1.end-changed", Kind: "account", Object: account,
			Data: beforeAfter(map[string]any{"until": was}, map[string]any{"until": until}),
		})
	})
}

// KeyReach is how many links that a link key signed are open.
type KeyReach struct {
	Objects  int64 // by the link issued last, exactly
	Requests int64 // issued while the key was active; a reminder may carry a newer one
}

// Reach counts the open links of an account's link key. ErrNotFound: there is no
// such key.
func (s *Service) Reach(ctx context.Context, account, id string) (reach KeyReach, err error) {
	keys, err := s.Keys(ctx, account)
	if err != nil {
		return KeyReach{}, err
	}
	var from, until time.Time
	found := false
	for _, k := range keys {
		switch {
		case k.Kind != LinkKey:
		case k.ID == id:
			from, found = k.CreatedAt, true
		case found && until.IsZero(): // keys come oldest first
			until = k.CreatedAt
		}
	}
	if !found {
		return KeyReach{}, fmt.Errorf("key %s of %s: %w", id, account, ErrNotFound)
	}
	now := s.now().Unix()
	if reach.Objects, err = s.store.SignedWith(ctx, account, id, now); err != nil {
		return KeyReach{}, fmt.Errorf("links signed with %s: %w", id, err)
	}
	if reach.Requests, err = s.store.AskedWithin(ctx, account, from, until, now); err != nil {
		return KeyReach{}, fmt.Errorf("requests signed with %s: %w", id, err)
	}
	return reach, nil
}

// LinkKeyOf returns what may be shown of one link key. ErrNotFound.
func (s *Service) LinkKeyOf(ctx context.Context, account, id string) (KeyInfo, error) {
	keys, err := s.Keys(ctx, account)
	if err != nil {
		return KeyInfo{}, err
	}
	for _, k := range keys {
		if k.Kind == LinkKey && k.ID == id {
			return k, nil
		}
	}
	return KeyInfo{}, fmt.Errorf("key %s of %s: %w", id, account, ErrNotFound)
}

// Revocable reports whether the key may be ended.
func (k KeyInfo) Revocable() bool { return k.Kind == LinkKey && k.State == string(link.VerifyOnly) }
