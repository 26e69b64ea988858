package auth

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// How long a session lives; docs/security.md says why.
const (
	Idle     = 30 * time.Minute // since the last request
	Absolute = 12 * time.Hour   // since sign-in, whatever happens; also the cookie's Max-Age
	touch    = time.Minute      // LastSeen is written no more often
)

// CookieName is what the admin cookie is called. Over https the __Host- prefix
// makes browsers insist on Secure, Path=/ and no Domain; over http they would
// refuse it, so there the name is another one.
func CookieName(secure bool) string {
	if secure {
		return "__Host-lk_admin"
	}
	return "lk_admin"
}

// Browser is what is kept about where a session was opened, for its owner to
// recognise it.
type Browser struct {
	UserAgent string
	Network   string // see Network
	How       How    // by what they signed in; empty: the trail does not say
	TwoFactor bool   // by two factors, where How is not one that always is
}

// Network is the neighbourhood of an address, "192.0.2.0/24" or "2001:db8:1::/48":
// as fine as sessions and the throttle look at addresses.
func Network(addr netip.Addr) string {
	addr = addr.Unmap().WithZone("")
	bits := 24
	if addr.Is6() {
		bits = 48
	}
	p, err := addr.Prefix(bits)
	if err != nil || !addr.IsValid() {
		return "unknown"
	}
	return p.String()
}

// Open starts a session for an admin whom SignIn returned and returns its id,
// 43 characters for the cookie. It ends the session that the browser carried
// before, if oldID names one, so that an id planted before sign-in is worth nothing.
func (a *Auth) Open(ctx context.Context, admin portal.Admin, b Browser, oldID string) (id string, err error) {
	id = newID()
	now := a.now()
	s := portal.Session{
		IDHash: idHash(id), AdminID: admin.ID, CreatedAt: now, LastSeen: now, ProvenAt: now,
		TwoFactor: b.TwoFactor || b.How.second(), UserAgent: shorten(b.UserAgent), Network: b.Network,
	}
	err = a.store.InTx(ctx, func(tx portal.Tx) error {
		if err := endOld(ctx, tx, oldID, now); err != nil {
			return err
		}
		if err := tx.AddSession(ctx, s); err != nil {
			return err
		}
		return a.note(ctx, tx, ActSignedIn, admin.ID, said("network", b.Network, "how", string(b.How)))
	})
	if err != nil {
		return "", fmt.Errorf("opening session: %w", err)
	}
	return id, nil
}

// endOld ends the session that a browser carried before, if its id names one.
func endOld(ctx context.Context, tx portal.Tx, oldID string, now time.Time) error {
	if !isID(oldID) {
		return nil
	}
	if err := tx.RevokeSession(ctx, idHash(oldID), now); err != nil && !errors.Is(err, portal.ErrNotFound) {
		return err
	}
	return nil
}

// Check returns the admin and the session that an id from a cookie stands for,
// or ErrNoSession if it never existed, was ended, was idle or open too long, or
// if its admin was disabled. It is what keeps a session from falling idle.
func (a *Auth) Check(ctx context.Context, id string) (portal.Admin, portal.Session, error) {
	admin, s, err := a.holder(ctx, id)
	if err == nil && s.Half {
		err = ErrNoSession
	}
	if err != nil {
		return portal.Admin{}, portal.Session{}, err
	}
	now := a.now()
	if now.Sub(s.LastSeen) >= touch {
		err := a.store.InTx(ctx, func(tx portal.Tx) error { return tx.TouchSession(ctx, s.IDHash, now) })
		if err != nil && !errors.Is(err, portal.ErrReadOnly) { // the desk can be looked at, too, while nothing is saved
			return portal.Admin{}, portal.Session{}, fmt.Errorf("touching session: %w", err)
		}
		s.LastSeen = now
	}
	return admin, s, nil
}

// holder returns the open session, half or whole, that an id stands for, and
// whose it is.
func (a *Auth) holder(ctx context.Context, id string) (portal.Admin, portal.Session, error) {
	if !isID(id) {
		return portal.Admin{}, portal.Session{}, ErrNoSession
	}
	s, err := a.store.Session(ctx, idHash(id))
	if err != nil {
		return portal.Admin{}, portal.Session{}, missing(err)
	}
	if !open(s, a.now()) {
		return portal.Admin{}, portal.Session{}, ErrNoSession
	}
	admin, err := a.store.Admin(ctx, s.AdminID)
	if err != nil {
		return portal.Admin{}, portal.Session{}, missing(err)
	}
	if !admin.DisabledAt.IsZero() {
		return portal.Admin{}, portal.Session{}, ErrNoSession
	}
	return admin, s, nil
}

// open reports whether a session may still be used at now.
func open(s portal.Session, now time.Time) bool {
	return s.RevokedAt.IsZero() && now.Sub(s.LastSeen) < Idle && now.Sub(s.CreatedAt) < Absolute
}

// End signs one browser out. An id without an open session is no error: the
// person is signed out either way.
func (a *Auth) End(ctx context.Context, id string) error {
	if !isID(id) {
		return nil
	}
	err := a.store.InTx(ctx, func(tx portal.Tx) error {
		s, err := tx.Session(ctx, idHash(id))
		if errors.Is(err, portal.ErrNotFound) || err == nil && !s.RevokedAt.IsZero() {
			return nil
		}
		if err != nil {
			return err
		}
		if err := tx.RevokeSession(ctx, s.IDHash, a.now()); err != nil {
			return err
		}
		return a.note(ctx, tx, ActSignedOut, s.AdminID, "{}")
	})
	if err != nil {
		return fmt.Errorf("ending session: %w", err)
	}
	return nil
}

// EndAll ends every session of an admin and says how many there were. actor is
// who asked for it: "admin:<id>" or "cli".
func (a *Auth) EndAll(ctx context.Context, actor, adminID string) (int64, error) {
	var n int64
	err := a.store.InTx(ctx, func(tx portal.Tx) (err error) {
		if n, err = tx.RevokeSessions(ctx, adminID, a.now()); err != nil {
			return err
		}
		return a.noteAs(ctx, tx, actor, ActSessionsEnded, adminID, fmt.Sprintf(`{"sessions":%d}`, n))
	})
	if err != nil {
		return 0, fmt.Errorf("ending sessions: %w", err)
	}
	return n, nil
}

// missing turns "not found" into ErrNoSession and leaves other errors.
func missing(err error) error {
	if errors.Is(err, portal.ErrNotFound) {
		return ErrNoSession
	}
	return fmt.Errorf("looking up session: %w", err)
}

const idLen = 32 // bytes

func newID() string {
	b := make([]byte, idLen)
	rand.Read(b) // never fails; see crypto/rand
	return base64.RawURLEncoding.EncodeToString(b)
}

// isID reports whether s could be an id, so that nonsense costs no look-up.
func isID(s string) bool {
	b, err := base64.RawURLEncoding.Strict().DecodeString(s)
	return err == nil && len(b) == idLen
}

func idHash(id string) []byte {
	sum := sha256.Sum256([]byte(id))
	return sum[:]
}

// shorten keeps of a user agent what is worth showing.
func shorten(userAgent string) string {
	return strings.ToValidUTF8(userAgent[:min(len(userAgent), 200)], "")
}
