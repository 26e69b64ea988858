package main

import (
	"strings"
	"testing"
	"unicode"

	"golang.org/x/net/html"
)

// invoicePage is what a reader finds on the page of an invoice. Texts have one
// space between words.
type invoicePage struct {
	headline string
	parties  map[string]string // by heading
	rows     []invoiceRow
	totals   []totalRow
	all      string
}

type invoiceRow struct{ name, quantity, price, tax, amount string }

type totalRow struct{ label, amount string }

func readPage(t *testing.T, body string) invoicePage {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	p := invoicePage{parties: map[string]string{}}
	main := elements(doc, "main", "")[0]
	p.all = words(main)
	for _, amount := range elements(main, "p", "amount") {
		p.headline = words(amount)
	}
	for _, block := range elements(main, "div", "who") {
		for _, heading := range elements(block, "h2", "") {
			p.parties[words(heading)] = words(heading.Parent)
		}
	}
	for _, list := range elements(main, "dl", "totals") {
		for _, row := range elements(list, "div", "") {
			p.totals = append(p.totals, totalRow{words(elements(row, "dt", "")[0]), words(elements(row, "dd", "")[0])})
		}
	}
	for _, table := range elements(main, "table", "lines") {
		for _, body := range elements(table, "tbody", "") {
			for _, row := range elements(body, "tr", "") {
				p.rows = append(p.rows, readRow(row))
			}
		}
	}
	return p
}

func readRow(row *html.Node) invoiceRow {
	cells := elements(row, "td", "")
	r := invoiceRow{name: words(elements(row, "th", "")[0]), quantity: words(cells[0]), price: words(cells[1]), amount: words(cells[len(cells)-1])}
	if len(cells) == 4 {
		r.tax = words(cells[2])
	}
	return r
}

// elements are those of a tag, and of a class where one is given.
func elements(n *html.Node, tag, class string) []*html.Node {
	var found []*html.Node
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && d.Data == tag && (class == "" || hasClass(d, class)) {
			found = append(found, d)
		}
	}
	return found
}

func hasClass(n *html.Node, class string) bool {
	for _, a := range n.Attr {
		if a.Key == "class" {
			for word := range strings.FieldsSeq(a.Val) {
				if word == class {
					return true
				}
			}
		}
	}
	return false
}

// words is the text of a node with one space between words.
func words(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data + " ")
		}
	}
	return oneLine(b.String())
}

// bare takes out what grouping and wrapping add.
func bare(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, text)
}
