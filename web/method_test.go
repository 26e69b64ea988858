package web_test

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/store/storetest"
	"github.com/latchkey-portal/latchkey/web"
)

// wantsMethods asks an address with methods it may have, and checks that all
// but those of allow are answered 405.
func wantsMethods(t *testing.T, target, allow string, ask func(method string) (status int, allowed, body string)) {
	t.Helper()
	for _, method := range []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"} {
		status, allowed, body := ask(method)
		has := strings.Contains(", "+allow+",", " "+method+",")
		switch {
		case has && (status == 405 || allowed != ""):
			t.Errorf("%s %s: %d, Allow %q", method, target, status, allowed)
		case !has && (status != 405 || allowed != allow || !strings.Contains(body, `content="method"`)):
			t.Errorf("%s %s: %d, Allow %q, want 405 and %q", method, target, status, allowed, allow)
		}
	}
}

func TestAnAdminAddressSaysWhichMethodsItHas(t *testing.T) {
	o := newOffice(t)
	for _, b := range []*browser{o.browser(), o.signedIn(maria)} {
		for target, allow := range map[string]string{
			"/admin":                  "GET, HEAD",
			"/admin/sign-in":          "GET, HEAD, POST",
			"/admin/sign-out":         "POST",
			"/admin/links":            "GET, HEAD",
			detail7041:                "GET, HEAD",
			detail7041 + "/reissue":   "POST",
			detail7041 + "/revoke":    "GET, HEAD, POST",
			"/admin/sessions/end-all": "POST",
		} {
			wantsMethods(t, target, allow, func(method string) (int, string, string) {
				a := b.do(httptest.NewRequest(method, target, nil)) // no form: what it would do is not done
				return a.Code, a.Header().Get("Allow"), a.Body.String()
			})
		}
		for _, method := range []string{"GET", "POST", "DELETE"} {
			if a := b.do(httptest.NewRequest(method, "/admin/nothing", nil)); a.Code == 405 || a.Header().Get("Allow") != "" {
				t.Errorf("%s of an address that is none: %d, Allow %q", method, a.Code, a.Header().Get("Allow"))
			}
		}
	}
}

// noMail is a mailroom that has caught nothing.
type noMail struct{}

func (noMail) Mails() []web.Mail            { return nil }
func (noMail) Mail(string) (web.Mail, bool) { return web.Mail{}, false }

func TestTheMailroomIsOnlyRead(t *testing.T) {
	w := &world{site: start(t, storetest.SQLite(t), trusting, func(s *web.Site) { s.Mailroom = noMail{} })}
	for _, target := range []string{"/dev/mail", "/dev/mail/m1", "/dev/mail/m1/html", "/healthz"} {
		wantsMethods(t, target, "GET, HEAD", func(method string) (int, string, string) {
			a := w.visit(visit{method: method, target: target})
			body := string(a.body)
			return a.status, a.header.Get("Allow"), body
		})
	}
}
