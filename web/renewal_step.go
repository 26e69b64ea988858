package web

import (
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

func (k *renewal) step(d *deed, action portal.Action, item int64) (*step, error) {
	c, ok := k.contractOf(item)
	if !ok {
		return nil, nil
	}
	switch action {
	case portal.ActionCancel:
		return d.offer(c, action, d.cancelStep(c)), nil
	case portal.ActionReinstate:
		return d.offer(c, action, d.keepStep(c)), nil
	case portal.ActionRenew:
		return d.priced(c, action, item, d.renewStep(c))
	case portal.ActionAutoRenew:
		return d.offer(c, action, d.autoRenewStep(c)), nil
	case portal.ActionRemoveItem:
		return d.priced(c, action, item, d.removeStep(c))
	case portal.ActionQuantity:
		return d.quantityStep(c, item)
	case portal.ActionInterval:
		return d.intervalStep(c, item)
	}
	return nil, nil
}

// offer is a step of a contract; nil: the page has no such action. Where it
// cannot be done now, the step says why.
func (d *deed) offer(c contract, a portal.Action, st *step) *step {
	o, ok := c.offered.Of(a)
	if !ok {
		return nil
	}
	if o.Why != "" {
		st.why = o.Why
		st.view.Notices, st.view.Lead, st.view.Lists = append(st.view.Notices, d.p.notNow(c, a, o.Why)), nil, nil
	}
	return st
}

// notNow says why an action on a contract cannot be done now.
func (p presenter) notNow(c contract, a portal.Action, why string) views.Callout {
	said := p.notOffered(why)
	switch {
	case why == portal.WhyEnded && !c.endsAt.IsZero():
		said.Heading = "This subscription ended on " + p.dateWords(c.endsAt)
	case why == portal.WhyDone && a == portal.ActionCancel:
		said.Heading = "This subscription is cancelled already"
		said.Text = views.Plain("You will not be charged again. Nothing was changed now.")
		if !c.endsAt.IsZero() {
			said.Heading = "This subscription ends on " + p.dateWords(c.endsAt) + " already"
		}
	case why == portal.WhyNoPayment && a == portal.ActionMethod:
		said.Heading = "How you pay cannot be changed here"
		said.Text = views.Plain("Contact " + p.account.Name + " to use another card or bank account. Nothing was changed.")
	case why == portal.WhyDone && a == portal.ActionReinstate:
		said.Heading = "This subscription goes on already"
	}
	return said
}

// cancelStep says what ends when, and asks nothing but the one button.
func (d *deed) cancelStep(c contract) *step {
	p := d.p
	end, today := p.cancelEnd(c)
	st := &step{view: views.Step{
		Heading: "Cancel your subscription", Back: &views.Link{Label: "Keep my subscription", URL: d.url()},
		Facts: []views.Facts{{Rows: rows(fact("You cancel", c.name()), code("Subscription", c.number()))}},
	}}
	stops := []views.Text{views.Plain(p.paymentsStop(c))}
	var label string
	switch {
	case today:
		st.view.Lead = []views.Text{{views.Words("Cancelling stops all further payment attempts. It ends "), views.Strong("today"), views.Words(".")}}
		stops, label = append(stops, views.Plain("Access, today")), "Cancel today"
		st.change.Effective = p.date(p.now)
	case end.IsZero():
		st.view.Lead = []views.Text{views.Plain("You will not be charged for another term. " + p.account.Name + " tells you by email on which day it ends.")}
		label = "Cancel now"
	default:
		st.view.Lead = []views.Text{append(append(views.Text{views.Words("It stays active until ")}, p.moment(end)...), views.Words(". You will not be charged again."))}
		stops, label = append(stops, views.Plain("Access, on "+p.dateWords(end))), "Cancel on "+p.dateWords(end)
		st.change.Effective = end.UTC().Format(time.RFC3339)
		st.view.Lists = []views.Points{{Heading: "What you keep", Items: []views.Text{
			views.Plain("Everything as it is until " + p.dateWords(end)), views.Plain("Your invoices, which you can open from their emails"),
		}}}
	}
	st.view.Lists = append(st.view.Lists, views.Points{Heading: "What stops", Ends: true, Items: stops})
	st.view.Form = &views.Form{Label: label}
	return st
}

func (p presenter) paymentsStop(c contract) string {
	if amount := p.nextAmount(c.subscription); amount != "" && c.item == nil || amount != "" && len(c.subscription.Items) == 1 {
		return "Payments of " + amount
	}
	return "Payments for " + c.name()
}

// keepStep takes a cancel back.
func (d *deed) keepStep(c contract) *step {
	p := d.p
	label := "Keep my subscription"
	if !c.endsAt.IsZero() {
		label = "Keep it and renew on " + p.dateWords(c.endsAt)
	}
	return &step{view: views.Step{
		Heading: "Keep your subscription",
		Lead:    []views.Text{views.Plain("It renews again, as before it was cancelled. You pay nothing now.")},
		Facts:   []views.Facts{{Rows: p.goesOn(c, "Renews on")}},
		Form:    &views.Form{Label: label},
	}}
}

// goesOn are the facts of a contract that goes on.
func (p presenter) goesOn(c contract, when string) []views.Fact {
	facts := []views.Fact{fact("Subscription", c.name()), {Name: when, Value: p.dayText(c.endsAt)}, fact("Amount", p.nextAmount(c.subscription))}
	if c.method != nil {
		facts = append(facts, views.Fact{Name: "Paid with", Value: p.methodText(c.method.Label)})
	}
	return rows(facts...)
}

// renewStep goes on for another term.
func (d *deed) renewStep(c contract) *step {
	return &step{view: views.Step{
		Heading: "Renew your subscription",
		Facts:   []views.Facts{{Rows: d.p.goesOn(c, "Runs until")}},
		Form:    &views.Form{Label: "Renew now"},
	}}
}

// autoRenewStep has the consent in words: from when, how much, how often, from
// which card, and how to end it.
func (d *deed) autoRenewStep(c contract) *step {
	p := d.p
	consent := "From now on your subscription renews by itself"
	if each := p.each(c.subscription.Details.Interval); each != "" {
		consent += " " + each
	}
	if !c.endsAt.IsZero() {
		consent += ", first on " + p.dateWords(c.endsAt)
	}
	if amount := p.nextAmount(c.subscription); amount != "" {
		consent += ", for " + amount
	}
	if c.method != nil {
		consent += ", paid with " + methodSpoken(c.method.Label)
	}
	return &step{view: views.Step{
		Heading: "Turn on renewal",
		Lead: []views.Text{
			views.Plain(consent + "."),
			views.Plain("It goes on until you turn it off, which you can do at any time, on this page or by writing to " + p.account.Name + "."),
		},
		Facts: []views.Facts{{Rows: p.goesOn(c, "First renewal")}},
		Form:  &views.Form{Above: []views.Text{views.Plain("By pressing the button you agree to this. You pay nothing now.")}, Label: "Turn on renewal"},
	}}
}

func (d *deed) removeStep(c contract) *step {
	p := d.p
	st := &step{view: views.Step{
		Heading: "Remove " + c.name(),
		Facts:   []views.Facts{{Rows: rows(fact("Remove", c.name()), code("From subscription", c.number()))}},
		Form:    &views.Form{Label: "Remove it"},
	}}
	if !c.endsAt.IsZero() {
		st.view.Lead = []views.Text{append(append(views.Text{views.Words("It stays until the next payment on ")}, p.dayText(c.endsAt)...), views.Words(". Everything else in the subscription goes on."))}
		st.view.Form.Label = "Remove it on " + p.dateWords(c.endsAt)
	}
	return st
}

// result offers the way back after a cancel.
func (k *renewal) result(d *deed, dec portal.BillingDecision, v *views.Result) error {
	if dec.Action != portal.ActionCancel || dec.Subject.Item == 0 && len(k.open.Contracts) > 1 {
		return nil // of several, each is kept on its own, from the page
	}
	for _, c := range k.open.Contracts {
		same := c.Subscription.ID == dec.Subject.ID && (dec.Subject.Item == 0 || c.Item != nil && c.Item.RunningNo == dec.Subject.Item)
		if same && c.Offered.Can(portal.ActionReinstate) {
			v.Action = &views.Action{Label: "Keep it after all", URL: d.stepURL(portal.ActionReinstate, c.Ordered.RunningNo)}
			return nil
		}
	}
	return nil
}
