// Package intake reads what comes in from outside: electronic invoices (UBL 2.1
// invoices and credit notes, UN/CEFACT Cross Industry Invoices (D16B), and
// Factur-X or ZUGFeRD PDFs that carry one of these, as EN 16931-1 defines them),
// and the billing system's snapshots: the bodies of the API (body.go), lines of
// NDJSON (ReadRecord), and whole files of these or of CSV (OpenRows).
//
// Read looks at the bytes, never at the file's name. It answers with the
// document's content as the issuer wrote it, or with a Refusal that tells the
// person importing what is wrong and what to do. It saves nothing and knows
// neither accounts nor the database.
//
// # Two readers, one job each
//
// The page must show the issuer's figures: "1000.00" stays "1000.00". So the
// content comes from a small tree of the XML (tree.go) through one table of
// paths per syntax (ubl.go, cii.go), with every amount kept as text. The
// library github.com/speedata/einvoice holds decimals, takes a seller's trading
// name for its legal one and has no room for note subjects in UBL; what it does
// well is the arithmetic of the standard. It therefore reads the same bytes a
// second time, and each of its sum rules that is broken becomes a Flag
// (check.go). A flag never changes a figure.
//
// # Foreign input
//
// A file is at most MaxSize. DOCTYPEs are refused, so there are no entities to
// expand; nesting, elements, namespaces and decompressed bytes are bounded; a
// panic in a library is a refusal.
package intake

import (
	"bytes"
	"errors"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// MaxSize is the largest file that Read accepts, in bytes.
const MaxSize = 10 << 20

// File is what somebody hands in. The name is only for messages.
type File struct {
	Name string
	Body []byte
}

// Parsed is a document that was read.
type Parsed struct {
	Kind     portal.DocumentKind
	Number   string // BT-1, as the issuer wrote it
	IssuedOn portal.Date
	DueOn    portal.Date // empty: the issuer gave none
	Currency string      // ISO 4217
	Totals   portal.Totals
	Content  portal.Content
	Flags    []portal.Flag
	Syntax   portal.PartRole // PartUBL or PartCII
	XML      []byte          // the e-invoice, byte for byte; the embedded file of a PDF
	PDF      []byte          // the PDF it came in, else nil
	Email    string          // the buyer's: BT-58, else BT-49 of scheme EM, else empty
}

// Refusal says why a file cannot be read and what to do about it: one or two
// sentences for the person importing.
type Refusal struct {
	Reason string
}

// Error returns the reason.
func (r Refusal) Error() string { return r.Reason }

// ErrPlainPDF is returned for a sound PDF that carries no e-invoice. Parsed
// then holds nothing but the PDF, which a caller who knows the document's
// number may keep.
var ErrPlainPDF = errors.New("this PDF carries no e-invoice; import it together with the number of the invoice it shows, or ask the sender for the XML")

// Read reads one file. The error is a Refusal or ErrPlainPDF.
func Read(f File) (Parsed, error) {
	if len(f.Body) > MaxSize {
		return Parsed{}, Refusal{"the file is larger than 10 MB; send it without large attachments"}
	}
	if !isPDF(f.Body) {
		return readXML(f.Body)
	}
	embedded, err := embeddedInvoice(f.Body)
	if err != nil {
		return Parsed{}, err
	}
	if embedded == nil {
		return Parsed{PDF: f.Body}, ErrPlainPDF
	}
	p, err := readXML(embedded)
	if err != nil {
		return Parsed{}, inPDF(err)
	}
	p.PDF = f.Body
	return p, nil
}

// readXML reads an e-invoice that is XML already.
func readXML(body []byte) (Parsed, error) {
	if len(bytes.TrimSpace(body)) == 0 {
		return Parsed{}, Refusal{"the file is empty; export it again and send the new file"}
	}
	text, err := decode(body)
	if err != nil {
		return Parsed{}, err
	}
	root, err := parseTree(text)
	if err != nil {
		return Parsed{}, err
	}
	if err := checkFigures(root); err != nil {
		return Parsed{}, err
	}
	p, err := readDocument(root)
	if err != nil {
		return Parsed{}, err
	}
	p.XML = body
	p.Flags = append(p.Flags, check(text, p)...)
	return p, nil
}

// inPDF says that a refusal is about the file inside a PDF.
func inPDF(err error) error {
	var r Refusal
	if errors.As(err, &r) {
		return Refusal{"the e-invoice inside this PDF cannot be read: " + r.Reason}
	}
	return err
}
