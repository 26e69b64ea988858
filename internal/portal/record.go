package portal

import "context"

// Record is one snapshot of the billing system on its way in, whole: what it
// leaves out is emptied. The records are Customer, Purchase, Subscription,
// Offer, Quote, PaymentMethod and IssuedDocument; Reference and AsOf of one that
// comes in are not looked at.
//
//sumtype:decl
type Record interface {
	// Identity says what it is and which: the account and the record's own id.
	Identity() (RecordType, Key)

	// normal is the record in the one form it is kept in.
	normal() Record
	// check gathers what is wrong with it.
	check(*checklist)
	// take writes it, unless what is kept is the same or a later word.
	take(ctx context.Context, s *Service, tx Tx) (taking, error)
}

// RecordType is the word for a kind of record, in imports, verdicts and the
// audit trail.
type RecordType string

// The types of records.
const (
	CustomerRecord     RecordType = "customer"
	PurchaseRecord     RecordType = "purchase"
	SubscriptionRecord RecordType = "subscription"
	OfferRecord        RecordType = "offer"
	QuoteRecord        RecordType = "quote"
	MethodRecord       RecordType = "payment_method"
	DocumentRecord     RecordType = "document"
)

// IssuedDocument is a billing document as the billing system describes it. Its
// files come apart from it; see Service.TakePart. Each document makes one
// invoice of its own, so two documents of one number are two.
type IssuedDocument struct {
	Key      // ID: the document id
	Number   string
	Kind     DocumentKind
	Purchase string // purchase id, or empty
	Customer string // customer id, or empty
	Email    string // address on file where no customer is known
	IssuedOn Date
	DueOn    Date
	Currency string
	Totals   Totals
	Corrects string // document id
	Details  InvoiceDetails
	Source   Source
}

// Taken says what became of a record.
type Taken struct {
	Status  TakenStatus
	Created bool       // there was none before
	Type    RecordType // of the record
	ID      string     // of the record, as it is kept: a subscription's without its S
	PathID  string     // of a document: the path id of its invoice

	before, now any // as in taking; nil unless it was applied
}

// TakenStatus is the word for it.
type TakenStatus string

// What can become of a record that is right; one that is wrong is an
// *InvalidError.
const (
	Applied TakenStatus = "applied"
	Older   TakenStatus = "stale" // a later word is kept
	Kept    TakenStatus = "unchanged"
)

// Identity is the record's type and key.
func (c Customer) Identity() (RecordType, Key) { return CustomerRecord, c.Key }

// Identity is the record's type and key.
func (p Purchase) Identity() (RecordType, Key) { return PurchaseRecord, p.Key }

// Identity is the record's type and key.
func (s Subscription) Identity() (RecordType, Key) { return SubscriptionRecord, s.Key }

// Identity is the record's type and key.
func (o Offer) Identity() (RecordType, Key) { return OfferRecord, o.Key }

// Identity is the record's type and key.
func (q Quote) Identity() (RecordType, Key) { return QuoteRecord, q.Key }

// Identity is the record's type and key.
func (m PaymentMethod) Identity() (RecordType, Key) { return MethodRecord, m.Key }

// Identity is the record's type and key.
func (d IssuedDocument) Identity() (RecordType, Key) { return DocumentRecord, d.Key }
