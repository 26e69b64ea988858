package web_test

import (
	"context"
	"errors"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

var apiKeyShape = regexp.MustCompile(`lk_live_[A-Z2-7]{40,}`)

const northKeys = "/admin/keys/northwind"

// makesKey makes a key at the desk, and returns its page's address and the key.
func (b *browser) makesKey() (at, key string, page *httptest.ResponseRecorder) {
	b.t.Helper()
	r := formOf(northKeys, url.Values{"name": {"billing"}, "scope": {"write", "links"}, "expires": {"2026-12-01"}})
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	page = b.do(r)
	wants(b.t, page, 200, "Key made.", "Shown once.", "write, links", "until 2 Dec 2026, 00:00")
	return northKeys + "/" + between(b.t, plain(page), `action="`+northKeys+"/", "/env"), apiKeyShape.FindString(plain(page)), page
}

func TestAnAPIKeyIsMadeAndShownOnce(t *testing.T) {
	o := newOffice(t)
	o.partner(portal.ByMail)
	b := o.signedIn(owner)
	at, key, page := b.makesKey()
	k, err := o.service.KeyOf(context.Background(), key)
	if err != nil || !k.May("write") || k.May("webhooks") || k.Name != "billing" {
		t.Errorf("key %+v, %v", k, err)
	}
	file := b.press(page, at+"/env", "key", key)
	if got := file.Body.String(); file.Code != 200 || !strings.Contains(got, "\nLATCHKEY_API_KEY="+key+"\n") || !strings.Contains(got, "LATCHKEY_URL="+origin) {
		t.Errorf("%d %q", file.Code, got)
	}
	wants(t, b.post(at+"/env", "key", "lk_live_WRONG"), 422, "That is not this key")
	if err := o.service.WriteKeyUses(context.Background()); err != nil {
		t.Fatal(err)
	}
	for _, target := range []string{at, "/admin/keys", "/admin/audit?account=northwind"} {
		a := b.get(target)
		wants(t, a, 200)
		if apiKeyShape.MatchString(plain(a)) {
			t.Errorf("%s shows a key", target)
		}
	}
	if strings.Contains(o.log.String(), "lk_live_") || len(page.Result().Cookies()) != 0 || len(file.Result().Cookies()) != 0 {
		t.Error("the key stands where it must not")
	}
	wants(t, b.get("/admin/keys"), 200, "billing", "Active", "Last used 20 Nov 10:44", "1 call in 7 days", "Ledgerline", "Never used", "/admin/partners/northwind/ledgerline")
	wants(t, b.get(at), 200, owner, "20 November")

	o.pass(12 * 24 * time.Hour)
	if _, err := o.service.KeyOf(context.Background(), key); !errors.Is(err, portal.ErrKeyExpired) {
		t.Errorf("after its last day: %v", err)
	}
}

func TestAKeysFormKeepsWhatWasTyped(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(owner)
	wants(t, b.get(northKeys+"/new"), 200, "New API key for northwind", `value="read" checked`)
	a := b.post(northKeys, "name", "till 4", "expires", "2026-11-01")
	wants(t, a, 422, "Choose what it may do.", `value="till 4"`, `value="2026-11-01"`)
	wants(t, b.post(northKeys, "name", "till 4", "scope", "read", "expires", "2026-11-19"), 422, "The last day must not be over.", `value="read" checked`)
	wants(t, b.post(northKeys, "name", " ", "scope", "root"), 422, "Write a name.")
	wants(t, b.post("/admin/keys/nobody", "name", "x", "scope", "read"), 404)
}

func TestAKeyIsReplacedOnceAndRevoked(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(owner)
	at, old, _ := b.makesKey()
	wants(t, b.get(at+"/rotate"), 200, "works for 24 hours more")
	a := b.post(at + "/rotate")
	wants(t, a, 200, "Key made. The one before works for 24 hours more.")
	next := apiKeyShape.FindString(plain(a))
	wants(t, b.post(at+"/rotate"), 409, "The key was replaced or ended already")
	wants(t, b.get(at), 200, "Replaced", "until 21 Nov 10:44")
	for _, key := range []string{old, next} {
		if _, err := o.service.KeyOf(context.Background(), key); err != nil {
			t.Error(err)
		}
	}
	if err := o.service.WriteKeyUses(context.Background()); err != nil {
		t.Fatal(err)
	}
	wants(t, b.get(at+"/revoke"), 200, "It was used 1 time in the last 7 days, the last time 20 Nov 10:44.")
	leads(t, b.post(at+"/revoke"), "/admin/keys")
	wants(t, b.get("/admin/keys"), 200, "Key revoked.", "Revoked")
	if _, err := o.service.KeyOf(context.Background(), old); !errors.Is(err, portal.ErrBadKey) {
		t.Errorf("a revoked key: %v", err)
	}
}

func TestOnlyOwnersOfTheAccountMakeKeys(t *testing.T) {
	o := newOffice(t)
	at, _, _ := o.signedIn(owner).makesKey()
	for _, who := range []string{guest, maria} {
		b := o.signedIn(who)
		page := b.get(at)
		wants(t, page, 200, "billing")
		if strings.Contains(plain(page), at+"/revoke") || strings.Contains(plain(b.get("/admin/keys")), "/new") {
			t.Errorf("%s is offered what owners do", who)
		}
		for _, target := range []string{northKeys, at + "/rotate", at + "/revoke", at + "/env"} {
			wants(t, b.post(target), 403)
		}
		wants(t, b.get("/admin/seeds/northwind"), 403)
	}
	b := o.signedIn(owner)
	o.pass(11 * time.Minute)
	wants(t, b.post(at+"/revoke"), 403, "Prove that it is you")
}
