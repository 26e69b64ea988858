package web_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/auth"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
	"github.com/latchkey-portal/latchkey/web"
)

// What the pages of the desk cost when there are many links, on both stores,
// from the sign-in's cookie to the last byte. LATCHKEY_BENCH_LINKS says how many
// links; a million take minutes to make before the first page is measured.
//
//	LATCHKEY_BENCH_LINKS=1000000 go test -run '^$' -bench Desk -timeout 2h ./web

func BenchmarkDesk(b *testing.B) { storetest.BenchEngines(b, benchmarkDesk) }

func benchmarkDesk(b *testing.B, dsn string) {
	store, n := storetest.Open(b, dsn), storetest.BenchLinks(b)
	w := newWorld(b, store)
	storetest.Grow(b, store, dsn, "grown", n, w.now())
	if _, err := w.service.CloseDays(context.Background()); err != nil {
		b.Fatal(err)
	}
	d := &deskVisitor{b: b, handler: w.handler(func(s *web.Site) { s.Log = slog.New(slog.NewJSONHandler(io.Discard, nil)) })}
	d.signIn(w)
	for _, page := range d.pages(n) {
		b.Run(strings.ReplaceAll(page.name, " ", "-"), func(b *testing.B) {
			if body := d.get(page.target); !strings.Contains(body, page.says) {
				b.Fatalf("%s does not say %q: the benchmark would measure another page", page.target, page.says)
			}
			storetest.Measure(b, n, func() { d.get(page.target) })
		})
	}
}

// deskPage is a page that is measured, and what it says.
type deskPage struct{ name, target, says string }

// pages are those that are measured where there are n links.
func (d *deskVisitor) pages(n int) []deskPage {
	name := storetest.GrownName(7)
	invoice, request := storetest.GrownID(n/4*2+1), storetest.GrownID(n/4*2)
	pages := []deskPage{
		{"overview", "/admin", "Links by outcome"},
		{"search for a number", "/admin/search?q=" + invoice, ""},
		{"search for a tenant", "/admin/search?q=tenant-" + request[3:], ""},
		{"search for a beginning", "/admin/search?q=INV-10", "INV-10"},
		{"search for two words", "/admin/search?q=robotics+harbour", "Harbour"},
		{"search for a word of all", "/admin/search?q=aps", "ApS"},
		{"search for a misspelt name", "/admin/search?q=" + name[:2] + name[3:6], ""},
		{"search for nothing", "/admin/search?q=zzyzx", "Nothing found"},
		{"link", "/admin/links/grown/invoice/" + invoice, invoice},
		{"request", "/admin/requests/grown/" + request, "tenant-"},
		{"customer", "/admin/customers/grown/" + storetest.GrownID(n / 20 * 10)[3:], storetest.GrownID(n / 20 * 10)[3:]},
		{"audit", "/admin/audit?account=grown&after=" + strconv.Itoa(n/2), "INV-"},
	}
	for _, list := range []struct {
		path string
		cuts []string
	}{
		{"/admin/links", []string{"", "state=working", "state=ending", "state=unopened", "state=expired", "state=revoked", "kind=p", "kind=ccp", "by=admin:", "by=key:", "state=expired&kind=p"}},
		{"/admin/requests", []string{"", "state=waiting", "state=approved", "state=declined", "state=expired"}},
		{"/admin/mail", []string{"", "state=failed"}},
		{"/admin/decisions", []string{"", "state=applied", "state=submitted"}},
	} {
		for _, cut := range list.cuts {
			first := deskPage{strings.TrimPrefix(list.path, "/admin/") + " " + cut, list.path + "?" + cut, "<h1"}
			pages = append(pages, first)
			if deep := d.deep(first.target); deep != "" {
				pages = append(pages, deskPage{first.name + " deep", deep, "<h1"})
			}
		}
	}
	return pages
}

// deskVisitor is somebody signed in, who asks for pages one after another.
type deskVisitor struct {
	b       *testing.B
	handler http.Handler
	cookie  *http.Cookie
}

func (d *deskVisitor) signIn(w *world) {
	d.b.Helper()
	_, err := w.service.AddAdmin(context.Background(), portal.ByCommand, portal.Admin{
		Email: "ada@example.com", Name: "Ada", Roles: portal.Roles{"": portal.Owner}, PasswordHash: auth.HashPassword(password),
	})
	w.must(err)
	r := form("/admin/sign-in", "email", "ada@example.com", "password", password)
	r.Host = "pay.example.com"
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	answer := httptest.NewRecorder()
	d.handler.ServeHTTP(answer, r)
	for _, c := range answer.Result().Cookies() {
		d.cookie = c
	}
	if answer.Code != http.StatusSeeOther || d.cookie == nil {
		d.b.Fatalf("no sign-in: %d", answer.Code)
	}
}

// get returns a page, or where it leads.
func (d *deskVisitor) get(target string) string {
	d.b.Helper()
	r := httptest.NewRequest(http.MethodGet, target, nil)
	r.Host = "pay.example.com"
	r.AddCookie(d.cookie)
	answer := httptest.NewRecorder()
	d.handler.ServeHTTP(answer, r)
	if answer.Code != http.StatusOK && answer.Code != http.StatusSeeOther || answer.Header().Get("Location") == "/admin/sign-in" {
		d.b.Fatalf("%s: %d", target, answer.Code)
	}
	return answer.Body.String()
}

var nextInList = regexp.MustCompile(`href="([^"]+)" rel="next"`)

// deepPages is how many pages a list is leafed through to a deep one.
const deepPages = 20

// deep is the address of a page far behind a list's first, empty where the list
// has one page.
func (d *deskVisitor) deep(target string) (deep string) {
	d.b.Helper()
	for range deepPages {
		found := nextInList.FindStringSubmatch(d.get(target))
		if found == nil {
			break
		}
		target = strings.ReplaceAll(found[1], "&amp;", "&")
		deep = target
	}
	return deep
}
