package portal

import (
	"context"
	"time"
)

// approvalReader is the part of Reader about connections and what is told of
// them.
type approvalReader interface {
	Partner(ctx context.Context, account, id string) (Partner, error)
	PartnerByKey(ctx context.Context, keyHash []byte) (Partner, error)
	Partners(ctx context.Context, account string) ([]Partner, error) // by id
	APIKeyByHash(ctx context.Context, keyHash []byte) (APIKey, error)
	APIKeys(ctx context.Context, account string) ([]APIKey, error)

	// ClientsByEmail returns the customers that have one of these addresses
	// (trimmed, lower case) as their own or as a user's, by id.
	ClientsByEmail(ctx context.Context, account string, emails []string) ([]Customer, error)
	// ActiveConnection returns the client's active connection.
	ActiveConnection(ctx context.Context, account, client string) (Connection, error)
	// TenantConnection returns the active connection of a partner's tenant.
	TenantConnection(ctx context.Context, account, partner, tenant string) (Connection, error)

	Request(ctx context.Context, k Key) (LinkRequest, error)
	TenantRequest(ctx context.Context, account, partner, tenant string) (LinkRequest, error)
	// Requests lists link requests, the one changed last first.
	Requests(ctx context.Context, f RequestFilter) ([]LinkRequest, error)
	// CountRequests counts the requests of accounts by how they stand at now: by
	// their status, but as "overdue" if they are pending and past their end. It
	// stops counting each at most; 0: it does not.
	CountRequests(ctx context.Context, accounts Accounts, now int64, most int) (map[string]int64, error)
	Attempts(ctx context.Context, request Key) ([]Attempt, error) // oldest first
	Cases(ctx context.Context, request Key) ([]HeldCase, error)   // by position
	LastDecision(ctx context.Context, request Key) (Decision, error)

	// Lapsed returns pending requests whose end is at or before now, oldest end
	// first.
	Lapsed(ctx context.Context, now int64, limit int) ([]LinkRequest, error)
	// Remindable returns live pending requests, mailed by us, that have had
	// fewer than most reminders and whose next one is due: the first at half of
	// the window, the second 24 h before its end.
	Remindable(ctx context.Context, now int64, most int64, limit int) ([]LinkRequest, error)
	// Landing returns cases that wait to be landed, oldest change first.
	Landing(ctx context.Context, limit int) ([]HeldCase, error)

	// Events returns an account's events after seq, oldest first; partner
	// narrows them unless empty.
	Events(ctx context.Context, account, partner string, after int64, limit int) ([]Event, error)
	Event(ctx context.Context, account, id string) (Event, error)

	Endpoint(ctx context.Context, account, id string) (Endpoint, error)
	Endpoints(ctx context.Context, account string) ([]Endpoint, error) // oldest first; "" all accounts
	Deliveries(ctx context.Context, f DeliveryFilter) ([]HookDelivery, error)
	// CountDeliveries counts those of a filter by their state, whatever its limit.
	CountDeliveries(ctx context.Context, f DeliveryFilter) (map[DeliveryState]int64, error)
	Delivery(ctx context.Context, account, id string) (HookDelivery, error)
	Tries(ctx context.Context, delivery string) ([]HookTry, error) // oldest first
	// DueEndpoints returns active endpoints that have a delivery due at now.
	DueEndpoints(ctx context.Context, now time.Time) ([]Endpoint, error)

	Suppressed(ctx context.Context, account, email string) (Suppression, error)
	Suppressions(ctx context.Context, account string, limit int) ([]Suppression, error)
	Challenge(ctx context.Context, id string) (Challenge, error)
	Replay(ctx context.Context, account, caller, key string) (Replay, error)
}

// RequestFilter narrows a list of link requests; the zero value of a field
// narrows nothing.
type RequestFilter struct {
	Account  string
	Accounts Accounts
	Partner  string
	Status   RequestStatus
	Live     bool  // pending and not past its end at Now
	Overdue  bool  // pending and past its end at Now
	Expired  bool  // overdue, or reported as expired
	Ending   int64 // pending, live, and over before this time (unix seconds)
	Now      int64
	Query    string // tenant, company or address, exact or its beginning
	Before   Cursor // for the next page
	Limit    int
}

// Cursor is where a page of a list ended.
type Cursor struct {
	At time.Time
	ID string
}

// DeliveryFilter narrows a list of deliveries, newest first.
type DeliveryFilter struct {
	Account  string
	Accounts Accounts
	Endpoint string
	Event    string
	State    DeliveryState
	Since    time.Time // made at or after
	Until    time.Time // made before; zero: narrows nothing
	Before   Cursor
	Limit    int
}

