package web

import (
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// The files of documents, and how they open: at once, behind a click or behind
// a mailed code, as the account likes. Behind one of the latter two, no link of
// a page or a mail leads to a file, so a machine that follows links gets none.

// The ways in which files open.
const (
	revealClick = "click"
	revealCode  = "code"
)

// fileParam is the query name of the page that asks before it gives a file.
const fileParam = "file"

// fileURL is where a file of an invoice opens, and whether it asks first. own:
// it belongs to the link of this page.
func (d *deed) fileURL(path, query, form string, own bool) (url string, asks bool) {
	reveal := d.adm.Account.Billing.Reveal
	switch {
	case reveal == revealCode && own && d.code != "":
		return path + "." + form + "?" + query + "&" + stepName + "=" + d.code, false
	case reveal == revealCode || reveal == revealClick:
		return path + "?" + query + "&" + fileParam + "=" + form, true
	}
	return path + "." + form + "?" + query, false
}

// documents lists a history. Where nothing has come yet, it says so.
func (d *deed) documents(heading string, history []portal.Related) *views.Documents {
	list := &views.Documents{Heading: heading, Empty: "Your documents appear here when they are ready."}
	for _, r := range history {
		list.Items = append(list.Items, d.related(r))
	}
	return list
}

func (d *deed) related(r portal.Related) views.Document {
	inv := r.Invoice
	summary := d.p.locale.DateShort(string(inv.IssuedOn))
	if amount := d.p.locale.Money(string(signedTotal(inv)), inv.Currency); amount != "" {
		summary = strings.TrimPrefix(summary+", "+amount, ", ")
	}
	doc := views.Document{Name: documentName(inv), Summary: summary, Note: documentNote(inv)}
	path, query, linked := strings.Cut(r.Target, "?")
	if r.Current {
		doc.Current, path, query, linked = "This page", d.path(), d.p.query, true
	} else if linked {
		doc.URL = r.Target
	}
	if !linked {
		return doc
	}
	spoken := "of " + lowerFirst(doc.Name)
	if !hasPDF(r) {
		doc.Files = []views.File{{Label: "PDF (being prepared)"}}
		return doc
	}
	doc.Files = append(doc.Files, d.file("PDF", spoken, path, query, "pdf", r.Current))
	if _, ok := r.Document.XML(); ok {
		doc.Files = append(doc.Files, d.file("XML", spoken, path, query, "xml", r.Current))
	}
	return doc
}

func (d *deed) file(label, spoken, path, query, form string, own bool) views.File {
	f := views.File{Label: label, Spoken: spoken}
	if f.URL, f.Asks = d.fileURL(path, query, form, own); f.Asks {
		f.Label = "Show the " + label
	}
	return f
}

// mainFile is the first PDF of a list as a button; nil: there is none.
func mainFile(list *views.Documents) *views.Download {
	for _, doc := range list.Items {
		for _, f := range doc.Files {
			if f.URL != "" {
				label := "Download PDF"
				if f.Asks {
					label = "Show the PDF"
				}
				return &views.Download{Label: label, Icon: views.IconDownload, URL: f.URL, Asks: f.Asks}
			}
		}
	}
	return nil
}

// documentName is the kind and number; a test is never called an invoice.
func documentName(inv portal.Invoice) string {
	if inv.Kind == portal.KindTest || inv.Details.Test {
		return "Test, not a tax document: " + inv.Number
	}
	return inv.Title()
}

// creditReasons say why money went back.
var creditReasons = map[portal.DocumentKind]string{
	portal.KindCreditFull: "Full refund", portal.KindCreditPartial: "Partial refund", portal.KindCreditChargeback: "Chargeback",
	portal.KindCreditDebit: "Returned debit", portal.KindCreditVAT: "VAT refund",
}

func documentNote(inv portal.Invoice) string {
	var said []string
	if reason := creditReasons[inv.Kind]; reason != "" {
		said = append(said, reason+".")
	}
	if inv.Kind.Credit() && inv.Corrects == "" && len(inv.Precedes) == 0 {
		said = append(said, "Not tied to an invoice.")
	}
	if network := networkName(inv.Details.Delivered); network != "" {
		said = append(said, "Copy. The original was sent by "+network+".")
	}
	if inv.Details.State == portal.InvoiceCancelled {
		said = append(said, "Cancelled.")
	}
	return strings.Join(said, " ")
}

// networkName is the network that an original went through; empty: it went
// through none.
func networkName(code string) string {
	switch code {
	case "", "none", "portal":
		return ""
	case "peppol":
		return "Peppol"
	case "ksef":
		return "KSeF"
	case "pdp":
		return "a French invoice platform (PDP)"
	}
	return code
}

func hasPDF(r portal.Related) bool {
	_, pdf := r.Document.Part(portal.PartPDF)
	_, xml := r.Document.XML()
	return pdf || xml // a copy can be drawn from the e-invoice
}
