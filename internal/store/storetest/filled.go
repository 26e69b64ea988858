package storetest

import (
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// fillInvoice replaces what the e-invoice says, and nothing else.
func fillInvoice(t *testing.T, s portal.Store) {
	seed(t, s, "demo", "other")
	was, foreign := fullInvoice("demo", "1"), fullInvoice("other", "1")
	referred := portal.Invoice{Key: key("demo", "7"), Number: "N-7"}
	add(t, s, was, foreign, referred)
	filled := was
	filled.Content = &portal.Content{Buyer: portal.Party{Name: "Harbour Pine"}}
	filled.Precedes, filled.Flags = []string{"N-7"}, []portal.Flag{{Code: "x"}}
	in(t, s, func(tx portal.Tx) error {
		other := filled
		other.Number, other.Customer = "not written", "not written"
		return tx.FillInvoice(ctx, other)
	})
	got(t, filled)(s.Invoice(ctx, was.Key))
	got(t, foreign)(s.Invoice(ctx, foreign.Key))
	got(t, []string{"1", "7"})(invoiceIDs(s.RelatedInvoices(ctx, referred.Key)))
	got(t, []string{"invoice 1"})(hits(s, "harbour pine", 9))

	emptied := filled
	emptied.Content, emptied.Precedes, emptied.Flags = nil, nil, nil
	in(t, s, func(tx portal.Tx) error { return tx.FillInvoice(ctx, emptied) })
	got(t, emptied)(s.Invoice(ctx, was.Key))
	got(t, []string{"7"})(invoiceIDs(s.RelatedInvoices(ctx, referred.Key)))
	got(t, []string{})(hits(s, "harbour pine", 9))
	in(t, s, func(tx portal.Tx) error {
		wantErr(t, portal.ErrNotFound, tx.FillInvoice(ctx, portal.Invoice{Key: key("demo", "2")}))
		return nil
	})
}

func setDocument(t *testing.T, s portal.Store) {
	seed(t, s, "demo", "other")
	add(t, s, fullInvoice("demo", "1"), fullInvoice("other", "1"))
	doc := portal.Document{Account: "demo", ID: "d1", Invoice: "1", Kind: portal.KindInvoice, Seq: 3}
	foreign := portal.Document{Account: "other", ID: "d1", Invoice: "1", Kind: portal.KindInvoice, Seq: 1}
	in(t, s, func(tx portal.Tx) error {
		if err := tx.AddDocument(ctx, foreign); err != nil {
			return err
		}
		return tx.AddDocument(ctx, doc)
	})
	doc.Kind, doc.IssuedOn = portal.KindCorrected, "2026-05-01"
	in(t, s, func(tx portal.Tx) error { return tx.SetDocument(ctx, doc) })
	got(t, doc)(s.DocumentByID(ctx, "demo", "d1"))
	got(t, foreign)(s.DocumentByID(ctx, "other", "d1"))
	in(t, s, func(tx portal.Tx) error {
		wantErr(t, portal.ErrNotFound, tx.SetDocument(ctx, portal.Document{Account: "demo", ID: "d2"}))
		return nil
	})
}
