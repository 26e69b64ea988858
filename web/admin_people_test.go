package web_test

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// admit makes a person with roles, who has the password of everybody here.
func (o *office) admit(email string, roles portal.Roles) portal.Admin {
	o.t.Helper()
	a, err := o.service.AddAdmin(o.t.Context(), portal.ByCommand, portal.Admin{Email: email, Roles: roles, PasswordHash: hashed()})
	if err != nil {
		o.t.Fatal(err)
	}
	return a
}

// named is the person of an address.
func (o *office) named(email string) portal.Admin {
	o.t.Helper()
	a, err := o.store.AdminByEmail(o.t.Context(), email)
	if err != nil {
		o.t.Fatal(err)
	}
	return a
}

// secretIn is the value that a page shows this once.
func secretIn(t *testing.T, a *httptest.ResponseRecorder) string {
	t.Helper()
	return between(t, plain(a), `id="secret" class="mono" value="`, `"`)
}

func TestAnInvitedPersonSetsTheirOwnPasswordOnce(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(owner)
	a := b.post("/admin/people", "email", " Nina@Northwind.example ", "name", "Nina", "role/northwind", "support", "life", "1h")
	wants(t, a, 200, "Invited.", "nina@northwind.example", "/admin/code")
	code := secretIn(t, a)
	if nina := o.named("nina@northwind.example"); nina.PasswordHash != "" || nina.Roles["northwind"] != portal.Support || len(nina.Roles) != 1 {
		t.Fatalf("%+v", nina)
	}
	page := b.get("/admin/people")
	wants(t, page, 200, "Nina", "Support in northwind", "Invited")
	if strings.Contains(plain(page), code) {
		t.Error("the code stands on another page")
	}

	fresh := o.browser()
	wants(t, fresh.signIn("nina@northwind.example", ""), 422, "Email or password is not right.")
	wants(t, fresh.post("/admin/code", "code", "wrong", "password", "nine teapots on a windowsill"), 422, "The code is not right")
	wants(t, fresh.post("/admin/code", "code", code, "password", "short"), 422, "it needs 15 to 128", code)
	leads(t, fresh.post("/admin/code", "code", strings.ToUpper(code), "password", "nine teapots on a windowsill"), "/admin/sign-in")
	wants(t, fresh.get("/admin/sign-in"), 200, "Your password is set.")
	wants(t, fresh.post("/admin/code", "code", code, "password", "eight teapots on a windowsill"), 422, "was used already")
	leads(t, fresh.signIn("nina@northwind.example", "nine teapots on a windowsill"), "/admin")
	wants(t, fresh.get("/admin/people"), 403)
}

func TestACodeForAPasswordRunsOutAndTheNextOneEndsIt(t *testing.T) {
	o := newOffice(t)
	b, m := o.signedIn(owner), o.named(maria)
	first := secretIn(t, b.post("/admin/people/"+m.ID+"/reset"))
	second := secretIn(t, b.post("/admin/people/"+m.ID+"/reset"))
	guest := o.browser()
	wants(t, guest.post("/admin/code", "code", first, "password", "nine teapots on a windowsill"), 422)
	working := o.signedIn(maria)
	o.pass(10*time.Minute - time.Second)
	leads(t, guest.post("/admin/code", "code", second, "password", "nine teapots on a windowsill"), "/admin/sign-in")
	leads(t, working.get("/admin"), "/admin/sign-in") // all their sessions end
	third := secretIn(t, o.signedIn(owner).post("/admin/people/"+m.ID+"/reset"))
	o.pass(10 * time.Minute)
	wants(t, guest.post("/admin/code", "code", third, "password", "seven teapots on a windowsill"), 422, "has run out")
}

func TestCodesForPasswordsCannotBeGuessed(t *testing.T) {
	o := newOffice(t)
	b, tries := o.browser(), 0
	for range 12 {
		if a := b.post("/admin/code", "code", "aaaa", "password", "nine teapots on a windowsill"); a.Code == 422 {
			tries++
		}
	}
	if tries != 5 {
		t.Errorf("%d tries at once", tries)
	}
}

