package web

import (
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// lines is the table of an invoice with its totals.
func (p presenter) lines(inv portal.Invoice, state portal.PayState) views.Lines {
	c := inv.Content
	if c == nil {
		return views.Lines{
			Caption: "Amounts", Head: views.EnglishLineHead(),
			Empty: "The items stand in the document itself.", Totals: p.plainTotals(inv, state),
		}
	}
	period := p.locale.Period(string(c.PeriodStart), string(c.PeriodEnd))
	lines := views.Lines{Caption: joined(", ", "What you are paying for", period), Head: views.EnglishLineHead(), Empty: "This document has no lines."}
	if state == portal.PayCredit {
		lines.Caption = "What was credited"
	}
	for _, line := range c.Lines {
		lines.Rows = append(lines.Rows, p.line(line, inv.Currency))
	}
	lines.Totals = p.totals(inv, state)
	return lines
}

func (p presenter) line(line portal.Line, currency string) views.Line {
	row := views.Line{
		Name:        line.Name,
		Description: kept(line.Description, line.Note),
		Attributes:  p.attributes(line, currency),
		Quantity:    joined(" ", p.locale.Quantity(string(line.Quantity)), p.locale.Unit(line.Unit, string(line.Quantity))),
		Price:       p.price(line, currency),
		Tax:         p.taxRate(line.TaxCategory, line.TaxPercent),
		Amount:      p.money(line.Net, currency),
	}
	row.Folded = joined(", ", joined(" at ", row.Quantity, row.Price), joined(" ", "VAT", row.Tax))
	if row.Tax == "" {
		row.Folded = joined(" at ", row.Quantity, row.Price)
	}
	for _, a := range line.Adjustments {
		row.Adjustments = append(row.Adjustments, views.Adjustment{Label: p.reason(a), Amount: p.adjusted(a, currency)})
	}
	return row
}

// price is the net price, with the quantity it is for where that is not one.
func (p presenter) price(line portal.Line, currency string) string {
	price := p.money(line.Price, currency)
	if base := p.locale.Quantity(string(line.PriceBase)); base != "" && base != "1" {
		price += " per " + joined(" ", base, p.locale.Unit(line.Unit, string(line.PriceBase)))
	}
	return price
}

// listPrice is what the price was before its discount, where it had one.
func (p presenter) listPrice(line portal.Line, currency string) string {
	if line.PriceDiscount == "" || line.PriceDiscount.Zero() {
		return ""
	}
	return joined(", less ", p.money(line.PriceGross, currency), p.money(line.PriceDiscount, currency))
}

// taxRate is "19%", or the category in words where it says more than its rate.
func (p presenter) taxRate(category string, percent portal.Amount) string {
	if category == "S" || category == "" {
		return p.locale.Percent(string(percent))
	}
	return p.locale.TaxCategory(category)
}

func (p presenter) attributes(line portal.Line, currency string) []views.Fact {
	facts := rows(
		fact("Price before discount", p.listPrice(line, currency)),
		code("Article", line.SellerItemID), code("Your article", line.BuyerItemID), code("Standard article", identifierOrNone(line.StandardID)),
		code("Order line", line.OrderLine), code("Accounting", line.Accounting), code("Object", identifierOrNone(line.ObjectID)),
		fact("Period", p.locale.Period(string(line.PeriodStart), string(line.PeriodEnd))),
	)
	for _, class := range line.Classes {
		facts = append(facts, code("Class", identifier(class)))
	}
	if line.Origin != "" {
		facts = append(facts, fact("Origin", p.locale.Country(line.Origin)))
	}
	for _, a := range line.Attributes {
		facts = append(facts, fact(a.Name, a.Value))
	}
	return facts
}

func identifierOrNone(id portal.ID) string {
	if id.Value == "" {
		return ""
	}
	return identifier(id)
}

// reason is why something is taken off or added: "Discount, loyalty (5% of …)".
func (p presenter) reason(a portal.Adjustment) string {
	label, byCode := "Allowance", p.locale.AllowanceReason(a.ReasonCode)
	if a.Charge {
		label, byCode = "Charge", p.locale.ChargeReason(a.ReasonCode)
	}
	if byCode != "" && a.Reason == "" {
		label = byCode
	}
	label = joined(", ", label, a.Reason)
	if percent := p.locale.Percent(string(a.Percent)); percent != "" {
		label += " (" + percent + ")"
	}
	return label
}

// adjusted is the amount with the sign that it has in the sum.
func (p presenter) adjusted(a portal.Adjustment, currency string) string {
	if a.Charge {
		return p.money(a.Amount, currency)
	}
	return p.money(minus(a.Amount), currency)
}

// minus writes an amount that is subtracted. A figure that is negative already
// comes out positive; a zero has no sign.
func minus(a portal.Amount) portal.Amount {
	if a == "" || a.Zero() {
		return a
	}
	if rest, ok := strings.CutPrefix(string(a), "-"); ok {
		return portal.Amount(rest)
	}
	return "-" + a
}

// totals are the sums below the lines, in the order of EN 16931's BG-22.
func (p presenter) totals(inv portal.Invoice, state portal.PayState) []views.Total {
	c := inv.Content
	cur := inv.Currency
	list := []views.Total{{Label: "Subtotal", Amount: p.money(c.Sums.Lines, cur)}}
	for _, a := range c.Adjustments {
		list = append(list, views.Total{Label: p.reason(a), Note: p.vatNote(a), Amount: p.adjusted(a, cur)})
	}
	if len(c.Adjustments) > 0 || c.Sums.Net != c.Sums.Lines {
		list = append(list, views.Total{Label: "Net", Note: p.adjustmentSums(c, cur), Amount: p.money(c.Sums.Net, cur)})
	}
	for _, tax := range c.Taxes {
		list = append(list, p.taxTotal(tax, cur))
	}
	if c.Sums.Tax != "" && (len(c.Taxes) != 1 || c.Taxes[0].Amount != c.Sums.Tax) {
		list = append(list, views.Total{Label: "VAT in total", Amount: p.money(c.Sums.Tax, cur)})
	}
	if c.Sums.TaxOther != "" {
		list = append(list, views.Total{Label: "VAT in " + c.TaxCurrency, Amount: p.money(c.Sums.TaxOther, c.TaxCurrency)})
	}
	list = append(list, views.Total{Label: "Total with VAT", Amount: p.money(c.Sums.Gross, cur)})
	if c.Sums.Prepaid != "" && !c.Sums.Prepaid.Zero() {
		list = append(list, views.Total{Label: "Paid", Amount: p.money(minus(c.Sums.Prepaid), cur)})
	}
	if c.Sums.Rounding != "" && !c.Sums.Rounding.Zero() {
		list = append(list, views.Total{Label: "Rounding", Amount: p.money(c.Sums.Rounding, cur)})
	}
	return append(list, p.dueTotal(inv, state))
}

// adjustmentSums is what the document's allowances and charges come to, where
// they are several of a kind.
func (p presenter) adjustmentSums(c *portal.Content, currency string) string {
	charges := 0
	for _, a := range c.Adjustments {
		if a.Charge {
			charges++
		}
	}
	var sums []string
	if len(c.Adjustments)-charges > 1 && c.Sums.Allowances != "" {
		sums = append(sums, "allowances "+p.money(c.Sums.Allowances, currency))
	}
	if charges > 1 && c.Sums.Charges != "" {
		sums = append(sums, "charges "+p.money(c.Sums.Charges, currency))
	}
	if len(sums) == 0 {
		return ""
	}
	return "after " + strings.Join(sums, " and ")
}

func (p presenter) dueTotal(inv portal.Invoice, state portal.PayState) views.Total {
	label := "Amount due"
	if state == portal.PayCredit {
		label = "Amount credited"
	}
	return views.Total{Label: label, Amount: p.money(inv.Totals.Due, inv.Currency), Due: true}
}

func (p presenter) vatNote(a portal.Adjustment) string {
	if rate := p.taxRate(a.TaxCategory, a.TaxPercent); rate != "" {
		return "VAT " + rate
	}
	return ""
}

func (p presenter) taxTotal(tax portal.Tax, currency string) views.Total {
	label := "VAT " + p.locale.Percent(string(tax.Percent))
	if tax.Category != "S" {
		label = joined(" ", label, "("+p.locale.TaxCategory(tax.Category)+")")
	}
	reason := tax.Reason
	if reason == "" {
		reason = tax.ReasonCode
	}
	return views.Total{
		Label: strings.TrimSpace(label), Note: joined(". ", "on "+p.money(tax.Base, currency), reason), Amount: p.money(tax.Amount, currency),
	}
}

// plainTotals are the sums of a document of which only the totals are known.
func (p presenter) plainTotals(inv portal.Invoice, state portal.PayState) []views.Total {
	t := inv.Totals
	var list []views.Total
	for _, row := range []views.Total{
		{Label: "Net", Amount: p.money(t.Net, inv.Currency)},
		{Label: "VAT", Amount: p.money(t.Tax, inv.Currency)},
		{Label: "Total with VAT", Amount: p.money(t.Gross, inv.Currency)},
	} {
		if row.Amount != "" {
			list = append(list, row)
		}
	}
	if t.Paid != "" && !t.Paid.Zero() {
		list = append(list, views.Total{Label: "Paid", Amount: p.money(minus(t.Paid), inv.Currency)})
	}
	if t.Due != "" {
		list = append(list, p.dueTotal(inv, state))
	}
	return list
}
