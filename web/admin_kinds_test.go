package web_test

import (
	"testing"
)

func TestEveryHitLeadsToAPage(t *testing.T) {
	o := newOffice(t)
	o.sells()
	b := o.signedIn(maria)
	page := b.get("/admin/search?q=ANNA.LUND@harbourpine.example")
	wants(t, page, 200, "Invoices", "Orders", "Subscriptions", "Customers",
		detail7041, `href="/admin/links/northwind/p/366332011"`, `href="/admin/links/northwind/scp/S88"`, `href="/admin/customers/northwind/8801"`)
	wants(t, b.get("/admin/customers/northwind/8801"), 200, `href="/admin/links/northwind/ccp/c8801"`)
	leads(t, b.get("/admin/search?q=Q-77"), "/admin/links/northwind/cq/77#fix")
	leads(t, b.get("/admin/search?q=S88"), "/admin/links/northwind/scp/S88#fix")
}

func TestAThingsOtherLinksAreOneStepAway(t *testing.T) {
	o := newOffice(t)
	o.sells()
	b := o.signedIn(maria)
	for at, others := range map[string][]string{
		"scp/S88":         {"usi/S88"},
		"usi/S88":         {"scp/S88"},
		"p/366332011":     {"urb/366332011", "redop/366332011"},
		"redop/366332011": {"p/366332011", "urb/366332011"},
		"cq/77":           {"p/77", "redop/77"},
		"p/77":            {"cq/77", "redop/77"},
	} {
		page := b.get("/admin/links/northwind/" + at)
		wants(t, page, 200, "More about it")
		for _, other := range others {
			wants(t, page, 200, `href="/admin/links/northwind/`+other+`"`)
		}
	}
	for at, about := range map[string]string{
		"ccp/c8801": "customers/northwind/8801", "invoice/7041": "customers/northwind/8801", "scp/S88": "subscriptions/northwind/88", "cq/77": "purchases/northwind/77",
	} {
		wants(t, b.get("/admin/links/northwind/"+at), 200, `href="/admin/`+about+`"`)
	}
}

func TestALinkOfEveryKindIsReissuedRemindedAndRevoked(t *testing.T) {
	for _, at := range []string{"p/366332011", "cq/77", "urb/366332011", "redop/366332011", "scp/S88", "usi/S88", "ccp/c8801", "invoice/7041"} {
		t.Run(at, func(t *testing.T) {
			o := newOffice(t)
			o.sells()
			b, at := o.signedIn(maria), "/admin/links/northwind/"+at
			a := b.post(at+"/reissue", "generation", "0", "days", "7", "by", "copy")
			wants(t, a, 200, "New link made at", "Harbour & Pine ApS")
			url := between(t, plain(a), `id="shown" class="mono" value="`, `"`)
			wants(t, b.post("/admin/explain", "link", url), 200, "It works: ", `action="`+at+`/reissue"`)
			leads(t, b.post(at+"/remind"), at)
			leads(t, b.post(at+"/revoke", "generation", "1"), at)
			wants(t, b.get(at), 200, "Withdrawn", "Link turned off at", "Email waits to be sent")
			wants(t, b.get("/admin/audit?account=northwind"), 200, `href="`+at+`"`)
		})
	}
}
