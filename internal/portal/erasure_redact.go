package portal

import (
	"encoding/json"
	"slices"
)

// submittedParts is what a partner submitted, as far as it names people.
type submittedParts struct {
	Client map[string]any   `json:"client"`
	Users  []map[string]any `json:"users"`
}

// names reports whether a request has one of these addresses.
func (r LinkRequest) names(addresses []string) bool {
	_, changed := r.redacted(addresses, false)
	return changed
}

// redacted is a request without a person: without all that its partner said of a
// customer that is erased whole, else without those who have one of these
// addresses. What the partner's cases say stays: they are the partner's.
func (r LinkRequest) redacted(addresses []string, whole bool) (LinkRequest, bool) {
	was := r
	if whole || slices.Contains(addresses, NormalEmail(r.Email)) {
		r.Email, r.Person, r.Reason = "", "", ""
	}
	var sub submittedParts
	if json.Unmarshal([]byte(r.Submitted), &sub) != nil {
		if whole {
			r.Submitted = "{}"
		}
		return r, r.differs(was)
	}
	if changed := sub.redact(addresses, whole); changed {
		r.Submitted = facts(map[string]any{"client": sub.Client, "users": sub.Users})
	}
	return r, r.differs(was)
}

func (r LinkRequest) differs(was LinkRequest) bool {
	return r.Email != was.Email || r.Person != was.Person || r.Reason != was.Reason || r.Submitted != was.Submitted
}

func (s *submittedParts) redact(addresses []string, whole bool) (changed bool) {
	has := func(fields map[string]any, name string) bool {
		text, _ := fields[name].(string)
		return slices.Contains(addresses, NormalEmail(text))
	}
	for i, u := range s.Users {
		if u["name"] != Erased && (whole || has(u, "email")) {
			s.Users[i], changed = map[string]any{"name": Erased}, true
		}
	}
	if whole && s.Client != nil && s.Client["name"] != Erased {
		s.Client, changed = map[string]any{"name": Erased, "country": s.Client["country"]}, true
	} else if has(s.Client, "supportEmail") {
		delete(s.Client, "supportEmail")
		changed = true
	}
	return changed
}

// redacted is the purchase without the people that it names: all of them if its
// customer is erased whole, else those who have one of these addresses.
func (p Purchase) redacted(addresses []string, whole bool) Purchase {
	for _, contact := range []**PurchaseContact{&p.Details.Billing, &p.Details.DeliverTo, &p.Details.Licensee} {
		if whole || (*contact).has(addresses) {
			*contact = nil
		}
	}
	if whole {
		p.Details.PaidWith, p.Details.PaymentReference, p.Details.Delivery = "", "", ""
	}
	return p
}

// names reports whether a purchase has a contact with one of these addresses.
func (p Purchase) names(addresses []string) bool {
	return p.Details.Billing.has(addresses) || p.Details.DeliverTo.has(addresses) || p.Details.Licensee.has(addresses)
}

func (c *PurchaseContact) has(addresses []string) bool {
	return c != nil && slices.Contains(addresses, NormalEmail(c.Email))
}

// redacted is the customer as it stays: without a name if it is erased whole.
func (c KnownCustomer) redacted(addresses []string) Customer {
	if !c.Whole {
		return c.without(addresses)
	}
	rest := c.Customer
	rest.Name, rest.Email, rest.RegistrationNumber, rest.Users = Erased, "", "", nil
	return rest
}
