package gallery

import (
	"fmt"

	"github.com/latchkey-portal/latchkey/views"
)

// invoiceFull has everything an invoice can have.
func invoiceFull() views.Invoice {
	v := invoiceDue()
	v.Payment = []views.Facts{
		{Heading: "By bank transfer", Rows: []views.Fact{
			fact("Account", "Fjordlight Software GmbH"), code("IBAN", "DE02 1203 0000 0000 2020 51"),
			code("BIC", "BYLADEM1001"), code("Reference", "INV-2026-0417"),
		}},
		{Heading: "By direct debit", Rows: []views.Fact{
			code("Mandate", "FJ-2024-00871"), code("Creditor", "DE98ZZZ09999999999"), code("Account", "DK50 0040 0440 1162 43"),
		}},
	}
	v.Parties = append(v.Parties,
		views.Party{Heading: "Paid to", Lines: []string{"Fjordlight Factoring AG", "Company number 204 118"}},
		views.Party{Heading: "Tax representative", Lines: []string{"Elbe Tax GmbH", "VAT DE 811 223 344"}},
		views.Party{Heading: "Delivered to", Lines: []string{"Harbour & Pine, Warehouse 3", "Refshalevej 153A, 1432 Copenhagen K"}},
	)
	v.References = []views.Fact{
		fact("Invoice date", "31 October 2026"), fact("Order number", "PO-88412"), fact("Contract", "C-2024-17"),
		fact("Buyer reference", "04011000-12345-03"), fact("Project", "Harbour renewal"), fact("Billing period", "1 to 31 October 2026"),
		fact("Delivered on", "29 October 2026"), fact("Corrects invoice", "INV-2026-0398 of 30 September 2026"),
		fact("Accounting code", "4711:Q4"), fact("Supporting document", "Timesheet October"),
	}
	v.Lines = views.Lines{
		Caption: "What you are paying for",
		Head:    views.EnglishLineHead(),
		Rows: []views.Line{
			{
				Name:        "Team plan",
				Description: []string{"Seats for the team in Copenhagen", "1 to 31 October 2026"},
				Attributes:  []views.Fact{fact("Article", "TP-10"), fact("Support level", "gold")},
				Folded:      "10 seats at €95.00, VAT 19%", Quantity: "10 seats", Price: "€95.00", Tax: "19%", Amount: "€900.00",
				Adjustments: []views.Adjustment{{Label: "Discount, loyalty (10% of €950.00)", Amount: "−€95.00"}, {Label: "Charge, set-up", Amount: "€45.00"}},
			},
			{
				Name: "Training manual, printed", Attributes: []views.Fact{fact("Article", "TM-2")},
				Folded: "12 pieces at €25.00 per 12, VAT 7%", Quantity: "12 pieces", Price: "€25.00 per 12", Tax: "7%", Amount: "€25.00",
			},
			{Name: "Course in Oslo", Folded: "1 at €300.00, no VAT", Quantity: "1", Price: "€300.00", Tax: "0%", Amount: "€300.00"},
		},
		Totals: []views.Total{
			{Label: "Sum of the lines", Amount: "€1,225.00"},
			{Label: "Discount, volume", Note: "2% of €1,225.00, VAT 19%", Amount: "−€24.50"},
			{Label: "Charge, freight", Note: "VAT 19%", Amount: "€15.00"},
			{Label: "Total without VAT", Amount: "€1,215.50"},
			{Label: "VAT 19%", Note: "on €890.50", Amount: "€169.20"},
			{Label: "VAT 7%", Note: "on €25.00", Amount: "€1.75"},
			{Label: "VAT 0%, exempt", Note: "on €300.00: Exempt under Article 132(1)(i) of Directive 2006/112/EC", Amount: "€0.00"},
			{Label: "VAT 0%, reverse charge", Note: "on €0.00: The buyer owes the VAT", Amount: "€0.00"},
			{Label: "Total with VAT", Amount: "€1,386.45"},
			{Label: "Paid in advance", Amount: "−€77.50"},
			{Label: "Rounding", Amount: "€0.05"},
			{Label: "Amount due", Amount: "€1,309.00", Due: true},
		},
	}
	v.Notes = views.Notes{Heading: "Notes", Paragraphs: []string{
		"Thank you for your business.\nGoods stay our property until they are paid for.",
		"2% discount if paid within 10 days.",
	}}
	return v
}

// invoiceSixtyLines is as long as a page may get within its budget.
func invoiceSixtyLines() views.Invoice {
	v := invoiceDue()
	v.Lines.Rows = nil
	for i := range 60 {
		v.Lines.Rows = append(v.Lines.Rows, views.Line{
			Name:   fmt.Sprintf("Data transfer, region %d", i+1),
			Folded: "1,000 GB at €0.02", Quantity: "1,000 GB", Price: "€0.02", Amount: "€20.00",
		})
	}
	return v
}

// invoiceLongNames has words that do not fit anywhere.
func invoiceLongNames() views.Invoice {
	v := invoiceFull()
	const number = "RECHNUNG-2026/11/0000000000417-HAMBURG-SPEICHERSTADT-NACHTRAG-B"
	v.Frame.Brand.Name = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
	v.Frame.Title = "Invoice " + number + ", €123,456,789,012.34 due 30 November 2026"
	v.Heading = "Invoice " + number
	v.Amount = "€123,456,789,012.34"
	v.Payment[0].Rows[3] = code("Reference", number)
	v.Parties[1].Lines = []string{
		"Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetzgesellschaft mbH & Co. KG",
		"accounts-payable-and-receivable-department@harbour-and-pine-holdings.example",
	}
	v.Lines.Rows[0].Name = "Kraftfahrzeughaftpflichtversicherungsbeitragsrückerstattungsbearbeitungspauschale"
	v.Lines.Rows[0].Price = "€12,345,678,901.23"
	v.Lines.Rows[0].Amount = "€123,456,789,012.34"
	v.Lines.Totals[11].Amount = "€123,456,789,012.34"
	v.Frame.Stub.Documents.Items[1].Name = "Invoice " + number
	return v
}

// invoiceBare has no lines, no due date, no files and no other document.
func invoiceBare() views.Invoice {
	v := invoiceDue()
	v.Frame.Title = "Invoice INV-2026-0417, €1,309.00"
	v.Badge = views.Badge{}
	v.Pay = nil
	v.Downloads = nil
	v.Payment = nil
	v.Parties = v.Parties[:1]
	v.Lines = views.Lines{
		Empty:  "This invoice has no lines.",
		Totals: []views.Total{{Label: "Amount due", Amount: "€1,309.00", Due: true}},
	}
	v.Frame.Stub.Documents = &views.Documents{
		Heading: "All documents for this purchase",
		Empty:   "Your documents appear here when they are ready.",
	}
	return v
}
