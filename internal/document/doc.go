// Package document draws the "copy" of an invoice as a PDF, for invoices whose
// issuer sent only an e-invoice (XML). Every page says that it is a copy and
// that the XML is the original.
//
// It shows the issuer's figures and computes none. It leaves out what the fonts
// cannot write correctly (scripts that need shaping or run right to left, CJK,
// emoji): each such run is marked "[…]" and the head of every page says how many
// characters are missing and where to find them. It does not make e-invoices:
// the file is not PDF/A and holds no XML.
//
// The same invoice and account give the same bytes. Labels are English; dates
// and amounts follow the account's locale, or English where the fonts cannot
// write that.
//
// Use: p, err := document.New() once at start, then p.Draw(invoice, account)
// from any goroutine.
package document
