package web_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// inOrder checks that a page says these things one behind the other.
func inOrder(t *testing.T, page string, says ...string) {
	t.Helper()
	for _, text := range says {
		_, rest, ok := strings.Cut(page, text)
		if !ok {
			t.Fatalf("the page does not say %q behind the one before it", text)
		}
		page = rest
	}
}

// visits keeps notes of visits, as the program does a moment later.
func (o *office) visits(all ...portal.Visit) {
	o.t.Helper()
	err := o.store.InTx(context.Background(), func(tx portal.Tx) error { return tx.AddVisits(context.Background(), all) })
	if err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) seenAt(k portal.ObjectKey, start int64, who portal.Visitor, page, client string, at time.Time) portal.Visit {
	return portal.Visit{Object: k, Start: start, Who: who, Page: page, Client: client, First: at, Last: at, Count: 1}
}

var object7041 = portal.ObjectKey{Account: "northwind", Kind: "invoice", ID: "7041"}

func TestTheTimelineOfALinkTellsEverythingNewestFirst(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(maria)
	leads(t, b.post(detail7041+"/reissue", "generation", "0", "days", "7", "by", "mail"), detail7041)
	m := o.newestMail()
	o.pass(time.Minute)
	o.mailEnds(m.ID, portal.Sent, "")
	o.pass(time.Minute)
	if _, err := o.service.MailFate(context.Background(), "northwind", m.ID, portal.MailDelivered); err != nil {
		t.Fatal(err)
	}
	o.visits(
		o.seenAt(object7041, m.Start, portal.VisitScanner, "document", "Proofpoint", o.clock().Add(time.Minute)),
		o.seenAt(object7041, m.Start, portal.VisitPerson, "expired", "Safari on iPhone", time.Unix(m.End, 0).Add(12*time.Minute)))
	leads(t, b.post(detail7041+"/notes", "note", "She was on holiday.\r\nCalls again."), detail7041)
	o.pass(8 * 24 * time.Hour)
	page := plain(o.signedIn(maria).get(detail7041))
	inOrder(t, between(t, page, `id="timeline"`, "Add a note"),
		"Opened too late", "Saw “This link has expired”", "Safari on iPhone", "Link expired", "7 days after it began to work",
		"Opened by a mail scanner", "Proofpoint. Not counted as the customer", "She was on holiday.\nCalls again.", "Email delivered", "View email",
		"Email sent", "New link, to a•••@harbourpine.example.", "New link made", "by "+maria+": link 1, 7 days, mailed")
	inOrder(t, page, `class="ends num upto"`, "All links", "Link 1", "Expired", "Email: delivered", "Last opened 27 Nov 10:5", ", too late")
}

func TestTheTimelineOfARequestNamesTheEndpointsThatWereTold(t *testing.T) {
	o := newOffice(t)
	o.signedIn(owner).endpoint("https://hooks.example.com/in")
	need := o.ask(o.partner(portal.ByMail), "hp-4471")
	page := plain(o.signedIn(maria).get(pageOf(need.Request)))
	inOrder(t, between(t, page, `id="timeline"`, "Add a note"), "client.link_requested on its way to hooks.example.com", "View or send again", "Link made", "by Ledgerline")
}

func TestOlderLinesOfATimelineAreOnThePageBehindIt(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(maria)
	for range 60 { // all at one time, as on a clock that stands
		if _, err := o.service.AddNote(context.Background(), portal.ByCommand, object7041, "again"); err != nil {
			t.Fatal(err)
		}
	}
	lines := func(page string) int { return strings.Count(between(t, page, `id="timeline"`, "Add a note"), "<li>") }
	target, seen, pages := detail7041, 0, 0
	for target != "" {
		page := plain(b.get(target))
		seen += lines(page)
		pages++
		_, rest, more := strings.Cut(page, `href="`+detail7041+`?before=`)
		target = ""
		if more {
			target = detail7041 + "?before=" + rest[:strings.IndexByte(rest, '#')]
		}
		if pages > 9 {
			t.Fatal("the pages do not end")
		}
	}
	if seen < 120 || pages != (seen+49)/50 {
		t.Errorf("%d lines on %d pages; 60 notes and their entries were made", seen, pages)
	}
}

