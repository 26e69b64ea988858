package intake

import (
	"fmt"
	"regexp"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// header is what every document must have, before it is known to have it.
type header struct {
	number, currency string
	issued           *node
}

// currencyCode is the shape of an ISO 4217 code.
var currencyCode = regexp.MustCompile(`^[A-Z]{3}$`)

// readDocument reads the tree of a known root in its syntax.
func readDocument(root *node) (Parsed, error) {
	d := &dates{layout: time.DateOnly}
	p := Parsed{Syntax: portal.PartUBL}
	h := ublHeader(root)
	if root.name == rootCII {
		d.layout, p.Syntax, h = "20060102", portal.PartCII, ciiHeader(root)
	}
	if err := h.fill(&p, d); err != nil {
		return Parsed{}, err
	}
	if p.Syntax == portal.PartCII {
		readCII(&p, root, d)
	} else {
		readUBL(&p, root, d)
	}
	s := p.Content.Sums
	p.Totals = portal.Totals{Net: s.Net, Tax: s.Tax, Gross: s.Gross, Paid: s.Prepaid, Due: s.Due}
	p.Kind = kindOf(root.name, p.Content.TypeCode)
	p.Email = buyerEmail(p.Content.Buyer)
	p.Flags = d.flags
	return p, nil
}

// fill takes over number, currency and issue date, or refuses the document.
func (h header) fill(p *Parsed, d *dates) error {
	if h.number == "" {
		return Refusal{"the document has no invoice number (BT-1); ask the sender for a complete one"}
	}
	if h.currency == "" {
		return Refusal{"the document names no currency (BT-5); ask the sender for a complete one"}
	}
	if !currencyCode.MatchString(h.currency) {
		return Refusal{fmt.Sprintf("the currency (BT-5) is %q, which is not a code like EUR", shorten(h.currency))}
	}
	if h.issued == nil {
		return Refusal{"the document has no issue date (BT-2); ask the sender for a complete one"}
	}
	issued, ok := d.parse(h.issued)
	if !ok {
		return Refusal{fmt.Sprintf("the issue date (BT-2) is %q, which is not a calendar date", shorten(h.issued.text))}
	}
	p.Number, p.Currency, p.IssuedOn = h.number, h.currency, issued
	return nil
}

// buyerEmail is where the issuer would write to: the contact's address, else
// an electronic address that is e-mail.
func buyerEmail(buyer portal.Party) string {
	if a := email(buyer.Contact.Email); a != "" {
		return a
	}
	if buyer.Endpoint.Scheme == "EM" {
		return email(buyer.Endpoint.Value)
	}
	return ""
}

// references keeps the ones that say something, in the order given.
func references(all ...portal.Reference) []portal.Reference {
	var out []portal.Reference
	for _, r := range all {
		if r.ID != "" {
			out = append(out, r)
		}
	}
	return out
}

// nonEmpty keeps the texts that say something.
func nonEmpty(texts ...string) []string {
	var out []string
	for _, t := range texts {
		if t != "" {
			out = append(out, t)
		}
	}
	return out
}

// isDirectDebit says whether a payment means code (UNTDID 4461) collects money
// from the buyer's account.
func isDirectDebit(code string) bool { return code == "49" || code == "59" }

// orOne gives back the payment means, or one empty one to hold what the issuer
// states about paying without stating how.
func orOne(means []portal.Means, needed bool) []portal.Means {
	if len(means) == 0 && needed {
		return make([]portal.Means, 1)
	}
	return means
}

// debits returns the means that direct debit terms belong to: those that are
// direct debits, else all.
func debits(means []portal.Means) []*portal.Means {
	var debit, all []*portal.Means
	for i := range means {
		all = append(all, &means[i])
		if isDirectDebit(means[i].Code) {
			debit = append(debit, &means[i])
		}
	}
	if len(debit) > 0 {
		return debit
	}
	return all
}
