package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// objectRooms are the pages about what the billing system described.
func (d *desk) objectRooms() []adminRoute {
	return []adminRoute{
		{pattern: "GET /admin/customers/{account}/{id}", need: portal.MaySee, room: d.customerPage},
		{pattern: "GET /admin/purchases/{account}/{id}", need: portal.MaySee, room: d.purchasePage},
		{pattern: "GET /admin/subscriptions/{account}/{id}", need: portal.MaySee, room: d.subscriptionPage},
	}
}

func customerURL(k portal.Key) string     { return "/admin/customers/" + k.Account + "/" + k.ID }
func purchaseURL(k portal.Key) string     { return "/admin/purchases/" + k.Account + "/" + k.ID }
func subscriptionURL(k portal.Key) string { return "/admin/subscriptions/" + k.Account + "/" + k.ID }

// showObject draws a page about an object, whose words are ready.
func (d *desk) showObject(w http.ResponseWriter, r *http.Request, c clerk, name string, page views.ObjectPage) error {
	page.Frame = d.frame(c, name, page.Heading, views.PlaceLinks)
	visitOf(r).page = name
	return d.render(w, r, http.StatusOK, views.ObjectPageView(page))
}

func (d *desk) customerPage(w http.ResponseWriter, r *http.Request, c clerk) error {
	p, err := d.Portal.CustomerPage(r.Context(), keyIn(r))
	if err != nil {
		return err
	}
	o := d.lister(c, p.Account)
	page := views.ObjectPage{Heading: p.Customer.Name, Trouble: troubleOf(p.Held), Facts: customerFacts(p.Customer, p.Account, o.clock)}
	if page.Heading == "" {
		page.Heading = "Customer " + p.Customer.ID
	}
	page.Links = o.links(p.Links)
	page.Lists = []views.Listing{
		o.requests(p.Requests), o.subscriptions(p.Subscriptions), o.purchases(p.Purchases), o.invoices(p.Invoices), o.decisions(p.Decisions), o.mails(p.Mails),
	}
	return d.showObject(w, r, c, "admin-customer", page)
}

func (d *desk) purchasePage(w http.ResponseWriter, r *http.Request, c clerk) error {
	p, err := d.Portal.PurchasePage(r.Context(), keyIn(r))
	if err != nil {
		return err
	}
	o, order := d.lister(c, p.Account), p.Purchase
	page := views.ObjectPage{Heading: "Order " + order.ID, Reference: order.Reference, State: stateSaid(order.Status), Links: o.links(p.Links)}
	if p.Customer.Name != "" {
		page.Heading += " for " + p.Customer.Name
	}
	page.Facts = slices.Concat(ownerFacts(p.Customer, order.Customer, p.Account), []views.AdminFact{
		{Name: "Total", Value: english.Money(string(order.Totals.Gross), order.Currency)},
		{Name: "Open", Value: english.Money(string(order.Totals.Due), order.Currency)},
		{Name: "Order number", Value: order.PONumber},
		{Name: "Placed", Value: o.at(order.CreatedAt)},
	}, quoteFacts(p.Quote), sourceFacts(order.Source, order.AsOf, o.clock))
	page.Lists = []views.Listing{o.items(order), o.invoices(p.Invoices), o.subscriptions(p.Subscriptions), o.decisions(p.Decisions), o.mails(p.Mails)}
	page.Facts = filled(page.Facts)
	return d.showObject(w, r, c, "admin-purchase", page)
}

