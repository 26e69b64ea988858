package portal

import "time"

// Passkey is a key pair of an admin, kept by their device or password manager;
// we have the public half (W3C Web Authentication).
type Passkey struct {
	ID             string
	AdminID        string
	Name           string // as its owner calls it
	Credential     []byte // the id that the authenticator gave it; of one installation unique
	PublicKey      []byte // COSE
	SignCount      int64  // at the last use; 0: the authenticator does not count
	BackupEligible bool   // may be copied to other devices; never changes
	CreatedAt      time.Time
	UsedAt         time.Time // zero: not since it was added
}

// Identity binds an admin to how a single sign-on provider knows them. The
// address at the provider may change and be given to somebody else; issuer and
// subject never are (OpenID Connect Core 1.0, section 5.7).
type Identity struct {
	Issuer  string
	Subject string
	AdminID string
	BoundAt time.Time
}

// CeremonyKind says what a ceremony is for.
type CeremonyKind string

// The kinds.
const (
	CeremonyAddPasskey   CeremonyKind = "passkey-add"
	CeremonySignIn       CeremonyKind = "passkey-sign-in"
	CeremonyProve        CeremonyKind = "passkey-prove"
	CeremonySingleSignOn CeremonyKind = "sso"
)

// Ceremony is something begun with one browser that waits for its answer: a
// challenge for an authenticator, or a visit to a provider.
type Ceremony struct {
	IDHash  []byte // SHA-256 of the id that the browser holds
	Kind    CeremonyKind
	AdminID string // who began it; empty: whose it is comes with the answer
	Data    string // JSON: what the answer is checked against
	EndsAt  time.Time
}
