package web

import (
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// asked lists what was asked for and is not answered yet.
func (p presenter) asked(decisions []portal.BillingDecision) []views.Callout {
	var list []views.Callout
	for _, d := range decisions {
		if !d.Open || d.State != portal.DecisionSubmitted || d.Class != portal.Wish {
			continue
		}
		text := append(views.Text{views.Words("You asked for it on ")}, p.moment(d.CreatedAt)...)
		list = append(list, views.Callout{
			Tone: views.ToneInfo, Icon: views.IconClock, Heading: wishWords(d.Action) + " is waiting for an answer.",
			Text: append(text, views.Words(". "+p.account.Name+" has not answered yet.")),
		})
	}
	return list
}

func wishWords(a portal.Action) string {
	switch a {
	case portal.ActionReinstate:
		return "Keeping your subscription"
	case portal.ActionRenew:
		return "Your renewal"
	case portal.ActionQuantity:
		return "A change of the quantity"
	case portal.ActionRemoveItem:
		return "Removing an item"
	case portal.ActionUpgrade:
		return "A change of the plan"
	case portal.ActionInterval:
		return "A change of how often you pay"
	case portal.ActionAutoRenew:
		return "Turning on renewal"
	case portal.ActionDefault:
		return "A change of how you pay"
	case portal.ActionRemove:
		return "Removing a payment method"
	}
	return "Your request"
}

// failedNotice says that a payment did not go through, and what that means.
func (p presenter) failedNotice(c contract) []views.Callout {
	if !c.pastDue() {
		return nil
	}
	d := c.subscription.Details
	heading := "Your payment did not go through."
	if open := p.money(d.Open, c.subscription.Currency); open != "" {
		heading = "Your payment of " + open
		if !d.FailedAt.IsZero() {
			heading += " on " + p.dateWords(d.FailedAt)
		}
		heading += " did not go through."
	}
	text := views.Plain("Change your payment method to keep your subscription.")
	if c.state == portal.SubscriptionOnHold {
		text = views.Plain("Your subscription is on hold. It works again as soon as the payment has arrived.")
	} else if until := p.graceEnd(c); !until.IsZero() {
		text = append(append(views.Text{views.Words("Your subscription stays active until ")}, p.dayText(until)...), views.Words(". Change your payment method to keep it."))
	}
	return []views.Callout{{Tone: views.ToneWarn, Icon: views.IconInfo, Heading: heading, Text: text}}
}

// graceEnd is the last day of the grace that the billing system gives after a
// payment failed; zero: it did not say.
func (p presenter) graceEnd(c contract) time.Time {
	d := c.subscription.Details
	if d.GraceDays <= 0 || d.FailedAt.IsZero() {
		return time.Time{}
	}
	return d.FailedAt.AddDate(0, 0, int(d.GraceDays))
}
