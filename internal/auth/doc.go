// Package auth answers who is working in the admin pages: it checks passwords,
// slows down guessing, and keeps sessions in the database.
//
// It leaves out HTTP and cookies. A session is named by a random id of 256 bits;
// how the browser carries it is the caller's affair, and nothing but its SHA-256
// is ever stored. Roles are checked by the caller.
//
// Use: New once, then SignIn for a form; where Second says that there is more to
// ask for, OpenHalf, CheckHalf and CheckSecond; Open for the id to put into the
// cookie, Check on every request, End and EndAll to sign out. What needs a fresh
// proof asks IsFresh, and after a proof calls Prove. CookieName and Absolute
// say how the cookie is called and how long it may live. Sign-ins, refusals and
// ends are handed to a Record inside the transaction they belong to.
//
// The throttle counts in the database, so several processes on one count together.
package auth

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// What callers tell apart; everything else is "we could not".
var (
	// ErrRefused: the address is unknown, the password wrong or the admin
	// disabled. The page says one sentence for all of them.
	ErrRefused = errors.New("sign-in refused")
	// ErrBusy: too many passwords are being checked already; ask again in a few seconds.
	ErrBusy = errors.New("too many sign-ins at once")
	// ErrNoSession: there is no such session, or it ended.
	ErrNoSession = errors.New("no session")
)

// ThrottledError says that this try was not looked at and when the next one will be.
type ThrottledError struct{ RetryAfter time.Duration }

func (e ThrottledError) Error() string {
	return fmt.Sprintf("too many sign-ins, next in %s", e.RetryAfter.Round(time.Second))
}

// throttled turns a wait into the error that tells it.
func throttled(wait time.Duration, err error) error {
	if err == nil && wait > 0 {
		err = ThrottledError{RetryAfter: wait}
	}
	return err
}

// Record writes an audit entry in the transaction of what it tells about. The
// entry comes with Account, At, Actor, Act, Kind, Object and Data; Seq and Hash
// are for Record to set.
type Record func(ctx context.Context, tx portal.Tx, e portal.Entry) error

// The acts that are recorded. The object is the admin's id, empty where a
// refused address belongs to nobody.
const (
	ActSignedIn      = "admin.signed-in"
	ActRefused       = "admin.sign-in-refused"
	ActSignedOut     = "admin.signed-out"
	ActSessionsEnded = "admin.sessions-ended"
	ActPassword      = "admin.password-changed"
)

// Auth knows the admins of one installation. Its methods may be called from any
// goroutine.
type Auth struct {
	store    portal.Store
	vault    *portal.Vault // seals what authenticator apps share with us
	now      func() time.Time
	record   Record
	hashing  slots
	throttle throttle
}

// New returns an Auth on a store that keeps admins and sessions.
func New(store portal.Store, vault *portal.Vault, now func() time.Time, record Record) *Auth {
	return &Auth{store: store, vault: vault, now: now, record: record, hashing: newSlots(), throttle: throttle{store}}
}

// note records what an admin did themselves.
func (a *Auth) note(ctx context.Context, tx portal.Tx, act, adminID, data string) error {
	return a.noteAs(ctx, tx, "admin:"+adminID, act, adminID, data)
}

func (a *Auth) noteAs(ctx context.Context, tx portal.Tx, actor, act, adminID, data string) error {
	return a.record(ctx, tx, portal.Entry{
		At: a.now(), Actor: actor, Act: act, Kind: "admin", Object: adminID, Data: data,
	})
}
