package web_test

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/auth/sso"
	"github.com/latchkey-portal/latchkey/web"
)

const (
	secondStep    = "/admin/sign-in/second"
	passkeySecond = "/admin/passkeys/second"
	passkeyProof  = "/admin/passkeys/prove"
)

func TestThePasswordOfWhoHasAPasskeyIsHalfASignIn(t *testing.T) {
	o := newOffice(t)
	d, _ := o.enrolled(maria)
	other, _ := o.enrolled(owner)

	b := o.browser()
	leads(t, b.signIn(maria, password), secondStep)
	leads(t, b.get("/admin"), "/admin/sign-in")
	page := b.get(secondStep)
	wants(t, page, 200, "Use your passkey", `data-begin="/admin/passkeys/second/begin"`, "This takes your passkey")
	if strings.Contains(plain(page), "Six digits") {
		t.Error("it asks for a code of an app that is not there")
	}
	wants(t, b.post(passkeySecond, "passkey-proof", other.use(b.begins(passkeySecond))), 422, "The passkey was not accepted.")
	wants(t, b.post(passkeySecond, "passkey-proof", d.use(o.browserAt(maria).begins(passkeySecond))), 422, "The passkey was not accepted.")
	leads(t, b.get("/admin"), "/admin/sign-in")
	answer := d.use(b.begins(passkeySecond))
	leads(t, b.post(passkeySecond, "passkey-proof", answer), "/admin")
	wants(t, b.get("/admin"), 200, maria)
	leads(t, b.post(passkeySecond, "passkey-proof", answer), "/admin/sign-in") // no half session any more

	none := o.browser()
	leads(t, none.post(passkeySecond+"/begin"), "/admin/sign-in")
}

// browserAt is a browser that has come to the second step.
func (o *office) browserAt(email string) *browser {
	b := o.browser()
	leads(o.t, b.signIn(email, password), secondStep)
	return b
}

func TestAPasskeyIsAFreshProof(t *testing.T) {
	o := newOffice(t)
	d, b := o.enrolled(maria)
	other, _ := o.enrolled(owner)
	o.pass(11 * time.Minute)
	ask := b.get(passkeyAdd)
	to := ask.Header().Get("Location")
	if ask.Code != 303 || !strings.HasPrefix(to, "/admin/prove?") {
		t.Fatalf("%d to %q", ask.Code, to)
	}
	wants(t, b.get(to), 200, "Use a passkey", `name="to" value="/admin/passkeys/add"`, `data-begin="/admin/passkeys/prove/begin"`)
	prove := func(d *device) *httptest.ResponseRecorder {
		return b.post("/admin/prove", "to", passkeyAdd, "passkey-proof", d.use(b.begins(passkeyProof)))
	}
	wants(t, prove(other), 422, "The passkey was not accepted.")
	wants(t, b.post("/admin/prove", "to", passkeyAdd, "passkey-proof", "{}"), 422, "The passkey was not accepted.")
	leads(t, b.get(passkeyAdd), to)
	leads(t, prove(d), passkeyAdd)
	wants(t, b.get(passkeyAdd), 200, "Make the passkey")
	wants(t, o.signedIn(guest).get("/admin/audit"), 200, "how passkey")

	o.pass(11 * time.Minute)
	remove := "/admin/passkeys/pk_" + between(t, plain(b.get("/admin/passkeys")), `href="/admin/passkeys/pk_`, `"`)
	wants(t, b.post(remove), 403, "Prove that it is you", `action="`+remove+`"`)
	wants(t, b.get("/admin/passkeys"), 200, "Laptop")
	leads(t, b.post(remove, "passkey-proof", d.use(b.begins(passkeyProof))), "/admin/passkeys")
	wants(t, b.get("/admin/passkeys"), 200, "You have none yet.")
	wants(t, b.post(passkeyProof+"/begin"), 404)
}

