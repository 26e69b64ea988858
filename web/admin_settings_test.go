package web_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

const northwindSettings = "/admin/settings/northwind/"

// acct is the account as it is kept now.
func (o *office) acct() portal.Account {
	o.t.Helper()
	a, err := o.service.Account(context.Background(), "northwind")
	if err != nil {
		o.t.Fatal(err)
	}
	return a
}

// fields are the values that a form shows, ready to be sent back.
func (b *browser) fields(target string, section portal.Section) url.Values {
	b.t.Helper()
	wants(b.t, b.get(target), 200, `name="seen" value="`+b.acct().Etag(section)+`"`)
	return url.Values{"seen": {b.acct().Etag(section)}}
}

// pairs makes fields of values.
func pairs(v url.Values, more ...string) []string {
	var all []string
	for name := range v {
		all = append(all, name, v.Get(name))
	}
	return append(all, more...)
}

func TestBusinessIsSavedAndStandsOnPages(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(owner)
	wants(t, b.get("/admin/settings"), 200, "Northwind Collect", northwindSettings+"business")
	seen := b.fields(northwindSettings+"business", portal.SectionBusiness)
	given := pairs(seen, "name", "Northwind", "legal", "Northwind A/S\r\n\r\n Havnegade 12 ", "email", "help@northwind.example",
		"phone", "+45 70 10 02 00", "hours", "weekdays", "zone", "Europe/Oslo", "imprint", "https://northwind.example/imprint", "privacy", "")
	leads(t, b.post(northwindSettings+"business", given...), northwindSettings+"business")
	wants(t, b.get(northwindSettings+"business"), 200, "Saved.", "Havnegade 12", "Europe/Oslo")
	a := o.acct()
	if a.Name != "Northwind" || len(a.Brand.Legal) != 2 || a.Contact.Hours != "weekdays" || a.Zone != "Europe/Oslo" {
		t.Errorf("kept %+v", a)
	}
	page := b.get(o.linkTo("7041"))
	wants(t, page, 200, "Havnegade 12", "help@northwind.example", ", weekdays", "https://northwind.example/imprint")
	trail := b.get("/admin/audit?account=northwind")
	wants(t, trail, 200, "Settings changed", "support address", "Time zone: <del>Europe/Copenhagen</del> <ins>Europe/Oslo</ins>")
	for _, private := range []string{"Havnegade", "help@northwind", "70 10 02"} {
		if strings.Contains(plain(trail), private) {
			t.Errorf("the audit trail repeats %q", private)
		}
	}
}

// linkTo is a good link to an invoice, as a path.
func (o *office) linkTo(id string) string {
	o.t.Helper()
	signed, err := o.service.Sign(context.Background(), portal.SignAsk{Actor: portal.ByCommand, Account: "northwind", Kind: link.Invoice, ID: id})
	if err != nil {
		o.t.Fatal(err)
	}
	return strings.TrimPrefix(signed.URL, origin)
}

func TestWhatCannotBeSavedComesBackAsItWasTyped(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(owner)
	before := o.acct()
	for _, c := range []struct {
		tab   string
		given []string
		says  string
	}{
		{"business", []string{"name", " "}, "Write the name that customers know."},
		{"business", []string{"name", "N", "zone", "Mars/Base"}, "Write a zone of the time zone database"},
		{"business", []string{"name", "N", "zone", "UTC", "email", "nobody"}, "Write one mail address"},
		{"business", []string{"name", "N", "zone", "UTC", "imprint", "javascript:alert(1)"}, "Write a whole address"},
		{"business", []string{"name", strings.Repeat("N", 81), "zone", "UTC"}, "This is too long."},
		{"languages", []string{"locale", "xx", "language", "en"}, ""},
		{"links", []string{"linkDays", "100", "reveal", "direct"}, "Write a number from 1 to 99."},
		{"links", []string{"linkDays", "30", "reveal", "magic"}, "Choose how files open."},
		{"links", []string{"linkDays", "30", "reveal", "direct", "most-invoice", "20", "days-invoice", "21"}, "Write a number from 1 to 20."},
		{"links", []string{"linkDays", "30", "reveal", "direct", "v1Until", "tomorrow"}, "Write the day as 2027-03-31."},
		{"links", []string{"linkDays", "30", "reveal", "direct", "v1", "on"}, "There is no seed"},
		{"texts", []string{"language", "en", "scope", strings.Repeat("é", 301)}, "Write 300 characters at most."},
		{"brand", []string{"color", "red"}, "Write the colour as #0B5161"},
		{"brand", []string{"color", "#fff\"><script>"}, "Write the colour as #0B5161"},
	} {
		section := map[string]portal.Section{
			"business": portal.SectionBusiness, "languages": portal.SectionLanguages, "links": portal.SectionLinks,
			"texts": portal.SectionTexts("en"), "brand": portal.SectionBrand,
		}[c.tab]
		a := b.post(northwindSettings+c.tab, append(c.given, "seen", before.Etag(section))...)
		wants(t, a, 422, c.says, "<title>Error: ", "There is a problem")
		if strings.Contains(a.Body.String(), "<script>") { // the desk's own have a src
			t.Errorf("%s: what was typed became markup", c.tab)
		}
	}
	if after := o.acct(); after.Version != before.Version {
		t.Errorf("something was saved: %+v", after)
	}
}

