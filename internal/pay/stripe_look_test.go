package pay_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/pay"
)

func TestWhatASessionTells(t *testing.T) {
	eur := func(minor int64) pay.Money { return pay.Money{Minor: minor, Currency: "EUR"} }
	for name, want := range map[string]pay.Result{
		"paid.json": {State: pay.Succeeded, Purpose: pay.Payment, Payment: "pay_1", Session: "cs_test_paid", Money: eur(1050), Customer: "cus_7",
			Method: pay.Method{Ref: "pm_1", Kind: pay.Card, Brand: "visa", Last4: "4242", ExpMonth: 8, ExpYear: 2031}},
		"saved.json": {State: pay.Succeeded, Purpose: pay.SetUp, Payment: "pay_2", Session: "cs_test_saved", Customer: "cus_new",
			Method: pay.Method{Ref: "pm_2", Kind: pay.SEPA, IBANLast4: "3000"}},
		// A card that was declined may be followed by another, on the same page.
		"open.json":       {State: pay.Pending, Purpose: pay.Payment, Payment: "pay_3", Session: "cs_test_open", Money: pay.Money{Minor: 5000, Currency: "JPY"}},
		"expired.json":    {State: pay.Cancelled, Purpose: pay.Payment, Payment: "pay_4", Session: "cs_test_expired", Money: pay.Money{Minor: 5120, Currency: "KWD"}},
		"processing.json": {State: pay.Pending, Purpose: pay.Payment, Payment: "pay_5", Session: "cs_test_debit", Money: eur(1999), Customer: "cus_7"},
		"bounced.json":    {State: pay.Failed, Purpose: pay.Payment, Payment: "pay_5", Session: "cs_test_debit", Money: eur(1999), Customer: "cus_7", Failure: pay.NoFunds},
	} {
		want.Account = "acme"
		got, err := stripeSays(t, 200, fixture(t, name)).Look(ctx, want.Session)
		if err != nil || got != want {
			t.Errorf("%s:\n got %+v, %v\nwant %+v", name, got, err, want)
		}
	}
}

func TestASetUpIsSavedOnlyWhenItsIntentSaysSo(t *testing.T) {
	for status, want := range map[string]pay.State{
		"succeeded": pay.Succeeded, "processing": pay.Pending, "requires_action": pay.Pending,
		"requires_payment_method": pay.Failed, "canceled": pay.Failed,
	} {
		body := strings.Replace(fixture(t, "saved.json"), `"succeeded"`, fmt.Sprintf("%q", status), 1)
		got, err := stripeSays(t, 200, body).Look(ctx, "cs_test_saved")
		if err != nil || got.State != want || (got.Method != pay.Method{}) != (want == pay.Succeeded) {
			t.Errorf("%s: got %+v, %v", status, got, err)
		}
	}
}

func TestStripesCountIsTakenBackToMinorUnits(t *testing.T) {
	for _, c := range []struct {
		amount, currency string
		want             pay.Money // zero: it cannot be read
	}{
		{"1050", "eur", pay.Money{Minor: 1050, Currency: "EUR"}},
		{"500", "jpy", pay.Money{Minor: 500, Currency: "JPY"}},
		{"5120", "kwd", pay.Money{Minor: 5120, Currency: "KWD"}},
		{"500", "isk", pay.Money{Minor: 5, Currency: "ISK"}},
		{"550", "isk", pay.Money{}},
		{"7", "mga", pay.Money{Minor: 700, Currency: "MGA"}},
	} {
		body := strings.NewReplacer(`"amount_total": 1050`, `"amount_total": `+c.amount, `"eur"`, fmt.Sprintf("%q", c.currency)).Replace(fixture(t, "paid.json"))
		got, err := stripeSays(t, 200, body).Look(ctx, "cs_test_paid")
		if got.Money != c.want || (err != nil) != (c.want == pay.Money{}) {
			t.Errorf("%s %s: got %+v, %v", c.amount, c.currency, got.Money, err)
		}
	}
}

