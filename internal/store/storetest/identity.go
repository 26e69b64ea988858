package storetest

import (
	"testing"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// fill gives an account one of everything, with the same ids in each account.
func fill(tx portal.Tx, account string) error {
	part := portal.Part{Role: portal.PartPDF, SHA256: "aa"}
	own := portal.Part{Role: portal.PartUBL, SHA256: account}
	steps := []func() error{
		func() error { return tx.AddAccount(ctx, portal.Account{Slug: account}) },
		func() error { return put(tx.PutCustomer(ctx, portal.Customer{Key: key(account, "1"), Name: account})) },
		func() error {
			return put(tx.PutPurchase(ctx, portal.Purchase{Key: key(account, "1"), Status: account}))
		},
		func() error {
			return tx.AddInvoice(ctx, portal.Invoice{Key: key(account, "1"), Number: "1", Purchase: "1", Email: account})
		},
		func() error { return tx.PutBlob(ctx, "aa", []byte("shared"), noon) },
		func() error { return tx.PutBlob(ctx, account, []byte(account), noon) },
		func() error {
			return tx.AddDocument(ctx, portal.Document{Account: account, ID: "1", Invoice: "1",
				Parts: []portal.Part{part, own}})
		},
		func() error {
			_, err := tx.Issue(ctx, state(account, 1, 0))
			return err
		},
		func() error {
			return tx.AddMessage(ctx, portal.Message{ID: account, Account: account, State: portal.Queued,
				Object: object(account)})
		},
		func() error {
			return tx.AppendAudit(ctx, portal.Entry{Account: account, Seq: 1, Kind: "k", Object: "1", Data: "{}"})
		},
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func object(account string) portal.ObjectKey {
	return portal.ObjectKey{Account: account, Kind: link.Invoice, ID: "1"}
}

func isolation(t *testing.T, s portal.Store) {
	in(t, s, func(tx portal.Tx) error {
		if err := fill(tx, "demo"); err != nil {
			return err
		}
		return fill(tx, "other")
	})
	for _, account := range []string{"demo", "other"} {
		k := key(account, "1")
		customer, err := s.Customer(ctx, k)
		got(t, account)(customer.Name, err)
		purchase, err := s.Purchase(ctx, k)
		got(t, account)(purchase.Status, err)
		invoice, err := s.Invoice(ctx, k)
		got(t, account)(invoice.Email, err)
		document, err := s.DocumentByID(ctx, account, "1")
		got(t, account)(document.Parts[1].SHA256, err)
		document, err = s.DocumentWithHash(ctx, account, "aa")
		got(t, account)(document.Account, err)
		state, err := s.LinkState(ctx, object(account))
		got(t, int64(1))(state.Generation, err)

		for what, read := range map[string]func() (string, int, error){
			"numbered": func() (string, int, error) {
				all, err := s.InvoicesNumbered(ctx, account, "1")
				return all[0].Account, len(all), err
			},
			"of the purchase": func() (string, int, error) {
				all, err := s.PurchaseInvoices(ctx, k)
				return all[0].Account, len(all), err
			},
			"related": func() (string, int, error) {
				all, err := s.RelatedInvoices(ctx, k)
				return all[0].Account, len(all), err
			},
			"documents": func() (string, int, error) {
				all, err := s.Documents(ctx, k)
				return all[0].Account, len(all), err
			},
			"messages": func() (string, int, error) {
				all, err := s.Messages(ctx, object(account), 9)
				return all[0].Account, len(all), err
			},
			"timeline": func() (string, int, error) {
				all, err := s.Timeline(ctx, account, "k", "1", 9)
				return all[0].Account, len(all), err
			},
			"audit": func() (string, int, error) {
				all, err := s.Audit(ctx, account, 0, 9)
				return all[0].Account, len(all), err
			},
		} {
			if have, n, err := read(); have != account || n != 1 || err != nil {
				t.Errorf("%s in %s: %d of %s, %v", what, account, n, have, err)
			}
		}
	}
	_, err := s.DocumentWithHash(ctx, "demo", "other")
	wantErr(t, portal.ErrNotFound, err)
}

func notFound(t *testing.T, s portal.Store) {
	in(t, s, func(tx portal.Tx) error { return fill(tx, "demo") })
	for _, k := range []portal.Key{key("demo", "2"), key("none", "1"), key("Demo", "1"), {}} {
		_, err := s.Customer(ctx, k)
		wantErr(t, portal.ErrNotFound, err)
		_, err = s.Purchase(ctx, k)
		wantErr(t, portal.ErrNotFound, err)
		_, err = s.Invoice(ctx, k)
		wantErr(t, portal.ErrNotFound, err)
		_, err = s.DocumentByID(ctx, k.Account, k.ID)
		wantErr(t, portal.ErrNotFound, err)
		_, err = s.DocumentWithHash(ctx, k.Account, k.ID)
		wantErr(t, portal.ErrNotFound, err)
		object := portal.ObjectKey{Account: k.Account, Kind: link.Invoice, ID: k.ID}
		got(t, portal.LinkState{ObjectKey: object})(s.LinkState(ctx, object))
		got(t, []string{})(invoiceIDs(s.RelatedInvoices(ctx, k)))
	}
	for _, read := range []func(portal.Reader) error{
		func(r portal.Reader) error { _, err := r.Account(ctx, "none"); return err },
		func(r portal.Reader) error { _, err := r.Blob(ctx, "none"); return err },
		func(r portal.Reader) error { _, err := r.Message(ctx, "none"); return err },
		func(r portal.Reader) error { _, err := r.Admin(ctx, "none"); return err },
		func(r portal.Reader) error { _, err := r.AdminByEmail(ctx, "none"); return err },
		func(r portal.Reader) error { _, err := r.Session(ctx, nil); return err },
	} {
		wantErr(t, portal.ErrNotFound, read(s))
		in(t, s, func(tx portal.Tx) error {
			wantErr(t, portal.ErrNotFound, read(tx))
			return nil
		})
	}
	in(t, s, func(tx portal.Tx) error {
		wantErr(t, portal.ErrNotFound, tx.SetAccount(ctx, portal.Account{Slug: "none"}))
		wantErr(t, portal.ErrNotFound, tx.SetAdminPassword(ctx, "none", "hash"))
		return nil
	})
}

// exists also wants the transaction to go on after ErrExists.
func exists(t *testing.T, s portal.Store) {
	admin := portal.Admin{ID: "a1", Email: "a@example.org"}
	in(t, s, func(tx portal.Tx) error {
		if err := fill(tx, "demo"); err != nil {
			return err
		}
		if err := tx.AddAdmin(ctx, admin); err != nil {
			return err
		}
		return tx.AddSession(ctx, portal.Session{IDHash: []byte{1}, AdminID: "a1"})
	})
	in(t, s, func(tx portal.Tx) error {
		for what, err := range map[string]error{
			"account":  tx.AddAccount(ctx, portal.Account{Slug: "demo", Name: "changed"}),
			"invoice":  tx.AddInvoice(ctx, portal.Invoice{Key: key("demo", "1"), Email: "changed"}),
			"document": tx.AddDocument(ctx, portal.Document{Account: "demo", ID: "1", Invoice: "1"}),
			"part":     tx.AddPart(ctx, "demo", "1", portal.Part{Role: portal.PartPDF, SHA256: "demo"}),
			"message":  tx.AddMessage(ctx, portal.Message{ID: "demo", Account: "demo"}),
			"admin id": tx.AddAdmin(ctx, portal.Admin{ID: "a1", Email: "other"}),
			"e-mail":   tx.AddAdmin(ctx, portal.Admin{ID: "a2", Email: admin.Email}),
			"session":  tx.AddSession(ctx, portal.Session{IDHash: []byte{1}, AdminID: "a1"}),
			"audit":    tx.AppendAudit(ctx, portal.Entry{Account: "demo", Seq: 1, Data: "{}"}),
		} {
			t.Log(what)
			wantErr(t, portal.ErrExists, err)
		}
		return put(tx.PutCustomer(ctx, portal.Customer{Key: key("demo", "2")}))
	})
	invoice, err := s.Invoice(ctx, key("demo", "1"))
	got(t, "demo")(invoice.Email, err)
	got(t, admin)(s.Admin(ctx, "a1"))
	got(t, portal.Customer{Key: key("demo", "2")})(s.Customer(ctx, key("demo", "2")))
}