func TestAFormThatIsStaleShowsBothVersions(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(owner)
	early := b.fields(northwindSettings+"business", portal.SectionBusiness)
	leads(t, b.post(northwindSettings+"business", pairs(early, "name", "First", "zone", "UTC")...), northwindSettings+"business")
	late := b.post(northwindSettings+"business", pairs(early, "name", "Second <b>", "zone", "UTC")...)
	wants(t, late, 409, "Not saved: somebody else saved", "<td>First</td>", "&lt;b&gt;", "Save what I sent")
	if name := o.acct().Name; name != "First" {
		t.Errorf("the name is %q", name)
	}
	// Other settings that somebody saved meanwhile are no conflict.
	wants(t, b.post(northwindSettings+"brand", "seen", o.acct().Etag(portal.SectionBrand), "color", "#635BFF"), 303)
	seen := between(t, plain(late), `name="seen" value="`, `"`)
	leads(t, b.post(northwindSettings+"business", "seen", seen, "name", "Second", "zone", "UTC"), northwindSettings+"business")
	if a := o.acct(); a.Name != "Second" || a.Brand.Color != "635bff" {
		t.Errorf("kept %q in %q", a.Name, a.Brand.Color)
	}
}

func TestSettingsAreSeenByAllAndChangedByOwners(t *testing.T) {
	o := newOffice(t)
	for _, who := range []string{"guest@northwind.example", "maria@northwind.example"} {
		b := o.signedIn(who)
		for _, tab := range []string{"business", "brand", "texts", "languages", "links"} {
			page := b.get(northwindSettings + tab)
			wants(t, page, 200)
			if strings.Contains(plain(page), `action="`+northwindSettings) {
				t.Errorf("%s is offered to change %s", who, tab)
			}
			wants(t, b.post(northwindSettings+tab, "name", "Mine", "color", "#000000"), 403, "Only an owner may do this")
		}
		wants(t, b.post(northwindSettings+"brand/logo/light/remove"), 403)
	}
	if a := o.acct(); a.Version != 0 {
		t.Errorf("something was saved: %+v", a)
	}
	b := o.signedIn(owner)
	wants(t, b.get("/admin/settings/nobody/business"), 404)
	wants(t, b.get(northwindSettings+"texts?lang=fr"), 404)
}

func TestTextsAreWrittenPerLanguageAndReset(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(owner)
	texts := northwindSettings + "texts"
	wants(t, b.get(texts), 200, "Ledgerline can send cases to Northwind Collect for")
	const scope = `see <a href="https://evil.example">your</a> cases`
	english := pairs(b.fields(texts, portal.SectionTexts("en")), "language", "en", "scope", scope, "can", "One.\r\n\r\nTwo.", "contact", "Our office helps:")
	preview := b.post(texts, append(english, "do", "preview")...)
	wants(t, preview, 200, "Our office helps:")
	if o.acct().Version != 0 || strings.Contains(preview.Body.String(), `<a href="https://evil`) {
		t.Error("a preview was saved, or made a link")
	}
	leads(t, b.post(texts, english...), texts)
	wants(t, b.get(texts), 200, "3 texts missing")
	if own := o.acct().OwnTexts("en"); own.Scope != scope || len(own.Can) != 2 {
		t.Errorf("kept %+v", own)
	}
	wants(t, o.browser().get(o.linkTo("7041")), 200, "Our office helps:")
	german := pairs(b.fields(texts+"?lang=de", portal.SectionTexts("de")), "language", "de", "contact", "Unser Büro hilft:")
	leads(t, b.post(texts+"?lang=de", german...), texts+"?lang=de")
	wants(t, b.post(texts+"?lang=de", "language", "en", "seen", o.acct().Etag(portal.SectionTexts("de"))), 404)
	wants(t, b.get(texts+"?lang=de"), 200, "Unser Büro hilft:")
	reset := []string{"language", "en", "reset", "scope", "seen", o.acct().Etag(portal.SectionTexts("en"))}
	leads(t, b.post(texts, reset...), texts)
	if own := o.acct().OwnTexts("en"); own.Scope != "" || len(own.Can) != 2 || o.acct().OwnTexts("de").Contact == "" {
		t.Errorf("after the reset: %+v", own)
	}
	wants(t, b.get("/admin/audit?account=northwind"), 200, "what a connection allows (en)")
}

