package intake

import (
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

func ciiLine(n *node, d *dates) portal.Line {
	var (
		doc        = n.first("ram:AssociatedDocumentLineDocument")
		agreement  = n.first("ram:SpecifiedLineTradeAgreement")
		settlement = n.first("ram:SpecifiedLineTradeSettlement")
	)
	l := portal.Line{
		ID:          doc.get("ram:LineID"),
		Note:        strings.Join(doc.texts("ram:IncludedNote/ram:Content"), "\n"),
		ObjectID:    ciiTyped(settlement, typeObject),
		OrderLine:   agreement.get("ram:BuyerOrderReferencedDocument/ram:LineID"),
		Accounting:  settlement.get("ram:ReceivableSpecifiedTradeAccountingAccount/ram:ID"),
		Net:         settlement.amount("ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount"),
		TaxCategory: settlement.get("ram:ApplicableTradeTax/ram:CategoryCode"),
		TaxPercent:  settlement.amount("ram:ApplicableTradeTax/ram:RateApplicablePercent"),
		Adjustments: ciiAdjustments(settlement),
	}
	l.PeriodStart, l.PeriodEnd = ciiPeriod(settlement, d)
	if q := n.filled("ram:SpecifiedLineTradeDelivery/ram:BilledQuantity"); q != nil {
		l.Quantity, l.Unit = portal.Amount(q.text), q.attr("unitCode")
	}
	ciiItem(&l, n.first("ram:SpecifiedTradeProduct"))
	ciiPrice(&l, agreement)
	return l
}

func ciiItem(l *portal.Line, product *node) {
	l.Name = product.get("ram:Name")
	l.Description = product.get("ram:Description")
	l.SellerItemID = product.get("ram:SellerAssignedID")
	l.BuyerItemID = product.get("ram:BuyerAssignedID")
	l.StandardID = product.id("ram:GlobalID")
	l.Classes = classes(product.all("ram:DesignatedProductClassification/ram:ClassCode"))
	l.Origin = product.get("ram:OriginTradeCountry/ram:ID")
	for _, a := range product.all("ram:ApplicableProductCharacteristic") {
		l.Attributes = appendAttribute(l.Attributes, a.get("ram:Description"), a.get("ram:Value"))
	}
}

// ciiPrice reads the price. The quantity it is for may stand with the net or
// the gross price.
func ciiPrice(l *portal.Line, agreement *node) {
	gross := agreement.first("ram:GrossPriceProductTradePrice")
	net := agreement.first("ram:NetPriceProductTradePrice")
	l.Price = net.amount("ram:ChargeAmount")
	l.PriceBase = net.amount("ram:BasisQuantity")
	if l.PriceBase == "" {
		l.PriceBase = gross.amount("ram:BasisQuantity")
	}
	l.PriceGross = gross.amount("ram:ChargeAmount")
	l.PriceDiscount = gross.amount("ram:AppliedTradeAllowanceCharge/ram:ActualAmount")
}

// ciiAdjustments reads the allowances and charges of a document or a line.
func ciiAdjustments(settlement *node) []portal.Adjustment {
	var out []portal.Adjustment
	for _, a := range settlement.all("ram:SpecifiedTradeAllowanceCharge") {
		out = append(out, portal.Adjustment{
			Charge:      isTrue(a.get("ram:ChargeIndicator/udt:Indicator")),
			Reason:      a.get("ram:Reason"),
			ReasonCode:  a.get("ram:ReasonCode"),
			Amount:      a.amount("ram:ActualAmount"),
			Base:        a.amount("ram:BasisAmount"),
			Percent:     a.amount("ram:CalculationPercent"),
			TaxCategory: a.get("ram:CategoryTradeTax/ram:CategoryCode"),
			TaxPercent:  a.amount("ram:CategoryTradeTax/ram:RateApplicablePercent"),
		})
	}
	return out
}

// ciiLogistics reads the freight and handling charges that Factur-X EXTENDED
// keeps apart; to a reader they are charges.
func ciiLogistics(settlement *node) []portal.Adjustment {
	var out []portal.Adjustment
	for _, a := range settlement.all("ram:SpecifiedLogisticsServiceCharge") {
		out = append(out, portal.Adjustment{
			Charge:      true,
			Reason:      a.get("ram:Description"),
			Amount:      a.amount("ram:AppliedAmount"),
			TaxCategory: a.get("ram:AppliedTradeTax/ram:CategoryCode"),
			TaxPercent:  a.amount("ram:AppliedTradeTax/ram:RateApplicablePercent"),
		})
	}
	return out
}
