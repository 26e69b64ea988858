package document

import (
	"slices"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

func (w scribe) parties(c *portal.Content) []block {
	all := []block{w.party("From", c.Seller), w.party("To", c.Buyer)}
	if c.Delivery.Name != "" || len(c.Delivery.Address.Lines) > 0 || c.Delivery.Address.City != "" {
		all = append(all, w.delivery(c.Delivery))
	}
	if c.Payee != nil {
		all = append(all, w.party("Payee", *c.Payee))
	}
	if c.TaxAgent != nil {
		all = append(all, w.party("Tax representative", *c.TaxAgent))
	}
	var kept []block
	for _, b := range all {
		if len(b.lines) > 0 {
			kept = append(kept, b)
		}
	}
	return kept
}

// party lists a party as an address label, then its numbers, then its people.
func (w scribe) party(heading string, p portal.Party) block {
	b := block{heading: heading}
	b.add(p.Name)
	if p.TradingName != p.Name {
		b.add(labelled("Trading as", p.TradingName))
	}
	b.add(w.address(p.Address)...)
	for _, id := range p.TaxIDs {
		b.add(labelled(taxLabel(id.Scheme), id.Value))
	}
	b.add(labelled("Register no.", identifier(p.LegalID)))
	for _, id := range p.IDs {
		b.add(labelled("Id", identifier(id)))
	}
	b.add(p.LegalInfo, join(", ", p.Contact.Name, p.Contact.Phone), p.Contact.Email)
	if p.Endpoint.Value != p.Contact.Email {
		b.add(labelled("E-invoice address", identifier(p.Endpoint)))
	}
	return b
}

func (w scribe) delivery(d portal.Delivery) block {
	b := block{heading: "Delivered to"}
	b.add(d.Name)
	b.add(w.address(d.Address)...)
	b.add(labelled("Location", identifier(d.LocationID)))
	return b
}

func (w scribe) address(a portal.Address) []string {
	place := join(", ", join(" ", a.PostCode, a.City), a.Subdivision, w.Country(a.Country))
	return append(slices.Clone(a.Lines), place)
}

// add appends the lines that are not empty.
func (b *block) add(lines ...string) {
	for _, line := range lines {
		if line != "" {
			b.lines = append(b.lines, line)
		}
	}
}

// taxLabel tells a VAT number (scheme VAT, or VA in CII) from a local tax
// number (scheme FC and others).
func taxLabel(scheme string) string {
	if scheme == "VAT" || scheme == "VA" || scheme == "" {
		return "VAT"
	}
	return "Tax no."
}

// identifier writes an identifier with its scheme, where that tells something:
// that an e-mail address is one can be seen.
func identifier(id portal.ID) string {
	if id.Scheme == "" || id.Scheme == "EM" || id.Value == "" {
		return id.Value
	}
	return id.Value + " (" + id.Scheme + ")"
}
