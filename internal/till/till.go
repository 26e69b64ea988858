// Package till says which payment provider works for which account, with which
// keys, and puts what the domain asks and what a provider says into each
// other's words. It leaves out what a payment means for whoever pays (package
// portal) and how a provider is spoken to (package pay).
//
// Use: New once per installation; give it to portal.Service.WithCashier and to
// the site as its Till.
package till

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/pay"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// The providers by name, as an account's policy says them.
const (
	Test   = "test"
	Stripe = "stripe"
)

// Keys reads an account's keys of its provider.
type Keys interface {
	PayKeys(ctx context.Context, account string) (portal.PayKeys, error)
}

// Config is what a Till needs.
type Config struct {
	Keys      Keys
	TestKey   []byte // 32 bytes, the same on every node
	Base      string // public origin, "https://pay.example.com"
	Now       func() time.Time
	StripeURL string // of Stripe's API; empty: Stripe's own
}

// Till is the payment providers of an installation. It keeps no state.
type Till struct {
	Config
	test *pay.Test
}

var _ portal.Cashier = (*Till)(nil)

// New makes a Till.
func New(c Config) (*Till, error) {
	base := strings.TrimSuffix(c.Base, "/")
	test, err := pay.NewTest(c.TestKey, func(_, token string) string { return base + "/test-provider?token=" + url.QueryEscape(token) })
	if err != nil {
		return nil, err
	}
	return &Till{Config: c, test: test}, nil
}

// provider is the one of a name, with the account's keys.
func (t *Till) provider(ctx context.Context, account, name string) (pay.Provider, error) {
	switch name {
	case Test:
		return t.test, nil
	case Stripe:
		keys, err := t.Keys.PayKeys(ctx, account)
		if err != nil {
			return nil, err
		}
		return pay.NewStripe(pay.StripeKeys{API: keys.API, Webhook: keys.Hook, URL: t.StripeURL})
	}
	return nil, fmt.Errorf("%w: there is no provider %q", pay.ErrRefused, name)
}

// Minor writes an issuer's figure in minor units, exactly, if the account's
// provider takes it.
func (t *Till) Minor(a portal.Account, amount portal.Amount, currency string) (int64, bool) {
	m, err := pay.ParseMoney(string(amount), currency)
	takes := a.Billing.Provider != Stripe || pay.StripeTakes(m)
	return m.Minor, err == nil && m.Minor > 0 && takes
}

// sessionLife is how long a provider's page is open. It counts from the
// payment, so that asking again is the same question; Stripe takes 24 hours at
// most and knows its answer for as long.
const sessionLife = 23 * time.Hour

// Start makes or finds the provider's page of a payment.
func (t *Till) Start(ctx context.Context, a portal.Account, ask portal.PaymentAsk) (session, address string, expires time.Time, err error) {
	p, err := t.provider(ctx, a.Slug, ask.Payment.Provider)
	if err != nil {
		return "", "", time.Time{}, err
	}
	if ask.Payment.Session != "" && p.Name() != Test { // which is asked by the same question alone
		// Who comes second may come by another link, and asking with another way
		// back is another question.
		seen, err := p.Look(ctx, ask.Payment.Session)
		if err != nil {
			return "", "", time.Time{}, err
		}
		return ask.Payment.Session, seen.URL, ask.Payment.ExpiresAt, nil
	}
	made, err := p.Start(ctx, askOf(a, ask))
	if err != nil {
		return "", "", time.Time{}, err
	}
	return made.ID, made.URL, made.ExpiresAt, nil
}

func askOf(a portal.Account, ask portal.PaymentAsk) pay.Ask {
	p := ask.Payment
	out := pay.Ask{
		Purpose: pay.SetUp, Account: a.Slug, Payment: p.ID, Money: pay.Money{Minor: p.Amount, Currency: p.Currency},
		Description: description(a, ask), Customer: ask.CustomerRef, Locale: ask.Locale,
		ReturnURL: ask.ReturnURL, CancelURL: ask.CancelURL, ExpiresAt: p.CreatedAt.Add(sessionLife).Truncate(time.Second),
		Metadata: map[string]string{"decision": p.Decision},
	}
	if p.Purpose == portal.PurposePayment {
		out.Purpose = pay.Payment
	}
	return out
}

