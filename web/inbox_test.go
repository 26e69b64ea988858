package web_test

import (
	"context"
	"encoding/base64"
	"net/http"
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/intake"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
)

const paidMessage = `<PaidOrderNotification><Purchase Id="366332011"><StatusId>PAY</StatusId>
<LastModificationTime>2026-03-01T10:00:00Z</LastModificationTime></Purchase></PaidOrderNotification>`

// inbox is a world with an account whose billing system delivers.
func inbox(t *testing.T) (w *world, password string) {
	t.Helper()
	w = newWorld(t, storetest.SQLite(t))
	w.must(w.service.CreateAccount(context.Background(), portal.ByCommand,
		portal.Account{Slug: "acme", Name: "Acme", Locale: "en", Zone: "Europe/Berlin"}, nil))
	password, err := w.service.RotateInboxKey(context.Background(), portal.ByCommand, "acme")
	w.must(err)
	return w, password
}

func basic(password string) string {
	return "Authorization: Basic " + base64.StdEncoding.EncodeToString([]byte("acme:"+password))
}

// A message is kept and answered before anybody reads it; the same again makes
// nothing.
func TestANotificationIsKeptBeforeItIsRead(t *testing.T) {
	w, password := inbox(t)
	for i, want := range []string{`{"state":"queued"}`, `{"state":"duplicate"}`} {
		a := w.call("POST", "/in/acme/notifications", paidMessage, basic(password), "Content-Type: text/xml; charset=utf-8")
		if a.status != http.StatusOK || string(a.body) != want {
			t.Errorf("delivery %d: %d %s", i+1, a.status, a.body)
		}
	}
	// What nobody can read is kept as well: it is no reason to make the sender
	// give up.
	if a := w.call("POST", "/in/acme/notifications", "<oops", basic(password), "Content-Type: application/xml"); a.status != http.StatusOK {
		t.Errorf("unreadable: %d %s", a.status, a.body)
	}
	if _, err := w.service.RunInbox(context.Background(), intake.ReadNotifications); err != nil {
		t.Fatal(err)
	}
	if p, err := w.store.Purchase(context.Background(), portal.Key{Account: "acme", ID: "366332011"}); err != nil || p.Status != portal.PurchasePaid {
		t.Errorf("the purchase is %+v, %v", p, err)
	}
	rejected, err := w.service.Inbounds(context.Background(), "acme", portal.InboundRejected, 10)
	if err != nil || len(rejected) != 1 || rejected[0].Reason == "" {
		t.Errorf("rejected: %+v, %v", rejected, err)
	}
}

// Who may not deliver learns nothing about which accounts there are.
func TestWhoMayNotDeliverLearnsNothing(t *testing.T) {
	w, password := inbox(t)
	w.must(w.service.CreateAccount(context.Background(), portal.ByCommand,
		portal.Account{Slug: "closed", Name: "No inbox", Locale: "en", Zone: "Europe/Berlin"}, nil))
	var first string
	for name, a := range map[string]answer{
		"wrong password":     w.call("POST", "/in/acme/notifications", paidMessage, basic("wrong"), "Content-Type: text/xml"),
		"no password":        w.call("POST", "/in/acme/notifications", paidMessage, "Content-Type: text/xml"),
		"no such account":    w.call("POST", "/in/nobody/notifications", paidMessage, basic(password), "Content-Type: text/xml"),
		"account without it": w.call("POST", "/in/closed/notifications", paidMessage, basic(password), "Content-Type: text/xml"),
		"a type we do not":   w.call("POST", "/in/acme/notifications", paidMessage, basic("wrong"), "Content-Type: image/png"),
	} {
		text := string(a.body)
		if first == "" {
			first = text
		}
		if a.status != http.StatusUnauthorized || text != first || !strings.HasPrefix(a.header.Get("WWW-Authenticate"), "Basic ") {
			t.Errorf("%s: %d %s", name, a.status, text)
		}
	}
	if list, err := w.service.Inbounds(context.Background(), "acme", "", 10); err != nil || len(list) != 0 {
		t.Errorf("%d messages kept, %v", len(list), err)
	}
}

func TestWhatTheInboxDoesNotTake(t *testing.T) {
	w, password := inbox(t)
	for _, c := range []struct {
		name, method, path, body string
		headers                  []string
		status                   int
	}{
		{"another type", "POST", "/in/acme/notifications", paidMessage, []string{"Content-Type: application/x-www-form-urlencoded"}, 415},
		{"packed", "POST", "/in/acme/notifications", paidMessage, []string{"Content-Type: text/xml", "Content-Encoding: gzip"}, 415},
		{"too large", "POST", "/in/acme/notifications", strings.Repeat("x", 1<<20+1), []string{"Content-Type: text/xml"}, 413},
		{"nothing", "POST", "/in/acme/notifications", " ", []string{"Content-Type: text/xml"}, 400},
		{"GET", "GET", "/in/acme/notifications", "", nil, 405},
		{"no such address", "POST", "/in/acme/other", paidMessage, []string{"Content-Type: text/xml"}, 404},
		{"no account", "POST", "/in", paidMessage, []string{"Content-Type: text/xml"}, 404},
	} {
		a := w.call(c.method, c.path, c.body, append(c.headers, basic(password))...)
		if a.status != c.status || a.header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: %d %s, want %d", c.name, a.status, a.body, c.status)
		}
	}
}

// What could not be kept is asked for again.
func TestANotificationComesAgainAfterAnOutage(t *testing.T) {
	w, password := inbox(t)
	w.must(w.store.Close())
	a := w.call("POST", "/in/acme/notifications", paidMessage, basic(password), "Content-Type: text/xml")
	if a.status != http.StatusServiceUnavailable || a.header.Get("Retry-After") == "" {
		t.Errorf("%d, Retry-After %q", a.status, a.header.Get("Retry-After"))
	}
}
