// Package sso speaks OpenID Connect with the provider of a company's single
// sign-on: it sends a browser there and reads the token that comes of it.
//
// It leaves out people, sessions and the database: what it returns is how the
// provider knows somebody, and package auth says who that is here. It keeps
// nothing of a visit either; the caller brings the Ask back.
//
// Use: New once, Ask for a visit's secrets, URL for where to send the browser,
// Redeem for what it came back with. The flow is the authorization code with
// PKCE (RFC 6749, RFC 7636, OpenID Connect Core 1.0); there is no other.
package sso

import (
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// What callers tell apart.
var (
	// ErrDown: the provider does not answer, or not as a provider does.
	ErrDown = errors.New("the sign-on provider cannot be reached")
	// ErrUntrusted: what came back is not a token of this provider for this
	// visit.
	ErrUntrusted = errors.New("the answer of the sign-on provider is not good")
)

// Settings say who the provider is and who we are there.
type Settings struct {
	Name         string // on the button: "Keycloak"
	Issuer       string // exact, as the provider writes it: "https://id.example.com/realms/staff"
	ClientID     string
	ClientSecret string
	Redirect     string // where the provider sends the browser back to

	// SecondFactor are values of the claims amr and acr, one of which says that
	// a second factor was asked for; none: the provider is not asked for one.
	SecondFactor []Claim
}

// Claim is a claim's name, amr or acr, and a value of it.
type Claim struct{ Name, Value string }

// Bounds of what we ask of the provider while a person waits.
const (
	patience  = 10 * time.Second
	maxAnswer = 1 << 20 // bytes
	freshFor  = time.Hour
	downFor   = 5 * time.Second
)

// Provider is one provider. Its methods may be called from any goroutine.
type Provider struct {
	settings Settings
	now      func() time.Time
	client   *http.Client

	mu    sync.Mutex
	known *known
	down  error     // why it is not known
	until time.Time // when it is asked for again
}

// known is what the provider's discovery document says.
type known struct {
	oauth    oauth2.Config
	verifier *oidc.IDTokenVerifier
	provider *oidc.Provider
}

// New makes a provider and asks nothing of it: that is done at the first
// sign-in, and again until it answers, so that a server starts without it.
func New(s Settings, now func() time.Time) *Provider {
	return &Provider{settings: s, now: now, client: &http.Client{
		Timeout:   patience,
		Transport: bounded{http.DefaultTransport},
		// A document that lies elsewhere is not the issuer's.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// Name is what people call the provider.
func (p *Provider) Name() string { return p.settings.Name }

// Issuer is the provider's exact name.
func (p *Provider) Issuer() string { return p.settings.Issuer }
