package web_test

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

func TestOneHitLeadsStraightToItsFixCard(t *testing.T) {
	b := newOffice(t).signedIn(maria)
	reference := portal.ReferenceOf(portal.ObjectKey{Account: "northwind", Kind: link.Invoice, ID: "7041"})
	for _, q := range []string{"7041", " 7041 ", reference, strings.ToLower(reference), strings.ReplaceAll(reference, "-", ""), strings.NewReplacer("0", "o", "1", "l", "-", " ").Replace(reference)} {
		found := b.post("/admin/find", "q", q)
		leads(t, found, "/admin/search?q="+url.QueryEscape(strings.TrimSpace(q)))
		leads(t, b.get(found.Header().Get("Location")), detail7041+"#fix")
	}
}

func TestSeveralHitsAreGrouped(t *testing.T) {
	b := newOffice(t).signedIn(maria)
	wants(t, b.get("/admin/search?q=ANNA@harbourpine.example"), 200,
		"Looks like: an email address", "Invoices", "Invoice 7041", "Orders", "366332011", "Customers", detail7041)
	wants(t, b.get("/admin/search?q=harbour"), 200, "Invoice 7041", "Harbour & Pine ApS, northwind")
}

func TestNothingFoundSaysWhatToTryNext(t *testing.T) {
	b := newOffice(t).signedIn(maria)
	wants(t, b.get("/admin/search?q=%3Cscript%3Ealert"), 200, "Nothing found for ‘&lt;script&gt;alert’.", "paste the whole link")
	leads(t, b.get("/admin/search?q="), "/admin")
	leads(t, b.post("/admin/find", "q", "  "), "/admin")
}

func TestAPastedLinkStandsInNoAddress(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(maria)
	pasted := copied(t, b, "7")
	_, sum, _ := strings.Cut(pasted, "&c=")
	a := b.post("/admin/find", "q", pasted)
	wants(t, a, 200, "It works: whoever opens it sees Invoice 7041.", "Remind now")
	if strings.Contains(a.Body.String(), sum) || a.Header().Get("Location") != "" {
		t.Error("the link comes back")
	}
	leads(t, b.get("/admin/search?q="+url.QueryEscape(pasted)), "/admin/explain")
	if strings.Contains(o.log.String(), sum) {
		t.Error("the log holds the link")
	}
}

// Each link is pasted by an admin who wants to know why it does not open.
func TestAPastedLinkIsExplainedInOneSentence(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(maria)
	old := copied(t, b, "7")
	o.pass(time.Minute)
	good := copied(t, b, "7")
	early := signed(t, o, friday.Add(48*time.Hour), friday.Add(72*time.Hour))
	ended := signed(t, o, friday.Add(2*time.Minute), friday.Add(3*time.Minute))
	o.pass(10 * time.Minute)
	b = o.signedIn(maria)
	flipped := good[:len(good)-1] + string("0123456789abcdef"[(strings.IndexByte("0123456789abcdef", good[len(good)-1])+1)%16])
	for _, tt := range []struct{ name, pasted, sentence, sees string }{
		{"good", good, "It works: whoever opens it sees Invoice 7041.", "(document)"},
		{"good, in a reply", "> <" + good[:60] + "\r\n> " + good[60:] + ">", "It works: whoever opens it sees Invoice 7041.", "(document)"},
		{"superseded", old, "It was replaced by a newer link on Friday 20 November 2026 at 10:45 (Copenhagen time).", "(superseded)"},
		{"expired", ended, "It expired on Friday 20 November 2026 at 10:47 (Copenhagen time).", "(expired)"},
		{"early", early, "It is not active until Sunday 22 November 2026 at 10:44 (Copenhagen time).", "(not-yet)"},
		{"cut off", good[:strings.Index(good, "&c=")], "The address was cut after ‘&k=’. The link itself is fine; ask them to copy all of it.", "(damaged)"},
		{"tampered", flipped, "The checksum does not match", "(tampered)"},
		{"another page kind", strings.Replace(good, "/invoice/7041", "/p/7041", 1), "The checksum was made in another way", "(tampered)"},
		{"elsewhere", "https://pay.elsewhere.example/northwind/invoice/7041?s=1&e=2", "This link leads to pay.elsewhere.example", "(wrong-host)"},
		{"nobody's account", strings.Replace(good, "northwind", "nobody", 1), "There is no account “nobody” here.", "(tampered)"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := b.post("/admin/explain", "link", tt.pasted)
			wants(t, a, 200, tt.sentence, tt.sees)
			if mended := strings.Contains(plain(a), `action="`+detail7041+`/reissue"`); mended == (tt.sees == "(wrong-host)" || strings.HasPrefix(tt.name, "another") || strings.HasPrefix(tt.name, "nobody")) {
				t.Errorf("the fix card is there: %v", mended)
			}
		})
	}
}

// signed is a link with a window of its own.
func signed(t *testing.T, o *office, start, end time.Time) string {
	t.Helper()
	s, err := o.service.Sign(context.Background(), portal.SignAsk{
		Actor: portal.ByCommand, Account: "northwind", Kind: link.Invoice, ID: "7041", Start: start.Unix(), End: end.Unix(),
	})
	if err != nil {
		t.Fatal(err)
	}
	return s.URL
}
