package mail

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
	words "github.com/latchkey-portal/latchkey/views/mail"
)

// facts are the lines that the customer read, and what they typed in fields.
func (p pen) facts() []words.Fact {
	reader := "You"
	if p.Message.Template == portal.TemplateOffice {
		reader = "They"
	}
	var facts []words.Fact
	for _, line := range p.Decision.Shown {
		switch line.Label {
		case portal.ShownHeading:
			line.Label = "On the page"
		case portal.ShownText:
			line.Label = reader + " read"
		case portal.ShownButton:
			line.Label = reader + " pressed"
		}
		facts = append(facts, words.Fact{Name: line.Label, Value: line.Value})
	}
	return append(facts, typed(p.Decision.Change.Fields)...)
}

// typedFields names what can be typed in fields, in the order of a mail.
var typedFields = []struct{ field, name string }{
	{portal.FieldKind, "Kind"},
	{portal.FieldContract, "Contract"},
	{portal.FieldCompany, "Company"},
	{portal.FieldName, "Name"},
	{portal.FieldRole, "Role"},
	{portal.FieldEmail, "Email for the receipt"},
	{portal.FieldStreet, "Street"},
	{portal.FieldPostalCode, "Postcode"},
	{portal.FieldCity, "City"},
	{portal.FieldCountry, "Country"},
	{portal.FieldTaxID, "VAT or tax number"},
	{portal.FieldPONumber, "Purchase order number"},
	{portal.FieldTerms, "Terms"},
	{portal.FieldTermsVersion, "Version of the terms"},
}

// typed are the fields that were filled in. One without a name of ours comes
// last under the name it has.
func typed(fields map[string]string) []words.Fact {
	rest := maps.Clone(fields)
	var facts []words.Fact
	for _, f := range typedFields {
		value := rest[f.field]
		delete(rest, f.field)
		switch {
		case value == "":
			continue
		case f.field == portal.FieldTerms:
			value = "Accepted"
		}
		facts = append(facts, words.Fact{Name: f.name, Value: bounded(value, portal.MaxField)})
	}
	for _, field := range slices.Sorted(maps.Keys(rest)) {
		facts = append(facts, words.Fact{Name: field, Value: bounded(rest[field], portal.MaxField)})
	}
	return facts
}

// said is what was typed at some length.
func said(c portal.Change) []words.Fact {
	var said []words.Fact
	if c.Reason != "" {
		said = append(said, words.Fact{Name: "Reason", Value: bounded(c.Reason, portal.MaxReason)})
	}
	if c.Comment != "" {
		said = append(said, words.Fact{Name: "Message", Value: bounded(c.Comment, portal.MaxComment)})
	}
	return said
}

// changes are what was chosen, as a billing system names it.
func (p pen) changes() []words.Fact {
	d := p.Decision
	var facts []words.Fact
	add := func(name, value string) {
		if value != "" {
			facts = append(facts, words.Fact{Name: name, Value: value})
		}
	}
	if d.Subject.Item != 0 {
		add("Item", strconv.FormatInt(d.Subject.Item, 10))
	}
	add("Quantity", p.locale.Quantity(string(d.Change.Quantity)))
	add("Offer", d.Change.Offer)
	add("Product", d.Change.Product)
	if i := d.Change.Interval; i != nil {
		add("Interval", every(*i))
	}
	add("Payment method", d.Change.Method)
	if d.Change.Amount != "" {
		add("Amount", p.locale.Money(string(d.Change.Amount), d.Change.Currency))
	}
	if d.Change.Late {
		add("Late", "After the withdrawal period on record: decide what follows, and tell the customer")
	}
	return facts
}

// every says how often: "every 3 months".
func every(i portal.Interval) string {
	var parts []string
	count := func(n int64, one, many string) {
		switch {
		case n == 1:
			parts = append(parts, one)
		case n > 1:
			parts = append(parts, strconv.FormatInt(n, 10)+" "+many)
		}
	}
	count(i.Months, "month", "months")
	count(i.Days, "day", "days")
	return "every " + strings.Join(parts, " and ")
}

func customerSaid(c portal.Customer) string {
	if c.ID == "" {
		return c.Name
	}
	if c.Name == "" {
		return "Customer " + c.ID
	}
	return c.Name + ", customer " + c.ID
}

// methodSaid is what may be said of a payment method: "Visa •••• 4242, expires 04/30".
func methodSaid(m portal.MethodLabel) string {
	name := m.Brand
	if name == "" {
		name = methodKinds[m.Kind]
	}
	if m.Last4 != "" {
		name = strings.TrimSpace(name + " •••• " + m.Last4)
	}
	if year, month, ok := strings.Cut(m.Expires, "-"); ok && len(year) == 4 {
		name += ", expires " + month + "/" + year[2:]
	}
	return name
}

var methodKinds = map[string]string{
	"card": "Card", "sepa_core": "SEPA direct debit", "sepa_b2b": "SEPA direct debit", "paypal": "PayPal", "wallet": "Wallet",
	"wire": "Bank transfer", "invoice": "Invoice", "other": "Another payment method",
}

// bounded cuts a text after so many characters. What a page takes is never
// longer; a mail does not rely on it.
func bounded(text string, most int) string {
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}