func TestAChangeOfRolesEndsTheSessionsOfThePerson(t *testing.T) {
	o := newOffice(t)
	b, hers := o.signedIn(owner), o.signedIn(maria)
	at := "/admin/people/" + o.named(maria).ID
	leads(t, b.post(at+"/roles", "role/", "viewer", "role/northwind", "auditor"), at)
	wants(t, b.get(at), 200, "The roles are saved.", "Viewer, auditor in northwind")
	leads(t, hers.get("/admin"), "/admin/sign-in")
	if got := o.named(maria).Roles; got[""] != portal.Viewer || got["northwind"] != portal.Auditor {
		t.Errorf("%v", got)
	}
	leads(t, b.post(at+"/roles", "role/northwind", ""), at) // a field that is not there changes nothing
	if got := o.named(maria).Roles; got[""] != portal.Viewer || len(got) != 1 {
		t.Errorf("%v", got)
	}
	if a := b.post(at+"/roles", "role/", "root"); a.Code == 303 {
		t.Error("a role that is none was given")
	}
}

func TestTheLastOwnerStays(t *testing.T) {
	o := newOffice(t)
	b, ola := o.signedIn(owner), o.named(owner)
	at := "/admin/people/" + ola.ID
	wants(t, b.post(at+"/roles", "role/", "viewer"), 409, "last owner")
	wants(t, b.post(at+"/disable"), 409, "last owner")
	leads(t, b.post("/admin/people/"+o.named(maria).ID+"/roles", "role/", "owner"), "/admin/people/"+o.named(maria).ID)
	leads(t, b.post(at+"/roles", "role/", "viewer"), "/admin/me")
	wants(t, b.get("/admin/people"), 403)
	wants(t, b.get("/admin/me"), 200, "Viewer")
	if a := o.signedIn(maria).post("/admin/people/" + o.named(maria).ID + "/disable"); a.Code != 409 {
		t.Errorf("%d", a.Code)
	}
}

func TestADisabledPersonIsOutUntilTheyAreLetInAgain(t *testing.T) {
	o := newOffice(t)
	b, hers := o.signedIn(owner), o.signedIn(maria)
	at := "/admin/people/" + o.named(maria).ID
	leads(t, b.post(at+"/disable"), at)
	wants(t, b.get(at), 200, "They cannot sign in any more.", "Turned off")
	leads(t, hers.get("/admin"), "/admin/sign-in")
	wants(t, o.browser().signIn(maria, password), 422)
	leads(t, b.post(at+"/enable"), at)
	leads(t, o.browser().signIn(maria, password), "/admin")
}

func TestAnOwnerOfOneAccountManagesTheRolesThereAlone(t *testing.T) {
	o := newOffice(t)
	if err := o.service.CreateAccount(t.Context(), portal.ByCommand, portal.Account{Slug: "other", Name: "Other", Locale: "en", Zone: "UTC", LinkDays: 30}, nil); err != nil {
		t.Fatal(err)
	}
	o.admit("olaf@other.example", portal.Roles{"other": portal.Owner})
	stranger := o.admit("sam@northwind.example", portal.Roles{"northwind": portal.Viewer})
	both := o.admit("both@northwind.example", portal.Roles{"northwind": portal.Viewer, "other": portal.Viewer})
	b := o.signedIn("olaf@other.example")

	list := plain(b.get("/admin/people"))
	if strings.Contains(list, "sam@") || strings.Contains(list, "northwind:") || !strings.Contains(list, "both@") || strings.Contains(list, "in northwind") {
		t.Error("the list holds what is none of theirs, or not what is")
	}
	for _, act := range []string{"", "/roles"} {
		var a *httptest.ResponseRecorder
		if act == "" {
			a = b.get("/admin/people/" + stranger.ID)
		} else {
			a = b.post("/admin/people/"+stranger.ID+act, "role/other", "owner")
		}
		wants(t, a, 404)
	}
	at := "/admin/people/" + both.ID
	leads(t, b.post(at+"/roles", "role/other", "support", "role/northwind", "owner", "role/", "owner"), at)
	got := o.named("both@northwind.example").Roles
	if got["other"] != portal.Support || got["northwind"] != portal.Viewer || got[""] != "" {
		t.Errorf("%v", got)
	}
	for _, act := range []string{"/disable", "/reset", "/sessions/end", "/app/off"} {
		wants(t, b.post(at+act), 403)
	}
	leads(t, b.post("/admin/people", "email", "sam@northwind.example", "role/other", "viewer", "role/northwind", "owner", "life", "1h"), "/admin/people/"+stranger.ID)
	if got := o.named("sam@northwind.example").Roles; got["other"] != portal.Viewer || got["northwind"] != portal.Viewer {
		t.Errorf("%v", got)
	}
	wants(t, b.post("/admin/people", "email", "new@other.example", "role/", "owner", "life", "1h"), 422, "Choose at least one role.")
}

