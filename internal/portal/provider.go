package portal

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
)

// What becomes of words that claim to come from a payment provider.
var (
	ErrNotSigned = errors.New("not signed by the payment provider")
	ErrTrialOver = errors.New("the time of this test payment is over, or there is no such outcome")
	ErrPayKeys   = errors.New("a Stripe API key begins with sk_ or rk_, and a webhook secret with whsec_")
	ErrNoPayKeys = errors.New("the account has no keys of its payment provider: latchkey key pay")
)

// Trial is what the page of the test provider shows.
type Trial struct {
	Account     string
	Payment     string
	Setup       bool // a method is saved, nothing is paid
	Description string
	Amount      Amount
	Currency    string
	ReturnURL   string
	CancelURL   string
	ExpiresAt   time.Time
}

// PayKeys are an account's keys of its payment provider.
type PayKeys struct {
	API  string
	Hook string // signs its webhooks
}

// String hides the keys from logs, as does GoString.
func (PayKeys) String() string   { return "keys of a payment provider" }
func (PayKeys) GoString() string { return "keys of a payment provider" }

// SetPayKeys keeps an account's keys of Stripe, sealed, in place of earlier
// ones. ErrPayKeys: they have not the shape of such keys; ErrNotFound: there is
// no such account.
func (s *Service) SetPayKeys(ctx context.Context, by Actor, account string, keys PayKeys) error {
	if !strings.HasPrefix(keys.API, "sk_") && !strings.HasPrefix(keys.API, "rk_") || !strings.HasPrefix(keys.Hook, "whsec_") {
		return ErrPayKeys
	}
	return s.store.InTx(ctx, func(tx Tx) error {
		if _, err := tx.Account(ctx, account); err != nil {
			return fmt.Errorf("account %s: %w", account, err)
		}
		for kind, plain := range map[SecretKind]string{PayKey: keys.API, PayHookKey: keys.Hook} {
			secret := s.vault.Seal(Secret{Account: account, Kind: kind, CreatedAt: s.now()}, []byte(plain))
			if err := tx.PutSecret(ctx, secret); err != nil {
				return fmt.Errorf("keep %s: %w", kind, err)
			}
		}
		return s.RecordIn(ctx, tx, Entry{Account: account, Actor: string(by), Act: "account.pay_keys", Kind: "account", Object: account})
	})
}

// PayKeys reads an account's keys. ErrNoPayKeys: it has none.
func (s *Service) PayKeys(ctx context.Context, account string) (PayKeys, error) {
	secrets, err := s.store.Secrets(ctx, account)
	if err != nil {
		return PayKeys{}, fmt.Errorf("keys of %s: %w", account, err)
	}
	var keys PayKeys
	for _, secret := range secrets {
		if secret.Kind != PayKey && secret.Kind != PayHookKey {
			continue
		}
		plain, err := s.vault.Open(secret)
		if err != nil {
			return PayKeys{}, err
		}
		if secret.Kind == PayKey {
			keys.API = string(plain)
		} else {
			keys.Hook = string(plain)
		}
	}
	if keys.API == "" || keys.Hook == "" {
		return PayKeys{}, fmt.Errorf("account %s: %w", account, ErrNoPayKeys)
	}
	return keys, nil
}

// AccountOf returns an account for what comes in about it. ErrNotFound: there
// is none.
func (s *Service) AccountOf(ctx context.Context, slug string) (Account, error) {
	a, err := s.store.Account(ctx, slug)
	if err != nil {
		return Account{}, fmt.Errorf("account: %w", err)
	}
	return a, nil
}
