package web

import (
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// invoiceState puts over the figures what the billing system says besides them:
// a test, a cancelled invoice, money that went back.
func (p presenter) invoiceState(open portal.OpenInvoice, page *views.Invoice) {
	inv := open.Invoice
	title := func(word string) { page.Frame.Title = inv.Title() + ", " + word }
	switch {
	case open.Test:
		page.Badge = views.Badge{Tone: views.ToneInfo, Icon: views.IconInfo, Word: "Test"}
		page.Pay = views.Plain("Test. No payment is needed.")
		page.Frame.Stamp, page.Frame.Title = "Test", "Test: "+documentName(inv)
		page.Heading, page.Payment = documentName(inv), nil
	case inv.Details.State == portal.InvoiceCancelled:
		page.Badge = views.Badge{Tone: views.ToneMute, Icon: views.IconCross, Word: "Cancelled"}
		page.Pay, page.Payment = p.cancelledOn(inv), nil
		title("cancelled")
	case inv.Totals.Gross.Zero() && !inv.Kind.Credit():
		page.Badge = views.Badge{Tone: views.ToneOK, Icon: views.IconCheck, Word: "Nothing to pay"}
		page.Pay, page.Payment = views.Plain("You do not need to pay this."), nil
		title("nothing to pay")
	case inv.Kind.Credit():
	case open.Purchase.Status == portal.PurchaseChargedBack:
		page.Badge = views.Badge{Tone: views.ToneStop, Icon: views.IconBar, Word: "Charged back"}
		page.Pay = views.Plain("This payment is being reviewed. You do not need to do anything now.")
		page.Payment = nil
		title("charged back")
	case open.Purchase.Status == portal.PurchaseRefunded:
		page.Badge = views.Badge{Tone: views.ToneMute, Icon: views.IconArrow, Word: "Refunded"}
		page.Pay, page.Payment = views.Plain("What you paid was refunded. There is nothing to pay."), nil
		title("refunded")
	case open.Purchase.Status == portal.PurchasePartiallyRefunded:
		page.Badge = views.Badge{Tone: views.ToneMute, Icon: views.IconArrow, Word: "Partly refunded"}
		page.Pay = views.Plain("A part of what you paid was refunded. The credit note says how much.")
		title("partly refunded")
	case inv.Totals.Due.Zero() && (inv.Details.PaidOn != "" || inv.Details.PaidWith != ""):
		page.Pay = p.paidOn(inv)
	}
}

func (p presenter) cancelledOn(inv portal.Invoice) views.Text {
	if on := string(inv.Details.CancelledOn); on != "" {
		return views.Text{views.Words("This was cancelled on "), views.Time(p.locale.DateLong(on), on), views.Words(". You do not need to pay it.")}
	}
	return views.Plain("This was cancelled. You do not need to pay it.")
}

func (p presenter) paidOn(inv portal.Invoice) views.Text {
	text := views.Text{views.Words("Paid")}
	if on := string(inv.Details.PaidOn); on != "" {
		text = append(text, views.Words(" on "), views.Time(p.locale.DateLong(on), on))
	}
	if with := inv.Details.PaidWith; with != "" {
		text = append(text, views.Words(" with "+with))
	}
	return append(text, views.Words(". Nothing is left to pay."))
}

// copyCallout says that the original went another way.
func (p presenter) copyCallout(inv portal.Invoice) []views.Callout {
	network := networkName(inv.Details.Delivered)
	if network == "" {
		return nil
	}
	return []views.Callout{{
		Tone: views.ToneInfo, Icon: views.IconInfo, Heading: "This is a copy", Text: views.Plain("The original was sent by " + network + "."),
	}}
}
