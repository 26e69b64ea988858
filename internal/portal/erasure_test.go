package portal_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

const maja = "Maja.Holm@client.example"

// erasable is an account that knows Maja Holm in every way: as a trader with
// an order, an invoice and a subscription, in a link request, in mails, notes
// and visits, and as an address that bounced.
func (o *office) erasable() {
	o.t.Helper()
	o.account("acme", "ledgerline")
	o.account("other")
	key := func(id string) portal.Key { return portal.Key{Account: "acme", ID: id} }
	o.majaComes()
	o.must(o.store.InTx(ctx, func(tx portal.Tx) error {
		if _, err := tx.PutPurchase(ctx, portal.Purchase{
			Key: key("366332011"), Customer: "8801", Status: "paid", Currency: "EUR", CreatedAt: o.now(), AsOf: o.now(),
			Details: portal.PurchaseDetails{Billing: &portal.PurchaseContact{Name: "Maja Holm", Email: maja, City: "Aarhus"}, PaidWith: "Visa 4242"},
		}); err != nil {
			return err
		}
		if _, err := tx.PutSubscription(ctx, portal.Subscription{Key: key("77"), Customer: "8801", Status: "active", Currency: "EUR", AsOf: o.now()}); err != nil {
			return err
		}
		if err := tx.AddInvoice(ctx, portal.Invoice{
			Key: key("7041"), Number: "7041", Kind: portal.KindInvoice, Customer: "8801", Email: maja, IssuedOn: "2025-11-01", Currency: "EUR",
			Content: &portal.Content{Buyer: portal.Party{Name: "Maja Holm"}}, CreatedAt: o.now(), AsOf: o.now(),
		}); err != nil {
			return err
		}
		if err := tx.AddVisits(ctx, []portal.Visit{{
			Object: portal.ObjectKey{Account: "acme", Kind: link.Invoice, ID: "7041"}, Start: noon, Who: portal.VisitPerson, Page: "document", First: o.now(), Last: o.now(), Count: 1,
		}}); err != nil {
			return err
		}
		return tx.PutSuppression(ctx, portal.Suppression{Account: "acme", Email: strings.ToLower(maja), Reason: portal.MailComplained, Note: "Maja asked for it", At: o.now()})
	}))
	o.reissue(portal.ObjectKey{Account: "acme", Kind: link.Invoice, ID: "7041"})
	_, err := o.service.AddNote(ctx, portal.ByCommand, portal.ObjectKey{Account: "acme", Kind: link.Invoice, ID: "7041"}, "Maja rang twice.")
	o.must(err)
	sub := submission("tenant-1", "8801", "C-1")
	sub.Users[0].Email = maja
	sub.Raw = json.RawMessage(`{"client":{"name":"Maja Holm","country":"DK","supportEmail":"` + maja + `"},"users":[{"name":"Maja Holm","email":"` + maja + `"}]}`)
	o.ask("acme", "ledgerline", sub)
}

// majaComes is what the billing system says of her.
func (o *office) majaComes() {
	o.t.Helper()
	o.must(o.service.Mirror(ctx, portal.BySystem, []portal.Customer{{
		Key: portal.Key{Account: "acme", ID: "8801"}, Name: "Maja Holm", Type: "business", Country: "DK", Email: maja,
		Users: []portal.User{{ID: "u", Name: "Maja Holm", Email: maja}}, Source: portal.Source{Version: 3},
	}}, nil))
}

func (o *office) reissue(k portal.ObjectKey) {
	o.t.Helper()
	_, err := o.service.Reissue(ctx, portal.Ask{Actor: portal.ByCommand, Object: k, Mail: true})
	o.must(err)
}

// hits counts what a search finds.
func (o *office) hits(query string) int {
	o.t.Helper()
	found, err := o.service.Find(ctx, portal.SearchQuery{Text: query, Limit: 10})
	o.must(err)
	return len(found.Hits)
}

