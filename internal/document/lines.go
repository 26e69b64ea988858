package document

import (
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

func (w scribe) row(l portal.Line) row {
	r := row{
		name:     first(l.Name, l.Description, l.ID),
		quantity: w.quantity(l.Quantity, l.Unit),
		price:    w.money(l.Price),
		tax:      w.rate(l.TaxCategory, l.TaxPercent),
		amount:   w.money(l.Net),
	}
	if l.ID != "" && l.ID != r.name {
		r.name = l.ID + nbsp + " " + r.name
	}
	r.subs = w.lineDetails(l, r.name)
	for _, a := range l.Adjustments {
		r.subs = append(r.subs, w.adjustment(a)+": "+w.adjusted(a))
	}
	return r
}

// lineDetails is what a line says beside its figures, a paragraph each.
func (w scribe) lineDetails(l portal.Line, name string) []string {
	b := block{}
	if !strings.HasSuffix(name, l.Description) {
		b.add(l.Description)
	}
	b.add(
		l.Note,
		w.Period(string(l.PeriodStart), string(l.PeriodEnd)),
		w.pricing(l),
		sentence(labelled("item", l.SellerItemID), labelled("your item", l.BuyerItemID),
			labelled("standard item", identifier(l.StandardID)), labelled("order line", l.OrderLine)),
		sentence(labelled("for", identifier(l.ObjectID)), labelled("account", l.Accounting),
			labelled("origin", w.Country(l.Origin))),
	)
	var attributes []string
	for _, c := range l.Classes {
		attributes = append(attributes, "Class: "+identifier(c))
	}
	for _, a := range l.Attributes {
		attributes = append(attributes, a.Name+": "+a.Value)
	}
	b.add(join(", ", attributes...))
	return b.lines
}

// pricing explains a price that is not simply per unit.
func (w scribe) pricing(l portal.Line) string {
	var per, gross, less string
	if base := w.Quantity(string(l.PriceBase)); base != "" && base != "1" {
		per = "price per " + w.quantity(l.PriceBase, l.Unit)
	}
	if l.PriceGross != "" && l.PriceGross != l.Price {
		gross = "list price " + w.money(l.PriceGross)
	}
	if discount := string(l.PriceDiscount); strings.Trim(discount, "0.") != "" {
		less = "less " + w.money(l.PriceDiscount)
	}
	return sentence(per, gross, less)
}

// sentence joins our own words, with a capital letter at the start.
func sentence(parts ...string) string {
	text := join(", ", parts...)
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

func (w scribe) quantity(q portal.Amount, unit string) string {
	return join(nbsp, w.Quantity(string(q)), w.Unit(unit, string(q)))
}

// rate is the tax of a line or an adjustment: its percentage, or its category
// in words where there is none.
func (w scribe) rate(category string, percent portal.Amount) string {
	if percent != "" {
		return w.Percent(string(percent))
	}
	return w.TaxCategory(category)
}

// adjustment says what an allowance or a charge is for.
func (w scribe) adjustment(a portal.Adjustment) string {
	kind, reason := "Allowance", w.AllowanceReason(a.ReasonCode)
	if a.Charge {
		kind, reason = "Charge", w.ChargeReason(a.ReasonCode)
	}
	text := first(a.Reason, reason, kind)
	if a.Percent == "" && a.Base == "" {
		return text
	}
	of := labelled("of", w.money(a.Base))
	return text + " (" + join(" ", w.Percent(string(a.Percent)), of) + ")"
}

// adjusted is the adjustment's amount with the sign it has in the sum.
func (w scribe) adjusted(a portal.Adjustment) string {
	if a.Charge {
		return w.money(a.Amount)
	}
	return w.taken(a.Amount)
}
