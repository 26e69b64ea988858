package web_test

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
)

const typed = "mallory@evil.example"

// law 11: mail goes to the address on file, whatever a visitor sends along.
func TestMailGoesToTheAddressOnFileOnly(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t))
	w.oneOrder()
	now := w.clock.Load()
	expired := w.sign(formula{account: "acme", kind: "p", id: "20417", start: now - 9*day, end: now - 2*day}, false)
	form := url.Values{"ask": {"new-link"}}
	extra := ""
	header := map[string]string{}
	for _, name := range []string{"email", "Email", "to", "recipient", "address", "mail", "cc", "bcc", "email[]", "user", "reply-to"} {
		form.Add(name, typed)
		extra += "&" + url.QueryEscape(name) + "=" + url.QueryEscape(typed)
	}
	for _, name := range []string{"From", "To", "Reply-To", "X-Email", "X-Forwarded-User"} {
		header[name] = typed
	}
	for range 3 {
		a := w.visit(visit{method: "POST", target: expired + extra, body: form.Encode(), header: header})
		if a.status != 303 {
			t.Fatalf("status %d, page %q", a.status, a.page())
		}
		w.clock.Add(int64(portal.MailGap.Seconds()))
	}
	letters := w.deliver()
	if len(letters) != 3 {
		t.Fatalf("%d letters, want 3", len(letters))
	}
	for _, l := range letters {
		if l.To != "anna@harbourpine.example" || strings.Contains(l.Text+l.HTML+l.ReplyTo+l.Subject, "mallory") {
			t.Errorf("a letter to %s, reply to %s", l.To, l.ReplyTo)
		}
	}
}

// law 11: without an address on file a typed one does not become it.
func TestATypedAddressIsNotKept(t *testing.T) {
	store, file := storetest.SQLiteFile(t)
	w := newWorld(t, store)
	w.account("acme", portal.V1Policy{})
	w.order("acme", "1", "")
	now := w.clock.Load()
	expired := w.sign(formula{account: "acme", kind: "p", id: "1", start: now - 9*day, end: now - 2*day}, false)
	w.visit(visit{method: "POST", target: expired, body: "ask=new-link&email=" + typed})
	if letters := w.deliver(); len(letters) > 0 || strings.Contains(file.Dump(), "mallory") {
		t.Errorf("%d letters, or the address was kept", len(letters))
	}
}

// law 11: no page asks for an address, and none shows the one on file whole.
func TestNoPageAsksForAnAddressOrTellsIt(t *testing.T) {
	w, _, all := everyStanding(t)
	for _, link := range all {
		a := w.get(link.target)
		if page := string(a.body); strings.Contains(page, `type="email"`) || strings.Contains(page, `name="email"`) || strings.Contains(page, "anna@") {
			t.Errorf("%s asks for an address or tells it", link.name)
		}
	}
}

// law 11: the customer's own address wins over one that stands in a document.
func TestTheCustomersAddressWinsOverTheDocuments(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t))
	w.oneOrder()
	w.invoice("acme", "20417", sampleFile(t, "fjordlight-1-due.xml")) // names ap@harbourpine.example
	w.act("reissue", invoice("acme", "INV-2026-0417"), portal.Ask{Mail: true})
	inv, err := w.store.Invoice(context.Background(), portal.Key{Account: "acme", ID: "INV-2026-0417"})
	if err != nil || inv.Email == "" {
		t.Fatalf("the document names no address: %+v, %v", inv, err)
	}
	if letters := w.deliver(); len(letters) != 1 || letters[0].To != "anna@harbourpine.example" {
		t.Errorf("letters %+v", letters)
	}
}

// Somebody with many old links of one customer cannot fill that customer's
// mailbox: whatever they are about, five mails in an hour and twenty in a day go
// to one address, and the page says the same.
func TestManyOldLinksOfOneCustomerSendFewMails(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		w.shop()
		w.customer("acme", "8802", "Other", "ben@harbourpine.example")
		mailed := 0
		press := func(id, customer string) string {
			w.order("acme", id, customer)
			now := w.clock.Load()
			expired := w.sign(formula{account: "acme", kind: "p", id: id, start: now - 9*day, end: now - 2*day}, false)
			shown := w.get(w.askAnew(expired).header.Get("Location")).page()
			mailed += w.queued(order("acme", id))
			return shown
		}
		pages := map[string]int{}
		for n := range 7 {
			pages[press(fmt.Sprint(30_000+n), "8801")]++
		}
		if mailed != 5 || len(pages) != 1 {
			t.Errorf("%d mails in an hour, pages %v", mailed, pages)
		}
		if press("40000", "8802"); mailed != 6 {
			t.Error("another address had to wait")
		}
		mailed = 0
		for n := range 24 {
			w.clock.Add(int64((25 * time.Minute).Seconds()))
			press(fmt.Sprint(50_000+n), "8801")
		}
		if mailed != 15 { // and five before
			t.Errorf("%d mails in the rest of the day", mailed)
		}
		w.clock.Add(day)
		if mailed = 0; press("60000", "8801") == "" || mailed != 1 {
			t.Errorf("%d mails on the next day", mailed)
		}
	})
}
