package auth

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// How long a code may be good for. One that stands in for a password that was
// forgotten is good for the shortest.
const (
	MinCodeLife = 10 * time.Minute
	MaxCodeLife = 24 * time.Hour
)

// ActCode is recorded when a person gets a code to set a password with.
const ActCode = "admin.code-made"

// MakeCode returns a code with which a person sets a password, once. It is shown
// to actor alone, who hands it over; codes made before are worth nothing.
func (a *Auth) MakeCode(
	ctx context.Context, actor, adminID string, kind portal.CodeKind, life time.Duration,
) (string, error) {
	code, now := newCode(), a.now()
	row := portal.Code{
		Hash: codeHash(code), AdminID: adminID, Kind: kind, CreatedAt: now,
		EndsAt: now.Add(min(max(life, MinCodeLife), MaxCodeLife)),
	}
	err := a.store.InTx(ctx, func(tx portal.Tx) error {
		for _, old := range []portal.CodeKind{portal.CodeInvite, portal.CodeReset} {
			if err := tx.DropCodes(ctx, adminID, old); err != nil {
				return err
			}
		}
		if err := tx.AddCode(ctx, row); err != nil {
			return err
		}
		return a.noteAs(ctx, tx, actor, ActCode, adminID, said("kind", string(kind)))
	})
	if err != nil {
		return "", fmt.Errorf("making code: %w", err)
	}
	return code, nil
}

// Redeem sets the password of whom a code was made for, and ends their sessions.
// It signs nobody in. Errors: ErrRefused for a code that is none, was used or
// ran out, PolicyError for the password, ThrottledError, ErrBusy, and those of
// the store.
func (a *Auth) Redeem(ctx context.Context, code, password, network string) error {
	guesser := pairKey("redeem", network)
	if err := throttled(a.throttle.takeAs(ctx, a.now(), guesser, network)); err != nil {
		return err
	}
	kept, admin, err := a.redeemer(ctx, code)
	if errors.Is(err, ErrRefused) {
		return a.refuse(ctx, "", network)
	}
	if err != nil {
		return err
	}
	if err := CheckPassword(password, admin.Email, admin.Name); err != nil {
		a.throttle.forgiveAs(ctx, guesser)
		return err
	}
	var hash string
	if err := a.hashing.do(ctx, func() { hash = HashPassword(password) }); err != nil {
		return err
	}
	err = a.store.InTx(ctx, func(tx portal.Tx) error {
		won, err := tx.UseCode(ctx, admin.ID, kept.Kind, kept.Hash, a.now())
		if err != nil {
			return err
		}
		if !won {
			return ErrRefused
		}
		if err := tx.SetAdminPassword(ctx, admin.ID, hash); err != nil {
			return err
		}
		if _, err := tx.RevokeSessions(ctx, admin.ID, a.now()); err != nil {
			return err
		}
		return a.note(ctx, tx, ActPassword, admin.ID, said("how", string(kept.Kind)))
	})
	if err != nil {
		return fmt.Errorf("setting password: %w", err)
	}
	a.throttle.forgiveAs(ctx, guesser)
	return nil
}

// redeemer is whom a code was made for.
func (a *Auth) redeemer(ctx context.Context, code string) (portal.Code, portal.Admin, error) {
	kept, err := a.store.CodeFor(ctx, codeHash(code), a.now())
	if errors.Is(err, portal.ErrNotFound) || err == nil && kept.Kind == portal.CodeRecovery {
		return portal.Code{}, portal.Admin{}, ErrRefused
	}
	if err != nil {
		return portal.Code{}, portal.Admin{}, fmt.Errorf("looking up code: %w", err)
	}
	admin, err := a.store.Admin(ctx, kept.AdminID)
	if err != nil {
		return portal.Code{}, portal.Admin{}, fmt.Errorf("looking up admin: %w", err)
	}
	if !admin.DisabledAt.IsZero() {
		return portal.Code{}, portal.Admin{}, ErrRefused
	}
	return kept, admin, nil
}
