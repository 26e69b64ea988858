package web

import (
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// typed is what stands in a field of the form that came; empty: none came.
func (d *deed) typed(name string) string { return d.r.PostForm.Get(name) }

// field is a field that keeps what was typed into it.
func (d *deed) field(f views.Field) views.Input {
	if d.r.PostForm.Has(f.Name) {
		f.Value = d.typed(f.Name)
	}
	return views.Input{Field: &f}
}

// fields gathers the named fields of the form that came.
func (d *deed) fields(names ...string) map[string]string {
	all := map[string]string{}
	for _, name := range names {
		if value := d.typed(name); value != "" {
			all[name] = value
		}
	}
	return all
}

// marked puts what is wrong with a field beside it. It works on copies: what a
// step shows is compared before and after.
func (d *deed) marked(inputs []views.Input) []views.Input {
	all := make([]views.Input, len(inputs))
	for i, in := range inputs {
		switch {
		case in.Field != nil:
			f := *in.Field
			f.Error = d.errors[f.Name]
			in.Field = &f
		case in.Pick != nil:
			p := *in.Pick
			p.Error = d.errors[p.Name]
			in.Pick = &p
		case in.Cards != nil:
			c := *in.Cards
			c.Error = d.errors[c.Name]
			in.Cards = &c
		case in.Box != nil:
			b := *in.Box
			b.Error = d.errors[b.Name]
			in.Box = &b
		}
		all[i] = in
	}
	return all
}

// typedNames are the names of what can be typed with a decision, in the order in
// which people look for it.
var typedNames = []struct{ field, label string }{
	{portal.FieldName, "Name"}, {portal.FieldRole, "Role"}, {portal.FieldCompany, "Company"}, {portal.FieldStreet, "Street"},
	{portal.FieldPostalCode, "Postal code"}, {portal.FieldCity, "City"}, {portal.FieldCountry, "Country"}, {portal.FieldTaxID, "VAT number"},
	{portal.FieldPONumber, "Purchase order number"},
}

// typedFacts are what was typed with a decision, as it was typed.
func (p presenter) typedFacts(dec portal.BillingDecision) []views.Fact {
	var facts []views.Fact
	for _, n := range typedNames {
		facts = append(facts, fact(n.label, dec.Change.Fields[n.field]))
	}
	return rows(append(facts, fact("Reason", dec.Change.Reason), fact("Your message", dec.Change.Comment))...)
}
