package web_test

import (
	"context"
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/auth"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

const (
	inspector = "ina@northwind.example"
	second    = "sue@northwind.example"
)

// joins makes a person with these roles.
func (o *office) joins(email string, roles portal.Roles) portal.Admin {
	o.t.Helper()
	a, err := o.service.AddAdmin(context.Background(), portal.ByCommand, portal.Admin{Email: email, Roles: roles, PasswordHash: auth.HashPassword(password)})
	if err != nil {
		o.t.Fatal(err)
	}
	return a
}

// happens writes entries about an invoice of an account.
func (o *office) happens(account, act string, n int) {
	o.t.Helper()
	for range n {
		err := o.service.Record(context.Background(), portal.Entry{Account: account, Actor: "customer", Act: act, Kind: "invoice", Object: "7041"})
		if err != nil {
			o.t.Fatal(err)
		}
	}
}

var nextPage = regexp.MustCompile(`href="([^"]*)" rel="next"`)

func TestTheTrailIsNarrowedAndWalked(t *testing.T) {
	o := newOffice(t)
	o.happens("northwind", "link.opened", 60)
	o.happens("northwind", "link.revoked", 1)
	b := o.signedIn(maria)
	first := b.get("/admin/audit?account=northwind&act=link.opened&by=customer&object=invoice+7041&from=2026-11-20&until=2026-11-20")
	wants(t, first, 200, "Link opened", "The customer", `value="link.opened" selected`, `value="invoice 7041"`, "No. 61<")
	if strings.Contains(plain(first), "No. 62<") || strings.Contains(plain(first), "No. 11<") {
		t.Error("the first page holds too much")
	}
	to := nextPage.FindStringSubmatch(plain(first))
	if to == nil {
		t.Fatal("there is no next page")
	}
	last := b.get(to[1])
	wants(t, last, 200, "No. 11<", "No. 2<")
	if nextPage.MatchString(plain(last)) || strings.Contains(plain(last), "No. 12<") {
		t.Error("the last page goes on")
	}
	wants(t, b.get("/admin/audit?from=2026-11-21"), 200, "There are no entries like that.")
	wants(t, b.get("/admin/audit?from=last+week"), 422, "Write the day like 2026-11-20.", `value="last week"`, "<title>Error: ")
	wants(t, b.get("/admin/audit?account=&act=admin.signed-in"), 200, "Admin signed in", "from 192.0.2.0/24", maria)
	wants(t, b.get("/admin/audit?account=nobody"), 404)
}

func TestTheTrailSaysWhatWasAndWhatIs(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(owner)
	leads(t, b.post("/admin/seeds/northwind/v1-end", "v1-until", "2027-03-01"), "/admin/seeds/northwind")
	wants(t, b.get("/admin/audit?account=northwind&act=v1.end-changed"), 200, "Until: <del>none</del> <ins>")
}

func TestATrailIsSeenByThoseOfItsAccount(t *testing.T) {
	o := newOffice(t)
	o.joins("eve@other.example", portal.Roles{"northwind": portal.Viewer})
	o.happens("northwind", "link.opened", 1)
	o.happens("globex", "link.secret", 1)
	b := o.signedIn("eve@other.example")
	page := b.get("/admin/audit")
	wants(t, page, 200, "Link opened")
	for _, foreign := range []string{"Link secret", "globex", "Admin signed in", "This installation", "/admin/audit/export", "/admin/audit/verify"} {
		if strings.Contains(plain(page), foreign) {
			t.Errorf("the page says %q", foreign)
		}
	}
	wants(t, b.get("/admin/audit?account="), 404)
	wants(t, b.get("/admin/audit?account=globex"), 404)
	wants(t, b.get("/admin/audit/verify"), 403, "Your role may not take this away")
	wants(t, b.get("/admin/audit/anchors.txt"), 403)
	wants(t, b.post("/admin/audit/export", "format", "csv"), 403)
}

func TestAnAuditorTakesATrailAway(t *testing.T) {
	o := newOffice(t)
	o.joins(inspector, portal.Roles{"northwind": portal.Auditor, "": portal.Viewer})
	o.happens("northwind", "link.opened", 3)
	o.happens("globex", "link.secret", 1)
	b := o.signedIn(inspector)
	file := b.post("/admin/audit/export", "format", "ndjson")
	if got := file.Header().Get("Content-Disposition"); file.Code != 200 || got != `attachment; filename="audit-2026-11-20.ndjson"` {
		t.Fatalf("%d %s", file.Code, got)
	}
	lines := strings.Split(strings.TrimSpace(file.Body.String()), "\n")
	for _, text := range lines[:len(lines)-1] {
		var l portal.AuditLine
		if err := json.Unmarshal([]byte(text), &l); err != nil || l.Account != "northwind" || !o.service.Genuine(l) {
			t.Errorf("line %s, %v", text, err)
		}
	}
	if body := file.Body.String(); strings.Count(body, "link.opened") != 3 || strings.Count(body, `"act":"audit.exported"`) != 1 || strings.Contains(body, "globex") {
		t.Errorf("file %s", body)
	}
	table := b.post("/admin/audit/export", "format", "csv", "act", "link.opened", "account", "northwind")
	if rows := strings.Split(strings.TrimSpace(table.Body.String()), "\n"); len(rows) != 4 || !strings.HasPrefix(rows[0], "account,seq,at") {
		t.Errorf("table %q", rows)
	}
	wants(t, b.post("/admin/audit/export", "format", "xml"), 404)
	wants(t, b.post("/admin/audit/export", "format", "csv", "account", ""), 403)
	wants(t, b.get("/admin/audit?account=northwind"), 200, "Audit exported", inspector)
	o.pass(11 * 60e9)
	wants(t, b.post("/admin/audit/export", "format", "csv"), 403, "Prove that it is you")
}

func TestTwoTrailsHaveOneHead(t *testing.T) {
	o := newOffice(t)
	o.happens("globex", "link.opened", 1)
	o.happens("northwind", "link.opened", 1)
	file := o.signedIn(owner).post("/admin/audit/export", "format", "csv", "act", "link.opened")
	if rows := strings.Split(strings.TrimSpace(file.Body.String()), "\n"); len(rows) != 3 || strings.Count(file.Body.String(), "account,seq") != 1 {
		t.Errorf("table %q", rows)
	}
}

func TestTrailsAreVerifiedWhileThePageSaysHowFar(t *testing.T) {
	o := newOffice(t)
	o.happens("northwind", "link.opened", 3)
	var work func(context.Context)
	o.spawn = func(w func(context.Context)) { work = w }
	b := o.signedIn(owner)
	wants(t, b.get("/admin/audit/verify"), 200, "Not verified yet", "northwind 4 ")
	leads(t, b.post("/admin/audit/verify"), "/admin/audit/verify")
	page := b.get("/admin/audit/verify")
	wants(t, page, 200, "Verification begins.")
	if page.Header().Get("Refresh") != "2" {
		t.Error("the page does not refresh itself")
	}
	began := work
	work = nil
	leads(t, b.post("/admin/audit/verify"), "/admin/audit/verify")
	if work != nil {
		t.Error("a second verification began beside the first")
	}
	began(context.Background())
	page = b.get("/admin/audit/verify")
	wants(t, page, 200, "Unbroken since 20 November 2026: 4 entries, each fits the one before it.", "Verified 20 Nov 10:44")
	if page.Header().Get("Refresh") != "" {
		t.Error("a page that is done refreshes itself")
	}
	wants(t, b.get("/admin/audit?account=northwind"), 200, "Audit verified")
	anchors := b.get("/admin/audit/anchors.txt")
	wants(t, anchors, 200)
	for _, line := range strings.Split(strings.TrimSpace(anchors.Body.String()), "\n") {
		a, err := portal.ParseAnchor(line)
		if err != nil {
			t.Fatal(err)
		}
		if holds, err := o.service.Holds(context.Background(), a); err != nil || !holds {
			t.Errorf("%s holds: %v, %v", line, holds, err)
		}
	}
	if want := "northwind 5 "; !strings.Contains(anchors.Body.String(), want) {
		t.Errorf("anchors %q", anchors.Body.String())
	}
}
