package web_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/descope/virtualwebauthn"
)

// device is an authenticator of one person: a key that can be unlocked.
type device struct {
	t      *testing.T
	site   virtualwebauthn.RelyingParty
	holder virtualwebauthn.Authenticator
	key    virtualwebauthn.Credential
}

func newDevice(t *testing.T) *device {
	return &device{t: t, site: virtualwebauthn.RelyingParty{Name: "Latchkey", ID: "pay.example.com", Origin: origin},
		holder: virtualwebauthn.NewAuthenticator(), key: newKey(t)}
}

// newKey makes a key pair whose coordinates have no leading zero: the library
// would leave it out.
func newKey(t *testing.T) virtualwebauthn.Credential {
	t.Helper()
	for {
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		point, err := key.PublicKey.Bytes() // 4, then both coordinates of 32 bytes
		if err != nil {
			t.Fatal(err)
		}
		if point[1] == 0 || point[33] == 0 {
			continue
		}
		body, err := x509.MarshalPKCS8PrivateKey(key)
		if err != nil {
			t.Fatal(err)
		}
		return virtualwebauthn.NewCredentialWithImportedKey(virtualwebauthn.KeyTypeEC2, body)
	}
}

// make answers options for a new passkey, and remembers whose it is.
func (d *device) make(options string) string {
	d.t.Helper()
	asked, err := virtualwebauthn.ParseAttestationOptions(options)
	if err != nil {
		d.t.Fatalf("%v: %.200s", err, options)
	}
	d.holder.Options.UserHandle = []byte(asked.UserID)
	return virtualwebauthn.CreateAttestationResponse(d.site, d.holder, d.key, *asked)
}

// use answers a challenge, and counts.
func (d *device) use(options string) string {
	d.t.Helper()
	asked, err := virtualwebauthn.ParseAssertionOptions(options)
	if err != nil {
		d.t.Fatalf("%v: %.200s", err, options)
	}
	d.key.Counter++
	return virtualwebauthn.CreateAssertionResponse(d.site, d.holder, d.key, *asked)
}

// begins presses a button that the script stands behind, and returns what it
// fetches.
func (b *browser) begins(at string) string {
	b.t.Helper()
	a := b.post(at + "/begin")
	if a.Code != 200 || a.Header().Get("Content-Type") != "application/json" {
		b.t.Fatalf("%s: %d %.200s", at, a.Code, plain(a))
	}
	return a.Body.String()
}

const (
	passkeySignIn = "/admin/passkeys/sign-in"
	passkeyAdd    = "/admin/passkeys/add"
)

// enrolled is a device with a passkey of an admin, and the browser it was added in.
func (o *office) enrolled(email string) (*device, *browser) {
	o.t.Helper()
	b, d := o.signedIn(email), newDevice(o.t)
	leads(o.t, b.post(passkeyAdd, "name", "Laptop", "answer", d.make(b.begins(passkeyAdd))), "/admin/passkeys")
	return d, b
}

// enters tries to sign in with a device in a new browser.
func (o *office) enters(d *device) (*browser, *httptest.ResponseRecorder) {
	b := o.browser()
	return b, b.post(passkeySignIn, "answer", d.use(b.begins(passkeySignIn)))
}

func refusedAtTheDoor(t *testing.T, b *browser, a *httptest.ResponseRecorder, says string) {
	t.Helper()
	wants(t, a, 422, says, "Password")
	if b.cookies[sessionCookie] != "" {
		t.Error("there is a session")
	}
	leads(t, b.get("/admin"), "/admin/sign-in")
}

const notThisKey = "That passkey does not open this desk."

func TestAPasskeyIsAddedAndSignsIn(t *testing.T) {
	o := newOffice(t)
	wants(t, o.signedIn(maria).get("/admin/passkeys"), 200, "You have none yet.")
	d, b := o.enrolled(maria)
	wants(t, b.get("/admin/passkeys"), 200, "The passkey works from now on.", "Laptop", "Not yet")

	o.pass(time.Hour)
	fresh, a := o.enters(d)
	leads(t, a, "/admin")
	wants(t, fresh.get("/admin"), 200, "Find a link", maria)
	list := fresh.get("/admin/passkeys")
	wants(t, list, 200, "Laptop", "20 Nov 10:44") // used now, in UTC
	if strings.Contains(plain(list), "Not yet") {
		t.Error("its use was not written down")
	}
	again, a := o.enters(d)
	leads(t, a, "/admin")
	wants(t, again.get("/admin"), 200, maria)
	wants(t, o.signedIn(owner).get("/admin/audit"), 200, "Admin passkey added", "Admin signed in")
}

