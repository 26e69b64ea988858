package storetest

import (
	"fmt"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// paper adds a document "1" to each account, with a PDF of bytes "aa" and an
// e-invoice of bytes "bb".
func paper(t *testing.T, s portal.Store, accounts ...string) (pdf, ubl portal.Part) {
	t.Helper()
	seed(t, s, accounts...)
	pdf = portal.Part{Role: portal.PartPDF, SHA256: "aa", Size: 2, Revision: 1, MIME: "application/pdf", Filename: text}
	ubl = portal.Part{Role: portal.PartUBL, SHA256: "bb", Size: 3, Revision: 1}
	in(t, s, func(tx portal.Tx) error {
		for _, hash := range []string{"aa", "bb", "cc", "dd"} {
			if err := tx.PutBlob(ctx, hash, []byte(hash), noon); err != nil {
				return err
			}
		}
		for _, account := range accounts {
			if err := tx.AddInvoice(ctx, portal.Invoice{Key: key(account, "1")}); err != nil {
				return err
			}
			d := portal.Document{Account: account, ID: "1", Invoice: "1", Parts: []portal.Part{pdf, ubl}}
			if err := tx.AddDocument(ctx, d); err != nil {
				return err
			}
		}
		return nil
	})
	return pdf, ubl
}

func tryRevise(s portal.Store, document string, p portal.Part, at time.Time) (bool, error) {
	return verb(s, func(tx portal.Tx) (bool, error) { return tx.RevisePart(ctx, "demo", document, p, at) })
}

func revisions(t *testing.T, s portal.Store) {
	pdf, ubl := paper(t, s, "demo", "other")
	got(t, []portal.Part(nil))(s.PastParts(ctx, "demo", "1"))
	got(t, false)(tryRevise(s, "1", pdf, noon)) // the same bytes
	got(t, false)(tryRevise(s, "2", portal.Part{Role: portal.PartPDF, SHA256: "cc"}, noon))
	got(t, false)(tryRevise(s, "1", portal.Part{Role: portal.PartCII, SHA256: "cc"}, noon))

	second := portal.Part{Role: portal.PartPDF, SHA256: "cc", Size: 9, MIME: "x/y", Filename: "new.pdf", Revision: 2}
	third := portal.Part{Role: portal.PartPDF, SHA256: "aa", Size: 2, Revision: 3} // as it was at first
	got(t, true)(tryRevise(s, "1", second, later))
	got(t, false)(tryRevise(s, "1", second, later))
	got(t, []portal.Part{pdf})(s.PastParts(ctx, "demo", "1"))
	document := portal.Document{Account: "demo", ID: "1", Invoice: "1", Parts: []portal.Part{second, ubl}}
	got(t, document)(s.DocumentByID(ctx, "demo", "1"))
	got(t, document)(s.DocumentWithHash(ctx, "demo", "cc"))
	got(t, document)(s.DocumentWithHash(ctx, "demo", "aa")) // it had them
	got(t, true)(tryRevise(s, "1", third, later))
	other := ubl
	other.SHA256, other.Revision = "dd", 2
	got(t, true)(tryRevise(s, "1", other, later.Add(time.Hour)))
	got(t, []portal.Part{pdf, second, ubl})(s.PastParts(ctx, "demo", "1"))
	document.Parts = []portal.Part{third, other}
	got(t, []portal.Document{document})(s.Documents(ctx, key("demo", "1")))

	got(t, []portal.Part(nil))(s.PastParts(ctx, "other", "1"))
	document.Account, document.Parts = "other", []portal.Part{pdf, ubl}
	got(t, document)(s.DocumentByID(ctx, "other", "1"))
}

// revisionRace: of many that revise at once none gets lost, and each is
// numbered.
func revisionRace(t *testing.T, s portal.Store) {
	paper(t, s, "demo")
	const total = 12
	for i := range total {
		in(t, s, func(tx portal.Tx) error { return tx.PutBlob(ctx, fmt.Sprint(i), nil, noon) })
	}
	won := together(t, total, func(i int) (bool, error) {
		return tryRevise(s, "1", portal.Part{Role: portal.PartPDF, SHA256: fmt.Sprint(i)}, later)
	})
	past, err := s.PastParts(ctx, "demo", "1")
	if err != nil || count(won) != total || len(past) != total {
		t.Fatalf("won %v; %d were kept, %v", won, len(past), err)
	}
	seen := map[string]bool{}
	for i, p := range past {
		if p.Revision != int64(i+1) || seen[p.SHA256] {
			t.Errorf("revision %d stands at %d, of %s", p.Revision, i+1, p.SHA256)
		}
		seen[p.SHA256] = true
	}
	document, err := s.DocumentByID(ctx, "demo", "1")
	if err != nil || document.Parts[0].Revision != total+1 || seen[document.Parts[0].SHA256] {
		t.Errorf("in force: %+v, %v", document.Parts[0], err)
	}
}
