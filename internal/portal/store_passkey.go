package portal

import (
	"context"
	"time"
)

// doorReader is the part of Reader about the other ways in for admins.
type doorReader interface {
	Passkeys(ctx context.Context, adminID string) ([]Passkey, error) // oldest first
	Identity(ctx context.Context, issuer, subject string) (Identity, error)
	Identities(ctx context.Context, adminID string) ([]Identity, error) // by issuer
}

// doorTx is the part of Tx about them.
type doorTx interface {
	// AddPasskey returns ErrExists if the credential is known, whosever it is.
	AddPasskey(ctx context.Context, p Passkey) error
	// UsePasskey moves the sign count from what the caller saw. False: it was
	// used meanwhile, or is gone.
	UsePasskey(ctx context.Context, p Passkey, count int64, at time.Time) (won bool, err error)
	// RemovePasskey returns ErrNotFound if the admin has no such passkey.
	RemovePasskey(ctx context.Context, adminID, id string) error

	// BindIdentity returns ErrExists if the subject is bound, or the admin has
	// another one at the issuer.
	BindIdentity(ctx context.Context, i Identity) error
	// UnbindIdentity returns ErrNotFound if the admin has none at the issuer.
	UnbindIdentity(ctx context.Context, issuer, adminID string) error

	AddCeremony(ctx context.Context, c Ceremony) error
	// TakeCeremony returns a ceremony that has not ended and takes it away, so
	// that it is answered once; ErrNotFound if there is none of that kind.
	TakeCeremony(ctx context.Context, idHash []byte, kind CeremonyKind, now time.Time) (Ceremony, error)
	// SweepCeremonies takes away those that have ended.
	SweepCeremonies(ctx context.Context, now time.Time) error
}
