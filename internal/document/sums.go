package document

import (
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// sums lists the way from the lines to the amount due, each figure the issuer's.
func (w scribe) sums(inv portal.Invoice, c *portal.Content) []total {
	sums := sumsOf(inv)
	list := []total{{label: "Subtotal", amount: w.money(sums.Lines)}}
	list = append(list, w.adjustments(c.Adjustments, sums)...)
	list = append(list, total{label: "Total without tax", amount: w.money(sums.Net)})
	list = append(list, w.taxes(c, sums)...)
	list = append(list, total{label: "Total with tax", amount: w.money(sums.Gross)})
	if !nothing(sums.Prepaid) {
		list = append(list, total{label: "Paid already", amount: w.taken(sums.Prepaid)})
	}
	if !nothing(sums.Rounding) {
		list = append(list, total{label: "Rounding", amount: w.money(sums.Rounding)})
	}
	due := total{label: "Amount due", amount: w.money(sums.Due), strong: true}
	if credits(inv.Kind) {
		due.label = "Amount credited"
	}
	return withAmount(append(list, due))
}

// adjustments lists the document's allowances and charges, and their totals
// where those are not simply the one above.
func (w scribe) adjustments(all []portal.Adjustment, sums portal.Sums) []total {
	var list []total
	var allowances, charges []portal.Amount
	for _, a := range all {
		list = append(list, total{
			label: w.adjustment(a), amount: w.adjusted(a),
			subs: filledLines(labelled("VAT", w.rate(a.TaxCategory, a.TaxPercent))),
		})
		if a.Charge {
			charges = append(charges, a.Amount)
		} else {
			allowances = append(allowances, a.Amount)
		}
	}
	if !nothing(sums.Allowances) && !only(allowances, sums.Allowances) {
		list = append(list, total{label: "Allowances in all", amount: w.taken(sums.Allowances)})
	}
	if !nothing(sums.Charges) && !only(charges, sums.Charges) {
		list = append(list, total{label: "Charges in all", amount: w.money(sums.Charges)})
	}
	return list
}

// taxes lists the breakdown by category and rate, and the total of the tax
// where it is not simply the one row.
func (w scribe) taxes(c *portal.Content, sums portal.Sums) []total {
	var list []total
	var amounts []portal.Amount
	for _, t := range c.Taxes {
		amounts = append(amounts, t.Amount)
		list = append(list, total{label: w.taxLabel(t), amount: w.money(t.Amount), subs: w.taxReason(t)})
	}
	if !only(amounts, sums.Tax) {
		list = append(list, total{label: "Tax in all", amount: w.money(sums.Tax)})
	}
	if sums.TaxOther != "" {
		list = append(list, total{label: "Tax in " + c.TaxCurrency, amount: w.Money(string(sums.TaxOther), c.TaxCurrency)})
	}
	return list
}

func (w scribe) taxLabel(t portal.Tax) string {
	return join(" ", "VAT", w.Percent(string(t.Percent)), labelled("of", w.money(t.Base)))
}

// taxReason says why a tax is not the plain one: its category, and the issuer's
// reason for an exemption.
func (w scribe) taxReason(t portal.Tax) []string {
	category := w.TaxCategory(t.Category)
	if t.Category == "S" {
		category = ""
	}
	if strings.EqualFold(category, t.Reason) {
		category = ""
	}
	return filledLines(category, join(" ", t.Reason, t.ReasonCode))
}

// only reports whether a total says nothing that its single part does not.
func only(parts []portal.Amount, sum portal.Amount) bool {
	return len(parts) == 1 && parts[0] == sum
}

// nothing reports whether an amount is absent or zero.
func nothing(a portal.Amount) bool { return strings.Trim(string(a), "-+0.") == "" }

func withAmount(all []total) []total {
	var kept []total
	for _, t := range all {
		if t.amount != "" {
			kept = append(kept, t)
		}
	}
	return kept
}

func filledLines(lines ...string) []string {
	b := block{}
	b.add(lines...)
	return b.lines
}