func TestThePasswordOfWhoHasAPasskeyIsNoFreshProof(t *testing.T) {
	o := newOffice(t)
	d, b := o.enrolled(maria)
	o.pass(11 * time.Minute)
	page := b.get("/admin/prove?to=" + passkeyAdd)
	wants(t, page, 200, "This takes your passkey", `data-begin="/admin/passkeys/prove/begin"`)
	if strings.Contains(plain(page), "Your password") {
		t.Error("it asks for the password")
	}
	for range 6 { // the password is not looked at, so nothing is slowed down
		wants(t, b.post("/admin/prove", "to", passkeyAdd, "proof", password), 422, "A password is not enough")
	}
	wants(t, b.post(passkeyAdd, "name", "Phone", "proof", password), 422, "A password is not enough")
	if a := b.get(passkeyAdd); a.Code != 303 {
		t.Fatalf("a room that asks for a fresh proof opens: %d", a.Code)
	}
	leads(t, b.post("/admin/prove", "to", passkeyAdd, "passkey-proof", d.use(b.begins(passkeyProof))), passkeyAdd)
	wants(t, b.get(passkeyAdd), 200)
}

func TestAnOwnerMayHaveAPasskeyForTheSecondFactor(t *testing.T) {
	o := newOffice(t, func(_ *office, d *web.Desk) { d.OwnersNeedSecond = true })
	b := o.signedIn(owner)
	if a := b.get("/admin"); a.Code != 303 {
		t.Fatalf("an owner without a second factor comes in: %d", a.Code)
	}
	d := newDevice(t)
	leads(t, b.post(passkeyAdd, "name", "Laptop", "answer", d.make(b.begins(passkeyAdd))), "/admin/passkeys")
	wants(t, b.get("/admin"), 200, owner)
	in, a := o.enters(d)
	leads(t, a, "/admin")
	wants(t, in.get("/admin"), 200, owner)
}

func TestTheProviderStandsForThePasswordAndForMoreOnlyIfSet(t *testing.T) {
	mfa := func(s *sso.Settings) {
		s.SecondFactor = []sso.Claim{{Name: "amr", Value: "mfa"}, {Name: "acr", Value: "gold"}}
	}
	for name, c := range map[string]struct {
		set  []func(*sso.Settings)
		amr  []string
		acr  string
		both bool
	}{
		"not set":           {nil, []string{"pwd", "mfa"}, "gold", false},
		"said by amr":       {[]func(*sso.Settings){mfa}, []string{"pwd", "mfa"}, "", true},
		"said by acr":       {[]func(*sso.Settings){mfa}, []string{"pwd"}, "gold", true},
		"not said":          {[]func(*sso.Settings){mfa}, []string{"pwd"}, "silver", false},
		"said of the other": {[]func(*sso.Settings){mfa}, []string{"gold"}, "mfa", false},
		"nothing said":      {[]func(*sso.Settings){mfa}, nil, "", false},
	} {
		t.Run(name, func(t *testing.T) {
			o, p := wired(t, c.set...)
			d, _ := o.enrolled(owner)
			p.set(func(p *idp) { p.user = user{subject: "u-5", email: owner, verified: true, amr: c.amr, acr: c.acr} })
			b, a := o.comes(p)
			if c.both {
				leads(t, a, "/admin")
				wants(t, b.get("/admin"), 200, owner)
				return
			}
			leads(t, a, secondStep)
			leads(t, b.get("/admin"), "/admin/sign-in")
			leads(t, b.post(passkeySecond, "passkey-proof", d.use(b.begins(passkeySecond))), "/admin")
		})
	}
}

func TestAnOwnerOfTheProviderNeedsNoAppIfItAskedForASecondFactor(t *testing.T) {
	o, p := wiredStrictly(t, func(s *sso.Settings) { s.SecondFactor = []sso.Claim{{Name: "amr", Value: "mfa"}} })
	p.set(func(p *idp) { p.user = user{subject: "u-5", email: owner, verified: true, amr: []string{"mfa"}} })
	b, a := o.comes(p)
	leads(t, a, "/admin")
	wants(t, b.get("/admin"), 200, owner)
	p.set(func(p *idp) { p.user.amr = nil })
	b, a = o.comes(p)
	leads(t, a, "/admin")
	if a := b.get("/admin"); a.Code != 303 || a.Header().Get("Location") == "/admin/sign-in" {
		t.Errorf("an owner with one factor: %d to %q, want the page that sets a second one up", a.Code, a.Header().Get("Location"))
	}
}
