package web_test

import (
	"context"
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// issued describes a document of account "acme" and its file; without a body its
// file is on its way.
func (w *world) issued(id, number, customer string, body []byte) {
	w.t.Helper()
	taken, err := w.service.Take(context.Background(), portal.ByCommand, portal.IssuedDocument{
		Key: portal.Key{Account: "acme", ID: id}, Number: number, Kind: portal.KindInvoice, Customer: customer, IssuedOn: "2025-09-01",
	})
	w.must(err)
	if body != nil {
		w.pdf("acme", taken.PathID, body)
		return
	}
	w.must(w.store.InTx(context.Background(), func(tx portal.Tx) error {
		return tx.AddFetch(context.Background(), portal.Fetch{Account: "acme", Document: id, Role: portal.PartPDF, State: portal.FetchQueued, NextAt: w.now()})
	}))
}

// v1 signs the number, and documentid says which of its documents: each opens,
// as a page and as a file, and nobody else's does.
func TestALinkToANumberOpensTheDocumentItAsksFor(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		w.account("acme", portal.V1Policy{On: true, LegacyInvoice: true})
		first, second := []byte("%PDF-1.7 first\n%%EOF\n"), []byte("%PDF-1.7 second\n%%EOF\n")
		w.issued("1", "N-7", "8801", first)
		w.issued("2", "N-7", "8801", second)
		w.issued("3", "N-7", "9999", []byte("%PDF-1.7 foreign\n%%EOF\n"))
		f := formula{account: "acme", kind: "invoice", id: "N-7", start: noon, end: noon + day, secret: []byte(seedText)}
		for document, want := range map[string]string{"1": string(first), "2": string(second), "3": ""} {
			for _, legacy := range []bool{true, false} {
				f.legacy, f.ending, f.params = legacy, ".pdf", []string{"documentid=" + document}
				a := w.get(w.sign(f, true))
				if want == "" && a.status == 404 || a.status == 200 && string(a.body) == want {
					continue
				}
				t.Errorf("document %s, legacy %v: status %d, %q", document, legacy, a.status, a.body[:min(len(a.body), 30)])
			}
		}
		f.legacy, f.ending, f.params = false, "", []string{"documentid=2"}
		page := w.get(w.sign(f, true))
		_, tail, _ := strings.Cut(string(page.body), `href="/acme/invoice/N-7.pdf?`)
		query, _, _ := strings.Cut(tail, `"`)
		if a := w.get("/acme/invoice/N-7.pdf?" + strings.ReplaceAll(query, "&amp;", "&")); page.status != 200 || string(a.body) != string(second) {
			t.Errorf("page %d; its file is %d %.40q", page.status, a.status, a.body)
		}
	})
}

// Case 40: a file that is on its way is not there yet, and nothing stands in for
// it.
func TestAFileOnItsWayIsSaidToBe(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		w.account("acme", portal.V1Policy{})
		w.issued("1", "N-7", "8801", nil)
		f := formula{account: "acme", kind: "invoice", id: "N-7", start: noon, end: noon + day}
		if a := w.get(w.sign(f, false)); a.status != 200 || !strings.Contains(string(a.body), "is being prepared") {
			t.Errorf("the page: status %d", a.status)
		}
		f.ending = ".pdf"
		a := w.get(w.sign(f, false))
		if a.status != 404 || a.page() != "not-found" || !strings.Contains(string(a.body), "is being prepared") {
			t.Errorf("the file: status %d, page %q", a.status, a.page())
		}
	})
}
