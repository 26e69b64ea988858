package main

import (
	"bytes"
	"context"
	"encoding/json"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// startDemo runs the demo and reads its first line.
func startDemo(t *testing.T, args ...string) (*program, furnished) {
	t.Helper()
	p := startProgram(t, nil, append([]string{"demo", "--json", "--addr", "127.0.0.1:0"}, args...)...)
	decoder := json.NewDecoder(strings.NewReader(p.first))
	decoder.DisallowUnknownFields()
	var d furnished
	if err := decoder.Decode(&d); err != nil {
		t.Fatalf("the first line is no object of the contract: %v: %s", err, p.first)
	}
	return p, d
}

// demoStates are the kinds of pages with the states in which the demo must show
// them; endings of links stand with the kind of the link, public forms with none.
var demoStates = []string{
	"p paid", "p awaiting-payment", "p due", "p pending", "p on-hold", "p partly-refunded", "p refunded", "p charged-back",
	"p debit-returned", "p cancelled", "p failed", "p test", "p unknown", "p paid-jpy", "p withdrawable",
	"p expired", "p not-yet", "p superseded", "p withdrawn", "p policy", "p damaged", "p tampered", "p not-found", "p repaired",
	"invoice due", "invoice overdue", "invoice paid", "invoice part-paid", "invoice credit-note", "invoice inconsistent",
	"invoice quote", "invoice order_confirmation", "invoice payment_request", "invoice prepayment_invoice", "invoice invoice",
	"invoice corrected_invoice", "invoice credit_note_partial", "invoice credit_note_vat", "invoice credit_note_chargeback",
	"invoice receipt", "invoice test_document", "invoice reveal-click", "invoice reveal-code",
	"cq open", "cq accepted", "cq declined", "cq expired", "cq replaced", "cq changing", "cq withdrawn",
	"urb active", "urb several", "urb one-item", "urb ending", "urb cancelled", "urb grace", "urb on-hold", "urb awaiting-renewal",
	"urb finished", "urb change-waits", "urb step-up", "urb recorded", "urb submitted", "urb applied", "urb refused", "urb lapsed",
	"scp active", "scp expiring", "scp failed-payment", "scp on-hold", "scp none", "scp ending", "scp step-up",
	"usi offers", "usi cart", "usi one-item", "usi ending", "usi step-up",
	"ccp several", "ccp failed", "ccp none",
	"redop failed", "redop cancelled", "redop quote-expired", "redop paid", "redop step-up",
	"approve pending", "approve step-up", "approve approved", "approve declined", "approve expired", "approve superseded",
	"approve withdrawn", "approve blocked",
	" form", " form-german", " not-found",
}

func TestDemoKeepsEveryPromise(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	p, d := startDemo(t)
	holdsTheContract(t, p.first)
	if d.BaseURL != "http://"+p.addr || d.Admin.URL != d.BaseURL+"/admin" {
		t.Errorf("base URL %q, admin %q, listening on %s", d.BaseURL, d.Admin.URL, p.addr)
	}
	states := map[string]bool{}
	for _, l := range d.Links {
		states[l.Kind+" "+l.State] = true
		if got := p.get(l.URL); got.status != l.Status || got.name != l.Page {
			t.Errorf("%s: %d, page %q; promised %d, %q", l.Name, got.status, got.name, l.Status, l.Page)
		}
	}
	for _, want := range demoStates {
		if !states[want] {
			t.Errorf("no link shows %s", want)
		}
	}
	p.adminSignsIn(d)
	if mail := p.get(d.BaseURL + "/dev/mail"); mail.status != http.StatusOK || !strings.Contains(mail.body, "/static/dev.") {
		t.Errorf("/dev/mail: %d, or not in its own style", mail.status)
	}
	if code := p.stop(); code != exitDone {
		t.Errorf("exit code %d: %s", code, p.stderr)
	}
	nothingLeft(t)
	if left, _ := filepath.Glob(filepath.Join(os.TempDir(), "*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// holdsTheContract checks that every field is there, also those without value.
func holdsTheContract(t *testing.T, line string) {
	t.Helper()
	var all map[string]any
	if err := json.Unmarshal([]byte(line), &all); err != nil {
		t.Fatal(err)
	}
	has := func(where string, object any, names ...string) {
		fields, ok := object.(map[string]any)
		if !ok {
			t.Fatalf("%s is no object", where)
		}
		for _, name := range names {
			if _, ok := fields[name]; !ok {
				t.Errorf("%s has no field %s", where, name)
			}
		}
	}
	has("the line", all, "baseURL", "admin", "apiKey", "partnerKey", "links")
	has("admin", all["admin"], "url", "email", "password")
	for _, l := range all["links"].([]any) {
		has("a link", l, "name", "kind", "state", "page", "status", "url")
	}
}

// adminSignsIn goes in by the password that was printed.
func (p *program) adminSignsIn(d furnished) {
	p.t.Helper()
	if shut := p.get(d.Admin.URL); shut.status != http.StatusSeeOther {
		p.t.Errorf("the desk without a sign-in: %d", shut.status)
	}
	wrong := url.Values{"email": {d.Admin.Email}, "password": {d.Admin.Password + "x"}}
	if refused := p.post(d.Admin.URL+"/sign-in", urlencode, wrong.Encode()); refused.status != http.StatusUnprocessableEntity {
		p.t.Errorf("a wrong password: %d", refused.status)
	}
	right := url.Values{"email": {d.Admin.Email}, "password": {d.Admin.Password}}
	let := p.post(d.Admin.URL+"/sign-in", urlencode, right.Encode())
	if let.status != http.StatusSeeOther || let.location != "/admin" {
		p.t.Fatalf("the password that was printed: %d to %q", let.status, let.location)
	}
	r, err := http.NewRequest(http.MethodGet, d.Admin.URL, nil)
	if err != nil {
		p.t.Fatal(err)
	}
	for _, c := range (&http.Response{Header: let.header}).Cookies() {
		r.AddCookie(c)
	}
	if desk := p.do(r); desk.status != http.StatusOK || !strings.HasPrefix(desk.name, "admin") {
		p.t.Errorf("the desk: %d, page %q", desk.status, desk.name)
	}
}

// A demo in a folder of its own keeps its data; its links and its password are
// made anew, since neither is ever kept.
func TestDemoInAFolderGoesOnWhereItWas(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "demo")
	first, before := startDemo(t, "--dir", dir)
	if code := first.stop(); code != exitDone {
		t.Fatalf("exit code %d: %s", code, first.stderr)
	}
	second, after := startDemo(t, "--dir", dir)
	if before.Admin.Password == after.Admin.Password {
		t.Error("the password was kept")
	}
	if len(before.Links) != len(after.Links) {
		t.Errorf("%d links, then %d", len(before.Links), len(after.Links))
	}
	for _, l := range after.Links {
		if got := second.get(l.URL); got.status != l.Status || got.name != l.Page {
			t.Errorf("%s: %d, page %q; promised %d, %q", l.Name, got.status, got.name, l.Status, l.Page)
		}
	}
	second.adminSignsIn(after)
	if code := second.stop(); code != exitDone {
		t.Errorf("exit code %d: %s", code, second.stderr)
	}
	if _, err := os.Stat(filepath.Join(dir, "demo.db")); err != nil {
		t.Errorf("the data is gone: %v", err)
	}
}

func TestDemoSaysThatTheAddressIsTaken(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	var stdout, stderr bytes.Buffer
	args := []string{"demo", "--addr", taken.Addr().String()}
	code := run(context.Background(), args, noEnv, strings.NewReader(""), &stdout, &stderr)
	if code != exitRefused || stdout.Len() > 0 || !strings.Contains(stderr.String(), "address already in use; choose another address with --addr") {
		t.Errorf("exit code %d, %q, %q", code, &stdout, &stderr)
	}
	if left, _ := filepath.Glob(filepath.Join(os.TempDir(), "*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// What a person reads in place of JSON: where to go, and every link.
func TestDemoTellsAPersonWhereToGo(t *testing.T) {
	p := startProgram(t, nil, "demo", "--addr", "127.0.0.1:0")
	if code := p.stop(); code != exitDone {
		t.Errorf("exit code %d: %s", code, p.stderr)
	}
	rest := <-p.rest
	for _, want := range []string{
		"/admin\n", demoEmail, "/dev/mail\n", "\n  Saved payment methods (ccp)\n    Payment methods, three ", "Expired  ", "Ctrl-C ends it.",
	} {
		if !strings.Contains(rest, want) {
			t.Errorf("it does not say %q:\n%s", want, rest)
		}
	}
}
