package till_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stripe/stripe-mock/embedded"
	"github.com/stripe/stripe-mock/server"

	"github.com/latchkey-portal/latchkey/internal/pay"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/till"
)

const whsec = "whsec_hidden"

var (
	ctx = context.Background()
	now = time.Date(2026, 3, 8, 9, 30, 0, 0, time.UTC)
)

// keys are those of the only account that has some.
type keys struct{}

func (keys) PayKeys(_ context.Context, account string) (portal.PayKeys, error) {
	if account != "acme" {
		return portal.PayKeys{}, fmt.Errorf("account %s: %w", account, portal.ErrNoPayKeys)
	}
	return portal.PayKeys{API: "sk_test_51Hidden", Hook: whsec}, nil
}

// shop is a till whose Stripe is stripe: what it was asked is kept.
type shop struct {
	*till.Till
	now time.Time

	mu    sync.Mutex
	asked []string // "POST /v1/checkout/sessions"
	form  url.Values
}

func newShop(t *testing.T, stripe http.HandlerFunc) *shop {
	t.Helper()
	s := &shop{now: now}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		s.mu.Lock()
		s.asked = append(s.asked, r.Method+" "+r.URL.Path)
		if r.Method == http.MethodPost {
			s.form, _ = url.ParseQuery(string(body))
		}
		s.mu.Unlock()
		r.Body = io.NopCloser(strings.NewReader(string(body)))
		stripe(w, r)
	}))
	t.Cleanup(srv.Close)
	var err error
	s.Till, err = till.New(till.Config{
		Keys: keys{}, TestKey: []byte(strings.Repeat("k", 32)), Base: "https://pay.example/", StripeURL: srv.URL,
		Now: func() time.Time { return s.now },
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
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

func withDouble(t *testing.T) *shop {
	t.Helper()
	stub, err := double()
	if err != nil {
		t.Fatal(err)
	}
	return newShop(t, stub.HandleRequest)
}

// session is a Checkout Session as Stripe writes it.
func session(account, state string) string {
	return fmt.Sprintf(`{"id":"cs_1","object":"checkout.session","mode":"payment","client_reference_id":"pay_1",
		"metadata":{"latchkey_account":%q,"latchkey_payment":"pay_1"},"amount_total":1050,"currency":"eur",%s}`, account, state)
}

const (
	opened     = `"status":"open","payment_status":"unpaid","url":"https://checkout.stripe.example/cs_1"`
	processing = `"status":"complete","payment_status":"unpaid","payment_intent":{"id":"pi_1","status":"processing"}`
	paid       = `"status":"complete","payment_status":"paid","payment_intent":{"id":"pi_1","status":"succeeded","payment_method":
		{"id":"pm_1","type":"card","card":{"brand":"visa","last4":"4242","exp_month":8,"exp_year":2031}}}`
)

// saying is a Stripe with one session, which cannot be closed any more.
func saying(t *testing.T, body string) *shop {
	return newShop(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/expire") {
			w.WriteHeader(http.StatusBadRequest)
			body := `{"error":{"type":"invalid_request_error","message":"not open"}}`
			_, _ = io.WriteString(w, body)
			return
		}
		_, _ = io.WriteString(w, body)
	})
}

func account(provider string) portal.Account {
	a := portal.Account{Slug: "acme", Name: "Acme"}
	a.Billing.Provider = provider
	return a
}

func payment(provider string) portal.Payment {
	return portal.Payment{
		Account: "acme", ID: "pay_1", Decision: "dec_1", Purpose: portal.PurposePayment, Provider: provider, Amount: 1050, Currency: "EUR",
		State: portal.PaymentPending, CreatedAt: now, ExpiresAt: now.Add(time.Hour),
	}
}

func ask(p portal.Payment) portal.PaymentAsk {
	return portal.PaymentAsk{
		Payment: p, Description: "Invoice 2026-17", Locale: "de",
		ReturnURL: "https://pay.example/acme/p/1?payment=pay_1", CancelURL: "https://pay.example/acme/p/1",
	}
}

