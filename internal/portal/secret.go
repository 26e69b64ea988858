package portal

import (
	"context"
	"fmt"
)

// SecretOf opens an account's one secret of a kind, as it was typed or made.
// ErrNotFound: it has none.
func (s *Service) SecretOf(ctx context.Context, account string, kind SecretKind) (string, error) {
	all, err := s.store.Secrets(ctx, account)
	if err != nil {
		return "", fmt.Errorf("secrets of %s: %w", account, err)
	}
	for _, secret := range all {
		if secret.Kind == kind && secret.ID == "" {
			plain, err := s.vault.Open(secret)
			return string(plain), err
		}
	}
	return "", fmt.Errorf("%s of %s: %w", kind, account, ErrNotFound)
}
