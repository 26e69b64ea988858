package sso

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// Ask is what belongs to one visit: its answer is worth nothing without it.
type Ask struct {
	State    string // comes back in the address
	Nonce    string // comes back inside the token
	Verifier string // of PKCE: whose hash the provider was shown
}

// NewAsk makes the secrets of a visit.
func NewAsk() Ask { return Ask{State: secret(), Nonce: secret(), Verifier: oauth2.GenerateVerifier()} }

func secret() string {
	b := make([]byte, 32)
	rand.Read(b) // never fails; see crypto/rand
	return base64.RawURLEncoding.EncodeToString(b)
}

// Is reports whether a state is the ask's, in the same time whatever it is.
func (a Ask) Is(state string) bool {
	return subtle.ConstantTimeCompare([]byte(a.State), []byte(state)) == 1
}

// URL is where to send the browser. ErrDown: the provider cannot be reached.
func (p *Provider) URL(ctx context.Context, ask Ask) (string, error) {
	k, err := p.discovered(ctx)
	if err != nil {
		return "", err
	}
	options := []oauth2.AuthCodeOption{oidc.Nonce(ask.Nonce), oauth2.S256ChallengeOption(ask.Verifier)}
	if acr := p.wanted("acr"); len(acr) > 0 {
		options = append(options, oauth2.SetAuthURLParam("acr_values", strings.Join(acr, " ")))
	}
	return k.oauth.AuthCodeURL(ask.State, options...), nil
}

func (p *Provider) wanted(name string) (values []string) {
	for _, c := range p.settings.SecondFactor {
		if c.Name == name {
			values = append(values, c.Value)
		}
	}
	return values
}

// Person is somebody as the provider knows them.
type Person struct {
	Issuer       string
	Subject      string // never changes, unlike the address
	Email        string // as the provider writes it; empty: it says none
	Verified     bool   // the provider says that the address is theirs
	SecondFactor bool   // the provider asked for one, and our settings believe it
}

// claims are what we read of an ID token beside what its verification reads.
type claims struct {
	Email         string   `json:"email"`
	EmailVerified any      `json:"email_verified"` // some providers write other things than true
	AuthorizedTo  string   `json:"azp"`
	ACR           string   `json:"acr"`
	AMR           []string `json:"amr"`
}

// Redeem changes the code of a visit's answer for the person it stands for.
// Errors: ErrDown, ErrUntrusted; neither holds anything of the answer that is
// secret.
func (p *Provider) Redeem(ctx context.Context, ask Ask, code string) (Person, error) {
	k, err := p.discovered(ctx)
	if err != nil {
		return Person{}, err
	}
	token, err := k.oauth.Exchange(p.with(ctx), code, oauth2.VerifierOption(ask.Verifier))
	if err != nil {
		return Person{}, exchangeError(err)
	}
	raw, ok := token.Extra("id_token").(string)
	if !ok {
		return Person{}, fmt.Errorf("%w: there is no ID token in it", ErrUntrusted)
	}
	id, err := k.verifier.Verify(p.with(ctx), raw)
	if err != nil {
		return Person{}, fmt.Errorf("%w: %w", ErrUntrusted, shortened(err))
	}
	var said claims
	if err := id.Claims(&said); err != nil {
		return Person{}, fmt.Errorf("%w: its claims cannot be read", ErrUntrusted)
	}
	if err := p.judge(ask, id, said); err != nil {
		return Person{}, err
	}
	person := Person{
		Issuer: id.Issuer, Subject: id.Subject, Email: said.Email, Verified: said.EmailVerified == true,
		SecondFactor: p.factors(said),
	}
	if person.Email == "" {
		return p.lookedUp(ctx, k, token, person), nil
	}
	return person, nil
}

// judge checks what the library leaves to its caller (OpenID Connect Core 1.0,
// section 3.1.3.7): the nonce, for whom the token is, and the issuer, of which
// the library knows an old spelling of Google's.
func (p *Provider) judge(ask Ask, id *oidc.IDToken, said claims) error {
	switch {
	case id.Issuer != p.settings.Issuer:
		return fmt.Errorf("%w: its issuer is another one", ErrUntrusted)
	case id.Subject == "":
		return fmt.Errorf("%w: it names nobody", ErrUntrusted)
	case subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(ask.Nonce)) != 1:
		return fmt.Errorf("%w: it is not of this visit (nonce)", ErrUntrusted)
	case said.AuthorizedTo != "" && said.AuthorizedTo != p.settings.ClientID, len(id.Audience) > 1 && said.AuthorizedTo == "":
		return fmt.Errorf("%w: it is for another client", ErrUntrusted)
	}
	return nil
}

func (p *Provider) factors(said claims) bool {
	return slices.Contains(p.wanted("acr"), said.ACR) ||
		slices.ContainsFunc(said.AMR, func(m string) bool { return slices.Contains(p.wanted("amr"), m) })
}

// lookedUp asks the provider for the address where the token has none: the
// standard lets a provider say it there only (section 5.4). Where that fails,
// the person has no address; who is bound already needs none.
func (p *Provider) lookedUp(ctx context.Context, k *known, token *oauth2.Token, person Person) Person {
	info, err := k.provider.UserInfo(p.with(ctx), oauth2.StaticTokenSource(token))
	if err != nil || info.Subject != person.Subject {
		return person
	}
	person.Email, person.Verified = info.Email, info.EmailVerified
	return person
}

// exchangeError tells a provider that refuses the code from one that is not
// there. It passes on the provider's code of the error, not its words.
func exchangeError(err error) error {
	var refused *oauth2.RetrieveError
	switch {
	case !errors.As(err, &refused):
		return fmt.Errorf("%w: its token endpoint does not answer", ErrDown)
	case refused.Response != nil && refused.Response.StatusCode >= 500:
		return fmt.Errorf("%w: its token endpoint answers %d", ErrDown, refused.Response.StatusCode)
	}
	return fmt.Errorf("%w: it refuses the code (%.40q)", ErrUntrusted, refused.ErrorCode)
}
