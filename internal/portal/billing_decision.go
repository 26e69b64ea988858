package portal

import "time"

// Action is what a customer can do about something billed.
type Action string

// The actions, by class.
const (
	// Declarations: in force when they are received.
	ActionCancel   Action = "cancel"
	ActionWithdraw Action = "withdraw"
	ActionDecline  Action = "decline"

	// Requests: the billing system answers.
	ActionReinstate  Action = "reinstate"
	ActionRenew      Action = "renew"
	ActionQuantity   Action = "quantity"
	ActionRemoveItem Action = "remove_item"
	ActionUpgrade    Action = "upgrade"
	ActionInterval   Action = "interval"
	ActionAutoRenew  Action = "auto_renew"
	ActionAccept     Action = "accept"
	ActionAskChange  Action = "ask_change"
	ActionAskQuote   Action = "ask_quote"
	ActionCorrect    Action = "correct_billing"
	ActionProblem    Action = "report_problem"
	ActionDefault    Action = "default_method"
	ActionRemove     Action = "remove_method"

	// Redirects: done on a payment provider's page.
	ActionMethod    Action = "change_method"
	ActionAddMethod Action = "add_method"
	ActionPay       Action = "pay"
)

// DecisionClass says what a decision needs to be in force.
type DecisionClass string

// The classes.
const (
	Declaration DecisionClass = "declaration" // nothing: it is in force on receipt and cannot be refused
	Wish        DecisionClass = "request"     // the billing system's answer
	Redirected  DecisionClass = "redirect"    // the payment provider's word
)

// Class is the class of an action.
func (a Action) Class() DecisionClass {
	switch a {
	case ActionCancel, ActionWithdraw, ActionDecline:
		return Declaration
	case ActionMethod, ActionAddMethod, ActionPay:
		return Redirected
	}
	return Wish
}

// BillingDecision is what a customer did about something billed, once, with
// the exact words and figures that were shown.
type BillingDecision struct {
	Account   string
	ID        string
	Reference string // speakable, on the result page and in the receipt
	Class     DecisionClass
	Action    Action
	Object    ObjectKey // what the link opened; zero: a public form
	Subject   Subject   // what it changes
	Slot      string    // what at most one open decision may hold; see SlotOf
	Change    Change
	Shown     []ShownLine // what the customer read when they pressed
	Locale    string      // of Shown
	Preview   string      // id of the preview it confirms, or empty
	Version   int64       // of the subject's Source when it was shown
	State     BillingState
	Open      bool // it holds its slot
	Outcome   OutcomeNote
	Email     string // where its mails go
	FormValue string
	Link      string // link.Grant.ID, or empty
	Network   string
	UserAgent string
	DueAt     time.Time // when an unanswered request lapses; zero: never
	CreatedAt time.Time
	DoneAt    time.Time // when it reached its last state
	UpdatedAt time.Time
}

// Subject is what a decision changes.
type Subject struct {
	Type string `json:"type"` // purchase, subscription, quote, customer, invoice, payment_method, contract
	ID   string `json:"id"`
	Item int64  `json:"item,omitempty"`
}

// Change is what was asked for. Only the fields of its action are set.
type Change struct {
	Quantity  Amount            `json:"quantity,omitempty"`
	Offer     string            `json:"offer,omitempty"`
	Product   string            `json:"product,omitempty"`
	Interval  *Interval         `json:"interval,omitempty"`
	Method    string            `json:"method,omitempty"`
	Settle    bool              `json:"settle,omitempty"` // pay what is open too
	Amount    Amount            `json:"amount,omitempty"`
	Currency  string            `json:"currency,omitempty"`
	Effective string            `json:"effectiveAt,omitempty"` // RFC 3339 or a date, as it was shown
	Late      bool              `json:"late,omitempty"`        // a withdrawal past its period: the seller decides
	Reason    string            `json:"reason,omitempty"`
	Comment   string            `json:"comment,omitempty"`
	Fields    map[string]string `json:"fields,omitempty"` // what was typed: name, role, PO number, address, …
}

// ShownLine is one line of what a customer read: "You pay now", "€48.60".
type ShownLine struct {
	Label string `json:"label"`
	Value string `json:"value"`
}

// Labels of what was read that is no fact with a name of its own.
const (
	ShownHeading = "Heading"
	ShownText    = "Text"
	ShownButton  = "Button"
)

// BillingState says how far a decision has come.
type BillingState string

