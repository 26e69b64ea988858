package portal

import (
	"context"
	"errors"
	"fmt"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// ring reads an account and its keys, opened. An unknown account is a nil ring
// and no error: link.Check does the same work for it and calls it tampered.
func (s *Service) ring(ctx context.Context, slug string) (Account, *link.Ring, error) {
	account, err := s.store.Account(ctx, slug)
	if errors.Is(err, ErrNotFound) {
		return Account{}, nil, nil
	}
	if err != nil {
		return Account{}, nil, fmt.Errorf("account: %w", err)
	}
	secrets, err := s.store.Secrets(ctx, slug)
	if err != nil {
		return Account{}, nil, fmt.Errorf("keys of %s: %w", slug, err)
	}
	ring := &link.Ring{Account: slug, V1: v1Of(account)}
	for _, secret := range secrets {
		plain, err := s.vault.Open(secret)
		if err != nil {
			return Account{}, nil, err
		}
		switch secret.Kind {
		case SeedCurrent:
			ring.V1.Current = plain
		case SeedPrevious:
			ring.V1.Previous = plain
		case LinkKey:
			ring.Keys = append(ring.Keys, link.Key{
				ID: secret.ID, Secret: plain, State: link.KeyState(secret.State), VerifyUntil: secret.VerifyUntil,
			})
		}
	}
	return account, ring, nil
}

func v1Of(a Account) link.V1 {
	return link.V1{
		On: a.V1.On, Until: a.V1.Until, SHA1: a.V1.SHA1, PreviousUntil: a.V1.PreviousUntil,
		FullSubscription: a.V1.FullSubscription, Methods: a.V1.Methods,
	}
}

// knownRing is ring for callers who name an account themselves: an unknown one
// is ErrNotFound.
func (s *Service) knownRing(ctx context.Context, slug string) (Account, *link.Ring, error) {
	account, ring, err := s.ring(ctx, slug)
	if err == nil && ring == nil {
		err = fmt.Errorf("account %q: %w", slug, ErrNotFound)
	}
	return account, ring, err
}