// Who invites an address and keeps the code does not come in with what another
// owner gives that address.
func TestARoleFromAnotherOwnerEndsTheCodesMadeBefore(t *testing.T) {
	o := newOffice(t)
	o.admit("olaf@northwind.example", portal.Roles{"northwind": portal.Owner})
	olaf, above := o.signedIn("olaf@northwind.example"), o.signedIn(owner)
	redeem := func(code string) *httptest.ResponseRecorder {
		return o.browser().post("/admin/code", "code", code, "password", "nine teapots on a windowsill")
	}
	code := secretIn(t, olaf.post("/admin/people", "email", "nina@northwind.example", "role/northwind", "viewer", "life", "24h"))
	at := "/admin/people/" + o.named("nina@northwind.example").ID
	leads(t, above.post("/admin/people", "email", "nina@northwind.example", "role/", "owner", "life", "1h"), at)
	wants(t, above.get(at), 200, "They have the role now.", "that they did not use have ended")
	wants(t, redeem(code), 422)
	if o.named("nina@northwind.example").PasswordHash != "" {
		t.Fatal("the code that was kept set a password")
	}
	reset := secretIn(t, above.post(at+"/reset"))
	leads(t, above.post(at+"/roles", "role/", "support"), at)
	wants(t, redeem(reset), 422)
	leads(t, redeem(secretIn(t, above.post(at+"/reset"))), "/admin/sign-in")
}

func TestAnOwnerOfOneAccountCannotShutOutTheInstallationsOwner(t *testing.T) {
	o := newOffice(t)
	o.admit("olaf@northwind.example", portal.Roles{"northwind": portal.Owner})
	b, above := o.signedIn("olaf@northwind.example"), o.named(owner)
	at := "/admin/people/" + above.ID
	if page := b.get(at); page.Code != 200 || strings.Contains(plain(page), at+"/roles") {
		t.Errorf("%d, or their roles can be changed", page.Code)
	}
	wants(t, b.post(at+"/roles", "role/northwind", "viewer"), 403)
	wants(t, b.post("/admin/people", "email", owner, "role/northwind", "viewer", "life", "1h"), 403)
	if got := o.named(owner).Roles; len(got) != 1 || got[""] != portal.Owner {
		t.Errorf("%v", got)
	}
	leads(t, o.signedIn(owner).post(at+"/roles", "role/northwind", "viewer"), "/admin/me")
}

func TestOnesOwnPageListsSessionsAndEndsThem(t *testing.T) {
	o := newOffice(t)
	here, there, third := o.signedIn(maria), o.signedIn(maria), o.signedIn(maria)
	foreign := o.signedIn(owner)
	page := plain(here.get("/admin/me"))
	if strings.Count(page, "/end\"") != 2 || strings.Count(page, "This one") != 1 {
		t.Fatalf("%d to end", strings.Count(page, "/end\""))
	}
	end := between(t, page, `action="/admin/me/sessions/`, `/end"`)
	wants(t, foreign.post("/admin/me/sessions/"+end+"/end"), 404)
	leads(t, here.post("/admin/me/sessions/"+end+"/end"), "/admin/me")
	open := 0
	for _, b := range []*browser{there, third} {
		if b.get("/admin").Code == 200 {
			open++
		}
	}
	if open != 1 {
		t.Errorf("%d of two are open", open)
	}
	leads(t, here.post("/admin/me/sessions/end-others"), "/admin/me")
	leads(t, there.get("/admin"), "/admin/sign-in")
	leads(t, third.get("/admin"), "/admin/sign-in")
	wants(t, here.get("/admin"), 200)
	wants(t, foreign.get("/admin"), 200)
	leads(t, here.get("/admin/sessions"), "/admin/me")
}

func TestAPasswordIsChangedWithTheOldOne(t *testing.T) {
	o := newOffice(t)
	b, elsewhere := o.signedIn(maria), o.signedIn(maria)
	wants(t, b.post("/admin/me/password", "old", "wrong", "new", "nine teapots on a windowsill"), 422, "The password is not right.")
	wants(t, b.post("/admin/me/password", "old", password, "new", "short"), 422, "it needs 15 to 128")
	before := b.cookies[sessionCookie]
	leads(t, b.post("/admin/me/password", "old", password, "new", "nine teapots on a windowsill"), "/admin/me")
	wants(t, b.get("/admin/me"), 200, "The password is changed.")
	leads(t, elsewhere.get("/admin"), "/admin/sign-in")
	if b.cookies[sessionCookie] == before {
		t.Error("the session goes on under its old id")
	}
	leads(t, b.post("/admin/me/name", "name", "Maria Lind"), "/admin/me")
	wants(t, b.get("/admin/me"), 200, "Maria Lind")
}

