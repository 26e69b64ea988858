package document_test

import (
	"math/big"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"pgregory.net/rapid"
)

func TestEveryFigureAndNameIsOnPaper(t *testing.T) {
	pdf := draw(t, printer(t), sample(3))
	for reader, text := range map[string]string{"own reader": textOf(t, pdf), "pdftotext": pdftotext(t, pdf)} {
		t.Run(reader, func(t *testing.T) {
			says(t, text,
				"31 October 2026", "Monday 30 November 2026", "1 to 31 October 2026", "30 October 2026",
				"PO-7781", "Cost centre 41", "CTR-19", "INV-2026-0388, 30 September 2026",
				"Thank you for your order.", "Please give the invoice number with your payment.", "Payment information",
				"Fjordlight Software GmbH", "Trading as Fjordlight", "Speicherstraße 8", "20457 Hamburg, Germany",
				"VAT DE299104887", "Tax no. 48/815/00321", "HRB 148 220", "billing@fjordlight.example", "+49 40 555 0 123",
				"Ελληνικά Λιμάνια Α.Ε.", "Ακτή Μιαούλη 10", "185 38 Πειραιάς, Greece", "5790000435968 (0088)",
				"Fjordlight Factoring", "7300010000001", "Steuerberatung Nord", "DE811569869",
				"Склад № 4", "улица Ленина 5", "София, Bulgaria",
				"1 Team plan", "Item TP-0001", "10 months", "€91.0375", "€901.40", "Tier: Gold",
				"Price per 5 months, list price €113.77, less €12.61", "Discount (5% of €144.20): −€7.21",
				"€1,200.00", "Loyalty (2.5% of €1,022.00)", "−€25.55", "Freight", "€12.30", "€1,186.75",
				"VAT 19% of €1,083.61", "€205.89", "VAT 0% of €103.14", "Exempt from tax", "Training is exempt VATEX-EU-132-1I",
				"Tax in DKK", "DKK 1,536.11", "€1,392.64", "−€83.63", "−€0.01", "€1,309.00",
				"SEPA transfer", "DE02 1203 0000 0000 2020 51", "BYLADEM1001", "MND-55", "DE98ZZZ09999999999", "GR16 0110 1250 0000 0001 2300 695",
				"30 days net. 2% if paid within 10 days.", "TS-10, Time sheet, october.pdf",
				"The lines add up to 1200.01, the document says 1200.00.",
				"made from the e-invoice received on 1 November 2026", "is not the legal document",
			)
		})
	}
}

func TestWhatCannotBeDrawnIsSaid(t *testing.T) {
	inv := sample(1)
	inv.Content.Buyer.Name = "東京 Trading שלום 🗝"
	for _, page := range pagesOf(t, draw(t, printer(t), inv)) {
		says(t, page, "7 characters cannot be shown here and are marked […]. The e-invoice (XML) has them.")
	}
	says(t, textOf(t, draw(t, printer(t), inv)), "[…] Trading […] […]")
}

func TestACleanDocumentHasNoNotice(t *testing.T) {
	inv := sample(1)
	inv.Content.Notes = []portal.Note{{Text: "soft\u00adhyphen, zero\u200bwidth, cafe\u0301, tab\tand\r\nline, ½ × 20 °C — “ok” ≤ ₺5 №1"}}
	text := textOf(t, draw(t, printer(t), inv))
	says(t, text, "softhyphen, zerowidth, café, tab and", "line, ½ × 20 °C — “ok” ≤ ₺5 №1")
	if holds(text, "cannot be shown") {
		t.Error("a document without missing characters says that some are missing")
	}
}

// Whatever an issuer or an account writes, wherever, there is a PDF.
func TestAnyTextGivesADocument(t *testing.T) {
	p := printer(t)
	rapid.Check(t, func(t *rapid.T) {
		inv := sample(rapid.IntRange(0, 4).Draw(t, "lines"))
		text := rapid.OneOf(rapid.String(), rapid.StringN(0, 3000, -1), rapid.StringMatching(`[A-Za-z0-9 ]{0,1000}`))
		inv.Number, inv.Currency = text.Draw(t, "number"), text.Draw(t, "currency")
		inv.IssuedOn, inv.Content.PeriodStart = portal.Date(text.Draw(t, "date")), portal.Date(text.Draw(t, "start"))
		inv.Content.Buyer.Name, inv.Content.Seller.Address.Lines = text.Draw(t, "buyer"), []string{text.Draw(t, "street")}
		inv.Content.Notes = append(inv.Content.Notes, portal.Note{Subject: text.Draw(t, "subject"), Text: text.Draw(t, "note")})
		inv.Content.Sums.Due, inv.Content.Sums.Prepaid = portal.Amount(text.Draw(t, "due")), portal.Amount(text.Draw(t, "prepaid"))
		inv.Content.Taxes[0].Percent = portal.Amount(text.Draw(t, "percent"))
		inv.Content.Means[0].IBAN = text.Draw(t, "iban")
		for i := range inv.Content.Lines {
			l := &inv.Content.Lines[i]
			l.Name, l.Description, l.Quantity = text.Draw(t, "name"), text.Draw(t, "description"), portal.Amount(text.Draw(t, "quantity"))
			l.PriceDiscount, l.PriceBase, l.Unit = portal.Amount(text.Draw(t, "discount")), portal.Amount(text.Draw(t, "base")), text.Draw(t, "unit")
		}
		acct := fjordlight()
		acct.Name, acct.Locale, acct.Zone, acct.Brand.Color = text.Draw(t, "account"), text.Draw(t, "locale"), text.Draw(t, "zone"), text.Draw(t, "colour")
		acct.Brand.Legal = []string{text.Draw(t, "legal")}
		if _, err := p.Draw(inv, acct); err != nil {
			t.Fatal(err)
		}
	})
}

func TestALongWordIsBrokenNotCut(t *testing.T) {
	inv := sample(1)
	word := new(big.Int).Exp(big.NewInt(7), big.NewInt(500), nil).String()
	inv.Content.Lines[0].Description = word
	text := textOf(t, draw(t, printer(t), inv))
	if !strings.Contains(strings.ReplaceAll(text, "\n", ""), word) {
		t.Errorf("a word of %d letters is not whole on paper", utf8.RuneCountInString(word))
	}
}
