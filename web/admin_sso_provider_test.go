package web_test

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"

	jose "github.com/go-jose/go-jose/v4"
	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"
)

// idp is a real OpenID provider, certified code, in the test's own process. Its
// storage is here: one client, and the one user who sits before the browser.
type idp struct {
	op.Storage // what the code flow does not use, and panics
	op.Client

	t      *testing.T
	server *httptest.Server
	issuer string

	mu      sync.Mutex
	user    user
	visits  map[string]*visitor // by id
	count   int
	codes   map[string]string // visit by code
	signing signingKey
	keys    []op.Key
	life    time.Duration
	only    bool // the address stands in the token only if asked for at userinfo
	down    bool
	forge   func(real string) (idToken string)
}

// user is how the provider knows who sits there.
type user struct {
	subject  string
	email    string
	verified bool
	amr      []string
	acr      string
	nonce    string // empty: the one that was asked for
}

const (
	clientID     = "latchkey"
	clientSecret = "a secret of the client"
)

func newIDP(t *testing.T) *idp {
	t.Helper()
	p := &idp{t: t, visits: map[string]*visitor{}, codes: map[string]string{}, life: time.Hour,
		user: user{subject: "u-1", email: maria, verified: true, amr: []string{"pwd"}}}
	p.rotate("k1")
	p.server = httptest.NewServer(http.HandlerFunc(p.serve))
	t.Cleanup(p.server.Close)
	p.issuer = p.server.URL
	return p
}

func (p *idp) serve(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	down, forge := p.down, p.forge
	p.mu.Unlock()
	if down {
		w.WriteHeader(http.StatusBadGateway)
		return
	}
	provider, err := op.NewProvider(&op.Config{CryptoKey: [32]byte{1}, CryptoKeyId: "c1", CodeMethodS256: true},
		p, op.StaticIssuer(p.issuer), op.WithAllowInsecure())
	if err != nil {
		p.t.Error(err)
		return
	}
	if forge == nil || r.URL.Path != "/oauth/token" {
		provider.ServeHTTP(w, r)
		return
	}
	real := httptest.NewRecorder()
	provider.ServeHTTP(real, r)
	var answer map[string]any
	if err := json.Unmarshal(real.Body.Bytes(), &answer); err != nil {
		p.t.Error(err)
	}
	token, _ := answer["id_token"].(string)
	answer["id_token"] = forge(token)
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(answer); err != nil {
		p.t.Error(err)
	}
}

// signs lets the user sign in at the provider, where a browser of ours was sent
// to, and returns where the provider sends it back to.
func (p *idp) signs(to string) string {
	p.t.Helper()
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	next := to
	for range 5 {
		a, err := client.Get(next)
		if err != nil {
			p.t.Fatal(err)
		}
		a.Body.Close()
		at, err := a.Location()
		if err != nil {
			p.t.Fatalf("%s: %d, %v", next, a.StatusCode, err)
		}
		if next = at.String(); at.Path == "/login" { // the provider's own page: the user types a password
			p.visits[at.Query().Get("id")].signedIn = true
			next = p.issuer + "/authorize/callback?id=" + at.Query().Get("id")
		}
		if at.Host == "pay.example.com" {
			return at.RequestURI()
		}
	}
	p.t.Fatal("the provider sends the browser in circles")
	return ""
}

// rotate begins to sign with a new key, and forgets the old ones.
func (p *idp) rotate(id string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		p.t.Fatal(err)
	}
	p.signing = signingKey{id, key}
	p.keys = []op.Key{publicKey{id, &key.PublicKey}}
}

func (p *idp) set(change func(*idp)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	change(p)
}

// visitor is one visit to the provider.
type visitor struct {
	id       string
	asked    oidc.AuthRequest
	user     user
	at       time.Time
	signedIn bool
}

func (v *visitor) GetID() string                      { return v.id }
func (v *visitor) GetACR() string                     { return v.user.acr }
func (v *visitor) GetAMR() []string                   { return v.user.amr }
func (v *visitor) GetAuthTime() time.Time             { return v.at }
func (v *visitor) GetClientID() string                { return v.asked.ClientID }
func (v *visitor) GetRedirectURI() string             { return v.asked.RedirectURI }
func (v *visitor) GetScopes() []string                { return v.asked.Scopes }
func (v *visitor) GetState() string                   { return v.asked.State }
func (v *visitor) GetSubject() string                 { return v.user.subject }
func (v *visitor) Done() bool                         { return v.signedIn }
func (v *visitor) GetResponseMode() oidc.ResponseMode { return v.asked.ResponseMode }
func (v *visitor) GetResponseType() oidc.ResponseType { return v.asked.ResponseType }
func (v *visitor) GetNonce() string {
	if v.user.nonce != "" {
		return v.user.nonce
	}
	return v.asked.Nonce
}

func (v *visitor) GetAudience() []string { return []string{v.asked.ClientID} }

func (v *visitor) GetCodeChallenge() *oidc.CodeChallenge {
	return &oidc.CodeChallenge{Challenge: v.asked.CodeChallenge, Method: v.asked.CodeChallengeMethod}
}

