package sso

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// Check asks for the provider's discovery document and says what is wrong with
// it. It is for the doctor: a sign-in does the same by itself.
func (p *Provider) Check(ctx context.Context) error {
	_, err := p.discover(ctx)
	return err
}

// discovered returns what is known about the provider. What was learned holds
// for an hour, the keys in it too: a key that the provider took back is not
// believed for longer. A new key is asked for as soon as a token names it. That
// it is down holds for a few seconds, so that people do not queue up for it.
func (p *Provider) discovered(ctx context.Context) (*known, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.now().Before(p.until) {
		return p.known, p.down
	}
	p.known, p.down = p.discover(ctx)
	p.until = p.now().Add(freshFor)
	if p.down != nil {
		p.until = p.now().Add(downFor)
	}
	return p.known, p.down
}

// discover reads the document. Its issuer must be ours to the letter (OpenID
// Connect Discovery 1.0, section 4.3).
func (p *Provider) discover(ctx context.Context) (*known, error) {
	provider, err := oidc.NewProvider(p.with(ctx), p.settings.Issuer)
	var other *oidc.IssuerMismatchError
	if errors.As(err, &other) {
		return nil, fmt.Errorf("%w: OIDC_ISSUER is %s, but it calls itself %s", ErrDown, other.Provided, other.Discovered)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %s gives no discovery document: %w", ErrDown, p.settings.Issuer, shortened(err))
	}
	return &known{
		provider: provider,
		verifier: provider.VerifierContext(p.with(ctx), &oidc.Config{ClientID: p.settings.ClientID, Now: p.now}),
		oauth: oauth2.Config{
			ClientID: p.settings.ClientID, ClientSecret: p.settings.ClientSecret,
			Endpoint: provider.Endpoint(), RedirectURL: p.settings.Redirect,
			Scopes: []string{oidc.ScopeOpenID, oidc.ScopeEmail},
		},
	}, nil
}

// with is a context in which the libraries use our client.
func (p *Provider) with(ctx context.Context) context.Context {
	return oidc.ClientContext(ctx, p.client)
}

// shortened keeps an error page of the provider out of our log.
func shortened(err error) error {
	const most = 200
	if text := err.Error(); len(text) > most {
		return errors.New(text[:most] + "…")
	}
	return err
}

// bounded cuts answers that are longer than any document of a provider is.
type bounded struct{ under http.RoundTripper }

func (b bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := b.under.RoundTrip(r)
	if err == nil {
		answer.Body = struct {
			io.Reader
			io.Closer
		}{io.LimitReader(answer.Body, maxAnswer), answer.Body}
	}
	return answer, err
}
