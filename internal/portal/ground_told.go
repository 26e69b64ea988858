package portal

import "time"

// source is whose word the subject is, of when.
func (m *ground) source() Source {
	source, _ := m.told()
	return source
}

// described is the moment whose state the subject shows.
func (m *ground) described() time.Time {
	return described(m.told())
}

func (m *ground) told() (Source, time.Time) {
	switch m.subject.Type {
	case ofQuote:
		if m.quote != nil {
			return m.quote.Source, m.quote.AsOf
		}
	case ofInvoice:
		return m.invoice.Source, m.invoice.AsOf
	case ofSubscription:
		return m.subscription.Source, m.subscription.AsOf
	case ofMethod:
		return m.method.Source, m.method.AsOf
	case ofCustomer:
		return m.customer.Source, time.Time{}
	}
	return m.purchase.Source, m.purchase.AsOf
}

// unanswered are the decisions about the subject, and about all of a subject
// that is an item, that the billing system's description does not hold yet.
func (m *ground) unanswered() []BillingDecision {
	var mine []BillingDecision
	for _, d := range m.decisions {
		if m.subject.Item == 0 || d.Subject.Item == 0 || d.Subject.Item == m.subject.Item {
			mine = append(mine, d)
		}
	}
	return newer(mine, m.described())
}

// charged is the method that the subscription is charged to; nil: not known.
func (m *ground) charged() *PaymentMethod {
	for i := range m.methods {
		if m.subscription.chargedTo(m.methods[i]) {
			return &m.methods[i]
		}
	}
	return nil
}
