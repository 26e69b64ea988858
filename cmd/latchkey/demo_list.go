package main

import (
	"fmt"
	"io"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// headings are the kinds of links in words, in the order in which they are
// listed.
var headings = []struct {
	kind    link.Kind
	heading string
}{
	{link.Confirmation, "Orders and their documents (p)"},
	{link.Invoice, "Invoices (invoice)"},
	{link.Quote, "Quotes (cq)"},
	{link.Renewal, "Recurring billing of an order (urb)"},
	{link.Payment, "Payment method of a subscription (scp)"},
	{link.Upgrade, "Change of plan (usi)"},
	{link.Methods, "Saved payment methods (ccp)"},
	{link.Redo, "Order again (redop)"},
	{link.Approve, "Connections (approve)"},
	{"", "Without a link"},
}

// printLinks lists links under a heading per kind.
func printLinks(w io.Writer, links []demoLink) {
	for _, h := range headings {
		fmt.Fprintf(w, "  %s\n", h.heading)
		for _, l := range links {
			if link.Kind(l.Kind) == h.kind {
				fmt.Fprintf(w, "    %-44s %d  %s\n", l.Name, l.Status, l.URL)
			}
		}
		fmt.Fprintln(w)
	}
}
