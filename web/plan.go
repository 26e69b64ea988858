package web

import (
	"strings"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// plan is the page that changes what a subscription is: to the offer that the
// link names, or to one of those that are open.
type plan struct{ open portal.OpenPlan }

func (k *plan) about() string { return "Subscription S" + k.open.Subscription.ID }

func (k *plan) contract() contract {
	o := k.open
	at := o.Subscription.Details.EndsAt
	if at.IsZero() {
		at = o.Subscription.Details.NextBillingAt
	}
	return contract{
		subscription: o.Subscription, item: o.Item, state: o.State, endsAt: at, method: o.Method, decisions: o.Decisions, offered: o.Offered,
	}
}

// page asks which offer, or shows at once what the one that the link names
// means. Where there is no offer, only the quantity can be changed.
func (k *plan) page(d *deed) error {
	c := k.contract()
	action := portal.ActionUpgrade
	if k.open.Chosen == nil && len(k.open.Offers) == 0 && c.offered.Can(portal.ActionQuantity) {
		action = portal.ActionQuantity
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
	st.view.Back = k.back()
	if st.why != "" {
		st.view.Heading = "Change your plan"
		st.view.Facts = []views.Facts{{Rows: d.p.contractFacts(c)}}
	}
	return d.draw(200, st)
}

// back leads to the page of the recurring billing; nil: nobody knows which.
func (k *plan) back() *views.Link {
	if to := k.open.Links.To(link.Renewal); to != "" {
		return &views.Link{Label: "Back to your subscription", URL: to}
	}
	return &views.Link{}
}

func (k *plan) step(d *deed, action portal.Action, item int64) (*step, error) {
	c := k.contract()
	if item != 0 && c.item == nil {
		c.item = itemOf(c.subscription, item)
	}
	if item != 0 && (c.item == nil || c.item.RunningNo != item) {
		return nil, nil
	}
	switch action {
	case portal.ActionQuantity:
		return d.quantityStep(c, item)
	case portal.ActionUpgrade:
		return k.upgrade(d, c)
	}
	return nil, nil
}

// itemOf is the item of that running number; nil: there is none.
func itemOf(s portal.Subscription, runningNo int64) *portal.SubscriptionItem {
	for i := range s.Items {
		if s.Items[i].RunningNo == runningNo {
			return &s.Items[i]
		}
	}
	return nil
}

// upgrade is the choice of an offer, or what the chosen one means.
func (k *plan) upgrade(d *deed, c contract) (*step, error) {
	choose := d.offer(c, portal.ActionUpgrade, k.choose(d, c))
	if choose == nil || choose.why != "" {
		return choose, nil
	}
	offer, ok := k.chosen(d)
	switch {
	case !ok && d.stage == "":
		return choose, nil
	case !ok && d.stage == stageConfirm: // it was open when the page was drawn
		choose.refuse(d, portal.WhyClosed)
		choose.choice = false
		return choose, nil
	case !ok:
		d.wrong("offer", "Choose what you want to change to")
		return k.choose(d, c), nil
	}
	quantity := strings.TrimSpace(d.r.PostForm.Get("quantity"))
	if quantity != "" && c.item != nil {
		if message := d.p.quantityFault(*c.item, quantity, true); message != "" {
			d.wrong("quantity", message)
			return k.choose(d, c), nil
		}
	}
	return d.priced(c, portal.ActionUpgrade, offer.Item, k.review(d, c, offer, quantity))
}

// chosen is the offer of the form, or the one that the link names.
func (k *plan) chosen(d *deed) (portal.Offer, bool) {
	if d.stage == "" {
		if k.open.Chosen != nil {
			return *k.open.Chosen, true
		}
		return portal.Offer{}, false
	}
	for _, o := range k.open.Offers {
		if o.ID == d.r.PostForm.Get("offer") {
			return o, true
		}
	}
	return portal.Offer{}, false
}

// choose lists the offers with their own prices. What they come to for this
// customer stands on the next page.
func (k *plan) choose(d *deed, c contract) *step {
	cards := &views.Cards{Name: "offer", Legend: "Your new plan", Error: d.errors["offer"]}
	picked := d.r.PostForm.Get("offer")
	if picked == "" && k.open.Chosen != nil {
		picked = k.open.Chosen.ID
	}
	for _, o := range k.open.Offers {
		cards.Choices = append(cards.Choices, views.Card{
			Value: o.ID, Title: o.Name, Line: o.About, Price: d.p.offerPrice(o), Checked: o.ID == picked,
		})
	}
	form := &views.Form{Inputs: []views.Input{{Cards: cards}}, Label: "See what changes"}
	if c.item != nil && (c.item.Min != "" || c.item.Max != "") {
		form.Inputs = append(form.Inputs, d.quantityField(c))
	}
	return &step{choice: true, view: views.Step{
		Heading: "Change your plan",
		Lead:    []views.Text{views.Plain("Nothing changes yet. You see what happens on the next page before you decide.")},
		Facts:   []views.Facts{{Heading: "Your plan now", Rows: d.p.nowFacts(c)}},
		Form:    form,
	}}
}

// offerPrice is the offer's own price for one: "€11.00 each per month, plus VAT".
func (p presenter) offerPrice(o portal.Offer) string {
	price := p.money(o.UnitNet, o.Currency)
	if price == "" {
		return ""
	}
	if o.Interval == (portal.Interval{}) {
		return price + " each, plus VAT"
	}
	return price + " each " + p.per(o.Interval) + ", plus VAT"
}

// review shows both plans side by side.
func (k *plan) review(d *deed, c contract, o portal.Offer, quantity string) *step {
	p := d.p
	st := &step{action: portal.ActionUpgrade, item: o.Item, change: portal.Change{Offer: o.ID, Product: o.ProductID}}
	to := []views.Fact{fact("Plan", o.Name), fact("Price", p.offerPrice(o))}
	st.view = views.Step{
		Heading: "Change your plan",
		Form:    &views.Form{Hidden: []views.Hidden{{Name: "offer", Value: o.ID}}},
		Facts:   []views.Facts{{Heading: "Your plan now", Rows: p.nowFacts(c)}},
	}
	if quantity != "" && c.item != nil && portal.Amount(quantity) != c.item.Quantity {
		st.change.Quantity = portal.Amount(quantity)
		to = append(to, fact("Quantity", p.locale.Quantity(quantity)))
	}
	if quantity != "" {
		st.view.Form.Hidden = append(st.view.Form.Hidden, views.Hidden{Name: "quantity", Value: quantity})
	}
	if o.Effective == "next_billing" && !c.subscription.Details.NextBillingAt.IsZero() {
		to = append(to, views.Fact{Name: "From", Value: p.dayText(c.subscription.Details.NextBillingAt)})
	}
	st.view.Facts = append(st.view.Facts, views.Facts{Heading: "Your new plan", Rows: rows(to...)})
	st.view.Lists = pointsOf(o)
	return st
}

// pointsOf is what somebody gains and loses with an offer.
func pointsOf(o portal.Offer) []views.Points {
	var lists []views.Points
	for _, list := range []struct {
		heading string
		ends    bool
		items   []string
	}{{"You get", false, o.Gained}, {"You will no longer have", true, o.Lost}} {
		if len(list.items) == 0 {
			continue
		}
		points := views.Points{Heading: list.heading, Ends: list.ends}
		for _, item := range list.items {
			points.Items = append(points.Items, views.Plain(item))
		}
		lists = append(lists, points)
	}
	return lists
}
