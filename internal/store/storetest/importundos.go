package storetest

import (
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

func jobIDs(jobs []portal.ImportJob, err error) ([]string, error) {
	ids := []string{}
	for _, j := range jobs {
		ids = append(ids, j.Account+"/"+j.ID)
	}
	return ids, err
}

func importHistory(t *testing.T, s portal.Store) {
	seed(t, s, "demo", "other", "third")
	same, foreign, third := job("b", 1), job("x", 2), job("y", 3)
	foreign.Account, third.Account = "other", "third"
	addJobs(t, s, job("a", 1), same, job("c", 4), foreign, third)
	history := func(accounts portal.Accounts, before portal.Cursor, limit int) ([]string, error) {
		return jobIDs(s.ImportHistory(ctx, accounts, before, limit))
	}
	got(t, []string{"demo/c", "third/y", "other/x", "demo/b", "demo/a"})(history(portal.Accounts{}, portal.Cursor{}, 9))
	two := portal.OnlyAccounts("demo", "other")
	got(t, []string{"demo/c", "other/x"})(history(two, portal.Cursor{}, 2))
	got(t, []string{"demo/b"})(history(two, portal.Cursor{At: foreign.CreatedAt, ID: "x"}, 1))
	got(t, []string{"demo/a"})(history(two, portal.Cursor{At: same.CreatedAt, ID: "b"}, 9)) // two of one instant
	got(t, []string{})(history(portal.OnlyAccounts(), portal.Cursor{}, 9))
}

func importRowsOf(t *testing.T, s portal.Store) {
	seed(t, s, "demo", "other")
	foreign := job("1", 0)
	foreign.Account = "other"
	addJobs(t, s, job("1", 0), foreign)
	row := func(n int64, status, before, left string) portal.ImportRow {
		return portal.ImportRow{Account: "demo", Job: "1", Row: n, Status: status, Kind: "customer", ID: "c", Before: before, LeftAs: left}
	}
	made, refused, changed, last := row(1, "imported", "", `{"b":1}`), row(2, "refused", "", ""), row(3, "updated", `{"a":1}`, text), row(4, "refused", "", "")
	in(t, s, func(tx portal.Tx) error {
		for _, r := range []portal.ImportRow{made, refused, changed, last} {
			wantErr(t, nil, tx.AddImportRow(ctx, r))
		}
		return tx.AddImportRow(ctx, portal.ImportRow{Account: "other", Job: "1", Row: 2, Status: "refused", LeftAs: "x"})
	})
	of := key("demo", "1")
	got(t, []portal.ImportRow{refused, last})(s.ImportRowsOf(ctx, of, "refused", 0, 9))
	got(t, []portal.ImportRow{refused})(s.ImportRowsOf(ctx, of, "refused", 0, 1))
	got(t, []portal.ImportRow{last})(s.ImportRowsOf(ctx, of, "refused", 2, 9))
	got(t, []portal.ImportRow(nil))(s.ImportRowsOf(ctx, of, "stale", 0, 9))
	got(t, []portal.ImportRow{changed, made})(s.ChangedRows(ctx, of, 99, 9))
	got(t, []portal.ImportRow{changed})(s.ChangedRows(ctx, of, 99, 1))
	got(t, []portal.ImportRow{made})(s.ChangedRows(ctx, of, 3, 9))
}

func importUndos(t *testing.T, s portal.Store) {
	seed(t, s, "demo", "other")
	done, foreign := job("1", 0), job("1", 0)
	done.State, foreign.State, foreign.Account = "done", "done", "other"
	addJobs(t, s, done, foreign)
	set := func(j portal.ImportJob, state string, row int64) (bool, error) {
		return verb(s, func(tx portal.Tx) (bool, error) { return tx.SetImportUndo(ctx, j, state, row) })
	}
	undoing := done
	undoing.State, undoing.UndoneBy, undoing.NextAt = "undoing", "admin:a1", noon
	got(t, false)(set(undoing, "failed", 0)) // it is in another state
	got(t, false)(set(undoing, "done", 7))   // nobody came as far
	got(t, true)(set(undoing, "done", 0))
	got(t, false)(set(undoing, "done", 0)) // somebody was first
	got(t, undoing)(s.ImportJob(ctx, key("demo", "1")))

	claimed, err := claimJob(s, noon)
	wantErr(t, nil, err)
	if claimed.ID != "1" || claimed.State != "undoing" || claimed.Attempts != 1 {
		t.Errorf("claimed %+v", claimed)
	}
	undoing.Counts, undoing.UndoneRow, undoing.Attempts = map[string]int64{"removed": 3}, 4, 0
	got(t, true)(set(undoing, "undoing", 0))
	got(t, false)(set(undoing, "undoing", 0))
	undoing.State, undoing.UndoneAt, undoing.UndoneRow, undoing.Reason = "undone", later, 1, text
	got(t, true)(set(undoing, "undoing", 4))
	got(t, undoing)(s.ImportJob(ctx, key("demo", "1")))
	got(t, foreign)(s.ImportJob(ctx, key("other", "1")))
}

// mirror puts one of each sort of thing in.
func mirror(t *testing.T, s portal.Store, account string, version int64) {
	source := portal.Source{Version: version}
	in(t, s, func(tx portal.Tx) error {
		wantErr(t, nil, put(tx.PutCustomer(ctx, portal.Customer{Key: key(account, "1"), Name: "Oak & Sons", Email: "a@oak.example", Source: source})))
		wantErr(t, nil, put(tx.PutPurchase(ctx, portal.Purchase{Key: key(account, "2"), Customer: "1", Status: "open", CreatedAt: noon, AsOf: noon, Source: source})))
		wantErr(t, nil, put(tx.PutSubscription(ctx, portal.Subscription{Key: key(account, "3"), Customer: "1", Status: "active", AsOf: noon, Source: source})))
		wantErr(t, nil, put(tx.PutOffer(ctx, portal.Offer{Key: key(account, "o"), Subscription: "3", AsOf: noon, Source: source})))
		wantErr(t, nil, put(tx.PutQuote(ctx, portal.Quote{Key: key(account, "2"), Number: "Q1", State: "open", AsOf: noon, Source: source})))
		return put(tx.PutPaymentMethod(ctx, portal.PaymentMethod{Key: key(account, "m"), Customer: "1", State: "active", AsOf: noon, Source: source}))
	})
}

// mirroredThings are what mirror puts in, by sort.
var mirroredThings = []struct {
	kind     portal.RecordType
	id, part string
	read     func(portal.Store, string) error
}{
	{portal.OfferRecord, "o", "3", func(s portal.Store, account string) error {
		offers, err := s.SubscriptionOffers(ctx, key(account, "3"))
		if err == nil && len(offers) == 0 {
			err = portal.ErrNotFound
		}
		return err
	}},
	{portal.QuoteRecord, "2", "", func(s portal.Store, a string) error { _, err := s.Quote(ctx, key(a, "2")); return err }},
	{portal.SubscriptionRecord, "3", "", func(s portal.Store, a string) error { _, err := s.Subscription(ctx, key(a, "3")); return err }},
	{portal.PurchaseRecord, "2", "", func(s portal.Store, a string) error { _, err := s.Purchase(ctx, key(a, "2")); return err }},
	{portal.MethodRecord, "m", "", func(s portal.Store, a string) error { _, err := s.PaymentMethod(ctx, key(a, "m")); return err }},
	{portal.CustomerRecord, "1", "", func(s portal.Store, a string) error { _, err := s.Customer(ctx, key(a, "1")); return err }},
}

func unmirrors(t *testing.T, s portal.Store) {
	seed(t, s, "demo", "other")
	mirror(t, s, "demo", 5)
	mirror(t, s, "other", 5)
	for _, thing := range mirroredThings {
		gone := func() (bool, error) {
			return verb(s, func(tx portal.Tx) (bool, error) {
				return tx.Unmirror(ctx, thing.kind, key("demo", thing.id), thing.part)
			})
		}
		got(t, true)(gone())
		got(t, false)(gone())
		wantErr(t, portal.ErrNotFound, thing.read(s, "demo"))
		wantErr(t, nil, thing.read(s, "other"))
	}
	mirror(t, s, "demo", 1) // what is gone has no version either
}

func forgottenSources(t *testing.T, s portal.Store) {
	seed(t, s, "demo", "other")
	mirror(t, s, "demo", 5)
	mirror(t, s, "other", 5)
	again := func(account string) (bool, error) {
		return verb(s, func(tx portal.Tx) (bool, error) {
			return tx.PutQuote(ctx, portal.Quote{Key: key(account, "2"), Number: "Q0", State: "open", AsOf: noon, Source: portal.Source{Version: 1}})
		})
	}
	got(t, false)(again("demo"))
	in(t, s, func(tx portal.Tx) error {
		for _, thing := range mirroredThings {
			wantErr(t, nil, tx.ForgetSource(ctx, thing.kind, key("demo", thing.id), thing.part))
		}
		return nil
	})
	mirror(t, s, "demo", 1)
	got(t, false)(again("other"))
}

func unmirroredDocuments(t *testing.T, s portal.Store) {
	seed(t, s, "demo")
	bare, filed := portal.Document{Account: "demo", ID: "d1", Invoice: "7041", Kind: portal.KindInvoice, IssuedOn: "2026-01-01"}, portal.Document{
		Account: "demo", ID: "d2", Invoice: "7042", Kind: portal.KindInvoice, IssuedOn: "2026-01-01",
	}
	in(t, s, func(tx portal.Tx) error {
		for _, d := range []portal.Document{bare, filed} {
			wantErr(t, nil, tx.AddInvoice(ctx, portal.Invoice{Key: key("demo", d.Invoice), Number: d.Invoice, Kind: d.Kind, IssuedOn: d.IssuedOn, CreatedAt: noon, AsOf: noon}))
			wantErr(t, nil, tx.AddDocument(ctx, d))
		}
		wantErr(t, nil, tx.PutBlob(ctx, "aa", []byte("x"), noon))
		return tx.AddPart(ctx, "demo", "d2", portal.Part{Role: "pdf", SHA256: "aa", Size: 1, Revision: 1})
	})
	gone := func(d portal.Document) (bool, error) {
		return verb(s, func(tx portal.Tx) (bool, error) {
			return tx.Unmirror(ctx, portal.DocumentRecord, key("demo", d.ID), d.Invoice)
		})
	}
	got(t, true)(gone(bare))
	got(t, false)(gone(bare))
	got(t, false)(gone(filed)) // the issuer's bytes are never thrown away
	_, err := s.Invoice(ctx, key("demo", "7041"))
	wantErr(t, portal.ErrNotFound, err)
	_, err = s.Invoice(ctx, key("demo", "7042"))
	wantErr(t, nil, err)
}

func actsSince(t *testing.T, s portal.Store) {
	seed(t, s, "demo", "other")
	of := portal.ObjectKey{Account: "demo", Kind: link.Invoice, ID: "7041"}
	seqs := map[string]int64{}
	entry := func(account, act string, at time.Time) {
		seqs[account]++
		e := portal.Entry{Account: account, Seq: seqs[account], At: at, Actor: "system", Act: act, Kind: string(of.Kind), Object: of.ID, Data: "{}"}
		in(t, s, func(tx portal.Tx) error { return tx.AppendAudit(ctx, e) })
	}
	for _, act := range []string{"document.mirrored", "import.restored"} {
		entry("demo", act, noon.Add(time.Hour))
	}
	entry("demo", "link.reissued", noon.Add(-time.Second))
	entry("other", "link.reissued", noon.Add(time.Hour))
	got(t, "")(s.ActedSince(ctx, of, noon))
	got(t, "link.reissued")(s.ActedSince(ctx, of, noon.Add(-time.Second)))
	look := portal.Visit{Object: of, Who: portal.VisitPerson, Page: "document", First: noon.Add(-time.Hour), Last: noon, Count: 2}
	in(t, s, func(tx portal.Tx) error { return tx.AddVisits(ctx, []portal.Visit{look}) })
	got(t, "link.opened")(s.ActedSince(ctx, of, noon))
	got(t, "")(s.ActedSince(ctx, of, noon.Add(time.Second)))
}
