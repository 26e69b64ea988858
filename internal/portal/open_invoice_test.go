package portal_test

import (
	"testing"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

func (s stall) invoice(id string, params ...string) (portal.OpenInvoice, error) {
	s.t.Helper()
	return s.service.Invoice(ctx, s.link(link.Invoice, id, params...))
}

// Case 36: credit notes that came out of order stand by their date, and the
// invoice stays what it is. Every kind of document is in the history.
func TestAHistoryHoldsEveryDocumentByItsDate(t *testing.T) {
	inStalls(t, func(t *testing.T, s stall) {
		s.mirror(sold("500", portal.PurchasePartiallyRefunded), issued("A-1", portal.KindInvoice, "2025-09-01", "0.00"),
			issued("C-3", portal.KindCreditPartial, "2025-09-30", ""), issued("C-1", portal.KindCreditPartial, "2025-09-10", ""),
			issued("C-2", portal.KindCreditVAT, "2025-09-20", ""))
		history := s.purchase("500").History
		got := ""
		for _, r := range history {
			got += r.Invoice.ID + " "
		}
		if got != "C-3 C-2 C-1 A-1 " {
			t.Errorf("history %s", got)
		}
		open, err := s.invoice("A-1")
		s.must(err)
		if open.Invoice.Kind != portal.KindInvoice || len(open.History) != 4 {
			t.Errorf("it opens %+v with %d", open.Invoice, len(open.History))
		}
		for i, k := range []portal.DocumentKind{
			portal.KindPaymentRequest, portal.KindCreditFull, portal.KindCreditChargeback, portal.KindCreditDebit,
			portal.KindCorrected, portal.KindQuote, portal.KindTest, portal.KindReceipt, portal.KindConfirmation,
		} {
			s.mirror(issued("X-"+string(rune('1'+i)), k, "2025-10-01", ""))
		}
		if n := len(s.purchase("500").History); n != 13 {
			t.Errorf("%d documents, want 13", n)
		}
	})
}

// Case 38, and 39: a document that shares the number is opened by its id, and
// without one all are listed, unless they are another customer's.
func TestOneNumberMayNameSeveralDocuments(t *testing.T) {
	inStalls(t, func(t *testing.T, s stall) {
		first, second, foreign := issued("A-1", portal.KindInvoice, "2025-09-01", ""),
			issued("A-1-aaaaaa", portal.KindCorrected, "2025-09-02", ""), issued("A-1-bbbbbb", portal.KindInvoice, "2025-09-03", "")
		second.Number, foreign.Number, foreign.Purchase, foreign.Customer = "A-1", "A-1", "777", "9999"
		s.mirror(first, second, foreign, file("d1", "A-1"), file("d2", "A-1-aaaaaa"), file("d3", "A-1-bbbbbb"),
			issued("A-2", portal.KindInvoice, "2025-09-03", ""), file("d4", "A-2"))
		open, err := s.invoice("A-1")
		s.must(err)
		if len(open.Namesakes) != 2 || open.Namesakes[0].Document.ID != "d1" || open.Namesakes[1].Document.ID != "d2" || open.Namesakes[1].Target == "" {
			t.Errorf("namesakes %+v", open.Namesakes)
		}
		open, err = s.invoice("A-1", "documentid", "d1")
		s.must(err)
		if len(open.Namesakes) != 0 || open.Document.ID != "d1" {
			t.Errorf("asked for d1: %+v", open)
		}
		open, err = s.invoice("A-1", "documentid", "d2")
		s.must(err)
		if open.Invoice.ID != "A-1-aaaaaa" || open.Invoice.Kind != portal.KindCorrected || open.Document.ID != "d2" {
			t.Errorf("asked for d2: %+v", open)
		}
		b := &system{}
		s.wire(b)
		_, err = s.service.Preview(ctx, s.link(link.Invoice, "A-1", "documentid", "d2"), portal.Act{Action: portal.ActionPay})
		if err == nil || b.asked.Subject.ID != "A-1-aaaaaa" {
			t.Errorf("an act on d2 is about %+v, %v", b.asked.Subject, err)
		}
		for _, foreign := range []string{"d3", "d4"} {
			_, err = s.invoice("A-1", "documentid", foreign)
			missing(t, "document "+foreign, err)
			_, err = s.service.InvoiceFile(ctx, s.link(link.Invoice, "A-1", "documentid", foreign), link.PDF)
			missing(t, "file of "+foreign, err)
		}
	})
}

// Case 40.
func TestAFileThatIsStillFetchedIsNotMissing(t *testing.T) {
	inStalls(t, func(t *testing.T, s stall) {
		s.mirror(issued("A-1", portal.KindInvoice, "2025-09-01", ""), file("d1", "A-1"))
		g := s.link(link.Invoice, "A-1")
		_, err := s.service.InvoiceFile(ctx, g, link.PDF)
		missing(t, "a file that nobody named", err)
		s.mirror(portal.Fetch{Account: "acme", Document: "d1", Role: portal.PartPDF, State: "queued", NextAt: s.now()})
		f, err := s.service.InvoiceFile(ctx, g, link.PDF)
		if err != nil || !f.Pending {
			t.Errorf("%+v, %v", f, err)
		}
		open, err := s.invoice("A-1")
		if err != nil || !open.Fetching {
			t.Errorf("the page: fetching %v, %v", open.Fetching, err)
		}
	})
}

// Case 42: a draft is nowhere.
func TestADraftIsShownToNobody(t *testing.T) {
	inStalls(t, func(t *testing.T, s stall) {
		draft := issued("C-1", portal.KindCreditFull, "2025-09-02", "")
		draft.Details.State = portal.InvoiceDraft
		s.mirror(sold("500", portal.PurchaseRefunded), issued("A-1", portal.KindInvoice, "2025-09-01", ""), draft, file("d1", "C-1"))
		_, err := s.invoice("C-1")
		missing(t, "its page", err)
		for _, form := range []link.Form{link.PDF, link.XML} {
			_, err = s.service.InvoiceFile(ctx, s.link(link.Invoice, "C-1"), form)
			missing(t, "its file", err)
		}
		open := s.purchase("500")
		if len(open.History) != 1 || !open.CreditMissing {
			t.Errorf("history %+v", open.History)
		}
		other, err := s.invoice("A-1")
		s.must(err)
		if len(other.History) != 1 {
			t.Errorf("history of the invoice %+v", other.History)
		}
	})
}

// Cases 43, 46 and 47: what has no pay button, and what is marked as a test.
func TestAnInvoiceIsPaidWhileSomethingIsDue(t *testing.T) {
	inStalls(t, func(t *testing.T, s stall) {
		s.mirror(sold("500", portal.PurchaseOpen))
		for i, c := range []struct {
			kind  portal.DocumentKind
			due   portal.Amount
			state string
			test  bool
			why   string
		}{
			{kind: portal.KindInvoice, due: "100.00"}, {kind: portal.KindCorrected, due: "1"}, {kind: portal.KindPaymentRequest, due: "1"},
			{kind: portal.KindInvoice, due: "0.00", why: portal.WhyNothing}, {kind: portal.KindInvoice, due: "", why: portal.WhyNothing},
			{kind: portal.KindInvoice, due: "-50.00", why: portal.WhyNothing},
			{kind: portal.KindCreditFull, due: "50.00", why: portal.WhyNothing}, {kind: portal.KindReceipt, due: "1", why: portal.WhyNothing},
			{kind: portal.KindInvoice, due: "1", state: portal.InvoiceCancelled, why: portal.WhyState},
			{kind: portal.KindInvoice, due: "1", test: true, why: portal.WhyState},
		} {
			inv := issued("B-"+string(rune('0'+i)), c.kind, "2025-09-01", c.due)
			inv.Details.State, inv.Details.Test = c.state, c.test
			s.mirror(inv)
			open, err := s.invoice(inv.ID)
			s.must(err)
			if o, _ := open.Offered.Of(portal.ActionPay); o.Why != c.why || open.Test != c.test {
				t.Errorf("%s, due %q: %q, want %q; test %v", c.kind, c.due, o.Why, c.why, open.Test)
			}
		}
		s.mirror(sold("500", portal.PurchaseChargedBack))
		open, err := s.invoice("B-0")
		s.must(err)
		offers(t, open.Offered, portal.ActionPay, portal.WhyState)
	})
}
