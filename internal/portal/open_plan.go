package portal

import (
	"context"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// OpenPlan is a subscription as the page that changes its plan shows it.
type OpenPlan struct {
	Subscription Subscription
	Customer     Customer
	Item         *SubscriptionItem // the one asked for, or the only one; nil: all
	State        string            // see Contract
	Offers       []Offer           // open now, for that item or for any
	Chosen       *Offer            // the one the link asks for; nil: none in particular
	Method       *PaymentMethod
	Decisions    []BillingDecision
	Offered      Offerings
	Links        Children
}

// Plan opens the change of plan that a grant is for. ErrNotFound: the account
// has no such subscription, the item is not one of it, or the offer is not one
// that is open for it now.
func (s *Service) Plan(ctx context.Context, g link.Grant) (OpenPlan, error) {
	return OpenPlan{}, ErrNotFound
}
