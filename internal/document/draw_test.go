package document_test

import (
	"bytes"
	"strings"
	"sync"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/document"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

func TestTheSameInvoiceGivesTheSameBytes(t *testing.T) {
	p := printer(t)
	inv := sample(60)
	want := draw(t, p, inv)
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			got, err := p.Draw(inv, fjordlight())
			if err != nil || !bytes.Equal(got, want) {
				t.Errorf("drawn again, at once with others: %d bytes (%v), want the same %d", len(got), err, len(want))
			}
		})
	}
	wait.Wait()
	other, err := document.New()
	if err != nil {
		t.Fatal(err)
	}
	if again := draw(t, other, inv); !bytes.Equal(again, want) {
		t.Error("another printer draws other bytes")
	}
}

func TestLongInvoicesGoOnOverPages(t *testing.T) {
	for lines, most := range map[int]int{1: 2, 60: 8, 400: 50} {
		pages := pagesOf(t, draw(t, printer(t), sample(lines)))
		if len(pages) > most || len(pages)*14 < lines {
			t.Errorf("%d lines: %d pages", lines, len(pages))
		}
		for i, page := range pages {
			says(t, page, pageOf(i+1, len(pages)), "Copy. The e-invoice (XML) is the original.", "Fjordlight Software", "Reference 9KXD-4T0B", "HRB 148 220")
			if i > 0 {
				says(t, page, "Invoice INV-2026-0417")
			}
		}
		for i := 1; i < len(pages)-1; i++ {
			says(t, pages[i], "Quantity", "Price")
		}
	}
}

// A row is never torn: its name and its last detail are on one page.
func TestARowStaysOnOnePage(t *testing.T) {
	inv := sample(0)
	for i := range 80 {
		l := line(2)
		l.ID, l.Name = "", "first"+tag(i)
		l.Attributes = []portal.Attribute{{Name: "end", Value: "last" + tag(i)}}
		inv.Content.Lines = append(inv.Content.Lines, l)
	}
	found := 0
	for _, page := range pagesOf(t, draw(t, printer(t), inv)) {
		for i := range 80 {
			start, end := holds(page, "first"+tag(i)), holds(page, "last"+tag(i))
			if start != end {
				t.Errorf("row %d is torn between pages", i)
			}
			if start {
				found++
			}
		}
	}
	if found != 80 {
		t.Errorf("%d of 80 rows found", found)
	}
}

// Wherever the page happens to end, a table header has a row under it, a way to
// pay stays whole, and the amount due stands with the sum it follows from.
func TestNothingIsLeftAloneAtAPagesEnd(t *testing.T) {
	p := printer(t)
	for n := 0; n < 62; n += 2 { // up to a whole page of lines
		inv := sample(2 + n%9)
		inv.Content.Notes = []portal.Note{{Text: strings.Repeat("A line of the note.\n", n)}}
		for i, page := range pagesOf(t, draw(t, p, inv)) {
			if holds(page, "Quantity") != holds(page, "Item TP-") {
				t.Errorf("%d lines above: the header on page %d stands alone", n, i+1)
			}
			if holds(page, "SEPA direct debit") != holds(page, "GR16 0110") {
				t.Errorf("%d lines above: a way to pay is torn on page %d", n, i+1)
			}
			if holds(page, "Subtotal") != holds(page, "−€83.63") {
				t.Errorf("%d lines above: the sums are torn on page %d", n, i+1)
			}
		}
	}
}

func TestWithoutAnEInvoiceTheTotalsAreDrawn(t *testing.T) {
	inv := sample(0)
	inv.Content, inv.Precedes = nil, []string{"INV-2026-0388"}
	inv.Totals = portal.Totals{Net: "1186.75", Tax: "205.89", Gross: "1392.64", Paid: "83.64", Due: "1309.00"}
	text := textOf(t, draw(t, printer(t), inv))
	inv.Number = "請求書 7"
	says(t, textOf(t, draw(t, printer(t), inv)), "3 characters cannot be shown here and are marked […]. The issuer’s own document has them.")
	says(t, text, "Invoice INV-2026-0417", "€1,186.75", "€205.89", "€1,392.64", "−€83.64", "€1,309.00", "30 November 2026",
		"INV-2026-0388", "The issuer’s own document is the original.", "Page 1 of 1")
}

func TestAnEmptyInvoiceIsStillAPage(t *testing.T) {
	out, err := printer(t).Draw(portal.Invoice{}, portal.Account{})
	if err != nil {
		t.Fatal(err)
	}
	says(t, textOf(t, out), "Page 1 of 1")
}

func TestACreditNoteDoesNotAskForMoney(t *testing.T) {
	inv := sample(1)
	inv.Kind = portal.KindCreditNote
	text := textOf(t, draw(t, printer(t), inv))
	says(t, text, "Credit note INV-2026-0417", "Amount credited")
	if holds(text, "Amount due") {
		t.Error("a credit note says that an amount is due")
	}
}

func TestFiguresFollowTheAccountsLocale(t *testing.T) {
	acct := fjordlight()
	acct.Locale = "de"
	out, err := printer(t).Draw(sample(1), acct)
	if err != nil {
		t.Fatal(err)
	}
	says(t, textOf(t, out), "1.309,00 €", "Montag, 30. November 2026")
}

func TestFiguresAreInEnglishWhereTheLocaleCannotBeDrawn(t *testing.T) {
	for _, tag := range []string{"ja", "ar"} {
		acct := fjordlight()
		acct.Locale = tag
		out, err := printer(t).Draw(sample(1), acct)
		if err != nil {
			t.Fatal(err)
		}
		text := textOf(t, out)
		says(t, text, "€1,309.00", "Monday 30 November 2026")
		if holds(text, "cannot be shown") {
			t.Errorf("%s: figures are missing", tag)
		}
	}
}

func TestTheDocumentNamesItself(t *testing.T) {
	out := draw(t, printer(t), sample(1))
	for _, want := range []string{"/Lang (en-GB)", "/CreationDate (D:20261101093000)", "/ModDate (D:20261101093000)"} {
		if !bytes.Contains(out, []byte(want)) {
			t.Errorf("the PDF does not hold %s", want)
		}
	}
	for _, want := range []string{"Invoice INV-2026-0417", "Fjordlight Software"} {
		if !bytes.Contains(out, utf16be(want)) {
			t.Errorf("the metadata do not hold %q", want)
		}
	}
}

// utf16be spells ASCII as PDF metadata do.
func utf16be(ascii string) []byte {
	out := []byte{0xfe, 0xff}
	for _, b := range []byte(ascii) {
		out = append(out, 0, b)
	}
	return out
}

func BenchmarkDraw60(b *testing.B) {
	p, err := document.New()
	if err != nil {
		b.Fatal(err)
	}
	inv := sample(60)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := p.Draw(inv, fjordlight()); err != nil {
			b.Fatal(err)
		}
	}
}

// reading the fonts once keeps the tests quick; a Printer does not change.
var shared = sync.OnceValues(document.New)

func printer(t testing.TB) *document.Printer {
	t.Helper()
	p, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func draw(t testing.TB, p *document.Printer, inv portal.Invoice) []byte {
	t.Helper()
	out, err := p.Draw(inv, fjordlight())
	if err != nil {
		t.Fatal(err)
	}
	return out
}
