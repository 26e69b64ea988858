package portal

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
)

// RotateInboxKey makes the password with which the billing system delivers
// notifications to an account, in place of the one before, which ends at once.
// It is returned once. ErrNotFound: no such account.
func (s *Service) RotateInboxKey(ctx context.Context, by Actor, account string) (password string, err error) {
	password = "lki_" + rand.Text()
	return password, s.replaceSecret(ctx, by, account, InboxKey, "inbox", password)
}

// OpensInbox reports whether a password is that of the account's inbox. An
// account that has none, or is none, is one that no password opens.
func (s *Service) OpensInbox(ctx context.Context, account, password string) (bool, error) {
	secrets, err := s.store.Secrets(ctx, account)
	if err != nil {
		return false, fmt.Errorf("inbox key of %s: %w", account, err)
	}
	want := []byte(rand.Text()) // what nobody knows
	for _, secret := range secrets {
		if secret.Kind != InboxKey {
			continue
		}
		if want, err = s.vault.Open(secret); err != nil {
			return false, err
		}
	}
	// Hashes are of one length, so the time says nothing about the password's.
	given, right := sha256.Sum256([]byte(password)), sha256.Sum256(want)
	return subtle.ConstantTimeCompare(given[:], right[:]) == 1, nil
}
