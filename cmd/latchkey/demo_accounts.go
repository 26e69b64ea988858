package main

import (
	"fmt"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// The sellers of the demo. None of them exists.
const (
	fjordlight  = "fjordlight"  // sells licences; nobody answers for its prices, so its pages name none
	northwind   = "northwind"   // collects debts for the clients of others; its files ask for a code
	brightwater = "brightwater" // sells to consumers, with a billing system that answers; its files ask for a click
)

// demoSeed signs the demo's v1 links, as a billing system would.
const demoSeed = "latchkey-demo-seed-not-a-secret!"

// sampleAccounts makes the sellers.
func (a *app) sampleAccounts(i *installation) error {
	for _, acct := range []portal.Account{fjordlightAccount(), northwindAccount(), brightwaterAccount()} {
		var seed []byte
		if acct.V1.On {
			seed = []byte(demoSeed)
		}
		if err := i.service.CreateAccount(a.ctx, portal.BySystem, acct, seed); err != nil {
			return fmt.Errorf("account %s: %w", acct.Slug, err)
		}
	}
	return nil
}

func fjordlightAccount() portal.Account {
	return portal.Account{
		Slug: fjordlight, Name: "Fjordlight Software", Locale: "en", Zone: "Europe/Berlin",
		Brand:   portal.Brand{Color: "0b5161", Legal: []string{"Fjordlight Software GmbH, Speicherstraße 8, 20457 Hamburg. HRB 148220."}},
		Contact: portal.Contact{Email: "billing@fjordlight.example", Phone: "+49 40 5550 1180", Hours: "weekdays 9am to 5pm"},
		V1:      portal.V1Policy{On: true, StepUp: true},
		Billing: portal.BillingPolicy{Provider: "test", OfficeEmail: "office@fjordlight.example"},
		Approval: portal.ApprovalPolicy{
			Code: true, Hurry: true, Scope: "see what you ordered from Fjordlight Software",
			Can:    []string{"See your orders and invoices."},
			Cannot: []string{"order anything, or change your subscription."},
		},
	}
}

func northwindAccount() portal.Account {
	return portal.Account{
		Slug: northwind, Name: "Northwind Collect", Locale: "en", Zone: "Europe/Copenhagen",
		Brand:   portal.Brand{Color: "6a2f5b", Legal: []string{"Northwind Collect A/S, Havnegade 12, 1058 Copenhagen K. Company number 31 22 40 17."}},
		Contact: portal.Contact{Email: "help@northwind.example", Phone: "+45 70 10 02 00", Hours: "weekdays 9am to 4pm"},
		Billing: portal.BillingPolicy{Reveal: "code"},
		Approval: portal.ApprovalPolicy{
			Notice: true, Scope: "send your unpaid invoices to Northwind Collect",
			Can:    []string{"Send us unpaid invoices on your behalf.", "See how each case is going."},
			Cannot: []string{"see or change your bank details.", "settle or withdraw a case without you."},
		},
	}
}

func brightwaterAccount() portal.Account {
	return portal.Account{
		Slug: brightwater, Name: "Brightwater Hosting", Locale: "en", Zone: "Europe/Dublin",
		Brand:   portal.Brand{Color: "1f5a3c", Legal: []string{"Brightwater Hosting Ltd, 14 Quay Street, Galway. Company number 418820."}},
		Contact: portal.Contact{Email: "care@brightwater.example", Phone: "+353 91 555 0142", Hours: "every day 8am to 8pm"},
		Billing: portal.BillingPolicy{Provider: "test", Consumer: true, Reveal: "click", OfficeEmail: "office@brightwater.example"},
	}
}
