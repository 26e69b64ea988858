package auth

import (
	"context"
	"errors"
	"fmt"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// BeginSignIn begins a sign-in: whose it will be, the passkey says. Errors:
// ThrottledError and those of the store.
func (p *Passkeys) BeginSignIn(ctx context.Context, network string) (options []byte, id string, err error) {
	if err := p.auth.knock(ctx, network); err != nil {
		return nil, "", err
	}
	assertion, session, err := p.web.BeginDiscoverableLogin()
	if err != nil {
		return nil, "", fmt.Errorf("passkey options: %w", err)
	}
	return p.begin(ctx, portal.CeremonySignIn, "", assertion.Response, session)
}

// SignIn says whose passkey answered. It opens no session. Errors: ErrStale;
// ErrRefused, recorded with its reason, for whatever is wrong with the answer,
// the passkey or its owner.
func (p *Passkeys) SignIn(ctx context.Context, id string, answer []byte, network string) (portal.Admin, error) {
	var session webauthn.SessionData
	if err := p.auth.finish(ctx, portal.CeremonySignIn, "", id, &session); err != nil {
		return portal.Admin{}, err
	}
	owner, why, err := p.check(ctx, session, answer)
	if err == nil && why == "" && !owner.DisabledAt.IsZero() {
		why = "disabled"
	}
	if err == nil && why != "" {
		err = p.auth.refuseBy(ctx, ByPasskey, owner.ID, network, why)
	}
	if err != nil {
		return portal.Admin{}, err
	}
	return owner, nil
}

// BeginProof begins to ask somebody who is signed in for one of their passkeys
// again. ErrRefused: they have none.
func (p *Passkeys) BeginProof(ctx context.Context, admin portal.Admin) (options []byte, id string, err error) {
	who, err := p.person(ctx, admin)
	if err != nil {
		return nil, "", err
	}
	if len(who.keys) == 0 {
		return nil, "", ErrRefused
	}
	// Begun as a sign-in is, for the answer to be checked the same way; the
	// passkeys are named so that the browser offers no other.
	assertion, session, err := p.web.BeginDiscoverableLogin(
		webauthn.WithAllowedCredentials(webauthn.Credentials(who.WebAuthnCredentials()).CredentialDescriptors()))
	if err != nil {
		return nil, "", fmt.Errorf("passkey options: %w", err)
	}
	return p.begin(ctx, portal.CeremonyProve, admin.ID, assertion.Response, session)
}

// Prove checks the answer to BeginProof: it must be by a passkey of that admin.
// Errors as of SignIn.
func (p *Passkeys) Prove(ctx context.Context, admin portal.Admin, id string, answer []byte, network string) error {
	var session webauthn.SessionData
	if err := p.auth.finish(ctx, portal.CeremonyProve, admin.ID, id, &session); err != nil {
		return err
	}
	owner, why, err := p.check(ctx, session, answer)
	if err != nil {
		return err
	}
	if why == "" && owner.ID != admin.ID {
		why = "another person's passkey"
	}
	if why != "" {
		return p.auth.refuseBy(ctx, ByPasskey, admin.ID, network, why)
	}
	return nil
}

// check finds the owner of the passkey that answered and counts its use. why is
// empty where all is well; owner has an id as soon as the answer names one.
func (p *Passkeys) check(
	ctx context.Context, session webauthn.SessionData, answer []byte,
) (owner portal.Admin, why string, err error) {
	parsed, err := protocol.ParseCredentialRequestResponseBytes(answer)
	if err != nil {
		return owner, "unreadable", nil
	}
	var who person
	var broken error // ours, where the library only says that it was refused
	credential, err := p.web.ValidateDiscoverableLogin(func(_, handle []byte) (webauthn.User, error) {
		who, broken = p.named(ctx, handle)
		return who, broken
	}, session, parsed)
	switch {
	case broken != nil && !errors.Is(broken, portal.ErrNotFound):
		return owner, "", broken
	case err != nil:
		return who.admin, "not valid", nil
	case credential.Authenticator.CloneWarning:
		return who.admin, "its count went back: there may be a copy", nil
	}
	used := who.key(credential.ID)
	var won bool
	err = p.auth.store.InTx(ctx, func(tx portal.Tx) (err error) {
		won, err = tx.UsePasskey(ctx, used, int64(credential.Authenticator.SignCount), p.auth.now())
		return err
	})
	if err != nil {
		return owner, "", fmt.Errorf("using passkey: %w", err)
	}
	if !won {
		return who.admin, "used twice at once, or removed", nil
	}
	return who.admin, "", nil
}

// named is the person whom a passkey says it belongs to.
func (p *Passkeys) named(ctx context.Context, handle []byte) (person, error) {
	admin, err := p.auth.store.Admin(ctx, string(handle))
	if err != nil {
		return person{}, fmt.Errorf("owner of passkey: %w", err)
	}
	return p.person(ctx, admin)
}
