package web_test

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/auth"
	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/mail"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
	"github.com/latchkey-portal/latchkey/web"
)

const (
	origin   = "https://pay.example.com"
	password = "violet kettle under nine bridges"
)

var friday = time.Date(2026, 11, 20, 9, 44, 0, 0, time.UTC)

// office is an installation with an account, some invoices and its admins, on
// a real database, with a clock that stands until it is moved.
type office struct {
	t       *testing.T
	store   portal.Store
	file    storetest.File // the database behind the store's back
	service *portal.Service
	auth    *auth.Auth
	site    http.Handler
	log     *logBook
	spawn   func(work func(context.Context)) // at once, unless a test holds it back
	strict  bool                             // owners need a second factor
	furnish []func(*office, *web.Desk)       // change what the desk is given

	mu  sync.Mutex
	now time.Time
}

// newOffice lets each of furnish change what the desk is given.
func newOffice(t *testing.T, furnish ...func(*office, *web.Desk)) *office {
	t.Helper()
	o := &office{t: t, furnish: furnish, now: friday, log: &logBook{}, spawn: func(work func(context.Context)) { work(context.Background()) }}
	o.store, o.file = storetest.SQLiteFile(t)
	vault, err := portal.NewVault(bytes.Repeat([]byte{7}, portal.MasterKeySize))
	if err != nil {
		t.Fatal(err)
	}
	o.service = portal.New(o.store, vault, o.clock, origin)
	if err := o.service.LoadFixture(context.Background(), sample()); err != nil {
		t.Fatal(err)
	}
	o.auth = auth.New(o.store, vault, o.clock, o.service.RecordIn)
	hash := hashed()
	for email, role := range map[string]portal.Role{"maria@northwind.example": portal.Support, "ola@northwind.example": portal.Owner, "guest@northwind.example": portal.Viewer} {
		admin := portal.Admin{Email: email, Name: email, Roles: portal.Roles{"": role}, PasswordHash: hash}
		if _, err := o.service.AddAdmin(context.Background(), portal.ByCommand, admin); err != nil {
			t.Fatal(err)
		}
	}
	o.open()
	return o
}

// hashed is the password of everybody here.
var hashed = sync.OnceValue(func() string { return auth.HashPassword(password) })

// open makes the site.
func (o *office) open() {
	o.t.Helper()
	base, err := url.Parse(origin)
	if err != nil {
		o.t.Fatal(err)
	}
	desk := &web.Desk{
		Auth: o.auth, CookieKeys: [][]byte{bytes.Repeat([]byte{2}, 32), bytes.Repeat([]byte{3}, 32)}, Mode: "test",
		OwnersNeedSecond: o.strict,
		Spawn:            func(work func(context.Context)) { o.spawn(work) },
		Preview: func(ctx context.Context, m portal.Message) (web.Mail, error) {
			l, err := mail.NewWords(o.service, "billing@northwind.example").Preview(ctx, m)
			return web.Mail{Subject: l.Subject, HTML: l.HTML, Text: l.Text}, err
		},
	}
	if desk.Passkeys, err = auth.NewPasskeys(o.auth, origin); err != nil {
		o.t.Fatal(err)
	}
	for _, f := range o.furnish {
		f(o, desk)
	}
	o.site, err = web.New(web.Site{
		Portal: o.service, Base: base, Log: slog.New(slog.NewTextHandler(o.log, nil)),
		FormKey: bytes.Repeat([]byte{1}, 32), Limits: web.Limits{Spare: everywhere},
		Desk: desk,
	})
	if err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) clock() time.Time {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.now
}

func (o *office) pass(d time.Duration) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.now = o.now.Add(d)
}