// description is what the customer reads at the provider, and never empty.
func description(a portal.Account, ask portal.PaymentAsk) string {
	text := strings.TrimSpace(ask.Description)
	if text == "" {
		text = a.Name
	}
	if runes := []rune(text); len(runes) > 200 {
		text = string(runes[:200])
	}
	return text
}

// Look asks the provider how a payment stands.
func (t *Till) Look(ctx context.Context, a portal.Account, payment portal.Payment) (portal.PaymentWord, error) {
	p, err := t.provider(ctx, a.Slug, payment.Provider)
	if err != nil {
		return portal.PaymentWord{}, err
	}
	r, err := p.Look(ctx, payment.Session)
	if errors.Is(err, pay.ErrUnknown) && !t.Now().Before(payment.ExpiresAt) {
		return forgotten(payment), nil
	}
	if err != nil {
		return portal.PaymentWord{}, err
	}
	if r.Account != a.Slug {
		return portal.PaymentWord{}, fmt.Errorf("%w: the session is another account's", pay.ErrUnknown)
	}
	w := wordOf(r)
	if w.State == portal.PaymentPending {
		w.Amount, w.Currency = payment.Amount, payment.Currency // nothing is said of it yet
	}
	return w, nil
}

// forgotten is the word about a session that is over and that the keys in force
// do not lead to: the shop has others by now. It would never end otherwise.
func forgotten(p portal.Payment) portal.PaymentWord {
	return portal.PaymentWord{Payment: p.ID, Session: p.Session, State: portal.PaymentCancelled, Amount: p.Amount, Currency: p.Currency}
}

// Cancel makes a provider's page useless. One that had ended already is no
// error: Look says how. portal.ErrPaymentUnderWay: it was used, and how it ends
// is for the bank to say.
func (t *Till) Cancel(ctx context.Context, a portal.Account, payment portal.Payment) error {
	p, err := t.provider(ctx, a.Slug, payment.Provider)
	if err != nil {
		return err
	}
	if err := p.Cancel(ctx, payment.Session); !errors.Is(err, pay.ErrRefused) {
		return err
	}
	r, err := p.Look(ctx, payment.Session)
	if err == nil && r.State == pay.Pending {
		err = portal.ErrPaymentUnderWay
	}
	return err
}

// Event reads what claims to come from a provider. False: it is genuine, but
// nothing for us. Errors: portal.ErrNotSigned, portal.ErrNotFound where the
// account does not use that provider, portal.ErrProviderDown where the rest of
// the story could not be fetched.
func (t *Till) Event(ctx context.Context, a portal.Account, provider string, header http.Header, body []byte) (portal.PaymentWord, bool, error) {
	if a.Billing.Provider != provider || provider == "" {
		return portal.PaymentWord{}, false, fmt.Errorf("provider %q: %w", provider, portal.ErrNotFound)
	}
	p, err := t.provider(ctx, a.Slug, provider)
	if err != nil {
		return portal.PaymentWord{}, false, err
	}
	r, ours, err := p.Event(header, body, t.Now())
	if errors.Is(err, pay.ErrForged) {
		return portal.PaymentWord{}, false, fmt.Errorf("event: %w", portal.ErrNotSigned)
	}
	if err != nil || !ours || r.Account != a.Slug {
		return portal.PaymentWord{}, false, err
	}
	if r, err = pay.Complete(ctx, p, r); err != nil {
		return portal.PaymentWord{}, false, fmt.Errorf("complete event: %w", errors.Join(portal.ErrProviderDown, err))
	}
	return wordOf(r), true, nil
}