func TestMethodsAreToldByKind(t *testing.T) {
	for method, want := range map[string]pay.Method{
		`{"id":"pm_9","type":"paypal","paypal":{"payer_email":"jane@example.com"}}`: {Ref: "pm_9", Kind: pay.PayPal},
		`{"id":"pm_9","type":"link","link":{"email":"jane@example.com"}}`:           {Ref: "pm_9", Kind: pay.Wallet, Brand: "link"},
		`{"id":"pm_9","type":"us_bank_account","us_bank_account":{"last4":"6789"}}`: {Ref: "pm_9", Kind: pay.Other, Brand: "us_bank_account", Last4: "6789"},
		`{"id":"pm_9","type":"of_tomorrow","of_tomorrow":{"name":"Jane"}}`:          {Ref: "pm_9", Kind: pay.Other, Brand: "of_tomorrow"},
		`{"id":"pm_9","type":"card","card":{"brand":"amex","last4":"0005","exp_month":12,"exp_year":2030}}`: {
			Ref: "pm_9", Kind: pay.Card, Brand: "amex", Last4: "0005", ExpMonth: 12, ExpYear: 2030},
	} {
		body := `{"id":"cs_1","mode":"payment","status":"complete","payment_status":"paid","client_reference_id":"p","amount_total":1,"currency":"eur",` +
			`"metadata":{"latchkey_account":"acme","latchkey_payment":"p"},"payment_intent":{"id":"pi","payment_method":` + method + `}}`
		got, err := stripeSays(t, 200, body).Look(ctx, "cs_1")
		if err != nil || got.Method != want {
			t.Errorf("%s:\n got %+v, %v\nwant %+v", method, got.Method, err, want)
		}
	}
}

func TestWhyAPaymentFailedIsSaidInOurWords(t *testing.T) {
	seen := map[string]bool{}
	for code, want := range map[string]pay.Failure{
		"expired_card": pay.CardExpired, "insufficient_funds": pay.NoFunds, "authentication_required": pay.NotConfirmed,
		"card_not_supported": pay.MethodNotTaken, "fraudulent": pay.Declined, "stolen_card": pay.Declined,
	} {
		body := strings.Replace(fixture(t, "bounced.json"), `"insufficient_funds"`, fmt.Sprintf("%q", code), 1)
		got, err := stripeSays(t, 200, body).Look(ctx, "cs_test_debit")
		if err != nil || got.State != pay.Failed || got.Failure != want {
			t.Errorf("%s: got %+v, %v", code, got, err)
		}
		if words := got.Failure.Words(); words == "" || words == pay.Failure("").Words() || strings.Contains(words, "Radar") {
			t.Errorf("%s: says %q", code, words)
		}
		seen[got.Failure.Words()] = true
	}
	if len(seen) != 5 {
		t.Errorf("five reasons, but %d sentences", len(seen))
	}
}

func TestALookAsksForTheMethodToo(t *testing.T) {
	stripe, last := stripeDouble(t)
	if _, err := stripe.Look(ctx, "cs_test_1"); !errors.Is(err, pay.ErrUnknown) { // the double's session bears no marks of ours
		t.Errorf("got %v", err)
	}
	var asked []string
	for _, values := range last().form {
		asked = append(asked, values...)
	}
	slices.Sort(asked)
	if want := []string{"payment_intent.payment_method", "setup_intent.payment_method"}; !slices.Equal(asked, want) || last().path != "/v1/checkout/sessions/cs_test_1" {
		t.Errorf("asked %s for %v", last().path, asked)
	}
}

func TestASessionOfAnotherSystemIsUnknown(t *testing.T) {
	if r, err := stripeSays(t, 200, fixture(t, "foreign.json")).Look(ctx, "cs_test_foreign"); !errors.Is(err, pay.ErrUnknown) {
		t.Errorf("got %+v, %v", r, err)
	}
}

func TestACancelledSessionIsExpiredAtStripe(t *testing.T) {
	stripe, last := stripeDouble(t)
	if err := stripe.Cancel(ctx, "cs_test_1"); err != nil {
		t.Fatal(err)
	}
	if got := last(); got.method != http.MethodPost || got.path != "/v1/checkout/sessions/cs_test_1/expire" {
		t.Errorf("got %s %s", got.method, got.path)
	}
}

func TestAnEndedSessionCannotBeCancelled(t *testing.T) {
	over := stripeSays(t, 400, `{"error":{"type":"invalid_request_error","message":"Only Checkout Sessions with a status in [\"open\"] can be expired."}}`)
	if err := over.Cancel(ctx, "cs_test_1"); !errors.Is(err, pay.ErrRefused) {
		t.Errorf("got %v", err)
	}
}

