package gallery

import "github.com/latchkey-portal/latchkey/views"

func invoiceOverdue() views.Invoice {
	v := invoiceDue()
	v.Frame.Title = "Invoice INV-2026-0417, €1,309.00 overdue since 15 November 2026"
	v.Badge = views.Badge{Tone: views.ToneWarn, Icon: views.IconClock, Word: "Overdue"}
	v.Pay = views.Text{
		words("This was due on "), views.Time("Sunday 15 November 2026", "2026-11-15"),
		words(". If you have paid, you do not need to do anything."),
	}
	return v
}

func invoicePaid() views.Invoice {
	v := invoiceDue()
	v.Frame.Title = "Invoice INV-2026-0417, paid"
	v.Amount = "Paid"
	v.Badge = views.Badge{Tone: views.ToneOK, Icon: views.IconCheck, Word: "Paid"}
	v.Pay = views.Text{
		words("We received €1,309.00 on "), views.Time("Friday 20 November 2026", "2026-11-20"), words(" by bank transfer."),
	}
	v.Payment = nil
	v.Lines.Totals = append(v.Lines.Totals[:3:3],
		views.Total{Label: "Total", Amount: "€1,309.00"},
		views.Total{Label: "Paid 20 November", Amount: "−€1,309.00"},
		views.Total{Label: "Amount due", Amount: "€0.00", Due: true},
	)
	return v
}

func invoicePartPaid() views.Invoice {
	v := invoiceDue()
	v.Frame.Title = "Invoice INV-2026-0417, €809.00 still due 30 November 2026"
	v.Amount = "€809.00"
	v.Badge = views.Badge{Tone: views.ToneWait, Icon: views.IconClock, Word: "Part paid"}
	v.Pay = views.Text{
		words("We received €500.00 on 16 November. Pay the rest by "),
		views.Time("Monday 30 November 2026", "2026-11-30"), words("."),
	}
	v.Lines.Totals = append(v.Lines.Totals[:3:3],
		views.Total{Label: "Paid 16 November", Amount: "−€500.00"},
		views.Total{Label: "Amount due", Amount: "€809.00", Due: true},
	)
	v.AsOf = "Amounts as of 21 November 2026 at 06:00 (Berlin time)."
	return v
}

func invoiceCredited() views.Invoice {
	v := invoicePaid()
	v.Frame.Title = "Invoice INV-2026-0417, credited"
	v.Amount = "€0.00"
	v.Badge = views.Badge{Tone: views.ToneMute, Icon: views.IconArrow, Word: "Credited"}
	v.Pay = views.Plain("Credit note CN-2026-0031 covers this invoice in full. You do not need to pay it.")
	return v
}

func invoiceCancelled() views.Invoice {
	v := invoiceCredited()
	v.Frame.Title = "Invoice INV-2026-0417, cancelled"
	v.Badge = views.Badge{Tone: views.ToneMute, Icon: views.IconCross, Word: "Cancelled"}
	v.Pay = views.Text{
		words("This invoice was cancelled on "), views.Time("Wednesday 18 November 2026", "2026-11-18"),
		words(". You do not need to pay it."),
	}
	v.Callouts = []views.Callout{{
		Tone: views.ToneInfo, Icon: views.IconArrow,
		Text: views.Plain("Credit note CN-2026-0031 belongs to it. You find it under all documents for this purchase."),
	}}
	return v
}

func invoiceReviewed() views.Invoice {
	v := invoicePaid()
	v.Frame.Title = "Invoice INV-2026-0417, payment under review"
	v.Amount = "€1,309.00"
	v.Badge = views.Badge{Tone: views.ToneStop, Icon: views.IconBar, Word: "Charged back"}
	v.Pay = views.Plain("This payment is being reviewed. You do not need to do anything now.")
	return v
}

func invoiceTest() views.Invoice {
	v := invoiceDue()
	v.Frame.Title, v.Frame.Stamp = "Test: invoice INV-2026-0417", "Test"
	v.Badge = views.Badge{Tone: views.ToneInfo, Icon: views.IconInfo, Word: "Test"}
	v.Pay = views.Plain("Test. No payment is needed.")
	return v
}

func invoiceXMLOnly() views.Invoice {
	v := invoiceDue()
	v.Downloads = []views.Download{
		{Label: "E-invoice (XML)", Icon: views.IconDownload, URL: xml.URL},
		{Label: "Copy for reading (PDF)", URL: pdf.URL},
	}
	v.Callouts = []views.Callout{{
		Tone: views.ToneInfo, Icon: views.IconInfo,
		Text: views.Plain("The XML file is the invoice. The PDF is a copy that we drew from it, and it is marked as a copy."),
	}}
	v.Frame.Stub.Documents = &views.Documents{
		Heading: "All documents for this purchase",
		Items: []views.Document{{
			Name: "Invoice INV-2026-0417", Summary: "31 Oct 2026, €1,428.00", Current: "This page",
			Files: []views.File{
				{Label: "PDF (ready in a minute)"},
				{Label: "XML", Spoken: "of invoice INV-2026-0417", URL: xml.URL},
			},
		}},
	}
	return v
}

func invoiceInconsistent() views.Invoice {
	v := invoiceDue()
	v.Callouts = []views.Callout{{
		Tone: views.ToneWarn, Icon: views.IconInfo,
		Heading: "The lines of this invoice add up to a different amount",
		Text:    views.Plain("They come to €1,210.00, and the invoice says €1,200.00. We show the figures of Fjordlight Software as they are. If you are not sure what to pay, ask them."),
	}}
	v.Lines.Rows[2].Amount = "€110.00"
	return v
}

func creditNote() views.Invoice {
	v := invoiceDue()
	v.Frame.Title = "Credit note CN-2026-0031, €119.00"
	v.Heading = "Credit note CN-2026-0031"
	v.Amount = "€119.00"
	v.Badge = views.Badge{Tone: views.ToneMute, Icon: views.IconArrow, Word: "Credit note"}
	v.Pay = views.Plain("This amount was taken off invoice INV-2026-0417. You do not need to do anything.")
	v.Payment = nil
	v.References = []views.Fact{fact("Date", "18 November 2026"), fact("Credits invoice", "INV-2026-0417 of 31 October 2026")}
	v.Lines = views.Lines{
		Caption: "What was credited",
		Head:    views.LineHead{Description: "Credited", Quantity: "Quantity", Price: "Price", Amount: "Amount"},
		Rows:    []views.Line{{Name: "Extra storage, 100 GB", Folded: "5 at €20.00", Quantity: "5", Price: "€20.00", Amount: "€100.00"}},
		Totals: []views.Total{
			{Label: "Subtotal", Amount: "€100.00"},
			{Label: "VAT 19%", Note: "on €100.00", Amount: "€19.00"},
			{Label: "Amount credited", Amount: "€119.00", Due: true},
		},
	}
	return v
}
