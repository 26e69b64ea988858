package web_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// issue makes a link to one of the sample's invoices, as Maria does.
func (o *office) issues(at, days string) {
	o.t.Helper()
	b := o.signedIn(maria)
	generation := between(o.t, plain(b.get(at)), `name="generation" value="`, `"`)
	if a := b.post(at+"/reissue", "generation", generation, "days", days, "by", "copy"); a.Code != 200 {
		o.t.Fatalf("%s: %d", at, a.Code)
	}
}

func TestLinksAreListedByHowTheyStand(t *testing.T) {
	o := newOffice(t)
	const detail7042, order = "/admin/links/northwind/invoice/7042", "/admin/links/northwind/p/366332011"
	o.issues(detail7041, "7")
	o.issues(detail7042, "1")
	o.issues(order, "30")
	leads(t, o.signedIn(maria).post(order+"/revoke", "generation", "1"), order)
	o.pass(time.Hour)
	b := o.signedIn(maria)
	shows := func(target string, want ...string) {
		t.Helper()
		a := b.get(target)
		wants(t, a, 200)
		page := between(t, plain(a), `<section class="box" aria-label="Links">`, "</section>")
		for _, title := range []string{"Invoice 7041", "Invoice 7042", "Order 366332011"} {
			listed := false
			for _, w := range want {
				listed = listed || w == title
			}
			if strings.Contains(page, ">"+title+"<") != listed {
				t.Errorf("%s lists %s: %v", target, title, !listed)
			}
		}
	}
	shows("/admin/links", "Invoice 7041", "Invoice 7042", "Order 366332011")
	shows("/admin/links?state=working", "Invoice 7041", "Invoice 7042")
	shows("/admin/links?state=ending", "Invoice 7042")
	shows("/admin/links?state=expired")
	shows("/admin/links?state=revoked", "Order 366332011")
	shows("/admin/links?kind=p", "Order 366332011")
	shows("/admin/links?by=me&since=2026-11-20&until=2026-11-20", "Invoice 7041", "Invoice 7042", "Order 366332011")
	shows("/admin/links?by=customer")
	shows("/admin/links?until=2026-11-19")
	shows("/admin/links?account=another")
	wants(t, b.get("/admin/links?since=2026-02-31"), 422, "A day is written like 2026-11-20", "Nothing is listed.")

	page := b.get("/admin/links")
	wants(t, page, 200, "6 days left", "Link turned off", detail7041+"#fix", detail7041+"?by=copy#fix", `value="northwind/invoice/7041:1"`, `name="verb" value="remind"`)
	inOrder(t, plain(page), "All", ">3<", "Works", ">2<", "Ending soon", ">1<", "Expired", ">0<", "Withdrawn", ">1<")
	wants(t, b.get(detail7041+"?by=copy"), 200, `value="copy" checked`)

	visit := o.seenAt(object7041, 0, portal.VisitPerson, "document", "", o.clock())
	st, err := o.store.LinkState(context.Background(), object7041)
	if err != nil {
		t.Fatal(err)
	}
	visit.Start = st.Start
	o.visits(visit)
	shows("/admin/links?state=unopened", "Invoice 7042")
	o.pass(24 * time.Hour)
	b = o.signedIn(maria)
	shows("/admin/links?state=expired", "Invoice 7042")
	if strings.Contains(plain(o.signedIn(guest).get("/admin/links")), `name="verb"`) {
		t.Error("who may only look is offered what to do")
	}
}

func TestACustomersPageLeadsToEverythingThatCanBeSent(t *testing.T) {
	o := newOffice(t)
	o.sells()
	need := o.ask(o.partner(portal.ByMail), "hp-4471")
	o.issues(detail7041, "7")
	b := o.signedIn(maria)
	page := b.get("/admin/customers/northwind/8801")
	wants(t, page, 200, "Harbour & Pine ApS", "a•••@harbourpine.example", "Request "+need.Request.Reference)
	for _, at := range []string{"ccp/c8801", "scp/S88", "invoice/7041", "p/366332011"} {
		wants(t, page, 200, `href="/admin/links/northwind/`+at+`#fix"`)
	}
	wants(t, b.get("/admin/purchases/northwind/366332011"), 200, "Order 366332011 for Harbour & Pine ApS", `href="/admin/customers/northwind/8801"`, `href="/admin/links/northwind/redop/366332011#fix"`)
	wants(t, b.get("/admin/subscriptions/northwind/88"), 200, "Subscription 88 for Harbour & Pine ApS", `href="/admin/links/northwind/usi/S88#fix"`)
	for _, at := range []string{"customers/northwind/none", "purchases/northwind/none", "subscriptions/other/88"} {
		wants(t, b.get("/admin/"+at), 404)
	}
	if strings.Contains(plain(o.signedIn(guest).get("/admin/customers/northwind/8801")), "7041#fix") {
		t.Error("who may only look is offered to send")
	}
}
