package intake

import "github.com/latchkey-portal/latchkey/internal/portal"

func ciiParties(c *portal.Content, agreement, delivery, settlement *node, d *dates) {
	c.Seller = ciiParty(agreement.first("ram:SellerTradeParty"))
	c.Buyer = ciiParty(agreement.first("ram:BuyerTradeParty"))
	if n := settlement.first("ram:PayeeTradeParty"); n != nil {
		payee := ciiParty(n)
		c.Payee = &payee
	}
	if n := agreement.first("ram:SellerTaxRepresentativeTradeParty"); n != nil {
		agent := ciiParty(n)
		c.TaxAgent = &agent
	}
	to := delivery.first("ram:ShipToTradeParty")
	c.Delivery = portal.Delivery{
		Name:    to.get("ram:Name"),
		On:      d.of(delivery.filled("ram:ActualDeliverySupplyChainEvent/ram:OccurrenceDateTime/udt:DateTimeString"), "delivery date"),
		Address: ciiAddress(to.first("ram:PostalTradeAddress")),
	}
	if ids := ciiIDs(to); len(ids) > 0 {
		c.Delivery.LocationID = ids[0]
	}
}

func ciiParty(n *node) portal.Party {
	contact := n.first("ram:DefinedTradeContact")
	p := portal.Party{
		Name:        n.get("ram:Name"),
		TradingName: n.get("ram:SpecifiedLegalOrganization/ram:TradingBusinessName"),
		IDs:         ciiIDs(n),
		LegalID:     n.id("ram:SpecifiedLegalOrganization/ram:ID"),
		LegalInfo:   n.get("ram:Description"),
		Endpoint:    n.id("ram:URIUniversalCommunication/ram:URIID"),
		Address:     ciiAddress(n.first("ram:PostalTradeAddress")),
		Contact: portal.Person{
			Name:  contact.get("ram:PersonName"),
			Phone: contact.get("ram:TelephoneUniversalCommunication/ram:CompleteNumber"),
			Email: contact.get("ram:EmailURIUniversalCommunication/ram:URIID"),
		},
	}
	if p.Contact.Name == "" {
		p.Contact.Name = contact.get("ram:DepartmentName")
	}
	for _, k := range n.all("ram:SpecifiedTaxRegistration") {
		if id := k.id("ram:ID"); id.Value != "" {
			p.TaxIDs = append(p.TaxIDs, ciiTaxID(id))
		}
	}
	return p
}

// ciiTaxID names the VAT identifier as UBL does, so that readers of the
// content need to know one word.
func ciiTaxID(id portal.ID) portal.ID {
	if id.Scheme == "VA" {
		id.Scheme = "VAT"
	}
	return id
}

// ciiIDs returns a party's identifiers, those of a scheme first.
func ciiIDs(n *node) []portal.ID {
	var out []portal.ID
	for _, path := range []string{"ram:GlobalID", "ram:ID"} {
		for _, k := range n.all(path) {
			if k.text != "" {
				out = append(out, portal.ID{Scheme: k.attr("schemeID"), Value: k.text})
			}
		}
	}
	return out
}

func ciiAddress(n *node) portal.Address {
	return portal.Address{
		Lines:       nonEmpty(n.get("ram:LineOne"), n.get("ram:LineTwo"), n.get("ram:LineThree")),
		City:        n.get("ram:CityName"),
		PostCode:    n.get("ram:PostcodeCode"),
		Subdivision: n.get("ram:CountrySubDivisionName"),
		Country:     n.get("ram:CountryID"),
	}
}

// ciiMeans reads the ways to pay. The remittance information stands once in
// the document and goes with each of them; creditor and mandate go with the
// direct debits.
func ciiMeans(settlement *node) []portal.Means {
	var means []portal.Means
	for _, n := range settlement.all("ram:SpecifiedTradeSettlementPaymentMeans") {
		if m := ciiMean(n); m != (portal.Means{}) {
			means = append(means, m)
		}
	}
	remittance := settlement.get("ram:PaymentReference")
	creditor := settlement.get("ram:CreditorReferenceID")
	mandate := settlement.get("ram:SpecifiedTradePaymentTerms/ram:DirectDebitMandateID")
	means = orOne(means, remittance+creditor+mandate != "")
	for i := range means {
		means[i].Remittance = remittance
	}
	for _, m := range debits(means) {
		m.CreditorID, m.Mandate = creditor, mandate
	}
	return means
}

func ciiMean(n *node) portal.Means {
	account := n.get("ram:PayeePartyCreditorFinancialAccount/ram:IBANID")
	if account == "" {
		account = n.get("ram:PayeePartyCreditorFinancialAccount/ram:ProprietaryID")
	}
	return portal.Means{
		Code:        n.get("ram:TypeCode"),
		Text:        n.get("ram:Information"),
		IBAN:        account,
		AccountName: n.get("ram:PayeePartyCreditorFinancialAccount/ram:AccountName"),
		BIC:         n.get("ram:PayeeSpecifiedCreditorFinancialInstitution/ram:BICID"),
		Card:        n.get("ram:ApplicableTradeSettlementFinancialCard/ram:ID"),
		CardHolder:  n.get("ram:ApplicableTradeSettlementFinancialCard/ram:CardholderName"),
		DebitedIBAN: n.get("ram:PayerPartyDebtorFinancialAccount/ram:IBANID"),
	}
}
