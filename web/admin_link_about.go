package web

import (
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

// others lead to the other links that there can be to the same thing.
func (p detailPresenter) others() []views.Link {
	var links []views.Link
	for _, k := range p.Others {
		links = append(links, views.Link{Label: linkNames[k.Kind], URL: linkURL(k)})
	}
	return links
}
