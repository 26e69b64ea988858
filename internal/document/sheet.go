package document

import (
	"strconv"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/i18n"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// sheet is an invoice in words and numbers ready to draw. Its texts are not yet
// cleaned for the fonts.
type sheet struct {
	frame    frame
	lead     pair     // what the amount is, and the amount
	facts    []pair   // dates and references
	parties  []block  // from, to, …
	notes    []block  // what the issuer says
	rows     []row    // the lines
	sums     []total  // from the subtotal to the amount due
	means    [][]pair // how to pay, one list for each way
	terms    []block  // payment terms, supporting documents, flags
	colophon string   // how this copy came about
}

// pair is a label and its value.
type pair struct{ label, value string }

// block is a heading and paragraphs under it.
type block struct {
	heading string
	lines   []string
}

// row is one line of the table. Subs stand below the name in small print.
type row struct {
	name, quantity, price, tax, amount string
	subs                               []string
}

// total is one line of the sums. Strong marks the last.
type total struct {
	label, amount string
	subs          []string
	strong        bool
}

// scribe turns domain values into words for one invoice.
type scribe struct {
	i18n.Locale
	currency string
}

func (w scribe) money(a portal.Amount) string { return w.Money(string(a), w.currency) }

// taken writes an amount that is subtracted with a minus sign before it.
func (w scribe) taken(a portal.Amount) string {
	if rest, negative := strings.CutPrefix(string(a), "-"); negative {
		return w.Money(rest, w.currency)
	}
	return w.Money("-"+string(a), w.currency)
}

func newSheet(inv portal.Invoice, acct portal.Account, l i18n.Locale) sheet {
	w := scribe{l, inv.Currency}
	content := inv.Content
	if content == nil {
		content = &portal.Content{}
	}
	s := sheet{
		frame:    w.frame(inv, acct),
		lead:     w.lead(inv),
		facts:    w.facts(inv, content),
		parties:  w.parties(content),
		notes:    w.notes(inv, content),
		sums:     w.sums(inv, content),
		terms:    w.terms(inv, content),
		colophon: w.colophon(inv, acct),
	}
	for _, line := range content.Lines {
		s.rows = append(s.rows, w.row(line))
	}
	for _, means := range content.Means {
		s.means = append(s.means, w.means(means))
	}
	return s
}

func (w scribe) frame(inv portal.Invoice, acct portal.Account) frame {
	f := frame{
		account:   acct.Name,
		title:     strings.TrimSpace(w.DocumentKind(string(inv.Kind)) + " " + inv.Number),
		original:  "The e-invoice (XML)",
		legal:     acct.Brand.Legal,
		reference: inv.Reference,
		accent:    door,
	}
	if inv.Content == nil {
		f.original = "The issuer’s own document"
	}
	if n, err := strconv.ParseUint(acct.Brand.Color, 16, 32); err == nil && len(acct.Brand.Color) == 6 {
		f.accent = rgb{int(n >> 16), int(n >> 8 & 0xff), int(n & 0xff)}
	}
	return f
}

// lead is the figure people look for first.
func (w scribe) lead(inv portal.Invoice) pair {
	sums := sumsOf(inv)
	switch {
	case credits(inv.Kind):
		return pair{"Amount credited", w.money(first(sums.Due, sums.Gross))}
	case sums.Due != "":
		return pair{"Amount due", w.money(sums.Due)}
	}
	return pair{"Total", w.money(sums.Gross)}
}

func (w scribe) colophon(inv portal.Invoice, acct portal.Account) string {
	from := "the e-invoice"
	if inv.Content == nil {
		from = "the issuer’s totals"
	}
	text := "This copy was made from " + from
	if !inv.AsOf.IsZero() {
		text += " received on " + w.Date(dayIn(acct.Zone, inv.AsOf))
	}
	return text + ". Its figures are the issuer’s own. It is for reading and is not the legal document."
}

// dayIn is the date of an instant in a zone, in UTC where the zone is unknown.
func dayIn(zone string, t time.Time) string {
	location, err := time.LoadLocation(zone)
	if err != nil {
		location = time.UTC
	}
	return t.In(location).Format(time.DateOnly)
}

// credits reports whether a document of the kind gives money back.
func credits(kind portal.DocumentKind) bool {
	return strings.HasPrefix(string(kind), string(portal.KindCreditNote))
}

// sumsOf returns the e-invoice's sums, or the issuer's totals where there is none.
func sumsOf(inv portal.Invoice) portal.Sums {
	if inv.Content != nil {
		return inv.Content.Sums
	}
	t := inv.Totals
	return portal.Sums{Net: t.Net, Tax: t.Tax, Gross: t.Gross, Prepaid: t.Paid, Due: t.Due}
}

// first returns the first of the values that is not empty.
func first[T ~string](values ...T) T {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

const nbsp = "\u00a0"

// join puts a separator between the values that are not empty.
func join(separator string, values ...string) string {
	var kept []string
	for _, v := range values {
		if strings.TrimSpace(v) != "" {
			kept = append(kept, v)
		}
	}
	return strings.Join(kept, separator)
}

// labelled is "label value" on one line, or nothing without a value.
func labelled(label, value string) string {
	if strings.TrimSpace(value) == "" {
		return ""
	}
	return label + nbsp + value
}
