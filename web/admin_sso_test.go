package web_test

import (
	"encoding/base64"
	"encoding/json"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	jose "github.com/go-jose/go-jose/v4"

	"github.com/latchkey-portal/latchkey/internal/auth"
	"github.com/latchkey-portal/latchkey/internal/auth/sso"
	"github.com/latchkey-portal/latchkey/web"
)

// wired is an office whose people may sign in at a provider.
func wired(t *testing.T, change ...func(*sso.Settings)) (*office, *idp) {
	t.Helper()
	p := newIDP(t)
	s := sso.Settings{Name: "Keycloak", Issuer: p.issuer, ClientID: clientID, ClientSecret: clientSecret, Redirect: origin + web.SSOCallback}
	for _, c := range change {
		c(&s)
	}
	return newOffice(t, func(o *office, d *web.Desk) {
		o.now = time.Now().UTC() // the provider has the real time
		d.SignOn = auth.NewSignOn(o.auth, sso.New(s, o.clock))
	}), p
}

// leaves presses the button and returns where the browser is sent to.
func (b *browser) leaves() string {
	b.t.Helper()
	a := b.get("/admin/sso")
	to := a.Header().Get("Location")
	if a.Code != 303 || !strings.HasPrefix(to, "http://127.0.0.1:") {
		b.t.Fatalf("%d to %q: %.300s", a.Code, to, plain(a))
	}
	return to
}

// comes goes to the provider and back in a new browser.
func (o *office) comes(p *idp) (*browser, *httptest.ResponseRecorder) {
	o.t.Helper()
	b := o.browser()
	return b, b.get(p.signs(b.leaves()))
}

func keptOut(t *testing.T, b *browser, a *httptest.ResponseRecorder, status int, says ...string) {
	t.Helper()
	wants(t, a, status, append(says, "Back to sign in")...)
	if b.cookies[sessionCookie] != "" {
		t.Error("there is a session")
	}
	leads(t, b.get("/admin"), "/admin/sign-in")
}

const (
	notGood  = "The answer of Keycloak is not good"
	isOver   = "This sign-in is over"
	noAccess = "You have no access here"
)

func TestTheProviderSignsInWhoIsHereAlready(t *testing.T) {
	o, p := wired(t)
	wants(t, o.browser().get("/admin/sign-in"), 200, `href="/admin/sso">Sign in with Keycloak`)
	b, a := o.comes(p)
	leads(t, a, "/admin")
	wants(t, b.get("/admin"), 200, maria)
	wants(t, o.signedIn(owner).get("/admin/audit"), 200, "Admin identity bound", p.issuer, "Admin signed in")
}

func TestAfterTheFirstTimeOnlyTheSubjectCounts(t *testing.T) {
	o, p := wired(t)
	_, a := o.comes(p)
	leads(t, a, "/admin")
	p.set(func(p *idp) { p.user.email, p.user.verified = "married@northwind.example", false })
	b, a := o.comes(p)
	leads(t, a, "/admin")
	wants(t, b.get("/admin"), 200, maria)

	p.set(func(p *idp) { p.user = user{subject: "u-2", email: maria, verified: true} }) // her old address, given to somebody else
	b, a = o.comes(p)
	keptOut(t, b, a, 403, noAccess, "Keycloak calls you u-2")
}

func TestTheAddressMayStandAtUserinfoAlone(t *testing.T) {
	o, p := wired(t)
	p.only = true
	b, a := o.comes(p)
	leads(t, a, "/admin")
	wants(t, b.get("/admin"), 200, maria)
}

func TestWhoMayNotComeInIsKeptOut(t *testing.T) {
	for name, c := range map[string]struct {
		user user
		says string
	}{
		"unknown":    {user{subject: "u-9", email: "eve@northwind.example", verified: true}, noAccess},
		"unverified": {user{subject: "u-1", email: maria}, "Keycloak does not vouch for your email address"},
		"no address": {user{subject: "u-1", verified: true}, "Keycloak does not vouch for your email address"},
	} {
		t.Run(name, func(t *testing.T) {
			o, p := wired(t)
			p.set(func(p *idp) { p.user = c.user })
			b, a := o.comes(p)
			keptOut(t, b, a, 403, c.says)
		})
	}
}

func TestADisabledPersonIsKeptOutBoundOrNot(t *testing.T) {
	o, p := wired(t)
	o.disable(maria)
	b, a := o.comes(p)
	keptOut(t, b, a, 403, noAccess)
	p.set(func(p *idp) { p.user = user{subject: "u-3", email: owner, verified: true} })
	_, a = o.comes(p)
	leads(t, a, "/admin")
	o.disable(owner)
	b, a = o.comes(p)
	keptOut(t, b, a, 403, noAccess)
}

