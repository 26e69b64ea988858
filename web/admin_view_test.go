package web_test

import (
	"context"
	"image/color"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// live finds what works on a page: where its links and forms lead, and what can
// be pressed, but for the bar of the preview.
func live(t *testing.T, page string) (found []string) {
	t.Helper()
	_, rest, ok := strings.Cut(page, `aria-label="Preview"`)
	before, _, _ := strings.Cut(page, `<aside class="call warn"`)
	_, after, ok2 := strings.Cut(rest, "</aside>")
	if !ok || !ok2 {
		t.Fatal("no bar says that it is a preview")
	}
	root, err := html.Parse(strings.NewReader(before + after))
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		disabled := false
		for _, a := range n.Attr {
			disabled = disabled || a.Key == "disabled"
			leads := a.Key == "href" || a.Key == "action" || a.Key == "formaction" || a.Key == "src"
			logo := n.Data == "img" && strings.HasPrefix(a.Val, "/brand/")
			if leads && !logo && !strings.HasPrefix(a.Val, "#") && !strings.HasPrefix(a.Val, "/static/") {
				found = append(found, n.Data+" "+a.Key+" "+a.Val)
			}
		}
		if (n.Data == "button" || n.Data == "input") && n.Type == html.ElementNode && !disabled {
			found = append(found, n.Data)
		}
	}
	return found
}

var usable = regexp.MustCompile(`[?&;]c=|[0-9a-f]{32}|name="n"`)

func TestThePageOfACustomerIsShownWithoutAnythingThatWorks(t *testing.T) {
	o := newOffice(t)
	need := o.ask(o.partner(portal.ByMail), "hp-4471")
	o.sells()
	b := o.signedIn(maria)
	for at, says := range map[string]string{
		pageOf(need.Request):                   "Ledgerline",
		detail7041:                             "1,309.00",
		"/admin/links/northwind/scp/S88":       "Change how you pay",
		"/admin/links/northwind/urb/366332011": "366332011",
		"/admin/links/northwind/ccp/c8801":     "The cards and accounts",
		"/admin/links/northwind/cq/77":         "Accept quote",
	} {
		a := b.post(at+"/view", "as", "new")
		wants(t, a, 200, "Preview. Nothing is recorded.", says)
		page := a.Body.String()
		if found := live(t, page); len(found) > 0 {
			t.Errorf("%s: these work: %v", at, found)
		}
		_, body, _ := strings.Cut(page, "<body")
		if m := usable.FindString(body); m != "" {
			t.Errorf("%s holds %q", at, m)
		}
	}
}

func TestLookingAsTheCustomerLeavesNothingButItsEntry(t *testing.T) {
	o := newOffice(t)
	need := o.ask(o.partner(portal.ByMail), "hp-4471")
	k := portal.ObjectKey{Account: "northwind", Kind: "approve", ID: need.Request.ID}
	ctx := context.Background()
	state := func() (events, mails, visits, entries int, r portal.LinkRequest) {
		es, err1 := o.store.Events(ctx, "northwind", "", 0, 99)
		ms, err2 := o.store.Messages(ctx, portal.ObjectKey{}, 99)
		vs, err3 := o.store.Visits(ctx, k)
		as, err4 := o.store.Audit(ctx, "northwind", 0, 999)
		r, err5 := o.store.Request(ctx, need.Request.Key)
		for _, err := range []error{err1, err2, err3, err4, err5} {
			if err != nil {
				t.Fatal(err)
			}
		}
		return len(es), len(ms), len(vs), len(as), r
	}
	b := o.signedIn(maria)
	wants(t, o.signedIn(guest).post(pageOf(need.Request)+"/view"), 403)
	events, mails, visits, entries, r := state()
	for i, as := range []string{"", "new"} {
		wants(t, b.post(pageOf(need.Request)+"/view", "as", as), 200, "Preview. Nothing is recorded.")
		e, m, v, n, now := state()
		if e != events || m != mails || v != visits || n != entries+i+1 || now.Attempt != r.Attempt || !now.UpdatedAt.Equal(r.UpdatedAt) {
			t.Errorf("%q left events %d, mails %d, visits %d, entries %d", as, e-events, m-mails, v-visits, n-entries)
		}
	}
	trail, err := o.store.Timeline(ctx, "northwind", "approve", need.Request.ID, 1)
	if err != nil || trail[0].Act != "link.viewed" || trail[0].Data != `{"asNew":true}` {
		t.Errorf("%v, %v", trail, err)
	}
}

func TestALinkThatIsOverIsShownAsItIsAndAsItWouldBe(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(maria)
	wants(t, b.post(detail7041+"/view"), 409, "There is no link whose page could be shown")
	copied(t, b, "7")
	wants(t, b.post(detail7041+"/view"), 200, "This is what the customer sees now.", "1,309.00")
	o.pass(8 * 24 * time.Hour)
	b = o.signedIn(maria)
	wants(t, b.post(detail7041+"/view"), 200, "This link has expired", "As it would be with a new link")
	wants(t, b.post(detail7041+"/view", "as", "new"), 200, "with a new link. None was made.", "1,309.00")
	leads(t, b.post(detail7041+"/revoke", "generation", "1"), detail7041)
	wants(t, b.post(detail7041+"/view"), 200, "This link was turned off")
	wants(t, b.post("/admin/links/northwind/invoice/none/view"), 404)
}

func TestThePageOfACustomerIsShownWithTheLogoOfTheAccount(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(owner)
	for ground, c := range map[string]color.Color{"light": color.Black, "dark": color.White} {
		leads(t, b.upload(brandTab+"/logo/"+ground, square(t, c), "seen", o.acct().Etag(portal.SectionBrand)), brandTab)
	}
	a := b.post(detail7041+"/view", "as", "new")
	brand := o.acct().Brand
	wants(t, a, 200, `src="/brand/`+brand.Logo.Hash+`.png"`, `srcset="/brand/`+brand.LogoDark.Hash+`.png"`)
	if found := live(t, a.Body.String()); len(found) > 0 {
		t.Errorf("these work: %v", found)
	}
}
