package portal

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// What callers of a Store tell apart. Everything else is "we could not".
var (
	ErrNotFound    = errors.New("not found")
	ErrExists      = errors.New("exists already")
	ErrUnavailable = errors.New("database unavailable")
	// ErrDamaged means that the database's file is not what was written.
	ErrDamaged = errors.New("the database is damaged (runbook=database-corrupt): " +
		"stop the server, keep the files as they are, and restore the latest backup")
	// ErrReadOnly is an ErrUnavailable before anything was tried: the disk takes
	// no writes, so nothing of the transaction was saved.
	ErrReadOnly = fmt.Errorf("nothing can be written now: %w", ErrUnavailable)
)

// Store keeps what the portal knows. It is implemented once, for SQLite and for
// PostgreSQL; internal/store/storetest says what both must do. Reads see what
// is committed. Look-ups of one thing return ErrNotFound; lists may be empty.
type Store interface {
	Reader
	compactor
	// InTx runs f in one transaction, and may run it again after a conflict:
	// f must touch nothing but its Tx. An error of f rolls back.
	InTx(ctx context.Context, f func(Tx) error) error
	wholeStore
	// Ready says whether the database answers and this program works on its schema.
	Ready(ctx context.Context) error
	Close() error
}

// Reader is what both a Store and a Tx can be asked.
type Reader interface {
	approvalReader
	billingReader
	storeSearch
	visitReader
	deliveryReader
	settingsReader
	doorReader
	timelineReader
	linkListReader
	bulkReader
	safetyReader
	peopleReader
	overviewReader
	erasureReader
	verificationReader
	dutyReader
	sharedReader
	epochReader
	masterReader

	Account(ctx context.Context, slug string) (Account, error)
	Accounts(ctx context.Context) ([]Account, error) // by slug
	Secrets(ctx context.Context, account string) ([]Secret, error)
	// LegacyAccount finds the account whose invoice has that number, among the
	// accounts that switched the legacy path on.
	LegacyAccount(ctx context.Context, number string) (string, error)

	Customer(ctx context.Context, k Key) (Customer, error)
	Purchase(ctx context.Context, k Key) (Purchase, error)
	Invoice(ctx context.Context, k Key) (Invoice, error)
	// InvoicesNumbered returns the account's invoices of that number, oldest first.
	InvoicesNumbered(ctx context.Context, account, number string) ([]Invoice, error)
	// PurchaseInvoices returns a purchase's invoices without Content, newest
	// issue date first; of one day those of a later word first, then those that
	// arrived later.
	PurchaseInvoices(ctx context.Context, purchase Key) ([]Invoice, error)
	// RelatedInvoices returns, without Content and in the same order, the
	// invoice itself, those it refers to by number and those that refer to it.
	RelatedInvoices(ctx context.Context, k Key) ([]Invoice, error)
	// Documents returns an invoice's documents with their parts, latest last.
	Documents(ctx context.Context, invoice Key) ([]Document, error)
	DocumentByID(ctx context.Context, account, documentID string) (Document, error)
	// DocumentWithHash finds the document of the account that has a part with
	// these bytes (64 hex), or had it before the part was revised.
	DocumentWithHash(ctx context.Context, account, sha256 string) (Document, error)
	Blob(ctx context.Context, sha256 string) ([]byte, error)

	// LinkState returns the zero LinkState with its key where there is none.
	LinkState(ctx context.Context, k ObjectKey) (LinkState, error)
	// AskedMails counts the links that visitors had mailed to an address, in
	// whatever case of its letters, after a time.
	AskedMails(ctx context.Context, account, email string, after time.Time) (int, error)

	// Timeline returns the audit entries about one object, newest first.
	Timeline(ctx context.Context, account, kind, object string, limit int) ([]Entry, error)
	// Audit returns an account's entries after seq, oldest first.
	Audit(ctx context.Context, account string, after int64, limit int) ([]Entry, error)
	// AuditAccounts returns the accounts that have entries, "" first if it has.
	AuditAccounts(ctx context.Context) ([]string, error)
	// AuditHead returns the last entry's seq and hash as the head row says; 0
	// and nil where there is none. Inside a Tx it locks the head until the end.
	AuditHead(ctx context.Context, account string) (seq int64, hash []byte, err error)

	// Messages returns mails newest first: of one object, or of all accounts
	// where the key is zero.
	Messages(ctx context.Context, k ObjectKey, limit int) ([]Message, error)
	// MessageList returns the mails of a filter, the one added last first.
	MessageList(ctx context.Context, f MessageFilter) ([]Message, error)
	Message(ctx context.Context, id string) (Message, error)

	Admin(ctx context.Context, id string) (Admin, error)
	AdminByEmail(ctx context.Context, email string) (Admin, error)
	Admins(ctx context.Context) ([]Admin, error)
	Session(ctx context.Context, idHash []byte) (Session, error)
}

