package auth

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// Email writes an address the way admins are kept and looked up.
func Email(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// SignIn says who the address and password belong to. It opens no session: see
// Open. network is that of the browser; see Network. Errors: ErrRefused,
// ThrottledError, ErrBusy, and those of the store.
//
// An unknown address costs the same work as a wrong password, so that neither
// the words nor the time tell whether there is such an admin.
func (a *Auth) SignIn(ctx context.Context, email, password, network string) (portal.Admin, error) {
	email = Email(email)
	if err := throttled(a.throttle.take(ctx, a.now(), email, network)); err != nil {
		return portal.Admin{}, err
	}
	admin, err := a.store.AdminByEmail(ctx, email)
	unknown := errors.Is(err, portal.ErrNotFound)
	if err != nil && !unknown {
		return portal.Admin{}, fmt.Errorf("looking up admin: %w", err)
	}
	hash := admin.PasswordHash
	if unknown || hash == "" { // invited, and no password set yet
		hash = dummy
	}
	ok, stale, err := a.verify(ctx, hash, password)
	if err != nil {
		return portal.Admin{}, err
	}
	if !ok || unknown || admin.PasswordHash == "" || !admin.DisabledAt.IsZero() {
		return portal.Admin{}, a.refuse(ctx, admin.ID, network)
	}
	a.throttle.forgive(ctx, email, network)
	if stale {
		if err := a.rehash(ctx, admin, password); err != nil {
			return portal.Admin{}, err
		}
	}
	return admin, nil
}

func (a *Auth) verify(ctx context.Context, hash, password string) (ok, stale bool, err error) {
	busy := a.hashing.do(ctx, func() { ok, stale, err = VerifyPassword(hash, password) })
	return ok, stale, errors.Join(busy, err)
}

func (a *Auth) refuse(ctx context.Context, adminID, network string) error {
	err := a.store.InTx(ctx, func(tx portal.Tx) error {
		// Nobody has proven to be that admin, so the actor is nobody.
		return a.noteAs(ctx, tx, "system", ActRefused, adminID, said("network", network))
	})
	if err != nil {
		return fmt.Errorf("recording refused sign-in: %w", err)
	}
	return ErrRefused
}

// rehash keeps a password that was just proven at today's cost, unless another
// one was set meanwhile.
func (a *Auth) rehash(ctx context.Context, admin portal.Admin, password string) error {
	var hash string
	if err := a.hashing.do(ctx, func() { hash = HashPassword(password) }); err != nil {
		return err
	}
	err := a.store.InTx(ctx, func(tx portal.Tx) error {
		_, err := tx.RehashAdmin(ctx, admin.ID, admin.PasswordHash, hash)
		return err
	})
	if err != nil {
		return fmt.Errorf("keeping new hash: %w", err)
	}
	return nil
}

// SetPassword gives an admin a new password and ends all their sessions. actor
// is who does it, "admin:<id>" or "cli"; about is as in CheckPassword, whose
// PolicyError is returned.
func (a *Auth) SetPassword(ctx context.Context, actor, adminID, password string, about ...string) error {
	return a.setPassword(ctx, actor, adminID, password, about, func(tx portal.Tx) error {
		_, err := tx.RevokeSessions(ctx, adminID, a.now())
		return err
	})
}

// ChangePassword gives the holder of a session a new password and returns the id
// of the session that they go on with; see GoOn. Errors: PolicyError,
// ErrNoSession and those of the store.
func (a *Auth) ChangePassword(ctx context.Context, s portal.Session, password string, about ...string) (id string, err error) {
	err = a.setPassword(ctx, string(portal.ByAdmin(s.AdminID)), s.AdminID, password, about, func(tx portal.Tx) (err error) {
		id, err = a.GoOn(ctx, tx, s)
		return err
	})
	return id, err
}

func (a *Auth) setPassword(
	ctx context.Context, actor, adminID, password string, about []string, endSessions func(portal.Tx) error,
) error {
	if err := CheckPassword(password, about...); err != nil {
		return err
	}
	var hash string
	if err := a.hashing.do(ctx, func() { hash = HashPassword(password) }); err != nil {
		return err
	}
	err := a.store.InTx(ctx, func(tx portal.Tx) error {
		if err := tx.SetAdminPassword(ctx, adminID, hash); err != nil {
			return err
		}
		if err := endSessions(tx); err != nil {
			return err
		}
		return a.noteAs(ctx, tx, actor, ActPassword, adminID, "{}")
	})
	if err != nil {
		return fmt.Errorf("setting password: %w", err)
	}
	return nil
}

// said is the data of an entry: names and values in turn, without those that
// are empty.
func said(pairs ...string) string {
	data := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			data[pairs[i]] = pairs[i+1]
		}
	}
	b, err := json.Marshal(data)
	if err != nil {
		panic(err) // strings always marshal
	}
	return string(b)
}
