package auth

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// recoveryCodes is how many a set has.
const recoveryCodes = 10

// codeBytes of randomness are in a code: 120 bits, so a plain hash is enough
// (NIST SP 800-63B-4, 3.1.2.2, asks for 112).
const codeBytes = 15

// ActRecovery is recorded when somebody gets a new set of recovery codes.
const ActRecovery = "admin.recovery-codes-made"

// CheckSecond says whether a code is one of the person's app, or one of their
// recovery codes, and uses it up. One wording for all that is wrong. Errors:
// ErrRefused, ThrottledError, and those of the store.
func (a *Auth) CheckSecond(ctx context.Context, admin portal.Admin, code, network string) (How, error) {
	if err := a.takeCode(ctx, admin.ID, network); err != nil {
		return "", err
	}
	how, err := a.useSecond(ctx, admin.ID, code)
	if errors.Is(err, ErrRefused) {
		return "", a.refuse(ctx, admin.ID, network)
	}
	if err != nil {
		return "", err
	}
	a.forgiveCode(ctx, admin.ID)
	return how, nil
}

func (a *Auth) useSecond(ctx context.Context, adminID, code string) (How, error) {
	t, err := a.store.TOTP(ctx, adminID)
	if errors.Is(err, portal.ErrNotFound) || err == nil && t.ConfirmedAt.IsZero() {
		return "", ErrRefused
	}
	if err != nil {
		return "", fmt.Errorf("looking up authenticator: %w", err)
	}
	step, err := a.step(t, code)
	how, use := ByApp, func(tx portal.Tx) (bool, error) { return tx.UseTOTP(ctx, adminID, step) }
	if errors.Is(err, ErrRefused) {
		how, err = ByRecovery, nil
		use = func(tx portal.Tx) (bool, error) {
			return tx.UseCode(ctx, adminID, portal.CodeRecovery, codeHash(code), a.now())
		}
	}
	if err != nil {
		return "", err
	}
	var won bool
	err = a.store.InTx(ctx, func(tx portal.Tx) error {
		won, err = use(tx)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("using second factor: %w", err)
	}
	if !won {
		return "", ErrRefused
	}
	return how, nil
}

// takeCode counts a try of a code: against the network, and against the person
// wherever it comes from. Only who knows the password gets to try, so this
// locks nobody out at a stranger's wish.
func (a *Auth) takeCode(ctx context.Context, adminID, network string) error {
	return throttled(a.throttle.takeAs(ctx, a.now(), pairKey("code:"+adminID, ""), network))
}

func (a *Auth) forgiveCode(ctx context.Context, adminID string) {
	a.throttle.forgiveAs(ctx, pairKey("code:"+adminID, ""))
}

// NewRecovery gives a person who has an authenticator a new set of recovery
// codes, which are shown this once. The old ones are worth nothing.
func (a *Auth) NewRecovery(ctx context.Context, adminID string) ([]string, error) {
	codes, rows := a.newRecovery(adminID)
	err := a.store.InTx(ctx, func(tx portal.Tx) error {
		if err := replaceCodes(ctx, tx, adminID, portal.CodeRecovery, rows); err != nil {
			return err
		}
		return a.note(ctx, tx, ActRecovery, adminID, "{}")
	})
	if err != nil {
		return nil, fmt.Errorf("making recovery codes: %w", err)
	}
	return codes, nil
}

func (a *Auth) newRecovery(adminID string) (codes []string, rows []portal.Code) {
	for range recoveryCodes {
		code := newCode()
		codes = append(codes, code)
		rows = append(rows, portal.Code{
			Hash: codeHash(code), AdminID: adminID, Kind: portal.CodeRecovery, CreatedAt: a.now(),
		})
	}
	return codes, rows
}

func replaceCodes(ctx context.Context, tx portal.Tx, adminID string, kind portal.CodeKind, rows []portal.Code) error {
	if err := tx.DropCodes(ctx, adminID, kind); err != nil {
		return err
	}
	for _, row := range rows {
		if err := tx.AddCode(ctx, row); err != nil {
			return err
		}
	}
	return nil
}

// newCode is "k3mz-7q2a-…": six groups of four letters and digits.
func newCode() string {
	b := make([]byte, codeBytes)
	rand.Read(b) // never fails; see crypto/rand
	text := strings.ToLower(base32.StdEncoding.EncodeToString(b))
	var groups []string
	for i := 0; i < len(text); i += 4 {
		groups = append(groups, text[i:i+4])
	}
	return strings.Join(groups, "-")
}

// codeHash is what is kept of a code. Case, dashes and spaces do not matter.
func codeHash(code string) []byte {
	plain := strings.NewReplacer("-", "", " ", "").Replace(strings.ToLower(strings.Join(strings.Fields(code), "")))
	sum := sha256.Sum256([]byte(plain))
	return sum[:]
}

// RecoveryLeft is how many recovery codes a person has left.
func (a *Auth) RecoveryLeft(ctx context.Context, adminID string) (int64, error) {
	n, err := a.store.CodesLeft(ctx, adminID, portal.CodeRecovery, a.now())
	if err != nil {
		return 0, fmt.Errorf("counting recovery codes: %w", err)
	}
	return n, nil
}
