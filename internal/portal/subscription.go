package portal

import "time"

// Subscription is a running contract as the billing system last described it.
type Subscription struct {
	Key              // ID without the S of its path
	Reference string // speakable
	Customer  string // customer id, or empty
	Purchase  string // id of the purchase that started it, or empty
	Status    string // one of the Subscription… states; others are shown as they came, with no action
	Currency  string
	Items     []SubscriptionItem
	Details   SubscriptionDetails
	Source    Source
	AsOf      time.Time
}

// The states of a subscription. "Ending" is what billing systems call
// deactivated: it runs on to its end and does not renew.
const (
	SubscriptionNew             = "new"
	SubscriptionActive          = "active"
	SubscriptionGrace           = "grace"
	SubscriptionOnHold          = "on_hold"
	SubscriptionEnding          = "ending"
	SubscriptionAwaitingRenewal = "awaiting_renewal" // manual renewal
	SubscriptionFinished        = "finished"
	SubscriptionExternal        = "external" // handled by the company itself
)

// SubscriptionDetails are what else the billing system tells of a subscription.
type SubscriptionDetails struct {
	StatusCode    string    `json:"statusCode,omitempty"`
	StatusLabel   string    `json:"statusLabel,omitempty"`
	Renewal       string    `json:"renewal,omitempty"` // auto, manual
	Interval      Interval  `json:"interval"`
	StartedAt     time.Time `json:"startedAt,omitzero"`
	NextBillingAt time.Time `json:"nextBillingAt,omitzero"`
	EndsAt        time.Time `json:"endsAt,omitzero"`
	GraceDays     int64     `json:"graceDays,omitempty"`
	Next          Totals    `json:"next"`           // what the next interval costs
	Open          Amount    `json:"open,omitempty"` // what a failed charge left open
	FailedAt      time.Time `json:"failedAt,omitzero"`
	Method        string    `json:"method,omitempty"` // id of the customer's payment method it is charged to
	MinTermEnd    Date      `json:"minTermEnd,omitempty"`
	NoticeBy      Date      `json:"noticeBy,omitempty"` // last day to cancel for the end of this term
	Pending       string    `json:"pending,omitempty"`  // a change that waits, in the billing system's words
	PassThrough   string    `json:"passThrough,omitempty"`
}

// Interval is how often a subscription is billed.
type Interval struct {
	Months int64 `json:"months,omitempty"`
	Days   int64 `json:"days,omitempty"`
}

// SubscriptionItem is one position of a subscription.
type SubscriptionItem struct {
	RunningNo    int64  `json:"runningNo"`
	PurchaseItem int64  `json:"purchaseItem,omitempty"` // running number in the purchase that started it
	Status       string `json:"status,omitempty"`       // active, ending, awaiting_reinstate, removed, finished, external
	ProductID    string `json:"productId,omitempty"`
	Name         string `json:"name"`
	Quantity     Amount `json:"quantity"`
	Min          Amount `json:"min,omitempty"` // bounds of the quantity; empty: it cannot be changed
	Max          Amount `json:"max,omitempty"`
	Step         Amount `json:"step,omitempty"` // empty: 1
	UnitNet      Amount `json:"unitNet,omitempty"`
	// Actions names what the billing system allows for it; nil: what its state does; empty: nothing.
	Actions []Action `json:"actions,omitzero"`
	// Intervals names the other intervals it can be billed in.
	Intervals []Interval `json:"intervals,omitempty"`
	// ModifiedAt is the time of the word about this item, where the billing
	// system tells of items one by one; zero: that of the subscription.
	ModifiedAt time.Time `json:"modifiedAt,omitzero"`
}

// Offer is a product that a subscription's item can be changed to, while its
// window is open. Its price is the billing system's word, never the link's.
type Offer struct {
	Key                   // "s12:34": product selection and product
	Subscription string   // the one subscription it is for; empty: those of Sources
	Item         int64    // running number there; 0: any item of Sources
	Sources      []string // product ids it can replace; empty: any
	ProductID    string
	Name         string
	About        string   // one line
	Gained, Lost []string // what changes with it, in the seller's words
	UnitNet      Amount
	Currency     string
	Interval     Interval
	Effective    string // now, next_billing
	ValidFrom    time.Time
	ValidUntil   time.Time // exclusive; zero: open
	Source       Source
	AsOf         time.Time
}

// Quote is the offer that a quoted purchase stands for. Its id is the
// purchase's.
type Quote struct {
	Key
	Reference    string
	Number       string // empty: the id
	State        string // one of the Quote… states
	Version      int64
	ValidUntil   Date   // inclusive, in the account's zone
	ReplacedBy   string // purchase id of the newer quote
	Terms        string // summary as the seller wrote it
	TermsVersion string
	PORequired   bool
	Deposit      Amount
	DecidedAt    time.Time
	Source       Source
	AsOf         time.Time
}

// The states of a quote. Past ValidUntil an open one counts as expired.
const (
	QuoteOpen      = "open"
	QuoteAccepted  = "accepted"
	QuoteDeclined  = "declined"
	QuoteExpired   = "expired"
	QuoteReplaced  = "replaced"
	QuoteWithdrawn = "withdrawn"
)

// PaymentMethod is a way to pay that a customer has saved with the provider.
// Nothing of it but a masked label is known here.
type PaymentMethod struct {
	Key
	Customer    string
	Label       MethodLabel
	State       string // valid, expiring, expired, failed, revoked
	Default     bool
	Provider    string
	ProviderRef string // opaque
	Source      Source
	AsOf        time.Time
}

// MethodLabel is what may be shown of a payment method.
type MethodLabel struct {
	Kind     string `json:"kind"`              // card, sepa_core, sepa_b2b, paypal, wallet, wire, invoice, other
	Brand    string `json:"brand,omitempty"`   // "Visa"
	Last4    string `json:"last4,omitempty"`   // of the card or the IBAN
	Expires  string `json:"expires,omitempty"` // "2027-03"
	Mandate  string `json:"mandate,omitempty"` // SEPA mandate reference
	Creditor string `json:"creditor,omitempty"`
}