func TestANoteIsRemovedByItsAuthorOrAnOwnerOnly(t *testing.T) {
	o := newOffice(t)
	mine := o.signedIn(maria)
	wants(t, mine.post(detail7041+"/notes", "note", " \n"), 422, "The note was not added.", "Write 1 to 2,000 characters")
	wants(t, mine.post(detail7041+"/notes", "note", strings.Repeat("ä", 2001)), 422, "The note was not added.")
	leads(t, o.signedIn(owner).post(detail7041+"/notes", "note", "by the owner"), detail7041)
	leads(t, mine.post(detail7041+"/notes", "note", "<b>by support</b>"), detail7041)
	page := mine.get(detail7041)
	wants(t, page, 200, "Note added.", "&lt;b&gt;by support&lt;/b&gt;", "by the owner")
	if n := strings.Count(plain(page), "/remove\""); n != 1 {
		t.Errorf("support may remove %d notes", n)
	}
	all, err := o.store.Notes(context.Background(), object7041, portal.Cursor{}, 9)
	if err != nil || len(all) != 2 {
		t.Fatal(all, err)
	}
	own, others := all[0], all[1]
	if own.Text != "<b>by support</b>" {
		own, others = others, own
	}
	wants(t, mine.post(detail7041+"/notes/"+others.ID+"/remove"), 403, "by its author or by an owner")
	wants(t, o.signedIn(guest).post(detail7041+"/notes/"+own.ID+"/remove"), 403)
	wants(t, o.signedIn(guest).post(detail7041+"/notes", "note", "x"), 403)
	leads(t, o.signedIn(owner).post(detail7041+"/notes/"+own.ID+"/remove"), detail7041)
	wants(t, mine.post(detail7041+"/notes/"+own.ID+"/remove"), 404)
	wants(t, mine.get(detail7041), 200, "Note removed", "by the owner")
}

func TestABundleHoldsWhatSupportAsksForAndNothingElse(t *testing.T) {
	o := newOffice(t)
	need := o.ask(o.partner(portal.ByMail), "hp-4471")
	at := pageOf(need.Request) + "/bundle"
	wants(t, o.signedIn(guest).post(at), 403)
	b := o.signedIn(maria)
	wants(t, b.post(at), 200, "Support bundle "+need.Request.Reference, "anna@harbourpine.example", "hp-4471")
	a := b.post(at, "as", "json")
	wants(t, a, 200)
	if d := a.Header().Get("Content-Disposition"); d != `attachment; filename="support-`+need.Request.Reference+`.json"` {
		t.Error(d)
	}
	var got map[string]any
	if err := json.Unmarshal(a.Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"reference": need.Request.Reference, "partner": "Ledgerline (" + need.Request.Partner + ")", "externalTenantId": "hp-4471",
		"company": "Harbour & Pine ApS", "email": "anna@harbourpine.example", "409Answered": "2026-11-20T09:44:00Z",
		"linkEnds": "2026-11-27T09:44:00Z", "client.link_expired": "not sent", "emailDelivered": "queued", "opened": "no",
		"customerConfirmed": "[ ] not received   [ ] received but late", "webhookDeliveries": "none",
	}
	for name, value := range want {
		if got[name] != value {
			t.Errorf("%s is %v, want %s", name, got[name], value)
		}
	}
	if len(got) != len(want)+2 || got["versions"] == nil || got["timeline"] == nil {
		t.Errorf("the bundle has %d facts: %v", len(got), got)
	}
	for _, as := range []string{"", "txt", "md", "json"} {
		body := plain(b.post(at, "as", as))
		for _, secret := range []string{sumOf(t, need.URL), "&c=", need.Request.ID + "."} {
			if strings.Contains(body, secret) {
				t.Errorf("the bundle as %q holds %q", as, secret)
			}
		}
	}
	entries, err := o.store.Timeline(context.Background(), "northwind", "approve", need.Request.ID, 9)
	if err != nil || len(entries) < 6 || entries[0].Act != "bundle.taken" {
		t.Errorf("%v, %v", entries, err)
	}
	if text := b.post(at, "as", "txt").Body.String(); strings.Contains(text, maria) {
		t.Error("the bundle names one of our people")
	}
	wants(t, b.post(detail7041+"/bundle", "as", "md"), 200, "| About | Invoice 7041 |", "| Link ends | no link was made here |")
}
