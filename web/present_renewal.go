package web

import (
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// contractLead says what holds, where the facts alone would not.
func (p presenter) contractLead(c contract) []views.Text {
	switch c.state {
	case portal.SubscriptionEnding:
		if d := decided(c, portal.ActionCancel); d != nil {
			return []views.Text{append(append(views.Text{views.Words("You cancelled it on ")}, p.moment(d.CreatedAt)...), views.Words(". You will not be charged again."))}
		}
		return []views.Text{views.Plain("It does not renew. You will not be charged again.")}
	case portal.SubscriptionAwaitingRenewal:
		return []views.Text{views.Plain("It does not renew by itself: renew it to go on.")}
	}
	return nil
}

// decided is the newest decision of an action that is in force; nil: none is.
func decided(c contract, a portal.Action) *portal.BillingDecision {
	for i := range c.decisions {
		d := &c.decisions[i]
		if d.Action != a {
			continue
		}
		switch d.State {
		case portal.DecisionRecorded, portal.DecisionAcknowledged, portal.DecisionApplied:
			return d
		}
	}
	return nil
}

// nothingHere says why nothing can be changed.
func (p presenter) nothingHere(c contract) views.Text {
	switch c.state {
	case portal.SubscriptionFinished:
		return views.Plain("This subscription has ended. Nothing can be changed here. To start again, contact " + p.account.Name + ".")
	case portal.SubscriptionExternal:
		return views.Plain(p.account.Name + " looks after this subscription. Contact them to change something.")
	}
	return views.Plain("Nothing can be changed here now. Contact " + p.account.Name + " if you need something.")
}

// inShort is a contract in a line, where a page has several.
func (p presenter) inShort(c contract) string {
	words := []string{p.contractBadge(c).Word}
	if !c.endsAt.IsZero() && c.state != portal.SubscriptionEnding {
		words = append(words, lowerFirst(endName(c))+" "+p.dateWords(c.endsAt))
	}
	if c.item != nil && c.item.Quantity != "" {
		words = append(words, "quantity "+p.locale.Quantity(string(c.item.Quantity)))
	}
	return strings.Join(append(words, c.number()), ", ")
}

// cancelEnd is when a cancel received now ends the contract; zero: that is for
// the seller to say. today: at once.
func (p presenter) cancelEnd(c contract) (end time.Time, today bool) {
	d := c.subscription.Details
	if c.pastDue() {
		return p.now, true
	}
	if d.NoticeBy != "" && p.today(p.now) > d.NoticeBy || !p.now.Before(c.endsAt) {
		return time.Time{}, false
	}
	if d.MinTermEnd != "" && p.date(c.endsAt) < string(d.MinTermEnd) {
		return time.Time{}, false
	}
	return c.endsAt, false
}

func (p presenter) cancelWords(c contract) string {
	switch end, today := p.cancelEnd(c); {
	case today:
		return "Stops all further payment attempts. It then ends today."
	case end.IsZero():
		return "It then does not renew any more."
	default:
		return "It then ends on " + p.dateWords(end) + "."
	}
}

func (p presenter) keepWords(c contract) string {
	words := "It then goes on as before"
	if !c.endsAt.IsZero() {
		words = "It then renews on " + p.dateWords(c.endsAt)
	}
	if amount := p.nextAmount(c.subscription); amount != "" {
		words += ", for " + amount
	}
	return words + "."
}

func (p presenter) settleWords(c contract) string {
	if open := p.money(c.subscription.Details.Open, c.subscription.Currency); open != "" {
		return "Use another card or bank account, and pay the " + open + " that is open."
	}
	return "Use another card or bank account."
}

func (p presenter) otherIntervals(c contract) string {
	if c.item == nil {
		return "in another rhythm"
	}
	var words []string
	for _, i := range c.item.Intervals {
		if i != c.subscription.Details.Interval {
			words = append(words, p.each(i))
		}
	}
	if len(words) == 0 {
		return "in another rhythm"
	}
	return strings.Join(words, " or ")
}
