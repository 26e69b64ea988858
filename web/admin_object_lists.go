package web

import (
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// lister words the lists of a page about an object.
type lister struct {
	clock clock
	now   time.Time
	acts  bool // the clerk may send links
}

func (d *desk) lister(c clerk, a portal.Account) lister {
	return lister{clock: clockOf(a), now: d.Portal.Now(), acts: c.may(a.Slug, portal.MayAct)}
}

// at is a time in full; empty: it is not known.
func (o lister) at(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return o.clock.full(t)
}

// links are all that can be sent, one press away from the card that sends them.
func (o lister) links(all []portal.LinkTo) views.Listing {
	l := views.Listing{ID: "links", Heading: "Links", Empty: "There is nothing here that a link could open."}
	for _, to := range all {
		badge := badgeOf(to.State, o.now)
		name := linkNames[to.Object.Kind]
		title := to.Title + ", " + lowerFirst(name)
		if strings.HasPrefix(to.Title, name) {
			title = to.Title
		}
		row := views.ListingRow{Title: title, URL: linkURL(to.Object), State: &badge}
		if to.State.Live(o.now.Unix()) {
			row.Sub = "until " + o.clock.short(unix(to.State.End))
		}
		if o.acts {
			row.Act = &views.Link{Label: "Send a link to " + to.Title, URL: linkURL(to.Object) + "#fix"}
		}
		l.Rows = append(l.Rows, row)
	}
	return l
}

func (o lister) requests(all []portal.LinkRequest) views.Listing {
	l := views.Listing{ID: "requests", Heading: "Requests"}
	for _, r := range all {
		badge := requestBadge(r, o.now)
		l.Rows = append(l.Rows, views.ListingRow{
			Title: "Request " + r.Reference, URL: requestURL(r.Key), State: &badge, Sub: requestWindow(r, o.clock, o.now),
		})
	}
	return l
}

func (o lister) subscriptions(all []portal.Subscription) views.Listing {
	l := views.Listing{ID: "subscriptions", Heading: "Subscriptions"}
	for _, s := range all {
		l.Rows = append(l.Rows, views.ListingRow{Title: "Subscription " + s.ID, URL: subscriptionURL(s.Key), Sub: stateSaid(s.Status)})
	}
	return l
}

func (o lister) purchases(all []portal.Purchase) views.Listing {
	l := views.Listing{ID: "orders", Heading: "Orders"}
	for _, p := range all {
		l.Rows = append(l.Rows, views.ListingRow{
			Title: "Order " + p.ID, URL: purchaseURL(p.Key), Sub: strings.TrimPrefix(stateSaid(p.Status)+", "+english.Money(string(p.Totals.Gross), p.Currency), ", "),
		})
	}
	return l
}

func (o lister) invoices(all []portal.Invoice) views.Listing {
	l := views.Listing{ID: "invoices", Heading: "Invoices"}
	for _, inv := range all {
		k := portal.ObjectKey{Account: inv.Account, Kind: "invoice", ID: inv.ID}
		l.Rows = append(l.Rows, views.ListingRow{
			Title: inv.Title(), URL: linkURL(k), Sub: english.DateShort(string(inv.IssuedOn)) + ", " + english.Money(string(signedTotal(inv)), inv.Currency),
		})
	}
	return l
}

func (o lister) decisions(all []portal.BillingDecision) views.Listing {
	l := views.Listing{ID: "decisions", Heading: "Decisions"}
	for _, dec := range all {
		badge, at := decisionBadge(dec, o.now), o.clock.moment(dec.CreatedAt)
		l.Rows = append(l.Rows, views.ListingRow{
			Title: actionSaid(dec.Action) + ", " + lowerFirst(subjectSaid(dec.Subject)), URL: decisionURL(portal.Key{Account: dec.Account, ID: dec.ID}), State: &badge, At: &at,
		})
	}
	return l
}

func (o lister) mails(all []portal.Message) views.Listing {
	l := views.Listing{ID: "mails", Heading: "Emails"}
	for _, m := range all {
		badge, at := mailBadge(m), o.clock.moment(m.CreatedAt)
		l.Rows = append(l.Rows, views.ListingRow{Title: templateSaid(m.Template), URL: mailURL(m.ID), Sub: "to " + shownTo(m.To) + ",", State: &badge, At: &at})
	}
	return l
}

func (o lister) items(p portal.Purchase) views.Listing {
	l := views.Listing{ID: "items", Heading: "Items"}
	for _, i := range p.Items {
		l.Rows = append(l.Rows, views.ListingRow{Title: i.Name, Sub: strings.TrimSuffix(string(i.Quantity)+" × "+english.Money(string(i.UnitNet), p.Currency), " × ")})
	}
	return l
}

func (o lister) subscribed(s portal.Subscription) views.Listing {
	l := views.Listing{ID: "items", Heading: "Items"}
	for _, i := range s.Items {
		l.Rows = append(l.Rows, views.ListingRow{Title: i.Name, Sub: strings.TrimSuffix(string(i.Quantity)+" × "+english.Money(string(i.UnitNet), s.Currency), " × ") + " " + lowerFirst(stateSaid(i.Status))})
	}
	return l
}
