package store_test

import (
	"io/fs"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
	"github.com/pressly/goose/v3"
)

// oldDatabase makes a database as a program did whose last migration was version.
func oldDatabase(t *testing.T, dsn string, version int64) {
	t.Helper()
	dialect, foreign := goose.DialectPostgres, "*_only_sqlite.sql"
	if path, ok := strings.CutPrefix(dsn, "sqlite:"); ok {
		dialect, foreign = goose.DialectSQLite3, "*_only_postgres.sql"
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	files := os.DirFS("migrations")
	excluded, err := fs.Glob(files, foreign)
	if err != nil {
		t.Fatal(err)
	}
	p, err := goose.NewProvider(dialect, raw(t, dsn), files, goose.WithTableName("schema_version"),
		goose.WithExcludeNames(excluded), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.UpTo(ctx, version); err != nil {
		t.Fatal(err)
	}
}

// oldRows are what a program of schema 2 wrote: an account, a customer with its
// search terms, one without an address, and two mails about the same link.
var oldRows = []string{
	`insert into account (slug, name, locale, zone, brand, contact, v1, legacy_invoice, link_days, created_at)
		values ('demo', 'Demo', 'en', 'UTC', '{"color":"0b5161"}', '{}', '{"on":true}', false, 30, 1000000)`,
	`insert into customer (account, id, name, type, locale, country, email)
		values ('demo', '8801', 'Zoë', 'business', 'el', 'GR', ' ÉVA@Example.org ')`,
	`insert into customer (account, id, name, type, locale, country, email)
		values ('demo', '8802', 'Anna', '', '', '', '')`,
	`insert into search_term (account, kind, id, field, term) values
		('demo', 'customer', '8801', 'key', '8801'), ('demo', 'customer', '8801', 'key', 'éva@example.org'),
		('demo', 'customer', '8801', 'name', 'zoë'), ('demo', 'customer', '8802', 'key', '8802'),
		('demo', 'customer', '8802', 'name', 'ann@'), ('demo', 'invoice', '8802', 'key', 'x@example.org')`,
	`insert into message (id, arrival, account, template, recipient, object_account, object_kind, object_id,
		start_at, end_at, data, state, attempts, next_at, last_error, created_at, sent_at) values
		('m1', 1, 'demo', 'invoice', 'z@example.org', 'demo', 'invoice', '1', 5, 6, '{}', 'sent', 1, 2000000, '',
			1000000, 2000000),
		('m2', 2, 'demo', 'invoice', 'z@example.org', 'demo', 'invoice', '1', 5, 6, '{}', 'queued', 0, 3000000, '',
			1000000, 0)`,
}

func TestAnUpgradeKeepsWhatWasThere(t *testing.T) {
	engines(t, func(t *testing.T, dsn string) {
		oldDatabase(t, dsn, 2)
		for _, text := range oldRows {
			run(t, raw(t, dsn), text)
		}
		wantOpenErr(t, dsn, store.ErrOldSchema)
		if err := store.Migrate(ctx, dsn); err != nil {
			t.Fatal(err)
		}
		s := storetest.Open(t, dsn)

		account, err := s.Account(ctx, "demo")
		same(t, err, account, portal.Account{Slug: "demo", Name: "Demo", Locale: "en", Zone: "UTC",
			Brand: portal.Brand{Color: "0b5161"}, V1: portal.V1Policy{On: true}, LinkDays: 30, CreatedAt: second(1)})
		eva := portal.Customer{Key: portal.Key{Account: "demo", ID: "8801"}, Name: "Zoë", Type: "business",
			Locale: "el", Country: "GR", Email: " ÉVA@Example.org "}
		customer, err := s.Customer(ctx, eva.Key)
		same(t, err, customer, eva)
		found, err := s.ClientsByEmail(ctx, "demo", []string{"éva@example.org", "ann@", "x@example.org", "8801", ""})
		same(t, err, found, []portal.Customer{eva})

		sent := portal.Message{ID: "m1", Account: "demo", Template: "invoice", To: "z@example.org",
			Object: portal.ObjectKey{Account: "demo", Kind: link.Invoice, ID: "1"}, Start: 5, End: 6, Data: "{}",
			State: portal.Sent, Attempts: 1, NextAt: second(2), CreatedAt: second(1), SentAt: second(2)}
		queued := sent
		queued.ID, queued.State, queued.Attempts, queued.NextAt, queued.SentAt = "m2", portal.Queued, 0, second(3), time.Time{}
		messages, err := s.Messages(ctx, portal.ObjectKey{}, 9)
		same(t, err, messages, []portal.Message{queued, sent})
	})
}

// billedRows are what a program of schema 4 wrote: a customer, a purchase and an
// invoice with its file.
var billedRows = []string{
	`insert into account (slug, name, locale, zone, brand, contact, v1, legacy_invoice, link_days, created_at, approval)
		values ('demo', 'Demo', 'en', 'UTC', '{}', '{}', '{}', false, 30, 1000000, '{"code":true}')`,
	`insert into customer (account, id, name, type, locale, country, email, registration_number, onboarding_done, users)
		values ('demo', '8801', 'Anna', '', '', '', '', 'DK1', true, 'null')`,
	`insert into purchase (account, id, reference, customer, status, currency, totals, po_number, items, created_at, as_of)
		values ('demo', '5', 'PPPP-0005', '8801', 'paid', 'EUR', '{}', '', '[{"runningNo":1,"name":"x","quantity":"1"}]',
			1000000, 2000000)`,
	`insert into invoice (account, path_id, arrival, number, reference, kind, purchase, customer, email, issued_on,
		due_on, currency, totals, corrects, precedes, content, buyer, flags, as_of, created_at)
		values ('demo', '7', 1, '7', '', 'invoice', '5', '8801', '', '', '', 'EUR', '{}', '', 'null', 'null', '', 'null',
			2000000, 1000000)`,
	`insert into document (account, id, invoice, kind, issued_on, seq) values ('demo', 'd1', '7', 'invoice', '', 1)`,
	`insert into blob (sha256, body, created_at) values ('aa', '', 1000000)`,
	`insert into part (account, document, role, place, sha256, size, mime, filename)
		values ('demo', 'd1', 'pdf', 0, 'aa', 9, 'application/pdf', 'f.pdf')`,
}

func TestAnUpgradeKeepsWhatWasBilled(t *testing.T) {
	engines(t, func(t *testing.T, dsn string) {
		oldDatabase(t, dsn, 4)
		for _, text := range billedRows {
			run(t, raw(t, dsn), text)
		}
		if err := store.Migrate(ctx, dsn); err != nil {
			t.Fatal(err)
		}
		s := storetest.Open(t, dsn)
		account, err := s.Account(ctx, "demo")
		same(t, err, account, portal.Account{Slug: "demo", Name: "Demo", Locale: "en", Zone: "UTC", LinkDays: 30,
			Approval: portal.ApprovalPolicy{Code: true}, CreatedAt: second(1)})
		anna := portal.Customer{Key: portal.Key{Account: "demo", ID: "8801"}, Name: "Anna", RegistrationNumber: "DK1",
			OnboardingDone: true}
		customer, err := s.Customer(ctx, anna.Key)
		same(t, err, customer, anna)
		purchase, err := s.Purchase(ctx, portal.Key{Account: "demo", ID: "5"})
		same(t, err, purchase, portal.Purchase{Key: portal.Key{Account: "demo", ID: "5"}, Reference: "PPPP-0005",
			Customer: "8801", Status: "paid", Currency: "EUR", Items: []portal.Item{{RunningNo: 1, Name: "x", Quantity: "1"}},
			CreatedAt: second(1), AsOf: second(2)})
		invoice, err := s.Invoice(ctx, portal.Key{Account: "demo", ID: "7"})
		same(t, err, invoice, portal.Invoice{Key: portal.Key{Account: "demo", ID: "7"}, Number: "7", Kind: portal.KindInvoice,
			Purchase: "5", Customer: "8801", Currency: "EUR", AsOf: second(2), CreatedAt: second(1)})
		document, err := s.DocumentByID(ctx, "demo", "d1")
		same(t, err, document, portal.Document{Account: "demo", ID: "d1", Invoice: "7", Kind: portal.KindInvoice, Seq: 1,
			Parts: []portal.Part{{Role: portal.PartPDF, SHA256: "aa", Size: 9, Revision: 1, MIME: "application/pdf", Filename: "f.pdf"}}})
	})
}

func TestAnUpgradeIndexesWhatWasThere(t *testing.T) {
	engines(t, func(t *testing.T, dsn string) {
		oldDatabase(t, dsn, 2)
		for _, text := range oldRows {
			run(t, raw(t, dsn), text)
		}
		run(t, raw(t, dsn), `insert into search_term (account, kind, id, field, term) values
			('demo', 'customer', '8802', 'name', 'anna müller gmbh')`)
		for range 2 { // the second finds nothing to do
			if err := store.Migrate(ctx, dsn); err != nil {
				t.Fatal(err)
			}
		}
		s := storetest.Open(t, dsn)
		for q, id := range map[string]string{"8801": "8801", "éva@exa": "8801", "zoe": "8801", "muller": "8802", "mueler anna": "8802", "gmbh": "8802"} {
			found, err := s.Search(ctx, portal.SearchQuery{Text: q, Limit: 9})
			if err != nil || len(found) != 1 || found[0].Key.ID != id {
				t.Errorf("%q finds %+v, %v", q, found, err)
			}
		}
		var left int
		if err := raw(t, dsn).QueryRow("select count(*) from search_term_before").Scan(&left); err == nil {
			t.Errorf("the old index is still there, with %d rows", left)
		}
	})
}

func second(n int64) time.Time { return time.Unix(n, 0).UTC() }

func same[T any](t *testing.T, err error, have, want T) {
	t.Helper()
	if diff := cmp.Diff(want, have); diff != "" || err != nil {
		t.Errorf("%v\n-want +have\n%s", err, diff)
	}
}

func TestDecisionsAndEventsCannotBeChanged(t *testing.T) {
	engines(t, func(t *testing.T, dsn string) {
		s := storetest.Open(t, dsn)
		request := portal.LinkRequest{Key: portal.Key{Account: "demo", ID: "1"}, Partner: "books"}
		err := s.InTx(ctx, func(tx portal.Tx) error {
			if err := tx.AddAccount(ctx, portal.Account{Slug: "demo"}); err != nil {
				return err
			}
			if err := tx.PutPartner(ctx, portal.Partner{Account: "demo", ID: "books"}); err != nil {
				return err
			}
			if err := tx.AddRequest(ctx, request, portal.Attempt{Account: "demo", Request: "1"}); err != nil {
				return err
			}
			if _, err := tx.AppendEvent(ctx, portal.Event{Account: "demo", ID: "e1", Data: "before"}); err != nil {
				return err
			}
			return tx.AddDecision(ctx, portal.Decision{Account: "demo", ID: "d1", Request: "1", Reason: "before"})
		})
		if err != nil {
			t.Fatal(err)
		}
		statements := map[string][]string{
			"decision": {"update decision set reason = 'after'", "delete from decision"},
			"event":    {"update event set data = 'after'", "delete from event"},
		}
		for table, texts := range statements {
			if strings.HasPrefix(dsn, "postgres") {
				texts = append(texts, "truncate "+table)
			}
			for _, text := range texts {
				_, err := raw(t, dsn).Exec(text)
				if err == nil || !strings.Contains(err.Error(), table+" rows are never") {
					t.Errorf("%s: %v", text, err)
				}
			}
		}
		event, err := s.Event(ctx, "demo", "e1")
		same(t, err, event.Data, "before")
		decision, err := s.LastDecision(ctx, request.Key)
		same(t, err, decision.Reason, "before")
	})
}
