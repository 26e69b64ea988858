package main

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/intake"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// orderPapers is the order with a document of every kind.
const orderPapers = "20460"

// demoPaper is a document of the demo that its billing system describes.
type demoPaper struct {
	account, purchase, customer string
	id, number                  string
	kind                        portal.DocumentKind
	daysAgo                     int
	gross, due                  portal.Amount
	corrects                    string
}

// demoPapers stand in the order in which they arrive: of the credit notes, the
// newest comes first.
func demoPapers() []demoPaper {
	of := func(id, number string, kind portal.DocumentKind, daysAgo int, gross, due portal.Amount, corrects string) demoPaper {
		return demoPaper{fjordlight, orderPapers, harbour, id, number, kind, daysAgo, gross, due, corrects}
	}
	return []demoPaper{
		of("9009", "CN-2026-0203", portal.KindCreditChargeback, 8, "119.00", "", "9005"),
		of("9001", "Q-1011", portal.KindQuote, 62, "1428.00", "", ""),
		of("9005", "INV-2026-0360", portal.KindInvoice, 50, "1428.00", "0.00", ""),
		of("9008", "CN-2026-0197", portal.KindCreditVAT, 21, "38.00", "", "9005"),
		of("9002", "OC-2026-0360", portal.KindConfirmation, 60, "1428.00", "", ""),
		of("9003", "PI-2026-0360", portal.KindPaymentRequest, 59, "1428.00", "0.00", ""),
		of("9007", "CN-2026-0188", portal.KindCreditPartial, 33, "238.00", "", "9005"),
		of("9006", "INV-2026-0360-A", portal.KindCorrected, 44, "1428.00", "0.00", "9005"),
		of("9004", "PRE-2026-0360", portal.KindPrepayment, 55, "300.00", "0.00", ""),
		of("9010", "RC-2026-0360", portal.KindReceipt, 49, "1428.00", "", ""),
		{fjordlight, "20444", harbour, "9011", "TEST-0007", portal.KindTest, 11, "1428.00", "", ""},
		{fjordlight, "20438", orchard, "9012", "INV-2026-0342", portal.KindInvoice, 46, "1428.00", "1428.00", ""},
		{fjordlight, "20438", orchard, "9013", "CN-2026-0201", portal.KindCreditChargeback, 9, "1428.00", "", "9012"},
		{fjordlight, quoteOpen, harbour, "9014", "Q-1042", portal.KindQuote, 9, "2570.40", "", ""},
		{brightwater, orderWithdraw, holt, "7001", "BW-2026-3001", portal.KindInvoice, 6, "84.87", "0.00", ""},
		{brightwater, orderWiredOpen, ferryman, "7002", "BW-2026-2917", portal.KindInvoice, 7, "47.97", "47.97", ""},
	}
}

func samplePapers(c calendar) []portal.Record {
	several := portal.Purchase{
		Key: portal.Key{Account: fjordlight, ID: orderPapers}, Customer: harbour, Status: portal.PurchasePartiallyRefunded, Currency: "EUR",
		Totals: portal.Totals{Net: "1200.00", Tax: "228.00", Gross: "1428.00", Due: "0.00"}, CreatedAt: c.in(-61), Source: c.told(),
		Items: []portal.Item{
			{RunningNo: 1, Name: "Team plan, 10 seats", Quantity: "10", UnitNet: "90.00", TaxPercent: "19", Net: "900.00"},
			{RunningNo: 2, Name: "Onboarding day", Quantity: "1", UnitNet: "300.00", TaxPercent: "19", Net: "300.00"},
		},
	}
	records := []portal.Record{several}
	for _, p := range demoPapers() {
		d := portal.IssuedDocument{
			Key: portal.Key{Account: p.account, ID: p.id}, Number: p.number, Kind: p.kind, Purchase: p.purchase, Customer: p.customer,
			IssuedOn: c.date(-p.daysAgo), Currency: "EUR", Totals: portal.Totals{Gross: p.gross, Due: p.due}, Corrects: p.corrects, Source: c.told(),
		}
		if p.due != "" {
			d.DueOn = c.date(14 - p.daysAgo)
		}
		d.Details.Test = p.kind == portal.KindTest
		records = append(records, d)
	}
	return records
}

// addPapers gives the documents their files, but for the newest one of either
// long history: those are still being prepared.
func (a *app) addPapers(i *installation) error {
	told := func(id, number string, kind portal.DocumentKind, gross portal.Amount) demoPaper {
		return demoPaper{account: fjordlight, id: id, number: number, kind: kind, gross: gross}
	}
	papers := append(demoPapers()[1:],
		told("9101", "Q-1029", portal.KindQuote, "1190.00"), told("9102", "PI-2026-0391", portal.KindPaymentRequest, "1190.00"),
		told("9103", "INV-2026-0391", portal.KindInvoice, "1190.00"), told("9104", "CN-2026-0211", portal.KindCreditPartial, "119.00"))
	for _, p := range papers {
		body := paper(p.kind.Label()+" "+p.number, "A sample of the Latchkey demo. Not a document of anybody.", "Total "+string(p.gross)+" EUR")
		read, err := intake.ReadPart(portal.PartPDF, body)
		if err != nil {
			return fmt.Errorf("%s: %w", p.number, err)
		}
		file := portal.IncomingFile{Role: portal.PartPDF, Body: body, MIME: intake.MIMEOf(portal.PartPDF)}
		if _, err := i.service.TakePart(a.ctx, portal.BySystem, portal.Key{Account: p.account, ID: p.id}, file, read); err != nil {
			return fmt.Errorf("%s: %w", p.number, err)
		}
	}
	return nil
}

// paper is a PDF of one page with a heading and lines of ASCII text.
func paper(heading string, lines ...string) []byte {
	var text strings.Builder
	fmt.Fprintf(&text, "BT /F 20 Tf 60 760 Td (%s) Tj /F 12 Tf", escapePDF.Replace(heading))
	for _, line := range lines {
		fmt.Fprintf(&text, " 0 -28 Td (%s) Tj", escapePDF.Replace(line))
	}
	text.WriteString(" ET")
	objects := []string{
		"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 5 0 R>>>>/Contents 4 0 R>>",
		fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", text.Len(), &text),
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
	}
	var pdf bytes.Buffer
	pdf.WriteString("%PDF-1.4\n")
	table := "xref\n0 6\n0000000000 65535 f \n"
	for n, object := range objects {
		table += fmt.Sprintf("%010d 00000 n \n", pdf.Len())
		fmt.Fprintf(&pdf, "%d 0 obj\n%s\nendobj\n", n+1, object)
	}
	fmt.Fprintf(&pdf, "%strailer\n<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", table, pdf.Len())
	return pdf.Bytes()
}

// escapePDF writes text as a PDF string holds it.
var escapePDF = strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`)
