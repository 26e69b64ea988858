package portal

import (
	"context"
	"time"
)

// peopleReader is the part of Reader about people and how they prove who they
// are.
type peopleReader interface {
	// OpenSessions returns those of an admin that were not ended, newest first;
	// some of them may have run out.
	OpenSessions(ctx context.Context, adminID string) ([]Session, error)
	// LastSeen is when each admin was last here; who never was has no entry.
	LastSeen(ctx context.Context) (map[string]time.Time, error)
	TOTP(ctx context.Context, adminID string) (TOTP, error)
	// Guarded are the ids of admins whose TOTP is switched on.
	Guarded(ctx context.Context) ([]string, error)
	// CodesLeft counts the codes of a kind that may still be used at now.
	CodesLeft(ctx context.Context, adminID string, kind CodeKind, now time.Time) (int64, error)
	// CodeFor returns a code that may still be used at now.
	CodeFor(ctx context.Context, hash []byte, now time.Time) (Code, error)
}

// peopleTx is the part of Tx about them.
type peopleTx interface {
	// EndSession ends a session if it is open; false: it was ended before.
	EndSession(ctx context.Context, idHash []byte, at time.Time) (won bool, err error)
	// SetRoles replaces roles if they are as the caller saw them.
	SetRoles(ctx context.Context, adminID string, was, roles Roles) (won bool, err error)
	// RehashAdmin replaces a hash of the same password, if it is still the one
	// that was checked.
	RehashAdmin(ctx context.Context, adminID, was, hash string) (won bool, err error)
	// SetAdminName returns ErrNotFound if there is no such admin.
	SetAdminName(ctx context.Context, adminID, name string) error
	// DisableAdmin and EnableAdmin report false where it is so already.
	DisableAdmin(ctx context.Context, adminID string, at time.Time) (won bool, err error)
	EnableAdmin(ctx context.Context, adminID string) (won bool, err error)

	// OfferTOTP keeps a secret that is not switched on, in place of another
	// such; false: one is switched on.
	OfferTOTP(ctx context.Context, t TOTP) (won bool, err error)
	// ConfirmTOTP switches it on if it is off and the secret is the one given.
	ConfirmTOTP(ctx context.Context, t TOTP, step int64, at time.Time) (won bool, err error)
	// UseTOTP accepts a step later than every one before; false: a code of it or
	// of a later one was used.
	UseTOTP(ctx context.Context, adminID string, step int64) (won bool, err error)
	// DropTOTP takes it away; false: there was none.
	DropTOTP(ctx context.Context, adminID string) (won bool, err error)

	AddCode(ctx context.Context, c Code) error
	// UseCode marks a code of the admin as used, if it may be used at now.
	UseCode(ctx context.Context, adminID string, kind CodeKind, hash []byte, now time.Time) (won bool, err error)
	// DropCodes takes away the codes of a kind that were not used.
	DropCodes(ctx context.Context, adminID string, kind CodeKind) error
}
