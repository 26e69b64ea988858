package document

import (
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// notes are the issuer's free texts under what they are about.
func (w scribe) notes(inv portal.Invoice, c *portal.Content) []block {
	var list []block
	for _, n := range c.Notes {
		list = append(list, block{heading: first(w.NoteSubject(n.Subject), "Note"), lines: []string{n.Text}})
	}
	if inv.Content == nil {
		list = append(list, block{heading: "Note", lines: []string{
			"The details of this document are in the issuer’s own file. Only its totals are known here."}})
	}
	return list
}

// terms is what stands after the money: payment terms, documents that belong to
// the invoice, and what a reader should know about its figures.
func (w scribe) terms(inv portal.Invoice, c *portal.Content) []block {
	terms := block{heading: "Payment terms", lines: filledLines(c.PaymentTerms)}
	documents := block{heading: "Supporting documents"}
	for _, d := range c.Supporting {
		documents.add(join(", ", d.ID, d.Description, d.Filename, d.URL))
	}
	flags := block{heading: "Please note"}
	for _, f := range inv.Flags {
		flags.add(f.Detail)
	}
	var list []block
	for _, b := range []block{terms, documents, flags} {
		if len(b.lines) > 0 {
			list = append(list, b)
		}
	}
	return list
}
