package gallery

import "github.com/latchkey-portal/latchkey/views"

// documentLists are pages of documents alone, and the page before a file that
// is not shown at once.
func documentLists() []Entry {
	return []Entry{
		{"documents-one-number", "document", 200, views.DocumentListPage(documentsOneNumber())},
		{"documents-all", "document", 200, views.DocumentListPage(documentsAll())},
		{"documents-none", "document", 200, views.DocumentListPage(documentsNone())},
		{"file-reveal", "document", 200, views.NoticePage(fileReveal())},
	}
}

func documentsOneNumber() views.DocumentList {
	stub := invoiceStub()
	stub.Documents = nil
	return views.DocumentList{
		Frame:   with(fjordlight("document", "Invoice INV-2026-0417: two documents"), stub),
		Heading: "Invoice INV-2026-0417",
		Lead:    []views.Text{views.Plain("Two documents have this number. Choose the one you need.")},
		Documents: views.Documents{
			Heading: "Documents with this number, newest first",
			Items: []views.Document{
				{
					Name: "Corrected invoice INV-2026-0417", Summary: "18 Nov 2026, €1,309.00", URL: "/fjordlight/invoice/INV-2026-0417?documentid=d2",
					Files: []views.File{{Label: "PDF", Spoken: "of corrected invoice INV-2026-0417", URL: pdf.URL + "?documentid=d2"}, {Label: "XML", Spoken: "of corrected invoice INV-2026-0417", URL: xml.URL + "?documentid=d2"}},
				},
				{
					Name: "Invoice INV-2026-0417", Summary: "31 Oct 2026, €1,428.00", URL: "/fjordlight/invoice/INV-2026-0417?documentid=d1",
					Files: []views.File{{Label: "PDF", Spoken: "of invoice INV-2026-0417", URL: pdf.URL + "?documentid=d1"}},
				},
			},
		},
		After: []views.Text{views.Plain("If you are not sure which one counts, ask Fjordlight Software.")},
	}
}

func documentsAll() views.DocumentList {
	l := documentsOneNumber()
	l.Frame.Title, l.Heading = "Documents for order 20417", "Documents for order 20417"
	l.Lead, l.After = nil, nil
	l.Documents = *confirmationManyDocuments().Documents
	return l
}

func documentsNone() views.DocumentList {
	l := documentsAll()
	l.Documents = views.Documents{Heading: "All documents for this purchase", Empty: "Your documents appear here when they are ready."}
	return l
}

func fileReveal() views.Notice {
	stub := invoiceStub()
	stub.Documents = nil
	return views.Notice{
		Frame:   with(fjordlight("document", "Show invoice INV-2026-0417"), stub),
		Heading: "Show this file?",
		Lead:    []views.Text{views.Plain("Invoice INV-2026-0417 of 31 October 2026 has your name, your address and what you bought on it.")},
		Action:  &views.Action{Label: "Show the file", URL: pdf.URL, Post: true, Hidden: []views.Hidden{formValue}},
		Link:    &views.Link{Label: "Go back to the invoice", URL: "/fjordlight/invoice/INV-2026-0417"},
	}
}
