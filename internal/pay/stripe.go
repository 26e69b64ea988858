package pay

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/stripe/stripe-go/v84"
)

// stripeTimeout bounds a call to Stripe: a customer waits for it.
const stripeTimeout = 10 * time.Second

// StripeKeys are what an account got from Stripe.
type StripeKeys struct {
	API     string // secret or restricted key: sk_… or rk_…
	Webhook string // signing secret of the endpoint: whsec_…
	URL     string // base of the API; empty: Stripe's own. Plain http on loopback only
}

// String hides the keys from logs, as does GoString.
func (StripeKeys) String() string   { return "keys of Stripe" }
func (StripeKeys) GoString() string { return "keys of Stripe" }

// Stripe is the Provider that sends customers to Stripe Checkout.
type Stripe struct {
	client *stripe.Client
	secret string // of the webhook
}

// NewStripe makes the provider for one pair of keys. It makes no call.
func NewStripe(keys StripeKeys) (*Stripe, error) {
	if !strings.HasPrefix(keys.API, "sk_") && !strings.HasPrefix(keys.API, "rk_") {
		return nil, fmt.Errorf("%w: Stripe's API key begins with sk_ or rk_", ErrRefused)
	}
	if keys.Webhook == "" {
		return nil, fmt.Errorf("%w: Stripe's webhook secret is missing", ErrRefused)
	}
	if keys.URL == "" {
		keys.URL = stripe.APIURL
	}
	if !private(keys.URL) {
		return nil, fmt.Errorf("%w: the key must not travel in the clear: use https", ErrRefused)
	}
	backends := stripe.NewBackendsWithConfig(&stripe.BackendConfig{
		EnableTelemetry:   stripe.Bool(false),
		HTTPClient:        &http.Client{Timeout: stripeTimeout, CheckRedirect: stay, Transport: discreet{http.DefaultTransport}},
		LeveledLogger:     &stripe.LeveledLogger{Level: stripe.LevelNull},
		MaxNetworkRetries: stripe.Int64(0), // whoever waits decides whether to ask again
		URL:               stripe.String(keys.URL),
	})
	return &Stripe{stripe.NewClient(keys.API, stripe.WithBackends(backends)), keys.Webhook}, nil
}

// String hides the keys from logs, as does GoString.
func (*Stripe) String() string   { return "stripe" }
func (*Stripe) GoString() string { return "stripe" }

// Name is "stripe".
func (*Stripe) Name() string { return "stripe" }

// Start makes a Checkout Session on Stripe's own page.
func (s *Stripe) Start(ctx context.Context, ask Ask) (Session, error) {
	params, err := stripeParams(ask)
	if err != nil {
		return Session{}, err
	}
	made, err := s.client.V1CheckoutSessions.Create(ctx, params)
	if err != nil {
		return Session{}, stripeError("start", err, ErrUnavailable)
	}
	if made.ID == "" || !strings.HasPrefix(made.URL, "https://") {
		return Session{}, fmt.Errorf("stripe: start: %w: the answer leads nowhere", ErrUnavailable)
	}
	return Session{Provider: s.Name(), ID: made.ID, URL: made.URL, ExpiresAt: time.Unix(made.ExpiresAt, 0).UTC()}, nil
}

// Look reads a session with what it led to.
func (s *Stripe) Look(ctx context.Context, session string) (Result, error) {
	if session == "" {
		return Result{}, fmt.Errorf("stripe: look: %w", ErrUnknown)
	}
	seen, err := s.client.V1CheckoutSessions.Retrieve(ctx, session, &stripe.CheckoutSessionRetrieveParams{
		Expand: []*string{
			stripe.String("payment_intent.payment_method"),
			stripe.String("setup_intent.payment_method"),
		},
	})
	if err != nil {
		return Result{}, stripeError("look", err, ErrUnknown)
	}
	result, ours, err := readSession(seen)
	if err == nil && !ours {
		return Result{}, fmt.Errorf("stripe: look: %w: it is not one of ours", ErrUnknown)
	}
	return result, err
}

// Cancel expires a session.
func (s *Stripe) Cancel(ctx context.Context, session string) error {
	if session == "" {
		return fmt.Errorf("stripe: cancel: %w", ErrUnknown)
	}
	if _, err := s.client.V1CheckoutSessions.Expire(ctx, session, nil); err != nil {
		return stripeError("cancel", err, ErrUnknown)
	}
	return nil
}

// private reports whether what is sent to an address cannot be read on the way.
func private(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return false
	}
	return u.Scheme == "https" || u.Scheme == "http" && net.ParseIP(u.Hostname()).IsLoopback()
}

// stay follows no redirect: the key goes to one host.
func stay(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// discreet keeps back the header in which the library describes the machine we
// run on, its host name included.
type discreet struct{ next http.RoundTripper }

func (d discreet) RoundTrip(r *http.Request) (*http.Response, error) {
	quiet := r.Clone(r.Context())
	quiet.Header.Del("X-Stripe-Client-User-Agent")
	return d.next.RoundTrip(quiet)
}
