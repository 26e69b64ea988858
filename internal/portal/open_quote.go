package portal

import (
	"context"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// OpenQuote is a quote as its page shows it.
type OpenQuote struct {
	Purchase Purchase
	Quote    Quote // zero but for its key where the billing system described the purchase alone
	Customer Customer
	State    string           // one of the Quote… states, what holds now
	Decision *BillingDecision // the customer's own that made it so, or the one still open; nil: none
	History  []Related
	Offered  Offerings
	Newer    string // path and query of the link to the quote that replaced it; empty: none
}

// States of a quote that the billing system does not name: the customer asked
// for another one, or its word is not one we know.
const (
	QuoteChanging = "changes_requested"
	QuoteUnknown  = "unknown"
)

// Quote opens the quote that a grant is for. ErrNotFound: the account has no
// such purchase.
func (s *Service) Quote(ctx context.Context, g link.Grant) (OpenQuote, error) {
	return OpenQuote{}, ErrNotFound
}
