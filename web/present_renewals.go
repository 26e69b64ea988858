package web

import (
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// renewals are the subscriptions that a purchase began, each in a sentence.
func (p presenter) renewals(subs []portal.Subscription) *views.Renewals {
	if len(subs) == 0 {
		return nil
	}
	list := &views.Renewals{Heading: "Subscription"}
	if len(subs) > 1 {
		list.Heading = "Subscriptions"
	}
	for _, sub := range subs {
		item := views.Renewal{Name: "Subscription S" + sub.ID, Text: p.renewal(sub)}
		if len(sub.Items) > 0 {
			item.Name = sub.Items[0].Name
		}
		switch sub.Status {
		case portal.SubscriptionOnHold:
			item.Badge = views.Badge{Tone: views.ToneWarn, Icon: views.IconBar, Word: "On hold"}
		case portal.SubscriptionGrace:
			item.Badge = views.Badge{Tone: views.ToneWarn, Icon: views.IconClock, Word: "Payment open"}
		case portal.SubscriptionFinished:
			item.Badge = views.Badge{Tone: views.ToneMute, Icon: views.IconCross, Word: "Ended"}
		case portal.SubscriptionEnding:
			item.Badge = views.Badge{Tone: views.ToneMute, Icon: views.IconClock, Word: "Ends"}
		}
		list.Items = append(list.Items, item)
	}
	return list
}

// renewal says when a subscription renews or ends. What runs on to its end is
// never called cancelled.
func (p presenter) renewal(sub portal.Subscription) views.Text {
	d := sub.Details
	on := func(before string, at string, after string) views.Text {
		return views.Text{views.Words(before), views.Time(p.locale.Date(at), at), views.Words(after)}
	}
	ends, next := "", ""
	if !d.EndsAt.IsZero() {
		ends = p.date(d.EndsAt)
	}
	if !d.NextBillingAt.IsZero() {
		next = p.date(d.NextBillingAt)
	}
	price := ""
	if amount := p.money(d.Next.Gross, sub.Currency); amount != "" {
		price = " for " + amount
	}
	switch sub.Status {
	case portal.SubscriptionNew, portal.SubscriptionActive:
		if next != "" {
			return on("Renews on ", next, price+".")
		}
		return views.Plain("Renews by itself.")
	case portal.SubscriptionGrace, portal.SubscriptionOnHold:
		return views.Plain("A payment is open. Open the newest email about it to pay.")
	case portal.SubscriptionEnding:
		if ends != "" {
			return on("Ends on ", ends, ". It does not renew.")
		}
		return views.Plain("Does not renew.")
	case portal.SubscriptionAwaitingRenewal:
		if until := max(ends, next); until != "" {
			return on("Renew it by ", until, " to keep it.")
		}
		return views.Plain("Does not renew by itself.")
	case portal.SubscriptionFinished:
		if ends != "" {
			return on("Ended on ", ends, ".")
		}
		return views.Plain("Ended.")
	case portal.SubscriptionExternal:
		return views.Plain(p.account.Name + " looks after it. Contact them to change it.")
	}
	status := d.StatusLabel
	if status == "" {
		status = joined("", d.StatusCode, sub.Status)
	}
	return views.Plain("Status: " + status)
}
