package web

import (
	"slices"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// inStub is how many documents stand in the stub; more get a section of their
// own.
const inStub = 8

// purchaseView is the page of a purchase.
func (d *deed) purchaseView(o *orderPage) views.Confirmation {
	p, order := d.p, o.open.Purchase
	v := views.Confirmation{
		Frame: p.page("document", o.about()), Heading: o.about(), Lead: p.received(order),
		Facts: rows(
			fact("Customer", o.open.Customer.Name), code("Purchase order", order.PONumber), fact("Paid with", order.Details.PaidWith),
			fact("Delivery", order.Details.Delivery), fact("Sold by", order.Details.Merchant),
		),
		Lines: p.items(order, "What you bought"), Parties: p.contacts(order.Details), Renewals: p.renewals(o.open.Subscriptions),
		AsOf: p.asOf(order.AsOf), Tasks: d.purchaseTasks(o),
	}
	p.purchaseState(o.open, &v)
	v.Callouts = append(v.Callouts, d.underWay(o.open.Decisions)...)
	if o.open.Offered.Can(portal.ActionPay) {
		pay := d.payButton(order.Totals.Due, order.Currency)
		v.PayNow, v.Hint = &pay, views.Plain(p.atProvider())
	}
	documents := d.documents("All documents for this purchase", o.open.History)
	if o.open.CreditMissing {
		documents.Note = views.Plain(creditMissing)
		if len(documents.Items) == 0 {
			documents.Note, documents.Empty = nil, creditMissing // one sentence says both
		}
	}
	if len(documents.Items) > inStub {
		v.Documents, documents = documents, nil
	}
	v.Frame.Stub = p.stub(documents, order.Reference)
	return v
}

const creditMissing = "The credit note was not received yet. It appears here when it is ready."

// received thanks for an order that stands.
func (p presenter) received(order portal.Purchase) views.Text {
	if order.CreatedAt.IsZero() {
		return views.Plain("This is your order as " + p.account.Name + " has it.")
	}
	day := p.date(order.CreatedAt)
	on := views.Text{views.Words("We received your order on "), views.Time(p.locale.DateLong(day), day), views.Words(".")}
	switch order.Status {
	case portal.PurchaseCancelled, portal.PurchaseRejected:
		return on
	case portal.PurchaseQuoted:
		return views.Plain("This order begins when you accept the quote.")
	}
	return append(views.Text{views.Words("Thank you. ")}, on...)
}

// date is an instant's calendar day in the account's zone.
func (p presenter) date(t time.Time) string { return t.In(p.zone).Format(time.DateOnly) }

// standing is a state in words: the badge, and the row "Status".
type standing struct {
	tone   views.Tone
	icon   views.Icon
	word   string
	status string
}

// standings are the states we know, in words.
var standings = map[string]standing{
	portal.PurchaseQuoted:            {views.ToneInfo, views.IconInfo, "Offer", "You have an offer. Nothing is ordered yet."},
	portal.PurchasePending:           {views.ToneWait, views.IconClock, "Pending", "The order is being checked. That can take a day."},
	portal.PurchaseAwaitingPayment:   {views.ToneWait, views.IconClock, "Waiting for payment", "We go on when your payment has arrived."},
	portal.PurchaseOpen:              {views.ToneWait, views.IconClock, "Invoiced", "The invoice is open."},
	portal.PurchasePaid:              {views.ToneOK, views.IconCheck, "Paid", "Paid. There is nothing more to do."},
	portal.PurchaseOnHold:            {views.ToneWarn, views.IconBar, "On hold", "The order is being checked before it goes on."},
	portal.PurchasePartiallyRefunded: {views.ToneMute, views.IconArrow, "Partly refunded", "Paid. A part of it was refunded."},
	portal.PurchaseRefunded:          {views.ToneMute, views.IconArrow, "Refunded", "All of it was refunded."},
	portal.PurchaseChargedBack:       {views.ToneStop, views.IconBar, "Charged back", "This payment is being reviewed."},
	portal.PurchaseDebitReturned:     {views.ToneStop, views.IconBar, "Debit returned", "Your bank returned the debit. The amount is open again."},
	portal.PurchaseCancelled:         {views.ToneMute, views.IconCross, "Cancelled", "This order was cancelled."},
	portal.PurchaseRejected:          {views.ToneStop, views.IconCross, "Not accepted", "This order could not be taken."},
}

// purchaseState fills in how a purchase stands. A code we do not know is shown
// as the billing system wrote it.
func (p presenter) purchaseState(open portal.OpenPurchase, v *views.Confirmation) {
	order := open.Purchase
	st, known := standings[order.Status]
	switch {
	case order.Status == "" && order.Details.StatusLabel == "" && order.Details.StatusCode == "":
		return
	case !known:
		st = standing{views.ToneMute, views.IconInfo, rawStatus(order), rawStatus(order)}
	case order.Status == portal.PurchasePending && order.Details.Failure != "":
		st = standing{views.ToneWarn, views.IconInfo, "Not completed", closed("It was not completed: " + order.Details.Failure)}
	}
	v.Badge = views.Badge{Tone: st.tone, Icon: st.icon, Word: st.word}
	v.Facts = append([]views.Fact{fact("Status", st.status)}, v.Facts...)
	if order.Details.Test {
		v.Badge = views.Badge{Tone: views.ToneInfo, Icon: views.IconInfo, Word: "Test"}
		v.Frame.Stamp, v.Frame.Title = "Test", "Test: "+lowerFirst(v.Heading)
		v.Callouts = []views.Callout{testCallout("No payment is needed, and nothing is delivered.")}
		return
	}
	v.Callouts = p.purchaseCallouts(order)
}

func testCallout(text string) views.Callout {
	return views.Callout{Tone: views.ToneInfo, Icon: views.IconInfo, Heading: "Test", Text: views.Plain(text)}
}

// rawStatus is the billing system's own word for where a purchase stands.
func rawStatus(order portal.Purchase) string {
	for _, word := range []string{order.Details.StatusLabel, order.Details.StatusCode, order.Status} {
		if word != "" {
			return word
		}
	}
	return "Unknown"
}

func (p presenter) purchaseCallouts(order portal.Purchase) []views.Callout {
	switch order.Status {
	case portal.PurchaseAwaitingPayment, portal.PurchaseOpen:
		due := p.money(order.Totals.Due, order.Currency)
		if due == "" || order.Totals.Due.Zero() {
			return nil
		}
		reference := order.Details.PaymentReference
		if reference == "" {
			reference = order.ID
		}
		return []views.Callout{{Tone: views.ToneWait, Icon: views.IconClock, Text: views.Text{
			views.Words("We are waiting for your payment of "), views.Strong(due), views.Words(". Use the reference "),
			{Text: reference, LTR: true}, views.Words("."),
		}}}
	case portal.PurchaseOnHold:
		return []views.Callout{{Tone: views.ToneWarn, Icon: views.IconInfo,
			Text: views.Plain(p.account.Name + " checks this order. They write to you if they need something.")}}
	case portal.PurchaseChargedBack:
		return []views.Callout{{Tone: views.ToneInfo, Icon: views.IconInfo,
			Text: views.Plain("This payment is being reviewed. You do not need to do anything now. If you have a question, contact " + p.account.Name + ".")}}
	}
	return nil
}

// items is what an order holds, with the issuer's sums.
func (p presenter) items(order portal.Purchase, caption string) views.Lines {
	lines := views.Lines{
		Caption: caption,
		Head:    views.LineHead{Description: "Item", Quantity: "Quantity", Price: "Price", Tax: "VAT", Amount: "Amount"},
		Empty:   "The items of this order are not listed here.",
	}
	for _, item := range order.Items {
		quantity, price, tax := p.locale.Quantity(string(item.Quantity)), p.money(item.UnitNet, order.Currency), p.locale.Percent(string(item.TaxPercent))
		lines.Rows = append(lines.Rows, views.Line{
			Name: item.Name, Description: kept(item.Note), Quantity: quantity, Price: price, Tax: tax,
			Folded: joined(", ", joined(" at ", quantity, price), strings.TrimSuffix("VAT "+tax, "VAT ")),
			Amount: p.money(item.Net, order.Currency),
		})
	}
	if !slices.ContainsFunc(order.Items, func(i portal.Item) bool { return i.Net != "" }) {
		lines.Head.Tax, lines.Head.Amount = "", "VAT" // the billing system told no sums of the lines
		for i, row := range lines.Rows {
			lines.Rows[i].Folded, lines.Rows[i].Amount, lines.Rows[i].Tax = joined(" at ", row.Quantity, row.Price), row.Tax, ""
		}
	}
	lines.Totals = p.sums(order)
	return lines
}

func (p presenter) sums(order portal.Purchase) []views.Total {
	t := order.Totals
	list := []views.Total{
		{Label: "Net", Amount: p.money(t.Net, order.Currency)},
		{Label: "VAT", Amount: p.money(t.Tax, order.Currency)},
		{Label: "Total", Amount: p.money(t.Gross, order.Currency), Due: true},
	}
	if t.Paid != "" && !t.Paid.Zero() && t.Due != "" && !t.Due.Zero() {
		list = append(list,
			views.Total{Label: "Paid", Amount: p.money(t.Paid, order.Currency)},
			views.Total{Label: "Still to pay", Amount: p.money(t.Due, order.Currency), Due: true})
		list[2].Due = false
	}
	var said []views.Total
	for _, row := range list {
		if row.Amount != "" {
			said = append(said, row)
		}
	}
	return said
}

// contacts are the people of a purchase. Addresses of mail are masked.
func (p presenter) contacts(details portal.PurchaseDetails) []views.Party {
	var blocks []views.Party
	for _, c := range []struct {
		heading string
		contact *portal.PurchaseContact
	}{{"Billing", details.Billing}, {"Delivery", details.DeliverTo}, {"Licensee", details.Licensee}} {
		if c.contact == nil {
			continue
		}
		lines := kept(c.contact.Company, c.contact.Name)
		lines = append(lines, p.address(portal.Address{
			Lines: c.contact.Lines, City: c.contact.City, PostCode: c.contact.PostalCode, Country: c.contact.Country,
		})...)
		if c.contact.Email != "" {
			lines = append(lines, masked(c.contact.Email).Text)
		}
		if len(lines) > 0 {
			blocks = append(blocks, views.Party{Heading: c.heading, Lines: lines})
		}
	}
	return blocks
}