func started(p portal.Payment) portal.Payment {
	p.Session = "cs_1"
	return p
}

func TestFiguresAreExactInEveryCurrency(t *testing.T) {
	s := withDouble(t)
	for _, c := range []struct {
		provider, amount, currency string
		want                       int64 // 0: it cannot be paid
	}{
		{till.Test, "10.50", "EUR", 1050}, {till.Test, "500", "JPY", 500}, {till.Test, "5.125", "KWD", 5125}, {till.Test, "0.00", "EUR", 0},
		{till.Test, "-1.00", "EUR", 0}, {till.Test, "1.005", "EUR", 0}, {till.Test, "1", "", 0},
		{till.Stripe, "500", "JPY", 500}, {till.Stripe, "500.5", "JPY", 0}, {till.Stripe, "5.120", "KWD", 5120},
		{till.Stripe, "5.125", "KWD", 0}, // Stripe takes no last digit but 0
		{till.Stripe, "100", "UGX", 0},
	} {
		got, ok := s.Minor(account(c.provider), portal.Amount(c.amount), c.currency)
		if ok != (c.want > 0) || ok && got != c.want {
			t.Errorf("%s %s through %s: %d, %v", c.amount, c.currency, c.provider, got, ok)
		}
	}
}

// What Stripe is asked for is what was shown, in its own count, and names
// account and payment.
func TestStripeIsAskedForTheExactAmount(t *testing.T) {
	s := withDouble(t)
	for _, c := range []struct {
		minor    int64
		currency string
	}{{1050, "EUR"}, {500, "JPY"}, {5120, "KWD"}} {
		p := payment(till.Stripe)
		p.Amount, p.Currency = c.minor, c.currency
		id, address, expires, err := s.Start(ctx, account(till.Stripe), ask(p))
		if err != nil || id == "" || !strings.HasPrefix(address, "https://") || expires.IsZero() {
			t.Fatalf("%s: %q, %q, %v, %v", c.currency, id, address, expires, err)
		}
		for name, want := range map[string]string{
			"line_items[0][price_data][unit_amount]": fmt.Sprint(c.minor), "line_items[0][price_data][currency]": strings.ToLower(c.currency),
			"metadata[latchkey_account]": "acme", "metadata[latchkey_payment]": "pay_1", "mode": "payment",
			"expires_at": fmt.Sprint(now.Add(23 * time.Hour).Unix()),
		} {
			if got := s.form.Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", c.currency, name, got, want)
			}
		}
	}
	p := payment(till.Stripe)
	p.Purpose, p.Amount, p.Currency = portal.PurposeSetup, 0, ""
	if _, _, _, err := s.Start(ctx, account(till.Stripe), ask(p)); err != nil || s.form.Get("mode") != "setup" {
		t.Errorf("a method: %q, %v", s.form.Get("mode"), err)
	}
}

// Who comes second is sent to the page that there is, and no second one is
// made: not while it is open, and not once it was used.
func TestAPageIsMadeOnce(t *testing.T) {
	for state, want := range map[string]string{opened: "https://checkout.stripe.example/cs_1", processing: "", paid: ""} {
		s := saying(t, session("acme", state))
		id, address, _, err := s.Start(ctx, account(till.Stripe), ask(started(payment(till.Stripe))))
		if err != nil || id != "cs_1" || address != want {
			t.Errorf("%q, %q, %v", id, address, err)
		}
		if len(s.asked) != 1 || s.asked[0] != "GET /v1/checkout/sessions/cs_1" {
			t.Errorf("asked %v", s.asked)
		}
	}
	s := newShop(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) })
	if _, _, _, err := s.Start(ctx, account(till.Stripe), ask(started(payment(till.Stripe)))); err == nil || len(s.asked) != 1 {
		t.Errorf("while Stripe is down: %v, asked %v", err, s.asked)
	}
}

