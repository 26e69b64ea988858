package gallery

import "github.com/latchkey-portal/latchkey/views"

// invoices are the states of one invoice, its credit note, and the shapes real
// invoices come in.
func invoices() []Entry {
	entry := func(name string, v views.Invoice) Entry {
		return Entry{name, "document", 200, views.InvoicePage(v)}
	}
	return []Entry{
		entry("invoice-due", invoiceDue()),
		entry("invoice-overdue", invoiceOverdue()),
		entry("invoice-paid", invoicePaid()),
		entry("invoice-part-paid", invoicePartPaid()),
		entry("invoice-credited", invoiceCredited()),
		entry("invoice-cancelled", invoiceCancelled()),
		entry("invoice-reviewed", invoiceReviewed()),
		entry("invoice-test", invoiceTest()),
		entry("invoice-pay-now", invoicePayNow()),
		entry("invoice-partly-refunded", invoicePartlyRefunded()),
		entry("invoice-zero", invoiceZero()),
		entry("invoice-being-prepared", invoiceBeingPrepared()),
		entry("invoice-peppol", invoicePeppol()),
		entry("invoice-revealed", invoiceRevealed()),
		entry("invoice-yen", invoiceYen()),
		entry("invoice-xml-only", invoiceXMLOnly()),
		entry("invoice-inconsistent", invoiceInconsistent()),
		entry("credit-note", creditNote()),
		entry("invoice-full", invoiceFull()),
		entry("invoice-sixty-lines", invoiceSixtyLines()),
		entry("invoice-long-names", invoiceLongNames()),
		entry("invoice-bare", invoiceBare()),
	}
}

func invoiceDue() views.Invoice {
	return views.Invoice{
		Frame:   with(fjordlight("document", "Invoice INV-2026-0417, €1,309.00 due 30 November 2026"), invoiceStub()),
		Heading: "Invoice INV-2026-0417",
		Amount:  "€1,309.00",
		Badge:   views.Badge{Tone: views.ToneWait, Icon: views.IconClock, Word: "Due in 8 days"},
		Pay: views.Text{
			words("Pay by "), views.Time("Monday 30 November 2026", "2026-11-30"), words(" by bank transfer."),
		},
		Downloads: []views.Download{pdf, xml},
		Payment:   []views.Facts{{Rows: []views.Fact{code("IBAN", "DE02 1203 0000 0000 2020 51"), code("Reference", "INV-2026-0417")}}},
		Parties: []views.Party{
			{Heading: "From", Lines: []string{"Fjordlight Software GmbH", "Speicherstraße 8, 20457 Hamburg", "VAT DE 299 104 887"}},
			{Heading: "To", Lines: []string{"Harbour & Pine ApS", "Islands Brygge 41, 2300 Copenhagen S", "VAT DK 40 18 77 25"}},
		},
		Lines: views.Lines{
			Caption: "What you are paying for, 1 to 31 October 2026",
			Head:    views.LineHead{Description: "1 to 31 October 2026", Quantity: "Quantity", Price: "Price", Amount: "Amount"},
			Rows: []views.Line{
				{Name: "Team plan", Folded: "10 seats at €90.00", Quantity: "10", Price: "€90.00", Amount: "€900.00"},
				{Name: "Priority support", Folded: "1 at €200.00", Quantity: "1", Price: "€200.00", Amount: "€200.00"},
				{Name: "Extra storage, 100 GB", Folded: "5 at €20.00", Quantity: "5", Price: "€20.00", Amount: "€100.00"},
			},
			Totals: []views.Total{
				{Label: "Subtotal", Amount: "€1,200.00"},
				{Label: "VAT 19%", Amount: "€228.00"},
				{Label: "Credited 18 November", Amount: "−€119.00"},
				{Label: "Amount due", Amount: "€1,309.00", Due: true},
			},
		},
	}
}

func invoiceStub() views.Stub {
	return views.Stub{
		Documents: &views.Documents{
			Heading: "All documents for this purchase",
			Items: []views.Document{
				{
					Name: "Credit note CN-2026-0031", Summary: "18 Nov 2026, −€119.00", URL: "/fjordlight/invoice/CN-2026-0031",
					Files: []views.File{
						{Label: "PDF", Spoken: "of credit note CN-2026-0031", URL: "/fjordlight/invoice/CN-2026-0031.pdf"},
						{Label: "XML", Spoken: "of credit note CN-2026-0031", URL: "/fjordlight/invoice/CN-2026-0031.xml"},
					},
				},
				{
					Name: "Invoice INV-2026-0417", Summary: "31 Oct 2026, €1,428.00", Current: "This page",
					Files: []views.File{
						{Label: "PDF", Spoken: "of invoice INV-2026-0417", URL: pdf.URL},
						{Label: "XML", Spoken: "of invoice INV-2026-0417", URL: xml.URL},
					},
				},
			},
		},
		State:     "This page is open for 20 more days",
		Quiet:     true,
		Bar:       &views.Bar{Used: 33, Parts: 4, Mark: views.MarkNow, Start: "12 Nov", End: "12 Dec"},
		Till:      views.Plain("Save the PDF to keep a copy."),
		Contact:   fjordlightContact,
		Reference: "9KXD-4T0B",
	}
}

var (
	pdf = views.Download{Label: "Download PDF", Icon: views.IconDownload, URL: "/fjordlight/invoice/INV-2026-0417.pdf"}
	xml = views.Download{Label: "E-invoice (XML)", URL: "/fjordlight/invoice/INV-2026-0417.xml"}
)

// code is a fact in fixed width.
func code(name, value string) views.Fact {
	return views.Fact{Name: name, Value: views.Plain(value), Code: true}
}

func fact(name, value string) views.Fact {
	return views.Fact{Name: name, Value: views.Plain(value)}
}
