package web

import (
	"reflect"
	"slices"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// parties are the address blocks of an invoice.
func (p presenter) parties(c *portal.Content) []views.Party {
	blocks := []views.Party{p.party("From", c.Seller), p.party("To", c.Buyer)}
	if c.Payee != nil {
		blocks = append(blocks, p.party("Pay to", *c.Payee))
	}
	if c.TaxAgent != nil {
		blocks = append(blocks, p.party("Tax representative", *c.TaxAgent))
	}
	if d := c.Delivery; d.Name != "" || len(p.address(d.Address)) > 0 || d.LocationID.Value != "" {
		lines := append(kept(d.Name), p.address(d.Address)...)
		if d.LocationID.Value != "" {
			lines = append(lines, "Location "+identifier(d.LocationID))
		}
		blocks = append(blocks, views.Party{Heading: "Delivered to", Lines: lines})
	}
	return blocks
}

func (p presenter) party(heading string, party portal.Party) views.Party {
	lines := kept(party.Name)
	if party.TradingName != "" && party.TradingName != party.Name {
		lines = append(lines, party.TradingName)
	}
	lines = append(lines, p.address(party.Address)...)
	for _, id := range party.TaxIDs {
		label := "VAT "
		if id.Scheme != "" && id.Scheme != "VAT" && id.Scheme != "VA" {
			label = "Tax number "
		}
		lines = append(lines, label+id.Value)
	}
	if party.LegalID.Value != "" {
		lines = append(lines, "Company number "+identifier(party.LegalID))
	}
	for _, id := range party.IDs {
		lines = append(lines, "ID "+identifier(id))
	}
	lines = append(lines, electronic(party)...)
	if party.LegalInfo != "" {
		lines = append(lines, party.LegalInfo)
	}
	return views.Party{Heading: heading, Lines: append(lines, kept(party.Contact.Name, party.Contact.Phone, party.Contact.Email)...)}
}

// address is a postal address in lines, the town with its post code.
func (p presenter) address(a portal.Address) []string {
	lines := kept(a.Lines...)
	lines = append(lines, kept(joined(" ", a.PostCode, a.City), a.Subdivision)...)
	if a.Country != "" {
		lines = append(lines, p.locale.Country(a.Country))
	}
	return lines
}

// electronic is where a party takes electronic documents, unless its contact
// says the same.
func electronic(party portal.Party) []string {
	switch at := party.Endpoint; {
	case at.Value == "" || at.Value == party.Contact.Email:
		return nil
	case at.Scheme == "EM":
		return []string{at.Value}
	default:
		return []string{"Electronic address " + identifier(at)}
	}
}

func identifier(id portal.ID) string {
	if id.Scheme == "" {
		return id.Value
	}
	return id.Value + " (" + id.Scheme + ")"
}

func kept(lines ...string) []string {
	var all []string
	for _, line := range lines {
		if strings.TrimSpace(line) != "" {
			all = append(all, line)
		}
	}
	return all
}

// payment is one list of facts per way to pay. Nothing is asked for where
// nothing is left to pay.
func (p presenter) payment(c *portal.Content, state portal.PayState) []views.Facts {
	if state == portal.PaySettled || state == portal.PayCredit {
		return nil
	}
	var lists []views.Facts
	for _, m := range c.Means {
		facts := rows(
			fact("Pay by", p.meansName(m)), code("IBAN", grouped(m.IBAN)), fact("Account holder", m.AccountName), code("BIC", m.BIC),
			code("Reference", m.Remittance), code("Card", m.Card), fact("Card holder", m.CardHolder),
			code("Mandate", m.Mandate), code("Creditor", m.CreditorID), code("Debited account", grouped(m.DebitedIBAN)),
		)
		list := views.Facts{Rows: facts}
		if len(facts) > 0 && !slices.ContainsFunc(lists, func(l views.Facts) bool { return reflect.DeepEqual(l, list) }) {
			lists = append(lists, list)
		}
	}
	return lists
}

// notDefined is the code of UNTDID 4461 for a way to pay that is not defined.
const notDefined = "1"

// meansName is the issuer's word for a way to pay, or ours for its code. A code
// without a word says nothing to a reader.
func (p presenter) meansName(m portal.Means) string {
	if m.Text != "" {
		return m.Text
	}
	if name := p.locale.PaymentMeans(m.Code); name != m.Code && m.Code != notDefined {
		return name
	}
	return ""
}

// grouped sets an IBAN in groups of four (ISO 13616); other account numbers
// stay as they are.
func grouped(account string) string {
	if len(account) < 15 || len(account) > 34 || strings.Trim(account, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") != "" ||
		strings.Trim(account[:2], "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		return account
	}
	var b strings.Builder
	for i, r := range account {
		if i > 0 && i%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}
