package portal

import "time"

// Notification is one message of the billing system, read: a snapshot of what
// it is about. Keys hold ids only; the account is that of whoever received it.
type Notification struct {
	Kind          string // as the sender calls it, "PaidOrderNotification"
	Source        Source
	Purchase      *Purchase // nil: it is about none
	Customer      *Customer
	Subscriptions []Subscription // with the items it names, which need not be all
	Quote         *Quote
	Document      *NotifiedDocument
	Fault         error // why this one cannot be taken; the others of a batch can
}

// NotifiedDocument is the PDF that a notification names.
type NotifiedDocument struct {
	ID     string // document id
	Number string // as it stands in the address
	Kind   DocumentKind
	// Announced says that the message was sent because of this document. Others
	// only carry the purchase's latest one along, and do not say what it is.
	Announced  bool
	IssuedAt   time.Time // zero: not said
	Currency   string
	Totals     Totals // empty where the message gives none for this document
	StatusCode string
	Test       bool
	Email      string // of the billing contact
	URL        string
	Until      time.Time // when the address ends, by its own e; zero: it does not say
}

// NotificationReader reads the body of a message: one notification, or a batch
// of them. Its error says why nothing of it can be read, to the person who set
// the sender up.
type NotificationReader func(body []byte) ([]Notification, error)
