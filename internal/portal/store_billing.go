package portal

import (
	"context"
	"time"
)

// billingReader is the part of Reader about what is billed.
type billingReader interface {
	Subscription(ctx context.Context, k Key) (Subscription, error)
	// CustomerSubscriptions returns a customer's subscriptions by id.
	CustomerSubscriptions(ctx context.Context, customer Key) ([]Subscription, error)
	// PurchaseSubscriptions returns the subscriptions that a purchase started, by id.
	PurchaseSubscriptions(ctx context.Context, purchase Key) ([]Subscription, error)
	// SubscriptionOffers returns the offers made for one subscription and those
	// made for none in particular, by id; whether they are open is for the
	// caller's clock.
	SubscriptionOffers(ctx context.Context, subscription Key) ([]Offer, error)
	Quote(ctx context.Context, k Key) (Quote, error)
	PaymentMethod(ctx context.Context, k Key) (PaymentMethod, error)
	// CustomerMethods returns a customer's payment methods, the default first,
	// then by id.
	CustomerMethods(ctx context.Context, customer Key) ([]PaymentMethod, error)

	BillingDecision(ctx context.Context, k Key) (BillingDecision, error)
	// BillingDecisions lists decisions, the one changed first first.
	BillingDecisions(ctx context.Context, f BillingFilter) ([]BillingDecision, error)
	// SubjectDecisions returns the decisions about one subject, all items, newest first.
	SubjectDecisions(ctx context.Context, account string, s Subject, limit int) ([]BillingDecision, error)
	// SlotDecision returns the open decision that holds a slot.
	SlotDecision(ctx context.Context, account, slot string) (BillingDecision, error)
	// DueDecisions returns open requests whose DueAt is at or before now,
	// oldest first.
	DueDecisions(ctx context.Context, now time.Time, limit int) ([]BillingDecision, error)

	Payment(ctx context.Context, k Key) (Payment, error)
	PaymentBySession(ctx context.Context, provider, session string) (Payment, error)
	// DecisionPayments returns the payments of a decision, newest first.
	DecisionPayments(ctx context.Context, decision Key) ([]Payment, error)
	// PendingPayments returns payments that are still pending and whose
	// ExpiresAt is at or before now, oldest first. One without an ExpiresAt is
	// not among them, so a payment has one before it is started, too.
	PendingPayments(ctx context.Context, now time.Time, limit int) ([]Payment, error)

	Inbound(ctx context.Context, k Key) (Inbound, error)
	// InboundByHash returns the message that had these bytes. ErrNotFound.
	InboundByHash(ctx context.Context, account, hash string) (Inbound, error)
	// Inbounds lists messages of an account, newest first; "" is all accounts
	// or states.
	Inbounds(ctx context.Context, account string, state InboundState, limit int) ([]Inbound, error)
	// DocumentFetch returns the file to be fetched for a part of a document.
	DocumentFetch(ctx context.Context, document Key, role PartRole) (Fetch, error)

	ImportJob(ctx context.Context, k Key) (ImportJob, error)
	ImportJobs(ctx context.Context, account string, limit int) ([]ImportJob, error) // newest first
	// ImportRows returns the verdicts of a job after a row, in order.
	ImportRows(ctx context.Context, job Key, after int64, limit int) ([]ImportRow, error)
	// ImportHistory lists the jobs of accounts behind a cursor by CreatedAt,
	// newest first.
	ImportHistory(ctx context.Context, accounts Accounts, before Cursor, limit int) ([]ImportJob, error)
	// ImportRowsOf is ImportRows of one verdict.
	ImportRowsOf(ctx context.Context, job Key, status string, after int64, limit int) ([]ImportRow, error)
	// ChangedRows returns the rows below one that changed something, last first.
	ChangedRows(ctx context.Context, job Key, before int64, limit int) ([]ImportRow, error)
	// ActedSince returns the first act on an object since a time that was neither
	// its mirroring nor an import, a visit to its page among them; empty: none. Of
	// kind "client", requests about it count.
	ActedSince(ctx context.Context, k ObjectKey, since time.Time) (act string, err error)
	// PastParts returns the earlier revisions of a document's parts, oldest first.
	PastParts(ctx context.Context, account, documentID string) ([]Part, error)
}