func TestAnErasedPersonIsFoundNowhere(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.erasable()
		for _, query := range []string{maja, "Maja Holm", "holm"} {
			if o.hits(query) == 0 {
				t.Fatalf("%q finds nothing before, so this proves nothing", query)
			}
		}
		found, err := o.service.FindPerson(ctx, "acme", maja)
		o.must(err)
		if len(found.Customers) != 1 || !found.Customers[0].Whole || len(found.Invoices) != 1 || len(found.Purchases) != 1 || len(found.Requests) != 1 ||
			len(found.Mails) < 1 || len(found.Notes) != 1 || len(found.Visits) != 1 || len(found.Live) != 1 || len(found.Held) != 1 {
			t.Fatalf("found %+v", found)
		}
		_, err = o.service.ErasePerson(ctx, portal.ByCommand, "acme", maja, "another etag")
		if !errors.Is(err, portal.ErrStale) || o.hits(maja) == 0 {
			t.Fatalf("erased what nobody saw: %v", err)
		}
		_, err = o.service.ErasePerson(ctx, portal.ByCommand, "acme", maja, found.Etag())
		o.must(err)

		for _, query := range []string{maja, "Maja Holm", "holm", "maja"} {
			if n := o.hits(query); n > 0 {
				t.Errorf("%q still finds %d", query, n)
			}
		}
		if o.hits("7041") == 0 || o.hits("366332011") == 0 {
			t.Error("the invoice or the order is not found by its number any more")
		}
		if _, err := o.service.FindPerson(ctx, "acme", maja); err == nil {
			t.Error("she is still known")
		}
		if again, err := o.service.FindPerson(ctx, "acme", "8801"); err != nil || len(again.Addresses)+len(again.Notes)+len(again.Visits)+len(again.Live)+len(again.Mails) > 0 {
			t.Errorf("of the customer there is %+v, %v", again, err)
		}
		o.nothingSaysMaja()
		state, err := o.store.LinkState(ctx, portal.ObjectKey{Account: "acme", Kind: link.Payment, ID: "S77"})
		if err != nil || !state.Revoked {
			t.Errorf("links to the subscription that others signed still work: %+v, %v", state, err)
		}
	})
}

// nothingSaysMaja looks at the rows themselves.
func (o *office) nothingSaysMaja() {
	o.t.Helper()
	says := func(what string, v any, err error) {
		o.t.Helper()
		o.must(err)
		text, err := json.Marshal(v)
		o.must(err)
		if lower := strings.ToLower(string(text)); strings.Contains(lower, "maja") {
			o.t.Errorf("%s: %s", what, text)
		}
	}
	c, err := o.store.Customer(ctx, portal.Key{Account: "acme", ID: "8801"})
	says("customer", c, err)
	p, err := o.store.Purchase(ctx, portal.Key{Account: "acme", ID: "366332011"})
	says("purchase", p, err)
	requests, err := o.store.Requests(ctx, portal.RequestFilter{Account: "acme", Limit: 10})
	says("requests", requests, err)
	if requests[0].Status != portal.RequestWithdrawn {
		o.t.Errorf("her request is %s", requests[0].Status)
	}
	held, err := o.store.Cases(ctx, requests[0].Key)
	if err != nil || len(held) != 1 || held[0].State != portal.CaseHeld {
		o.t.Errorf("the partner's case is %+v, %v", held, err)
	}
	invoices, err := o.store.InvoicesNumbered(ctx, "acme", "7041")
	o.must(err)
	if invoices[0].Email != "" || invoices[0].Content == nil || invoices[0].Content.Buyer.Name != "Maja Holm" {
		o.t.Errorf("the invoice as issued is %+v", invoices[0])
	}
	mails, err := o.store.Messages(ctx, portal.ObjectKey{}, 10)
	says("mails", mails, err)
	for _, m := range mails {
		if m.State == portal.Queued {
			o.t.Errorf("a mail still waits: %+v", m)
		}
	}
	kept, err := o.store.Suppressions(ctx, "acme", 10)
	says("suppressions", kept, err)
	if why, err := o.service.MailHeld(ctx, "acme", maja); err != nil || why != portal.MailComplained {
		o.t.Errorf("her address gets mail again: %q, %v", why, err)
	}
	entries, err := o.store.Audit(ctx, "acme", 0, 100)
	says("audit trail", entries, err)
	last := entries[len(entries)-1]
	if last.Act != "person.erased" || last.Object != "8801" || !strings.Contains(last.Data, `"mails":`) {
		o.t.Errorf("the trail ends in %+v", last)
	}
}

