package gallery

import "github.com/latchkey-portal/latchkey/views"

// quotes are the states of one offer.
func quotes() []Entry {
	entry := func(name string, q views.Quote) Entry {
		return Entry{name, "document", 200, views.QuotePage(q)}
	}
	return []Entry{
		entry("quote-open", quoteOpen()),
		entry("quote-last-day", quoteLastDay()),
		entry("quote-accepted", quoteAccepted()),
		entry("quote-accepted-unpaid", quoteAcceptedUnpaid()),
		entry("quote-declined", quoteDeclined()),
		entry("quote-changes-requested", quoteChangesRequested()),
		entry("quote-expired", quoteExpired()),
		entry("quote-replaced", quoteReplaced()),
		entry("quote-withdrawn", quoteWithdrawn()),
		entry("quote-unknown-status", quoteUnknown()),
		entry("quote-test", quoteTest()),
		entry("quote-dinar", quoteDinar()),
		entry("quote-long-names", quoteLongNames()),
		entry("quote-arabic", quoteArabic()),
	}
}

const quotePath = "/fjordlight/cq/20518"

var quotePDF = views.Download{Label: "Download PDF", Icon: views.IconDownload, URL: "/fjordlight/invoice/Q-1042.pdf"}

func quoteOpen() views.Quote {
	return views.Quote{
		Frame:   with(fjordlight("document", "Quote Q-1042, open until 12 December 2026"), quoteStub()),
		Heading: "Quote Q-1042 from Fjordlight Software",
		Amount:  "€1,428.00",
		Badge:   views.Badge{Tone: views.ToneWait, Icon: views.IconClock, Word: "Open until 12 December"},
		Lead:    []views.Text{views.Plain("A year of the Team plan for Harbour & Pine ApS, as agreed with Jonas Brandt on 20 November.")},
		Acts: []views.Action{
			{Label: "Accept quote", URL: quotePath + "/accept"},
			{Label: "Ask for a change", URL: quotePath + "/change"},
			{Label: "Decline", URL: quotePath + "/decline"},
		},
		Downloads: []views.Download{quotePDF},
		Clocks: views.Text{
			words("The quote is valid until the end of "), views.Time("Saturday 12 December 2026", "2026-12-12"), words(" (Berlin time). This page works until "),
			views.Time("Tuesday 22 December 2026 at 16:05", "2026-12-22T16:05:00+01:00"), words("."),
		},
		Facts: []views.Fact{
			fact("Version", "2, of 21 November 2026"),
			fact("You need", "A purchase order number"),
			fact("Deposit", "None"),
		},
		Parties: invoiceDue().Parties,
		Lines: views.Lines{
			Caption: "What is offered",
			Head:    views.LineHead{Description: "Item", Quantity: "Quantity", Price: "Price", Amount: "Amount"},
			Rows:    invoiceDue().Lines.Rows,
			Totals: []views.Total{
				{Label: "Subtotal", Amount: "€1,200.00"},
				{Label: "VAT 19%", Amount: "€228.00"},
				{Label: "Total", Amount: "€1,428.00", Due: true},
			},
		},
		Terms: &views.Terms{
			Heading: "Terms in short",
			Items: []views.Text{
				views.Plain("You pay within 30 days of the invoice."),
				views.Plain("The plan runs for 12 months from the day you accept."),
				views.Plain("It renews for 12 months unless you cancel before then."),
			},
			Link: &views.Link{Label: "Read the full terms (version 3)", URL: "/fjordlight/terms/3"},
		},
	}
}

func quoteStub() views.Stub {
	stub := invoiceStub()
	stub.Documents = &views.Documents{
		Heading: "Documents of this quote",
		Items: []views.Document{
			{
				Name: "Offer Q-1042, version 2", Summary: "21 Nov 2026, €1,428.00",
				Files: []views.File{{Label: "PDF", Spoken: "of offer Q-1042, version 2", URL: quotePDF.URL}},
			},
			{
				Name: "Pro forma invoice PF-0077", Summary: "21 Nov 2026, €1,428.00",
				Files: []views.File{{Label: "PDF (ready in a minute)"}},
			},
		},
	}
	stub.State = "This page is open for 30 more days"
	stub.Bar = &views.Bar{Used: 3, Parts: 5, Mark: views.MarkNow, Start: "21 Nov", End: "22 Dec"}
	return stub
}

func quoteLastDay() views.Quote {
	q := quoteOpen()
	q.Frame.Title = "Quote Q-1042, open until today"
	q.Badge = views.Badge{Tone: views.ToneWarn, Icon: views.IconClock, Word: "Open until midnight"}
	q.Acts = append(q.Acts, views.Action{Label: "Pay €1,428.00", URL: quotePath + "/pay"})
	q.Hint = views.Plain("You pay at Nordpay. Fjordlight Software does not see your card details. Paying accepts the quote.")
	return q
}
