package pay_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-portal/latchkey/internal/pay"
)

// form is what reached Stripe, one value per name.
func form(r request) map[string]string {
	all := map[string]string{}
	for name, values := range r.form {
		all[name] = strings.Join(values, " AND ")
	}
	return all
}

func TestAPaymentAsksForTheExactAmountOnTheirPage(t *testing.T) {
	stripe, last := stripeDouble(t)
	session, err := stripe.Start(ctx, payment())
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"mode": "payment", "client_reference_id": "pay_1", "customer": "cus_7", "locale": "de", "expires_at": "1772965800",
		"success_url": payment().ReturnURL, "cancel_url": payment().CancelURL, "adaptive_pricing[enabled]": "false",
		"metadata[latchkey_account]": "acme", "metadata[latchkey_payment]": "pay_1", "metadata[decision]": "dec_9",
		"payment_intent_data[metadata][latchkey_account]": "acme", "payment_intent_data[metadata][latchkey_payment]": "pay_1",
		"payment_intent_data[metadata][decision]": "dec_9", "payment_intent_data[description]": "Invoice 2026-17",
		"line_items[0][quantity]": "1", "line_items[0][price_data][currency]": "eur", "line_items[0][price_data][unit_amount]": "1050",
		"line_items[0][price_data][product_data][name]": "Invoice 2026-17",
	}
	if diff := cmp.Diff(want, form(last())); diff != "" {
		t.Error(diff)
	}
	if got := last().header.Get("Idempotency-Key"); got != "pay_1" {
		t.Errorf("idempotency key %q", got)
	}
	if !strings.HasPrefix(session.URL, "https://checkout.stripe.com/") {
		t.Errorf("the customer goes to %s", session.URL)
	}
}

func TestASetUpAsksForNoMoney(t *testing.T) {
	stripe, last := stripeDouble(t)
	if _, err := stripe.Start(ctx, setUp()); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"mode": "setup", "client_reference_id": "pay_2", "customer": "cus_7", "locale": "de", "expires_at": "1772965800",
		"success_url": setUp().ReturnURL, "cancel_url": setUp().CancelURL, "payment_method_types[0]": "card",
		"metadata[latchkey_account]": "acme", "metadata[latchkey_payment]": "pay_2", "metadata[decision]": "dec_9",
		"setup_intent_data[metadata][latchkey_account]": "acme", "setup_intent_data[metadata][latchkey_payment]": "pay_2",
		"setup_intent_data[metadata][decision]": "dec_9", "setup_intent_data[description]": "Invoice 2026-17",
	}
	if diff := cmp.Diff(want, form(last())); diff != "" {
		t.Error(diff)
	}
}

func TestASetUpOfSomebodyNewMakesACustomerAndKnowsTheCurrency(t *testing.T) {
	stripe, last := stripeDouble(t)
	ask := setUp()
	ask.Customer, ask.Money.Currency = "", "EUR"
	if _, err := stripe.Start(ctx, ask); err != nil {
		t.Fatal(err)
	}
	got := form(last())
	if got["customer_creation"] != "always" || got["currency"] != "eur" || got["customer"] != "" || got["payment_method_types[0]"] != "" {
		t.Errorf("got %v", got)
	}
}

func TestAmountsAsStripeCountsThem(t *testing.T) {
	stripe, last := stripeDouble(t)
	for _, c := range []struct {
		money pay.Money
		want  string // empty: refused
	}{
		{pay.Money{Minor: 1050, Currency: "EUR"}, "1050"},
		{pay.Money{Minor: 500, Currency: "JPY"}, "500"},
		{pay.Money{Minor: 5120, Currency: "KWD"}, "5120"},
		{pay.Money{Minor: 5124, Currency: "KWD"}, ""},
		{pay.Money{Minor: 1000, Currency: "TND"}, "1000"},
		{pay.Money{Minor: 5, Currency: "ISK"}, "500"},
		{pay.Money{Minor: 700, Currency: "MGA"}, "7"},
		{pay.Money{Minor: 750, Currency: "MGA"}, ""},
		{pay.Money{Minor: 1005, Currency: "HUF"}, "1005"},
		{pay.Money{Minor: 5, Currency: "UGX"}, ""},                         // Stripe's pages disagree
		{pay.Money{Minor: 1000, Currency: "IQD"}, ""},                      // three decimals that Stripe does not take
		{pay.Money{Minor: 10000, Currency: "CLF"}, ""},                     // four
		{pay.Money{Minor: 9_000_000_000_000_000_000, Currency: "ISK"}, ""}, // no room for two more digits
	} {
		ask := payment()
		ask.Money = c.money
		_, err := stripe.Start(ctx, ask)
		if c.want == "" {
			if !errors.Is(err, pay.ErrRefused) {
				t.Errorf("%+v: got %v", c.money, err)
			}
			continue
		}
		if got := form(last())["line_items[0][price_data][unit_amount]"]; err != nil || got != c.want {
			t.Errorf("%+v: got %s, %v, want %s", c.money, got, err, c.want)
		}
	}
}

