package portal

import (
	"context"
	"fmt"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// OpenMethod is how a subscription is paid, as the page that changes it shows.
type OpenMethod struct {
	Subscription Subscription
	Customer     Customer
	State        string            // see Contract
	Method       *PaymentMethod    // the one it is charged to; nil: not known
	Others       []PaymentMethod   // saved ones that it could be charged to instead
	Decisions    []BillingDecision // see Contract
	Offered      Offerings         // pay: settle what a failed charge left open
	Links        Children
}

// Method opens the payment method of a subscription. ErrNotFound: the account
// has no such subscription.
func (s *Service) Method(ctx context.Context, g link.Grant) (OpenMethod, error) {
	if err := g.For(link.Payment); err != nil {
		return OpenMethod{}, err
	}
	key := Key{g.Account(), g.ObjectID()}
	account, err := s.freshAccount(ctx, key, SubscriptionRecord)
	if err != nil {
		return OpenMethod{}, err
	}
	m, err := s.ground(ctx, s.store, account, Subject{Type: ofSubscription, ID: key.ID})
	if err != nil {
		return OpenMethod{}, err
	}
	open := OpenMethod{
		Subscription: m.subscription, State: m.state(), Method: m.charged(),
		Decisions: m.unanswered(), Offered: m.offerings(actionsOf(g.Kind())),
	}
	for _, pm := range m.methods {
		if pm.usable() && (open.Method == nil || pm.ID != open.Method.ID) {
			open.Others = append(open.Others, pm)
		}
	}
	if open.Customer, err = s.customer(ctx, key.Account, m.subscription.Customer); err != nil {
		return OpenMethod{}, err
	}
	open.Links, err = s.subscriptionLinks(ctx, g, &m)
	return open, err
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
	Subscriptions []Subscription // that are not over
	Decisions     []BillingDecision
	Offered       Offerings
}

// Methods opens the payment methods of a customer. ErrNotFound: the account has
// no such customer.
func (s *Service) Methods(ctx context.Context, g link.Grant) (OpenMethods, error) {
	if err := g.For(link.Methods); err != nil {
		return OpenMethods{}, err
	}
	key := Key{g.Account(), g.ObjectID()}
	account, err := s.freshAccount(ctx, key, CustomerRecord)
	if err != nil {
		return OpenMethods{}, err
	}
	m, err := s.ground(ctx, s.store, account, Subject{Type: ofCustomer, ID: key.ID})
	if err != nil {
		return OpenMethods{}, err
	}
	actions := actionsOf(g.Kind())
	open := OpenMethods{Customer: m.customer, Decisions: m.unanswered(), Offered: m.offerings(actions)}
	methods, err := s.store.CustomerMethods(ctx, key)
	if err != nil {
		return OpenMethods{}, fmt.Errorf("payment methods: %w", err)
	}
	for _, pm := range methods {
		one, err := s.ground(ctx, s.store, account, Subject{Type: ofMethod, ID: pm.ID})
		if err != nil {
			return OpenMethods{}, err
		}
		open.Methods = append(open.Methods, UsedMethod{
			Method: pm, Subscriptions: one.chargedSubscriptions(),
			Decisions: one.unanswered(), Offered: one.offerings(actions),
		})
	}
	return open, nil
}

// chargedSubscriptions are the customer's that use the method and are not over.
func (m *ground) chargedSubscriptions() []Subscription {
	var list []Subscription
	for _, sub := range m.used {
		if sub.Status != SubscriptionFinished && sub.chargedTo(m.method) {
			list = append(list, sub)
		}
	}
	return list
}