func (d *desk) subscriptionPage(w http.ResponseWriter, r *http.Request, c clerk) error {
	p, err := d.Portal.SubscriptionPage(r.Context(), keyIn(r))
	if err != nil {
		return err
	}
	o, sub := d.lister(c, p.Account), p.Subscription
	page := views.ObjectPage{Heading: "Subscription " + sub.ID, Reference: sub.Reference, State: stateSaid(sub.Status), Links: o.links(p.Links)}
	if p.Customer.Name != "" {
		page.Heading += " for " + p.Customer.Name
	}
	page.Facts = slices.Concat(ownerFacts(p.Customer, sub.Customer, p.Account), []views.AdminFact{
		{Name: "Renewal", Value: upperFirst(sub.Details.Renewal)},
		{Name: "Next charge", Value: o.at(sub.Details.NextBillingAt)},
		{Name: "Amount", Value: english.Money(string(sub.Details.Next.Gross), sub.Currency)},
		{Name: "Open", Value: english.Money(string(sub.Details.Open), sub.Currency)},
		{Name: "Ends", Value: o.at(sub.Details.EndsAt)},
	}, sourceFacts(sub.Source, sub.AsOf, o.clock))
	if sub.Purchase != "" {
		page.Facts = append(page.Facts, views.AdminFact{Name: "Order", Value: sub.Purchase, URL: purchaseURL(portal.Key{Account: sub.Account, ID: sub.Purchase})})
	}
	page.Facts = filled(page.Facts)
	page.Lists = []views.Listing{o.subscribed(sub), o.invoices(p.Invoices), o.decisions(p.Decisions), o.mails(p.Mails)}
	return d.showObject(w, r, c, "admin-subscription", page)
}

// filled leaves out what is not known.
func filled(facts []views.AdminFact) []views.AdminFact {
	return slices.DeleteFunc(facts, func(f views.AdminFact) bool { return f.Value == "" })
}

// stateSaid is the billing system's word for a state.
func stateSaid(state string) string { return upperFirst(strings.ReplaceAll(state, "_", " ")) }

func customerFacts(c portal.Customer, a portal.Account, clock clock) []views.AdminFact {
	address := "None on file"
	if c.Email != "" {
		address = shownTo(c.Email)
	}
	var users []string
	for _, u := range c.Users {
		users = append(users, strings.TrimPrefix(u.Name+", "+shownTo(u.Email), ", "))
	}
	return filled(slices.Concat([]views.AdminFact{
		{Name: "Account", Value: a.Name},
		{Name: "Customer", Value: c.ID, Code: true},
		{Name: "Address", Value: address},
		{Name: "People", Value: strings.Join(users, "; ")},
		{Name: "Kind", Value: upperFirst(c.Type)},
		{Name: "Country", Value: c.Country},
		{Name: "Registration", Value: c.RegistrationNumber, Code: true},
	}, sourceFacts(c.Source, time.Time{}, clock)))
}

// ownerFacts say whose an object is.
func ownerFacts(c portal.Customer, id string, a portal.Account) []views.AdminFact {
	facts := []views.AdminFact{{Name: "Account", Value: a.Name}}
	switch {
	case c.ID != "":
		name := c.Name
		if name == "" {
			name = c.ID
		}
		facts = append(facts, views.AdminFact{Name: "Customer", Value: name, URL: customerURL(c.Key)})
		if c.Email != "" {
			facts = append(facts, views.AdminFact{Name: "Address", Value: shownTo(c.Email)})
		}
	case id != "":
		facts = append(facts, views.AdminFact{Name: "Customer", Value: id + ", not described yet"})
	}
	return facts
}

func quoteFacts(q *portal.Quote) []views.AdminFact {
	if q == nil {
		return nil
	}
	number := q.Number
	if number == "" {
		number = q.ID
	}
	return []views.AdminFact{
		{Name: "Quote", Value: number + ", " + lowerFirst(stateSaid(q.State))},
		{Name: "Valid until", Value: english.DateShort(string(q.ValidUntil))},
	}
}

// sourceFacts say how fresh the mirror is.
func sourceFacts(s portal.Source, asOf time.Time, c clock) []views.AdminFact {
	var facts []views.AdminFact
	if s.Version != 0 {
		facts = append(facts, views.AdminFact{Name: "Version", Value: strconv.FormatInt(s.Version, 10)})
	}
	if !s.ModifiedAt.IsZero() {
		facts = append(facts, views.AdminFact{Name: "Changed there", Value: c.full(s.ModifiedAt)})
	}
	if !asOf.IsZero() {
		facts = append(facts, views.AdminFact{Name: "Mirrored", Value: c.full(asOf)})
	}
	return facts
}