// billingTx is the part of Tx about what is billed. The Put verbs of mirrored
// objects are one conditional upsert: false means that a later word is kept
// (see Source), and nothing was changed.
type billingTx interface {
	PutSubscription(ctx context.Context, s Subscription) (applied bool, err error)
	PutOffer(ctx context.Context, o Offer) (applied bool, err error)
	PutQuote(ctx context.Context, q Quote) (applied bool, err error)
	PutPaymentMethod(ctx context.Context, m PaymentMethod) (applied bool, err error)
	// PutInvoice replaces the figures of an invoice that is there; Content,
	// Precedes, CreatedAt and the path id stay. ErrNotFound: there is none.
	PutInvoice(ctx context.Context, inv Invoice) (applied bool, err error)
	// FillInvoice writes Content, Precedes and Flags of an invoice, and the
	// names it is searched by.
	FillInvoice(ctx context.Context, inv Invoice) error
	// SetDocument writes Kind and IssuedOn of a document.
	SetDocument(ctx context.Context, d Document) error
	// RevisePart replaces a part by a later revision and keeps the earlier one;
	// false: the part is of the same bytes, or there is none.
	RevisePart(ctx context.Context, account, documentID string, p Part, at time.Time) (revised bool, err error)

	// AddBillingDecision keeps a decision if its slot is free, its preview was
	// not confirmed before and its form value not used before. False: it is not,
	// and nothing was changed.
	AddBillingDecision(ctx context.Context, d BillingDecision) (won bool, err error)
	// FinishDecision moves an open decision to d.State, writes Outcome, DoneAt,
	// UpdatedAt and Open, if its state is still from.
	FinishDecision(ctx context.Context, d BillingDecision, from BillingState) (won bool, err error)

	AddPayment(ctx context.Context, p Payment) error
	// StartPayment writes Session and ExpiresAt of a pending payment that has none.
	StartPayment(ctx context.Context, p Payment) (won bool, err error)
	// PutOffPayment writes ExpiresAt of a pending payment.
	PutOffPayment(ctx context.Context, p Payment) error
	// FinishPayment moves a pending payment to p.State.
	FinishPayment(ctx context.Context, p Payment) (won bool, err error)

	// AddInbound: ErrExists if the account has one of that hash.
	AddInbound(ctx context.Context, in Inbound) error
	// ClaimInbounds takes up to limit queued messages due at now, oldest first,
	// and holds them until lease passes.
	ClaimInbounds(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]Inbound, error)
	// FinishInbound records what became of try in.Attempts of a queued message, if
	// it was not claimed again since.
	FinishInbound(ctx context.Context, in Inbound) (won bool, err error)
	// RequeueInbound queues a message again that was finished; false: it is not.
	RequeueInbound(ctx context.Context, k Key, at time.Time) (won bool, err error)

	// AddFetch keeps one file to be fetched for a document's part; nothing
	// happens if there is one.
	AddFetch(ctx context.Context, f Fetch) error
	ClaimFetches(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]Fetch, error)
	FinishFetch(ctx context.Context, f Fetch) (won bool, err error)

	AddImportJob(ctx context.Context, j ImportJob) error
	// ClaimImportJob takes the oldest job that is queued, or running or being
	// taken back under a claim that has lapsed, and holds it until lease passes.
	// ErrNotFound: none.
	ClaimImportJob(ctx context.Context, now time.Time, lease time.Duration) (ImportJob, error)
	// SetImportJob writes State, Rows, Counts, Reason, NextAt and DoneAt of a
	// running job if its Rows is still rows.
	SetImportJob(ctx context.Context, j ImportJob, rows int64) (won bool, err error)
	AddImportRow(ctx context.Context, r ImportRow) error
	// SetImportUndo writes State, Counts, Reason, NextAt, Attempts and how far a
	// job is taken back, if state and undone are still the job's.
	SetImportUndo(ctx context.Context, j ImportJob, state string, undone int64) (won bool, err error)
	// Unmirror takes a mirrored thing away; part is the subscription of an offer
	// and the path id of a document. False: there is none, or the document has files.
	Unmirror(ctx context.Context, kind RecordType, k Key, part string) (gone bool, err error)
	// ForgetSource takes from a thing which word it is: any may replace it then.
	ForgetSource(ctx context.Context, kind RecordType, k Key, part string) error
}
