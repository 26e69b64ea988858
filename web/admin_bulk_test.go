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

const bulkURL = "/admin/requests/reissue"

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
	q := bulkURL + "?"
	for _, a := range all {
		q += "id=" + url.QueryEscape("northwind/"+a.Request.ID) + "&"
	}
	ask := b.get(strings.TrimSuffix(q, "&"))
	wants(t, ask, 200, "Send 2 new links", "Emails: 2. Left out: 1.", "Withdrawn", "As each partner has it")
	if o.attempt(all[0].Request.Key) != 1 {
		t.Fatal("asking did it")
	}
	started := b.press(ask, bulkURL, "days", "14")
	job := started.Header().Get("Location")
	leads(t, started, job)
	page := b.get(job)
	wants(t, page, 200, "Sent 2 of 2 new links", "2 sent, 0 failed, 0 not begun", "Results as CSV")
	if page.Header().Get("Refresh") != "" {
		t.Error("a page that is done refreshes itself")
	}
	csv := b.get(job + "/results.csv")
	wants(t, csv, 200, "account,request,reference", all[0].Request.ID, "Sent")
	if strings.Contains(csv.Body.String(), "&c=") || strings.Contains(csv.Body.String(), "@") {
		t.Error("the results hold a link or an address")
	}
	for i, want := range []int64{2, 2, 1} {
		if got := o.attempt(all[i].Request.Key); got != want {
			t.Errorf("request %d has attempt %d, want %d", i, got, want)
		}
	}
	leads(t, b.press(ask, bulkURL, "days", "14"), job)
	if o.attempt(all[0].Request.Key) != 2 {
		t.Error("the form that came twice was done twice")
	}
	wants(t, b.get("/admin/audit?account=northwind"), 200, "Request issued", maria)
}

func TestWhatMovedOnMeanwhileIsLeftAlone(t *testing.T) {
	o := newOffice(t)
	all := o.expired(2)
	b := o.signedIn(maria)
	ask := b.get(bulkURL + "?id=" + url.QueryEscape("northwind/"+all[0].Request.ID) + "&id=" + url.QueryEscape("northwind/"+all[1].Request.ID))
	leads(t, b.post(pageOf(all[0].Request)+"/reissue", "generation", "1", "days", "7", "by", "mail"), pageOf(all[0].Request))
	job := b.press(ask, bulkURL, "days", "").Header().Get("Location")
	wants(t, b.get(job), 200, "1 sent, 0 failed")
	if o.attempt(all[0].Request.Key) != 2 || o.attempt(all[1].Request.Key) != 2 {
		t.Error("the one that moved on got another link, or the other got none")
	}
}

func TestVeryManyNewLinksAreTypedToConfirm(t *testing.T) {
	o := newOffice(t)
	all := o.expired(51)
	b := o.signedIn(maria)
	wants(t, b.get("/admin/requests?state=expired"), 200, "Send new links to all of them …", bulkURL+"?all=1&state=expired")
	ask := b.get(bulkURL + "?all=1&state=expired")
	wants(t, ask, 200, "Send 51 new links", "Type 51 to confirm")
	wrong := b.press(ask, bulkURL, "days", "30", "confirm", "15")
	wants(t, wrong, 422, "There is a problem", `value="15"`, `value="30" checked`)
	wants(t, b.press(ask, bulkURL, "days", "", "confirm", "51", "count", "50"), 409, "The list has changed since that page was made. Nothing was sent.")
	if o.attempt(all[0].Request.Key) != 1 {
		t.Fatal("it was done unconfirmed")
	}
	job := b.press(ask, bulkURL, "days", "", "confirm", "51").Header().Get("Location")
	wants(t, b.get(job), 200, "Sent 51 of 51 new links")
}

func TestOnlySupportSendsManyLinks(t *testing.T) {
	o := newOffice(t)
	all := o.expired(1)
	b := o.signedIn(guest)
	id := "northwind/" + all[0].Request.ID
	wants(t, b.get(bulkURL+"?id="+url.QueryEscape(id)), 403)
	wants(t, b.post(bulkURL, "id", id, "days", ""), 403, "Nothing was changed.")
	wants(t, o.signedIn(maria).post(bulkURL, "days", ""), 409, "No new links to send")
	wants(t, o.signedIn(maria).post(bulkURL, "id", "northwind/lr_none", "days", ""), 404)
	wants(t, o.signedIn(maria).post(bulkURL, "id", id, "days", "31"), 422, "Choose how long the new links work.")
	wants(t, b.get("/admin/jobs/job_none"), 404)
	if o.attempt(all[0].Request.Key) != 1 {
		t.Error("a viewer sent a link")
	}
}

func TestAJobThatRunsRefreshesItsPageAndCanBeStopped(t *testing.T) {
	o := newOffice(t)
	all := o.expired(2)
	var held func(context.Context)
	o.spawn = func(work func(context.Context)) { held = work }
	b := o.signedIn(maria)
	ask := b.get(bulkURL + "?id=" + url.QueryEscape("northwind/"+all[0].Request.ID) + "&id=" + url.QueryEscape("northwind/"+all[1].Request.ID))
	job := b.press(ask, bulkURL, "days", "").Header().Get("Location")
	page := b.get(job)
	wants(t, page, 200, "Sending 2 new links", "0 of 2 sent, 0 failed", "Stop after the current one", "The work goes on when you leave.")
	if page.Header().Get("Refresh") != "3" {
		t.Errorf("Refresh: %q", page.Header().Get("Refresh"))
	}
	viewer := o.signedIn(guest)
	if strings.Contains(plain(viewer.get(job)), "/stop") {
		t.Error("a viewer is offered to stop it")
	}
	wants(t, viewer.post(job+"/stop"), 403)
	leads(t, b.post(job+"/stop"), job)
	held(context.Background())
	wants(t, b.get(job), 200, "0 sent, 0 failed, 2 not begun")
	wants(t, b.get(job+"/results.csv"), 200, "Not begun")
	if o.attempt(all[0].Request.Key) != 1 {
		t.Error("it went on after it was stopped")
	}
}
