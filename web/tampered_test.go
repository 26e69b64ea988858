package web_test

import (
	"bytes"
	"fmt"
	"maps"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
)

// wrongLinks are links that no key in force made, each for another reason. All
// but the checksum is right in most of them, or all but what is switched off.
func (w *world) wrongLinks() map[string]string {
	now := w.clock.Load()
	f := formula{account: "acme", kind: "p", id: "20417", start: now - day, end: now + 9*day}
	f.key, f.secret = w.secret("acme", portal.LinkKey, "")
	v1 := f
	v1.key, v1.secret = "", []byte(seedText)
	with := func(f formula, change func(*formula)) string { change(&f); return f.target() }
	return map[string]string{
		"wrong checksum":             changed(f.target()),
		"wrong checksum, v1":         changed(v1.target()),
		"wrong checksum, expired":    changed(with(f, func(f *formula) { f.start, f.end = now-9*day, now-2*day })),
		"wrong checksum, not yet":    changed(with(f, func(f *formula) { f.start, f.end = now+2*day, now+9*day })),
		"wrong checksum, too long":   changed(with(f, func(f *formula) { f.end = now + 200*day })),
		"wrong checksum, unknown":    changed(with(f, func(f *formula) { f.id = "99999" })),
		"wrong checksum, superseded": changed(with(f, func(f *formula) { f.id = "20418" })),
		"wrong checksum, PDF":        changed(with(f, func(f *formula) { f.kind, f.id, f.ending = "invoice", "INV-2026-0417", ".pdf" })),
		"unknown account":            with(f, func(f *formula) { f.account = "nobody" }),
		"unknown account, v1":        with(v1, func(f *formula) { f.account = "nobody" }),
		"another account's key":      with(f, func(f *formula) { f.account = "other" }),
		"unknown key":                with(f, func(f *formula) { f.key = "zz" }),
		"scheme off":                 with(v1, func(f *formula) { f.account, f.secret = "other", seedOf("other") }),
		"SHA-1 off":                  with(v1, func(f *formula) { f.sha1 = true }),
		"kind off":                   with(v1, func(f *formula) { f.kind, f.id = "ccp", "c8801" }),
		"approval by v1":             with(v1, func(f *formula) { f.kind, f.id = "approve", "20417.1" }),
		"legacy off":                 with(v1, func(f *formula) { f.kind, f.id, f.legacy = "invoice", "INV-2026-0417", true }),
		"legacy, unknown":            with(v1, func(f *formula) { f.kind, f.id, f.legacy = "invoice", "NOBODYS-1", true }),
		"another kind, v2":           with(f, func(f *formula) { f.kind, f.secret = "cq", []byte("not the key, 32 bytes of it here") }),
	}
}

// law 6: checksum before anything else; every link that is not genuine gets one
// page, byte for byte, whatever it would otherwise be told.
func TestEveryWrongLinkGetsOnePage(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t))
	w.account("acme", portal.V1Policy{On: true})
	w.account("other", portal.V1Policy{})
	w.customer("acme", "8801", "Harbour & Pine", "anna@harbourpine.example")
	w.order("acme", "20417", "8801")
	w.order("acme", "20418", "8801")
	w.order("other", "20417", "")
	w.invoice("acme", "20417", sampleFile(t, "fjordlight-1-due.xml"))
	w.act("reissue", order("acme", "20418"), portal.Ask{})
	if a := w.get(w.linkTo("acme", "p", "20417")); a.status != 200 {
		t.Fatalf("a right link answers %d: the wrong ones would prove nothing", a.status)
	}

	var first answer
	n := 0
	for name, target := range w.wrongLinks() {
		n++ // each from a network of its own, or all but twenty would be too many
		for _, method := range []string{"GET", "POST"} {
			a := w.visit(visit{method: method, target: target, body: map[string]string{"POST": "ask=new-link"}[method],
				header: map[string]string{"X-Forwarded-For": fmt.Sprintf("10.%d.%d.1", len(name), n)}})
			a.header.Del("Date")
			if a.status == 405 {
				continue // a legacy path takes no form, genuine or not
			}
			if first.status == 0 {
				first = a
			}
			switch {
			case a.status != 403 || a.page() != "tampered":
				t.Errorf("%s %s: status %d, page %q", method, name, a.status, a.page())
			case !bytes.Equal(a.body, first.body):
				t.Errorf("%s %s: the page differs", method, name)
			case !maps.EqualFunc(a.header, first.header, func(x, y []string) bool { return len(x) == len(y) && x[0] == y[0] }):
				t.Errorf("%s %s: headers differ\n%v\n%v", method, name, a.header, first.header)
			}
		}
	}
	if letters := w.deliver(); len(letters) > 0 {
		t.Errorf("wrong links sent %d mails", len(letters))
	}
}
