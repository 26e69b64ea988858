package auth

import (
	"bytes"
	"context"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// person is an admin as the library knows users.
type person struct {
	admin portal.Admin
	keys  []portal.Passkey
}

func (p *Passkeys) person(ctx context.Context, admin portal.Admin) (person, error) {
	keys, err := p.Of(ctx, admin.ID)
	return person{admin, keys}, err
}

// WebAuthnID is the admin's id: random, and nothing personal, as authenticators
// may show it before they are unlocked.
func (p person) WebAuthnID() []byte          { return []byte(p.admin.ID) }
func (p person) WebAuthnName() string        { return p.admin.Email }
func (p person) WebAuthnDisplayName() string { return p.admin.Email }

func (p person) WebAuthnCredentials() []webauthn.Credential {
	list := make([]webauthn.Credential, 0, len(p.keys))
	for _, k := range p.keys {
		flags := protocol.FlagUserPresent | protocol.FlagUserVerified
		if k.BackupEligible {
			flags |= protocol.FlagBackupEligible
		}
		list = append(list, webauthn.Credential{
			ID: k.Credential, PublicKey: k.PublicKey, Flags: webauthn.NewCredentialFlags(flags),
			Authenticator: webauthn.Authenticator{SignCount: uint32(k.SignCount)},
		})
	}
	return list
}

// key is the passkey of a credential's id.
func (p person) key(credential []byte) portal.Passkey {
	for _, k := range p.keys {
		if bytes.Equal(k.Credential, credential) {
			return k
		}
	}
	return portal.Passkey{}
}
