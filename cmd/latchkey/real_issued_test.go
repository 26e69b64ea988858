package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/i18n"
)

// issued compares a raw document with its page.
type issued struct {
	t        *testing.T
	root     *element
	syntax   syntax
	page     invoicePage
	currency string
}

var english = i18n.For("en")

func (i issued) money(amount string) string { return oneLine(english.Money(amount, i.currency)) }

func (i issued) figures() {
	due := i.money(i.root.get(i.syntax.due))
	if !i.totalOf(due, "Amount due") && !i.totalOf(due, "Amount credited") {
		i.t.Errorf("the amount due %s is not among the totals %v", due, i.page.totals)
	}
	paid := strings.Trim(i.root.get(i.syntax.due), "0.") == ""
	if gross := i.money(i.root.get(i.syntax.gross)); i.page.headline != due && (!paid || i.page.headline != gross) {
		i.t.Errorf("the headline is %s, the amount due %s", i.page.headline, due)
	}
	for what, path := range map[string]string{"gross": i.syntax.gross, "net": i.syntax.net, "sum of the lines": i.syntax.lineSum} {
		if want := i.money(i.root.get(path)); !i.totalOf(want, "") {
			i.t.Errorf("the %s %s is not among the totals %v", what, want, i.page.totals)
		}
	}
	for label, path := range map[string]string{"Paid": i.syntax.prepaid, "Rounding": i.syntax.rounding} {
		amount := i.root.get(path)
		if label == "Paid" {
			amount = negated(amount)
		}
		if strings.Trim(amount, "-0.") != "" && !i.totalOf(i.money(amount), label) {
			i.t.Errorf("%s %s is not among the totals %v", label, amount, i.page.totals)
		}
	}
	if number := i.root.get(i.syntax.number); !strings.Contains(i.page.all, oneLine(number)) {
		i.t.Errorf("the number %q is not on the page", number)
	}
}

// totalOf says whether a total has an amount, and words in its label.
func (i issued) totalOf(amount string, label ...string) bool {
	return slices.ContainsFunc(i.page.totals, func(row totalRow) bool {
		return row.amount == amount && !slices.ContainsFunc(label, func(word string) bool { return !strings.Contains(row.label, word) })
	})
}

func negated(amount string) string {
	if rest, ok := strings.CutPrefix(amount, "-"); ok {
		return rest
	}
	return "-" + amount
}

func (i issued) taxes() {
	for _, row := range i.root.all(i.syntax.tax) {
		label := []string{"VAT", "on " + i.money(row.get(i.syntax.taxBase)), english.Percent(row.get(i.syntax.taxPercent))}
		if category := row.get(i.syntax.taxCategory); category != "S" {
			label = append(label, oneLine(english.TaxCategory(category)))
		}
		if amount := i.money(row.get(i.syntax.taxAmount)); !i.totalOf(amount, label...) {
			i.t.Errorf("tax %s with %q is not among the totals %v", amount, label, i.page.totals)
		}
	}
}

func (i issued) lines() {
	raw := i.root.all(i.syntax.line)
	if len(raw) != len(i.page.rows) {
		i.t.Fatalf("%d lines of the document, %d on the page", len(raw), len(i.page.rows))
	}
	for n, line := range raw {
		row := i.page.rows[n]
		quantity := line.all(i.syntax.quantity)[0]
		count := oneLine(english.Quantity(quantity.text) + " " + english.Unit(quantity.attrs["unitCode"], quantity.text))
		price := i.money(line.get(i.syntax.price))
		if base := line.get(i.syntax.priceBase); base != "" && strings.TrimRight(strings.TrimRight(base, "0"), ".") != "1" {
			price += " per " + oneLine(english.Quantity(base))
		}
		for _, c := range []struct{ what, got, want string }{
			{"name", row.name, oneLine(line.get(i.syntax.lineName))}, {"quantity", row.quantity, count},
			{"price", row.price, price}, {"amount", row.amount, i.money(line.get(i.syntax.lineNet))},
		} {
			if !strings.HasPrefix(c.got, c.want) || c.want == "" {
				i.t.Errorf("line %d: the %s is %q, want %q", n+1, c.what, c.got, c.want)
			}
		}
		for _, a := range line.all(i.syntax.lineAdjustment) {
			for _, want := range []string{oneLine(a.get(i.syntax.reason)), i.signed(a)} {
				if !strings.Contains(row.name, want) {
					i.t.Errorf("line %d does not say %q of an allowance or charge: %q", n+1, want, row.name)
				}
			}
		}
	}
}

// signed is the amount of an allowance, taken off, or of a charge.
func (i issued) signed(a *element) string {
	amount := a.get(i.syntax.adjusted)
	if a.get(i.syntax.isCharge) == "false" && strings.Trim(amount, "0.") != "" {
		amount = negated(amount)
	}
	return i.money(amount)
}

func (i issued) adjustments() {
	for _, a := range i.root.all(i.syntax.adjustment) {
		if !i.totalOf(i.signed(a), oneLine(a.get(i.syntax.reason))) {
			i.t.Errorf("the allowance or charge %s %q is not among the totals %v", i.signed(a), a.get(i.syntax.reason), i.page.totals)
		}
	}
}

func (i issued) people() {
	for heading, path := range map[string]string{"From": i.syntax.seller, "To": i.syntax.buyer} {
		party, block := i.root.all(path)[0], i.page.parties[heading]
		want := party.texts(slices.Concat(i.syntax.names, i.syntax.vat, i.syntax.address, i.syntax.contact)...)
		for _, code := range party.texts(i.syntax.country...) {
			want = append(want, english.Country(code))
		}
		for _, text := range want {
			if !strings.Contains(block, oneLine(text)) {
				i.t.Errorf("the block %q does not say %q: %s", heading, text, block)
			}
		}
	}
}
