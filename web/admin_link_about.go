package web

import (
	"strings"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// decided are the decisions about what the links open. What the customer read
// is for those who may act.
func (p detailPresenter) decided(role portal.Role) []views.DecisionRow {
	var rows []views.DecisionRow
	for _, dec := range p.Decisions {
		row := decisionRow(dec, p.clock, p.now)
		row.Touched = p.clock.moment(dec.CreatedAt)
		if role.May(portal.MayAct) {
			row.Shown = readFacts(dec.Shown)
		}
		rows = append(rows, row)
	}
	return rows
}

// others lead to the thing itself, and to the other links that there can be to
// it.
func (p detailPresenter) others() []views.Link {
	var links []views.Link
	links = append(links, p.about()...)
	for _, k := range p.Others {
		links = append(links, views.Link{Label: linkNames[k.Kind], URL: linkURL(k)})
	}
	return links
}

// about leads to what the links open, and whose that is.
func (p detailPresenter) about() []views.Link {
	key := func(id string) portal.Key { return portal.Key{Account: p.Object.Account, ID: id} }
	id := p.Object.ID
	switch p.Object.Kind {
	case link.Confirmation, link.Renewal, link.Quote, link.Redo:
		return []views.Link{{Label: "Order " + id, URL: purchaseURL(key(id))}}
	case link.Payment, link.Upgrade:
		id = strings.TrimPrefix(id, "S")
		return []views.Link{{Label: "Subscription " + id, URL: subscriptionURL(key(id))}}
	case link.Methods:
		return []views.Link{{Label: p.Person, URL: customerURL(key(strings.TrimPrefix(id, "c")))}}
	}
	var links []views.Link
	if inv := p.Invoice; inv != nil && inv.Customer != "" {
		links = append(links, views.Link{Label: "Customer " + inv.Customer, URL: customerURL(key(inv.Customer))})
	}
	if inv := p.Invoice; inv != nil && inv.Purchase != "" {
		links = append(links, views.Link{Label: "Order " + inv.Purchase, URL: purchaseURL(key(inv.Purchase))})
	}
	return links
}
