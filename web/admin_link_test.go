package web_test

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

const detail7041 = "/admin/links/northwind/invoice/7041"

// copied makes a new link for days and returns it.
func copied(t *testing.T, b *browser, days string) string {
	t.Helper()
	generation := between(t, plain(b.get(detail7041)), `name="generation" value="`, `"`)
	a := b.post(detail7041+"/reissue", "generation", generation, "days", days, "by", "copy")
	wants(t, a, 200, "New link made at", "Shown once. Copied links are logged.")
	return between(t, plain(a), `id="shown" class="mono" value="`, `"`)
}

func TestANewLinkIsMailedAndTheNextPageSaysSoOnce(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(maria)
	page := b.get(detail7041)
	wants(t, page, 200, "Invoice 7041 for Harbour & Pine ApS", "Not sent", "Email to a•••@harbourpine.example", "30 days")
	if between(t, plain(page), `value="30" checked`, "days") == "" {
		t.Error("the account's own life is not chosen")
	}
	leads(t, b.post(detail7041+"/reissue", "generation", "0", "days", "7", "by", "mail"), detail7041)
	wants(t, b.get(detail7041), 200, "New link sent at 10:44. It works until 27 November.", "Works", "Email waits to be sent", "by "+maria+": link 1, 7 days, mailed")
	if strings.Contains(plain(b.get(detail7041)), "New link sent") {
		t.Error("the page says it a second time")
	}
	mails, err := o.service.Mails(context.Background(), 10)
	if err != nil || len(mails) != 1 || mails[0].To != "anna.lund@harbourpine.example" {
		t.Errorf("mails %v, %v", mails, err)
	}
}

// A link that was made on the command line is no link sent from here, and still
// one that a customer may hold.
func TestALinkMadeOnTheCommandLineIsSaidWithItsTime(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(maria)
	wants(t, b.get(detail7041), 200, "No link was sent from here yet", "No link was issued here.")
	_, err := o.service.Sign(context.Background(), portal.SignAsk{
		Actor: portal.ByCommand, Account: "northwind", Kind: link.Invoice, ID: "7041", Days: 7,
	})
	if err != nil {
		t.Fatal(err)
	}
	o.pass(2 * time.Hour)
	b = o.signedIn(maria)
	const made = "Friday 20 November 2026 at 10:44 (Copenhagen time)"
	const lasts = "from " + made + " to Friday 27 November 2026 at 10:44 (Copenhagen time)."
	page := b.get(detail7041)
	wants(t, page, 200, "A link was made on the command line, but none was sent from here", "It was made on "+made+".", "The link made on the command line lasts "+lasts)
	for _, untrue := range []string{"No link was sent from here yet", "No link was issued here"} {
		if strings.Contains(plain(page), untrue) {
			t.Errorf("the page says %q", untrue)
		}
	}
	o.pass(7 * 24 * time.Hour)
	wants(t, o.signedIn(maria).get(detail7041), 200, "The link made on the command line has ended. It lasted "+lasts)
}

func TestACopiedLinkIsShownOnceAndStandsNowhereElse(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(maria)
	a := b.post(detail7041+"/reissue", "generation", "0", "days", "14", "by", "copy")
	url := between(t, plain(a), `id="shown" class="mono" value="`, `"`)
	_, sum, _ := strings.Cut(url, "&c=")
	if len(sum) != 32 {
		t.Fatalf("no link: %s", url)
	}
	if n := strings.Count(a.Body.String(), sum); n != 1 {
		t.Errorf("the link stands on the page %d times", n)
	}
	if a.Header().Get("Cache-Control") != "no-store" || a.Header().Get("Location") != "" {
		t.Errorf("headers %v", a.Header())
	}
	for _, c := range a.Result().Cookies() {
		t.Errorf("the answer sets %s", c.Name)
	}
	for _, target := range []string{detail7041, "/admin/links", "/admin/audit?account=northwind", "/admin"} {
		if strings.Contains(b.get(target).Body.String(), sum) {
			t.Errorf("the link stands on %s", target)
		}
	}
	wants(t, b.get("/admin/audit?account=northwind"), 200, "Link reissued", "link 1, 14 days, shown to be copied", maria)
	visitor := o.browser().get(strings.TrimPrefix(url, origin))
	wants(t, visitor, 200, "7041")
	for _, secret := range []string{sum, "&c=", "?s=", "harbourpine", maria, "violet"} {
		if strings.Contains(o.log.String(), secret) {
			t.Errorf("the log holds %q", secret)
		}
	}
}

