package web_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/intake"
	"github.com/latchkey-portal/latchkey/internal/mail"
	"github.com/latchkey-portal/latchkey/internal/outbox"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// world is a site with accounts of the test's own making and a tray that
// catches its mail. Visitors choose their network with X-Forwarded-For.
type world struct {
	*site
	tray *mail.Tray
	box  *outbox.Outbox
}

func newWorld(t testing.TB, store portal.Store, options ...option) *world {
	t.Helper()
	w := &world{site: start(t, store, append(options, trusting)...), tray: &mail.Tray{}}
	sender := mail.NewMailer(mail.NewWords(w.service, "portal@latchkey.example"), w.tray)
	w.box = outbox.New(store, sender, w.now, slog.New(slog.NewJSONHandler(w.log, nil)))
	return w
}

// seedText is the v1 seed of the account acme; see seedOf.
const seedText = "a seed as somebody typed it: 0123"

// seedOf is the v1 seed of an account of a world: no two share one.
func seedOf(account string) []byte {
	if account == "acme" {
		return []byte(seedText)
	}
	return []byte(seedText + " of " + account)
}

// account makes an account that signs v2 and takes v1 as far as its policy says.
func (w *world) account(slug string, v1 portal.V1Policy) {
	w.t.Helper()
	a := portal.Account{
		Slug: slug, Name: strings.ToUpper(slug[:1]) + slug[1:], Locale: "en", Zone: "Europe/Berlin", V1: v1,
		Contact: portal.Contact{Email: "help@" + slug + ".example", Phone: "+49 40 5550 1180"},
	}
	w.must(w.service.CreateAccount(context.Background(), portal.ByCommand, a, seedOf(slug)))
}

func (w *world) customer(account, id, name, email string) {
	w.t.Helper()
	c := portal.Customer{Key: portal.Key{Account: account, ID: id}, Name: name, Type: "business", Country: "DK", Email: email}
	w.must(w.service.Mirror(context.Background(), portal.BySystem, []portal.Customer{c}, nil))
}

func (w *world) order(account, id, customer string) {
	w.t.Helper()
	p := portal.Purchase{
		Key: portal.Key{Account: account, ID: id}, Customer: customer, Status: "paid", Currency: "EUR", CreatedAt: w.now(), AsOf: w.now(),
		Totals: portal.Totals{Net: "1200.00", Tax: "228.00", Gross: "1428.00", Due: "0.00"},
		Items:  []portal.Item{{RunningNo: 1, Name: "Team plan", Quantity: "10", UnitNet: "90.00", TaxPercent: "19"}},
	}
	w.must(w.service.Mirror(context.Background(), portal.BySystem, nil, []portal.Purchase{p}))
}

// sampleFile is a document written for the demo.
func sampleFile(t testing.TB, name string) []byte {
	t.Helper()
	body, err := os.ReadFile(filepath.Join("..", "cmd", "latchkey", "sample", name))
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// invoice imports a sample, or any e-invoice, for an order or for none.
func (w *world) invoice(account, order string, body []byte) portal.Verdict {
	w.t.Helper()
	p, err := intake.Read(intake.File{Name: "in.xml", Body: body})
	w.must(err)
	v, err := w.service.Import(context.Background(), portal.Incoming{
		Actor: portal.ByCommand, Account: account, Kind: p.Kind, Number: p.Number, Purchase: order, Email: p.Email,
		IssuedOn: p.IssuedOn, DueOn: p.DueOn, Currency: p.Currency, Totals: p.Totals, Content: &p.Content, Flags: p.Flags,
		Files: []portal.IncomingFile{{Role: p.Syntax, Body: p.XML, MIME: "application/xml", Filename: p.Number + ".xml"}},
	})
	w.must(err)
	return v
}

// pdf puts the issuer's PDF beside an invoice.
func (w *world) pdf(account, id string, body []byte) {
	w.t.Helper()
	file := portal.IncomingFile{Role: portal.PartPDF, Body: body, MIME: "application/pdf", Filename: id + ".pdf"}
	_, err := w.service.AddFile(context.Background(), portal.ByCommand, portal.Key{Account: account, ID: id}, file)
	w.must(err)
}

// deliver sends what is due and returns every letter so far, newest first.
func (w *world) deliver() []mail.Letter {
	w.t.Helper()
	_, err := w.box.Round(context.Background())
	w.must(err)
	return w.tray.Letters()
}

// linkIn is the one link of this site in a letter, as path and query.
func (w *world) linkIn(l mail.Letter) string {
	w.t.Helper()
	found := map[string]bool{}
	for word := range strings.FieldsSeq(l.Text) {
		if target, ours := strings.CutPrefix(word, "https://pay.example.com"); ours {
			found[target] = true
		}
	}
	if len(found) != 1 {
		w.t.Fatalf("the mail holds %d links, want one: %q", len(found), l.Text)
	}
	for target := range found {
		return target
	}
	return ""
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// visit is a request as a browser in some network sends it.
type visit struct {
	method, target string
	body           string
	header         map[string]string // besides Host, added or replaced
}

// visit sends a request byte for byte over TCP.
func (w *world) visit(v visit) answer {
	w.t.Helper()
	headers := map[string]string{"Host": "pay.example.com", "Connection": "close", "X-Forwarded-For": "198.51.100.7"}
	if v.method == "POST" {
		headers["Content-Type"] = "application/x-www-form-urlencoded"
		headers["Content-Length"] = fmt.Sprint(len(v.body))
	}
	for name, value := range v.header {
		headers[name] = value
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s %s HTTP/1.1\r\n", v.method, v.target)
	for _, name := range sortedKeys(headers) {
		fmt.Fprintf(&b, "%s: %s\r\n", name, headers[name])
	}
	b.WriteString("\r\n" + v.body)
	return w.exchange(w.t, v.method, b.Bytes())
}

func (w *world) get(target string) answer {
	w.t.Helper()
	return w.visit(visit{method: "GET", target: target})
}

// askAnew presses the button of an expired page.
func (w *world) askAnew(target string) answer {
	w.t.Helper()
	return w.visit(visit{method: "POST", target: target, body: "ask=new-link"})
}

func (w *world) state(k portal.ObjectKey) portal.LinkState {
	w.t.Helper()
	st, err := w.store.LinkState(context.Background(), k)
	w.must(err)
	return st
}

// acts counts the entries of an account's audit trail by what was done.
func (w *world) acts(account string) map[string]int {
	w.t.Helper()
	entries, err := w.store.Audit(context.Background(), account, 0, 1000)
	w.must(err)
	counts := map[string]int{}
	for _, e := range entries {
		counts[e.Act]++
	}
	return counts
}

// queued counts the mails of an object in every state.
func (w *world) queued(k portal.ObjectKey) int {
	w.t.Helper()
	mails, err := w.store.Messages(context.Background(), k, 1000)
	w.must(err)
	return len(mails)
}
