package web_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
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

func BenchmarkDesk(b *testing.B) {
	for _, engine := range []struct {
		name string
		open func(testing.TB) portal.Store
	}{
		{"SQLite", func(t testing.TB) portal.Store { return storetest.SQLite(t) }},
		{"PostgreSQL", func(t testing.TB) portal.Store { return storetest.Postgres(t) }},
	} {
		b.Run(engine.name, func(b *testing.B) { benchmarkDesk(b, engine.open(b)) })
	}
}

// linksOfDesk is how many links the desk is measured with.
func linksOfDesk(b *testing.B) int {
	b.Helper()
	text := os.Getenv("LATCHKEY_BENCH_LINKS")
	if text == "" {
		return 2000
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1000 {
		b.Fatalf("LATCHKEY_BENCH_LINKS=%q is no number of links from 1000 on", text)
	}
	return n
}

func benchmarkDesk(b *testing.B, store portal.Store) {
	w := newWorld(b, store)
	n := linksOfDesk(b)
	storetest.Grow(b, store, "grown", n, w.now())
	if _, err := w.service.CloseDays(context.Background()); err != nil {
		b.Fatal(err)
	}
	d := &deskVisitor{b: b, handler: w.handler(func(s *web.Site) { s.Log = slog.New(slog.NewJSONHandler(io.Discard, nil)) })}
	d.signIn(w)
	for _, page := range []struct{ name, target, says string }{
		{"overview", "/admin", "Links by outcome"},
		{"requests", "/admin/requests", "Next page"},
		{"requests that wait", "/admin/requests?state=waiting", "Waiting"},
		{"requests, next page", d.next("/admin/requests"), "Next page"},
		{"links", "/admin/links", "Invoice INV-"},
		{"mail", "/admin/mail", "Next page"},
		{"mail given up", "/admin/mail?state=failed", "Given up"},
		{"search for a number", "/admin/search?q=" + "INV-" + pad(n-1), ""},
		{"search for a tenant", "/admin/search?q=" + "tenant-" + pad(n-2), ""},
		{"search for a name", "/admin/search?q=harbour", "Harbour"},
		{"search for nothing", "/admin/search?q=zzyzx", "Nothing found"},
		{"a request", "/admin/requests/grown/lr_" + pad(n-2), "tenant-"},
	} {
		b.Run(strings.ReplaceAll(page.name, " ", "-"), func(b *testing.B) {
			if body := d.get(page.target); !strings.Contains(body, page.says) {
				b.Fatalf("the page does not say %q: the benchmark would measure another one", page.says)
			}
			for b.Loop() {
				d.get(page.target)
			}
			b.ReportMetric(float64(n), "links")
		})
	}
}

func pad(n int) string {
	text := strconv.Itoa(n)
	return strings.Repeat("0", max(0, 7-len(text))) + text
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

var nextOverviewPage = regexp.MustCompile(`href="([^"]+)" rel="next"`)

// next is the address of the page behind a list's first.
func (d *deskVisitor) next(target string) string {
	d.b.Helper()
	found := nextOverviewPage.FindStringSubmatch(d.get(target))
	if found == nil {
		d.b.Fatalf("%s has no next page", target)
	}
	return strings.ReplaceAll(found[1], "&amp;", "&")
}
