package web

import (
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// quoteView is the page of a quote as it stands now.
func (d *deed) quoteView(q *quotePage) views.Quote {
	p, order, quote := d.p, q.open.Purchase, q.open.Quote
	heading := q.about() + " from " + p.account.Name
	v := views.Quote{
		Frame: p.page(quotePageName(q.open.State), q.about()), Heading: heading,
		Amount: p.money(order.Totals.Gross, order.Currency),
		Facts:  rows(fact("Version", q.version()), fact("For", q.open.Customer.Name), fact("You need", q.needs()), fact("Deposit", p.deposit(quote.Deposit, order.Currency))),
		Lines:  p.items(order, "What is offered"), Parties: p.contacts(order.Details),
		Terms: terms(quote), AsOf: p.asOf(quoteAsOf(q.open)),
	}
	d.quoteState(q, &v)
	if order.Details.Test {
		v.Frame.Stamp = "Test"
		v.Callouts = append([]views.Callout{testCallout("Nothing is sold, and no payment is needed.")}, v.Callouts...)
	}
	if q.open.Offered.Can(portal.ActionPay) {
		v.Acts = append(v.Acts, d.payButton(order.Totals.Due, order.Currency))
		v.Hint = views.Plain(p.atProvider())
	}
	documents := d.documents("Documents of this quote", q.open.History)
	if main := mainFile(documents); main != nil {
		v.Downloads = append(v.Downloads, *main)
	}
	if len(documents.Items) > inStub {
		v.Documents, documents = documents, nil
	}
	v.Frame.Stub = p.stub(documents, q.reference(d))
	return v
}

func quotePageName(state string) string {
	switch state {
	case portal.QuoteAccepted:
		return "used"
	case portal.QuoteDeclined:
		return "declined"
	}
	return "document"
}

// quoteState fills in what the state of the quote is, and what can be done.
func (d *deed) quoteState(q *quotePage, v *views.Quote) {
	badge := func(tone views.Tone, icon views.Icon, word string) {
		v.Badge = views.Badge{Tone: tone, Icon: icon, Word: word}
		v.Frame.Title = q.about() + ", " + lowerFirst(word)
	}
	switch q.open.State {
	case portal.QuoteOpen:
		d.openQuote(q, v)
	case portal.QuoteAccepted:
		badge(views.ToneOK, views.IconCheck, "Accepted")
		v.Lead = []views.Text{d.decidedQuote(q, "accepted", "There is nothing more to do.")}
		d.acceptedQuote(q, v)
	case portal.QuoteDeclined:
		badge(views.ToneDeclined, views.IconCross, "Declined")
		v.Lead = []views.Text{d.decidedQuote(q, "declined", "Nothing was ordered."),
			views.Plain("If that was a mistake, ask " + d.p.account.Name + " for a new quote.")}
	case portal.QuoteChanging:
		badge(views.ToneInfo, views.IconRenew, "Changes requested")
		d.changingQuote(q, v)
	case portal.QuoteExpired:
		badge(views.ToneWarn, views.IconClock, "Expired")
		v.Lead = []views.Text{d.expiredQuote(q)}
		d.offerNewQuote(q, v)
	case portal.QuoteReplaced:
		badge(views.ToneMute, views.IconArrow, "Replaced")
		v.Lead = []views.Text{views.Plain("There is a newer quote. This one can no longer be accepted.")}
		d.newerQuote(q, v)
	case portal.QuoteWithdrawn:
		badge(views.ToneStop, views.IconBar, "Withdrawn")
		v.Lead = []views.Text{views.Plain(d.p.account.Name + " withdrew this quote. You do not need to do anything."),
			views.Plain("If you still need it, ask them for a new one.")}
		d.offerNewQuote(q, v)
	default:
		v.Badge = views.Badge{Tone: views.ToneMute, Icon: views.IconInfo, Word: quoteStatus(q.open)}
		v.Lead = []views.Text{views.Plain("This is the status that " + d.p.account.Name + " gives. If you do not know what it means, ask them.")}
	}
}

func (d *deed) openQuote(q *quotePage, v *views.Quote) {
	until := q.open.Quote.ValidUntil
	v.Badge = views.Badge{Tone: views.ToneWait, Icon: views.IconClock, Word: "Open"}
	v.Frame.Title = q.about() + ", open"
	if until != "" {
		v.Badge.Word = "Open until " + d.p.locale.DayMonth(string(until))
		v.Frame.Title = q.about() + ", open until " + d.p.locale.Date(string(until))
	}
	if until == d.p.today(d.p.now) {
		v.Badge = views.Badge{Tone: views.ToneWarn, Icon: views.IconClock, Word: "Open until midnight"}
	}
	for _, act := range []struct {
		action portal.Action
		label  string
	}{{portal.ActionAccept, "Accept quote"}, {portal.ActionAskChange, "Ask for a change"}, {portal.ActionDecline, "Decline"}} {
		if q.open.Offered.Can(act.action) {
			v.Acts = append(v.Acts, views.Action{Label: act.label, URL: d.stepURL(act.action, 0)})
		}
	}
	v.Clocks = d.clocks(until)
}

// clocks tells the two ends apart: that of the quote, and that of the page.
func (d *deed) clocks(until portal.Date) views.Text {
	page := append(append(views.Text{views.Words("This page works until ")}, d.p.moment(time.Unix(d.adm.Grant.End(), 0))...), views.Words("."))
	if until == "" {
		return page
	}
	return append(views.Text{
		views.Words("The quote is valid until the end of "), views.Time(d.p.locale.DateLong(string(until)), string(until)),
		views.Words(" (" + d.p.locale.City(d.p.zone) + "). "),
	}, page...)
}

// decidedQuote says who decided and when, as far as it is known.
func (d *deed) decidedQuote(q *quotePage, did, sentence string) views.Text {
	at, by := q.open.Quote.DecidedAt, "This quote was "+did
	if dec := q.open.Decision; dec != nil {
		at = dec.CreatedAt
		if name := dec.Change.Fields[portal.FieldName]; name != "" {
			by = name + " " + did + " this quote"
		}
	}
	if at.IsZero() {
		return views.Plain(by + ". " + sentence)
	}
	return append(append(views.Text{views.Words(by + " on ")}, d.p.moment(at)...), views.Words(". "+sentence))
}

func (d *deed) acceptedQuote(q *quotePage, v *views.Quote) {
	dec := q.open.Decision
	if dec == nil {
		return
	}
	v.Facts = append(v.Facts, rows(
		fact("Accepted by", joined(", ", dec.Change.Fields[portal.FieldName], dec.Change.Fields[portal.FieldRole])),
		code("Purchase order", dec.Change.Fields[portal.FieldPONumber]), code("Reference", dec.Reference),
	)...)
	v.Tasks = views.Tasks{Heading: "What you can do", Items: []views.Task{{
		Label: "Show what was recorded", URL: d.url(doneName, dec.ID), Effect: views.Plain("Your receipt, to print or to save."),
	}}}
}

func (d *deed) changingQuote(q *quotePage, v *views.Quote) {
	v.Lead = []views.Text{views.Plain("A change was asked for. Until " + d.p.account.Name + " has answered, this version cannot be accepted.")}
	dec := q.open.Decision
	if dec == nil {
		return
	}
	v.Lead = []views.Text{append(append(views.Text{views.Words("A change was asked for on ")}, d.p.moment(dec.CreatedAt)...),
		views.Words(". "+d.p.account.Name+" answers with a new version. Until then this one cannot be accepted."))}
	v.Facts = append(v.Facts, rows(fact("You asked for", dec.Change.Comment), code("Reference", dec.Reference))...)
	if dec.Open {
		v.Tasks = views.Tasks{Heading: "What you can do", Items: []views.Task{{
			Label: "Take the request back", URL: d.url(doneName, dec.ID),
			Effect: views.Plain("The quote is then open again as it is. You can accept or decline it."),
		}}}
	}
}

func (d *deed) expiredQuote(q *quotePage) views.Text {
	until := q.open.Quote.ValidUntil
	if until == "" {
		return views.Plain("This quote has expired. It can no longer be accepted, and nothing was ordered.")
	}
	return views.Text{
		views.Words("This quote was valid until the end of "), views.Time(d.p.locale.DateLong(string(until)), string(until)),
		views.Words(" (" + d.p.locale.City(d.p.zone) + "). It can no longer be accepted, and nothing was ordered."),
	}
}

// offerNewQuote leads to the step that asks for another one.
func (d *deed) offerNewQuote(q *quotePage, v *views.Quote) {
	if q.open.Offered.Can(portal.ActionAskQuote) {
		v.Acts = []views.Action{{Label: "Ask for a new quote", Icon: views.IconMail, URL: d.stepURL(portal.ActionAskQuote, 0)}}
		v.Hint = views.Plain("The new quote may have other prices.")
	}
}

func (d *deed) newerQuote(q *quotePage, v *views.Quote) {
	if q.open.Newer != "" {
		v.Acts = []views.Action{{Label: "Open the newer quote", URL: q.open.Newer}}
		return
	}
	v.Callouts = []views.Callout{{
		Tone: views.ToneInfo, Icon: views.IconArrow, Heading: "There is a newer version",
		Text: views.Plain("Open the newest email from " + d.p.account.Name + "."),
	}}
}

// closedNotice says why a quote cannot be decided on, and what was saved.
func (q *quotePage) closedNotice(d *deed) views.Callout {
	c := views.Callout{Tone: views.ToneWait, Icon: views.IconInfo, Heading: "What you pressed now was not saved"}
	switch q.open.State {
	case portal.QuoteAccepted:
		c.Text = d.decidedQuote(q, "accepted", "Nothing else can be decided about it here.")
	case portal.QuoteDeclined:
		c.Text = d.decidedQuote(q, "declined", "Nothing else can be decided about it here.")
	case portal.QuoteExpired:
		c.Text = d.expiredQuote(q)
	case portal.QuoteReplaced:
		c.Text = views.Plain("This quote was replaced by a newer one. Open the newest email from " + d.p.account.Name + ".")
	case portal.QuoteWithdrawn:
		c.Text = views.Plain(d.p.account.Name + " withdrew this quote.")
	case portal.QuoteChanging:
		c.Text = views.Plain("A change was asked for before and is not answered yet. You can take that back on the page of the quote, and then choose again.")
	default:
		c = d.p.notOffered(portal.WhyUnknown)
	}
	return c
}
