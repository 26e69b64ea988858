package portal

import (
	"context"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// OpenRedo is a purchase that was not completed, as the page that takes it up
// again shows it.
type OpenRedo struct {
	Purchase  Purchase
	Customer  Customer
	Quote     *Quote // where it was quoted
	Why       string // one of the Why… words; empty: it can be done again
	Decisions []BillingDecision
	Offered   Offerings
	Links     Children
}

// Redo opens the purchase that a grant is for, whether it can be done again or
// not. ErrNotFound: the account has no such purchase.
func (s *Service) Redo(ctx context.Context, g link.Grant) (OpenRedo, error) {
	return OpenRedo{}, ErrNotFound
}
