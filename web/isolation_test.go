package web_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// twins are two accounts with the same ids in everything.
func (w *world) twins() {
	w.t.Helper()
	for _, account := range []string{"acme", "other"} {
		w.account(account, portal.V1Policy{On: true})
		w.customer(account, "8801", "Customer of "+account, account+"@buyer.example")
		w.order(account, "20417", "8801")
		body := bytes.ReplaceAll(sampleFile(w.t, "fjordlight-1-due.xml"), []byte("Team plan"), []byte("Plan of "+account))
		w.invoice(account, "20417", body)
		w.pdf(account, "INV-2026-0417", []byte("%PDF-1.7 of "+account))
	}
}

// law 7: an object is looked up by account and id. Two accounts with the same
// ids never reach each other's order, invoice, file, mail or link state.
func TestTwoAccountsWithTheSameIDsNeverMeet(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		w.twins()
		for account, foreign := range map[string]string{"acme": "other", "other": "acme"} {
			inv := w.linkTo(account, "invoice", "INV-2026-0417")
			for name, target := range map[string]string{
				"order": w.linkTo(account, "p", "20417"), "invoice": inv,
				"PDF": strings.Replace(inv, "?", ".pdf?", 1), "XML": strings.Replace(inv, "?", ".xml?", 1),
			} {
				a := w.get(target)
				if a.status != 200 || !bytes.Contains(a.body, []byte("of "+account)) || bytes.Contains(a.body, []byte("of "+foreign)) {
					t.Errorf("%s of %s: status %d\n%s", name, account, a.status, readable(a.body))
				}
			}
			if a := w.get(strings.Replace(inv, "/"+account+"/", "/"+foreign+"/", 1)); a.status != 403 {
				t.Errorf("a link of %s under the name of %s: status %d", account, foreign, a.status)
			}
		}
		w.act("revoke", order("acme", "20417"), portal.Ask{})
		w.act("reissue", invoice("acme", "INV-2026-0417"), portal.Ask{Mail: true})
		for kind, id := range map[string]string{"p": "20417", "invoice": "INV-2026-0417"} {
			if a := w.get(w.linkTo("other", kind, id)); a.status != 200 {
				t.Errorf("%s of other after verbs on acme's: status %d, page %q", kind, a.status, a.page())
			}
		}
		if letters := w.deliver(); len(letters) != 1 || letters[0].To != "acme@buyer.example" {
			t.Errorf("letters %+v", letters)
		}
	})
}

// law 7: a document of one account is not one of another's, though its id and
// its invoice's number are known there.
func TestADocumentOfAnotherAccountIsNotFound(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		w.twins()
		docs, err := w.store.Documents(context.Background(), portal.Key{Account: "other", ID: "INV-2026-0417"})
		if err != nil || len(docs) != 1 {
			t.Fatalf("documents %v, %v", docs, err)
		}
		for _, v1 := range []bool{false, true} {
			f := formula{account: "acme", kind: "invoice", id: "INV-2026-0417", start: noon, end: noon + day, params: []string{"documentid=" + docs[0].ID}}
			for _, ending := range []string{"", ".pdf", ".xml"} {
				f.ending = ending
				if a := w.get(w.sign(f, v1)); a.status != 404 || a.page() != "not-found" {
					t.Errorf("v1 %v %s: status %d, page %q", v1, ending, a.status, a.page())
				}
			}
		}
	})
}

// law 7: nor is a document of one invoice one of another's in the same account.
func TestADocumentOfAnotherInvoiceIsNotFound(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		w.account("acme", portal.V1Policy{On: true})
		own := w.invoice("acme", "", sampleFile(t, "fjordlight-1-due.xml"))
		foreign := w.invoice("acme", "", sampleFile(t, "fjordlight-4-credit-note.xml"))
		f := formula{account: "acme", kind: "invoice", id: own.ID, start: noon, end: noon + day}
		for _, v1 := range []bool{false, true} {
			for _, ending := range []string{"", ".pdf", ".xml"} {
				f.ending = ending
				for document, status := range map[string]int{own.DocumentID: 200, foreign.DocumentID: 404} {
					f.params = []string{"documentid=" + document}
					if a := w.get(w.sign(f, v1)); a.status != status {
						t.Errorf("v1 %v %s: status %d, want %d", v1, ending, a.status, status)
					}
				}
			}
		}
	})
}

// law 7: a grant opens its own kind and nothing else; the empty one and one
// whose time is over open nothing.
func TestAGrantOpensItsOwnKindOnly(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		w.twins()
		ctx := context.Background()
		good := w.admit(w.linkTo("acme", "p", "20417")).Grant
		goodInvoice := w.admit(w.linkTo("acme", "invoice", "INV-2026-0417")).Grant
		lapsed, lapsedInvoice := w.lapsedGrant(order("acme", "20417")), w.lapsedGrant(invoice("acme", "INV-2026-0417"))
		purchase := func(g link.Grant) error { _, err := w.service.Purchase(ctx, g); return err }
		page := func(g link.Grant) error { _, err := w.service.Invoice(ctx, g); return err }
		file := func(g link.Grant) error { _, err := w.service.InvoiceFile(ctx, g, link.PDF); return err }
		renew := func(g link.Grant) error { return w.service.Renew(ctx, g) }
		address := func(g link.Grant) error { _, err := w.service.Renewable(ctx, g); return err }
		for i, c := range []struct {
			open  func(link.Grant) error
			grant link.Grant
			want  error
		}{
			{purchase, good, nil}, {page, goodInvoice, nil}, {file, goodInvoice, nil},
			{purchase, goodInvoice, link.ErrOtherKind}, {page, good, link.ErrOtherKind}, {file, good, link.ErrOtherKind},
			{purchase, lapsed, link.ErrLapsed}, {page, lapsedInvoice, link.ErrLapsed}, {file, lapsedInvoice, link.ErrLapsed},
			{purchase, link.Grant{}, link.ErrNoGrant}, {page, link.Grant{}, link.ErrNoGrant}, {file, link.Grant{}, link.ErrNoGrant},
			{renew, link.Grant{}, link.ErrNoGrant}, {address, link.Grant{}, link.ErrNoGrant},
		} {
			if err := c.open(c.grant); !errors.Is(err, c.want) {
				t.Errorf("case %d: %v, want %v", i, err, c.want)
			}
		}
	})
}
