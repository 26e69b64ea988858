package web_test

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/web"
)

const maria, owner, guest = "maria@northwind.example", "ola@northwind.example", "guest@northwind.example"

// sessionCookie is what the admin cookie is called over https.
const sessionCookie = "__Host-lk_admin"

// inPath is a part of a pattern that stands for any text.
var inPath = regexp.MustCompile(`\{\w+\}`)

// everyRoom is a request for every address behind the sign-in, taken from the
// route table, so that a new one cannot be forgotten.
func everyRoom() []string {
	var requests []string
	for _, pattern := range web.AdminRooms() {
		if pattern == "/admin/" {
			pattern += "no-such-page"
		}
		if !strings.Contains(pattern, " ") {
			requests = append(requests, "GET "+pattern)
			pattern = "POST " + pattern
		}
		requests = append(requests, inPath.ReplaceAllString(strings.NewReplacer("{account}", "northwind", "{kind}", "invoice", "{id}", "7041").Replace(pattern), "x1"))
	}
	return requests
}

func TestNothingIsShownToWhomeverIsNotSignedIn(t *testing.T) {
	o := newOffice(t)
	for _, request := range everyRoom() {
		method, target, _ := strings.Cut(request, " ")
		b := o.browser()
		var a *httptest.ResponseRecorder
		if method == http.MethodPost {
			a = b.post(target, "q", "7041", "link", origin+"/northwind/invoice/7041", "days", "7", "by", "mail", "generation", "0")
		} else {
			a = b.get(target + "?q=7041&account=northwind")
		}
		if a.Code != http.StatusSeeOther || a.Header().Get("Location") != "/admin/sign-in" || a.Body.Len() > 0 {
			t.Errorf("%s: %d %q %.80s", request, a.Code, a.Header().Get("Location"), a.Body)
		}
	}
	wants(t, o.signedIn(maria).get("/admin/links/northwind/invoice/7041"), 200, "No link was sent from here yet")
}

func TestSigningInOpensTheDeskAndSigningOutClosesIt(t *testing.T) {
	o := newOffice(t)
	b := o.browser()
	wants(t, b.get("/admin/sign-in"), 200, "Sign in", "This copy runs in test mode")
	leads(t, b.signIn(" Maria@Northwind.example ", password), "/admin")
	wants(t, b.get("/admin"), 200, "Find a link", maria)
	leads(t, b.get("/admin/sign-in"), "/admin")

	carried := b.cookies[sessionCookie]
	leads(t, b.post("/admin/sign-out"), "/admin/sign-in")
	wants(t, b.get("/admin/sign-in"), 200, "You are signed out.")
	if strings.Contains(plain(b.get("/admin/sign-in")), "You are signed out.") {
		t.Error("the page says it a second time")
	}
	b.cookies[sessionCookie] = carried
	leads(t, b.get("/admin"), "/admin/sign-in")
}

func TestTheCookieIsForThisSiteAlone(t *testing.T) {
	o := newOffice(t)
	a := o.browser().signIn(maria, password)
	for _, c := range a.Result().Cookies() {
		if c.Name != sessionCookie || !c.Secure || !c.HttpOnly || c.Path != "/" || c.Domain != "" || c.SameSite != http.SameSiteLaxMode {
			t.Errorf("cookie %s", c)
		}
		if c.MaxAge != int(12*time.Hour/time.Second) {
			t.Errorf("the cookie lives %d s", c.MaxAge)
		}
	}
}

func TestWrongSignInsAllReadTheSame(t *testing.T) {
	o := newOffice(t)
	wrong := o.browser().signIn(maria, "not the password at all")
	unknown := o.browser().signIn("nobody@northwind.example", "not the password at all")
	wants(t, wrong, 422, "Email or password is not right.")
	if strings.ReplaceAll(wrong.Body.String(), "maria@", "") != strings.ReplaceAll(unknown.Body.String(), "nobody@", "") {
		t.Error("the page tells whether there is such an admin")
	}
}

func TestGuessingIsSlowedDownAndThePageSaysUntilWhen(t *testing.T) {
	o := newOffice(t)
	b := o.browser()
	for range 5 {
		wants(t, b.signIn(maria, "not the password at all"), 422)
	}
	a := b.signIn(maria, password)
	wants(t, a, 429, "Too many tries. Try again after 09:45 (UTC).")
	if a.Header().Get("Retry-After") != "30" {
		t.Errorf("Retry-After %q", a.Header().Get("Retry-After"))
	}
	o.pass(31 * time.Second)
	leads(t, b.signIn(maria, password), "/admin")
}

