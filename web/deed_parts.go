package web

import (
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// payButton leads to the step before the payment provider.
func (d *deed) payButton(amount portal.Amount, currency string) views.Action {
	return views.Action{Label: "Pay " + d.p.money(amount, currency), URL: d.stepURL(portal.ActionPay, 0)}
}

// underWay tells of a payment that is not in the billing system's figures yet,
// so that nobody pays twice.
func (d *deed) underWay(decisions []portal.BillingDecision) []views.Callout {
	for _, dec := range decisions {
		if dec.Action != portal.ActionPay {
			continue
		}
		switch dec.State {
		case portal.DecisionSubmitted:
			return []views.Callout{{
				Tone: views.ToneInfo, Icon: views.IconClock, Heading: "A payment was begun",
				Text: append(append(views.Text{views.Words("It was begun on ")}, d.p.moment(dec.CreatedAt)...),
					views.Words(". If you paid, there is nothing more to do. If you did not, press Pay: you are never charged twice for it.")),
			}}
		case portal.DecisionApplied:
			return []views.Callout{{
				Tone: views.ToneOK, Icon: views.IconCheck, Heading: "Your payment of " + d.p.money(dec.Change.Amount, dec.Change.Currency) + " went through",
				Text: views.Plain("There is nothing more to pay. " + d.p.account.Name + " may take a while to show it here."),
			}}
		}
	}
	return nil
}

// decidedTasks lead to what became of decisions that were made on this page.
func (d *deed) decidedTasks(decisions []portal.BillingDecision) []views.Task {
	here := portal.ObjectKey{Account: d.adm.Grant.Account(), Kind: d.adm.Grant.Kind(), ID: d.adm.Grant.PathID()}
	var tasks []views.Task
	for _, dec := range decisions {
		if dec.Object != here || dec.State == portal.DecisionWithdrawn || dec.State == portal.DecisionSuperseded {
			continue
		}
		var v views.Result
		d.p.ending(dec, &v)
		tasks = append(tasks, views.Task{
			Label: v.Heading, URL: d.url(doneName, dec.ID),
			Effect: append(append(views.Text{views.Words("On ")}, d.p.moment(dec.CreatedAt)...), views.Words(". See what became of it.")),
		})
	}
	return tasks
}

// tryAgain leads once more to a payment that did not come about.
func (d *deed) tryAgain(dec portal.BillingDecision, offered portal.Offerings, v *views.Result) {
	over := dec.State == portal.DecisionRefused || dec.State == portal.DecisionLapsed
	if dec.Action == portal.ActionPay && over && offered.Can(portal.ActionPay) {
		v.Action = &views.Action{Label: "Try again", URL: d.stepURL(portal.ActionPay, 0)}
	}
}

// typedResult adds what was typed to what became of a decision.
func (d *deed) typedResult(dec portal.BillingDecision, v *views.Result) {
	v.Facts = append(v.Facts, d.p.typedFacts(dec)...)
	if v.Receipt != nil {
		v.Receipt.Rows = append(v.Receipt.Rows, d.p.typedFacts(dec)...)
	}
}
