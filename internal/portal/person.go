package portal

import "time"

// TOTP is the secret that a person's authenticator app shares with us (RFC 6238).
type TOTP struct {
	AdminID     string
	Sealed      []byte // by the vault, as the Secret that TOTPSecret returns
	Step        int64  // the last one accepted: a code counts once
	CreatedAt   time.Time
	ConfirmedAt time.Time // zero: not switched on yet
}

// TOTPSecret is what a TOTP is to the vault.
func TOTPSecret(adminID string, sealed []byte) Secret {
	return Secret{Kind: "admin-totp", ID: adminID, Sealed: sealed}
}

// CodeKind says what a code stands in for.
type CodeKind string

// The kinds.
const (
	CodeInvite   CodeKind = "invite"   // a password that was never set
	CodeReset    CodeKind = "reset"    // a password that was forgotten
	CodeRecovery CodeKind = "recovery" // a phone that is not at hand
)

// Code is a one-time code of a person. Only its hash is kept.
type Code struct {
	Hash      []byte // SHA-256
	AdminID   string
	Kind      CodeKind
	CreatedAt time.Time
	EndsAt    time.Time // zero: never
	UsedAt    time.Time // zero: not yet
}

// Colleague is an admin as the list of people shows them.
type Colleague struct {
	Admin
	LastSeen time.Time // zero: never
	Second   bool      // they have an authenticator app
	Invited  bool      // they have set no password yet
}
