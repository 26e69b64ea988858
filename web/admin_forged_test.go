package web_test

import (
	"bytes"
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/sessions"
)

// envelopes are cookie stores as an attacker or an earlier configuration would
// have them.
func envelopes(keys ...byte) *sessions.CookieStore {
	var pairs [][]byte
	for _, k := range keys {
		pairs = append(pairs, bytes.Repeat([]byte{k}, 32))
	}
	return sessions.NewCookieStore(pairs...)
}

// sealed puts values into a cookie with some keys.
func sealed(t *testing.T, store *sessions.CookieStore, values map[any]any) string {
	t.Helper()
	s := sessions.NewSession(store, sessionCookie)
	s.Values, s.Options = values, &sessions.Options{MaxAge: 3600, Path: "/"}
	w := httptest.NewRecorder()
	if err := s.Save(httptest.NewRequest(http.MethodGet, "/", nil), w); err != nil {
		t.Fatal(err)
	}
	return w.Result().Cookies()[0].Value
}

func TestACookieThatWeDidNotSealIsNoSession(t *testing.T) {
	o := newOffice(t)
	real := o.signedIn(owner).cookies[sessionCookie]
	id := base64.RawURLEncoding.EncodeToString(bytes.Repeat([]byte{9}, 32))
	for name, value := range map[string]string{
		"empty":              "",
		"nonsense":           "%%%",
		"cut":                real[:len(real)-5],
		"changed":            strings.Replace(real, real[20:21], map[bool]string{true: "A", false: "B"}[real[20] != 'A'], 1),
		"oversize":           strings.Repeat(real, 40),
		"dropped key pair":   sealed(t, envelopes(8, 9), map[any]any{"id": id}),
		"no encryption":      sealed(t, envelopes(2), map[any]any{"id": id}),
		"an id never made":   sealed(t, envelopes(2, 3), map[any]any{"id": id}),
		"no id":              sealed(t, envelopes(2, 3), map[any]any{"admin": owner}),
		"an id that is none": sealed(t, envelopes(2, 3), map[any]any{"id": 7}),
		"an id as it stands": id,
	} {
		b := o.browser()
		b.cookies[sessionCookie] = value
		a := b.get("/admin")
		leads(t, a, "/admin/sign-in")
		if a.Body.Len() > 0 {
			t.Errorf("%s: %.100s", name, a.Body)
		}
		wants(t, b.get("/admin/sign-in"), 200) // logged out, not broken
	}
	for _, other := range []string{sessionCookie + "_said", "lk_admin"} { // the right value under another name
		b := o.browser()
		b.cookies[other] = real
		leads(t, b.get("/admin"), "/admin/sign-in")
	}
}

// Browsers send the cookie of the longer path first; whoever can plant one for
// the domain must not get the victim into a session of theirs by it.
func TestOfTwoCookiesOfOneNameNeitherOpensMoreThanItsOwn(t *testing.T) {
	o := newOffice(t)
	good, other := o.signedIn(owner).cookies[sessionCookie], o.signedIn(guest).cookies[sessionCookie]
	both := func(first, second string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodGet, "/admin", nil)
		r.AddCookie(&http.Cookie{Name: sessionCookie, Value: first})
		r.AddCookie(&http.Cookie{Name: sessionCookie, Value: second})
		return o.browser().do(r)
	}
	leads(t, both("planted", good), "/admin/sign-in") // fails closed
	if a := both(other, good); strings.Contains(plain(a), owner) {
		t.Error("the second of two cookies counts")
	}
}

func TestAReplayedOrFixedSessionGetsNowhere(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(owner)
	replay := func(cookie string) *httptest.ResponseRecorder {
		thief := o.browser()
		thief.cookies[sessionCookie] = cookie
		return thief.get("/admin")
	}
	beforeProof := b.cookies[sessionCookie]
	leads(t, b.post("/admin/prove", "to", "/admin", "proof", password), "/admin")
	leads(t, replay(beforeProof), "/admin/sign-in")

	beforePassword := b.cookies[sessionCookie]
	leads(t, b.post("/admin/me/password", "old", password, "new", "nine teapots on a windowsill"), "/admin/me")
	leads(t, replay(beforePassword), "/admin/sign-in")

	beforeRoles := b.cookies[sessionCookie]
	leads(t, b.post("/admin/people/"+o.named(owner).ID+"/roles", "role/northwind", "owner"), "/admin/me")
	wants(t, b.get("/admin"), 200)
	leads(t, replay(beforeRoles), "/admin/sign-in")

	beforeOut := b.cookies[sessionCookie]
	leads(t, b.post("/admin/sign-out"), "/admin/sign-in")
	leads(t, replay(beforeOut), "/admin/sign-in")
}

// Measured: what docs/security.md says of guesses in an hour.
func TestHowManyGuessesAnHourAllows(t *testing.T) {
	o := newOffice(t)
	b := o.browser()
	guesses := func(email func(i int) string) (n int) {
		for i, end := 0, o.clock().Add(time.Hour); o.clock().Before(end); i++ {
			if b.signIn(email(i), "wrong").Code == http.StatusUnprocessableEntity {
				n++
			} else {
				o.pass(time.Second)
			}
		}
		return n
	}
	if n := guesses(func(int) string { return maria }); n < 12 || n > 14 {
		t.Errorf("%d guesses at one address from one network", n)
	}
}
