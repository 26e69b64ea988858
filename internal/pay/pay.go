package pay

import (
	"context"
	"errors"
	"net/http"
	"time"
)

// What callers tell apart. The texts behind them name no key, no body and
// nothing that a customer typed; they are for logs, not for pages.
var (
	// ErrForged: an event's signature is missing, wrong, or not of this time.
	ErrForged = errors.New("not signed by the payment provider")
	// ErrUnavailable: the provider does not answer, or not to us: it is down,
	// slow, or does not accept our key. The same Ask may be sent again.
	ErrUnavailable = errors.New("payment provider unavailable")
	// ErrRefused: the provider, or this package before it, will never accept
	// this.
	ErrRefused = errors.New("refused by the payment provider")
	// ErrUnknown: the provider knows no such session.
	ErrUnknown = errors.New("no such payment session")
)

// MaxEvent is the largest body of an event that is read, in bytes. Callers
// stop reading there.
const MaxEvent = 1 << 20

// Provider is one payment provider with the keys of one account. Its methods
// may be called at the same time.
type Provider interface {
	// Name is the provider in addresses and records: "stripe", "test".
	Name() string

	// Start makes a page at the provider for this Ask. The same Ask gives the
	// same page, so a lost answer may be asked for again. It returns
	// ErrRefused, ErrUnavailable.
	Start(ctx context.Context, ask Ask) (Session, error)

	// Look asks how a session stands. It returns ErrUnknown, ErrUnavailable.
	Look(ctx context.Context, session string) (Result, error)

	// Cancel closes an open session, so that nobody can pay there any more.
	// ErrRefused: it had ended already, perhaps by payment: Look says. It also
	// returns ErrUnknown, ErrUnavailable.
	Cancel(ctx context.Context, session string) error

	// Event reads a webhook. False: genuine, but nothing for us. ErrForged is
	// the only sentinel it returns; any other error means a genuine event that
	// cannot be read, and the provider may send it again.
	Event(header http.Header, body []byte, now time.Time) (Result, bool, error)
}

// Purpose is what a customer is sent to the provider for.
type Purpose string

const (
	SetUp   Purpose = "set_up"  // leave a payment method for later charges
	Payment Purpose = "payment" // pay an amount now
)

// Money is an amount as the issuer named it.
type Money struct {
	Minor    int64  `json:"minor"`    // in minor units of ISO 4217: 1050 is 10.50 EUR, 1050 JPY, 1.050 KWD
	Currency string `json:"currency"` // ISO 4217, upper case
}

// Ask is what the provider's page is made from.
type Ask struct {
	Purpose Purpose `json:"purpose"`
	Account string  `json:"account"` // slug
	Payment string  `json:"payment"` // our id, new for each try; also the idempotency key: [A-Za-z0-9._-]{1,64}

	// Money is what is paid. For SetUp the amount is 0; a currency, if there is
	// one, widens the choice of methods beyond cards.
	Money       Money  `json:"money"`
	Description string `json:"description"` // what is paid for, as the customer reads it; 1 to 250 characters

	Customer string `json:"customer,omitempty"` // the provider's own reference; empty: not known there yet
	Locale   string `json:"locale,omitempty"`   // BCP 47; one that the provider does not speak becomes its choice

	ReturnURL string `json:"return_url"` // absolute; where the customer goes when done
	CancelURL string `json:"cancel_url"` // absolute; where the customer goes when not

	// ExpiresAt ends the page. Stripe takes 30 minutes to 24 hours from now.
	ExpiresAt time.Time `json:"expires_at"`

	// Metadata is kept beside the payment at the provider, for people and
	// exports: at most 20 pairs, keys of 40 bytes, values of 500. Keys that
	// begin with "latchkey_" are ours.
	Metadata map[string]string `json:"metadata,omitempty"`
}

// Session is a page that the provider made.
type Session struct {
	Provider  string
	ID        string // the provider's; kept by the caller for Look and Cancel
	URL       string // where the customer is sent, once; not for storing
	ExpiresAt time.Time
}

// State is how a payment stands. The zero State is none of them.
type State string

const (
	Pending   State = "pending"   // the customer is still there, or the bank is
	Succeeded State = "succeeded" // paid, or the method is saved
	Failed    State = "failed"    // tried and refused; a new payment may be started
	Cancelled State = "cancelled" // ended with nothing done: cancelled, or its time ran out
)

// Result is what a provider says about one payment. The caller compares
// Account, Payment and Money with what it asked for before it believes it.
type Result struct {
	State   State   `json:"state"`
	Purpose Purpose `json:"purpose"`
	Account string  `json:"account"`
	Payment string  `json:"payment"` // our id
	Session string  `json:"session"` // the provider's id
	Money   Money   `json:"money"`   // for Payment: what was asked for, and is paid if Succeeded

	Method   Method  `json:"method,omitzero"`    // empty unless Succeeded
	Customer string  `json:"customer,omitempty"` // the provider's reference; may be new
	Failure  Failure `json:"failure,omitempty"`  // why, if Failed

	// URL is the provider's page while it is open, as far as the provider tells;
	// not for storing.
	URL string `json:"-"`

	// Event is the id of the event that said so, the same when it is sent
	// again; empty from Look.
	Event string `json:"event,omitempty"`
	// Partial: an event told that something happened, but not all of it. Give
	// the Result to Complete before acting on it.
	Partial bool `json:"-"`
}

// Kind is the sort of a payment method.
type Kind string

const (
	Card   Kind = "card"
	SEPA   Kind = "sepa_core"
	PayPal Kind = "paypal"
	Wallet Kind = "wallet"
	Other  Kind = "other"
)

// Method is a payment method, masked as the provider hands it out.
type Method struct {
	Ref       string `json:"ref,omitempty"` // the provider's opaque reference
	Kind      Kind   `json:"kind,omitempty"`
	Brand     string `json:"brand,omitempty"`      // as "visa"; for Wallet and Other the provider's word for it
	Last4     string `json:"last4,omitempty"`      // of a card or account number
	ExpMonth  int    `json:"exp_month,omitempty"`  // 1 to 12; 0: it does not expire
	ExpYear   int    `json:"exp_year,omitempty"`   // four digits
	IBANLast4 string `json:"iban_last4,omitempty"` // of a SEPA debit
}