func TestThePageSpeaksTheNearestLanguage(t *testing.T) {
	stripe, last := stripeDouble(t)
	for locale, want := range map[string]string{
		"": "auto", "de": "de", "de-AT": "de", "en-GB": "en-GB", "en-gb": "en-GB", "pt-BR": "pt-BR", "pt-PT": "pt", "no": "nb",
		"ar": "auto", "zh-Hant-TW": "zh", "fr-CA": "fr-CA", "-": "auto",
	} {
		ask := payment()
		ask.Locale = locale
		if _, err := stripe.Start(ctx, ask); err != nil {
			t.Fatal(err)
		}
		if got := form(last())["locale"]; got != want {
			t.Errorf("%q: got %s, want %s", locale, got, want)
		}
	}
}

// The double refuses what the API's description does not allow. No Ask gets a
// wrong parameter past our own checks, so one is bent on its way.
func TestAParameterThatStripeRefusesIsARefusal(t *testing.T) {
	stub, err := double()
	if err != nil {
		t.Fatal(err)
	}
	stripe, _ := record(t, func(w http.ResponseWriter, r *http.Request) {
		if err := r.ParseForm(); err != nil {
			t.Error(err)
		}
		r.Form.Set("mode", "gift")
		bent, err := http.NewRequest(r.Method, r.URL.String(), strings.NewReader(r.Form.Encode()))
		if err != nil {
			t.Error(err)
			return
		}
		bent.Header = r.Header
		stub.HandleRequest(w, bent)
	})
	if _, err := stripe.Start(ctx, payment()); !errors.Is(err, pay.ErrRefused) {
		t.Errorf("got %v", err)
	}
}

func TestNothingAboutThisMachineGoesOut(t *testing.T) {
	stripe, last := stripeDouble(t)
	for range 2 { // telemetry would come with the second call
		if _, err := stripe.Start(ctx, payment()); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"X-Stripe-Client-User-Agent", "X-Stripe-Client-Telemetry"} {
		if got := last().header.Get(name); got != "" {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestAnAnswerThatLeadsNowhereIsNoSession(t *testing.T) {
	for _, body := range []string{`{}`, `{"id":"cs_1","url":null}`, `{"id":"cs_1","url":"http://checkout.example/"}`, `{"url":"https://checkout.stripe.com/c"}`} {
		if s, err := stripeSays(t, 200, body).Start(ctx, payment()); !errors.Is(err, pay.ErrUnavailable) {
			t.Errorf("%s: got %+v, %v", body, s, err)
		}
	}
}

func TestKeysThatCannotWorkAreRefused(t *testing.T) {
	for name, keys := range map[string]pay.StripeKeys{
		"nothing":             {},
		"the publishable key": {API: "pk_test_1", Webhook: whsec},
		"no secret":           {API: apiKey},
		"in the clear":        {API: apiKey, Webhook: whsec, URL: "http://api.stripe.com"},
		"a name of this host": {API: apiKey, Webhook: whsec, URL: "http://127.0.0.1.evil.example"},
		"no address":          {API: apiKey, Webhook: whsec, URL: "api.stripe.com"},
		"another scheme":      {API: apiKey, Webhook: whsec, URL: "ftp://127.0.0.1"},
	} {
		if _, err := pay.NewStripe(keys); !errors.Is(err, pay.ErrRefused) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	for _, keys := range []pay.StripeKeys{{API: "rk_live_1", Webhook: whsec}, {API: apiKey, Webhook: whsec, URL: "https://stripe.example"}} {
		if _, err := pay.NewStripe(keys); err != nil {
			t.Error(err)
		}
	}
}

func TestTheSessionEndsWhenStripeSays(t *testing.T) {
	stripe := stripeSays(t, 200, `{"id":"cs_1","url":"https://checkout.stripe.com/c/1","expires_at":1772964000}`)
	s, err := stripe.Start(ctx, payment())
	if want := now.Add(30 * time.Minute); err != nil || !s.ExpiresAt.Equal(want) {
		t.Errorf("got %s, %v, want %s", s.ExpiresAt, err, want)
	}
}
