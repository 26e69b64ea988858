package web

import (
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// previewFacts are the figures of a preview, as the billing system wrote them.
func (p presenter) previewFacts(today portal.Preview) []views.Fact {
	var facts []views.Fact
	for _, line := range today.Lines {
		facts = append(facts, fact(line.Label, line.Value))
	}
	return rows(append(facts, fact("You would pay now", p.money(today.DueNow, today.Currency)))...)
}

// previewLines are the same as a table.
func (p presenter) previewLines(caption string, today portal.Preview) views.Lines {
	lines := views.Lines{Caption: caption, Head: views.LineHead{Description: "Item", Amount: "Amount"}}
	for _, line := range today.Lines {
		lines.Rows = append(lines.Rows, views.Line{Name: line.Label, Amount: line.Value})
	}
	if due := p.money(today.DueNow, today.Currency); due != "" {
		lines.Totals = []views.Total{{Label: "You pay now", Amount: due, Due: true}}
	}
	return lines
}
