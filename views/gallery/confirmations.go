package gallery

import (
	"fmt"

	"github.com/latchkey-portal/latchkey/views"
)

// confirmations are the states of a purchase.
func confirmations() []Entry {
	entry := func(name string, c views.Confirmation) Entry {
		return Entry{name, "document", 200, views.ConfirmationPage(c)}
	}
	return []Entry{
		entry("confirmation", confirmation()),
		entry("confirmation-awaiting-payment", confirmationAwaiting()),
		entry("confirmation-many-documents", confirmationManyDocuments()),
		entry("confirmation-quoted", confirmationQuoted()),
		entry("confirmation-pending", confirmationPending()),
		entry("confirmation-open", confirmationOpen()),
		entry("confirmation-on-hold", confirmationOnHold()),
		entry("confirmation-partly-refunded", confirmationPartlyRefunded()),
		entry("confirmation-refunded", confirmationRefunded()),
		entry("confirmation-charged-back", confirmationReviewed("Charged back")),
		entry("confirmation-debit-returned", confirmationReviewed("Debit returned")),
		entry("confirmation-cancelled", confirmationCancelled()),
		entry("confirmation-rejected", confirmationRejected()),
		entry("confirmation-unknown-status", confirmationUnknown()),
		entry("confirmation-test", confirmationTest()),
		entry("confirmation-revealed", confirmationRevealed()),
		entry("confirmation-long-names", confirmationLongNames()),
		entry("confirmation-arabic", confirmationArabic()),
	}
}

func confirmation() views.Confirmation {
	stub := invoiceStub()
	stub.Documents.Items[1].Current = ""
	stub.Documents.Items[1].URL = "/fjordlight/invoice/INV-2026-0417"
	return views.Confirmation{
		Frame:   with(fjordlight("document", "Your order 20417"), stub),
		Heading: "Your order 20417",
		Badge:   views.Badge{Tone: views.ToneOK, Icon: views.IconCheck, Word: "Paid"},
		Lead: views.Text{
			words("Thank you. We received your order on "), views.Time("Saturday 31 October 2026", "2026-10-31"), words("."),
		},
		Facts: []views.Fact{
			fact("Status", "Paid and delivered"),
			fact("Licence", "Sent to anna@harbourpine.example"),
			fact("Paid with", "Bank transfer on 4 November 2026"),
		},
		Renewals: &views.Renewals{Heading: "Subscription", Items: []views.Renewal{{
			Name: "Team plan, 10 seats",
			Text: views.Text{words("Renews on "), views.Time("31 October 2027", "2027-10-31"), words(" for €1,071.00.")},
			Link: &views.Link{Label: "Manage this subscription", URL: "/fjordlight/urb/20417"},
		}}},
		Parties: []views.Party{
			{Heading: "Billing", Lines: invoiceDue().Parties[1].Lines},
			{Heading: "Delivery", Lines: []string{"Harbour & Pine, Warehouse 3", "Refshalevej 153A, 1432 Copenhagen K"}},
			{Heading: "Licensee", Lines: []string{"Anna Holm", "anna@harbourpine.example"}},
		},
		Lines: views.Lines{
			Caption: "What you bought",
			Head:    views.LineHead{Description: "Item", Quantity: "Quantity", Price: "Price", Amount: "Amount"},
			Rows:    invoiceDue().Lines.Rows,
			Totals: []views.Total{
				{Label: "Subtotal", Amount: "€1,200.00"},
				{Label: "VAT 19%", Amount: "€228.00"},
				{Label: "Total", Amount: "€1,428.00", Due: true},
			},
		},
		Tasks: views.Tasks{Heading: "What you can do", Items: []views.Task{
			{Label: "Send the confirmation again", URL: "/fjordlight/p/20417/again", Effect: views.Plain("Only to the address we have for you.")},
			{Label: "Correct billing data", URL: "/fjordlight/p/20417/correct", Effect: views.Plain("The documents you have stay as they are.")},
			{Label: "Withdraw from the contract", URL: "/fjordlight/p/20417/withdraw", Effect: views.Plain("You can do this until 14 November 2026.")},
			{Label: "Report a problem", URL: "/fjordlight/p/20417/problem"},
		}},
	}
}

func confirmationAwaiting() views.Confirmation {
	c := confirmation()
	c.Badge = views.Badge{Tone: views.ToneWait, Icon: views.IconClock, Word: "Waiting for payment"}
	c.Callouts = []views.Callout{{
		Tone: views.ToneWait, Icon: views.IconClock,
		Text: views.Text{words("We are waiting for your bank transfer of "), views.Strong("€1,428.00"), words(". Use the reference 20417.")},
	}}
	c.Facts = []views.Fact{fact("Status", "We ship when your payment has arrived"), fact("Paid with", "Bank transfer")}
	c.Payment = []views.Facts{{Heading: "Pay to", Rows: []views.Fact{
		fact("Account", "Fjordlight Software GmbH"), code("IBAN", "DE02 1203 0000 0000 2020 51"), code("Reference", "20417"),
	}}}
	c.Renewals = nil
	c.Frame.Stub.Documents = &views.Documents{
		Heading: "All documents for this purchase",
		Empty:   "Your documents appear here when they are ready.",
	}
	c.AsOf = "Amounts as of 21 November 2026 at 06:00 (Berlin time)."
	return c
}

func confirmationManyDocuments() views.Confirmation {
	c := confirmation()
	all := views.Documents{Heading: "All documents for this purchase"}
	for i := range 12 {
		number := fmt.Sprintf("INV-2026-%04d", 417-i)
		all.Items = append(all.Items, views.Document{
			Name: "Invoice " + number, Summary: "1 Nov 2026, €119.00", URL: "/fjordlight/invoice/" + number,
			Files: []views.File{{Label: "PDF", Spoken: "of invoice " + number, URL: "/fjordlight/invoice/" + number + ".pdf"}},
		})
	}
	all.Older = &views.Older{Summary: "4 older documents", Items: all.Items[8:]}
	all.Items = all.Items[:8]
	c.Documents = &all
	c.Frame.Stub.Documents = nil
	c.Downloads = []views.Download{{Label: "Download the latest invoice (PDF)", Icon: views.IconDownload, URL: pdf.URL}}
	return c
}
