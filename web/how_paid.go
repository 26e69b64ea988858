package web

import (
	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// howPaid is the page of how a subscription is paid: another method is entered
// at the payment provider, or one that is saved already is chosen.
type howPaid struct{ open portal.OpenMethod }

// anotherMethod is the choice of one that is not saved yet.
const anotherMethod = "new"

func (k *howPaid) about() string { return "Subscription S" + k.open.Subscription.ID }

func (k *howPaid) contract() contract {
	o := k.open
	at := o.Subscription.Details.EndsAt
	if at.IsZero() {
		at = o.Subscription.Details.NextBillingAt
	}
	return contract{subscription: o.Subscription, state: o.State, endsAt: at, method: o.Method, decisions: o.Decisions, offered: o.Offered}
}

func (k *howPaid) page(d *deed) error {
	c := k.contract()
	action := portal.ActionMethod
	if !c.offered.Can(action) && c.offered.Can(portal.ActionDefault) {
		action = portal.ActionDefault // nobody takes new methods, but one can be chosen
	}
	st, err := k.step(d, action, 0)
	if err != nil {
		return err
	}
	if st == nil {
		return portal.ErrNotFound
	}
	st = named(st, action, 0)
	st.view.Notices = append(st.view.Notices, d.p.asked(c.decisions)...)
	st.view.Back = k.beside(d, c)
	return d.draw(200, st)
}

// beside is the other thing to do here: only pay what is open, or go back to
// the subscription.
func (k *howPaid) beside(d *deed, c contract) *views.Link {
	if open := d.p.money(c.subscription.Details.Open, c.subscription.Currency); c.offered.Can(portal.ActionPay) && open != "" {
		return &views.Link{Label: "Only pay the " + open, URL: d.stepURL(portal.ActionPay, 0)}
	}
	if to := k.open.Links.To(link.Renewal); to != "" {
		return &views.Link{Label: "Back to your subscription", URL: to}
	}
	return &views.Link{}
}

func (k *howPaid) step(d *deed, action portal.Action, item int64) (*step, error) {
	c := k.contract()
	switch {
	case item != 0:
		return nil, nil
	case action == portal.ActionPay:
		return d.offer(c, action, k.pay(d, c)), nil
	case action == portal.ActionDefault:
		return k.switched(d, c), nil
	case action != portal.ActionMethod:
		return nil, nil
	}
	st := d.offer(c, action, k.choose(d, c))
	if st == nil || st.why != "" || !st.choice || d.stage == "" {
		return st, nil
	}
	switch d.r.PostForm.Get("method") {
	case "":
		d.wrong("method", "Choose what to pay with")
		return k.choose(d, c), nil
	case anotherMethod:
		return k.entered(d, c), nil
	}
	return k.switched(d, c), nil
}

// choose asks what to pay with, where there is a choice; else it leads on to
// the provider at once.
func (k *howPaid) choose(d *deed, c contract) *step {
	if len(k.open.Others) == 0 || !c.offered.Can(portal.ActionDefault) {
		return k.entered(d, c)
	}
	st := k.frame(d, c)
	st.choice = true
	pick := &views.Pick{Name: "method", Legend: "Pay this subscription with", Error: d.errors["method"], Hint: views.Plain("The change counts from the next payment.")}
	for _, m := range k.open.Others {
		pick.Choices = append(pick.Choices, views.Choice{Value: m.ID, Label: methodLine(m.Label), Checked: d.r.PostForm.Get("method") == m.ID})
	}
	if c.offered.Can(portal.ActionMethod) {
		pick.Choices = append(pick.Choices, views.Choice{Value: anotherMethod, Label: "Another card or bank account"})
		st.view.Form.Above = []views.Text{views.Plain("For another card or bank account you leave this site and enter its details at " + d.p.provider() + ". " + d.p.account.Name + " does not see them.")}
	}
	st.view.Form.Inputs = []views.Input{{Pick: pick}}
	st.view.Form.Label = "Continue"
	return st
}

// methodLine is a method in a list: "Visa ending in 4242, expires 04/27".
func methodLine(l portal.MethodLabel) string {
	if expires := methodExpires(l); expires != "" {
		return methodSpoken(l) + ", expires " + expires
	}
	return methodSpoken(l)
}

// frame is what all steps of the page have in common.
func (k *howPaid) frame(d *deed, c contract) *step {
	p := d.p
	facts := []views.Fact{fact("Subscription", c.name()), {Name: "You pay with", Value: views.Plain("We do not know")}}
	if c.method != nil {
		facts[1].Value = p.methodText(c.method.Label)
	}
	if at := c.subscription.Details.NextBillingAt; !at.IsZero() && !c.over() {
		next := p.dateWords(at)
		if amount := p.nextAmount(c.subscription); amount != "" {
			next = amount + ", next on " + next
		}
		facts = append(facts, fact("Next payment", next))
	}
	return &step{view: views.Step{
		Heading: "Change how you pay", Notices: p.failedNotice(c),
		Facts: []views.Facts{{Rows: rows(append(facts, p.asOfFact(c.subscription.AsOf), code("Number", c.number()))...)}},
		Form:  &views.Form{},
	}}
}

// entered leads to the provider, where the new method is entered.
func (k *howPaid) entered(d *deed, c contract) *step {
	st := k.frame(d, c)
	st.action = portal.ActionMethod
	form := st.view.Form
	form.Above = []views.Text{views.Plain(d.p.atProvider())}
	form.Label = "Continue to " + d.p.provider()
	if open := d.p.money(c.subscription.Details.Open, c.subscription.Currency); c.pastDue() && open != "" && !c.subscription.Details.Open.Zero() {
		st.change.Settle = d.stage != stageConfirm || d.r.PostForm.Get("settle") == "yes"
		form.Inputs = []views.Input{{Box: &views.Box{
			Name: "settle", Value: "yes", Label: "Also pay the " + open + " that is open", Checked: st.change.Settle,
			Hint: views.Plain("If you take out the tick, you only change how you pay from now on."),
		}}}
	}
	if d.r.PostForm.Get("method") == anotherMethod {
		form.Hidden = append(form.Hidden, views.Hidden{Name: "method", Value: anotherMethod})
	}
	return st
}

// switched pays with a method that is saved already. Nil: none was named.
func (k *howPaid) switched(d *deed, c contract) *step {
	id := d.r.PostForm.Get("method")
	for _, m := range k.open.Others {
		if m.ID != id {
			continue
		}
		st := k.frame(d, c)
		st.action, st.change.Method = portal.ActionDefault, m.ID
		st.view.Heading = "Pay with " + methodSpoken(m.Label)
		addFacts(st, views.Fact{Name: "From now on", Value: d.p.methodText(m.Label)}, fact("You pay now", "Nothing"))
		st.view.Form.Hidden = []views.Hidden{{Name: "method", Value: m.ID}}
		st.view.Form.Label = "Pay with it from now on"
		return d.offer(c, portal.ActionDefault, st)
	}
	if !c.offered.Can(portal.ActionDefault) {
		return nil
	}
	return k.choose(d, c)
}

// pay settles what a failed charge left open, once.
func (k *howPaid) pay(d *deed, c contract) *step {
	open := d.p.money(c.subscription.Details.Open, c.subscription.Currency)
	return &step{view: views.Step{
		Heading: "Pay what is open",
		Lead:    []views.Text{views.Plain("You pay it once. How your subscription is paid after that stays as it is.")},
		Facts:   []views.Facts{{Rows: rows(fact("Subscription", c.name()), fact("Open", open), code("Number", c.number()))}},
		Form:    &views.Form{Above: []views.Text{views.Plain(d.p.atProvider())}, Label: "Pay " + open + " at " + d.p.provider()},
	}}
}
