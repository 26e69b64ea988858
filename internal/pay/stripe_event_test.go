package pay_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/pay"
)

// stripeEvent is an event as Stripe posts it, of an API version that the
// library does not know.
func stripeEvent(t *testing.T, kind, session string) []byte {
	t.Helper()
	return fmt.Appendf(nil, `{"id":"evt_1","object":"event","api_version":"2020-08-27","created":1772962200,"livemode":false,"type":%q,"data":{"object":%s}}`,
		kind, fixture(t, session))
}

// stripeSigned signs as Stripe describes it, without the code under test.
func stripeSigned(body []byte, secret string, at time.Time) http.Header {
	mac := hmac.New(sha256.New, []byte(secret))
	fmt.Fprintf(mac, "%d.%s", at.Unix(), body)
	h := http.Header{}
	h.Set("Stripe-Signature", fmt.Sprintf("t=%d,v1=%x,v0=6ffbb59b2300aae63f272406069a9788598b792a944a07aba816edb039989a39", at.Unix(), mac.Sum(nil)))
	return h
}

func TestEventsOfStripe(t *testing.T) {
	stripe, _ := stripeDouble(t)
	for _, c := range []struct {
		kind, session string
		want          pay.Result
	}{
		{"checkout.session.completed", "paid_in_event.json", pay.Result{State: pay.Succeeded, Purpose: pay.Payment, Payment: "pay_1",
			Session: "cs_test_paid", Money: pay.Money{Minor: 1050, Currency: "EUR"}, Customer: "cus_7", Partial: true}},
		{"checkout.session.completed", "saved_in_event.json", pay.Result{State: pay.Pending, Purpose: pay.SetUp, Payment: "pay_2",
			Session: "cs_test_saved", Customer: "cus_new", Partial: true}},
		{"checkout.session.completed", "processing.json", pay.Result{State: pay.Pending, Purpose: pay.Payment, Payment: "pay_5",
			Session: "cs_test_debit", Money: pay.Money{Minor: 1999, Currency: "EUR"}, Customer: "cus_7", Partial: true}},
		{"checkout.session.async_payment_succeeded", "paid_in_event.json", pay.Result{State: pay.Succeeded, Purpose: pay.Payment, Payment: "pay_1",
			Session: "cs_test_paid", Money: pay.Money{Minor: 1050, Currency: "EUR"}, Customer: "cus_7", Partial: true}},
		{"checkout.session.async_payment_failed", "processing.json", pay.Result{State: pay.Failed, Purpose: pay.Payment, Payment: "pay_5",
			Session: "cs_test_debit", Money: pay.Money{Minor: 1999, Currency: "EUR"}, Customer: "cus_7", Partial: true}},
		{"checkout.session.expired", "expired.json", pay.Result{State: pay.Cancelled, Purpose: pay.Payment, Payment: "pay_4",
			Session: "cs_test_expired", Money: pay.Money{Minor: 5120, Currency: "KWD"}}},
	} {
		c.want.Account, c.want.Event = "acme", "evt_1"
		body := stripeEvent(t, c.kind, c.session)
		got, ours, err := stripe.Event(stripeSigned(body, whsec, now), body, now)
		if err != nil || !ours || got != c.want {
			t.Errorf("%s of %s:\n got %+v, %v, %v\nwant %+v", c.kind, c.session, got, ours, err, c.want)
		}
	}
}

func TestTheEndpointIsToldEveryEventThatIsRead(t *testing.T) {
	stripe, _ := stripeDouble(t)
	for _, kind := range pay.StripeEvents() {
		body := stripeEvent(t, kind, "paid_in_event.json")
		if _, ours, err := stripe.Event(stripeSigned(body, whsec, now), body, now); !ours || err != nil {
			t.Errorf("%s: got %v, %v", kind, ours, err)
		}
	}
	if len(pay.StripeEvents()) != 4 {
		t.Errorf("got %v", pay.StripeEvents())
	}
}

func TestAnEventThatIsNotOursIsGenuineButNothing(t *testing.T) {
	stripe, _ := stripeDouble(t)
	own := string(stripeEvent(t, "checkout.session.completed", "paid_in_event.json"))
	for name, body := range map[string]string{
		"an event that we do not read":    string(stripeEvent(t, "customer.created", "paid_in_event.json")),
		"a session of another system":     string(stripeEvent(t, "checkout.session.completed", "foreign.json")),
		"our marks on a foreign session":  strings.Replace(own, `"client_reference_id": "pay_1"`, `"client_reference_id": "order-77"`, 1),
		"a session without our account":   strings.Replace(own, `"latchkey_account"`, `"account"`, 1),
		"the sale of a subscription":      strings.Replace(own, `"mode": "payment"`, `"mode": "subscription"`, 1),
		"an event whose type was made up": string(stripeEvent(t, "checkout.session.eaten", "paid_in_event.json")),
	} {
		if body == own {
			t.Fatalf("%s: nothing was changed", name)
		}
		r, ours, err := stripe.Event(stripeSigned([]byte(body), whsec, now), []byte(body), now)
		if err != nil || ours || r != (pay.Result{}) {
			t.Errorf("%s: got %+v, %v, %v", name, r, ours, err)
		}
	}
}

// A payment of another account of ours is told with its account, so that the
// caller cannot take it for its own.
func TestAnotherAccountsPaymentSaysWhoseItIs(t *testing.T) {
	stripe, _ := stripeDouble(t)
	body := []byte(strings.Replace(string(stripeEvent(t, "checkout.session.completed", "paid_in_event.json")), `"acme"`, `"globex"`, 1))
	r, ours, err := stripe.Event(stripeSigned(body, whsec, now), body, now)
	if err != nil || !ours || r.Account != "globex" {
		t.Errorf("got %+v, %v, %v", r, ours, err)
	}
}

func TestASignedEventThatCannotBeReadIsAnErrorWithoutItsText(t *testing.T) {
	stripe, _ := stripeDouble(t)
	for _, body := range []string{
		"", "null", "jane@example.com", `{"object":"event"`,
		`{"id":"evt_1","object":"event","type":"checkout.session.completed"}`,
		`{"id":"evt_1","object":"event","type":"checkout.session.completed","data":{"object":["jane@example.com"]}}`,
		strings.Replace(string(stripeEvent(t, "checkout.session.completed", "paid_in_event.json")), `"amount_total": 1050`, `"amount_total": "jane@example.com"`, 1),
		strings.Replace(string(stripeEvent(t, "checkout.session.completed", "paid_in_event.json")), `"currency": "eur"`, `"currency": "ugx"`, 1),
	} {
		r, ours, err := stripe.Event(stripeSigned([]byte(body), whsec, now), []byte(body), now)
		if err == nil || ours || errors.Is(err, pay.ErrForged) || r != (pay.Result{}) {
			t.Errorf("%s: got %+v, %v, %v", body, r, ours, err)
		}
		if err != nil && strings.Contains(err.Error(), "jane") {
			t.Errorf("the error quotes the event: %v", err)
		}
	}
}
