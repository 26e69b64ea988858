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

// samples are documents and messages written for the demo, of sellers that do
// not exist.
//
//go:embed sample
var samples embed.FS

// sampleToday is the day the samples were written for. The demo moves all their
// dates, so that what is due is due whenever somebody looks at it.
var sampleToday = time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)

// sampleData fills an empty demo.
func (a *app) sampleData(i *installation) error {
	c := calendar{i.clock.now()}
	for _, step := range []func(*installation) error{
		a.sampleAccounts, a.catchHooks,
		a.mirror(sampleCustomers()), a.mirror(sampleMethods(c)), a.mirror(sampleOrders(c)), a.mirror(sampleQuotes(c)),
		a.mirror(sampleSubscriptions(c)), a.mirror(sampleOffers(c)), a.mirror(samplePapers(c)),
		a.importSamples, a.tell, a.addPapers, a.askForConnections, a.decideBilled, a.mirror(changedSince(c)),
	} {
		if err := step(i); err != nil {
			return err
		}
	}
	return nil
}

// mirror takes records in, one by one, as the API does.
func (a *app) mirror(records []portal.Record) func(*installation) error {
	return func(i *installation) error {
		for _, r := range records {
			if _, err := i.service.Take(a.ctx, portal.BySystem, r); err != nil {
				kind, key := r.Identity()
				return fmt.Errorf("%s %s: %w", kind, key.ID, err)
			}
		}
		return nil
	}
}

// catchHooks sends the webhooks of every seller to the page that shows them.
func (a *app) catchHooks(i *installation) error {
	for _, account := range []string{fjordlight, northwind, brightwater} {
		if _, _, err := i.service.CreateEndpoint(a.ctx, portal.BySystem, portal.Endpoint{
			Account: account, URL: i.config.BaseURL + "/dev/hooks/in",
		}); err != nil {
			return fmt.Errorf("endpoint of %s: %w", account, err)
		}
	}
	return nil
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
	return object(account, link.Invoice, link.PathID(number))
}
