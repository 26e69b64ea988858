package web_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// partner makes Ledgerline, which asks the clients of Northwind.
func (o *office) partner(delivery portal.Handover) portal.Partner {
	o.t.Helper()
	p, _, err := o.service.CreatePartner(context.Background(), portal.ByCommand, portal.Partner{
		Account: "northwind", ID: "ledgerline", Name: "Ledgerline", TTLDays: 7, Delivery: delivery,
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return p
}

// ask lets a partner ask Harbour & Pine to connect, as one of its tenants.
func (o *office) ask(p portal.Partner, tenant string) portal.NeedsApproval {
	o.t.Helper()
	answer, err := o.service.AskConnection(context.Background(), p, portal.Submission{
		Tenant: tenant, Name: "Harbour & Pine ApS", Country: "DK", Number: "DK-31415926", Support: "anna@harbourpine.example",
		Users: []portal.SubmittedUser{{Name: "Anna Berg", Email: "anna@harbourpine.example", Onboarding: true}},
		Cases: []portal.SubmittedCase{{Reference: "HP-1", Payload: json.RawMessage(`{"currencyCode":"DKK","amountToRecover":18400,"debtor":{"name":"Brise Café","type":"Company"}}`)}},
		Raw:   json.RawMessage(`{"client":{"name":"Harbour & Pine ApS","registrationNumber":"DK-31415926"}}`),
	})
	if err != nil {
		o.t.Fatal(err)
	}
	need, ok := answer.(portal.NeedsApproval)
	if !ok {
		o.t.Fatalf("the partner is answered %T", answer)
	}
	return need
}

func pageOf(r portal.LinkRequest) string { return "/admin/requests/" + r.Account + "/" + r.ID }

// sumOf is the checksum of a link: whoever has it can open the link.
func sumOf(t *testing.T, link string) string {
	t.Helper()
	_, sum, ok := strings.Cut(link, "&c=")
	if !ok || len(sum) != 32 {
		t.Fatalf("no link: %s", link)
	}
	return sum
}

func TestARequestIsListedAndItsPageSaysHowItStands(t *testing.T) {
	o := newOffice(t)
	need := o.ask(o.partner(portal.ByMail), "hp-4471")
	b := o.signedIn(maria)
	wants(t, b.get("/admin/requests"), 200, "Harbour & Pine ApS", "Ledgerline", need.Request.Reference, "Waiting", "7 days left", "Send new links …")
	wants(t, b.get("/admin/requests?state=approved"), 200, "Nothing was approved yet.")
	wants(t, b.get(pageOf(need.Request)), 200,
		"Ledgerline asks Harbour & Pine ApS", "Nobody has decided yet", "The email was not sent yet.", "1 case, ", "18,400.00", "HP-1",
		"Link 1", "Link made", "by Ledgerline", "Remind now", "Withdraw request …", "hp-4471", "a•••@harbourpine.example")
}

func TestNoPageOfARequestHoldsAUsableLinkOrAWholeAddress(t *testing.T) {
	o := newOffice(t)
	need := o.ask(o.partner(portal.ByMail), "hp-4471")
	sum := sumOf(t, need.URL)
	for _, who := range []string{guest, maria, owner} {
		b := o.signedIn(who)
		for _, target := range []string{pageOf(need.Request), "/admin/customers/northwind/8801", "/admin/requests", "/admin/audit?account=northwind"} {
			a := b.get(target)
			wants(t, a, 200)
			for _, secret := range []string{sum, "&c=" + sum[:8], "anna@harbourpine.example"} {
				if strings.Contains(plain(a), secret) {
					t.Errorf("%s sees %q on %s", who, secret, target)
				}
			}
		}
	}
	if strings.Contains(o.log.String(), sum) || strings.Contains(o.log.String(), need.Request.ID) {
		t.Error("the log holds a link or an id")
	}
}

func TestARequestIsReissuedRemindedAndWithdrawn(t *testing.T) {
	o := newOffice(t)
	need := o.ask(o.partner(portal.ByMail), "hp-4471")
	at := pageOf(need.Request)
	b := o.signedIn(maria)
	o.pass(time.Minute)
	leads(t, b.post(at+"/remind"), at)
	wants(t, b.get(at), 200, "Reminder sent, with the same link.")
	leads(t, b.post(at+"/reissue", "generation", "1", "days", "14", "by", "mail"), at)
	wants(t, b.get(at), 200, "New link sent at 10:45. It works until 4 December.", "Link 2", "Replaced", "by "+maria)
	wants(t, o.browser().get(strings.TrimPrefix(need.URL, origin)), 410)

	ask := b.get(at + "/withdraw")
	wants(t, ask, 200, "Withdraw the request of Ledgerline", "Drop 1 held case too", "Keep the request")
	leads(t, b.post(at+"/withdraw", "generation", "2"), at)
	wants(t, b.get(at), 200, "Request withdrawn at 10:45.", "It was withdrawn", "Held")
	wants(t, b.post(at+"/withdraw", "generation", "2"), 409, "Nothing was changed by you")
}

func TestACopiedLinkOfARequestIsShownOnce(t *testing.T) {
	o := newOffice(t)
	need := o.ask(o.partner(portal.ByPartner), "hp-4471")
	at := pageOf(need.Request)
	b := o.signedIn(maria)
	page := b.get(at)
	wants(t, page, 200, "The partner mails the link itself.")
	if strings.Contains(plain(page), `value="mail"`) || strings.Contains(plain(page), "Remind now") {
		t.Error("the page offers to mail what the partner mails")
	}
	a := b.post(at+"/reissue", "generation", "1", "days", "7", "by", "copy")
	wants(t, a, 200, "New link made at", "Shown once.")
	sum := sumOf(t, between(t, plain(a), `id="shown" class="mono" value="`, `"`))
	if strings.Count(a.Body.String(), sum) != 1 || strings.Contains(b.get(at).Body.String(), sum) || strings.Contains(o.log.String(), sum) {
		t.Error("the link stands where it must not")
	}
}

func TestOnlyTheFirstOfTwoNewLinksForARequestIsMade(t *testing.T) {
	o := newOffice(t)
	need := o.ask(o.partner(portal.ByMail), "hp-4471")
	at := pageOf(need.Request)
	leads(t, o.signedIn(maria).post(at+"/reissue", "generation", "1", "days", "7", "by", "mail"), at)
	wants(t, o.signedIn(owner).post(at+"/reissue", "generation", "1", "days", "7", "by", "mail"), 409, "The request has moved on")
	for _, fields := range [][]string{{"generation", "2", "days", "31", "by", "mail"}, {"generation", "2", "days", "7"}, {"days", "7", "by", "mail"}, {"generation", "2", "days", "x", "by", "copy"}} {
		wants(t, o.signedIn(maria).post(at+"/reissue", fields...), 422, "Nothing was changed.")
	}
}

func TestAnExpiredRequestSaysSoAndIsMended(t *testing.T) {
	o := newOffice(t)
	need := o.ask(o.partner(portal.ByMail), "hp-4471")
	o.pass(8 * 24 * time.Hour)
	b := o.signedIn(maria)
	at := pageOf(need.Request)
	wants(t, b.get(at), 200, "It expired before anyone decided", "Reissue and send", "Link expired")
	if _, err := o.service.Sweep(context.Background()); err != nil {
		t.Fatal(err)
	}
	wants(t, b.get("/admin/requests?state=expired"), 200, "Harbour & Pine ApS", "expired 27 Nov")
	leads(t, b.post(at+"/reissue", "generation", "1", "days", "7", "by", "mail"), at)
	wants(t, b.get(at), 200, "Nobody has decided yet")
}

func TestAViewerChangesNoRequest(t *testing.T) {
	o := newOffice(t)
	need := o.ask(o.partner(portal.ByMail), "hp-4471")
	b := o.signedIn(guest)
	at := pageOf(need.Request)
	page := b.get(at)
	wants(t, page, 200, "Your role may look, but not change.")
	for _, act := range []string{at + "/reissue", at + "/remind", at + "/withdraw"} {
		if strings.Contains(page.Body.String(), act) {
			t.Errorf("the page offers %s", act)
		}
		wants(t, b.post(act, "generation", "1", "days", "7", "by", "copy"), 403, "Nothing was changed.")
	}
	wants(t, b.get(at+"/withdraw"), 403)
	if strings.Contains(b.get("/admin/requests").Body.String(), "Send new links") {
		t.Error("the list offers to send new links")
	}
	d, err := o.service.RequestDetail(context.Background(), need.Request.Key)
	if err != nil || d.Request.Attempt != 1 || d.Request.Status != portal.Pending || len(d.Mails) != 1 {
		t.Errorf("request %+v, %d mails, %v", d.Request, len(d.Mails), err)
	}
}

func TestARequestIsFoundByWhateverSomebodyHas(t *testing.T) {
	o := newOffice(t)
	need := o.ask(o.partner(portal.ByMail), "hp-4471")
	b := o.signedIn(guest)
	for _, q := range []string{need.Request.ID, need.Request.Reference, "HP-4471", "dk-31415926"} {
		leads(t, b.get("/admin/search?q="+url.QueryEscape(q)), pageOf(need.Request)+"#fix")
	}
	wants(t, b.get("/admin/search?q=anna@harbourpine.example"), 200, "Requests", pageOf(need.Request), "Invoices")
	a := b.post("/admin/find", "q", need.URL)
	wants(t, a, 200, "It works: whoever opens it is asked to decide.", "(question)", "Ledgerline asks Harbour & Pine ApS", pageOf(need.Request))
	if strings.Contains(a.Body.String(), sumOf(t, need.URL)) {
		t.Error("the link comes back")
	}
}

func TestAPastedApprovalLinkIsExplained(t *testing.T) {
	o := newOffice(t)
	p := o.partner(portal.ByMail)
	need := o.ask(p, "hp-4471")
	b := o.signedIn(maria)
	o.pass(time.Minute)
	leads(t, b.post(pageOf(need.Request)+"/reissue", "generation", "1", "days", "7", "by", "mail"), pageOf(need.Request))
	wants(t, b.post("/admin/explain", "link", need.URL), 200, "It was replaced by a newer link on Friday 20 November 2026 at 10:45 (", "(superseded)", "link 1 of 2")
	again := o.ask(p, "hp-4471")
	leads(t, b.post(pageOf(need.Request)+"/withdraw", "generation", "2"), pageOf(need.Request))
	wants(t, b.post("/admin/explain", "link", again.URL), 200, "The request was withdrawn on", "(withdrawn)", "Reissue and send")
}

func TestTheListOfRequestsHasPages(t *testing.T) {
	o := newOffice(t)
	p := o.partner(portal.ByMail)
	for i := range 30 {
		o.pass(time.Second)
		o.ask(p, fmt.Sprintf("tenant-%02d", i))
	}
	b := o.signedIn(guest)
	first := b.get("/admin/requests?state=waiting")
	wants(t, first, 200, "Waiting")
	next := between(t, plain(first), `class="way" href="/admin/requests?after=`, `"`)
	second := b.get("/admin/requests?after=" + next)
	wants(t, second, 200)
	if n, m := strings.Count(first.Body.String(), `narrow-only">Ledgerline`), strings.Count(second.Body.String(), `narrow-only">Ledgerline`); n != 25 || m != 5 {
		t.Errorf("%d and %d rows", n, m)
	}
}

func TestApprovalLinksHaveNoPageAmongTheLinks(t *testing.T) {
	o := newOffice(t)
	need := o.ask(o.partner(portal.ByMail), "hp-4471")
	b := o.signedIn(maria)
	at := "/admin/links/northwind/approve/" + need.Request.ID
	wants(t, b.get(at), http.StatusNotFound)
	wants(t, b.post(at+"/reissue", "generation", "0", "days", "7", "by", "mail"), http.StatusNotFound)
	wants(t, b.get("/admin/requests/northwind/lr_none"), http.StatusNotFound)
	wants(t, b.get("/admin/requests/other/"+need.Request.ID), http.StatusNotFound)
}
