package portal

import "time"

// Date is a calendar date in the account's zone, "2006-01-02"; empty: none.
type Date string

// Amount is a decimal number exactly as the issuer wrote it, "1309.00" or
// "-12.5". Latchkey shows amounts and never computes with them.
type Amount string

// DocumentKind is the normalised kind of a billing document.
type DocumentKind string

// Document kinds; see docs/documents.md for the type codes behind them.
const (
	KindInvoice          DocumentKind = "invoice"
	KindCreditNote       DocumentKind = "credit_note"
	KindCreditFull       DocumentKind = "credit_note_full"
	KindCreditPartial    DocumentKind = "credit_note_partial"
	KindCreditChargeback DocumentKind = "credit_note_chargeback"
	KindCreditDebit      DocumentKind = "credit_note_return_debit"
	KindCreditVAT        DocumentKind = "credit_note_vat"
	KindCorrected        DocumentKind = "corrected_invoice"
	KindPaymentRequest   DocumentKind = "payment_request"
	KindPrepayment       DocumentKind = "prepayment_invoice"
	KindSelfBilled       DocumentKind = "self_billed_invoice"
	KindQuote            DocumentKind = "quote"
	KindReceipt          DocumentKind = "receipt"
	KindTest             DocumentKind = "test_document"
	KindConfirmation     DocumentKind = "order_confirmation"
	KindOther            DocumentKind = "document"
)

// Invoice is one numbered billing document of an account: what an invoice link
// opens. Its path id names it in links; its number is whatever the issuer wrote.
type Invoice struct {
	Key
	Number    string
	Reference string // speakable, "7F3Q-2M9D"; see ReferenceOf
	Kind      DocumentKind
	Purchase  string // purchase id, or empty
	Customer  string // customer id, or empty
	Email     string // address on file where no customer is known; from the issuer's document
	IssuedOn  Date
	DueOn     Date
	Currency  string // ISO 4217
	Totals    Totals
	Corrects  string   // document id of the document this one corrects
	Precedes  []string // numbers of the earlier invoices it refers to (BT-25)
	Content   *Content // nil where the issuer sent no e-invoice
	Flags     []Flag
	Details   InvoiceDetails
	Source    Source
	AsOf      time.Time // when the figures were last brought in
	CreatedAt time.Time
}

// InvoiceDetails are what the billing system tells of a document besides what
// stands in it.
type InvoiceDetails struct {
	State       string `json:"state,omitempty"`      // draft: not shown to anybody; cancelled; else issued
	StatusCode  string `json:"statusCode,omitempty"` // of the notification it came with, "PPR"
	Test        bool   `json:"test,omitempty"`
	PaidOn      Date   `json:"paidOn,omitempty"`
	PaidWith    string `json:"paidWith,omitempty"`
	CancelledOn Date   `json:"cancelledOn,omitempty"`
	Delivered   string `json:"delivered,omitempty"` // network the original went through: peppol, ksef, pdp
}

// Totals are the issuer's sums. Empty means that the issuer gave none.
type Totals struct {
	Net   Amount `json:"net,omitempty"`
	Tax   Amount `json:"tax,omitempty"`
	Gross Amount `json:"gross,omitempty"`
	Paid  Amount `json:"paid,omitempty"`
	Due   Amount `json:"due,omitempty"`
}

// Flag is something about a document that a reader should know and that we do
// not repair, such as lines that do not add up to the issuer's total.
type Flag struct {
	Code   string `json:"code"`   // EN 16931 rule id ("BR-CO-10") or our own word
	Detail string `json:"detail"` // one English sentence with the figures
}

// PartRole says what a part of a document is.
type PartRole string

// The roles of parts. A document has at most one part of each.
const (
	PartPDF PartRole = "pdf"
	PartUBL PartRole = "ubl"
	PartCII PartRole = "cii"
)

// Document is one issued version of an invoice, with its original files. A
// later document never replaces an earlier one.
type Document struct {
	Account  string
	ID       string // document id, unique in the account
	Invoice  string // path id of the invoice it belongs to
	Kind     DocumentKind
	IssuedOn Date
	Seq      int64 // order of arrival
	Parts    []Part
}

// Part is one original file of a document. Its bytes are kept by hash and
// served unchanged.
type Part struct {
	Role     PartRole
	SHA256   string // 64 lower-case hex
	Size     int64  // bytes
	Revision int64  // 1, 2, …: how often its bytes were replaced, and once
	MIME     string
	Filename string
}

// Part returns the document's part of that role.
func (d Document) Part(role PartRole) (Part, bool) {
	for _, p := range d.Parts {
		if p.Role == role {
			return p, true
		}
	}
	return Part{}, false
}

// XML returns the document's e-invoice, whichever syntax it is in.
func (d Document) XML() (Part, bool) {
	if p, ok := d.Part(PartUBL); ok {
		return p, true
	}
	return d.Part(PartCII)
}

// States of an invoice that are not "issued".
const (
	InvoiceDraft     = "draft"     // shown to nobody
	InvoiceCancelled = "cancelled" // stays readable
)