func TestTheBillingSystemBringsAnErasedPersonBack(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.erasable()
		found, err := o.service.FindPerson(ctx, "acme", "c8801")
		o.must(err)
		_, err = o.service.ErasePerson(ctx, portal.ByCommand, "acme", "c8801", found.Etag())
		o.must(err)
		o.majaComes()
		c, err := o.store.Customer(ctx, portal.Key{Account: "acme", ID: "8801"})
		if err != nil || c.Name != "Maja Holm" || c.Email != maja || o.hits(maja) == 0 {
			t.Errorf("after the same word came again: %+v, %v, %d hits", c, err, o.hits(maja))
		}
		if why, err := o.service.MailHeld(ctx, "acme", maja); err != nil || why == "" {
			t.Errorf("her address is forgotten to be held: %q, %v", why, err)
		}
		o.must(o.service.Unsuppress(ctx, portal.ByCommand, "acme", maja))
		if why, err := o.service.MailHeld(ctx, "acme", maja); err != nil || why != "" {
			t.Errorf("her address cannot be freed: %q, %v", why, err)
		}
	})
}

func TestOnePersonOfACompanyIsErasedAlone(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.account("acme", "ledgerline")
		o.account("other")
		for _, account := range []string{"acme", "other"} {
			o.must(o.service.Mirror(ctx, portal.BySystem, []portal.Customer{{
				Key: portal.Key{Account: account, ID: "9"}, Name: "Brise GmbH", Type: "business", Country: "DE", Email: "office@brise.example",
				Users: []portal.User{{ID: "1", Name: "Ana Roth", Email: "ana@brise.example"}, {ID: "2", Name: "Ben Klee", Email: "ben@brise.example"}},
			}}, nil))
		}
		order := portal.Key{Account: "acme", ID: "5"}
		o.must(o.store.InTx(ctx, func(tx portal.Tx) error {
			_, err := tx.PutPurchase(ctx, portal.Purchase{
				Key: order, Customer: "9", Status: "paid", Currency: "EUR", CreatedAt: o.now(), AsOf: o.now(),
				Details: portal.PurchaseDetails{
					Billing: &portal.PurchaseContact{Name: "Ben Klee", Email: "ben@brise.example"}, PaidWith: "Visa 4242",
					DeliverTo: &portal.PurchaseContact{Name: "Ana Roth", Email: "Ana@brise.example"},
				},
			})
			return err
		}))
		sub := submission("t-1", "9")
		sub.Users = []portal.SubmittedUser{{Name: "Ana Roth", Email: "ana@brise.example"}, {Name: "Ben Klee", Email: "ben@brise.example", Onboarding: true}}
		sub.Raw = json.RawMessage(`{"client":{"name":"Brise GmbH"},"users":[{"name":"Ana Roth","email":"ana@brise.example"},{"name":"Ben Klee","email":"ben@brise.example"}]}`)
		asked := o.ask("acme", "ledgerline", sub)
		found, err := o.service.FindPerson(ctx, "acme", " ANA@brise.example ")
		o.must(err)
		_, err = o.service.ErasePerson(ctx, portal.ByCommand, "acme", " ANA@brise.example ", found.Etag())
		o.must(err)
		c, err := o.store.Customer(ctx, portal.Key{Account: "acme", ID: "9"})
		if err != nil || c.Name != "Brise GmbH" || c.Email != "office@brise.example" || len(c.Users) != 1 || c.Users[0].Name != "Ben Klee" {
			t.Errorf("of the company there is %+v, %v", c, err)
		}
		r, err := o.store.Request(ctx, asked.Request.Key)
		if err != nil || r.Status != portal.Pending || strings.Contains(r.Submitted, "na@brise") || strings.Contains(r.Submitted, "Ana") || !strings.Contains(r.Submitted, "ben@brise.example") {
			t.Errorf("the request that Ben can answer is %+v, %v", r, err)
		}
		p, err := o.store.Purchase(ctx, order)
		if err != nil || p.Details.DeliverTo != nil || p.Details.Billing == nil || p.Details.PaidWith == "" {
			t.Errorf("of the company's order there is %+v, %v", p.Details, err)
		}
		if other, err := o.store.Customer(ctx, portal.Key{Account: "other", ID: "9"}); err != nil || len(other.Users) != 2 {
			t.Errorf("the other account has %+v, %v", other, err)
		}
		if n := o.hits("ana@brise.example"); n != 1 {
			t.Errorf("%d are found by the address, want the other account's alone", n)
		}
	})
}

