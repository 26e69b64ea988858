package auth

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/protocol/webauthncose"
	"github.com/go-webauthn/webauthn/webauthn"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// The acts about passkeys. The object is the admin's id.
const (
	ActPasskeyAdded   = "admin.passkey-added"
	ActPasskeyRemoved = "admin.passkey-removed"
)

// Passkeys lets admins sign in with a key pair that their device or password
// manager keeps (W3C Web Authentication). A passkey always proves two things:
// that it is there, and that its owner unlocked it (user verification), so it
// stands for a password and a second factor at once.
//
// Each ceremony has two halves. Begin… returns what the browser's script hands
// to the authenticator, and an id for a cookie; the other half takes both
// back. An answer counts once, within five minutes, in the browser that asked.
type Passkeys struct {
	auth *Auth
	web  *webauthn.WebAuthn
}

// NewPasskeys makes passkeys for the site at an origin, "https://pay.example.com".
// They are bound to its host for good: another host needs new ones. An origin
// of a bare IP address cannot have any.
func NewPasskeys(a *Auth, origin string) (*Passkeys, error) {
	u, err := url.Parse(origin)
	if err == nil && u.Hostname() == "" {
		err = errors.New("the site has no name")
	}
	if err != nil {
		return nil, fmt.Errorf("passkeys: %w", err)
	}
	web, err := webauthn.New(&webauthn.Config{
		RPID: u.Hostname(), RPDisplayName: "Latchkey", RPOrigins: []string{origin},
		AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			ResidentKey: protocol.ResidentKeyRequirementRequired, RequireResidentKey: protocol.ResidentKeyRequired(),
			UserVerification: protocol.VerificationRequired,
		},
		// Password managers report properties that nobody asked for; none is used.
		ExtensionsUnsolicitedOutputPolicy: protocol.UnsolicitedOutputPolicyIgnore,
	})
	if err != nil {
		return nil, fmt.Errorf("passkeys: %w", err)
	}
	return &Passkeys{auth: a, web: web}, nil
}

// BeginAdd begins to add a passkey to an admin. Authenticators that hold one of
// theirs already are told to refuse.
func (p *Passkeys) BeginAdd(ctx context.Context, admin portal.Admin) (options []byte, id string, err error) {
	who, err := p.person(ctx, admin)
	if err != nil {
		return nil, "", err
	}
	creation, session, err := p.web.BeginRegistration(who, webauthn.WithCredentialParameters(algorithms),
		webauthn.WithExclusions(webauthn.Credentials(who.WebAuthnCredentials()).CredentialDescriptors()))
	if err != nil {
		return nil, "", fmt.Errorf("passkey options: %w", err)
	}
	return p.begin(ctx, portal.CeremonyAddPasskey, admin.ID, creation.Response, session)
}

// Add keeps a new passkey under a name, shortened to 60 characters and "Passkey"
// where it is empty. Errors: ErrStale; ErrRefused, the answer is none to what
// was begun; portal.ErrExists.
func (p *Passkeys) Add(ctx context.Context, admin portal.Admin, id, name string, answer []byte) error {
	var session webauthn.SessionData
	if err := p.auth.finish(ctx, portal.CeremonyAddPasskey, admin.ID, id, &session); err != nil {
		return err
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(answer)
	if err != nil {
		return ErrRefused
	}
	credential, err := p.web.CreateCredential(person{admin: admin}, session, parsed)
	if err != nil {
		return ErrRefused
	}
	key := portal.Passkey{
		ID: portal.NewID("pk"), AdminID: admin.ID, Name: passkeyName(name),
		Credential: credential.ID, PublicKey: credential.PublicKey,
		SignCount: int64(credential.Authenticator.SignCount), BackupEligible: credential.Flags.BackupEligible,
		CreatedAt: p.auth.now(),
	}
	err = p.auth.store.InTx(ctx, func(tx portal.Tx) error {
		if err := tx.AddPasskey(ctx, key); err != nil {
			return err
		}
		return p.auth.note(ctx, tx, ActPasskeyAdded, admin.ID, said("passkey", key.ID))
	})
	if err != nil {
		return fmt.Errorf("adding passkey: %w", err)
	}
	return nil
}

// Of returns an admin's passkeys, oldest first.
func (p *Passkeys) Of(ctx context.Context, adminID string) ([]portal.Passkey, error) {
	keys, err := p.auth.store.Passkeys(ctx, adminID)
	if err != nil {
		return nil, fmt.Errorf("passkeys: %w", err)
	}
	return keys, nil
}

// Remove takes one of an admin's own passkeys away. portal.ErrNotFound: there is
// none of that id.
func (p *Passkeys) Remove(ctx context.Context, admin portal.Admin, id string) error {
	err := p.auth.store.InTx(ctx, func(tx portal.Tx) error {
		if err := tx.RemovePasskey(ctx, admin.ID, id); err != nil {
			return err
		}
		return p.auth.note(ctx, tx, ActPasskeyRemoved, admin.ID, said("passkey", id))
	})
	if err != nil {
		return fmt.Errorf("removing passkey: %w", err)
	}
	return nil
}

// algorithms are those that authenticators have today; their keys are small
// enough for a form.
var algorithms = []protocol.CredentialParameter{
	{Type: protocol.PublicKeyCredentialType, Algorithm: webauthncose.AlgES256},
	{Type: protocol.PublicKeyCredentialType, Algorithm: webauthncose.AlgEdDSA},
	{Type: protocol.PublicKeyCredentialType, Algorithm: webauthncose.AlgRS256},
}

// begin keeps a challenge and writes the options as the script reads them.
func (p *Passkeys) begin(
	ctx context.Context, kind portal.CeremonyKind, adminID string, response any, session *webauthn.SessionData,
) (options []byte, id string, err error) {
	options, err = json.Marshal(response)
	if err != nil {
		return nil, "", fmt.Errorf("passkey options: %w", err)
	}
	id, err = p.auth.begin(ctx, kind, adminID, session, passkeyLife)
	return options, id, err
}

const maxPasskeyName = 60 // characters

func passkeyName(s string) string {
	runes := []rune(strings.Join(strings.Fields(s), " "))
	if len(runes) == 0 {
		return "Passkey"
	}
	return string(runes[:min(len(runes), maxPasskeyName)])
}
