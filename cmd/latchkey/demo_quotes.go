package main

import (
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// Quotes of the demo that are named by more than one file.
const (
	quoteOpen     = "20501"
	quoteAccepted = "20502" // by the customer
	quoteDeclined = "20503" // by the customer
	quoteExpired  = "20504"
	quoteReplaced = "20505"
	quoteChanging = "20506" // the customer asked for another one
	quoteToo      = "30103" // Brightwater's
)

// demoQuote is a quote of the demo and what its page shows.
type demoQuote struct {
	account, id, customer string
	number, state         string // as the billing system has it
	daysLeft              int
	name, shown           string // of its link, and the state that its page shows
}

func demoQuotes() []demoQuote {
	return []demoQuote{
		{fjordlight, quoteOpen, harbour, "Q-1042", portal.QuoteOpen, 18, "Quote, open", "open"},
		{fjordlight, quoteAccepted, harbour, "Q-1037", portal.QuoteOpen, 9, "Quote, accepted", "accepted"},
		{fjordlight, quoteDeclined, orchard, "Q-1038", portal.QuoteOpen, 9, "Quote, declined", "declined"},
		{fjordlight, quoteExpired, harbour, "Q-1021", portal.QuoteOpen, -4, "Quote, expired", "expired"},
		{fjordlight, quoteReplaced, harbour, "Q-1040", portal.QuoteReplaced, 11, "Quote, replaced by a newer one", "replaced"},
		{fjordlight, quoteChanging, kestrel, "Q-1041", portal.QuoteOpen, 12, "Quote, changes asked for", "changing"},
		{fjordlight, "20507", orchard, "Q-1030", portal.QuoteWithdrawn, 3, "Quote, withdrawn by the seller", "withdrawn"},
		{brightwater, quoteToo, ferryman, "B-218", portal.QuoteOpen, 10, "Quote, an order number is needed", "open"},
	}
}

func sampleQuotes(c calendar) []portal.Record {
	var records []portal.Record
	for _, q := range demoQuotes() {
		p := portal.Purchase{
			Key: portal.Key{Account: q.account, ID: q.id}, Customer: q.customer, Status: portal.PurchaseQuoted, Currency: "EUR",
			Totals: portal.Totals{Net: "2160.00", Tax: "410.40", Gross: "2570.40"}, CreatedAt: c.in(-9), Source: c.told(),
			Items: []portal.Item{
				{RunningNo: 1, Name: "Team plan, 20 seats, one year", Quantity: "20", UnitNet: "90.00", TaxPercent: "19", Net: "1800.00"},
				{RunningNo: 2, Name: "Onboarding day", Quantity: "1", UnitNet: "360.00", TaxPercent: "19", Net: "360.00"},
			},
		}
		quote := portal.Quote{
			Key: p.Key, Number: q.number, State: q.state, Version: 1, ValidUntil: c.date(q.daysLeft), Source: c.told(),
			Terms:        "Licences for one year from the day of delivery.\nPayable within 14 days.\nGeneral terms of April 2026.",
			TermsVersion: "2026-04",
		}
		if q.id == quoteReplaced {
			quote.ReplacedBy = quoteOpen
		}
		if q.account == brightwater {
			p.Totals = portal.Totals{Net: "900.00", Tax: "207.00", Gross: "1107.00"}
			p.Items = []portal.Item{{RunningNo: 1, Name: "Managed server, large, one year", Quantity: "1", UnitNet: "900.00", TaxPercent: "23", Net: "900.00"}}
			quote.PORequired, quote.Terms = true, "One year from the day of set-up.\nDeposit on acceptance, the rest within 14 days."
			quote.Deposit = "300.00"
		}
		records = append(records, p, quote)
	}
	return records
}