// TestHeldMailsOfAnErasedPersonDoNotGoOut: they waited when a backup was made
// that was restored, and she is erased once more.
func TestHeldMailsOfAnErasedPersonDoNotGoOut(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.erasable()
		if done := o.backedUp(); done.Held == 0 {
			t.Fatal("no mail was held")
		}
		found, err := o.service.FindPerson(ctx, "acme", maja)
		o.must(err)
		_, err = o.service.ErasePerson(ctx, portal.ByCommand, "acme", maja, found.Etag())
		o.must(err)
		if n, err := o.service.ReleaseMails(ctx, portal.ByCommand, ""); err != nil || n > 0 {
			t.Errorf("%d go out, %v", n, err)
		}
	})
}

func TestWhatImportsKeptOfAnErasedPersonIsForgotten(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.erasable()
		job := portal.Key{Account: "acme", ID: "imp_1"}
		row := func(place int64, kind portal.RecordType, id, text string) portal.ImportRow {
			return portal.ImportRow{Account: "acme", Job: job.ID, Row: place, Status: "updated", Kind: string(kind), ID: id, Before: text, LeftAs: text}
		}
		o.must(o.store.InTx(ctx, func(tx portal.Tx) error {
			if err := tx.AddImportJob(ctx, portal.ImportJob{Account: "acme", ID: job.ID, State: portal.ImportDone, CreatedAt: o.now()}); err != nil {
				return err
			}
			for _, r := range []portal.ImportRow{
				row(1, portal.CustomerRecord, "8801", "Maja Holm"), row(2, portal.PurchaseRecord, "366332011", maja), row(3, portal.CustomerRecord, "8802", "Bodil"),
			} {
				if err := tx.AddImportRow(ctx, r); err != nil {
					return err
				}
			}
			return nil
		}))
		found, err := o.service.FindPerson(ctx, "acme", maja)
		o.must(err)
		_, err = o.service.ErasePerson(ctx, portal.ByCommand, "acme", maja, found.Etag())
		o.must(err)
		rows, err := o.store.ImportRows(ctx, job, 0, 10)
		o.must(err)
		for i, want := range []string{"", "", "Bodil"} {
			if rows[i].Before != want || rows[i].LeftAs != want || rows[i].ID == "" {
				t.Errorf("row %d has %q and %q, want %q", i+1, rows[i].Before, rows[i].LeftAs, want)
			}
		}
	})
}

func TestAnExportSaysWhatIsKeptAndIsAudited(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.erasable()
		p, err := o.service.ExportPerson(ctx, portal.ByCommand, "acme", maja)
		if err != nil || p.Customers[0].Name != "Maja Holm" || p.Notes[0].Text != "Maja rang twice." {
			t.Errorf("exported %+v, %v", p, err)
		}
		entries, err := o.store.Audit(ctx, "acme", 0, 100)
		o.must(err)
		if last := entries[len(entries)-1]; last.Act != "person.exported" {
			t.Errorf("the trail ends in %+v", last)
		}
		if _, err := o.service.ExportPerson(ctx, portal.ByCommand, "other", maja); !errors.Is(err, portal.ErrNotFound) {
			t.Errorf("another account: %v", err)
		}
	})
}
