package web

import (
	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// renewal is the page of what renews of a purchase: what holds now, and each
// change on a page of its own.
type renewal struct{ open portal.OpenContract }

func (k *renewal) about() string {
	if all := k.open.Contracts; len(all) == 1 {
		return "Subscription S" + all[0].Subscription.ID
	}
	return "Subscriptions of order " + k.open.Purchase.ID
}

// contract is one of the page's; item is its running number in the purchase.
func asContract(c portal.Contract) contract {
	return contract{
		subscription: c.Subscription, item: c.Item, ordered: c.Ordered.Name, state: c.State, endsAt: c.EndsAt,
		method: c.Method, decisions: c.Decisions, offered: c.Offered,
	}
}

// contractOf is what an action is about: the item of that running number in the
// purchase, or, for 0, the only one, or all of one subscription.
func (k *renewal) contractOf(item int64) (contract, bool) {
	all := k.open.Contracts
	if item == 0 && len(all) == 1 {
		return asContract(all[0]), true
	}
	if item == 0 {
		return k.whole()
	}
	for _, c := range all {
		if c.Ordered.RunningNo == item {
			return asContract(c), true
		}
	}
	return contract{}, false
}

// whole is all of a subscription that has several items on this page.
func (k *renewal) whole() (contract, bool) {
	all := k.open.Contracts
	for _, c := range all[1:] {
		if c.Subscription.ID != all[0].Subscription.ID {
			return contract{}, false
		}
	}
	c := asContract(all[0])
	c.item, c.ordered = nil, ""
	c.offered = nil
	for _, one := range all { // it can be ended as long as any item can
		if o, ok := one.Offered.Of(portal.ActionCancel); ok && (len(c.offered) == 0 || o.Why == "") {
			o.Subject.Item = 0
			c.offered = portal.Offerings{o}
			c.state = one.State
		}
	}
	return c, true
}

func (k *renewal) page(d *deed) error {
	heading := "Your subscription"
	page := views.Manage{Heading: heading}
	if all := k.open.Contracts; len(all) == 1 {
		k.single(d, &page, all[0])
	} else {
		k.several(d, &page)
	}
	page.Frame = d.p.page("confirm", page.Heading)
	page.Frame.Stub = d.p.visitStub(d.p.reference(d.adm))
	visitOf(d.r).page = "confirm"
	return d.render(d.w, d.r, 200, views.ManagePage(page))
}

// single shows the one contract of the page.
func (k *renewal) single(d *deed, page *views.Manage, open portal.Contract) {
	c := asContract(open)
	page.Heading = "Your subscription to " + c.name()
	page.Badge, page.Facts = d.p.contractBadge(c), d.p.contractFacts(c)
	page.Lead = d.p.contractLead(c)
	page.Notices = append(d.p.failedNotice(c), d.p.asked(c.decisions)...)
	page.AsOf = d.p.asOf(c.subscription.AsOf)
	page.Tasks = views.Tasks{Heading: "What you can change", Items: k.tasks(d, c, open, 0), Empty: d.p.nothingHere(c)}
	if c.subscription.Details.Pending != "" {
		page.Notices = append(page.Notices, views.Callout{
			Tone: views.ToneInfo, Icon: views.IconCalendar, Heading: "A change is on its way.", Text: views.Plain(c.subscription.Details.Pending),
		})
	}
}

// several lists the contracts of the page, and what can be done with each.
func (k *renewal) several(d *deed, page *views.Manage) {
	page.Heading = "Your subscriptions of order " + k.open.Purchase.ID
	page.Tasks.Heading = "What you can change"
	for _, open := range k.open.Contracts {
		c := asContract(open)
		page.Facts = append(page.Facts, fact(c.name(), d.p.inShort(c)))
		page.Notices = append(page.Notices, append(d.p.failedNotice(c), d.p.asked(c.decisions)...)...)
		page.Tasks.Items = append(page.Tasks.Items, k.tasks(d, c, open, open.Ordered.RunningNo)...)
		if as := d.p.asOf(c.subscription.AsOf); as != "" {
			page.AsOf = as
		}
	}
	if c, ok := k.whole(); ok && c.offered.Can(portal.ActionCancel) {
		page.Tasks.Items = append(page.Tasks.Items, views.Task{
			Label: "Cancel all of them", URL: d.stepURL(portal.ActionCancel, 0), Effect: views.Plain("Ends subscription " + c.number() + " with all its items."),
		})
	}
	page.Tasks.Empty = views.Plain("Nothing can be changed here. Contact " + d.p.account.Name + " if you need something.")
}

// tasks lead to the changes that can be made now.
func (k *renewal) tasks(d *deed, c contract, open portal.Contract, item int64) []views.Task {
	of := ""
	if item != 0 {
		of = ": " + c.name()
	}
	var list []views.Task
	for _, dec := range c.decisions {
		if dec.Open && dec.State == portal.DecisionSubmitted && dec.Class == portal.Wish && dec.Object == d.object() {
			list = append(list, views.Task{
				Label: "See what you asked for" + of, URL: d.resultURL(dec),
				Effect: views.Plain(wishWords(dec.Action) + ". You can take it back until it is answered."),
			})
		}
	}
	add := func(a portal.Action, label, effect string) {
		if c.offered.Can(a) && c.pending(a) == nil {
			list = append(list, views.Task{Label: label + of, URL: d.stepURL(a, item), Effect: views.Plain(effect)})
		}
	}
	child := func(kind link.Kind, label, effect string) {
		if to := open.Links.To(kind); to != "" && !c.over() && c.state != portal.SubscriptionExternal && c.state != portal.SubscriptionUnknown {
			list = append(list, views.Task{Label: label + of, URL: to, Effect: views.Plain(effect)})
		}
	}
	if c.pastDue() {
		child(link.Payment, "Change payment method", d.p.settleWords(c))
	}
	add(portal.ActionReinstate, "Keep my subscription", d.p.keepWords(c))
	add(portal.ActionRenew, "Renew now", "Goes on for another term.")
	add(portal.ActionAutoRenew, "Turn on renewal", "It then renews by itself, until you turn that off.")
	if !c.pastDue() && c.state == portal.SubscriptionActive {
		child(link.Upgrade, "Change plan", "See what else there is. You decide on the next page.")
	}
	add(portal.ActionQuantity, "Change quantity", "Have more or fewer. You see what happens before you decide.")
	add(portal.ActionInterval, "Change how often you pay", "Pay "+d.p.otherIntervals(c)+".")
	add(portal.ActionRemoveItem, "Remove it", "Takes it out of the subscription. The rest goes on.")
	if !c.pastDue() {
		child(link.Payment, "Change payment method", "Use another card or bank account from now on.")
	}
	add(portal.ActionCancel, "Cancel", d.p.cancelWords(c))
	return list
}

// object is what the link opens.
func (d *deed) object() portal.ObjectKey {
	g := d.adm.Grant
	return portal.ObjectKey{Account: g.Account(), Kind: g.Kind(), ID: g.PathID()}
}
