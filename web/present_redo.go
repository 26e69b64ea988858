package web

import (
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// redoView is the page of a purchase that was not completed. today is what the
// billing system says it costs now; nil: nobody can say.
func (d *deed) redoView(o *redoPage, today *portal.Preview) views.Redo {
	p, order := d.p, o.open.Purchase
	v := views.Redo{
		Frame: p.page("confirm", "Finish your order"), Heading: "Finish your order",
		Badge: views.Badge{Tone: views.ToneWarn, Icon: views.IconInfo, Word: "Not completed"},
		Lead:  []views.Text{p.notCompleted(o.open)},
		Facts: rows(fact("Order", order.ID), fact("Tried to pay with", order.Details.PaidWith), fact("Customer", o.open.Customer.Name)),
		Lines: p.items(order, "What was in your order"),
	}
	if order.Details.Test {
		v.Frame.Stamp = "Test"
		v.Callouts = append(v.Callouts, testCallout("Nothing is sold, and no payment is needed."))
	}
	v.Callouts = append(v.Callouts, d.underWay(o.open.Decisions)...)
	d.redoPrices(o, today, &v)
	if !d.closedRedo(o, &v) {
		d.redoActs(o, &v)
	}
	v.Frame.Stub = p.visitStub(order.Reference)
	return v
}

// notCompleted says what happened, in the billing system's words where it gave
// any, and that nothing was charged.
func (p presenter) notCompleted(open portal.OpenRedo) views.Text {
	order := open.Purchase
	lead := views.Text{views.Words("Your order")}
	if !order.CreatedAt.IsZero() {
		day := p.date(order.CreatedAt)
		lead = append(lead, views.Words(" of "), views.Time(p.locale.DateLong(day), day))
	}
	why := " was not completed."
	switch {
	case order.Details.Failure != "":
		why = closed(" was not completed: " + order.Details.Failure)
	case open.State == portal.QuoteExpired:
		why = " was not completed, because the quote expired first."
	case order.Status == portal.PurchaseCancelled:
		why = " was cancelled before it was completed."
	}
	return append(lead, views.Words(why+" "), views.Strong("You have not been charged."))
}

func (d *deed) redoPrices(o *redoPage, today *portal.Preview, v *views.Redo) {
	if today == nil {
		v.Lines.Caption += ", with the prices of that day"
		if !o.open.Purchase.CreatedAt.IsZero() {
			v.AsOf = "You see the prices of " + d.p.locale.Date(d.p.date(o.open.Purchase.CreatedAt)) + ". They may have changed since; you see what you pay before you do."
		}
		return
	}
	v.Lines = d.p.previewLines("What it costs today", *today)
	v.AsOf = "Prices of today. They are held until " + d.p.locale.Clock(today.ExpiresAt, d.p.zone) + " (" + d.p.locale.City(d.p.zone) + ")."
}

func (d *deed) redoActs(o *redoPage, v *views.Redo) {
	if o.open.Offered.Can(portal.ActionPay) {
		v.Acts = append(v.Acts, views.Action{Label: "Go to payment", URL: d.stepURL(portal.ActionPay, 0)})
		v.Hint = views.Plain(d.p.atProvider())
	}
	if o.open.Offered.Can(portal.ActionAskQuote) {
		v.Acts = append(v.Acts, views.Action{Label: "Ask for a quote", URL: d.stepURL(portal.ActionAskQuote, 0)})
	}
	v.Discard = &views.Link{Label: "Discard this order", URL: d.stepURL(actionDiscard, 0)}
}

// closedRedo says why an order cannot be taken up again, or that a quote was
// asked for; false: it can be.
func (d *deed) closedRedo(o *redoPage, v *views.Redo) bool {
	for _, dec := range o.open.Decisions {
		if dec.Action == portal.ActionAskQuote && dec.Open {
			v.Badge = views.Badge{Tone: views.ToneInfo, Icon: views.IconMail, Word: "Quote requested"}
			v.Callouts = append(v.Callouts, views.Callout{Tone: views.ToneInfo, Icon: views.IconMail, Text: append(append(
				views.Text{views.Words("You asked for a quote on ")}, d.p.moment(dec.CreatedAt)...), views.Words(". "+d.p.account.Name+" sends it by email."))})
			v.Discard = &views.Link{Label: "See what you asked for", URL: d.url(doneName, dec.ID)}
			return true
		}
	}
	switch o.open.Why {
	case "":
		return false
	case portal.WhyDone:
		v.Badge = views.Badge{Tone: views.ToneOK, Icon: views.IconCheck, Word: "Completed"}
		v.Heading, v.Frame.Title = "This order is completed", "This order is completed"
		v.Lead = []views.Text{views.Plain("There is nothing more to do. Do not pay it again.")}
	case portal.WhyUnknown:
		v.Badge = views.Badge{Tone: views.ToneMute, Icon: views.IconInfo, Word: rawStatus(o.open.Purchase)}
		v.Lead = []views.Text{views.Plain("This is the status that " + d.p.account.Name + " gives. Contact them if you want to go on with it.")}
	default:
		v.Badge = views.Badge{Tone: views.ToneMute, Icon: views.IconInfo, Word: "Not open"}
		v.Lead = []views.Text{views.Plain("This order cannot be taken up again now. Contact " + d.p.account.Name + " if you still want it.")}
	}
	v.AsOf = ""
	if to := o.open.Links; len(to) > 0 {
		v.Discard = &views.Link{Label: "See your order", URL: to[0].Target}
	}
	return true
}
