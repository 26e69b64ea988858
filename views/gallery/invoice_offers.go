package gallery

import "github.com/latchkey-portal/latchkey/views"

// invoicePayNow can be paid at a provider.
func invoicePayNow() views.Invoice {
	v := invoiceDue()
	v.PayNow = &views.Action{Label: "Pay €1,309.00", URL: "/fjordlight/invoice/INV-2026-0417/pay"}
	v.Hint = views.Plain("You pay at Nordpay. Fjordlight Software does not see your card details.")
	v.Tasks = views.Tasks{Heading: "What you can do", Items: []views.Task{
		{Label: "Correct billing data", URL: "/fjordlight/invoice/INV-2026-0417/correct", Effect: views.Plain("This invoice stays as it is. You ask for a corrected one.")},
		{Label: "Report a problem", URL: "/fjordlight/invoice/INV-2026-0417/problem"},
	}}
	return v
}

func invoicePartlyRefunded() views.Invoice {
	v := invoicePaid()
	v.Frame.Title = "Invoice INV-2026-0417, partly refunded"
	v.Badge = views.Badge{Tone: views.ToneMute, Icon: views.IconArrow, Word: "Partly refunded"}
	v.Pay = views.Text{words("We refunded €238.00 on "), views.Time("Saturday 21 November 2026", "2026-11-21"), words(".")}
	v.Lines.Totals = append(v.Lines.Totals[:5:5],
		views.Total{Label: "Refunded 21 November", Amount: "−€238.00"},
		views.Total{Label: "Amount due", Amount: "€0.00", Due: true},
	)
	v.Frame.Stub.Documents.Note = views.Plain("The credit note was not received yet. It appears here when it is ready.")
	return v
}

// invoiceZero asks for nothing.
func invoiceZero() views.Invoice {
	v := invoiceDue()
	v.Frame.Title = "Invoice INV-2026-0417, nothing to pay"
	v.Amount = "€0.00"
	v.Badge = views.Badge{Tone: views.ToneOK, Icon: views.IconCheck, Word: "Nothing to pay"}
	v.Pay = views.Plain("You do not need to pay this invoice.")
	v.Payment = nil
	v.Lines.Rows = []views.Line{{Name: "Team plan, trial", Folded: "10 seats at €0.00", Quantity: "10", Price: "€0.00", Amount: "€0.00"}}
	v.Lines.Totals = []views.Total{{Label: "Amount due", Amount: "€0.00", Due: true}}
	return v
}

// invoiceBeingPrepared has no file yet.
func invoiceBeingPrepared() views.Invoice {
	v := invoiceDue()
	v.Downloads = nil
	v.Hint = views.Plain("The PDF is being prepared. Try again in a few minutes.")
	v.Frame.Stub.Documents.Items[1].Files = []views.File{{Label: "PDF (ready in a minute)"}}
	return v
}

// invoicePeppol went to the buyer by another way.
func invoicePeppol() views.Invoice {
	v := invoiceDue()
	v.Callouts = []views.Callout{{
		Tone: views.ToneInfo, Icon: views.IconInfo, Heading: "This is a copy",
		Text: views.Plain("The original was sent to Harbour & Pine ApS by Peppol on 31 October 2026."),
	}}
	v.Frame.Stub.Documents.Items[1].Note = "Copy. The original was sent by Peppol."
	return v
}

// invoiceRevealed keeps its files behind one more step.
func invoiceRevealed() views.Invoice {
	v := invoiceDue()
	v.Downloads = []views.Download{{Label: "Show the file (PDF)", URL: pdf.URL + "?show", Asks: true}}
	v.Hint = views.Plain("Before we show a file, we send a code to your email address.")
	for i := range v.Frame.Stub.Documents.Items {
		item := &v.Frame.Stub.Documents.Items[i]
		item.Files = []views.File{{Label: "Show the PDF", Spoken: "of " + item.Name, URL: "/fjordlight/invoice/file?show", Asks: true}}
	}
	return v
}

// invoiceYen has amounts without places.
func invoiceYen() views.Invoice {
	v := invoicePayNow()
	v.Frame.Title = "Invoice INV-2026-0417, JP¥1,309,000 due 30 November 2026"
	v.Amount = "JP¥1,309,000"
	v.PayNow.Label = "Pay JP¥1,309,000"
	v.Lines.Rows = []views.Line{{Name: "Team plan", Folded: "10 seats at JP¥119,000", Quantity: "10", Price: "JP¥119,000", Amount: "JP¥1,190,000"}}
	v.Lines.Totals = []views.Total{
		{Label: "Subtotal", Amount: "JP¥1,190,000"}, {Label: "Consumption tax 10%", Amount: "JP¥119,000"},
		{Label: "Amount due", Amount: "JP¥1,309,000", Due: true},
	}
	return v
}