func TestASessionOfAnotherAccountSaysNothing(t *testing.T) {
	w, err := saying(t, session("globex", paid)).Look(ctx, account(till.Stripe), started(payment(till.Stripe)))
	if !errors.Is(err, pay.ErrUnknown) {
		t.Errorf("%+v, %v", w, err)
	}
	w, err = saying(t, session("acme", paid)).Look(ctx, account(till.Stripe), started(payment(till.Stripe)))
	if err != nil || w.State != portal.PaymentSucceeded || w.Amount != 1050 || w.Currency != "EUR" || w.Payment != "pay_1" ||
		w.Method == nil || *w.Method != (portal.MethodLabel{Kind: "card", Brand: "visa", Last4: "4242", Expires: "2031-08"}) {
		t.Errorf("%+v, %v", w, err)
	}
}

// A session that the keys in force do not lead to keeps nobody from paying for
// ever: once its time is over it counts as cancelled, and before that it may be
// paid still.
func TestAForgottenSessionEndsWithItsTime(t *testing.T) {
	s := newShop(t, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusNotFound)
		_, _ = io.WriteString(w, `{"error":{"type":"invalid_request_error","code":"resource_missing"}}`)
	})
	p := started(payment(till.Stripe))
	s.now = p.ExpiresAt.Add(-time.Second)
	if w, err := s.Look(ctx, account(till.Stripe), p); !errors.Is(err, pay.ErrUnknown) {
		t.Errorf("before its end: %+v, %v", w, err)
	}
	s.now = p.ExpiresAt
	w, err := s.Look(ctx, account(till.Stripe), p)
	if err != nil || w.State != portal.PaymentCancelled || w.Payment != p.ID || w.Session != p.Session || w.Amount != p.Amount {
		t.Errorf("at its end: %+v, %v", w, err)
	}
}

func TestWhatWasPaidCannotBeCancelled(t *testing.T) {
	p := started(payment(till.Stripe))
	if err := saying(t, session("acme", paid)).Cancel(ctx, account(till.Stripe), p); err != nil {
		t.Errorf("paid: %v", err)
	}
	if err := saying(t, session("acme", processing)).Cancel(ctx, account(till.Stripe), p); !errors.Is(err, portal.ErrPaymentUnderWay) {
		t.Errorf("a debit under way: %v", err)
	}
}

func TestAnAccountWithoutKeysPaysNowhere(t *testing.T) {
	s := withDouble(t)
	a := account(till.Stripe)
	a.Slug = "globex"
	if _, _, _, err := s.Start(ctx, a, ask(payment(till.Stripe))); !errors.Is(err, portal.ErrNoPayKeys) {
		t.Errorf("start: %v", err)
	}
	if _, err := s.Look(ctx, a, started(payment(till.Stripe))); !errors.Is(err, portal.ErrNoPayKeys) {
		t.Errorf("look: %v", err)
	}
	if _, _, err := s.Event(ctx, a, till.Stripe, signed("{}", whsec), []byte("{}")); !errors.Is(err, portal.ErrNoPayKeys) {
		t.Errorf("event: %v", err)
	}
	if len(s.asked) != 0 {
		t.Errorf("asked %v", s.asked)
	}
}

// signed signs as Stripe describes it, without the code under test.
func signed(body, secret string) http.Header {
	mac := hmac.New(sha256.New, []byte(secret))
	fmt.Fprintf(mac, "%d.%s", now.Unix(), body)
	h := http.Header{}
	h.Set("Stripe-Signature", fmt.Sprintf("t=%d,v1=%x", now.Unix(), mac.Sum(nil)))
	return h
}

func event(account string) string {
	return `{"id":"evt_1","object":"event","type":"checkout.session.completed","data":{"object":` + session(account, paid) + `}}`
}

