package views

// DocumentList is a page of documents alone: several that share one number, or
// all of a purchase that has very many.
type DocumentList struct {
	Frame     Frame
	Heading   string // "Invoice INV-2026-0417", "Documents for order 20417"
	Lead      []Text // "Two documents have this number. Choose the one you need."
	Documents Documents
	After     []Text
}

// Documents lists everything that belongs to one purchase, newest first.
type Documents struct {
	Heading string // "All documents for this purchase"
	Note    Text   // "The credit note has not arrived yet. …", why a file asks for a code; may be empty
	Items   []Document
	Older   *Older // nil: Items are all
	Empty   string // "Your documents appear here when they are ready."
}

// Older are the documents that stay closed until somebody opens them.
type Older struct {
	Summary string // "4 older documents"
	Items   []Document
}

// Document is one entry of the list.
type Document struct {
	Name    string // kind and number: "Credit note CN-2026-0031"
	Summary string // date and amount: "18 Nov 2026, −€119.00"
	Note    string // "Copy. The original was sent by Peppol.", "Not tied to an invoice"; may be empty
	URL     string // its page; empty: the name is plain text
	Current string // "This page", on the entry that is open; else empty
	Files   []File
}

// File is one form of a document.
type File struct {
	Label  string // "PDF", "XML", "Show the PDF"
	Spoken string // read after the label: "of credit note CN-2026-0031"
	URL    string // empty: the label is plain text, "PDF (ready in a minute)"
	Asks   bool   // URL is a page that asks for a click or a code before it gives the file
}
