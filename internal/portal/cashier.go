package portal

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
)

// ErrProviderDown means that the payment provider did not answer. What was
// decided is recorded; pressing again goes on from there.
var ErrProviderDown = errors.New("the payment provider does not answer")

// The purposes of a payment.
const (
	PurposeSetup   = "setup"   // a method is saved, no money moves
	PurposePayment = "payment" // what is due is paid
)

// payLife is how long a payment that never reached its provider is kept open
// for another press, and payLeft what must be left of it to begin: providers
// make no page for less than half an hour or for more than a day.
const (
	payLife = 23 * time.Hour
	payLeft = time.Hour
)

// WithCashier returns a Service that sends customers to the providers of c.
// Without one nothing can be paid.
func (s *Service) WithCashier(c Cashier) *Service {
	with := *s
	with.cashier = c
	return &with
}

// unpayable says why a redirect leads nowhere; empty: it does not.
func (s *Service) unpayable(c concern, d BillingDecision) string {
	if s.cashier == nil || c.account.Billing.Provider == "" {
		return WhyNoPayment
	}
	if d.Action == ActionPay {
		if _, ok := s.cashier.Minor(c.due, c.currency); !ok {
			return WhyNothing
		}
	}
	return ""
}

// addPayment adds the payment of a redirect's decision.
func (s *Service) addPayment(ctx context.Context, tx Tx, c concern, d BillingDecision) (*Payment, error) {
	p := Payment{
		Account: d.Account, ID: NewID("pay"), Decision: d.ID, Customer: c.customer.ID, Purpose: PurposeSetup,
		Provider: c.account.Billing.Provider, State: PaymentPending, Link: d.Link,
		CreatedAt: d.CreatedAt, ExpiresAt: d.CreatedAt.Add(payLife),
	}
	if d.Action == ActionPay {
		p.Purpose, p.Currency = PurposePayment, d.Change.Currency
		p.Amount, _ = s.cashier.Minor(d.Change.Amount, d.Change.Currency) // asked by unpayable
	}
	if err := tx.AddPayment(ctx, p); err != nil {
		return nil, fmt.Errorf("add payment: %w", err)
	}
	return &p, nil
}

// goOn takes a redirect to its provider, outside of any transaction. errAgain:
// the payment of before is over, and the act has to start anew. What was
// recorded comes back beside ErrProviderDown.
func (s *Service) goOn(ctx context.Context, p pressed, act Act) (Acted, error) {
	if p.payment == nil {
		return p.acted, nil
	}
	if s.cashier == nil {
		return p.acted, ErrProviderDown
	}
	switch acted := p.acted.(type) {
	case Accepted:
		url, err := s.startPayment(ctx, p.concern, *p.payment, act)
		acted.URL = url
		return acted, err
	case Before:
		return s.resume(ctx, p, acted, act)
	case Changed, Incomplete, NotOffered: // these come without a payment
	}
	return p.acted, nil
}

// startPayment asks for the provider's page of a payment. Asked again, it is
// the same page.
func (s *Service) startPayment(ctx context.Context, c concern, p Payment, act Act) (url string, err error) {
	ask := PaymentAsk{
		Payment: p, Description: c.title, Locale: act.Locale, ReturnURL: withPayment(act.Return, p.ID), CancelURL: act.Return,
	}
	session, url, expires, err := s.cashier.Start(ctx, c.account, ask)
	if err != nil {
		return "", fmt.Errorf("start payment: %w", errors.Join(ErrProviderDown, err))
	}
	if p.Session != "" {
		return url, nil
	}
	p.Session = session
	if !expires.IsZero() {
		p.ExpiresAt = expires
	}
	err = s.store.InTx(ctx, func(tx Tx) error {
		_, err := tx.StartPayment(ctx, p) // whoever is first: the session is the same
		return err
	})
	if err != nil {
		return "", fmt.Errorf("note payment's session: %w", err)
	}
	return url, nil
}

// withPayment adds a payment's id to the query of an address.
func withPayment(address, payment string) string {
	sep := "?"
	if strings.Contains(address, "?") {
		sep = "&"
	}
	return address + sep + "payment=" + payment
}

// resume goes on with a payment that was begun before, if it still is what it
// would be now.
func (s *Service) resume(ctx context.Context, p pressed, before Before, act Act) (Acted, error) {
	payment := *p.payment
	if payment.Session != "" {
		h, err := s.look(ctx, p.concern.account, payment)
		if err != nil {
			return before, err
		}
		if _, waits := h.(StillPending); !waits {
			return nil, errAgain
		}
	}
	if s.outdatedPayment(p.concern, payment) {
		if err := s.abandon(ctx, p.concern.account, payment); err != nil {
			return before, err
		}
		return nil, errAgain
	}
	url, err := s.startPayment(ctx, p.concern, payment, act)
	before.URL = url
	return before, err
}

// outdatedPayment reports whether a payment is over its time or asks for
// another amount than is due now.
func (s *Service) outdatedPayment(c concern, p Payment) bool {
	left := p.ExpiresAt.Sub(s.now())
	if left <= 0 || p.Session == "" && left < payLeft {
		return true
	}
	if p.Purpose != PurposePayment {
		return false
	}
	due, ok := s.cashier.Minor(c.due, c.currency)
	return !ok || due != p.Amount || c.currency != p.Currency
}
