package portal

import (
	"context"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// OpenContract is what renews of a purchase, as the page of its recurring
// billing shows it.
type OpenContract struct {
	Purchase  Purchase
	Customer  Customer
	Contracts []Contract // of the item that the link covers, or of every recurring one
	Links     Children
}

// Contract is one recurring item of a purchase with the subscription it started.
type Contract struct {
	Ordered      Item
	Subscription Subscription // zero but for its key where it was not described yet
	Item         SubscriptionItem
	State        string    // one of the Subscription… states, what holds now for this item; SubscriptionUnknown
	EndsAt       time.Time // when it is over or renews next; zero: not known
	Method       *PaymentMethod
	Decisions    []BillingDecision // newer than what the billing system described, newest first
	Offered      Offerings
}

// SubscriptionUnknown stands for a state whose code we do not know.
const SubscriptionUnknown = "unknown"

// Renewal opens the recurring billing that a grant is for. ErrNotFound: the
// account has no such purchase, or the item asked for is not one of it or does
// not renew.
func (s *Service) Renewal(ctx context.Context, g link.Grant) (OpenContract, error) {
	return OpenContract{}, ErrNotFound
}