func TestTokensThatAreNotForThisVisitAreRefused(t *testing.T) {
	for name, spoil := range map[string]func(*idp){
		"another nonce":           func(p *idp) { p.user.nonce = "another" },
		"over":                    func(p *idp) { p.life = -time.Second },
		"signed by another's key": func(p *idp) { key := p.keys; p.mu.Unlock(); p.rotate("k1"); p.mu.Lock(); p.keys = key },
		"a client that is not us": func(*idp) {},
	} {
		t.Run(name, func(t *testing.T) {
			o, p := wired(t)
			if name == "a client that is not us" {
				o, p = wired(t, func(s *sso.Settings) { s.ClientSecret = "wrong" })
			} else {
				p.set(spoil)
			}
			b, a := o.comes(p)
			keptOut(t, b, a, 403, notGood)
			wants(t, o.signedIn(owner).get("/admin/audit"), 200, "how single-sign-on", "not a good token")
			if text := o.log.String(); !strings.Contains(text, "sign-on refused") || strings.Contains(text, "eyJ") || strings.Contains(text, maria) {
				t.Errorf("the log says %s", text)
			}
		})
	}
}

// forged makes of a real token another one: with a claim changed, or taken away
// where value is nil, and signed by a key under the name of the real one.
func (p *idp) forged(key any, alg jose.SignatureAlgorithm, claim string, value any) func(string) string {
	must := func(err error) {
		if err != nil {
			p.t.Fatal(err)
		}
	}
	return func(real string) string {
		payload, err := base64.RawURLEncoding.DecodeString(strings.Split(real, ".")[1])
		must(err)
		var claims map[string]any
		must(json.Unmarshal(payload, &claims))
		claims[claim] = value
		if value == nil {
			delete(claims, claim)
		}
		payload, err = json.Marshal(claims)
		must(err)
		if alg == unsigned {
			return base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none"}`)) + "." + base64.RawURLEncoding.EncodeToString(payload) + "."
		}
		signer, err := jose.NewSigner(jose.SigningKey{Algorithm: alg, Key: jose.JSONWebKey{Key: key, KeyID: p.signing.id}}, nil)
		must(err)
		signed, err := signer.Sign(payload)
		must(err)
		token, err := signed.CompactSerialize()
		must(err)
		return token
	}
}

const unsigned jose.SignatureAlgorithm = "none"

func TestForgedTokensAreRefused(t *testing.T) {
	other := newIDP(t).signing.key
	for name, forge := range map[string]func(p *idp) func(string) string{
		"another key":  func(p *idp) func(string) string { return p.forged(other, jose.RS256, "x", 1) },
		"no signature": func(p *idp) func(string) string { return p.forged(nil, unsigned, "x", 1) },
		"the secret as key": func(p *idp) func(string) string {
			return p.forged([]byte(strings.Repeat(clientSecret, 2)), jose.HS256, "x", 1)
		},
		"another issuer":   func(p *idp) func(string) string { return p.forged(p.signing.key, jose.RS256, "iss", p.issuer+"/") },
		"no nonce":         func(p *idp) func(string) string { return p.forged(p.signing.key, jose.RS256, "nonce", nil) },
		"nobody":           func(p *idp) func(string) string { return p.forged(p.signing.key, jose.RS256, "sub", "") },
		"another client's": func(p *idp) func(string) string { return p.forged(p.signing.key, jose.RS256, "aud", "other") },
		"another party":    func(p *idp) func(string) string { return p.forged(p.signing.key, jose.RS256, "azp", "other") },
		"two audiences": func(p *idp) func(string) string {
			two := p.forged(p.signing.key, jose.RS256, "aud", []string{clientID, "other"})
			none := p.forged(p.signing.key, jose.RS256, "azp", nil)
			return func(real string) string { return none(two(real)) }
		},
		"no token": func(*idp) func(string) string { return func(string) string { return "" } },
	} {
		t.Run(name, func(t *testing.T) {
			o, p := wired(t)
			made := forge(p)
			p.set(func(p *idp) { p.forge = made })
			b, a := o.comes(p)
			keptOut(t, b, a, 403, notGood)
			p.set(func(p *idp) { p.forge = p.forged(p.signing.key, jose.RS256, "x", 1) }) // the same, but good
			_, a = o.comes(p)
			leads(t, a, "/admin")
		})
	}
}