// enrol sets an app up in a browser and returns its key and the recovery codes.
func (b *browser) enrol() (key string, codes []string) {
	b.t.Helper()
	leads(b.t, b.post("/admin/me/app"), "/admin/me/app")
	page := b.get("/admin/me/app")
	wants(b.t, page, 200, `src="/admin/me/app/key.png"`)
	key = strings.ReplaceAll(between(b.t, plain(page), `<p class="mono"><bdi dir="ltr">`, "</bdi>"), " ", "")
	on := b.post("/admin/me/app/on", "code", b.code(key))
	wants(b.t, on, 200, "Keep these codes")
	for _, part := range strings.Split(plain(on), `<li class="mono"><bdi dir="ltr">`)[1:] {
		code, _, _ := strings.Cut(part, "<")
		codes = append(codes, code)
	}
	return key, codes
}

// code is what an app with this key shows now.
func (o *office) code(key string) string {
	o.t.Helper()
	code, err := totp.GenerateCode(key, o.clock())
	if err != nil {
		o.t.Fatal(err)
	}
	return code
}

func TestWithAnAppTheSignInAsksForACodeAndUntilThenOpensNothing(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(maria)
	key, codes := b.enrol()
	if len(codes) != 10 {
		t.Fatalf("codes %q", codes)
	}
	wants(t, b.get("/admin/me"), 200, "10 recovery codes left")
	wants(t, b.get("/admin/me/app/key.png"), 404)

	o.pass(time.Minute)
	half := o.browser()
	leads(t, half.signIn(maria, password), "/admin/sign-in/second")
	for _, room := range []string{"/admin", "/admin/me", "/admin/me/app", "/admin/prove"} {
		leads(t, half.get(room), "/admin/sign-in")
	}
	leads(t, half.post("/admin/prove", "to", "/admin", "proof", password), "/admin/sign-in")
	wants(t, half.get("/admin/sign-in/second"), 200, "Six digits from your app")
	wants(t, half.post("/admin/sign-in/second", "code", "000000"), 422, "The code is not right, or it was used already.")
	before := half.cookies[sessionCookie]
	code := o.code(key)
	leads(t, half.post("/admin/sign-in/second", "code", code), "/admin")
	wants(t, half.get("/admin"), 200)
	if half.cookies[sessionCookie] == before {
		t.Error("the half session became whole under its id")
	}

	again := o.browser()
	leads(t, again.signIn(maria, password), "/admin/sign-in/second")
	wants(t, again.post("/admin/sign-in/second", "code", code), 422)
	leads(t, again.post("/admin/sign-in/second", "code", codes[0]), "/admin")
	other := o.browser()
	leads(t, other.signIn(maria, password), "/admin/sign-in/second")
	wants(t, other.post("/admin/sign-in/second", "code", codes[0]), 422)
	leads(t, o.browser().get("/admin/sign-in/second"), "/admin/sign-in")
}

func TestWithAnAppACodeIsTheProof(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(maria)
	key, _ := b.enrol()
	o.pass(10 * time.Minute)
	wants(t, b.post("/admin/me/app/off"), 403, "Six digits from your app")
	wants(t, b.post("/admin/me/app/off", "proof", password), 422)
	leads(t, b.post("/admin/me/app/off", "proof", o.code(key)), "/admin/me")
	wants(t, b.get("/admin/me"), 200, "The authenticator app is off.")
	leads(t, o.browser().signIn(maria, password), "/admin")
}

func TestWhereOwnersNeedASecondFactorNothingElseOpensFirst(t *testing.T) {
	o := newOffice(t)
	o.strict = true
	o.open()
	b := o.signedIn(owner)
	for _, room := range []string{"/admin", "/admin/people", "/admin/me", "/admin/links", "/admin/no-such-page"} {
		leads(t, b.get(room), "/admin/me/app")
	}
	leads(t, b.post("/admin/find", "q", "7041"), "/admin/me/app")
	wants(t, b.get("/admin/me/app"), 200, "Owners need a second factor.")
	b.enrol()
	wants(t, b.get("/admin"), 200)
	wants(t, o.signedIn(maria).get("/admin"), 200) // who owns nothing may go on without
}