func TestThePasskeyButtonNeedsItsScriptAndAdminPagesMayRunIt(t *testing.T) {
	o := newOffice(t)
	page := o.browser().get("/admin/sign-in")
	wants(t, page, 200, `data-passkey="get" data-begin="/admin/passkeys/sign-in/begin" hidden`, `<script src="/static/passkey.`)
	policy := page.Header().Get("Content-Security-Policy")
	if !strings.HasSuffix(policy, "; script-src 'self'; connect-src 'self'") || !strings.HasPrefix(policy, "default-src 'none'") {
		t.Errorf("policy %q", policy)
	}
	if p := o.browser().get("/northwind/invoice/7041").Header().Get("Content-Security-Policy"); strings.Contains(p, "script-src") || strings.Contains(p, "connect-src") {
		t.Errorf("a customer page has the policy %q", p)
	}
}

func TestAChallengeIsForThePersonWhoAskedAndForASiteOfOurs(t *testing.T) {
	o := newOffice(t)
	for name, spoil := range map[string]func(*device){
		"another origin":             func(d *device) { d.site.Origin = "https://pay.example.com.evil.example" },
		"plain http":                 func(d *device) { d.site.Origin = "http://pay.example.com" },
		"another port":               func(d *device) { d.site.Origin = origin + ":8443" },
		"another host's key":         func(d *device) { d.site.ID = "evil.example" },
		"the owner did not unlock":   func(d *device) { d.holder.Options.UserNotVerified = true },
		"nobody was there":           func(d *device) { d.holder.Options.UserNotPresent = true },
		"it may be copied of late":   func(d *device) { d.holder.Options.BackupEligible = true },
		"another person's name":      func(d *device) { d.holder.Options.UserHandle = []byte(o.adminID(owner)) },
		"nobody's name":              func(d *device) { d.holder.Options.UserHandle = []byte("adm_none") },
		"no name":                    func(d *device) { d.holder.Options.UserHandle = nil },
		"another key of that id":     func(d *device) { d.key.Key = newKey(t).Key },
		"a key that was never added": func(d *device) { d.key = newKey(t) },
	} {
		t.Run(name, func(t *testing.T) {
			o.pass(time.Hour) // so that nobody is slowed down
			d, _ := o.enrolled(maria)
			good := *d
			spoil(d)
			b, a := o.enters(d)
			refusedAtTheDoor(t, b, a, notThisKey)
			good.key.Counter = d.key.Counter
			_, a = o.enters(&good)
			leads(t, a, "/admin")
		})
	}
	wants(t, o.signedIn(owner).get("/admin/audit"), 200, "Admin sign", "how passkey", "not valid")
}

func TestAnAnswerCountsOnceInTimeAndWhereItWasAskedFor(t *testing.T) {
	o := newOffice(t)
	d, inside := o.enrolled(maria)
	const stale = "That took too long, or was sent twice."

	b := o.browser()
	answer := d.use(b.begins(passkeySignIn))
	held := b.cookies[sessionCookie+"_begun"]
	leads(t, b.post(passkeySignIn, "answer", answer), "/admin")
	thief := o.browser()
	thief.cookies[sessionCookie+"_begun"] = held
	refusedAtTheDoor(t, thief, thief.post(passkeySignIn, "answer", answer), stale) // replayed

	thief = o.browser()
	thief.begins(passkeySignIn) // its own challenge, another's answer
	refusedAtTheDoor(t, thief, thief.post(passkeySignIn, "answer", answer), notThisKey)
	b = o.browser()
	refusedAtTheDoor(t, thief, thief.post(passkeySignIn, "answer", d.use(b.begins(passkeySignIn))), stale) // asked for elsewhere

	b = o.browser()
	answer = d.use(b.begins(passkeySignIn))
	o.pass(5 * time.Minute)
	refusedAtTheDoor(t, b, b.post(passkeySignIn, "answer", answer), stale)

	adding := newDevice(t)
	made := adding.make(inside.begins(passkeyAdd))
	wants(t, o.signedIn(owner).post(passkeyAdd, "name", "x", "answer", made), 422, "That took too long, or was sent twice.")
	leads(t, inside.post(passkeyAdd, "name", "", "answer", made), "/admin/passkeys")
	wants(t, inside.post(passkeyAdd, "name", "x", "answer", made), 422, "That took too long, or was sent twice.")
	wants(t, inside.post(passkeyAdd, "name", "x", "answer", adding.make(inside.begins(passkeyAdd))), 422, "That passkey is here already.")
	wants(t, inside.post(passkeyAdd, "name", "x", "answer", newDevice(t).make(o.signedIn(maria).begins(passkeyAdd))), 422, "sent twice")
	inside.begins(passkeyAdd)
	wants(t, inside.post(passkeyAdd, "name", "x", "answer", made), 422, "not a passkey for this page")
}

