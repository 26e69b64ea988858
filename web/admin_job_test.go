package web_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/auth"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

var hiddenField = regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)"`)

// press sends the form of a page that asks, with more names and values.
func (b *browser) press(page *httptest.ResponseRecorder, target string, fields ...string) *httptest.ResponseRecorder {
	b.t.Helper()
	values := url.Values{}
	for _, m := range hiddenField.FindAllStringSubmatch(plain(page), -1) {
		values.Add(m[1], m[2])
	}
	for i := 0; i < len(fields); i += 2 {
		values.Set(fields[i], fields[i+1])
	}
	r := httptest.NewRequest("POST", target, strings.NewReader(values.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return b.do(r)
}

const jobsURL = "/admin/jobs/new"

// ticked is the address of the page that asks about requests.
func ticked(verb string, all ...portal.NeedsApproval) string {
	q := url.Values{}
	for _, a := range all {
		q.Add("id", "northwind/"+a.Request.ID)
	}
	return "/admin/requests/" + verb + "?" + q.Encode()
}

// follow goes where an answer leads.
func (b *browser) follow(a *httptest.ResponseRecorder) *httptest.ResponseRecorder {
	b.t.Helper()
	if a.Code != 303 {
		b.t.Fatalf("%d leads nowhere: %.300s", a.Code, plain(a))
	}
	return b.get(a.Header().Get("Location"))
}

// worked lets the time to undo pass, and has every job worked through.
func (o *office) worked() {
	o.t.Helper()
	o.pass(portal.BulkDelay)
	for {
		n, err := o.service.RunBulk(context.Background())
		if err != nil {
			o.t.Fatal(err)
		}
		if n == 0 {
			return
		}
	}
}

// expired makes requests that ran out, of tenants 0 to n-1.
func (o *office) expired(n int) []portal.NeedsApproval {
	o.t.Helper()
	p := o.partner(portal.ByMail)
	var all []portal.NeedsApproval
	for i := range n {
		all = append(all, o.ask(p, fmt.Sprint("tenant-", i)))
	}
	o.pass(8 * 24 * time.Hour)
	if _, err := o.service.Sweep(context.Background()); err != nil {
		o.t.Fatal(err)
	}
	return all
}

func (o *office) attempt(k portal.Key) int64 {
	o.t.Helper()
	r, err := o.service.Request(context.Background(), k)
	if err != nil {
		o.t.Fatal(err)
	}
	return r.Attempt
}

func TestManyNewLinksAreAskedForSentAndReported(t *testing.T) {
	o := newOffice(t)
	all := o.expired(3)
	b := o.signedIn(maria)
	gone := portal.RequestAsk{Actor: portal.BySystem, Request: all[2].Request.Key}
	if _, err := o.service.WithdrawRequest(context.Background(), gone); err != nil {
		t.Fatal(err)
	}
	ask := b.follow(b.get(ticked("reissue", all...)))
	wants(t, ask, 200, "Send 2 new links", "Chosen: 3 requests.", "Left out: ended already", "As each partner has it", "You have 60 seconds to undo it.")
	if jobs, err := o.service.BulkJobs(context.Background(), portal.BulkFilter{}); err != nil || len(jobs) != 0 {
		t.Fatal("asking made a job")
	}
	started := b.press(ask, jobsURL, "days", "14")
	job := started.Header().Get("Location")
	waiting := b.get(job)
	wants(t, waiting, 200, "Sending 2 new links", "Starts in 61 seconds", ">Undo", "The links before cannot come back.")
	if waiting.Header().Get("Refresh") != "3" {
		t.Error("a page that waits does not refresh itself")
	}
	o.worked()
	page := b.get(job)
	wants(t, page, 200, "Sent 2 of 2 new links", "2 of 2 sent, 0 failed, 0 not begun", "Results as CSV", "14 days")
	if page.Header().Get("Refresh") != "" {
		t.Error("a page that is done refreshes itself")
	}
	csv := b.get(job + "/results.csv")
	wants(t, csv, 200, "account,kind,object,reference", all[0].Request.ID, "left-out,withdrawn")
	json := b.get(job + "/results.json")
	wants(t, json, 200, `"id":"`+all[0].Request.ID+`"`, `"state":"done"`)
	if text := csv.Body.String() + json.Body.String(); strings.Contains(text, "&c=") || strings.Contains(text, "@") {
		t.Error("the results hold a link or an address")
	}
	for i, want := range []int64{2, 2, 1} {
		if got := o.attempt(all[i].Request.Key); got != want {
			t.Errorf("request %d has attempt %d, want %d", i, got, want)
		}
	}
	leads(t, b.press(ask, jobsURL, "days", "14"), job)
	o.worked()
	if o.attempt(all[0].Request.Key) != 2 {
		t.Error("the form that came twice was done twice")
	}
	wants(t, b.get("/admin/audit?account=northwind"), 200, "Request issued", "Job started", maria)
	wants(t, b.get("/admin/jobs"), 200, "New links for 3 requests that were ticked", "2 of 2 sent", maria)
}

func TestAJobIsUndoneBeforeItStarts(t *testing.T) {
	o := newOffice(t)
	all := o.expired(2)
	b := o.signedIn(maria)
	job := b.press(b.follow(b.get(ticked("reissue", all...))), jobsURL, "days", "").Header().Get("Location")
	leads(t, b.post(job+"/stop"), job)
	o.worked()
	wants(t, b.get(job), 200, "Undone: nothing was sent", "2 not begun")
	wants(t, b.get(job+"/results.csv"), 200, "todo")
	if o.attempt(all[0].Request.Key) != 1 {
		t.Error("it went on after it was undone")
	}
	wants(t, b.post(job+"/resume"), 409, "The job has moved on", "Nothing was changed.")
}

func TestWhatMovedOnMeanwhileIsLeftAlone(t *testing.T) {
	o := newOffice(t)
	all := o.expired(2)
	b := o.signedIn(maria)
	ask := b.follow(b.get(ticked("reissue", all...)))
	job := b.press(ask, jobsURL, "days", "").Header().Get("Location")
	leads(t, b.post(pageOf(all[0].Request)+"/reissue", "generation", "1", "days", "7", "by", "mail"), pageOf(all[0].Request))
	o.worked()
	wants(t, b.get(job), 200, "Sent 1 of 2 new links", "1 of 2 sent, 0 failed, 1 skipped")
	wants(t, b.get(job+"?show=skipped"), 200, "Somebody changed it meanwhile")
	if o.attempt(all[0].Request.Key) != 2 || o.attempt(all[1].Request.Key) != 2 {
		t.Error("the one that moved on got another link, or the other got none")
	}
}

func TestVeryManyNewLinksAreTypedToConfirm(t *testing.T) {
	o := newOffice(t)
	all := o.expired(51)
	b := o.signedIn(maria)
	list := b.get("/admin/requests?state=expired")
	wants(t, list, 200, "Send new links to all of them …", "/admin/requests/reissue?state=expired")
	ask := b.follow(b.get("/admin/requests/reissue?state=expired"))
	wants(t, ask, 200, "Send 51 new links", "Type 51 to confirm")
	wrong := b.press(ask, jobsURL, "days", "30", "confirm", "15")
	wants(t, wrong, 422, "There is a problem", `value="15"`, `value="30" checked`)
	changed := b.follow(b.press(ask, jobsURL, "days", "", "confirm", "50", "count", "northwind:50", "job", portal.NewID("job")))
	wants(t, changed, 200, "Send 51 new links", "Nothing has been done.", "Type 51 to confirm")
	o.worked()
	if o.attempt(all[0].Request.Key) != 1 {
		t.Fatal("it was done unconfirmed")
	}
	job := b.press(ask, jobsURL, "days", "", "confirm", "51").Header().Get("Location")
	o.worked()
	wants(t, b.get(job), 200, "Sent 51 of 51 new links")
}

func TestACountedJobWaitsForAnAgreement(t *testing.T) {
	o := newOffice(t)
	all := o.expired(51)
	b := o.signedIn(maria)
	job := b.post(jobsURL, "verb", "revoke", "over", "requests", "state", "expired").Header().Get("Location")
	wants(t, b.get(job), 200, "Counting…", "Nothing has been done.")
	o.worked()
	page := b.get(job)
	wants(t, page, 200, "Withdraw 51 requests", "Looked at 51: 51 to do, 0 left out")
	wants(t, b.press(page, job+"/start", "confirm", "5"), 422, "Type 51 to confirm")
	leads(t, b.press(page, job+"/start", "confirm", "51"), job)
	o.worked()
	done := b.get(job)
	wants(t, done, 200, "Withdrew 51 of 51 requests", "A link that was withdrawn stays dead.", "Send new links to these …")
	again := b.get(jobsURL + between(t, plain(done), `href="`+jobsURL, `"`))
	wants(t, again, 200, "Send 51 new links")
	b.press(again, jobsURL, "days", "7", "confirm", "51")
	o.worked()
	if o.attempt(all[0].Request.Key) != 2 {
		t.Error("the withdrawal was not mended")
	}
}

func TestOnlySupportSendsManyLinks(t *testing.T) {
	o := newOffice(t)
	all := o.expired(1)
	b, viewer := o.signedIn(maria), o.signedIn(guest)
	id := "northwind/" + all[0].Request.ID
	wants(t, viewer.get(ticked("reissue", all...)), 403)
	wants(t, viewer.post(jobsURL, "verb", "reissue", "id", id, "days", ""), 403, "Nothing was changed.")
	wants(t, b.post(jobsURL, "days", ""), 422)
	wants(t, b.post(jobsURL, "verb", "reissue", "id", id, "days", "31", "count", "northwind:1"), 422, "There is a problem")
	wants(t, b.post(jobsURL, "verb", "shred", "id", id), 422, "There is a problem")
	wants(t, b.get(jobsURL+"?verb=reissue&from=soon"), 200, "Write the day like 2026-11-20.")
	wants(t, b.get(jobsURL+"?verb=reissue&id=northwind%2Flr_none"), 200, "No new links to send", "There is no such thing")
	wants(t, b.get("/admin/jobs/northwind/job_none"), 404)
	job := b.press(b.follow(b.get(ticked("reissue", all...))), jobsURL, "days", "").Header().Get("Location")
	if page := viewer.get(job); page.Code != 200 || strings.Contains(plain(page), "/stop") {
		t.Error("a viewer cannot look, or is offered to stop it")
	}
	wants(t, viewer.post(job+"/stop"), 403)
	if o.attempt(all[0].Request.Key) != 1 {
		t.Error("a viewer sent a link")
	}
}

// TestASelectionReachesNoOtherAccount has somebody name what is not theirs, in
// every way that an address can.
func TestASelectionReachesNoOtherAccount(t *testing.T) {
	o := newOffice(t)
	all := o.expired(1)
	if err := o.service.CreateAccount(context.Background(), portal.ByCommand, portal.Account{Slug: "fjord", Name: "Fjord", Locale: "en", Zone: "UTC"}, nil); err != nil {
		t.Fatal(err)
	}
	tove := portal.Admin{Email: "tove@fjord.example", Roles: portal.Roles{"fjord": portal.Support}, PasswordHash: auth.HashPassword(password)}
	if _, err := o.service.AddAdmin(context.Background(), portal.ByCommand, tove); err != nil {
		t.Fatal(err)
	}
	b := o.signedIn("tove@fjord.example")
	id := "northwind/" + all[0].Request.ID
	for _, fields := range [][]string{
		{"id", id}, {"account", "northwind"}, {"partner", "northwind/" + all[0].Request.Partner}, {}, {"account", "northwind", "id", id},
	} {
		q := url.Values{"verb": {"reissue"}, "over": {"requests"}}
		for i := 0; i < len(fields); i += 2 {
			q.Set(fields[i], fields[i+1])
		}
		page := b.get(jobsURL + "?" + q.Encode())
		wants(t, page, 200, "No new links to send")
		if strings.Contains(plain(page), all[0].Request.ID) || strings.Contains(plain(page), "Northwind") {
			t.Errorf("%v shows another account", fields)
		}
		fields = append(fields, "verb", "reissue", "over", "requests", "count", "northwind:1", "days", "")
		b.post(jobsURL, fields...)
	}
	m := o.signedIn(maria)
	job := m.press(m.follow(m.get(ticked("reissue", all...))), jobsURL, "days", "").Header().Get("Location")
	wants(t, b.get(job), 404)
	wants(t, b.get(job+"/results.csv"), 404)
	wants(t, b.post(job+"/stop"), 404)
	if strings.Contains(plain(b.get("/admin/jobs")), "job_") {
		t.Error("the list shows a job of another account")
	}
	jobs, err := o.service.BulkJobs(context.Background(), portal.BulkFilter{Accounts: portal.OnlyAccounts("northwind")})
	if err != nil || len(jobs) != 1 {
		t.Errorf("%d jobs, %v", len(jobs), err)
	}
}

func TestLinksToDocumentsAreChosenToo(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(maria)
	ask := b.get(jobsURL + "?verb=reissue&over=links&id=northwind%2Finvoice%2F7041&id=northwind%2Finvoice%2F7042")
	wants(t, ask, 200, "Send 1 new link", "Invoice 7041", "There is no address on file")
	job := b.press(ask, jobsURL, "days", "60").Header().Get("Location")
	o.worked()
	wants(t, b.get(job), 200, "Sent 1 of 1 new link", "60 days")
	wants(t, b.get(jobsURL+"?verb=remind&over=links&state=waiting"), 200, "Send 1 reminder", "Invoice 7041")
	wants(t, b.get(jobsURL+"?verb=remind&over=links&state=expired"), 200, "No reminders to send")
	wants(t, b.get(jobsURL+"?verb=revoke&over=links&kind=invoice&state=waiting"), 200, "Revoke 1 link", "also those that other systems signed")
	wants(t, b.get(jobsURL+"?verb=revoke&over=links&kind=approve"), 422, "There is a problem")
}