func TestOnlyTheAccountsOwnEventsAreRead(t *testing.T) {
	s := saying(t, session("acme", paid))
	read := func(provider, of, secret string) (portal.PaymentWord, bool, error) {
		body := event(of)
		return s.Event(ctx, account(till.Stripe), provider, signed(body, secret), []byte(body))
	}
	w, ours, err := read(till.Stripe, "acme", whsec)
	if err != nil || !ours || w.State != portal.PaymentSucceeded || w.Payment != "pay_1" || w.Method == nil || w.MethodRef != "pm_1" {
		t.Errorf("%+v, %v, %v", w, ours, err)
	}
	if w, ours, err := read(till.Stripe, "acme", "whsec_other"); !errors.Is(err, portal.ErrNotSigned) || ours {
		t.Errorf("forged: %+v, %v, %v", w, ours, err)
	}
	if w, ours, err := read(till.Stripe, "globex", whsec); err != nil || ours {
		t.Errorf("another account's: %+v, %v, %v", w, ours, err)
	}
	for _, provider := range []string{till.Test, "", "paypal"} {
		if w, ours, err := read(provider, "acme", whsec); !errors.Is(err, portal.ErrNotFound) || ours {
			t.Errorf("by %q: %+v, %v, %v", provider, w, ours, err)
		}
	}
	down := newShop(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) })
	body := event("acme")
	if _, _, err := down.Event(ctx, account(till.Stripe), till.Stripe, signed(body, whsec), []byte(body)); !errors.Is(err, portal.ErrProviderDown) {
		t.Errorf("while Stripe is down: %v", err)
	}
}

// The test provider's page leads all the way: from Start over its button to the
// word, which names the account, the payment and the amount.
func TestTheTestPageEndsInAWord(t *testing.T) {
	s := withDouble(t)
	p := payment(till.Test)
	id, address, _, err := s.Start(ctx, account(till.Test), ask(p))
	if err != nil {
		t.Fatal(err)
	}
	p.Session = id
	if _, again, _, err := s.Start(ctx, account(till.Test), ask(p)); err != nil || again != address {
		t.Errorf("asked again: %q, %v", again, err)
	}
	page, err := url.Parse(address)
	if err != nil || page.Host != "pay.example" || page.Path != "/test-provider" {
		t.Fatalf("%q, %v", address, err)
	}
	token := page.Query().Get("token")
	trial, err := s.Trial(token)
	if err != nil || trial.Account != "acme" || trial.Payment != "pay_1" || trial.Amount != "10.50" || trial.Currency != "EUR" || trial.Setup {
		t.Errorf("%+v, %v", trial, err)
	}
	if _, err := s.Trial(token + "0"); !errors.Is(err, portal.ErrNotSigned) {
		t.Errorf("a bent token: %v", err)
	}
	header, body, err := s.FinishTrial(token, portal.PaymentSucceeded)
	if err != nil {
		t.Fatal(err)
	}
	w, ours, err := s.Event(ctx, account(till.Test), till.Test, header, body)
	if err != nil || !ours || w.State != portal.PaymentSucceeded || w.Amount != 1050 || w.Currency != "EUR" || w.Payment != "pay_1" || w.Session != id {
		t.Errorf("%+v, %v, %v", w, ours, err)
	}
	other := account(till.Test)
	other.Slug = "globex"
	if w, ours, err := s.Event(ctx, other, till.Test, header, body); err != nil || ours {
		t.Errorf("to another account: %+v, %v, %v", w, ours, err)
	}
	if w, err := s.Look(ctx, account(till.Test), p); err != nil || w.State != portal.PaymentPending || w.Amount != 1050 {
		t.Errorf("look: %+v, %v", w, err)
	}
	s.now = now.Add(24 * time.Hour)
	if _, _, err := s.FinishTrial(token, portal.PaymentSucceeded); !errors.Is(err, portal.ErrTrialOver) {
		t.Errorf("a day later: %v", err)
	}
}
