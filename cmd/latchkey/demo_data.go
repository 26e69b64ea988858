package main

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/intake"
	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// samples are documents written for the demo, of two sellers that do not exist.
//
//go:embed sample
var samples embed.FS

// sampleToday is the day the samples were written for. The demo moves all their
// dates, so that what is due is due whenever somebody looks at it.
var sampleToday = time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)

// demoSeed signs the demo's v1 links, as a billing system would.
const demoSeed = "latchkey-demo-seed-not-a-secret!"

// sampleData fills an empty demo.
func (a *app) sampleData(i *installation) error {
	accounts := []portal.Account{
		{
			Slug: "fjordlight", Name: "Fjordlight Software", Locale: "en", Zone: "Europe/Berlin",
			Brand:   portal.Brand{Color: "0b5161", Legal: []string{"Fjordlight Software GmbH, Speicherstraße 8, 20457 Hamburg. HRB 148220."}},
			Contact: portal.Contact{Email: "billing@fjordlight.example", Phone: "+49 40 5550 1180", Hours: "weekdays 9am to 5pm"},
			V1:      portal.V1Policy{On: true, StepUp: true},
			Approval: portal.ApprovalPolicy{
				Code: true, Hurry: true, Scope: "see what you ordered from Fjordlight Software",
				Can:    []string{"See your orders and invoices."},
				Cannot: []string{"order anything, or change your subscription."},
			},
		},
		{
			Slug: "northwind", Name: "Northwind Collect", Locale: "en", Zone: "Europe/Copenhagen",
			Brand:   portal.Brand{Color: "6a2f5b", Legal: []string{"Northwind Collect A/S, Havnegade 12, 1058 Copenhagen K. Company number 31 22 40 17."}},
			Contact: portal.Contact{Email: "help@northwind.example", Phone: "+45 70 10 02 00", Hours: "weekdays 9am to 4pm"},
			Approval: portal.ApprovalPolicy{
				Notice: true, Scope: "send your unpaid invoices to Northwind Collect",
				Can:    []string{"Send us unpaid invoices on your behalf.", "See how each case is going."},
				Cannot: []string{"see or change your bank details.", "settle or withdraw a case without you."},
			},
		},
	}
	for _, acct := range accounts {
		var seed []byte
		if acct.V1.On {
			seed = []byte(demoSeed)
		}
		if err := i.service.CreateAccount(a.ctx, portal.BySystem, acct, seed); err != nil {
			return err
		}
	}
	if err := i.service.Mirror(a.ctx, portal.BySystem, sampleCustomers(), samplePurchases(i.clock.now())); err != nil {
		return err
	}
	if err := a.importSamples(i); err != nil {
		return err
	}
	return a.askForConnections(i)
}

func sampleCustomers() []portal.Customer {
	return []portal.Customer{
		{Key: portal.Key{Account: "fjordlight", ID: "8801"}, Name: "Harbour & Pine ApS", Type: "business", Country: "DK", Email: "anna@harbourpine.example"},
		{Key: portal.Key{Account: "fjordlight", ID: "8802"}, Name: "Orchard Street Books", Type: "business", Country: "GB", Email: "accounts@orchardstreet.example"},
	}
}

// Orders of the demo; each state of a link has one of its own.
const (
	orderPaid       = "20417"
	orderAwaiting   = "20431"
	orderExpired    = "20388"
	orderNoAddress  = "20390"
	orderSuperseded = "20402"
	orderRevoked    = "20405"
	orderFuture     = "20440"
)

func samplePurchases(now time.Time) []portal.Purchase {
	order := func(id, customer, status string, due portal.Amount, days int) portal.Purchase {
		return portal.Purchase{
			Key: portal.Key{Account: "fjordlight", ID: id}, Customer: customer, Status: status, Currency: "EUR", PONumber: "PO-88213",
			Totals: portal.Totals{Net: "1200.00", Tax: "228.00", Gross: "1428.00", Due: due}, CreatedAt: now.AddDate(0, 0, -days), AsOf: now,
			Items: []portal.Item{
				{RunningNo: 1, Name: "Team plan, 10 seats", Quantity: "10", UnitNet: "90.00", TaxPercent: "19"},
				{RunningNo: 2, Name: "Priority support", Quantity: "1", UnitNet: "200.00", TaxPercent: "19"},
				{RunningNo: 3, Name: "Extra storage, 100 GB", Quantity: "5", UnitNet: "20.00", TaxPercent: "19"},
			},
		}
	}
	return []portal.Purchase{
		order(orderPaid, "8801", "paid", "0.00", 22),
		order(orderAwaiting, "8802", "awaiting_payment", "1428.00", 3),
		order(orderExpired, "8801", "paid", "0.00", 40),
		order(orderNoAddress, "", "paid", "0.00", 41),
		order(orderSuperseded, "8802", "paid", "0.00", 30),
		order(orderRevoked, "8802", "paid", "0.00", 28),
		order(orderFuture, "8801", "paid", "0.00", 1),
	}
}

// ofPurchase says which samples belong to an order.
var ofPurchase = map[string]string{"fjordlight-1-due.xml": orderPaid, "fjordlight-4-credit-note.xml": orderPaid}

func (a *app) importSamples(i *installation) error {
	names, err := fs.Glob(samples, "sample/*.xml")
	if err != nil {
		return err
	}
	for _, name := range names {
		body, err := samples.ReadFile(name)
		if err != nil {
			return err
		}
		file := path.Base(name)
		account, _, _ := strings.Cut(file, "-")
		parsed, err := intake.Read(intake.File{Name: file, Body: moveDates(body, i.clock.now())})
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		im := importing{importCommand: importCommand{Account: account, Purchase: ofPurchase[file]}, app: a, at: i}
		if _, err := i.service.Import(a.ctx, im.incoming(parsed, file)); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
	}
	return nil
}

// dates are the calendar dates of UBL and CII.
var dates = regexp.MustCompile(`2026-\d\d-\d\d|"102">2026\d{4}`)

// moveDates shifts every date of a sample by the days since it was written.
func moveDates(body []byte, now time.Time) []byte {
	days := int(now.Sub(sampleToday).Hours() / 24)
	return dates.ReplaceAllFunc(body, func(found []byte) []byte {
		layout, prefix := time.DateOnly, ""
		if found[0] == '"' {
			layout, prefix = "20060102", `"102">`
		}
		day, err := time.Parse(layout, strings.TrimPrefix(string(found), prefix))
		if err != nil {
			return found // an article number that looks like a date
		}
		return []byte(prefix + day.AddDate(0, 0, days).Format(layout))
	})
}

// sampleInvoice is a document of the demo by its number.
func sampleInvoice(account, number string) portal.ObjectKey {
	return portal.ObjectKey{Account: account, Kind: link.Invoice, ID: link.PathID(number)}
}

func order(id string) portal.ObjectKey {
	return portal.ObjectKey{Account: "fjordlight", Kind: link.Confirmation, ID: id}
}
