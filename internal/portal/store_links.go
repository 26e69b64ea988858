package portal

import (
	"context"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// linkListReader is the part of Reader about lists of links, and of what a
// customer has.
type linkListReader interface {
	// LinkStates lists the objects of a filter whose links are kept here.
	LinkStates(ctx context.Context, f LinkFilter) ([]LinkState, error)
	// CountLinkStates counts those of a filter, up to most; its Before and Limit
	// do not matter.
	CountLinkStates(ctx context.Context, f LinkFilter, most int) (int, error)

	// CustomerPurchases returns a customer's purchases, the last in order of id first.
	CustomerPurchases(ctx context.Context, customer Key, limit int) ([]Purchase, error)
	// CustomerInvoices returns the invoices that name a customer, without
	// Content, newest issue date first.
	CustomerInvoices(ctx context.Context, customer Key, limit int) ([]Invoice, error)
	// CustomerRequests returns the link requests that a customer could answer or
	// has answered, the one changed last first.
	CustomerRequests(ctx context.Context, customer Key, limit int) ([]LinkRequest, error)
	// MailsTo returns the mails of an account to an address, newest first.
	MailsTo(ctx context.Context, account, email string, limit int) ([]Message, error)
}

// LinkCut is one part of the list of links.
type LinkCut string

// The cuts. A list runs by what its cut is about, so that its first page is
// what needs somebody first.
const (
	LinksAll      LinkCut = ""         // touched last first
	LinksWorking  LinkCut = "working"  // that open now; ending first first
	LinksEnding   LinkCut = "ending"   // of those, that end before Ending
	LinksUnopened LinkCut = "unopened" // of those that open now, no person was seen on them
	LinksExpired  LinkCut = "expired"  // over; ended last first
	LinksRevoked  LinkCut = "revoked"  // turned off; last first
)

// LinkFilter narrows the list of links; the zero value of a field narrows
// nothing.
type LinkFilter struct {
	Accounts Accounts
	Cut      LinkCut
	Kind     link.Kind
	By       string    // issued by this actor, or by those whose names begin so: "admin:"
	Since    time.Time // issued at or after
	Until    time.Time // issued before
	Now      int64     // unix seconds
	Ending   int64     // of LinksEnding
	Before   Cursor    // see LinkState.Cursor
	Limit    int
}

// Cursor is where an object stands in a list of a cut.
func (s LinkState) Cursor(c LinkCut) Cursor {
	m := Cursor{ID: s.Account + "/" + string(s.Kind) + "/" + s.ID}
	switch c {
	case LinksWorking, LinksEnding, LinksUnopened, LinksExpired:
		m.At = time.Unix(s.End, 0)
	case LinksRevoked:
		m.At = s.EndedAt
	default:
		m.At = s.TouchedAt
	}
	return m
}
