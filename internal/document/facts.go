package document

import (
	"regexp"
	"slices"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// facts are the dates and references of the document, those it has.
func (w scribe) facts(inv portal.Invoice, c *portal.Content) []pair {
	all := []pair{
		{"Issued on", w.Date(string(inv.IssuedOn))},
		{"Due on", w.DateLong(string(inv.DueOn))},
		{"Period", w.Period(string(c.PeriodStart), string(c.PeriodEnd))},
		{"Delivered on", w.Date(string(c.Delivery.On))},
		{"Tax point", w.Date(string(c.TaxPointOn))},
	}
	for _, ref := range c.References {
		all = append(all, pair{w.ReferenceLabel(ref.Kind), ref.ID})
	}
	all = append(all, w.preceding(inv, c)...)
	return filled(all)
}

func (w scribe) preceding(inv portal.Invoice, c *portal.Content) []pair {
	var list []pair
	for _, p := range c.Preceding {
		list = append(list, pair{"Earlier invoice", join(", ", p.Number, w.Date(string(p.IssuedOn)))})
	}
	if len(list) > 0 {
		return list
	}
	for _, number := range inv.Precedes {
		list = append(list, pair{"Earlier invoice", number})
	}
	return list
}

// means are the details of one way to pay.
func (w scribe) means(m portal.Means) []pair {
	account := "Account"
	if looksLikeIBAN(m.IBAN) {
		account = "IBAN"
	}
	return filled([]pair{
		{"How to pay", w.meansName(m)},
		{account, grouped(m.IBAN)},
		{"BIC", m.BIC},
		{"Account holder", m.AccountName},
		{"Payment reference", m.Remittance},
		{"Card", m.Card},
		{"Card holder", m.CardHolder},
		{"Mandate", m.Mandate},
		{"Creditor", m.CreditorID},
		{"Debited account", grouped(m.DebitedIBAN)},
	})
}

// iban matches the shape of an IBAN (ISO 13616): country, check digits, account.
var iban = regexp.MustCompile(`^[A-Za-z]{2}[0-9]{2}[A-Za-z0-9]{11,30}$`)

func looksLikeIBAN(account string) bool { return iban.MatchString(unspaced(account)) }

// grouped writes an IBAN in groups of four, as ISO 13616 prints it; other
// account numbers stay as they are.
func grouped(account string) string {
	if !looksLikeIBAN(account) {
		return account
	}
	var groups []string
	for group := range slices.Chunk([]byte(unspaced(account)), 4) {
		groups = append(groups, string(group))
	}
	return strings.Join(groups, " ")
}

func unspaced(account string) string { return strings.ReplaceAll(account, " ", "") }

// filled keeps the pairs that have a value.
func filled(all []pair) []pair {
	var kept []pair
	for _, p := range all {
		if strings.TrimSpace(p.value) != "" {
			kept = append(kept, p)
		}
	}
	return kept
}

// meansName is the means in words, with the issuer's own where they say more.
func (w scribe) meansName(m portal.Means) string {
	name := w.PaymentMeans(m.Code)
	if strings.EqualFold(name, m.Text) {
		return name
	}
	return join(", ", name, m.Text)
}