func TestAnAddressIsVerifiedByTheWordTrueAlone(t *testing.T) {
	o, p := wired(t)
	p.forge = p.forged(p.signing.key, jose.RS256, "email_verified", "true")
	b, a := o.comes(p)
	keptOut(t, b, a, 403, "does not vouch")
}

func TestACallbackCountsOnceInTimeAndInItsOwnBrowser(t *testing.T) {
	o, p := wired(t)
	b := o.browser()
	back := p.signs(b.leaves())
	other := o.browser()
	keptOut(t, other, other.get(back), 400, isOver) // never began
	other.leaves()
	keptOut(t, other, other.get(back), 400, isOver) // began another one
	held := b.cookies[sessionCookie+"_begun"]
	leads(t, b.get(back), "/admin")
	other.cookies[sessionCookie+"_begun"] = held
	keptOut(t, other, other.get(back), 400, isOver) // replayed with its cookie

	b = o.browser()
	back = p.signs(b.leaves())
	o.pass(10 * time.Minute)
	keptOut(t, b, b.get(back), 400, isOver)
}

func TestACodeThatWasUsedAtTheProviderIsRefused(t *testing.T) {
	o, p := wired(t)
	b := o.browser()
	back := p.signs(b.leaves())
	leads(t, b.get(back), "/admin")
	used := between(t, back, "code=", "&")
	b = o.browser()
	at, err := url.Parse(p.signs(b.leaves()))
	if err != nil {
		t.Fatal(err)
	}
	q := at.Query()
	q.Set("code", used)
	keptOut(t, b, b.get(at.Path+"?"+q.Encode()), 403, notGood)
}

func TestTheAnswerMustBeTheOneThatWasAskedFor(t *testing.T) {
	o, p := wired(t)
	for name, c := range map[string]struct {
		change func(url.Values)
		status int
		says   string
	}{
		"another state":  {func(q url.Values) { q.Set("state", "another") }, 400, isOver},
		"no state":       {func(q url.Values) { q.Del("state") }, 400, isOver},
		"another issuer": {func(q url.Values) { q.Set("iss", "https://evil.example") }, 403, notGood},
		"refused there": {func(q url.Values) {
			q.Del("code")
			q.Set("error", "access_denied")
			q.Set("error_description", "<b>words of the provider</b>")
		}, 403, "Keycloak did not sign you in"},
		"no code": {func(q url.Values) { q.Del("code") }, 403, "Keycloak did not sign you in"},
	} {
		b := o.browser()
		at, err := url.Parse(p.signs(b.leaves()))
		if err != nil {
			t.Fatal(err)
		}
		q := at.Query()
		c.change(q)
		a := b.get(at.Path + "?" + q.Encode())
		keptOut(t, b, a, c.status, c.says)
		if strings.Contains(plain(a), "words of the provider") {
			t.Errorf("%s: the page says what the address said", name)
		}
	}
}

func TestAProviderThatIsDownIsAskedAgain(t *testing.T) {
	o, p := wired(t)
	p.set(func(p *idp) { p.down = true })
	b := o.browser()
	wants(t, b.get("/admin/sign-in"), 200, "Sign in with Keycloak")
	a := b.get("/admin/sso")
	keptOut(t, b, a, 503, "Keycloak does not answer", "Try again in a minute", "latchkey doctor")
	p.set(func(p *idp) { p.down = false })
	o.pass(5 * time.Second)
	back := p.signs(b.leaves())
	p.set(func(p *idp) { p.down = true })
	keptOut(t, b, b.get(back), 503, "Keycloak does not answer")
	p.set(func(p *idp) { p.down = false })
	_, a = o.comes(p)
	leads(t, a, "/admin")
	wants(t, o.signedIn(owner).get("/admin"), 200, owner) // with a password, all the while
}

func TestKeysThatTheProviderRotatedAreFetched(t *testing.T) {
	o, p := wired(t)
	_, a := o.comes(p)
	leads(t, a, "/admin")
	old := p.signing
	p.rotate("k2")
	_, a = o.comes(p)
	leads(t, a, "/admin")
	p.set(func(p *idp) { p.signing = old }) // taken back
	o.pass(time.Hour)
	b, a := o.comes(p)
	keptOut(t, b, a, 403, notGood)
}

func TestAnIssuerThatCallsItselfOtherwiseIsNotBelieved(t *testing.T) {
	o, p := wired(t, func(s *sso.Settings) { s.Issuer += "/" })
	b := o.browser()
	keptOut(t, b, b.get("/admin/sso"), 503, "Keycloak does not answer")
	if text := o.log.String(); !strings.Contains(text, "calls itself "+p.issuer) {
		t.Errorf("the log says %s", text)
	}
}
