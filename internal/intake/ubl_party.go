package intake

import "github.com/latchkey-portal/latchkey/internal/portal"

// creditorScheme marks a party's identifier as the bank assigned creditor
// identifier of direct debits (BT-90) rather than one of the party's own.
const creditorScheme = "SEPA"

func ublParties(c *portal.Content, root *node, d *dates) {
	c.Seller = ublParty(root.first("cac:AccountingSupplierParty/cac:Party"))
	c.Buyer = ublParty(root.first("cac:AccountingCustomerParty/cac:Party"))
	if n := root.first("cac:PayeeParty"); n != nil {
		payee := ublParty(n)
		c.Payee = &payee
	}
	if n := root.first("cac:TaxRepresentativeParty"); n != nil {
		agent := ublParty(n)
		c.TaxAgent = &agent
	}
	delivery := root.first("cac:Delivery")
	c.Delivery = portal.Delivery{
		Name:       delivery.get("cac:DeliveryParty/cac:PartyName/cbc:Name"),
		LocationID: delivery.id("cac:DeliveryLocation/cbc:ID"),
		On:         d.of(delivery.filled("cbc:ActualDeliveryDate"), "delivery date"),
		Address:    ublAddress(delivery.first("cac:DeliveryLocation/cac:Address")),
	}
}

// ublParty reads a party. The registered name is the name; the other one is
// the name it trades under, or the only one there is.
func ublParty(n *node) portal.Party {
	p := portal.Party{
		Name:        n.get("cac:PartyLegalEntity/cbc:RegistrationName"),
		TradingName: n.get("cac:PartyName/cbc:Name"),
		LegalID:     n.id("cac:PartyLegalEntity/cbc:CompanyID"),
		LegalInfo:   n.get("cac:PartyLegalEntity/cbc:CompanyLegalForm"),
		Endpoint:    n.id("cbc:EndpointID"),
		Address:     ublAddress(n.first("cac:PostalAddress")),
		Contact: portal.Person{
			Name:  n.get("cac:Contact/cbc:Name"),
			Phone: n.get("cac:Contact/cbc:Telephone"),
			Email: n.get("cac:Contact/cbc:ElectronicMail"),
		},
	}
	if p.Name == "" {
		p.Name, p.TradingName = p.TradingName, ""
	}
	for _, k := range n.all("cac:PartyIdentification") {
		if id := k.id("cbc:ID"); id.Value != "" && id.Scheme != creditorScheme {
			p.IDs = append(p.IDs, id)
		}
	}
	for _, k := range n.all("cac:PartyTaxScheme") {
		if id := k.get("cbc:CompanyID"); id != "" {
			p.TaxIDs = append(p.TaxIDs, portal.ID{Scheme: k.get("cac:TaxScheme/cbc:ID"), Value: id})
		}
	}
	return p
}

func ublAddress(n *node) portal.Address {
	lines := nonEmpty(n.get("cbc:StreetName"), n.get("cbc:AdditionalStreetName"))
	return portal.Address{
		Lines:       append(lines, n.texts("cac:AddressLine/cbc:Line")...),
		City:        n.get("cbc:CityName"),
		PostCode:    n.get("cbc:PostalZone"),
		Subdivision: n.get("cbc:CountrySubentity"),
		Country:     n.get("cac:Country/cbc:IdentificationCode"),
	}
}

// ublMeans reads the ways to pay. The creditor identifier stands with the
// payee, else the seller.
func ublMeans(root *node) []portal.Means {
	var means []portal.Means
	for _, n := range root.all("cac:PaymentMeans") {
		m := portal.Means{
			Code:        n.get("cbc:PaymentMeansCode"),
			Text:        n.filled("cbc:PaymentMeansCode").attr("name"),
			Remittance:  n.get("cbc:PaymentID"),
			IBAN:        n.get("cac:PayeeFinancialAccount/cbc:ID"),
			AccountName: n.get("cac:PayeeFinancialAccount/cbc:Name"),
			BIC:         n.get("cac:PayeeFinancialAccount/cac:FinancialInstitutionBranch/cbc:ID"),
			Card:        n.get("cac:CardAccount/cbc:PrimaryAccountNumberID"),
			CardHolder:  n.get("cac:CardAccount/cbc:HolderName"),
			Mandate:     n.get("cac:PaymentMandate/cbc:ID"),
			DebitedIBAN: n.get("cac:PaymentMandate/cac:PayerFinancialAccount/cbc:ID"),
		}
		if m != (portal.Means{}) {
			means = append(means, m)
		}
	}
	creditor := ublCreditor(root)
	if creditor == "" {
		return means
	}
	means = orOne(means, true)
	for _, m := range debits(means) {
		m.CreditorID = creditor
	}
	return means
}

func ublCreditor(root *node) string {
	ids := append(root.all("cac:PayeeParty/cac:PartyIdentification/cbc:ID"),
		root.all("cac:AccountingSupplierParty/cac:Party/cac:PartyIdentification/cbc:ID")...)
	for _, id := range ids {
		if id.attr("schemeID") == creditorScheme && id.text != "" {
			return id.text
		}
	}
	return ""
}