func TestACountThatGoesBackMeansACopyAndIsRefused(t *testing.T) {
	o := newOffice(t)
	d, _ := o.enrolled(maria)
	d.key.Counter = 10
	_, a := o.enters(d)
	leads(t, a, "/admin")
	for _, before := range []uint32{4, 10} { // less than the 11 it was used at, and the same
		d.key.Counter = before
		b, a := o.enters(d)
		refusedAtTheDoor(t, b, a, notThisKey)
	}
	d.key.Counter = 11
	_, a = o.enters(d)
	leads(t, a, "/admin")
	wants(t, o.signedIn(owner).get("/admin/audit"), 200, "its count went back: there may be a copy")
}

func TestARemovedPasskeyOpensNothing(t *testing.T) {
	o := newOffice(t)
	d, b := o.enrolled(maria)
	remove := "/admin/passkeys/" + between(t, plain(b.get("/admin/passkeys")), `href="/admin/passkeys/pk_`, `"`)
	remove = strings.Replace(remove, "/admin/passkeys/", "/admin/passkeys/pk_", 1)
	stranger := o.signedIn(owner)
	wants(t, stranger.get(remove), 404)
	wants(t, stranger.post(remove), 404)
	wants(t, b.get(remove), 200, "Remove the passkey Laptop", "It opens nothing any more.")
	_, a := o.enters(d)
	leads(t, a, "/admin")
	leads(t, b.post(remove), "/admin/passkeys")
	wants(t, b.get("/admin/passkeys"), 200, "The passkey is removed", "You have none yet.")
	gone, a := o.enters(d)
	refusedAtTheDoor(t, gone, a, notThisKey)
	wants(t, stranger.get("/admin/audit"), 200, "Admin passkey removed")
}

func TestADisabledPersonsPasskeyOpensNothing(t *testing.T) {
	o := newOffice(t)
	d, b := o.enrolled(maria)
	o.disable(maria)
	in, a := o.enters(d)
	refusedAtTheDoor(t, in, a, notThisKey)
	leads(t, b.post(passkeyAdd+"/begin"), "/admin/sign-in")
}

func TestOtherSitesCannotBeginOrEndWithAPasskey(t *testing.T) {
	o := newOffice(t)
	d, b := o.enrolled(maria)
	for _, at := range []string{passkeySignIn + "/begin", passkeySignIn, passkeyAdd + "/begin", passkeyAdd} {
		r := form(at, "answer", "{}", "name", "x")
		r.Header.Set("Sec-Fetch-Site", "cross-site")
		wants(t, b.do(r), 403)
		r = httptest.NewRequest("POST", at, strings.NewReader("{}"))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
		wants(t, b.do(r), 415)
	}
	_, a := o.enters(d)
	leads(t, a, "/admin")
}

func TestNonsenseIsRefusedAsAPasskey(t *testing.T) {
	o := newOffice(t)
	for _, answer := range []string{"", "{}", "null", `{"type":"public-key"}`, strings.Repeat("[", 2000)} {
		b := o.browser()
		b.begins(passkeySignIn)
		refusedAtTheDoor(t, b, b.post(passkeySignIn, "answer", answer), notThisKey)
	}
}

func TestBeginningOverAndOverIsSlowedDown(t *testing.T) {
	o := newOffice(t)
	for range 30 {
		o.browser().begins(passkeySignIn)
	}
	a := o.browser().post(passkeySignIn + "/begin")
	wants(t, a, 429, "Too many tries.")
	o.pass(5 * time.Second)
	o.browser().begins(passkeySignIn)
}

// adminID is the id of the admin who has an address.
func (o *office) adminID(email string) string {
	o.t.Helper()
	a, err := o.store.AdminByEmail(o.t.Context(), email)
	if err != nil {
		o.t.Fatal(err)
	}
	return a.ID
}

// disable ends an admin's access.
func (o *office) disable(email string) {
	o.file.Exec("update admin set disabled_at = 1 where email = '" + email + "'")
}