// sample has an invoice with an address on file, one without, and an order. No
// invented page of the gallery has that address.
func sample() portal.Fixture {
	key := func(id string) portal.Key { return portal.Key{Account: "northwind", ID: id} }
	invoice := func(id, customer string) portal.FixtureInvoice {
		return portal.FixtureInvoice{Invoice: portal.Invoice{
			Key: key(id), Number: id, Kind: portal.KindInvoice, Customer: customer, IssuedOn: "2026-11-01", Currency: "EUR",
			Totals: portal.Totals{Gross: "1309.00"}, CreatedAt: friday, AsOf: friday,
		}}
	}
	return portal.Fixture{Accounts: []portal.FixtureAccount{{
		Account: portal.Account{Slug: "northwind", Name: "Northwind Collect", Locale: "en", Zone: "Europe/Copenhagen", LinkDays: 30, CreatedAt: friday},
		Secrets: []portal.FixtureSecret{{
			Secret: portal.Secret{Account: "northwind", Kind: portal.LinkKey, ID: "k1", State: string(link.Active), CreatedAt: friday},
			Plain:  bytes.Repeat([]byte{3}, 32),
		}},
		Customers: []portal.Customer{
			{Key: key("8801"), Name: "Harbour & Pine ApS", Email: "anna.lund@harbourpine.example"},
			{Key: key("8802"), Name: "Silent Partners"},
		},
		Purchases: []portal.Purchase{{Key: key("366332011"), Customer: "8801", Status: "paid", Currency: "EUR", CreatedAt: friday, AsOf: friday}},
		Invoices:  []portal.FixtureInvoice{invoice("7041", "8801"), invoice("7042", "8802")},
	}}}
}

// browser is one browser: it keeps cookies and follows nothing by itself.
type browser struct {
	*office
	cookies map[string]string
}

func (o *office) browser() *browser { return &browser{o, map[string]string{}} }

// signedIn is a browser in which an admin works already.
func (o *office) signedIn(email string) *browser {
	o.t.Helper()
	b := o.browser()
	if a := b.signIn(email, password); a.Code != http.StatusSeeOther {
		o.t.Fatalf("%s cannot sign in: %d", email, a.Code)
	}
	return b
}

func (b *browser) signIn(email, password string) *httptest.ResponseRecorder {
	return b.post("/admin/sign-in", "email", email, "password", password)
}

func (b *browser) get(target string) *httptest.ResponseRecorder {
	return b.do(httptest.NewRequest(http.MethodGet, target, nil))
}

// post sends a form of names and values, as a page of the site would.
func (b *browser) post(target string, fields ...string) *httptest.ResponseRecorder {
	r := form(target, fields...)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return b.do(r)
}

func form(target string, fields ...string) *http.Request {
	values := url.Values{}
	for i := 0; i < len(fields); i += 2 {
		values.Set(fields[i], fields[i+1])
	}
	return formOf(target, values)
}

func formOf(target string, values url.Values) *http.Request {
	r := httptest.NewRequest(http.MethodPost, target, strings.NewReader(values.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return r
}

func (b *browser) do(r *http.Request) *httptest.ResponseRecorder {
	r.Host = "pay.example.com"
	r.RemoteAddr = "192.0.2.7:4711"
	for name, value := range b.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	answer := httptest.NewRecorder()
	b.site.ServeHTTP(answer, r)
	for _, c := range answer.Result().Cookies() {
		if c.MaxAge < 0 {
			delete(b.cookies, c.Name)
		} else {
			b.cookies[c.Name] = c.Value
		}
	}
	return answer
}

// wants checks an answer's status and what its body says.
func wants(t *testing.T, a *httptest.ResponseRecorder, status int, says ...string) {
	t.Helper()
	if a.Code != status {
		t.Errorf("status %d, want %d: %.300s", a.Code, status, plain(a))
	}
	for _, text := range says {
		if !strings.Contains(plain(a), text) {
			t.Errorf("the page does not say %q", text)
		}
	}
}

// leads checks a redirect.
func leads(t *testing.T, a *httptest.ResponseRecorder, to string) {
	t.Helper()
	if at := a.Header().Get("Location"); a.Code != http.StatusSeeOther || at != to {
		t.Errorf("%d to %q, want 303 to %q", a.Code, at, to)
	}
}

// plain is the body with the entities that matter here undone.
func plain(a *httptest.ResponseRecorder) string {
	return strings.NewReplacer("&amp;", "&", "&#39;", "'", "&#34;", `"`).Replace(a.Body.String())
}

// between cuts the text that stands between two others for the first time.
func between(t *testing.T, text, before, after string) string {
	t.Helper()
	_, rest, ok := strings.Cut(text, before)
	found, _, ok2 := strings.Cut(rest, after)
	if !ok || !ok2 {
		t.Fatalf("no %q … %q", before, after)
	}
	return found
}
