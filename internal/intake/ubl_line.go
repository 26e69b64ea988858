package intake

import (
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

func ublLines(root *node, d *dates) []portal.Line {
	var out []portal.Line
	for _, n := range append(root.all("cac:InvoiceLine"), root.all("cac:CreditNoteLine")...) {
		out = append(out, ublLine(n, d))
	}
	return out
}

func ublLine(n *node, d *dates) portal.Line {
	l := portal.Line{
		ID:          n.get("cbc:ID"),
		Note:        strings.Join(n.texts("cbc:Note"), "\n"),
		ObjectID:    n.id("cac:DocumentReference/cbc:ID"),
		OrderLine:   n.get("cac:OrderLineReference/cbc:LineID"),
		Accounting:  n.get("cbc:AccountingCost"),
		PeriodStart: d.of(n.filled("cac:InvoicePeriod/cbc:StartDate"), "start of a line's period"),
		PeriodEnd:   d.of(n.filled("cac:InvoicePeriod/cbc:EndDate"), "end of a line's period"),
		Net:         n.amount("cbc:LineExtensionAmount"),
		Adjustments: ublAdjustments(n),
	}
	quantity := n.filled("cbc:InvoicedQuantity")
	if quantity == nil {
		quantity = n.filled("cbc:CreditedQuantity")
	}
	if quantity != nil {
		l.Quantity, l.Unit = portal.Amount(quantity.text), quantity.attr("unitCode")
	}
	ublItem(&l, n.first("cac:Item"))
	ublPrice(&l, n.first("cac:Price"))
	return l
}

func ublItem(l *portal.Line, item *node) {
	l.Name = item.get("cbc:Name")
	l.Description = strings.Join(item.texts("cbc:Description"), "\n")
	l.SellerItemID = item.get("cac:SellersItemIdentification/cbc:ID")
	l.BuyerItemID = item.get("cac:BuyersItemIdentification/cbc:ID")
	l.StandardID = item.id("cac:StandardItemIdentification/cbc:ID")
	l.Classes = classes(item.all("cac:CommodityClassification/cbc:ItemClassificationCode"))
	l.Origin = item.get("cac:OriginCountry/cbc:IdentificationCode")
	l.TaxCategory = item.get("cac:ClassifiedTaxCategory/cbc:ID")
	l.TaxPercent = item.amount("cac:ClassifiedTaxCategory/cbc:Percent")
	for _, a := range item.all("cac:AdditionalItemProperty") {
		l.Attributes = appendAttribute(l.Attributes, a.get("cbc:Name"), a.get("cbc:Value"))
	}
}

// ublPrice reads the price. Its allowance is the discount between gross and
// net price; it has no other.
func ublPrice(l *portal.Line, price *node) {
	l.Price = price.amount("cbc:PriceAmount")
	l.PriceBase = price.amount("cbc:BaseQuantity")
	l.PriceDiscount = price.amount("cac:AllowanceCharge/cbc:Amount")
	l.PriceGross = price.amount("cac:AllowanceCharge/cbc:BaseAmount")
}

// ublAdjustments reads the allowances and charges of a document or a line.
func ublAdjustments(n *node) []portal.Adjustment {
	var out []portal.Adjustment
	for _, a := range n.all("cac:AllowanceCharge") {
		out = append(out, portal.Adjustment{
			Charge:      isTrue(a.get("cbc:ChargeIndicator")),
			Reason:      strings.Join(a.texts("cbc:AllowanceChargeReason"), "\n"),
			ReasonCode:  a.get("cbc:AllowanceChargeReasonCode"),
			Amount:      a.amount("cbc:Amount"),
			Base:        a.amount("cbc:BaseAmount"),
			Percent:     a.amount("cbc:MultiplierFactorNumeric"),
			TaxCategory: a.get("cac:TaxCategory/cbc:ID"),
			TaxPercent:  a.amount("cac:TaxCategory/cbc:Percent"),
		})
	}
	return out
}

// isTrue reads XML Schema's boolean.
func isTrue(text string) bool { return text == "true" || text == "1" }

// classes reads the codes that classify an item, each of a list.
func classes(codes []*node) []portal.ID {
	var out []portal.ID
	for _, c := range codes {
		if c.text != "" {
			out = append(out, portal.ID{Scheme: c.attr("listID"), Value: c.text})
		}
	}
	return out
}

// appendAttribute keeps a property that says something.
func appendAttribute(to []portal.Attribute, name, value string) []portal.Attribute {
	if name == "" && value == "" {
		return to
	}
	return append(to, portal.Attribute{Name: name, Value: value})
}