// Tx is what a transaction can do besides reading. Verbs named Put insert or
// replace; Add verbs return ErrExists; the others say what they report.
type Tx interface {
	Reader
	approvalTx
	billingTx
	visitTx
	deliveryTx
	settingsTx
	doorTx
	timelineTx
	bulkTx
	safetyTx
	peopleTx
	overviewTx
	retentionTx
	erasureTx
	verificationTx
	dutyTx
	sharedTx
	epochTx
	masterTx
	upkeepTx
	spentTx

	AddAccount(ctx context.Context, a Account) error
	// SetAccount replaces the settings of an account; ErrNotFound if there is none.
	SetAccount(ctx context.Context, a Account) error
	PutSecret(ctx context.Context, s Secret) error
	// DeleteSecret removes a secret; nothing happens if there is none.
	DeleteSecret(ctx context.Context, account string, kind SecretKind, id string) error

	// PutCustomer and PutPurchase report false where a later word is kept.
	PutCustomer(ctx context.Context, c Customer) (applied bool, err error)
	PutPurchase(ctx context.Context, p Purchase) (applied bool, err error)
	// AddInvoice also keeps the names it is searched by. ErrExists: the path id is taken.
	AddInvoice(ctx context.Context, inv Invoice) error
	// AddDocument keeps a document and its parts' descriptions; blobs first.
	AddDocument(ctx context.Context, d Document) error
	// AddPart adds a part to a document; ErrExists if it has one of that role.
	AddPart(ctx context.Context, account, documentID string, p Part) error
	// PutBlob keeps bytes by their hash (64 hex); the same bytes twice are one.
	PutBlob(ctx context.Context, sha256 string, body []byte, at time.Time) error

	// Issue makes s the state of its object if the generation kept is
	// s.Generation−1 and no cut-off above s.CutOff is kept: one conditional
	// statement. False: someone else was first, and nothing was changed. The
	// mail counters are left as they are.
	Issue(ctx context.Context, s LinkState) (won bool, err error)
	// Revoke raises the cut-off and the generation and marks the object's links
	// as withdrawn, if the generation kept is generation and it is not revoked
	// already up to that cut-off. An Issue that was begun before it loses.
	Revoke(ctx context.Context, k ObjectKey, generation, cutOff int64, at time.Time) (won bool, err error)
	// CountMail counts one mail that a customer asked for, if the last one was
	// at or before notAfter and fewer than perDay were counted in the running
	// 24 h; it makes the row if there is none. False: not now.
	CountMail(ctx context.Context, k ObjectKey, at, notAfter time.Time, perDay int) (ok bool, err error)

	// AppendAudit writes an entry whose Seq and Hash the caller has set from
	// AuditHead in the same transaction, and moves the head.
	AppendAudit(ctx context.Context, e Entry) error

	AddMessage(ctx context.Context, m Message) error
	// ClaimMessages takes up to limit queued messages due at now and holds them
	// until lease passes: each goes to one claimant only.
	ClaimMessages(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]Message, error)
	// FinishMessage records how try m.Attempts ended, if the message is still
	// queued and was not claimed again since.
	FinishMessage(ctx context.Context, m Message) (won bool, err error)

	AddAdmin(ctx context.Context, a Admin) error
	SetAdminPassword(ctx context.Context, id, hash string) error
	AddSession(ctx context.Context, s Session) error
	// TouchSession moves LastSeen if the session is open.
	TouchSession(ctx context.Context, idHash []byte, at time.Time) error
	RevokeSession(ctx context.Context, idHash []byte, at time.Time) error
	// RevokeSessions ends every open session of an admin and says how many.
	RevokeSessions(ctx context.Context, adminID string, at time.Time) (int64, error)
}
