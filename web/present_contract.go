package web

import (
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// contract is a running contract as its pages show it: a subscription, or one
// item of it.
type contract struct {
	subscription portal.Subscription
	item         *portal.SubscriptionItem // nil: all of it
	ordered      string                   // what it was called when it was ordered; empty: not known
	state        string                   // what holds now
	endsAt       time.Time                // when its term is over or renews; zero: not known
	method       *portal.PaymentMethod
	decisions    []portal.BillingDecision
	offered      portal.Offerings
}

// name is what customers call it.
func (c contract) name() string {
	switch {
	case c.item != nil && c.item.Name != "":
		return c.item.Name
	case c.ordered != "":
		return c.ordered
	case len(c.subscription.Items) == 1 && c.subscription.Items[0].Name != "":
		return c.subscription.Items[0].Name
	}
	return "subscription S" + c.subscription.ID
}

// number is what it is called on the phone.
func (c contract) number() string { return "S" + c.subscription.ID }

// pastDue says that a payment is open and was tried.
func (c contract) pastDue() bool {
	return c.state == portal.SubscriptionGrace || c.state == portal.SubscriptionOnHold
}

// over says that nothing is charged any more.
func (c contract) over() bool {
	return c.state == portal.SubscriptionEnding || c.state == portal.SubscriptionFinished
}

// pending is the open decision about an action; nil: there is none.
func (c contract) pending(a portal.Action) *portal.BillingDecision {
	for i := range c.decisions {
		if d := &c.decisions[i]; d.Action == a && d.Open && d.State == portal.DecisionSubmitted {
			return d
		}
	}
	return nil
}

// contractBadge is the state in a word; a code we do not know stands as the
// billing system wrote it.
func (p presenter) contractBadge(c contract) views.Badge {
	switch c.state {
	case portal.SubscriptionNew, portal.SubscriptionActive:
		return views.Badge{Tone: views.ToneOK, Icon: views.IconCheck, Word: "Active"}
	case portal.SubscriptionGrace:
		return views.Badge{Tone: views.ToneWarn, Icon: views.IconClock, Word: "Payment open"}
	case portal.SubscriptionOnHold:
		return views.Badge{Tone: views.ToneStop, Icon: views.IconBar, Word: "On hold"}
	case portal.SubscriptionEnding:
		word := "Ends"
		if !c.endsAt.IsZero() {
			word = "Ends " + p.day(c.endsAt)
			if c.endsAt.In(p.zone).Year() != p.now.In(p.zone).Year() {
				word = "Ends " + p.locale.DateShort(p.date(c.endsAt))
			}
		}
		return views.Badge{Tone: views.ToneMute, Icon: views.IconCalendar, Word: word}
	case portal.SubscriptionAwaitingRenewal:
		return views.Badge{Tone: views.ToneWait, Icon: views.IconRenew, Word: "To be renewed"}
	case portal.SubscriptionFinished:
		return views.Badge{Tone: views.ToneMute, Icon: views.IconBar, Word: "Ended"}
	case portal.SubscriptionExternal:
		return views.Badge{Tone: views.ToneInfo, Icon: views.IconInfo, Word: "Handled by " + p.account.Name}
	}
	word := "Unknown"
	for _, said := range []string{c.subscription.Status, c.subscription.Details.StatusCode, c.subscription.Details.StatusLabel} {
		if said != "" {
			word = said
		}
	}
	return views.Badge{Tone: views.ToneMute, Icon: views.IconInfo, Word: word}
}

// contractFacts are what there is to know of it, as far as the billing system
// said.
func (p presenter) contractFacts(c contract) []views.Fact {
	d := c.subscription.Details
	facts := []views.Fact{{Name: endName(c), Value: p.dayText(c.endsAt)}}
	if !d.NextBillingAt.IsZero() && !c.over() && !d.NextBillingAt.Equal(c.endsAt) {
		facts = append(facts, views.Fact{Name: "Next payment", Value: p.dayText(d.NextBillingAt)})
	}
	if !c.over() {
		facts = append(facts, fact("Amount", p.nextAmount(c.subscription)))
	}
	facts = append(facts, fact("How often you pay", capital(p.each(d.Interval))))
	if c.item != nil {
		facts = append(facts, fact("Quantity", p.locale.Quantity(string(c.item.Quantity))))
	}
	if c.method != nil {
		facts = append(facts, views.Fact{Name: "Paid with", Value: p.methodText(c.method.Label)})
	}
	if d.MinTermEnd != "" {
		facts = append(facts, fact("Runs at least until", p.locale.Date(string(d.MinTermEnd))))
	}
	if d.NoticeBy != "" && !c.over() {
		facts = append(facts, fact("Cancel by", p.locale.Date(string(d.NoticeBy))+" for the end of this term"))
	}
	return rows(append(facts, code("Subscription", c.number()))...)
}

func endName(c contract) string {
	switch c.state {
	case portal.SubscriptionEnding:
		return "Ends on"
	case portal.SubscriptionFinished:
		return "Ended on"
	case portal.SubscriptionAwaitingRenewal:
		return "Runs until"
	}
	if c.subscription.Details.Renewal == portal.RenewalManual {
		return "Runs until"
	}
	return "Renews on"
}

// nextAmount is what the next interval costs, in the billing system's figures;
// empty: it did not say.
func (p presenter) nextAmount(s portal.Subscription) string {
	per := ""
	if each := p.per(s.Details.Interval); each != "" {
		per = " " + each
	}
	if gross := p.money(s.Details.Next.Gross, s.Currency); gross != "" {
		return gross + per + ", VAT included"
	}
	if net := p.money(s.Details.Next.Net, s.Currency); net != "" {
		return net + per + ", plus VAT"
	}
	return ""
}

// dayText is an instant's day with its weekday; zero is empty.
func (p presenter) dayText(t time.Time) views.Text {
	if t.IsZero() {
		return nil
	}
	return views.Text{views.Time(p.locale.DateLong(p.date(t)), p.date(t))}
}

// dateWords is an instant's day: "30 November 2026".
func (p presenter) dateWords(t time.Time) string { return p.locale.Date(p.date(t)) }

// methodText is a payment method and when it ends.
func (p presenter) methodText(l portal.MethodLabel) views.Text {
	text := p.methodName(l)
	if expires := methodExpires(l); expires != "" {
		text = append(text, views.Words(", expires "+expires))
	}
	return text
}
