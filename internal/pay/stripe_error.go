package pay

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"github.com/stripe/stripe-go/v84"
)

// stripeError says in our words what Stripe, or the way to it, answered. Of
// Stripe's own text nothing is passed on: it quotes keys and what was sent.
// missing is what "not found" means to this call.
func stripeError(doing string, err, missing error) error {
	var said *stripe.Error
	if errors.As(err, &said) {
		return fmt.Errorf("stripe: %s: %w: %d %s %s (request %s)",
			doing, stripeSentinel(said, missing), said.HTTPStatusCode, orDash(string(said.Code)), orDash(said.Param), orDash(said.RequestID))
	}
	var way *url.Error // its own text names the address, and so the session
	if errors.As(err, &way) {
		return fmt.Errorf("stripe: %s: %w: %w", doing, ErrUnavailable, way.Err)
	}
	return fmt.Errorf("stripe: %s: %w: no readable answer", doing, ErrUnavailable)
}

// stripeSentinel sorts by status. A key that is not accepted is no fault of the
// Ask. https://docs.stripe.com/error-handling
func stripeSentinel(e *stripe.Error, missing error) error {
	switch e.HTTPStatusCode {
	case http.StatusBadRequest, http.StatusPaymentRequired:
		return ErrRefused
	case http.StatusNotFound:
		return missing
	}
	return ErrUnavailable
}

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}
