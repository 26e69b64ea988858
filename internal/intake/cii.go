package intake

import (
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// The paths are those of CEN/TS 16931-3-3, the binding of EN 16931-1 to the
// Cross Industry Invoice.

const ciiTrade = "rsm:SupplyChainTradeTransaction"

func ciiHeader(root *node) header {
	return header{
		number:   root.get("rsm:ExchangedDocument/ram:ID"),
		currency: root.get(ciiTrade + "/ram:ApplicableHeaderTradeSettlement/ram:InvoiceCurrencyCode"),
		issued:   root.filled("rsm:ExchangedDocument/ram:IssueDateTime/udt:DateTimeString"),
	}
}

// readCII fills in a Cross Industry Invoice.
func readCII(p *Parsed, root *node, d *dates) {
	var (
		doc        = root.first("rsm:ExchangedDocument")
		trade      = root.first(ciiTrade)
		agreement  = trade.first("ram:ApplicableHeaderTradeAgreement")
		delivery   = trade.first("ram:ApplicableHeaderTradeDelivery")
		settlement = trade.first("ram:ApplicableHeaderTradeSettlement")
		c          = &p.Content
	)
	p.DueOn = d.of(settlement.filled("ram:SpecifiedTradePaymentTerms/ram:DueDateDateTime/udt:DateTimeString"), "due date")
	c.Profile = root.get("rsm:ExchangedDocumentContext/ram:GuidelineSpecifiedDocumentContextParameter/ram:ID")
	c.TypeCode = doc.get("ram:TypeCode")
	c.TaxPointOn = d.of(settlement.filled("ram:ApplicableTradeTax/ram:TaxPointDate/udt:DateString"), "tax point date")
	c.PeriodStart, c.PeriodEnd = ciiPeriod(settlement, d)
	c.TaxCurrency = settlement.get("ram:TaxCurrencyCode")
	c.PaymentTerms = strings.Join(settlement.texts("ram:SpecifiedTradePaymentTerms/ram:Description"), "\n")
	c.References = ciiReferences(agreement, delivery, settlement)
	c.Preceding = ciiPreceding(settlement, d)
	c.Notes = ciiNotes(doc)
	c.Supporting = ciiSupporting(agreement)
	ciiParties(c, agreement, delivery, settlement, d)
	c.Means = ciiMeans(settlement)
	c.Adjustments = append(ciiAdjustments(settlement), ciiLogistics(settlement)...)
	c.Taxes = ciiTaxes(settlement)
	c.Sums = ciiSums(settlement, p.Currency, c.TaxCurrency)
	for _, n := range trade.all("ram:IncludedSupplyChainTradeLineItem") {
		c.Lines = append(c.Lines, ciiLine(n, d))
	}
}

// ciiPeriod reads the period of a document or a line.
func ciiPeriod(settlement *node, d *dates) (start, end portal.Date) {
	period := settlement.first("ram:BillingSpecifiedPeriod")
	start = d.of(period.filled("ram:StartDateTime/udt:DateTimeString"), "start of a period")
	end = d.of(period.filled("ram:EndDateTime/udt:DateTimeString"), "end of a period")
	return start, end
}

func ciiReferences(agreement, delivery, settlement *node) []portal.Reference {
	const id = "/ram:IssuerAssignedID"
	return references(
		portal.Reference{Kind: "buyer", ID: agreement.get("ram:BuyerReference")},
		portal.Reference{Kind: "order", ID: agreement.get("ram:BuyerOrderReferencedDocument" + id)},
		portal.Reference{Kind: "sales-order", ID: agreement.get("ram:SellerOrderReferencedDocument" + id)},
		portal.Reference{Kind: "contract", ID: agreement.get("ram:ContractReferencedDocument" + id)},
		portal.Reference{Kind: "project", ID: agreement.get("ram:SpecifiedProcuringProject/ram:ID")},
		portal.Reference{Kind: "despatch", ID: delivery.get("ram:DespatchAdviceReferencedDocument" + id)},
		portal.Reference{Kind: "receipt", ID: delivery.get("ram:ReceivingAdviceReferencedDocument" + id)},
		portal.Reference{Kind: "tender", ID: ciiTyped(agreement, typeTender).Value},
		portal.Reference{Kind: "object", ID: ciiTyped(agreement, typeObject).Value},
		portal.Reference{Kind: "accounting", ID: settlement.get("ram:ReceivableSpecifiedTradeAccountingAccount/ram:ID")},
	)
}

// typeTender is the type code of the tender or lot (BT-17) among the
// additional documents.
const typeTender = "50"

// ciiTyped returns the id of the additional document of a type code.
func ciiTyped(n *node, code string) portal.ID {
	for _, ref := range n.all("ram:AdditionalReferencedDocument") {
		if ref.get("ram:TypeCode") == code {
			return portal.ID{Scheme: ref.get("ram:ReferenceTypeCode"), Value: ref.get("ram:IssuerAssignedID")}
		}
	}
	return portal.ID{}
}

func ciiSupporting(agreement *node) []portal.Supporting {
	var out []portal.Supporting
	for _, ref := range agreement.all("ram:AdditionalReferencedDocument") {
		if code := ref.get("ram:TypeCode"); code == typeObject || code == typeTender {
			continue
		}
		s := portal.Supporting{
			ID:          ref.get("ram:IssuerAssignedID"),
			Description: ref.get("ram:Name"),
			URL:         ref.get("ram:URIID"),
			Filename:    ref.first("ram:AttachmentBinaryObject").attr("filename"),
		}
		if s != (portal.Supporting{}) {
			out = append(out, s)
		}
	}
	return out
}

func ciiPreceding(settlement *node, d *dates) []portal.Preceding {
	var out []portal.Preceding
	for _, ref := range settlement.all("ram:InvoiceReferencedDocument") {
		if number := ref.get("ram:IssuerAssignedID"); number != "" {
			on := d.of(ref.filled("ram:FormattedIssueDateTime/qdt:DateTimeString"), "date of the preceding invoice")
			out = append(out, portal.Preceding{Number: number, IssuedOn: on})
		}
	}
	return out
}

func ciiNotes(doc *node) []portal.Note {
	var out []portal.Note
	for _, n := range doc.all("ram:IncludedNote") {
		if text := strings.Join(n.texts("ram:Content"), "\n"); text != "" {
			out = append(out, portal.Note{Subject: n.get("ram:SubjectCode"), Text: text})
		}
	}
	return out
}

func ciiTaxes(settlement *node) []portal.Tax {
	var out []portal.Tax
	for _, n := range settlement.all("ram:ApplicableTradeTax") {
		out = append(out, portal.Tax{
			Category:   n.get("ram:CategoryCode"),
			Percent:    n.amount("ram:RateApplicablePercent"),
			Base:       n.amount("ram:BasisAmount"),
			Amount:     n.amount("ram:CalculatedAmount"),
			Reason:     n.get("ram:ExemptionReason"),
			ReasonCode: n.get("ram:ExemptionReasonCode"),
		})
	}
	return out
}

func ciiSums(settlement *node, currency, taxCurrency string) portal.Sums {
	s := settlement.first("ram:SpecifiedTradeSettlementHeaderMonetarySummation")
	totals := s.all("ram:TaxTotalAmount")
	return portal.Sums{
		Lines:      s.amount("ram:LineTotalAmount"),
		Allowances: s.amount("ram:AllowanceTotalAmount"),
		Charges:    s.amount("ram:ChargeTotalAmount"),
		Net:        s.amount("ram:TaxBasisTotalAmount"),
		Tax:        taxIn(totals, currency),
		TaxOther:   taxOther(totals, currency, taxCurrency),
		Gross:      s.amount("ram:GrandTotalAmount"),
		Prepaid:    s.amount("ram:TotalPrepaidAmount"),
		Rounding:   s.amount("ram:RoundingAmount"),
		Due:        s.amount("ram:DuePayableAmount"),
	}
}
