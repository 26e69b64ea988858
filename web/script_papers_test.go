package web_test

import (
	"context"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// The verbs of scripts about orders, quotes, documents and public forms; all of
// it is in the account acme.

// purchase 20417 [for=8801] [status=open] [gross=1428.00] [due=1428.00]
// [paid=0.00] [currency=EUR] [label=…] [failure=…] [withdraw=2025-10-23] [test]
func (s *script) newPurchase(args []string) {
	s.t.Helper()
	s.need(args, 1)
	v := s.pairs(args[1:])
	or := func(name, fallback string) string {
		if value, ok := v[name]; ok {
			return value
		}
		return fallback
	}
	_, test := v["test"]
	p := portal.Purchase{
		Key: portal.Key{Account: "acme", ID: args[0]}, Customer: or("for", "8801"), Status: or("status", "paid"), Currency: or("currency", "EUR"),
		Totals: portal.Totals{Gross: portal.Amount(or("gross", "1428.00")), Due: portal.Amount(v["due"]), Paid: portal.Amount(v["paid"])},
		Items:  []portal.Item{{RunningNo: 1, Name: or("item", "Team plan"), Quantity: "10", UnitNet: portal.Amount(or("unit", "120.00")), TaxPercent: "19"}},
		Details: portal.PurchaseDetails{
			StatusLabel: v["label"], Failure: v["failure"], Test: test, WithdrawUntil: portal.Date(v["withdraw"]),
		},
		CreatedAt: s.now().Add(-24 * time.Hour),
	}
	s.take(p)
}

// quote 20518 [number=Q-1042] [state=open] [version=2] [until=2025-10-20]
// [replaced=20519] [terms=…] [po]
func (s *script) newQuote(args []string) {
	s.t.Helper()
	s.need(args, 1)
	v := s.pairs(args[1:])
	_, po := v["po"]
	q := portal.Quote{
		Key: portal.Key{Account: "acme", ID: args[0]}, Number: v["number"], State: "open", Version: 1, ValidUntil: portal.Date(v["until"]),
		ReplacedBy: v["replaced"], Terms: v["terms"], TermsVersion: v["termsversion"], PORequired: po,
	}
	if v["state"] != "" {
		q.State = v["state"]
	}
	if v["version"] != "" {
		q.Version = int64(s.number(v["version"]))
	}
	s.take(q)
}

// document D-1 number=INV-7 [kind=invoice] [of=20417] [gross=…] [due=…] [on=…]
// [corrects=D-0] [currency=EUR] [state=draft] [delivered=peppol] [test]
func (s *script) newDocument(args []string) {
	s.t.Helper()
	s.need(args, 2)
	v := s.pairs(args[1:])
	_, test := v["test"]
	d := portal.IssuedDocument{
		Key: portal.Key{Account: "acme", ID: args[0]}, Number: v["number"], Kind: portal.KindInvoice, Purchase: v["of"], Customer: "8801",
		IssuedOn: portal.Date(v["on"]), Currency: "EUR", Corrects: v["corrects"],
		Totals:  portal.Totals{Gross: portal.Amount(v["gross"]), Due: portal.Amount(v["due"])},
		Details: portal.InvoiceDetails{State: v["state"], Delivered: v["delivered"], Test: test, CancelledOn: portal.Date(v["cancelled"])},
	}
	if v["kind"] != "" {
		d.Kind = portal.DocumentKind(v["kind"])
	}
	if v["currency"] != "" {
		d.Currency = v["currency"]
	}
	if d.IssuedOn == "" {
		d.IssuedOn = portal.Date(s.now().Format(time.DateOnly))
	}
	s.take(d)
}

// settings [reveal=code] [consumer] [locale=de] [payments=test]
func (s *script) settings(args []string) {
	s.t.Helper()
	v := s.pairs(args)
	s.must(s.service.ChangeAccount(context.Background(), portal.ByCommand, "acme", func(a *portal.Account) {
		if reveal, ok := v["reveal"]; ok {
			a.Billing.Reveal = reveal
		}
		if locale, ok := v["locale"]; ok {
			a.Locale = locale
		}
		if provider, ok := v["payments"]; ok {
			a.Billing.Provider = provider
		}
		_, a.Billing.Consumer = v["consumer"]
		a.V1.StepUp = true
	}))
}

// visit "/acme/cancel": asks for that address.
func (s *script) visitAddress(args []string) {
	s.t.Helper()
	s.need(args, 1)
	s.target = args[0]
	s.fetch(visit{method: "GET", target: s.target})
}

// going "Continue to …": goes where the page refreshes to, which is ours.
func (s *script) going([]string) {
	s.t.Helper()
	_, to, ok := strings.Cut(s.last.header.Get("Refresh"), "url=")
	target, ours := strings.CutPrefix(to, "https://pay.example.com")
	if !ours && !strings.HasPrefix(to, "/") || !ok {
		s.complain("the page goes on to %q", to)
	}
	s.target = target
	s.fetch(visit{method: "GET", target: target})
}

// post /in/acme/payments/test "{}": something that was not signed.
func (s *script) postTo(args []string) {
	s.t.Helper()
	s.need(args, 2)
	s.fetch(visit{method: "POST", target: args[0], body: args[1]})
}

// back from the payment: the customer comes back to the page in force by the
// address that the provider was given.
func (s *script) backFrom([]string) {
	s.t.Helper()
	payments, err := s.store.DecisionPayments(context.Background(), portal.Key{Account: "acme", ID: s.newest().ID})
	s.must(err)
	base, _, _ := strings.Cut(s.target, "&do=")
	s.target = base + "&payment=" + payments[0].ID
	s.fetch(visit{method: "GET", target: s.target})
}