func (p *idp) CreateAuthRequest(_ context.Context, r *oidc.AuthRequest, _ string) (op.AuthRequest, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if r.CodeChallenge == "" || r.CodeChallengeMethod != oidc.CodeChallengeMethodS256 || r.Nonce == "" || r.State == "" {
		p.t.Errorf("asked without state, nonce or PKCE: %+v", r)
	}
	v := &visitor{id: fmt.Sprint("v", p.count), asked: *r, user: p.user, at: time.Now()}
	p.visits[v.id] = v
	p.count++
	return v, nil
}

func (p *idp) AuthRequestByID(_ context.Context, id string) (op.AuthRequest, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if v := p.visits[id]; v != nil {
		return v, nil
	}
	return nil, errors.New("no such visit")
}

func (p *idp) AuthRequestByCode(ctx context.Context, code string) (op.AuthRequest, error) {
	p.mu.Lock()
	id := p.codes[code]
	p.mu.Unlock()
	return p.AuthRequestByID(ctx, id)
}

func (p *idp) SaveAuthCode(_ context.Context, id, code string) error {
	p.set(func(p *idp) { p.codes[code] = id })
	return nil
}

func (p *idp) DeleteAuthRequest(_ context.Context, id string) error {
	p.set(func(p *idp) { delete(p.visits, id) })
	return nil
}

func (p *idp) CreateAccessToken(context.Context, op.TokenRequest) (string, time.Time, error) {
	return "at", time.Now().Add(time.Hour), nil
}

func (p *idp) SigningKey(context.Context) (op.SigningKey, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.signing, nil
}

func (p *idp) SignatureAlgorithms(context.Context) ([]jose.SignatureAlgorithm, error) {
	return []jose.SignatureAlgorithm{jose.RS256}, nil
}

func (p *idp) KeySet(context.Context) ([]op.Key, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.keys, nil
}

func (p *idp) Health(context.Context) error { return nil }

func (p *idp) GetClientByClientID(_ context.Context, id string) (op.Client, error) {
	if id != clientID {
		return nil, errors.New("no such client")
	}
	return p, nil
}

func (p *idp) AuthorizeClientIDSecret(_ context.Context, id, secret string) error {
	if id != clientID || secret != clientSecret {
		return errors.New("wrong secret")
	}
	return nil
}

func (p *idp) SetUserinfoFromScopes(_ context.Context, u *oidc.UserInfo, _, _ string, scopes []string) error {
	return p.fill(u, scopes)
}

func (p *idp) SetUserinfoFromToken(_ context.Context, u *oidc.UserInfo, _, _, _ string) error {
	return p.fill(u, []string{oidc.ScopeEmail})
}

func (p *idp) fill(u *oidc.UserInfo, scopes []string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, s := range scopes {
		if s == oidc.ScopeEmail {
			u.Email, u.EmailVerified = p.user.email, oidc.Bool(p.user.verified)
		}
	}
	u.Subject = p.user.subject
	return nil
}

func (p *idp) GetID() string                        { return clientID }
func (p *idp) RedirectURIs() []string               { return []string{origin + "/admin/sso/callback"} }
func (p *idp) ApplicationType() op.ApplicationType  { return op.ApplicationTypeWeb }
func (p *idp) AuthMethod() oidc.AuthMethod          { return oidc.AuthMethodBasic }
func (p *idp) ResponseTypes() []oidc.ResponseType   { return []oidc.ResponseType{oidc.ResponseTypeCode} }
func (p *idp) GrantTypes() []oidc.GrantType         { return []oidc.GrantType{oidc.GrantTypeCode} }
func (p *idp) LoginURL(id string) string            { return "/login?id=" + url.QueryEscape(id) }
func (p *idp) AccessTokenType() op.AccessTokenType  { return op.AccessTokenTypeBearer }
func (p *idp) DevMode() bool                        { return false }
func (p *idp) IsScopeAllowed(string) bool           { return false }
func (p *idp) ClockSkew() time.Duration             { return 0 }
func (p *idp) IDTokenUserinfoClaimsAssertion() bool { return !p.only }
func (p *idp) IDTokenLifetime() time.Duration       { return p.life }
func (p *idp) RestrictAdditionalIdTokenScopes() func([]string) []string {
	return func(s []string) []string { return s }
}
func (p *idp) RestrictAdditionalAccessTokenScopes() func([]string) []string {
	return func(s []string) []string { return s }
}

type signingKey struct {
	id  string
	key *rsa.PrivateKey
}

func (k signingKey) ID() string                                  { return k.id }
func (k signingKey) Key() any                                    { return k.key }
func (k signingKey) SignatureAlgorithm() jose.SignatureAlgorithm { return jose.RS256 }

type publicKey struct {
	id  string
	key *rsa.PublicKey
}

func (k publicKey) ID() string                         { return k.id }
func (k publicKey) Key() any                           { return k.key }
func (k publicKey) Use() string                        { return "sig" }
func (k publicKey) Algorithm() jose.SignatureAlgorithm { return jose.RS256 }
