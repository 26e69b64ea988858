package auth

import (
	"context"
	"errors"
	"fmt"

	"github.com/latchkey-portal/latchkey/internal/auth/sso"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// The acts about single sign-on. The object is the admin's id.
const (
	ActIdentityBound   = "admin.identity-bound"
	ActIdentityUnbound = "admin.identity-unbound"
)

// ErrElsewhere: the provider did not sign the person in, or they gave up there.
var ErrElsewhere = errors.New("the sign-on provider said no")

// StrangerError says that the provider vouches for somebody who cannot come in:
// nobody here has the address, they are disabled, or are bound to another
// subject.
type StrangerError struct {
	Subject    string // how the provider knows them
	Unverified bool   // the provider does not vouch for the address, so nobody was looked for
}

func (e StrangerError) Error() string {
	return "the sign-on provider vouches for nobody who may come in"
}

// SignOn signs in admins whom the company's OpenID Connect provider vouches for.
// They must be here already: nobody is made by signing in. At the first time
// they are found by the address, if the provider says that it is theirs, and
// bound to its subject for them; from then on only the subject counts.
type SignOn struct {
	auth     *Auth
	provider *sso.Provider
}

// NewSignOn makes a sign-on with a provider.
func NewSignOn(a *Auth, p *sso.Provider) *SignOn { return &SignOn{auth: a, provider: p} }

// Name is what people call the provider.
func (s *SignOn) Name() string { return s.provider.Name() }

// Begin returns where to send the browser, and an id for its cookie. Errors:
// ThrottledError, sso.ErrDown and those of the store.
func (s *SignOn) Begin(ctx context.Context, network string) (to, id string, err error) {
	if err := s.auth.knock(ctx, network); err != nil {
		return "", "", err
	}
	ask := sso.NewAsk()
	if to, err = s.provider.URL(ctx, ask); err != nil {
		return "", "", err
	}
	id, err = s.auth.begin(ctx, portal.CeremonySingleSignOn, "", ask, ssoLife)
	return to, id, err
}

// Answer is what the browser came back from the provider with.
type Answer struct {
	State, Code string
	Issuer      string // RFC 9207; empty: the provider does not say
	Error       string // the provider's word for why there is no code
}

// SignIn says whom the provider vouches for, and whether it asked them for a
// second factor that our settings believe. It opens no session. Errors: ErrStale,
// ErrElsewhere, StrangerError, sso.ErrDown, sso.ErrUntrusted and those of the
// store; all but sso.ErrDown are recorded.
func (s *SignOn) SignIn(ctx context.Context, id string, answer Answer, network string) (portal.Admin, bool, error) {
	var ask sso.Ask
	if err := s.auth.finish(ctx, portal.CeremonySingleSignOn, "", id, &ask); err != nil {
		return portal.Admin{}, false, err
	}
	person, err := s.redeem(ctx, ask, answer)
	if err != nil {
		return portal.Admin{}, false, s.refused(ctx, "", network, err)
	}
	admin, err := s.admin(ctx, person)
	if err != nil {
		return portal.Admin{}, false, s.refused(ctx, admin.ID, network, err)
	}
	return admin, person.SecondFactor, nil
}

// redeem looks at the address that the browser came to, before the code in it.
func (s *SignOn) redeem(ctx context.Context, ask sso.Ask, answer Answer) (sso.Person, error) {
	switch {
	case !ask.Is(answer.State):
		return sso.Person{}, ErrStale
	case answer.Issuer != "" && answer.Issuer != s.provider.Issuer():
		return sso.Person{}, fmt.Errorf("%w: it came from another provider", sso.ErrUntrusted)
	case answer.Error != "" || answer.Code == "":
		return sso.Person{}, ErrElsewhere
	}
	return s.provider.Redeem(ctx, ask, answer.Code)
}

// whyRefused are the words that the trail has for what went wrong.
var whyRefused = []struct {
	err error
	why string
}{
	{ErrStale, "wrong state"},
	{ErrElsewhere, "refused by the provider"},
	{sso.ErrUntrusted, "not a good token"},
}

// refused records why somebody did not come in, and passes the error on.
func (s *SignOn) refused(ctx context.Context, adminID, network string, err error) error {
	why := ""
	for _, w := range whyRefused {
		if errors.Is(err, w.err) {
			why = w.why
		}
	}
	var stranger StrangerError
	if errors.As(err, &stranger) {
		why = "nobody here, disabled, or known there as somebody else"
		if stranger.Unverified {
			why = "address not verified"
		}
	}
	if why == "" {
		return err
	}
	if noted := s.auth.refuseBy(ctx, BySignOn, adminID, network, why); !errors.Is(noted, ErrRefused) {
		return noted
	}
	return err
}

// admin finds who a person is here, and binds them at their first time. With a
// StrangerError it returns who it would have been, for the trail.
func (s *SignOn) admin(ctx context.Context, p sso.Person) (admin portal.Admin, err error) {
	stranger := StrangerError{Subject: p.Subject}
	bound, err := s.auth.store.Identity(ctx, p.Issuer, p.Subject)
	switch {
	case err == nil:
		admin, err = s.auth.store.Admin(ctx, bound.AdminID)
	case !errors.Is(err, portal.ErrNotFound):
	case !p.Verified || p.Email == "":
		stranger.Unverified = true
		return admin, stranger
	default:
		admin, err = s.auth.store.AdminByEmail(ctx, Email(p.Email))
		if errors.Is(err, portal.ErrNotFound) {
			return admin, stranger
		}
		if err == nil && admin.DisabledAt.IsZero() {
			err = s.Bind(ctx, portal.ByAdmin(admin.ID), admin.ID, p.Subject)
		}
	}
	switch {
	case errors.Is(err, portal.ErrExists), err == nil && !admin.DisabledAt.IsZero():
		return admin, stranger
	case err != nil:
		return admin, fmt.Errorf("single sign-on: %w", err)
	}
	return admin, nil
}

// Bind binds an admin to a subject of the provider. portal.ErrExists: one of the
// two is bound already.
func (s *SignOn) Bind(ctx context.Context, by portal.Actor, adminID, subject string) error {
	now := s.auth.now()
	return s.auth.store.InTx(ctx, func(tx portal.Tx) error {
		err := tx.BindIdentity(ctx, portal.Identity{
			Issuer: s.provider.Issuer(), Subject: subject, AdminID: adminID, BoundAt: now,
		})
		if err != nil {
			return err
		}
		return s.auth.noteAs(ctx, tx, string(by), ActIdentityBound, adminID, said("issuer", s.provider.Issuer()))
	})
}

// Unbind forgets how the provider knows an admin: their next sign-in there is a
// first one. portal.ErrNotFound: they are not bound.
func (s *SignOn) Unbind(ctx context.Context, by portal.Actor, adminID string) error {
	return s.auth.store.InTx(ctx, func(tx portal.Tx) error {
		if err := tx.UnbindIdentity(ctx, s.provider.Issuer(), adminID); err != nil {
			return err
		}
		return s.auth.noteAs(ctx, tx, string(by), ActIdentityUnbound, adminID, said("issuer", s.provider.Issuer()))
	})
}
