package portal

import (
	"context"
	"time"
)

// Act is what a customer presses on a page about something billed.
type Act struct {
	Action    Action
	Item      int64 // running number; 0: all of the subject, or it has none
	Change    Change
	Shown     []ShownLine
	Locale    string
	Preview   *Preview // what it confirms, checked by the caller to be one of ours; nil: none was shown
	Version   int64    // of what was shown: a quote's Version, else the subject's Source.Version; 0: it had none
	Return    string   // of a redirect: where the provider sends the customer back, absolute; "payment" is added to its query
	FormValue string   // once per form; the same one again is the same press
	Network   string
	UserAgent string
}

// Acted is what became of an Act. None of its types is an error.
//
//sumtype:decl
type Acted interface{ acted() }

// Accepted says that the decision was recorded. For a redirect, URL is where
// the customer goes now.
type Accepted struct {
	Decision BillingDecision
	URL      string
}

// Before says that this was decided already: by the same form, by the same
// wish from elsewhere, or otherwise (Other). Nothing was changed. For a
// redirect that is still open, URL is where it goes on.
type Before struct {
	Decision BillingDecision
	Other    bool
	URL      string
}

// NotOffered says that the state of things does not allow the action (any
// more). Why is one of the Why… words.
type NotOffered struct{ Why string }

// Changed says that what was shown is not what holds now: the preview ran out,
// or the billing system knows better. Now is the new one, where there is one.
type Changed struct{ Now *Preview }

// Incomplete says which fields are wrong. Nothing was recorded.
type Incomplete struct{ Problems []Problem }

func (Accepted) acted()   {}
func (Before) acted()     {}
func (NotOffered) acted() {}
func (Changed) acted()    {}
func (Incomplete) acted() {}

// Reasons why an action is not offered, for the words of a page.
const (
	WhyEnded     = "ended"      // the contract is over
	WhyDone      = "done"       // it is so already
	WhyState     = "state"      // its state does not allow it
	WhyClosed    = "closed"     // the offer or quote is closed, expired or replaced
	WhyNoMethod  = "no-method"  // there is no valid way to pay
	WhyLast      = "last"       // the last method of a subscription that renews
	WhyNothing   = "nothing"    // nothing is due
	WhyNegative  = "negative"   // the billing system's figures make no sense: the seller will be in touch
	WhyNoPayment = "no-payment" // no payment provider is set up
	WhyUnknown   = "unknown"    // a code we do not know: no action is offered
)

// Preview is what the billing system says an act would do, and until when its
// figures hold. Latchkey shows it and gives its id back; it computes nothing.
type Preview struct {
	ID          string      `json:"id"`
	Action      Action      `json:"action"`
	Subject     Subject     `json:"subject"`
	Change      Change      `json:"change"`
	Lines       []ShownLine `json:"lines,omitempty"` // in the billing system's words, amounts as it wrote them
	DueNow      Amount      `json:"dueNow,omitempty"`
	Credit      Amount      `json:"credit,omitempty"`
	NextAmount  Amount      `json:"nextAmount,omitempty"`
	NextAt      time.Time   `json:"nextAt,omitzero"`
	Currency    string      `json:"currency,omitempty"`
	EffectiveAt time.Time   `json:"effectiveAt,omitzero"`
	ExpiresAt   time.Time   `json:"expiresAt"`
	Version     int64       `json:"version,omitempty"` // of the subject's Source when it was made
}

// Biller is the company's billing system, asked while a page is drawn. Both
// have a time budget, and their failure costs a page nothing but freshness.
type Biller interface {
	// Preview asks what an act would do (5 s). ErrNoPreview: none is wired, or
	// no usable answer came.
	Preview(ctx context.Context, a Account, ask PreviewAsk) (Preview, error)
	// Snapshot asks for one object as the import knows it (2 s): a JSON line.
	Snapshot(ctx context.Context, a Account, kind, id string) ([]byte, error)
}

// PreviewAsk is the question of a preview.
type PreviewAsk struct {
	Action  Action
	Subject Subject
	Change  Change
	Version int64
}

// Cashier is the payment providers of the installation, by account.
type Cashier interface {
	// Minor writes an issuer's figure in minor units of its currency, exactly.
	// False: it is no amount of that currency, nothing above zero, or none that
	// the account's provider takes.
	Minor(a Account, amount Amount, currency string) (int64, bool)
	// Start makes or finds the provider's page of a payment: asking again for
	// the same Payment.ID answers with the same page. No url: the customer has
	// done all there is to do there.
	Start(ctx context.Context, a Account, ask PaymentAsk) (session, url string, expires time.Time, err error)
	// Look asks the provider how a payment stands.
	Look(ctx context.Context, a Account, p Payment) (PaymentWord, error)
	// Cancel makes a page that is no longer wanted useless. ErrPaymentUnderWay:
	// it is too late for that.
	Cancel(ctx context.Context, a Account, p Payment) error
}

// PaymentAsk is what a provider's page is to do.
type PaymentAsk struct {
	Payment     Payment
	CustomerRef string // the provider's, or empty
	Description string
	Locale      string
	ReturnURL   string
	CancelURL   string
}

// PaymentWord is what a provider says of a payment.
type PaymentWord struct {
	Payment     string // id of ours
	Session     string
	State       PaymentState
	Amount      int64 // minor units
	Currency    string
	Method      *MethodLabel
	MethodRef   string // opaque
	CustomerRef string
	Failure     string // safe to show
}
