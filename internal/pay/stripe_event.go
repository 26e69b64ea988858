package pay

import (
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/stripe/stripe-go/v84"
	"github.com/stripe/stripe-go/v84/webhook"
)

// StripeEvents are the events that a webhook endpoint at Stripe must send; more
// do no harm.
func StripeEvents() []string {
	return []string{
		string(stripe.EventTypeCheckoutSessionCompleted),
		string(stripe.EventTypeCheckoutSessionAsyncPaymentSucceeded),
		string(stripe.EventTypeCheckoutSessionAsyncPaymentFailed),
		string(stripe.EventTypeCheckoutSessionExpired),
	}
}

// errUnreadable quotes nothing of the event: it is a customer's.
var errUnreadable = errors.New("stripe: a signed event that cannot be read")

// Event reads a webhook of any API version. What it says of a completed session
// is Partial: Stripe does not put the method into it.
func (s *Stripe) Event(header http.Header, body []byte, now time.Time) (Result, bool, error) {
	signature := header.Get("Stripe-Signature")
	if err := genuine(body, signature, s.secret, now); err != nil {
		return Result{}, false, err
	}
	event, err := webhook.ConstructEventWithOptions(body, signature, s.secret, webhook.ConstructEventOptions{
		IgnoreTolerance:          true, // genuine has compared it with now
		IgnoreAPIVersionMismatch: true, // it is set in the dashboard, not here
	})
	if err != nil {
		return Result{}, false, errUnreadable
	}
	return readEvent(event)
}

func readEvent(event stripe.Event) (Result, bool, error) {
	switch event.Type {
	case stripe.EventTypeCheckoutSessionCompleted, stripe.EventTypeCheckoutSessionExpired,
		stripe.EventTypeCheckoutSessionAsyncPaymentSucceeded, stripe.EventTypeCheckoutSessionAsyncPaymentFailed:
	default:
		return Result{}, false, nil
	}
	var session stripe.CheckoutSession
	if event.ID == "" || event.Data == nil || json.Unmarshal(event.Data.Raw, &session) != nil {
		return Result{}, false, errUnreadable
	}
	result, ours, err := readSession(&session)
	if err != nil || !ours {
		return Result{}, false, err
	}
	result.Event = event.ID
	result.Partial = event.Type != stripe.EventTypeCheckoutSessionExpired
	if event.Type == stripe.EventTypeCheckoutSessionAsyncPaymentFailed {
		result.State = Failed
	}
	return result, true, nil
}
