package portal

import (
	"context"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// OpenMethod is how a subscription is paid, as the page that changes it shows.
type OpenMethod struct {
	Subscription Subscription
	Customer     Customer
	State        string          // see Contract
	Method       *PaymentMethod  // the one it is charged to; nil: not known
	Others       []PaymentMethod // saved ones that it could be charged to instead
	Decisions    []BillingDecision
	Offered      Offerings
	Links        Children
}

// Method opens the payment method of a subscription. ErrNotFound: the account
// has no such subscription.
func (s *Service) Method(ctx context.Context, g link.Grant) (OpenMethod, error) {
	return OpenMethod{}, ErrNotFound
}

// OpenMethods are the saved payment methods of a customer.
type OpenMethods struct {
	Customer  Customer
	Methods   []UsedMethod      // the default first
	Decisions []BillingDecision // about the customer; those about one method stand with it
	Offered   Offerings         // what is about none in particular
}

// UsedMethod is a saved payment method and what is charged to it.
type UsedMethod struct {
	Method        PaymentMethod
	Subscriptions []Subscription
	Decisions     []BillingDecision
	Offered       Offerings
}

// Methods opens the payment methods of a customer. ErrNotFound: the account has
// no such customer.
func (s *Service) Methods(ctx context.Context, g link.Grant) (OpenMethods, error) {
	return OpenMethods{}, ErrNotFound
}
