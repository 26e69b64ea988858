package portal

import "time"

// Purchase is one order of a customer as the billing system last described it.
type Purchase struct {
	Key
	Reference string // speakable
	Customer  string // customer id, or empty
	Status    string // one of the Purchase… states; others are shown as they came, with no action
	Currency  string
	Totals    Totals
	PONumber  string
	Items     []Item
	Details   PurchaseDetails
	Source    Source
	CreatedAt time.Time // when the order was placed
	AsOf      time.Time // when the billing system last described it
}

// The states of a purchase. The billing system may move between any two.
const (
	PurchaseQuoted            = "quoted"
	PurchasePending           = "pending"
	PurchaseAwaitingPayment   = "awaiting_payment"
	PurchaseOpen              = "open" // invoiced, unpaid
	PurchasePaid              = "paid"
	PurchaseOnHold            = "on_hold"
	PurchasePartiallyRefunded = "partially_refunded"
	PurchaseRefunded          = "refunded"
	PurchaseChargedBack       = "charged_back"
	PurchaseDebitReturned     = "debit_returned"
	PurchaseCancelled         = "cancelled"
	PurchaseRejected          = "rejected"
)

// PurchaseDetails are what else the billing system tells of a purchase. Every
// text is shown as it came.
type PurchaseDetails struct {
	StatusCode       string           `json:"statusCode,omitempty"`  // the billing system's own, "PPR"
	StatusLabel      string           `json:"statusLabel,omitempty"` // what it calls it
	Test             bool             `json:"test,omitempty"`
	WithdrawUntil    Date             `json:"withdrawUntil,omitempty"` // last day of the withdrawal period, inclusive
	ReimbursementID  string           `json:"reimbursementId,omitempty"`
	Merchant         string           `json:"merchant,omitempty"` // merchant of record
	PaidWith         string           `json:"paidWith,omitempty"` // "Visa •••• 4242"
	PaymentReference string           `json:"paymentReference,omitempty"`
	Delivery         string           `json:"delivery,omitempty"` // delivery or licence note
	Failure          string           `json:"failure,omitempty"`  // why it was not completed
	Billing          *PurchaseContact `json:"billing,omitempty"`
	DeliverTo        *PurchaseContact `json:"deliverTo,omitempty"`
	Licensee         *PurchaseContact `json:"licensee,omitempty"`
	PassThrough      string           `json:"passThrough,omitempty"` // given back with every decision, never read
}

// PurchaseContact is a person or company of a purchase.
type PurchaseContact struct {
	Company    string   `json:"company,omitempty"`
	Name       string   `json:"name,omitempty"`
	Email      string   `json:"email,omitempty"` // shown masked, never written to
	Lines      []string `json:"lines,omitempty"` // street lines
	City       string   `json:"city,omitempty"`
	PostalCode string   `json:"postalCode,omitempty"`
	Country    string   `json:"country,omitempty"` // ISO 3166-1 alpha-2
}

// Item is one position of a purchase.
type Item struct {
	RunningNo        int64  `json:"runningNo"`
	ProductID        string `json:"productId,omitempty"`
	Name             string `json:"name"`
	Quantity         Amount `json:"quantity"`
	UnitNet          Amount `json:"unitNet,omitempty"`
	TaxPercent       Amount `json:"taxPercent,omitempty"`
	Net              Amount `json:"net,omitempty"` // line total
	Note             string `json:"note,omitempty"`
	Subscription     string `json:"subscription,omitempty"`     // id of the subscription it started
	SubscriptionItem int64  `json:"subscriptionItem,omitempty"` // its item there
}

// Customer is a buyer of an account, and a client that partners connect to;
// Email is the address on file, the only one that mail about it ever goes to.
type Customer struct {
	Key
	Name               string
	Type               string // business, consumer, or empty
	Locale             string
	Country            string
	Email              string
	RegistrationNumber string
	OnboardingDone     bool
	Users              []User // matched by exact address
	Source             Source
}