func TestLinkPoliciesHoldForNewLinks(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(owner)
	old := o.linkTo("7041")
	links := northwindSettings + "links"
	given := pairs(b.fields(links, portal.SectionLinks), "linkDays", "30", "days-invoice", "10", "most-invoice", "20", "reveal", "click", "stepUp", "on")
	leads(t, b.post(links, given...), links)
	a := o.acct()
	if a.DaysOf(link.Invoice) != 10 || a.MostDaysOf(link.Invoice) != 20 || a.DaysOf(link.Quote) != 30 || !a.Links.NoRenewal || a.Billing.Reveal != "click" || !a.V1.StepUp {
		t.Errorf("kept %+v", a)
	}
	detail := b.get("/admin/links/northwind/invoice/7041")
	wants(t, detail, 200, "10 days by default, 20 at most", `value="10" checked`)
	if strings.Contains(plain(detail), `value="30"`) {
		t.Error("30 days are offered, over the most")
	}
	wants(t, b.get(old), 200)
	o.pass(31 * 24 * 60 * 60 * 1e9)
	expired := o.browser().get(old)
	wants(t, expired, 410, "To get a new link, contact Northwind Collect")
	if strings.Contains(plain(expired), "Email me a new link") {
		t.Error("the page offers what is switched off")
	}
	wants(t, o.browser().post(old, "ask", "new-link"), 303)
	if mails, err := o.store.Messages(context.Background(), portal.ObjectKey{}, 10); err != nil || len(mails) > 0 {
		t.Errorf("%d mails were queued, %v", len(mails), err)
	}
}

func TestTheEndOfVersionOneIsADayOfTheAccountsZone(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(owner)
	links := northwindSettings + "links"
	given := pairs(b.fields(links, portal.SectionLinks), "linkDays", "30", "reveal", "direct", "renewal", "on", "v1Until", "2027-03-31")
	leads(t, b.post(links, given...), links)
	if until := o.acct().V1.Until; until != 1806530400 { // 2027-04-01 00:00 in Copenhagen
		t.Errorf("version 1 ends at %d", until)
	}
	wants(t, b.get(links), 200, `value="2027-03-31"`)
}

func TestTheOldFormulaWithoutACodeNamesTheRisk(t *testing.T) {
	o := newOffice(t)
	if err := o.service.ChangeAccount(context.Background(), portal.ByCommand, "northwind", func(a *portal.Account) { a.Links = portal.LinkPolicy{} }); err != nil {
		t.Fatal(err)
	}
	b := o.signedIn(owner)
	if err := o.service.RotateSeed(context.Background(), portal.ByCommand, "northwind", []byte(strings.Repeat("s", 32)), 0); err != nil {
		t.Fatal(err)
	}
	links := northwindSettings + "links"
	given := pairs(b.fields(links, portal.SectionLinks), "linkDays", "30", "reveal", "direct", "v1", "on")
	leads(t, b.post(links, given...), links)
	wants(t, b.get(links), 200, "No code before actions.", "and act.")
}

func TestLanguagesAreOfferedWhereTheAccountSaysSo(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(owner)
	languages := northwindSettings + "languages"
	cancel := "/northwind/cancel?lang=de"
	wants(t, o.browser().get(cancel), 200, "Kündigung")
	given := pairs(b.fields(languages, portal.SectionLanguages), "locale", "en-US", "language", "en")
	leads(t, b.post(languages, given...), languages)
	page := o.browser().get(cancel)
	wants(t, page, 200)
	if strings.Contains(plain(page), "Kündigung") || strings.Contains(plain(page), "Deutsch") {
		t.Error("a language is offered that was taken off")
	}
	if a := o.acct(); a.Locale != "en-US" || len(a.Languages) != 1 {
		t.Errorf("kept %+v", a)
	}
}

func TestOwnTextsStandOnTheApprovalPageAsPlainText(t *testing.T) {
	o := newOffice(t)
	need := o.ask(o.partner(portal.ByMail), "T-1")
	err := o.service.ChangeAccount(context.Background(), portal.ByCommand, "northwind", func(a *portal.Account) {
		a.SetTexts("en", portal.Texts{
			Scope: "read <i>bills</i>", Can: []string{"See https://northwind.example"}, Cannot: []string{"pay for you."},
			Next: []string{"We call you on Monday."}, Contact: "Ask Kim & Co:",
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	visitor, target := o.browser(), strings.TrimPrefix(need.URL, origin)
	page := visitor.get(target)
	wants(t, page, 200, "read &lt;i&gt;bills&lt;/i&gt; for", "See https://northwind.example", "pay for you.", "Ask Kim & Co:")
	if strings.Contains(page.Body.String(), `href="https://northwind.example"`) {
		t.Error("a text became a link")
	}
	r := form(target, "decision", "approve", "n", between(t, plain(page), `name="n" value="`, `"`))
	for _, r := range []*http.Request{r, httptest.NewRequest(http.MethodGet, target, nil)} {
		r.Header.Set("Sec-Fetch-Site", "same-origin")
		r.Header.Set("User-Agent", "Firefox")
		page = visitor.do(r)
	}
	wants(t, page, 200, "You approved the connection", "We call you on Monday.", "can now read &lt;i&gt;")
}