func TestOfTwoAdminsWithTheSamePageOneMakesTheLink(t *testing.T) {
	o := newOffice(t)
	admins := []*browser{o.signedIn(maria), o.signedIn(owner)}
	codes := make([]int, len(admins))
	said := make([]string, len(admins))
	var all sync.WaitGroup
	for i, b := range admins {
		all.Go(func() {
			a := b.post(detail7041+"/reissue", "generation", "0", "days", "7", "by", "mail")
			codes[i], said[i] = a.Code, plain(a)
		})
	}
	all.Wait()
	if codes[0]+codes[1] != http.StatusSeeOther+http.StatusConflict {
		t.Fatalf("statuses %v", codes)
	}
	for i, code := range codes {
		if code == http.StatusConflict && !strings.Contains(said[i], "Somebody else was first.") {
			t.Error("the loser is not told")
		}
	}
	d, err := o.service.Detail(context.Background(), portal.ObjectKey{Account: "northwind", Kind: link.Invoice, ID: "7041"})
	if err != nil || d.State.Generation != 1 || len(d.Mails) != 1 {
		t.Errorf("generation %d, %d mails, %v", d.State.Generation, len(d.Mails), err)
	}
}

func TestRemindMailsTheSameLinkOnlyWhileItLives(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(maria)
	wants(t, b.post(detail7041+"/remind"), 409, "There is no live link to remind of.")
	leads(t, b.post(detail7041+"/reissue", "generation", "0", "days", "7", "by", "mail"), detail7041)
	wants(t, b.get(detail7041), 200, "Remind now", "Send new link")
	leads(t, b.post(detail7041+"/remind"), detail7041)
	wants(t, b.get(detail7041), 200, "Reminder sent, with the same link.", "Reminder asked for")
	o.pass(8 * 24 * time.Hour)
	b = o.signedIn(maria)
	wants(t, b.get(detail7041), 200, "The link has expired", "Link expired", "7 days after it began to work")
	wants(t, b.post(detail7041+"/remind"), 409, "There is no live link to remind of.")
}

func TestRevokeAsksFirstAndThenEndsEveryLink(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(maria)
	url := copied(t, b, "7")
	ask := b.get(detail7041 + "/revoke")
	wants(t, ask, 200, "Revoke the link to Invoice 7041", "stops working at once", "Keep the link")
	leads(t, b.post(detail7041+"/revoke", "generation", between(t, plain(ask), `name="generation" value="`, `"`)), detail7041)
	wants(t, b.get(detail7041), 200, "Link turned off at 10:44.", "Withdrawn", "Link turned off")
	wants(t, o.browser().get(strings.TrimPrefix(url, origin)), 410, "turned off")
	o.pass(time.Minute)
	leads(t, b.post(detail7041+"/revoke", "generation", "1"), detail7041) // pressed twice: when it was done
	wants(t, b.get(detail7041), 200, "Link turned off at 10:44.")
	wants(t, b.post(detail7041+"/revoke", "generation", "0"), 409, "Somebody else was first.")
}

func TestWhereThereIsNoAddressOnlyCopyingIsOffered(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(maria)
	const detail = "/admin/links/northwind/invoice/7042"
	page := b.get(detail)
	wants(t, page, 200, "None on file", "Reissue and show link")
	if strings.Contains(plain(page), `value="mail"`) {
		t.Error("the page offers to mail")
	}
	wants(t, b.post(detail+"/reissue", "generation", "0", "days", "7", "by", "mail"), 409, "There is no address on file")
	wants(t, b.post(detail+"/remind"), 409, "There is no address on file")
	wants(t, b.get(detail), 200, "Not sent")
}

func TestFormsThatCannotBeOursChangeNothing(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(maria)
	for _, fields := range [][]string{
		{"generation", "0", "days", "7"},
		{"generation", "0", "days", "0", "by", "mail"},
		{"generation", "0", "days", "-3", "by", "mail"},
		{"generation", "0", "days", "100", "by", "mail"},
		{"generation", "0", "days", "seven", "by", "mail"},
		{"days", "7", "by", "mail"},
		{"generation", "0", "days", "7", "by", "pigeon"},
	} {
		wants(t, b.post(detail7041+"/reissue", fields...), 422, "Nothing was changed.")
	}
	wants(t, b.post(detail7041+"/revoke"), 422, "Nothing was changed.")
	wants(t, b.get(detail7041), 200, "Not sent")
}

func TestWhatIsNotThereIsNotFound(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(maria)
	for _, target := range []string{
		"/admin/links/northwind/invoice/none", "/admin/links/nobody/invoice/7041", "/admin/links/northwind/approve/7041",
		"/admin/links/northwind/invoice/none/revoke", "/admin/audit?account=nobody", "/admin/whatever",
	} {
		wants(t, b.get(target), 404, "There is no such page", maria)
	}
	wants(t, b.post("/admin/links/northwind/invoice/none/reissue", "generation", "0", "days", "7", "by", "mail"), 404)
}

func TestEarlierLinksAreListed(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(maria)
	copied(t, b, "7")
	o.pass(10 * time.Minute)
	copied(t, b, "14")
	page := b.get(detail7041)
	wants(t, page, 200, "All links", "Link 1", "20 Nov 10:44 to 27 Nov 10:44, ended 20 Nov 10:54", "Replaced", "Link 2")
	wants(t, b.get("/admin/links"), 200, "Invoice 7041", "Harbour & Pine ApS", "14 days left", "New link made")
}
