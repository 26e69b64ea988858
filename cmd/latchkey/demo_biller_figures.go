package main

import (
	"cmp"
	"context"
	"fmt"
	"math/big"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// demoAnswer is the answer to a preview's question.
type demoAnswer struct {
	ID         string             `json:"id"`
	Lines      []portal.ShownLine `json:"lines"`
	DueNow     portal.Amount      `json:"dueNow,omitempty"`
	NextAmount portal.Amount      `json:"nextAmount,omitempty"`
	NextAt     time.Time          `json:"nextAt,omitzero"`
	Currency   string             `json:"currency"`
	Effective  time.Time          `json:"effectiveAt,omitzero"`
	ExpiresAt  time.Time          `json:"expiresAt"`
}

// demoTax is the tax on everything Brightwater sells, in percent.
const demoTax = 23

// figures works out what a subscription costs after an act. False: the act has
// no price.
func (b *demoBiller) figures(ctx context.Context, sub portal.Subscription, ask demoQuestion) (demoAnswer, bool) {
	if len(sub.Items) == 0 {
		return demoAnswer{}, false
	}
	after := sub
	after.Items = append([]portal.SubscriptionItem(nil), sub.Items...)
	b.change(ctx, &after, portal.BillingDecision{Action: ask.Action, Subject: ask.Subject, Change: ask.Change})
	answer := demoAnswer{
		ID: portal.NewID("prv"), Currency: sub.Currency, ExpiresAt: b.now().Add(previewHolds), Effective: b.now(),
		NextAmount: after.Details.Next.Gross, NextAt: sub.Details.NextBillingAt,
	}
	switch ask.Action {
	case portal.ActionQuantity, portal.ActionUpgrade:
		days := b.daysLeft(sub)
		answer.bill(fmt.Sprintf("The difference, for %d of 30 days", days), dearer(sub, after, days))
	case portal.ActionRenew:
		answer.bill(after.Items[0].Name+", one more term", money(after.Details.Next.Net))
	case portal.ActionInterval, portal.ActionAutoRenew, portal.ActionReinstate:
		answer.DueNow = "0.00"
	default:
		return demoAnswer{}, false
	}
	return answer, true
}

// bill asks for a net amount and the tax on it, now.
func (a *demoAnswer) bill(what string, net *big.Rat) {
	t := taxed(net)
	if a.DueNow = t.Gross; money(t.Gross).Sign() == 0 {
		return
	}
	a.line(what, t.Net)
	a.line(fmt.Sprintf("VAT %d%%", demoTax), t.Tax)
}

func (a *demoAnswer) line(label string, amount portal.Amount) {
	a.Lines = append(a.Lines, portal.ShownLine{Label: label, Value: "€" + string(amount)})
}

// daysLeft is how many days of a term of thirty are left.
func (b *demoBiller) daysLeft(sub portal.Subscription) int64 {
	return max(0, min(30, int64(sub.Details.NextBillingAt.Sub(b.now()).Hours()/24)))
}

// dearer is what the rest of a term costs more than it did; nothing for what
// gets cheaper.
func dearer(before, after portal.Subscription, days int64) *big.Rat {
	more := new(big.Rat).Sub(money(after.Details.Next.Net), money(before.Details.Next.Net))
	if more.Sign() < 0 {
		return new(big.Rat)
	}
	return more.Mul(more, big.NewRat(days, 30))
}

// change makes a subscription what a decision wished.
func (b *demoBiller) change(ctx context.Context, sub *portal.Subscription, d portal.BillingDecision) {
	end := sub.Details.NextBillingAt
	switch d.Action {
	case portal.ActionCancel:
		sub.Status, sub.Details.EndsAt = portal.SubscriptionEnding, end
	case portal.ActionReinstate, portal.ActionAutoRenew:
		sub.Status, sub.Details.Renewal, sub.Details.EndsAt = portal.SubscriptionActive, portal.RenewalAuto, time.Time{}
	case portal.ActionQuantity:
		sub.Items[0].Quantity = cmp.Or(d.Change.Quantity, sub.Items[0].Quantity)
	case portal.ActionInterval:
		if d.Change.Interval != nil {
			sub.Items[0].Intervals = []portal.Interval{sub.Details.Interval}
			sub.Details.Interval = *d.Change.Interval
		}
	case portal.ActionUpgrade:
		offer, err := b.service.MirroredOffer(ctx, portal.Key{Account: brightwater, ID: d.Change.Offer}, "")
		if err == nil {
			sub.Items[0].ProductID, sub.Items[0].Name, sub.Items[0].UnitNet = offer.ProductID, offer.Name, offer.UnitNet
		}
	case portal.ActionDefault:
		sub.Details.Method = d.Change.Method
	}
	sub.Details.Next = next(*sub)
}

// next is what the next bill of a subscription comes to.
func next(sub portal.Subscription) portal.Totals {
	net := new(big.Rat)
	for _, i := range sub.Items {
		net.Add(net, new(big.Rat).Mul(money(i.Quantity), money(i.UnitNet)))
	}
	if sub.Details.Interval.Months > 1 {
		net.Mul(net, new(big.Rat).SetInt64(sub.Details.Interval.Months))
	}
	return taxed(net)
}

// taxed is a net amount with its tax, to the cent.
func taxed(net *big.Rat) portal.Totals {
	t := portal.Totals{Net: amountOf(net)}
	t.Tax = amountOf(new(big.Rat).Mul(net, big.NewRat(demoTax, 100)))
	t.Gross = amountOf(new(big.Rat).Add(money(t.Net), money(t.Tax)))
	return t
}

// money is an amount as a number; one that is none counts nothing.
func money(a portal.Amount) *big.Rat {
	if r, ok := new(big.Rat).SetString(string(a)); ok {
		return r
	}
	return new(big.Rat)
}

func amountOf(r *big.Rat) portal.Amount { return portal.Amount(r.FloatString(2)) }
