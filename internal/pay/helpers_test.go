package pay_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stripe/stripe-mock/embedded"
	"github.com/stripe/stripe-mock/server"

	"github.com/latchkey-portal/latchkey/internal/pay"
)

const (
	apiKey = "sk_test_51Hidden"
	whsec  = "whsec_hidden"
)

var (
	ctx = context.Background()
	now = time.Date(2026, 3, 8, 9, 30, 0, 0, time.UTC)
)

func payment() pay.Ask {
	return pay.Ask{
		Purpose: pay.Payment, Account: "acme", Payment: "pay_1",
		Money: pay.Money{Minor: 1050, Currency: "EUR"}, Description: "Invoice 2026-17",
		Customer: "cus_7", Locale: "de-AT", ExpiresAt: now.Add(time.Hour),
		ReturnURL: "https://pay.example/acme/p/1?s=1&e=2&k=a&c=b", CancelURL: "https://pay.example/acme/p/1/back?s=1&e=2&k=a&c=b",
		Metadata: map[string]string{"decision": "dec_9"},
	}
}

func setUp() pay.Ask {
	ask := payment()
	ask.Purpose, ask.Money, ask.Payment = pay.SetUp, pay.Money{}, "pay_2"
	return ask
}

// request is what reached Stripe.
type request struct {
	method, path string
	header       http.Header
	form         url.Values
}

// record remembers each request and passes it on.
func record(t *testing.T, next http.HandlerFunc) (*pay.Stripe, func() request) {
	t.Helper()
	var mu sync.Mutex
	var last request
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		form, _ := url.ParseQuery(string(body) + "&" + r.URL.RawQuery)
		mu.Lock()
		last = request{r.Method, r.URL.Path, r.Header.Clone(), form}
		mu.Unlock()
		r.Body = io.NopCloser(strings.NewReader(string(body)))
		next(w, r)
	}))
	t.Cleanup(srv.Close)
	s, err := pay.NewStripe(pay.StripeKeys{API: apiKey, Webhook: whsec, URL: srv.URL})
	if err != nil {
		t.Fatal(err)
	}
	return s, func() request { mu.Lock(); defer mu.Unlock(); return last }
}

// double is Stripe's own stand-in, which checks every parameter against the
// description of the API. It reads 10 MB, so all tests share one.
var double = sync.OnceValues(func() (*server.StubServer, error) {
	fixtures, err := server.LoadFixtures(embedded.OpenAPIFixtures, "")
	if err != nil {
		return nil, err
	}
	spec, err := server.LoadSpec(embedded.OpenAPISpec, "")
	if err != nil {
		return nil, err
	}
	return server.NewStubServer(fixtures, spec, false, false)
})

func stripeDouble(t *testing.T) (*pay.Stripe, func() request) {
	t.Helper()
	stub, err := double()
	if err != nil {
		t.Fatal(err)
	}
	return record(t, stub.HandleRequest)
}

// stripeSays is a Stripe that gives one answer to everything.
func stripeSays(t *testing.T, status int, body string) *pay.Stripe {
	t.Helper()
	s, _ := record(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Request-Id", "req_abc")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	})
	return s
}

func fixture(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func testProvider(t *testing.T, key string) *pay.Test {
	t.Helper()
	p, err := pay.NewTest([]byte(strings.Repeat(key, 32)), func(account, token string) string {
		return "https://pay.example/" + account + "/test-provider?ask=" + token
	})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// tokenOf is the token in a test session's address.
func tokenOf(t *testing.T, s pay.Session) string {
	t.Helper()
	u, err := url.Parse(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	return u.Query().Get("ask")
}
