package portal

import "time"

// Event is a fact, written in the transaction of the change it tells of, and
// sent on later.
type Event struct {
	Account    string
	Seq        int64  // per account, 1, 2, … without gaps
	ID         string // stable over all deliveries; a receiver's key against doubles
	Type       string // "client.linked"
	Partner    string // partner it concerns; empty: the account alone
	ObjectType string // "link_request"
	ObjectID   string
	Data       string // JSON object, the payload's data
	OccurredAt time.Time
	Epoch      int64 // 1, 2, …: one more with each restore of a backup; the store counts it
}

// Types of events.
const (
	EventLinkRequested = "client.link_requested"
	EventLinked        = "client.linked"
	EventLinkDeclined  = "client.link_declined"
	EventLinkExpired   = "client.link_expired"
	EventReplayFailed  = "cases.replay_failed"
	EventCaseCreated   = "case.created"

	// What customers did about something billed, one each.
	EventCancelAsked     = "subscription.cancel_requested"
	EventCancelReason    = "subscription.cancel_reason_given"
	EventReinstateAsked  = "subscription.reinstate_requested"
	EventRenewAsked      = "subscription.renew_requested"
	EventQuantityAsked   = "subscription.quantity_change_requested"
	EventRemovalAsked    = "subscription.item_removal_requested"
	EventIntervalAsked   = "subscription.interval_change_requested"
	EventChangeAsked     = "subscription.change_requested"
	EventRenewalAsked    = "subscription.renewal_type_requested"
	EventQuoteAccepted   = "quote.accepted"
	EventQuoteDeclined   = "quote.declined"
	EventQuoteChange     = "quote.change_requested"
	EventRedoAsked       = "purchase.redo_requested"
	EventProblem         = "purchase.problem_reported"
	EventCorrectionAsked = "billing_details.correction_requested"
	EventDefaultAsked    = "customer.payment_method.default_changed"
	EventRemoveAsked     = "customer.payment_method.removed"
	EventWithdrawal      = "contract.withdrawal_received"
	EventCancellation    = "contract.cancellation_received"

	// What a payment provider said.
	EventMethodUpdated = "payment_method.updated"
	EventMethodFailed  = "payment_method.failed"
	EventInvoicePaid   = "invoice.paid"

	// What became of a decision.
	EventDecisionApplied      = "decision.applied"
	EventDecisionRefused      = "decision.refused"
	EventDecisionLapsed       = "decision.lapsed"
	EventDecisionAcknowledged = "decision.acknowledged"
	EventDecisionWithdrawn    = "decision.withdrawn"
	EventDecisionSuperseded   = "decision.superseded"

	// A backup was restored.
	EventRestored = "system.restored"

	// These go only to endpoints that name them.
	EventLinkReminded  = "client.link_reminded"
	EventLinkExpiring  = "client.link_expiring"
	EventLinkWithdrawn = "client.link_withdrawn"
	EventLinkBlocked   = "client.link_blocked"
	EventEmailBounced  = "client.email_bounced"

	EventMethodStarted   = "payment_method.update_started"
	EventMethodAbandoned = "payment_method.abandoned"
	EventPayStarted      = "invoice.pay_started"
)

// Endpoint is an address that events are posted to.
type Endpoint struct {
	Account      string
	ID           string
	Partner      string // only events of this partner; empty: all of the account
	URL          string
	Events       []string // types; empty: all but the opt-in ones
	Style        EndpointStyle
	HeaderPrefix string // of the t=,v1= style: "X-Latchkey-"
	Sealed       []byte // secret, sealed
	SealedOld    []byte // the one before; signs beside the new one until OldUntil
	OldUntil     time.Time
	DisabledAt   time.Time // zero: active
	Reason       string    // why it was disabled
	Exhausted    int64     // different events in a row that were given up
	CreatedAt    time.Time
	UpdatedAt    time.Time
}

// EndpointStyle is how deliveries are signed.
type EndpointStyle string

// The styles.
const (
	StandardStyle EndpointStyle = "standard" // Standard Webhooks headers
	TimedStyle    EndpointStyle = "timed"    // one header t=…,v1=…
)

// HookDelivery is one event on its way to one endpoint.
type HookDelivery struct {
	ID         string
	Account    string
	Endpoint   string
	Event      string // event id
	EventSeq   int64
	Type       string
	State      DeliveryState
	Attempts   int
	NextAt     time.Time // when it is due; for a claimed one, when the claim lapses
	LastStatus int       // HTTP status of the last try; 0: none came
	LastError  string
	Replay     bool // asked for again by a person
	CreatedAt  time.Time
	DoneAt     time.Time
}

// DeliveryState says how far a delivery has come.
type DeliveryState string

// The states of a delivery.
const (
	DeliveryQueued    DeliveryState = "queued"
	DeliveryDone      DeliveryState = "delivered"
	DeliveryExhausted DeliveryState = "failed" // every try was used up
	DeliveryHeld      DeliveryState = "held"   // its endpoint is disabled; kept for a replay
)

// HookTry is one try of a delivery, for the log.
type HookTry struct {
	Delivery string
	Number   int
	At       time.Time
	Status   int // 0: no answer
	Took     time.Duration
	Error    string // our words, no response body
	Sent     string // the headers of the request, one per line; empty: none was made, or it is no longer kept
	Said     string // the beginning of what came back, as text; empty: nothing, no text, or no longer kept
}