func TestAnIDFromBeforeTheSignInIsWorthNothingAfterIt(t *testing.T) {
	o := newOffice(t)
	attacker := o.signedIn(guest)
	victim := o.browser()
	victim.cookies[sessionCookie] = attacker.cookies[sessionCookie] // planted
	leads(t, victim.signIn(owner, password), "/admin")
	if victim.cookies[sessionCookie] == attacker.cookies[sessionCookie] {
		t.Fatal("the id is the one from before")
	}
	leads(t, attacker.get("/admin"), "/admin/sign-in")
	wants(t, victim.get("/admin"), 200, owner)
}

func TestASessionEndsWhenIdleAndAtLastInAnyCase(t *testing.T) {
	o := newOffice(t)
	idle, busy := o.signedIn(maria), o.signedIn(owner)
	o.pass(29 * time.Minute)
	wants(t, busy.get("/admin"), 200)
	o.pass(time.Minute)
	leads(t, idle.get("/admin"), "/admin/sign-in")
	for o.clock().Before(friday.Add(12*time.Hour - 20*time.Minute)) {
		o.pass(20 * time.Minute)
		wants(t, busy.get("/admin"), 200)
	}
	o.pass(20 * time.Minute)
	leads(t, busy.get("/admin"), "/admin/sign-in")
}

func TestEndAllEndsEverySessionOfThatAdminAndNoOther(t *testing.T) {
	o := newOffice(t)
	here, there, other := o.signedIn(maria), o.signedIn(maria), o.signedIn(owner)
	wants(t, here.get("/admin/me"), 200, "End all sessions", "192.0.2.0/24")
	leads(t, here.post("/admin/sessions/end-all"), "/admin/sign-in")
	wants(t, here.get("/admin/sign-in"), 200, "signed out everywhere")
	leads(t, there.get("/admin"), "/admin/sign-in")
	wants(t, other.get("/admin/audit"), 200, "Admin sessions ended", "sessions 2")
}

func TestAForgedOrForeignCookieIsNoSession(t *testing.T) {
	o := newOffice(t)
	good := o.signedIn(maria).cookies[sessionCookie]
	for _, value := range []string{"", "x", good[:len(good)-4] + "AAAA", strings.ToUpper(good)} {
		b := o.browser()
		b.cookies[sessionCookie] = value
		leads(t, b.get("/admin"), "/admin/sign-in")
	}
}

func TestFormsOfOtherSitesAreRefused(t *testing.T) {
	o := newOffice(t)
	for _, b := range []*browser{o.signedIn(maria), o.browser()} {
		for _, request := range append(everyRoom(), "POST /admin/sign-in") {
			method, target, _ := strings.Cut(request, " ")
			if method != http.MethodPost {
				continue
			}
			for name, value := range map[string]string{"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"} {
				r := form(target, "q", "7041", "days", "7", "by", "mail", "generation", "0", "email", maria, "password", password)
				r.Header.Set(name, value)
				if a := b.do(r); a.Code != http.StatusForbidden || len(a.Result().Cookies()) > 0 {
					t.Errorf("%s with %s: %d", request, name, a.Code)
				}
			}
		}
	}
	wants(t, o.signedIn(maria).get("/admin/links/northwind/invoice/7041"), 200, "No link was sent from here yet")
}

func TestOurOwnFaultIsSaidToBeOurs(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(maria)
	if err := o.store.Close(); err != nil {
		t.Fatal(err)
	}
	a := b.get("/admin/links")
	wants(t, a, 503, "The fault is ours")
	if a.Header().Get("Retry-After") == "" {
		t.Error("the answer does not say when to try again")
	}
}

func TestAViewerMayLookButNotAct(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(guest)
	page := b.get("/admin/links/northwind/invoice/7041")
	wants(t, page, 200, "Your role may look, but not change")
	if strings.Contains(plain(page), "Reissue") || strings.Contains(plain(page), "/revoke") {
		t.Error("the page offers what the role may not do")
	}
	for _, verb := range []string{"reissue", "remind", "revoke"} {
		wants(t, b.post("/admin/links/northwind/invoice/7041/"+verb, "days", "7", "by", "copy", "generation", "0"), 403, "Your role may look, but not change")
	}
	wants(t, b.get("/admin/links/northwind/invoice/7041/revoke"), 403)
	wants(t, b.get("/admin/links/northwind/invoice/7041"), 200, "No link was sent from here yet")
}
