package intake

import (
	"regexp"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// The paths are those of CEN/TS 16931-3-2, the binding of EN 16931-1 to UBL.

// subjectNote is how UBL carries a note's subject code: "#AAI#text".
var subjectNote = regexp.MustCompile(`(?s)^#([A-Z]{3})#(.*)$`)

func ublHeader(root *node) header {
	return header{
		number:   root.get("cbc:ID"),
		currency: root.get("cbc:DocumentCurrencyCode"),
		issued:   root.filled("cbc:IssueDate"),
	}
}

// readUBL fills in an invoice or a credit note.
func readUBL(p *Parsed, root *node, d *dates) {
	p.DueOn = d.of(ublDue(root), "due date")
	c := &p.Content
	c.Profile = root.get("cbc:CustomizationID")
	c.TypeCode = root.get("cbc:InvoiceTypeCode") + root.get("cbc:CreditNoteTypeCode")
	c.TaxPointOn = d.of(root.filled("cbc:TaxPointDate"), "tax point date")
	c.PeriodStart = d.of(root.filled("cac:InvoicePeriod/cbc:StartDate"), "start of the period")
	c.PeriodEnd = d.of(root.filled("cac:InvoicePeriod/cbc:EndDate"), "end of the period")
	c.TaxCurrency = root.get("cbc:TaxCurrencyCode")
	c.PaymentTerms = strings.Join(root.texts("cac:PaymentTerms/cbc:Note"), "\n")
	c.References = ublReferences(root)
	c.Preceding = ublPreceding(root, d)
	c.Notes = ublNotes(root)
	c.Supporting = ublSupporting(root)
	ublParties(c, root, d)
	c.Means = ublMeans(root)
	c.Adjustments = ublAdjustments(root)
	c.Taxes = ublTaxes(root, p.Currency)
	c.Sums = ublSums(root, p.Currency, c.TaxCurrency)
	c.Lines = ublLines(root, d)
}

// ublDue is BT-9, which a credit note keeps with its payment means.
func ublDue(root *node) *node {
	if due := root.filled("cbc:DueDate"); due != nil {
		return due
	}
	return root.filled("cac:PaymentMeans/cbc:PaymentDueDate")
}

func ublReferences(root *node) []portal.Reference {
	return references(
		portal.Reference{Kind: "buyer", ID: root.get("cbc:BuyerReference")},
		portal.Reference{Kind: "order", ID: root.get("cac:OrderReference/cbc:ID")},
		portal.Reference{Kind: "sales-order", ID: root.get("cac:OrderReference/cbc:SalesOrderID")},
		portal.Reference{Kind: "contract", ID: root.get("cac:ContractDocumentReference/cbc:ID")},
		portal.Reference{Kind: "project", ID: root.get("cac:ProjectReference/cbc:ID") + ublTyped(root, typeProject)},
		portal.Reference{Kind: "despatch", ID: root.get("cac:DespatchDocumentReference/cbc:ID")},
		portal.Reference{Kind: "receipt", ID: root.get("cac:ReceiptDocumentReference/cbc:ID")},
		portal.Reference{Kind: "tender", ID: root.get("cac:OriginatorDocumentReference/cbc:ID")},
		portal.Reference{Kind: "object", ID: ublTyped(root, typeObject)},
		portal.Reference{Kind: "accounting", ID: root.get("cbc:AccountingCost")},
	)
}

// Type codes of additional document references that are no supporting
// documents: the invoiced object (BT-18), and the project (BT-11) where the
// document is a credit note.
const (
	typeObject  = "130"
	typeProject = "50"
)

// ublTyped returns the id of the additional document of a type code.
func ublTyped(root *node, code string) string {
	for _, ref := range root.all("cac:AdditionalDocumentReference") {
		if ref.get("cbc:DocumentTypeCode") == code {
			return ref.get("cbc:ID")
		}
	}
	return ""
}

func ublSupporting(root *node) []portal.Supporting {
	var out []portal.Supporting
	for _, ref := range root.all("cac:AdditionalDocumentReference") {
		if code := ref.get("cbc:DocumentTypeCode"); code == typeObject || code == typeProject {
			continue
		}
		s := portal.Supporting{
			ID:          ref.get("cbc:ID"),
			Description: ref.get("cbc:DocumentDescription"),
			URL:         ref.get("cac:Attachment/cac:ExternalReference/cbc:URI"),
			Filename:    ref.first("cac:Attachment/cbc:EmbeddedDocumentBinaryObject").attr("filename"),
		}
		if s != (portal.Supporting{}) {
			out = append(out, s)
		}
	}
	return out
}

func ublPreceding(root *node, d *dates) []portal.Preceding {
	var out []portal.Preceding
	for _, ref := range root.all("cac:BillingReference/cac:InvoiceDocumentReference") {
		if number := ref.get("cbc:ID"); number != "" {
			out = append(out, portal.Preceding{Number: number, IssuedOn: d.of(ref.filled("cbc:IssueDate"), "date of the preceding invoice")})
		}
	}
	return out
}

func ublNotes(root *node) []portal.Note {
	var out []portal.Note
	for _, text := range root.texts("cbc:Note") {
		note := portal.Note{Text: text}
		if m := subjectNote.FindStringSubmatch(text); m != nil {
			note = portal.Note{Subject: m[1], Text: strings.TrimSpace(m[2])}
		}
		out = append(out, note)
	}
	return out
}

// ublTaxes are the rows of the breakdown in the document's currency. A second
// tax total is only the sum in the currency of the tax authority.
func ublTaxes(root *node, currency string) []portal.Tax {
	var out []portal.Tax
	for _, total := range root.all("cac:TaxTotal") {
		if !in(total.first("cbc:TaxAmount"), currency) {
			continue
		}
		for _, row := range total.all("cac:TaxSubtotal") {
			out = append(out, portal.Tax{
				Category:   row.get("cac:TaxCategory/cbc:ID"),
				Percent:    row.amount("cac:TaxCategory/cbc:Percent"),
				Base:       row.amount("cbc:TaxableAmount"),
				Amount:     row.amount("cbc:TaxAmount"),
				Reason:     strings.Join(row.texts("cac:TaxCategory/cbc:TaxExemptionReason"), "\n"),
				ReasonCode: row.get("cac:TaxCategory/cbc:TaxExemptionReasonCode"),
			})
		}
	}
	return out
}

func ublSums(root *node, currency, taxCurrency string) portal.Sums {
	t := root.first("cac:LegalMonetaryTotal")
	totals := root.all("cac:TaxTotal/cbc:TaxAmount")
	return portal.Sums{
		Lines:      t.amount("cbc:LineExtensionAmount"),
		Allowances: t.amount("cbc:AllowanceTotalAmount"),
		Charges:    t.amount("cbc:ChargeTotalAmount"),
		Net:        t.amount("cbc:TaxExclusiveAmount"),
		Tax:        taxIn(totals, currency),
		TaxOther:   taxOther(totals, currency, taxCurrency),
		Gross:      t.amount("cbc:TaxInclusiveAmount"),
		Prepaid:    t.amount("cbc:PrepaidAmount"),
		Rounding:   t.amount("cbc:PayableRoundingAmount"),
		Due:        t.amount("cbc:PayableAmount"),
	}
}

// in says whether an amount is in a currency; one without a currency is in the
// document's.
func in(amount *node, currency string) bool {
	c := amount.attr("currencyID")
	return c == "" || c == currency
}

// taxIn returns the tax total in the document's currency (BT-110).
func taxIn(totals []*node, currency string) portal.Amount {
	for _, t := range totals {
		if t.text != "" && in(t, currency) {
			return portal.Amount(t.text)
		}
	}
	return ""
}

// taxOther returns the tax total in the tax currency (BT-111), where it is
// another than the document's.
func taxOther(totals []*node, currency, taxCurrency string) portal.Amount {
	for _, t := range totals {
		if c := t.attr("currencyID"); t.text != "" && c != "" && c == taxCurrency && c != currency {
			return portal.Amount(t.text)
		}
	}
	return ""
}
