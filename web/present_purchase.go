package web

import (
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// inStub is how many documents stand in the stub; more get a section of their
// own.
const inStub = 8

// confirmation is the page of a purchase.
func (p presenter) confirmation(open portal.OpenPurchase) views.Confirmation {
	order := open.Purchase
	heading := "Your order " + order.ID
	page := views.Confirmation{
		Frame: p.page("document", heading), Heading: heading,
		Lead: append(append(views.Text{views.Words("Thank you. We received your order on ")},
			views.Time(p.locale.DateLong(p.date(order.CreatedAt)), p.date(order.CreatedAt))), views.Words(".")),
		Facts: rows(code("Purchase order", order.PONumber), fact("Customer", open.Customer.Name)),
		Lines: p.items(order),
	}
	page.Badge, page.Callouts = p.purchaseState(order)
	documents := p.documents(open.History)
	if len(documents.Items) > inStub {
		page.Documents, documents = documents, nil
	}
	page.Frame.Stub = p.stub(documents, order.Reference)
	return page
}

// date is an instant's calendar day in the account's zone.
func (p presenter) date(t time.Time) string { return t.In(p.zone).Format(time.DateOnly) }

// purchaseState names the states we know; a code we do not know is shown as the
// billing system wrote it.
func (p presenter) purchaseState(order portal.Purchase) (views.Badge, []views.Callout) {
	switch order.Status {
	case "paid":
		return views.Badge{Tone: views.ToneOK, Icon: views.IconCheck, Word: "Paid"}, nil
	case "awaiting_payment", "open", "pending":
		waiting := views.Badge{Tone: views.ToneWait, Icon: views.IconClock, Word: "Waiting for payment"}
		due := p.money(order.Totals.Due, order.Currency)
		if due == "" {
			return waiting, nil
		}
		return waiting, []views.Callout{{Tone: views.ToneWait, Icon: views.IconClock, Text: views.Text{
			views.Words("We are waiting for your payment of "), views.Strong(due), views.Words(". Use the reference " + order.ID + "."),
		}}}
	case "partially_refunded":
		return views.Badge{Tone: views.ToneMute, Icon: views.IconArrow, Word: "Partly refunded"}, nil
	case "refunded":
		return views.Badge{Tone: views.ToneMute, Icon: views.IconArrow, Word: "Refunded"}, nil
	case "charged_back", "debit_returned":
		return views.Badge{Tone: views.ToneStop, Icon: views.IconBar, Word: "Charged back"}, []views.Callout{{
			Tone: views.ToneInfo, Icon: views.IconInfo, Text: views.Plain("This payment is being reviewed."),
		}}
	case "cancelled", "rejected":
		return views.Badge{Tone: views.ToneMute, Icon: views.IconCross, Word: "Cancelled"}, nil
	case "quoted":
		return views.Badge{Tone: views.ToneInfo, Icon: views.IconInfo, Word: "Offer"}, nil
	case "":
		return views.Badge{}, nil
	}
	return views.Badge{Tone: views.ToneMute, Icon: views.IconInfo, Word: order.Status}, nil
}

func (p presenter) items(order portal.Purchase) views.Lines {
	lines := views.Lines{
		Caption: "What you bought",
		Head:    views.LineHead{Description: "Item", Quantity: "Quantity", Price: "Price", Amount: "VAT"},
		Empty:   "The items of this order are not listed here.",
	}
	for _, item := range order.Items {
		quantity, price := p.locale.Quantity(string(item.Quantity)), p.money(item.UnitNet, order.Currency)
		lines.Rows = append(lines.Rows, views.Line{
			Name: item.Name, Quantity: quantity, Price: price,
			Folded: strings.TrimSuffix(quantity+" at "+price, " at "), Amount: p.locale.Percent(string(item.TaxPercent)),
		})
	}
	t := order.Totals
	for _, row := range []views.Total{
		{Label: "Net", Amount: p.money(t.Net, order.Currency)},
		{Label: "VAT", Amount: p.money(t.Tax, order.Currency)},
		{Label: "Total", Amount: p.money(t.Gross, order.Currency), Due: true},
	} {
		if row.Amount != "" {
			lines.Totals = append(lines.Totals, row)
		}
	}
	return lines
}
