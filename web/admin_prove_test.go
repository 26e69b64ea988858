package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
)

func TestWhatMattersAsksForAFreshProofAndGoesOnWithWhatWasTyped(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(owner)
	send := func(proof ...string) *httptest.ResponseRecorder {
		r := formOf("/admin/webhooks", url.Values{
			"url": {"https://hooks.example.com/in"}, "partner": {"northwind/"}, "style": {"standard"},
			"event": {"client.linked", "case.created"}, "proof": proof,
		})
		r.Header.Set("Sec-Fetch-Site", "same-origin")
		return b.do(r)
	}
	o.pass(10 * time.Minute)

	a := send()
	wants(t, a, 403, "Prove that it is you", `name="event" value="client.linked"`, `name="event" value="case.created"`, `action="/admin/webhooks"`)
	wrong := send("not the password")
	wants(t, wrong, 422, "The password is not right.", `value="https://hooks.example.com/in"`)
	if strings.Contains(plain(wrong), "not the password") {
		t.Error("the page repeats what was typed for a password")
	}
	if endpoints, err := o.service.Endpoints(t.Context(), "northwind"); err != nil || len(endpoints) > 0 {
		t.Fatalf("made without a proof: %v %v", endpoints, err)
	}
	before := b.cookies[sessionCookie]
	wants(t, send(password), 200, "Endpoint made.")
	endpoints, err := o.service.Endpoints(t.Context(), "northwind")
	if err != nil || len(endpoints) != 1 || len(endpoints[0].Events) != 2 {
		t.Fatalf("%+v %v", endpoints, err)
	}
	if b.cookies[sessionCookie] == before {
		t.Error("the session goes on under its old id")
	}
	stolen := o.browser()
	stolen.cookies[sessionCookie] = before
	leads(t, stolen.get("/admin"), "/admin/sign-in")
	wants(t, b.get("/admin/webhooks/new"), 200, "New endpoint") // the proof lasts
}

func TestAPageThatAsksForAProofIsShownAfterIt(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(owner)
	o.pass(10 * time.Minute)
	to := "/admin/webhooks/new?x=1&y=%2F"
	prove := "/admin/prove?" + url.Values{"to": {to}}.Encode()
	leads(t, b.get(to), prove)
	wants(t, b.get(prove), 200, "Your password")
	leads(t, b.post("/admin/prove", "to", to, "proof", password), to)
	wants(t, b.get(to), 200)
}

func TestAProofLeadsNowhereElse(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(owner)
	for _, to := range []string{"https://evil.example/admin/", "//evil.example/admin", "/\\evil.example", "javascript:alert(1)", "/administrator", "admin/", "", "/admin/\x00"} {
		leads(t, b.post("/admin/prove", "to", to, "proof", password), "/admin")
	}
}

func TestGuessingProofsIsSlowedDown(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(owner)
	o.pass(10 * time.Minute)
	for range 5 {
		wants(t, b.post("/admin/prove", "to", "/admin", "proof", "wrong"), 422)
	}
	a := b.post("/admin/prove", "to", "/admin", "proof", password)
	wants(t, a, 429, "Too many tries")
	if a.Header().Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	if a := b.get("/admin/webhooks/new"); a.Code != http.StatusSeeOther {
		t.Errorf("the room opens: %d", a.Code)
	}
}
