package web_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/hook"
	"github.com/latchkey-portal/latchkey/internal/outbox"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// makesTries makes the tries that are due, as the server does.
func (o *office) makesTries() {
	o.t.Helper()
	hooks := outbox.NewHooks(o.store, hook.New(true, o.clock), o.service, o.clock, slog.New(slog.DiscardHandler))
	if _, err := hooks.Round(context.Background()); err != nil {
		o.t.Fatal(err)
	}
}

func TestATryIsShownWithItsHeadersItsSignatureAndTheAnswer(t *testing.T) {
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.Header().Set("Content-Type", "text/plain")
		w.WriteHeader(500)
		_, _ = w.Write([]byte("<b>no</b> anna.lund@harbourpine.example " + string(body)))
	}))
	defer receiver.Close()
	o := newOffice(t)
	b := o.signedIn(maria)
	e, _, err := o.service.CreateEndpoint(context.Background(), portal.ByCommand, portal.Endpoint{Account: "northwind", URL: receiver.URL, Style: portal.StandardStyle})
	if err != nil {
		t.Fatal(err)
	}
	need := o.ask(o.partner(portal.ByMail), "hp-4471") // its event carries a link
	o.makesTries()
	list, err := o.service.Deliveries(context.Background(), portal.DeliveryFilter{Account: "northwind"})
	if err != nil || len(list) != 1 {
		t.Fatalf("%d deliveries, %v", len(list), err)
	}
	_, tries, err := o.service.DeliveryLog(context.Background(), "northwind", list[0].ID)
	if err != nil || len(tries) != 1 || strings.Contains(tries[0].Said, sumOf(t, need.URL)) {
		t.Fatalf("%+v, %v: or the link is kept", tries, err)
	}
	at := "/admin/webhooks/northwind/" + e.ID
	page := b.get(at + "/deliveries/" + list[0].ID)
	wants(t, page, 200, "500 Internal Server Error", "Webhook-Signature: v1,", "Right: it was made with the secret in force", "&lt;b&gt;no&lt;/b&gt; a•••@harbourpine.example",
		"within a minute", "It is tried again by itself.", `"specVersion": "1.0"`)
	if strings.Contains(plain(page), sumOf(t, need.URL)) || strings.Contains(page.Body.String(), "<b>no</b>") {
		t.Error("the page has the link, or the answer as HTML")
	}
	guestPage := plain(o.signedIn(guest).get(at + "/deliveries/" + list[0].ID))
	if strings.Contains(guestPage, "harbourpine") || strings.Contains(guestPage, "Webhook-Signature") {
		t.Error("somebody who may only look reads what was sent or what came back")
	}
	wants(t, b.get(at), 200, "0 of 1 try taken, 0 %", "Last 24 hours as table", "Verify what arrives", "PHP", "Webhook-Signature")

	o.pass(31 * 24 * time.Hour)
	if n, _, err := o.service.ForgetTries(context.Background()); err != nil || n != 1 {
		t.Fatalf("%d forgotten, %v", n, err)
	}
	b = o.signedIn(maria)
	wants(t, b.get(at+"/deliveries/"+list[0].ID), 200, "We keep headers for 30 days.", "We keep what receivers write for 30 days.", "500 Internal Server Error")
	if n, _, err := o.service.ForgetTries(context.Background()); err != nil || n != 0 {
		t.Errorf("%d forgotten twice, %v", n, err)
	}
}

func TestSnippetsHaveTheNamesOfTheEndpointsOwnHeaders(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(maria)
	e, _, err := o.service.CreateEndpoint(context.Background(), portal.ByCommand, portal.Endpoint{
		Account: "northwind", URL: "https://hooks.example.com/in", Style: portal.TimedStyle, HeaderPrefix: "X-Mine-",
	})
	if err != nil {
		t.Fatal(err)
	}
	page := b.get("/admin/webhooks/northwind/" + e.ID)
	wants(t, page, 200, "X-Mine-Signature", "x-mine-signature", "Shell (openssl)", ">Go<", ">Node<", ">Python<", ">PHP<")
	if strings.Contains(plain(page), "{prefix}") || strings.Contains(plain(page), "{lower}") {
		t.Error("a snippet has a gap")
	}
}

func TestMailsToOneAddressAreFoundWithoutItStandingInAnAddress(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(maria)
	o.ask(o.partner(portal.ByMail), "hp-4471")
	found := b.post("/admin/mail", "to", " ANNA.LUND@harbourpine.example ", "state", "")
	to := found.Header().Get("Location")
	if found.Code != 303 || !strings.HasPrefix(to, "/admin/mail?like=") || strings.Contains(strings.ToLower(to), "anna") {
		t.Fatalf("%d to %q", found.Code, to)
	}
	wants(t, b.get(to), 200, "Mails to", "a•••@harbourpine.example", "Request of Ledgerline", "Show all addresses")
	nobody := b.post("/admin/mail", "to", "anna.lund@harbourpine.exampl")
	leads(t, nobody, "/admin/mail?like=none")
	wants(t, b.get("/admin/mail?like=none"), 200, "No mail went to that address.", "No mail that was looked for is here.")
	wants(t, b.get("/admin/mail?kind="+portal.TemplateReceipt), 200, "No mail that was looked for is here.")
	wants(t, b.get("/admin/mail?kind="+portal.TemplateRequest), 200, "Request of Ledgerline")
	wants(t, b.get("/admin/mail?account=elsewhere"), 200, "No mail was sent yet.")
}

func TestMailToAnAddressIsStoppedByHand(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(maria)
	const list = "/admin/mail/suppressed"
	wants(t, b.post(list, "account", "northwind", "email", "anna", "reason", ""), 422, "Write the whole address", "Say why", `value="anna"`, "<title>Error: ")
	wants(t, b.post(list, "account", "elsewhere", "email", "anna.lund@harbourpine.example", "reason", "x"), 422, "Choose the account whose mail is stopped.")
	leads(t, b.post(list, "account", "northwind", "email", "Anna.Lund@Harbourpine.example", "reason", "asked by phone"), list)
	wants(t, b.get(list), 200, "The address gets no more mail.", "Stopped: asked by phone", "Mail this address again")
	wants(t, b.post(list, "account", "northwind", "email", "anna.lund@harbourpine.example", "reason", "again"), 409, "The address is on the list already.", "Stopped: asked by phone")
	wants(t, b.get("/admin/audit?account=northwind"), 200, "Mail suppressed", "asked by phone")
	wants(t, b.get("/admin"), 200)
	if strings.Contains(plain(b.get("/admin")), "bounced or complained") {
		t.Error("the overview counts an address that a person stopped as bounced")
	}
	wants(t, o.signedIn(guest).post(list, "account", "northwind", "email", "x@harbourpine.example", "reason", "x"), 403)
}
