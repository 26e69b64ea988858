package main

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
)

// element is raw XML, read without any of the program's code. Names are local.
type element struct {
	name, text string
	attrs      map[string]string
	parent     *element
	kids       []*element
}

func parseXML(t *testing.T, body []byte) *element {
	t.Helper()
	decoder := xml.NewDecoder(strings.NewReader(string(body)))
	root := &element{}
	at := root
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return root.kids[0]
		}
		if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			kid := &element{name: token.Name.Local, attrs: map[string]string{}, parent: at}
			for _, a := range token.Attr {
				kid.attrs[a.Name.Local] = a.Value
			}
			at.kids = append(at.kids, kid)
			at = kid
		case xml.CharData:
			at.text += string(token)
		case xml.EndElement:
			at.text = strings.TrimSpace(at.text)
			at = at.parent
		}
	}
}

// all returns the elements at a path of names, in the document's order.
func (e *element) all(path string) []*element {
	name, rest, deeper := strings.Cut(path, "/")
	var found []*element
	for _, kid := range e.kids {
		if kid.name != name {
			continue
		}
		if !deeper {
			found = append(found, kid)
			continue
		}
		found = append(found, kid.all(rest)...)
	}
	return found
}

// texts returns what stands at any of some paths.
func (e *element) texts(paths ...string) []string {
	var found []string
	for _, path := range paths {
		for _, at := range e.all(path) {
			if at.text != "" {
				found = append(found, at.text)
			}
		}
	}
	return found
}

// get is the first text at a path, or nothing.
func (e *element) get(path string) string {
	if found := e.texts(path); len(found) > 0 {
		return found[0]
	}
	return ""
}

// leaves returns the elements that hold text and no elements.
func (e *element) leaves() []*element {
	if len(e.kids) == 0 {
		if e.text == "" {
			return nil
		}
		return []*element{e}
	}
	var found []*element
	for _, kid := range e.kids {
		found = append(found, kid.leaves()...)
	}
	return found
}

// path names an element from below the root.
func (e *element) path() string {
	if e.parent == nil || e.parent.parent == nil {
		return ""
	}
	if above := e.parent.path(); above != "" {
		return above + "/" + e.name
	}
	return e.name
}

// syntax is where EN 16931 keeps what a page must show, per syntax.
type syntax struct {
	currency, number, due, gross, net, lineSum, prepaid, rounding string

	tax, taxBase, taxAmount, taxPercent, taxCategory string

	line, lineName, quantity, price, priceBase, lineNet string

	adjustment, isCharge, adjusted, reason string

	seller, buyer                         string
	names, vat, address, country, contact []string // below a party
	lineAdjustment                        string   // below a line
}

func syntaxOf(root *element) syntax {
	switch root.name {
	case "CrossIndustryInvoice":
		return cii()
	case "CreditNote":
		s := ubl()
		s.line, s.quantity = "CreditNoteLine", "CreditedQuantity"
		return s
	}
	return ubl()
}

func ubl() syntax {
	const sums = "LegalMonetaryTotal/"
	return syntax{
		currency: "DocumentCurrencyCode", number: "ID", due: sums + "PayableAmount", gross: sums + "TaxInclusiveAmount",
		net: sums + "TaxExclusiveAmount", lineSum: sums + "LineExtensionAmount", prepaid: sums + "PrepaidAmount", rounding: sums + "PayableRoundingAmount",
		tax: "TaxTotal/TaxSubtotal", taxBase: "TaxableAmount", taxAmount: "TaxAmount", taxPercent: "TaxCategory/Percent", taxCategory: "TaxCategory/ID",
		line: "InvoiceLine", lineName: "Item/Name", quantity: "InvoicedQuantity", price: "Price/PriceAmount", priceBase: "Price/BaseQuantity", lineNet: "LineExtensionAmount",
		adjustment: "AllowanceCharge", lineAdjustment: "AllowanceCharge", isCharge: "ChargeIndicator", adjusted: "Amount", reason: "AllowanceChargeReason",
		seller: "AccountingSupplierParty/Party", buyer: "AccountingCustomerParty/Party",
		names: []string{"PartyLegalEntity/RegistrationName", "PartyName/Name"}, vat: []string{"PartyTaxScheme/CompanyID", "PartyLegalEntity/CompanyID"},
		address: []string{"PostalAddress/StreetName", "PostalAddress/AdditionalStreetName", "PostalAddress/AddressLine/Line", "PostalAddress/CityName", "PostalAddress/PostalZone", "PostalAddress/CountrySubentity"},
		country: []string{"PostalAddress/Country/IdentificationCode"}, contact: []string{"Contact/Name", "Contact/Telephone", "Contact/ElectronicMail"},
	}
}

func cii() syntax {
	const (
		trade      = "SupplyChainTradeTransaction/"
		settlement = trade + "ApplicableHeaderTradeSettlement/"
		sums       = settlement + "SpecifiedTradeSettlementHeaderMonetarySummation/"
		lineSums   = "SpecifiedLineTradeSettlement/"
		mail       = "PostalTradeAddress/"
	)
	return syntax{
		currency: settlement + "InvoiceCurrencyCode", number: "ExchangedDocument/ID", due: sums + "DuePayableAmount", gross: sums + "GrandTotalAmount",
		net: sums + "TaxBasisTotalAmount", lineSum: sums + "LineTotalAmount", prepaid: sums + "TotalPrepaidAmount", rounding: sums + "RoundingAmount",
		tax: settlement + "ApplicableTradeTax", taxBase: "BasisAmount", taxAmount: "CalculatedAmount", taxPercent: "RateApplicablePercent", taxCategory: "CategoryCode",
		line: trade + "IncludedSupplyChainTradeLineItem", lineName: "SpecifiedTradeProduct/Name", quantity: "SpecifiedLineTradeDelivery/BilledQuantity",
		price: "SpecifiedLineTradeAgreement/NetPriceProductTradePrice/ChargeAmount", priceBase: "SpecifiedLineTradeAgreement/NetPriceProductTradePrice/BasisQuantity",
		lineNet:    lineSums + "SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount",
		adjustment: settlement + "SpecifiedTradeAllowanceCharge", lineAdjustment: lineSums + "SpecifiedTradeAllowanceCharge", isCharge: "ChargeIndicator/Indicator", adjusted: "ActualAmount", reason: "Reason",
		seller: trade + "ApplicableHeaderTradeAgreement/SellerTradeParty", buyer: trade + "ApplicableHeaderTradeAgreement/BuyerTradeParty",
		names: []string{"Name", "SpecifiedLegalOrganization/TradingBusinessName"}, vat: []string{"SpecifiedTaxRegistration/ID", "SpecifiedLegalOrganization/ID"},
		address: []string{mail + "LineOne", mail + "LineTwo", mail + "LineThree", mail + "CityName", mail + "PostcodeCode", mail + "CountrySubDivisionName"},
		country: []string{mail + "CountryID"}, contact: []string{"DefinedTradeContact/PersonName", "DefinedTradeContact/TelephoneUniversalCommunication/CompleteNumber", "DefinedTradeContact/EmailURIUniversalCommunication/URIID"},
	}
}
