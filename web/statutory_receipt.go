package web

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/i18n"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// receiptLife is how long the page of a receipt stays open: it holds what was
// typed. The mail has it for good.
const receiptLife = 24 * time.Hour

// receiptToken names a statement in the address of its receipt, so that nobody
// can ask for another's.
func (st *statement) receiptToken(id string) string { return st.receiptUnder(st.FormKey, id) }

func (st *statement) receiptUnder(key []byte, id string) string {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte("receipt\n" + st.purpose() + id))
	return id + "." + hex.EncodeToString(mac.Sum(nil)[:16])
}

// receipt shows what was received, when, and where the receipt was mailed.
func (st *statement) receipt(token string) error {
	id, _, _ := strings.Cut(token, ".")
	if !st.underAFormKey(func(key []byte) bool { return hmac.Equal([]byte(token), []byte(st.receiptUnder(key, id))) }) {
		return st.missing(st.w, st.r)
	}
	dec, err := st.Portal.StatementOf(st.r.Context(), portal.Key{Account: st.account.Slug, ID: id})
	if errors.Is(err, portal.ErrNotFound) || err == nil && st.Portal.Now().Sub(dec.CreatedAt) > receiptLife {
		return st.missing(st.w, st.r)
	}
	if err != nil {
		return err
	}
	if st.query.Get("as") == "text" {
		return st.receiptText(dec)
	}
	visitOf(st.r).page = "result"
	w := st.words
	page := views.Result{
		Frame: st.page("result", w.done), Mark: views.ResultDone, Heading: w.done,
		Lead:    []views.Text{views.Plain(st.fill(w.reached, dec))},
		Receipt: &views.Receipt{Heading: w.receipt, Rows: st.receiptRows(dec), Hint: w.keep},
		Files: []views.Download{{
			Label: w.save, Icon: views.IconDownload, URL: st.address() + "&as=text&" + receiptName + "=" + token,
		}},
		After: []views.Text{views.Plain(st.fill(w.after, dec))},
	}
	for i := range page.Frame.Languages {
		page.Frame.Languages[i].URL += "&" + receiptName + "=" + token
	}
	if page.Frame.Stub == nil {
		page.Frame.Stub = &views.Stub{}
	}
	page.Frame.Stub.Reference = dec.Reference
	return st.render(st.w, st.r, http.StatusOK, views.ResultPage(page))
}

func (st *statement) fill(text string, dec portal.BillingDecision) string {
	f := st.frame
	return strings.NewReplacer("{M}", f.account.Name, "{time}", f.locale.Moment(dec.CreatedAt, f.zone), "{zone}", f.locale.City(f.zone), "{place}", i18n.Place(f.zone)).Replace(text)
}

// receiptRows are what was declared, when it was received and where the receipt
// goes.
func (st *statement) receiptRows(dec portal.BillingDecision) []views.Fact {
	var facts []views.Fact
	for _, line := range dec.Shown {
		facts = append(facts, fact(line.Label, line.Value))
	}
	at := dec.CreatedAt.In(st.frame.zone)
	return append(facts,
		fact(st.words.sentTo, dec.Email),
		views.Fact{Name: st.words.received, Value: views.Text{{Text: at.Format(st.words.stamp), DateTime: at.Format(time.RFC3339), LTR: true}}},
		code(st.words.reference, dec.Reference))
}

// receiptText is the receipt as a file to keep.
func (st *statement) receiptText(dec portal.BillingDecision) error {
	var b strings.Builder
	b.WriteString(st.account.Name + "\r\n" + st.words.done + "\r\n\r\n")
	for _, row := range st.receiptRows(dec) {
		b.WriteString(row.Name + ": " + row.Value.String() + "\r\n")
	}
	visitOf(st.r).page = "result"
	h := st.w.Header()
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="receipt-`+dec.Reference+`.txt"`)
	_, _ = st.w.Write([]byte(b.String())) // a failed write means that the reader has gone away
	return nil
}