// The states. Declarations go from recorded to acknowledged; requests and
// redirects from submitted to one of the others.
const (
	DecisionRecorded     BillingState = "recorded"
	DecisionAcknowledged BillingState = "acknowledged"
	DecisionSubmitted    BillingState = "submitted"
	DecisionApplied      BillingState = "applied"
	DecisionRefused      BillingState = "refused"
	DecisionLapsed       BillingState = "lapsed"
	DecisionWithdrawn    BillingState = "withdrawn"  // taken back by the customer
	DecisionSuperseded   BillingState = "superseded" // a declaration made it moot
)

// OutcomeNote is what the billing system or the provider said.
type OutcomeNote struct {
	Code        string       `json:"code,omitempty"`
	Message     string       `json:"message,omitempty"` // shown escaped
	EffectiveAt string       `json:"effectiveAt,omitempty"`
	Method      *MethodLabel `json:"method,omitempty"`
}

// BillingFilter narrows a list of decisions, oldest change first.
type BillingFilter struct {
	Account  string
	Accounts Accounts
	State    BillingState
	Action   Action
	Subject  Subject // Type and ID; Item is not looked at
	Newest   bool    // newest change first instead
	After    Cursor  // where the page before ended
	Limit    int
}

// Payment is one visit to a payment provider's page.
type Payment struct {
	Account   string
	ID        string // "pay_…"; names it at the provider too, so that asking twice makes one
	Decision  string
	Customer  string
	Purpose   string // setup, payment
	Provider  string
	Session   string // the provider's id; empty until it is started
	Amount    int64  // minor units; 0 for a setup
	Currency  string
	State     PaymentState
	Link      string // link.Grant.ID of the page it was started on
	ExpiresAt time.Time
	CreatedAt time.Time
	DoneAt    time.Time
}

// PaymentState says how far a payment has come.
type PaymentState string

// The states of a payment.
const (
	PaymentPending   PaymentState = "pending"
	PaymentSucceeded PaymentState = "succeeded"
	PaymentFailed    PaymentState = "failed"
	PaymentCancelled PaymentState = "cancelled" // by the customer, or run out
)

// Inbound is one message of the billing system, kept as it came before anybody
// reads it.
type Inbound struct {
	Account    string
	ID         string
	Type       string // content type
	Sealed     []byte // the body, sealed: it may hold the issuer's own links
	Hash       string // of the body, 64 hex: the same one again is a duplicate
	State      InboundState
	Kind       string // what it turned out to be, "PaidOrderNotification"
	Reason     string // why it was rejected or stale
	Attempts   int
	NextAt     time.Time
	ReceivedAt time.Time
	DoneAt     time.Time
}

// InboundState says what became of a message.
type InboundState string

// The states.
const (
	InboundQueued    InboundState = "queued"
	InboundApplied   InboundState = "applied"
	InboundStale     InboundState = "stale"
	InboundDuplicate InboundState = "duplicate"
	InboundRejected  InboundState = "rejected"
)

// Fetch is a file that a notification named and that is still to be fetched.
type Fetch struct {
	Account  string
	Document string
	Role     PartRole
	Sealed   []byte // its address
	State    string // queued, done, missing
	Attempts int
	NextAt   time.Time
	Until    time.Time // when the issuer's address ends
	Reason   string
}

// ImportJob is one bulk import.
type ImportJob struct {
	Account   string
	ID        string
	Name      string // of the file
	Format    string // ndjson, csv
	Actor     Actor
	DryRun    bool
	SHA256    string // of the body, kept as a blob
	State     string // queued, running, done, failed, undoing, undone
	Rows      int64  // read so far
	Counts    map[string]int64
	Reason    string
	Attempts  int64     // claims since a row was taken
	NextAt    time.Time // of a claimed one: when the claim lapses
	CreatedAt time.Time
	DoneAt    time.Time
	UndoneRow int64     // lowest row that was taken back; 0: none
	UndoneBy  Actor     // who asked for it
	UndoneAt  time.Time // when it was taken back whole
}

// ImportRow is the verdict on one row of a bulk import.
type ImportRow struct {
	Account string
	Job     string
	Row     int64  // 1, 2, …; of a CSV file without its head
	Status  string // imported, updated, unchanged, stale, refused
	Kind    string
	ID      string
	Reason  string
	Before  string // the thing as it was, as JSON; empty: there was none, or nothing changed
	LeftAs  string // the thing as the row left it, as JSON; empty: nothing changed
}
