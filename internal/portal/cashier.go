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

// ErrPaymentUnderWay means that the customer has paid, and the bank has not said
// yet whether it pays: a debit takes days, and nobody can call it back.
var ErrPaymentUnderWay = errors.New("the payment is under way")

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
		if _, ok := s.cashier.Minor(c.account, c.due, c.currency); !ok {
			if c.due.positive() {
				return WhyNoPayment // not in this currency, or not to the last digit
			}
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
		p.Amount, _ = s.cashier.Minor(c.account, d.Change.Amount, d.Change.Currency) // asked by unpayable
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
// the same page; none, where the customer has done all there is to do on it.
// errAgain: the payment ended meanwhile.
func (s *Service) startPayment(ctx context.Context, c concern, p Payment, act Act) (url string, err error) {
	ask := PaymentAsk{
		Payment: p, Description: c.title, Locale: act.Locale, ReturnURL: withPayment(act.Return, p.ID), CancelURL: act.Return,
	}
	session, url, expires, err := s.cashier.Start(ctx, c.account, ask)
	if err != nil {
		return "", fmt.Errorf("start payment: %w", errors.Join(ErrProviderDown, err))
	}
	if url == "" || p.Session != "" {
		return url, nil
	}
	p.Session = session
	if !expires.IsZero() {
		p.ExpiresAt = expires
	}
	waits, err := s.noteSession(ctx, p)
	if err != nil || waits {
		return url, err
	}
	// It ended while its page was being made. Nobody may pay there.
	if err := s.cashier.Cancel(ctx, c.account, p); err != nil && !errors.Is(err, ErrPaymentUnderWay) {
		return "", fmt.Errorf("cancel payment: %w", errors.Join(ErrProviderDown, err))
	}
	return "", errAgain
}

// noteSession keeps the session of a payment; false: the payment has ended.
func (s *Service) noteSession(ctx context.Context, p Payment) (waits bool, err error) {
	err = s.store.InTx(ctx, func(tx Tx) error {
		if _, err := tx.StartPayment(ctx, p); err != nil { // whoever is first: the session is the same
			return fmt.Errorf("note payment's session: %w", err)
		}
		now, err := tx.Payment(ctx, Key{p.Account, p.ID})
		if err != nil {
			return fmt.Errorf("payment: %w", err)
		}
		waits = now.State == PaymentPending
		return nil
	})
	return waits, err
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
		switch h.(type) {
		case Heard, HeardBefore:
			return nil, errAgain
		case NotHeard:
			return before, nil // money in another amount may be there: a person has to look
		case StillPending:
		}
	}
	if s.outdatedPayment(p.concern, payment) {
		err := s.abandon(ctx, p.concern.account, payment)
		if errors.Is(err, ErrPaymentUnderWay) {
			return before, nil
		}
		if err != nil {
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
	due, ok := s.cashier.Minor(c.account, c.due, c.currency)
	return !ok || due != p.Amount || c.currency != p.Currency
}
