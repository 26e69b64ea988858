package portal

import "context"

// erasureReader finds what is kept of a person. Addresses are given as people
// wrote them and in lower case; the lists have no limit, as nothing may be
// left out.
type erasureReader interface {
	// OwnObjects returns the objects that links about a customer open.
	OwnObjects(ctx context.Context, customer Key) ([]ObjectKey, error)
	// MailedObjects returns the objects whose links were mailed to an address,
	// but those of link requests.
	MailedObjects(ctx context.Context, account, email string) ([]ObjectKey, error)
	// MailsAt returns all mails to an address, whatever the case of its letters.
	MailsAt(ctx context.Context, account, email string) ([]Message, error)
	// MailsOf returns all mails about an object.
	MailsOf(ctx context.Context, k ObjectKey) ([]Message, error)
	// InvoicesAt returns the invoices that have this address, without Content.
	InvoicesAt(ctx context.Context, account, email string) ([]Invoice, error)
	// RequestsAt returns the link requests that name this address.
	RequestsAt(ctx context.Context, account, email string) ([]LinkRequest, error)
	// AllInvoices, AllPurchases and AllRequests are those of a customer.
	AllInvoices(ctx context.Context, customer Key) ([]Invoice, error)
	AllPurchases(ctx context.Context, customer Key) ([]Purchase, error)
	AllRequests(ctx context.Context, customer Key) ([]LinkRequest, error)
	// NotesAbout returns all notes about an object.
	NotesAbout(ctx context.Context, k ObjectKey) ([]DeskNote, error)
}

// erasureTx takes a person out of what is kept. Each is one conditional
// statement for the row: false means that it was changed since it was read, and
// nothing was written.
type erasureTx interface {
	// EraseCustomer writes Name, Email, RegistrationNumber and Users, and what
	// the customer is found by, if its source is still c.Source.
	EraseCustomer(ctx context.Context, c Customer) (won bool, err error)
	// EraseInvoice empties the address of an invoice, with name also the buyer
	// that lists show, and what it is found by of them. The content stays.
	EraseInvoice(ctx context.Context, inv Invoice, name bool) (won bool, err error)
	// ErasePurchase writes Details if the purchase is still as of p.AsOf.
	ErasePurchase(ctx context.Context, p Purchase) (won bool, err error)
	// EraseMethods empties the labels of a customer's payment methods.
	EraseMethods(ctx context.Context, customer Key) (int64, error)
	// EraseRequest writes Email, Person, Submitted and Reason, and what the
	// request is found by, if it was last changed at r.UpdatedAt.
	EraseRequest(ctx context.Context, r LinkRequest) (won bool, err error)
	// EraseTraces forgets what rows of imports left of these things, so that they
	// cannot be taken back any more. Job and Row are not looked at.
	EraseTraces(ctx context.Context, account string, things []ImportRow) (int64, error)
	// EraseMessage replaces the recipient; a mail that waits or is held lapses.
	EraseMessage(ctx context.Context, id, instead string) (won bool, err error)
	// DropNotes and DropVisits delete what is about the links to an object.
	DropNotes(ctx context.Context, k ObjectKey) (int64, error)
	DropVisits(ctx context.Context, k ObjectKey) (int64, error)
}