func TestTroubleIsSortedAndQuotesNothing(t *testing.T) {
	const secrets = "sk_test_51Hidden whsec_hidden jane@example.com Invoice 2026-17"
	say := func(kind, code string) string {
		return `{"error":{"type":"` + kind + `","code":"` + code + `","param":"customer","message":"` + secrets + `","payment_method":{"id":"pm_1","billing_details":{"email":"jane@example.com"}}}}`
	}
	for _, c := range []struct {
		status int
		body   string
		want   error
	}{
		{400, say("invalid_request_error", "resource_missing"), pay.ErrRefused},
		{400, say("idempotency_error", ""), pay.ErrRefused},
		{402, say("card_error", "card_declined"), pay.ErrRefused},
		{401, say("invalid_request_error", "api_key_expired"), pay.ErrUnavailable},
		{403, say("invalid_request_error", ""), pay.ErrUnavailable},
		{404, say("invalid_request_error", ""), pay.ErrUnavailable},
		{409, say("idempotency_error", "idempotency_key_in_use"), pay.ErrUnavailable},
		{429, say("invalid_request_error", "rate_limit"), pay.ErrUnavailable},
		{500, say("api_error", ""), pay.ErrUnavailable},
		{503, "<html>" + secrets, pay.ErrUnavailable},
		{500, `{"` + secrets + `":1}`, pay.ErrUnavailable},
		{200, "<html>" + secrets, pay.ErrUnavailable},
		{302, secrets, pay.ErrUnavailable},
	} {
		_, err := stripeSays(t, c.status, c.body).Start(ctx, payment())
		if !errors.Is(err, c.want) {
			t.Errorf("%d %s: got %v", c.status, c.body, err)
			continue
		}
		for _, secret := range strings.Fields(secrets) {
			if strings.Contains(err.Error(), secret) {
				t.Errorf("%d: the error quotes %q: %v", c.status, secret, err)
			}
		}
	}
}

func TestAnErrorNamesTheRequestForStripesSupport(t *testing.T) {
	_, err := stripeSays(t, 400, `{"error":{"type":"invalid_request_error","code":"parameter_invalid_integer","param":"expires_at"}}`).Start(ctx, payment())
	for _, part := range []string{"400", "parameter_invalid_integer", "expires_at", "req_abc"} {
		if err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("%v does not say %s", err, part)
		}
	}
}

func TestNoAnswerIsUnavailableAndDoesNotNameTheSession(t *testing.T) {
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	stripe, err := pay.NewStripe(pay.StripeKeys{API: apiKey, Webhook: whsec, URL: gone.URL})
	if err != nil {
		t.Fatal(err)
	}
	_, err = stripe.Look(ctx, "cs_live_private")
	if !errors.Is(err, pay.ErrUnavailable) || strings.Contains(err.Error(), "cs_live_private") {
		t.Errorf("got %v", err)
	}
}

func TestACallEndsWithItsContext(t *testing.T) {
	stripe, _ := stripeDouble(t)
	done, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := stripe.Start(done, payment()); !errors.Is(err, pay.ErrUnavailable) || !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// A redirect would carry the key and the order to another host.
func TestARedirectIsNotFollowed(t *testing.T) {
	reached := false
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached = true }))
	defer elsewhere.Close()
	stripe, _ := record(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, elsewhere.URL, http.StatusTemporaryRedirect)
	})
	if _, err := stripe.Start(ctx, payment()); !errors.Is(err, pay.ErrUnavailable) || reached {
		t.Errorf("got %v, reached %v", err, reached)
	}
}

func TestKeysDoNotPrint(t *testing.T) {
	keys := pay.StripeKeys{API: apiKey, Webhook: whsec}
	stripe, err := pay.NewStripe(keys)
	if err != nil {
		t.Fatal(err)
	}
	printed := fmt.Sprintf("%v %+v %#v %s", keys, keys, keys, keys) + fmt.Sprintf("%v %+v %#v", stripe, stripe, stripe) +
		fmt.Sprintf("%v %+v %#v", testProvider(t, "k"), testProvider(t, "k"), testProvider(t, "k"))
	if strings.Contains(printed, apiKey) || strings.Contains(printed, "idden") || strings.Contains(printed, "107") || strings.Contains(printed, "0x6b") {
		t.Error(printed)
	}
}
