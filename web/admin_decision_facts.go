package web

import (
	"maps"
	"slices"
	"strconv"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

func (p decisionPresenter) facts() []views.AdminFact {
	dec := p.Decision
	all := []views.AdminFact{
		{Name: "Reference", Value: dec.Reference, Code: true},
		{Name: "Account", Value: p.Account.Name},
		{Name: "Customer", Value: p.Person},
		{Name: "Address", Value: "None on file"},
		{Name: "Kind", Value: classNames[dec.Class]},
		{Name: "About", Value: p.about()},
		{Name: "Received", Value: p.clock.full(dec.CreatedAt)},
		{Name: "Decision", Value: dec.ID, Code: true},
	}
	if dec.Email != "" {
		all[3].Value = shownTo(dec.Email)
	}
	if dec.Subject.Item != 0 {
		all[5].Value += ", item " + strconv.FormatInt(dec.Subject.Item, 10)
	}
	if k := dec.Object; k != (portal.ObjectKey{}) {
		all = append(all, views.AdminFact{Name: "Decided on", Value: linkNames[k.Kind] + " " + k.ID, URL: objectURL(k)})
	} else {
		all = append(all, views.AdminFact{Name: "Decided on", Value: "Public form, without a link"})
	}
	if dec.Preview != "" {
		all = append(all, views.AdminFact{Name: "Preview", Value: dec.Preview, Code: true})
	}
	return slices.DeleteFunc(all, func(f views.AdminFact) bool { return f.Value == "" })
}

// classNames say what a decision needs to be in force.
var classNames = map[portal.DecisionClass]string{
	portal.Declaration: "Declaration, in force on receipt", portal.Wish: "Request, needs an answer", portal.Redirected: "Done at the payment provider",
}

func (p decisionPresenter) outcome(role portal.Role) []views.AdminFact {
	o := p.Decision.Outcome
	var all []views.AdminFact
	if o.Message != "" && role.May(portal.MayAct) {
		all = append(all, views.AdminFact{Name: "Message", Value: maskedText(o.Message)})
	}
	if o.EffectiveAt != "" {
		all = append(all, views.AdminFact{Name: "In force from", Value: p.clock.writtenDay(o.EffectiveAt)})
	}
	if o.Method != nil {
		all = append(all, views.AdminFact{Name: "Paid with", Value: methodSpoken(*o.Method)})
	}
	if o.Code != "" {
		all = append(all, views.AdminFact{Name: "Code", Value: o.Code, Code: true})
	}
	return all
}

// change is what was asked for, and what was typed, by its names.
func (p decisionPresenter) change() []views.AdminFact {
	c := p.Decision.Change
	all := []views.AdminFact{
		{Name: "Quantity", Value: string(c.Quantity)}, {Name: "Product", Value: c.Product}, {Name: "Offer", Value: c.Offer},
		{Name: "Method", Value: c.Method, Code: true}, {Name: "Reason", Value: maskedText(c.Reason)}, {Name: "Comment", Value: maskedText(c.Comment)},
	}
	if label := reasonLabel(c.Reason); label != "" {
		all[4].Value = label
	}
	if c.Interval != nil {
		all = append(all, views.AdminFact{Name: "Pays every", Value: intervalSaid(*c.Interval)})
	}
	if c.Amount != "" {
		all = append(all, views.AdminFact{Name: "Amount", Value: english.Money(string(c.Amount), c.Currency)})
	}
	if c.Effective != "" {
		all = append(all, views.AdminFact{Name: "From", Value: p.clock.writtenDay(c.Effective)})
	}
	if c.Settle {
		all = append(all, views.AdminFact{Name: "Open amount", Value: "Charge it too"})
	}
	if c.Late {
		all = append(all, views.AdminFact{Name: "Late", Value: "After the period for it; the seller decides"})
	}
	for _, name := range slices.Sorted(maps.Keys(c.Fields)) {
		all = append(all, views.AdminFact{Name: upperFirst(apart(name)), Value: maskedText(c.Fields[name])})
	}
	return slices.DeleteFunc(all, func(f views.AdminFact) bool { return f.Value == "" })
}

// intervalSaid is "month", "12 months", "30 days".
func intervalSaid(i portal.Interval) string {
	switch {
	case i.Months == 1:
		return "month"
	case i.Months > 0:
		return strconv.FormatInt(i.Months, 10) + " months"
	}
	return daysSaid(int(i.Days))
}
