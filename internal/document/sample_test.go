package document_test

import (
	"fmt"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

func fjordlight() portal.Account {
	return portal.Account{
		Slug: "fjordlight", Name: "Fjordlight Software", Locale: "en", Zone: "Europe/Copenhagen",
		Brand: portal.Brand{Color: "0b5161", Legal: []string{"Fjordlight Software GmbH", "Speicherstraße 8, 20457 Hamburg", "HRB 148 220"}},
	}
}

// sample is an invoice that has something of everything, and n lines.
func sample(n int) portal.Invoice {
	content := &portal.Content{
		TaxPointOn: "2026-10-30", PeriodStart: "2026-10-01", PeriodEnd: "2026-10-31", TaxCurrency: "DKK",
		PaymentTerms: "30 days net. 2% if paid within 10 days.",
		References:   []portal.Reference{{Kind: "order", ID: "PO-7781"}, {Kind: "buyer", ID: "Cost centre 41"}, {Kind: "contract", ID: "CTR-19"}},
		Preceding:    []portal.Preceding{{Number: "INV-2026-0388", IssuedOn: "2026-09-30"}},
		Notes:        []portal.Note{{Text: "Thank you for your order."}, {Subject: "AAT", Text: "Please give the invoice number with your payment."}},
		Seller: portal.Party{
			Name: "Fjordlight Software GmbH", TradingName: "Fjordlight", LegalID: portal.ID{Value: "HRB 148 220"},
			TaxIDs:  []portal.ID{{Scheme: "VAT", Value: "DE299104887"}, {Scheme: "FC", Value: "48/815/00321"}},
			Address: portal.Address{Lines: []string{"Speicherstraße 8"}, PostCode: "20457", City: "Hamburg", Country: "DE"},
			Contact: portal.Person{Name: "Billing desk", Phone: "+49 40 555 0 123", Email: "billing@fjordlight.example"},
		},
		Buyer: portal.Party{
			Name: "Ελληνικά Λιμάνια Α.Ε.", TaxIDs: []portal.ID{{Scheme: "VAT", Value: "EL094014201"}}, Endpoint: portal.ID{Scheme: "0088", Value: "5790000435968"},
			Address: portal.Address{Lines: []string{"Ακτή Μιαούλη 10"}, PostCode: "185 38", City: "Πειραιάς", Country: "GR"},
		},
		Payee:    &portal.Party{Name: "Fjordlight Factoring", IDs: []portal.ID{{Scheme: "0088", Value: "7300010000001"}}},
		TaxAgent: &portal.Party{Name: "Steuerberatung Nord", TaxIDs: []portal.ID{{Scheme: "VAT", Value: "DE811569869"}}},
		Delivery: portal.Delivery{Name: "Склад № 4", On: "2026-10-30", Address: portal.Address{Lines: []string{"улица Ленина 5"}, City: "София", Country: "BG"}},
		Means: []portal.Means{
			{Code: "58", Remittance: "INV-2026-0417", IBAN: "DE02120300000000202051", AccountName: "Fjordlight Software GmbH", BIC: "BYLADEM1001"},
			{Code: "59", Mandate: "MND-55", CreditorID: "DE98ZZZ09999999999", DebitedIBAN: "GR1601101250000000012300695"},
		},
		Adjustments: []portal.Adjustment{
			{Reason: "Loyalty", Amount: "25.55", Base: "1022.00", Percent: "2.5", TaxCategory: "S", TaxPercent: "19"},
			{Charge: true, ReasonCode: "FC", Amount: "12.30", TaxCategory: "S", TaxPercent: "19"},
		},
		Taxes: []portal.Tax{
			{Category: "S", Percent: "19.00", Base: "1083.61", Amount: "205.89"},
			{Category: "E", Percent: "0", Base: "103.14", Amount: "0.00", Reason: "Training is exempt", ReasonCode: "VATEX-EU-132-1I"},
		},
		Sums: portal.Sums{
			Lines: "1200.00", Allowances: "25.55", Charges: "12.30", Net: "1186.75", Tax: "205.89", TaxOther: "1536.11",
			Gross: "1392.64", Prepaid: "83.63", Rounding: "-0.01", Due: "1309.00",
		},
		Supporting: []portal.Supporting{{ID: "TS-10", Description: "Time sheet", Filename: "october.pdf"}},
	}
	for i := range n {
		content.Lines = append(content.Lines, line(i+1))
	}
	return portal.Invoice{
		Key: portal.Key{Account: "fjordlight", ID: "INV-2026-0417"}, Number: "INV-2026-0417", Reference: "9KXD-4T0B",
		Kind: portal.KindInvoice, IssuedOn: "2026-10-31", DueOn: "2026-11-30", Currency: "EUR", Content: content,
		Flags: []portal.Flag{{Code: "BR-CO-10", Detail: "The lines add up to 1200.01, the document says 1200.00."}},
		AsOf:  time.Date(2026, 11, 1, 9, 30, 0, 0, time.UTC),
	}
}

func line(n int) portal.Line {
	l := portal.Line{
		ID: fmt.Sprint(n), Name: "Team plan", SellerItemID: fmt.Sprintf("TP-%04d", n),
		Quantity: "10.0", Unit: "MON", Price: portal.Amount(fmt.Sprintf("%d.0375", 90+n)), Net: portal.Amount(fmt.Sprintf("%d.40", 900+n)),
		TaxCategory: "S", TaxPercent: "19",
	}
	if n%3 == 2 {
		l.Name, l.Description = "Priority support", "Answers within two hours on working days, by telephone and in writing, in English, German and Danish"
		l.PeriodStart, l.PeriodEnd = "2026-10-01", "2026-10-31"
		l.PriceGross, l.PriceDiscount, l.PriceBase = "113.77", "12.61", "5"
		l.Attributes = []portal.Attribute{{Name: "Tier", Value: "Gold"}}
		l.Adjustments = []portal.Adjustment{{ReasonCode: "95", Amount: "7.21", Percent: "5", Base: "144.20"}}
	}
	return l
}
