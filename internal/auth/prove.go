package auth

import (
	"context"
	"fmt"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// How says by what somebody proved who they are, as the trail writes it.
type How string

// The ways. Mail is none of them.
const (
	ByPassword How = "password"
	ByApp      How = "app"           // a code of an authenticator app
	ByRecovery How = "recovery-code" // one of the codes kept for the day without the phone
	ByPasskey  How = "passkey"
	BySignOn   How = "single-sign-on"
)

// second reports whether a way is a second factor: a passkey is both at once.
func (h How) second() bool { return h == ByApp || h == ByRecovery || h == ByPasskey }

// Fresh is how long a proof lasts for what asks for one: keys, seeds, roles,
// exports.
const Fresh = 10 * time.Minute

// halfLife is how long a half session waits for its second factor.
const halfLife = 10 * time.Minute

// ActProven is recorded when somebody proves again who they are.
const ActProven = "admin.proven"

// IsFresh reports whether the holder of a session proved who they are within
// Fresh.
func (a *Auth) IsFresh(s portal.Session) bool {
	return !s.ProvenAt.IsZero() && a.now().Sub(s.ProvenAt) < Fresh
}

// Prove records that the holder of a session has just proven who they are, and
// returns the id and the session that take its place: the old id is worth
// nothing from now on. It keeps the session's age. ErrNoSession: it was ended
// meanwhile.
func (a *Auth) Prove(ctx context.Context, s portal.Session, how How) (string, portal.Session, error) {
	id, now := newID(), a.now()
	next := s
	next.IDHash, next.LastSeen, next.ProvenAt = idHash(id), now, now
	err := a.store.InTx(ctx, func(tx portal.Tx) error {
		won, err := tx.EndSession(ctx, s.IDHash, now)
		if err != nil {
			return err
		}
		if !won || s.Half {
			return ErrNoSession
		}
		if err := tx.AddSession(ctx, next); err != nil {
			return err
		}
		return a.note(ctx, tx, ActProven, s.AdminID, said("network", s.Network, "how", string(how)))
	})
	if err != nil {
		return "", portal.Session{}, fmt.Errorf("renewing session: %w", err)
	}
	return id, next, nil
}

// GoOn ends all sessions of a person in the transaction of a change of their own,
// and returns the id of one that takes the place of s. A change is no proof, so
// that one is as old, was proven when s was, and stays one of one factor or of
// two. ErrNoSession: s was ended meanwhile, and the change is not to be made.
func (a *Auth) GoOn(ctx context.Context, tx portal.Tx, s portal.Session) (string, error) {
	id, now := newID(), a.now()
	next := s
	next.IDHash, next.LastSeen = idHash(id), now
	won, err := tx.EndSession(ctx, s.IDHash, now)
	if err == nil && (!won || s.Half) {
		err = ErrNoSession
	}
	if err != nil {
		return "", err
	}
	if _, err := tx.RevokeSessions(ctx, s.AdminID, now); err != nil {
		return "", err
	}
	return id, tx.AddSession(ctx, next)
}

// OpenHalf starts a session of somebody who gave a password and has a second
// factor: it opens nothing but the page that asks for it. Open with its id as
// the old one completes the sign-in; see CheckHalf.
func (a *Auth) OpenHalf(ctx context.Context, admin portal.Admin, b Browser, oldID string) (string, error) {
	id, now := newID(), a.now()
	s := portal.Session{
		IDHash: idHash(id), AdminID: admin.ID, CreatedAt: now, LastSeen: now, Half: true,
		UserAgent: shorten(b.UserAgent), Network: b.Network,
	}
	err := a.store.InTx(ctx, func(tx portal.Tx) error {
		if err := endOld(ctx, tx, oldID, now); err != nil {
			return err
		}
		return tx.AddSession(ctx, s)
	})
	if err != nil {
		return "", fmt.Errorf("opening half session: %w", err)
	}
	return id, nil
}

// CheckHalf returns who waits with their second factor, or ErrNoSession.
func (a *Auth) CheckHalf(ctx context.Context, id string) (portal.Admin, portal.Session, error) {
	admin, s, err := a.holder(ctx, id)
	if err == nil && (!s.Half || a.now().Sub(s.CreatedAt) >= halfLife) {
		err = ErrNoSession
	}
	if err != nil {
		return portal.Admin{}, portal.Session{}, err
	}
	return admin, s, nil
}

// VerifyOwn says whether a person who is here already knows their password.
// Errors: ErrRefused, ThrottledError, ErrBusy and those of the store.
func (a *Auth) VerifyOwn(ctx context.Context, admin portal.Admin, password, network string) error {
	if err := throttled(a.throttle.take(ctx, a.now(), admin.Email, network)); err != nil {
		return err
	}
	hash := admin.PasswordHash
	if hash == "" {
		hash = dummy
	}
	ok, _, err := a.verify(ctx, hash, password)
	if err != nil {
		return err
	}
	if !ok || admin.PasswordHash == "" {
		return a.refuse(ctx, admin.ID, network)
	}
	a.throttle.forgive(ctx, admin.Email, network)
	return nil
}
