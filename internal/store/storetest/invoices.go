package storetest

import (
	"bytes"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

func fullInvoice(account, id string) portal.Invoice {
	return portal.Invoice{
		Key: key(account, id), Number: "018304 / 28865", Reference: "7F3Q-2M9D",
		Kind: portal.KindCreditPartial, Purchase: "366332011", Customer: "8801", Email: "z@example.org",
		IssuedOn: "2026-03-14", DueOn: "2026-04-13", Currency: "EUR",
		Totals:   portal.Totals{Net: "1100.00", Tax: "209.00", Gross: "1309.00", Paid: "0", Due: "1309.00"},
		Corrects: "d0", Precedes: []string{"2", "1", "2"},
		Flags: []portal.Flag{{Code: "BR-CO-10", Detail: text}},
		Content: &portal.Content{
			Profile: "urn:cen.eu:en16931:2017", Notes: []portal.Note{{Text: text}},
			Buyer: portal.Party{Name: text, LegalID: portal.ID{Scheme: "0088", Value: "1"}},
			Payee: &portal.Party{Name: "Payee"},
			Lines: []portal.Line{{ID: "1", Name: text, Quantity: "1.0000", Price: "0.1", Net: "0.10"}},
		},
		Details: portal.InvoiceDetails{StatusCode: "PPR", PaidOn: "2026-03-15"}, Source: portal.Source{Version: 1},
		AsOf: noon, CreatedAt: noon.AddDate(0, 0, 1),
	}
}

// add adds invoices one after the other.
func add(t *testing.T, s portal.Store, all ...portal.Invoice) {
	t.Helper()
	in(t, s, func(tx portal.Tx) error {
		for _, inv := range all {
			if err := tx.AddInvoice(ctx, inv); err != nil {
				return err
			}
		}
		return nil
	})
}

func invoices(t *testing.T, s portal.Store) {
	seed(t, s, "demo")
	full, second := fullInvoice("demo", "018304-28865"), fullInvoice("demo", "018304-28865-0a1b2c")
	bare := portal.Invoice{Key: key("demo", "1")}
	second.CreatedAt = noon.AddDate(-1, 0, 0) // came later all the same
	add(t, s, full, second, bare)
	got(t, full)(s.Invoice(ctx, full.Key))
	got(t, bare)(s.Invoice(ctx, bare.Key))
	got(t, []portal.Invoice{full, second})(s.InvoicesNumbered(ctx, "demo", full.Number))

	full.Content, second.Content = nil, nil
	got(t, []portal.Invoice{second, full})(s.PurchaseInvoices(ctx, key("demo", "366332011")))
	got(t, []portal.Invoice(nil))(s.PurchaseInvoices(ctx, key("demo", "")))
}

func legacyNumbers(t *testing.T, s portal.Store) {
	in(t, s, func(tx portal.Tx) error {
		for slug, policy := range map[string]portal.V1Policy{
			"takes": {On: true, LegacyInvoice: true},
			"off":   {LegacyInvoice: true},
			"plain": {On: true},
		} {
			if err := tx.AddAccount(ctx, portal.Account{Slug: slug, V1: policy}); err != nil {
				return err
			}
			for _, number := range []string{"7", "only-" + slug} {
				inv := portal.Invoice{Key: key(slug, "id-"+number), Number: number}
				if err := tx.AddInvoice(ctx, inv); err != nil {
					return err
				}
			}
		}
		return nil
	})
	got(t, "takes")(s.LegacyAccount(ctx, "7"))
	got(t, "takes")(s.LegacyAccount(ctx, "only-takes"))
	for _, number := range []string{"only-off", "only-plain", "8", ""} {
		_, err := s.LegacyAccount(ctx, number)
		wantErr(t, portal.ErrNotFound, err)
	}
	in(t, s, func(tx portal.Tx) error {
		return tx.SetAccount(ctx, portal.Account{Slug: "plain", V1: portal.V1Policy{On: true, LegacyInvoice: true}})
	})
	got(t, "plain")(s.LegacyAccount(ctx, "only-plain"))
}

func invoiceOrder(t *testing.T, s portal.Store) {
	seed(t, s, "demo")
	for _, inv := range []portal.Invoice{
		{Key: key("demo", "z-first"), IssuedOn: "2026-02-01"},
		{Key: key("demo", "a-second"), IssuedOn: "2026-02-01"},
		{Key: key("demo", "m-old"), IssuedOn: "2025-12-31"},
		{Key: key("demo", "undated")},
		{Key: key("demo", "new"), IssuedOn: "2026-11-01"},
		{Key: key("demo", "late"), IssuedOn: "2026-05-05", Source: portal.Source{ModifiedAt: later}},
		{Key: key("demo", "early"), IssuedOn: "2026-05-05", Source: portal.Source{ModifiedAt: noon}},
	} {
		inv.Purchase = "1"
		add(t, s, inv)
	}
	got(t, []string{"new", "late", "early", "a-second", "z-first", "m-old", "undated"})(
		invoiceIDs(s.PurchaseInvoices(ctx, key("demo", "1"))))
}

func relatedInvoices(t *testing.T, s portal.Store) {
	seed(t, s, "demo", "other")
	add(t, s,
		portal.Invoice{Key: key("demo", "first"), Number: "1", IssuedOn: "2026-01-01"},
		portal.Invoice{Key: key("demo", "first-bis"), Number: "1", IssuedOn: "2026-01-02"},
		portal.Invoice{Key: key("demo", "credit"), Number: "2", Precedes: []string{"1", "404"}, IssuedOn: "2026-01-03",
			Content: &portal.Content{}},
		portal.Invoice{Key: key("demo", "again"), Number: "3", Precedes: []string{"2"}, IssuedOn: "2026-01-04"},
		portal.Invoice{Key: key("demo", "apart"), Number: "4", IssuedOn: "2026-01-05"},
		portal.Invoice{Key: key("other", "first"), Number: "1", Precedes: []string{"2"}},
		portal.Invoice{Key: key("other", "credit"), Number: "2", Precedes: []string{"1"}},
		portal.Invoice{Key: key("other", "apart"), Number: "404", Precedes: []string{"1", "2", "3"}},
	)
	for id, want := range map[string][]string{
		"first":   {"credit", "first"},
		"credit":  {"again", "credit", "first-bis", "first"},
		"again":   {"again", "credit"},
		"apart":   {"apart"},
		"nothing": {},
	} {
		got(t, want)(invoiceIDs(s.RelatedInvoices(ctx, key("demo", id))))
	}
	related, err := s.RelatedInvoices(ctx, key("demo", "again"))
	if err != nil || related[1].Content != nil || len(related[1].Precedes) != 2 {
		t.Errorf("want no content and two numbers, have %+v, %v", related, err)
	}
}

func documents(t *testing.T, s portal.Store) {
	seed(t, s, "demo")
	large := bytes.Repeat([]byte("\x00%PDF\xff\xfe'"), 1<<18) // 2 MiB
	pdf := portal.Part{Role: portal.PartPDF, SHA256: "aa", Size: int64(len(large)), MIME: "application/pdf",
		Filename: text, Revision: 1}
	ubl := portal.Part{Role: portal.PartUBL, SHA256: "bb", Revision: 1}
	late := portal.Document{Account: "demo", ID: "a-late", Invoice: "1", Kind: portal.KindCorrected,
		IssuedOn: "2026-03-14", Seq: 20, Parts: []portal.Part{ubl, pdf}}
	early := portal.Document{Account: "demo", ID: "z-early", Invoice: "1", Seq: 3}
	add(t, s, portal.Invoice{Key: key("demo", "1")})
	in(t, s, func(tx portal.Tx) error {
		for _, put := range []func() error{
			func() error { return tx.PutBlob(ctx, "aa", large, noon) },
			func() error { return tx.PutBlob(ctx, "aa", large, noon) },
			func() error { return tx.PutBlob(ctx, "bb", nil, noon) },
			func() error { return tx.AddDocument(ctx, late) },
			func() error { return tx.AddDocument(ctx, early) },
			func() error { return tx.AddPart(ctx, "demo", "z-early", pdf) },
		} {
			if err := put(); err != nil {
				return err
			}
		}
		return nil
	})
	early.Parts = []portal.Part{pdf}
	got(t, []portal.Document{early, late})(s.Documents(ctx, key("demo", "1")))
	got(t, late)(s.DocumentByID(ctx, "demo", "a-late"))
	got(t, late)(s.DocumentWithHash(ctx, "demo", "bb"))
	got(t, early)(s.DocumentWithHash(ctx, "demo", "aa"))
	got(t, []byte{})(s.Blob(ctx, "bb"))
	body, err := s.Blob(ctx, "aa")
	if err != nil || !bytes.Equal(body, large) {
		t.Errorf("the blob came back as %d bytes, %v", len(body), err)
	}
}
