package portal_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// host is where files are fetched from: what it answers to each question in
// turn, the last answer again and again.
type host struct {
	answers []any // []byte or error
	asked   []string
}

func (h *host) Fetch(_ context.Context, address string, _ []string) ([]byte, error) {
	h.asked = append(h.asked, address)
	answer := h.answers[min(len(h.asked), len(h.answers))-1]
	if err, failed := answer.(error); failed {
		return nil, err
	}
	return answer.([]byte), nil
}

var pdf = []byte("%PDF-1.7\n1 0 obj\nendobj\ntrailer\n%%EOF\n")

// announced has an account that allows files.example told of an invoice.
func announced(t *testing.T, o *office) {
	t.Helper()
	o.account("acme")
	o.must(o.service.ChangeAccount(ctx, portal.ByCommand, "acme", func(a *portal.Account) { a.Billing.FetchHosts = []string{"files.example"} }))
	o.deliver("acme", message(t, told("7", portal.PurchasePaid, 0, with("71", "R-7", portal.KindInvoice))))
}

func (o *office) fetchState(document string) portal.Fetch {
	o.t.Helper()
	f, err := o.store.DocumentFetch(ctx, portal.Key{Account: "acme", ID: document}, portal.PartPDF)
	o.must(err)
	return f
}

// Cases 40, 41: a file is being prepared until it is here whole, and is fetched
// once.
func TestAFileIsFetchedOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		announced(t, o)
		h := &host{answers: []any{errors.New("its host answered 502"), []byte("<html>Sorry</html>"), pdf[:20], pdf}}
		for i, want := range []struct {
			state, reason string
			after         time.Duration
		}{
			{portal.FetchQueued, "its host answered 502", time.Minute},
			{portal.FetchQueued, "what came is no whole PDF", 5 * time.Minute},
			{portal.FetchQueued, "what came is no whole PDF", 30 * time.Minute},
			{portal.FetchDone, "", 0},
		} {
			if _, err := o.service.FetchDocuments(ctx, h); err != nil {
				t.Fatal(err)
			}
			if f := o.fetchState("71"); f.State != want.state || f.Reason != want.reason {
				t.Errorf("try %d: %s, %q", i+1, f.State, f.Reason)
			}
			o.clock.Add(int64(want.after.Seconds()) - 1)
			if n, err := o.service.FetchDocuments(ctx, h); n != 0 || err != nil || len(h.asked) != i+1 {
				t.Errorf("try %d: tried again too early", i+1)
			}
			o.clock.Add(1)
		}
		doc, err := o.store.DocumentByID(ctx, "acme", "71")
		o.must(err)
		part, ok := doc.Part(portal.PartPDF)
		if !ok || part.Filename != "R-7.pdf" {
			t.Fatalf("the document is %+v", doc)
		}
		if body, err := o.store.Blob(ctx, part.SHA256); err != nil || string(body) != string(pdf) {
			t.Errorf("%d bytes, %v", len(body), err)
		}
		// A message that names it again does not have it fetched again.
		o.deliver("acme", message(t, told("7", portal.PurchaseRefunded, 1, with("71", "R-7", portal.KindOther))))
		if _, err := o.service.FetchDocuments(ctx, h); err != nil || len(h.asked) != 4 {
			t.Errorf("asked %d times, %v", len(h.asked), err)
		}
		if h.asked[0] != "https://files.example/invoice/R-7.pdf?documentid=71" {
			t.Errorf("asked for %s", h.asked[0])
		}
	})
}

// A file that never comes is missing when its address has ended.
func TestAFileThatNeverComesIsMissing(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		announced(t, o)
		h := &host{answers: []any{errors.New("its host answered 404")}}
		for range 40 {
			if _, err := o.service.FetchDocuments(ctx, h); err != nil {
				t.Fatal(err)
			}
			o.clock.Add(day)
		}
		if f := o.fetchState("71"); f.State != portal.FetchMissing || len(h.asked) < 29 || len(h.asked) > 31 {
			t.Errorf("%s after %d tries", f.State, len(h.asked))
		}
	})
}

// A file is fetched from nowhere but where the account allows, when the message
// comes and when the file is due.
func TestFilesComeFromAllowedHosts(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		announced(t, o)
		for number, address := range map[string]string{
			"1": "https://elsewhere.example/invoice/R-1.pdf", "2": "http://files.example/invoice/R-2.pdf",
			"3": "https://files.example:8443/invoice/R-3.pdf", "4": "https://u:p@files.example/invoice/R-4.pdf",
			"5": "https://files.example.evil.example/invoice/R-5.pdf",
		} {
			n := told("8"+number, portal.PurchasePaid, 0, with("8"+number, "R-"+number, portal.KindInvoice))
			n.Document.URL = address
			if in := o.deliver("acme", message(t, n))[0]; in.State != portal.InboundApplied || in.Reason == "" {
				t.Errorf("%s: %s, %q", address, in.State, in.Reason)
			}
			_, err := o.store.DocumentFetch(ctx, portal.Key{Account: "acme", ID: "8" + number}, portal.PartPDF)
			if !errors.Is(err, portal.ErrNotFound) {
				t.Errorf("%s is to be fetched: %v", address, err)
			}
		}
		o.must(o.service.ChangeAccount(ctx, portal.ByCommand, "acme", func(a *portal.Account) { a.Billing.FetchHosts = []string{"other.example"} }))
		h := &host{answers: []any{pdf}}
		if _, err := o.service.FetchDocuments(ctx, h); err != nil || len(h.asked) != 0 {
			t.Errorf("asked for %v, %v", h.asked, err)
		}
	})
}