// approvalTx is the part of Tx about connections. Every transition of a link
// request is one conditional UPDATE whose row count decides who won.
type approvalTx interface {
	PutPartner(ctx context.Context, p Partner) error
	AddAPIKey(ctx context.Context, k APIKey) error
	RevokeAPIKey(ctx context.Context, account, id string, at time.Time) error
	TouchAPIKey(ctx context.Context, account, id string, at time.Time) error

	// AddRequest adds a request with its first attempt; ErrExists: the partner's
	// tenant has one.
	AddRequest(ctx context.Context, r LinkRequest, first Attempt) error
	// Decide moves a pending request to r.Status if attempt is in force and
	// start−60 ≤ now < end (T4, T5); it writes Status, Client, DecidedAt, Reason
	// and FormValue, and ends the attempt.
	Decide(ctx context.Context, r LinkRequest, attempt, now int64) (won bool, err error)
	// Renew puts a request back to pending with a new attempt (T3, T7, T8, T10,
	// T12) if its status is from and its attempt is a.Number−1; from Approved it
	// also asks that the client has no active connection with the partner. It
	// ends the attempt before as superseded if that was still in force, and
	// resets what belongs to the old one.
	Renew(ctx context.Context, r LinkRequest, from RequestStatus, a Attempt) (won bool, err error)
	// Expire moves a pending request to expired if attempt is in force and its
	// end is at or before now (T6).
	Expire(ctx context.Context, k Key, attempt, now int64, at time.Time) (won bool, err error)
	// ClaimLapsed returns up to limit requests of Lapsed that no other transaction
	// has claimed, locked until the end of this one.
	ClaimLapsed(ctx context.Context, now int64, limit int) ([]LinkRequest, error)
	// Withdraw moves a pending, expired or declined request to withdrawn if
	// attempt is in force (T9).
	Withdraw(ctx context.Context, k Key, attempt int64, at time.Time) (won bool, err error)
	// Block moves every other pending request that only this client could
	// answer to blocked, and returns them as they are then (T11).
	Block(ctx context.Context, account, client, except string, at time.Time) ([]LinkRequest, error)
	// MergeRequest replaces what a partner submitted, if the attempt is in force
	// and the request pending (T2).
	MergeRequest(ctx context.Context, r LinkRequest, attempt int64) (won bool, err error)
	// CountReminder counts a reminder if the request is pending, the attempt in
	// force, live at now, and reminders is the count so far.
	CountReminder(ctx context.Context, k Key, attempt, reminders, now int64, at time.Time) (won bool, err error)
	// NextSequence counts the request's events up and returns the new count.
	NextSequence(ctx context.Context, k Key) (int64, error)

	AddDecision(ctx context.Context, d Decision) error
	// AddConnection: ErrExists if the client or the tenant has an active one.
	AddConnection(ctx context.Context, c Connection) error
	ArchiveConnection(ctx context.Context, account, id string, at time.Time) (won bool, err error)

	// PutCase inserts a case or replaces the payload of a held one of the same
	// position.
	PutCase(ctx context.Context, c HeldCase) error
	// MoveCases moves every case of a request from one state to another.
	MoveCases(ctx context.Context, request Key, from, to CaseState, at time.Time) (int64, error)
	// LandCase ends the landing of one case: landed with CaseID, or failed with
	// a reason, if it is landing. ErrExists: the client has a landed case of
	// that reference.
	LandCase(ctx context.Context, c HeldCase, client string) (won bool, err error)

	// RetryCase moves one failed case back to landing.
	RetryCase(ctx context.Context, c HeldCase) (won bool, err error)
	// AddCase keeps a landed case of a connection outside of any request; false:
	// the client has one of that reference (an empty reference never collides).
	AddCase(ctx context.Context, conn Connection, reference, caseID, payload string, at time.Time) (fresh bool, err error)

	// AppendEvent gives the event the account's next Seq and keeps it.
	AppendEvent(ctx context.Context, e Event) (Event, error)
	// LockEndpoint returns an endpoint that nobody else changes until the
	// transaction ends. It comes before the locks of its deliveries and of the
	// trail. Who puts an endpoint back took it from here.
	LockEndpoint(ctx context.Context, account, id string) (Endpoint, error)
	PutEndpoint(ctx context.Context, e Endpoint) error
	DeleteEndpoint(ctx context.Context, account, id string) error
	AddDelivery(ctx context.Context, d HookDelivery) error
	// ClaimDeliveries takes up to limit deliveries of one endpoint due at now,
	// oldest event first, and holds them until lease passes.
	ClaimDeliveries(ctx context.Context, endpoint string, now time.Time, lease time.Duration, limit int) ([]HookDelivery, error)
	// FinishDelivery records try d.Attempts and how it ended, if the delivery is
	// still queued and was not claimed again since.
	FinishDelivery(ctx context.Context, d HookDelivery, t HookTry) (won bool, err error)
	// HoldDeliveries moves an endpoint's queued deliveries to held, and
	// RequeueDeliveries those of a filter back to queued, as replays.
	HoldDeliveries(ctx context.Context, account, endpoint string, at time.Time) (int64, error)
	RequeueDeliveries(ctx context.Context, f DeliveryFilter, at time.Time) (int64, error)
	// CountExhausted counts an endpoint's given-up events in a row up, or to 0.
	CountExhausted(ctx context.Context, account, endpoint string, failed bool) (int64, error)

	PutSuppression(ctx context.Context, s Suppression) error
	DeleteSuppression(ctx context.Context, account, email string) error
	// SetMailFate records what became of a mail that was handed over.
	SetMailFate(ctx context.Context, messageID string, fate MailFate, at time.Time) (Message, error)
	// RequeueMessage puts a failed or sent mail back into the queue.
	RequeueMessage(ctx context.Context, id string, at time.Time) (won bool, err error)

	AddChallenge(ctx context.Context, c Challenge) error
	// TryChallenge counts a try of a challenge that is neither passed, run out
	// nor tried most times, and returns it as it is then; false: not any more.
	TryChallenge(ctx context.Context, id string, most int64, now time.Time) (Challenge, bool, error)
	PassChallenge(ctx context.Context, id string, at time.Time) (won bool, err error)

	// AddReplay keeps the answer to an idempotency key, in the place of one of
	// before expired, or of one of before dead that has no answer. It waits for a transaction elsewhere that keeps one under the
	// same key, but not longer than most: then ErrInProgress. ErrExists.
	AddReplay(ctx context.Context, r Replay, expired, dead time.Time, most time.Duration) error
	// SetReplay replaces what AddReplay kept in the same transaction.
	SetReplay(ctx context.Context, r Replay) error
	// DropReplay removes it.
	DropReplay(ctx context.Context, r Replay) error
	// DropReplays removes up to limit of those of before at, the oldest first.
	DropReplays(ctx context.Context, before time.Time, limit int) (int64, error)
}
