package web_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// lacks checks that a page does not say something.
func lacks(t *testing.T, page string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if strings.Contains(page, text) {
			t.Errorf("the page says %q", text)
		}
	}
}

func TestTheOverviewOfNothingSaysHowToBegin(t *testing.T) {
	o := newOffice(t)
	a := o.signedIn(maria).get("/admin")
	wants(t, a, 200, "No links yet. Send your first one", "curl "+origin+"/api/v1/links", "Nothing needs you now.")
	lacks(t, plain(a), "Links by outcome")
}

func TestTheOverviewShowsWhatWaitsAndWhatEnds(t *testing.T) {
	o := newOffice(t)
	p := o.partner(portal.ByMail)
	o.ask(p, "T-1")
	b := o.signedIn(maria)
	a := b.get("/admin")
	wants(t, a, 200, `<a href="/admin/requests?state=waiting">Waiting</a>`, "1 more than a week ago", "Links by outcome, last 30 days",
		"Show as table", "Harbour & Pine ApS", "Send new links …", "nothing to hurry for", "Nothing was decided yet", "Nothing needs you now.")
	lacks(t, a.Body.String(), "style=", "No links yet")

	o.pass(6*24*time.Hour + time.Hour)
	wants(t, o.signedIn(maria).get("/admin"), 200, "1 request ends within 24 hours", "the first in 23 hours")
}

func TestTheOverviewNamesTroubles(t *testing.T) {
	o := newOffice(t)
	o.ask(o.partner(portal.ByMail), "T-1")
	err := o.store.InTx(context.Background(), func(tx portal.Tx) error {
		if err := tx.AddMessage(context.Background(), portal.Message{ID: "msg_1", Account: "northwind", To: "anna.lund@harbourpine.example", State: portal.Failed, CreatedAt: o.clock()}); err != nil {
			return err
		}
		off := portal.Endpoint{Account: "northwind", ID: "ep_1", URL: "https://hooks.example.com/in", DisabledAt: o.clock(), Reason: "it answered 410", CreatedAt: o.clock()}
		if err := tx.PutEndpoint(context.Background(), off); err != nil {
			return err
		}
		off.ID, off.URL, off.Reason = "ep_2", "https://by-hand.example.com/in", "by "+maria
		if err := tx.PutEndpoint(context.Background(), off); err != nil {
			return err
		}
		return tx.AddWrongLinks(context.Background(), []portal.WrongLinks{{Hour: o.clock().Truncate(time.Hour), Network: "203.0.113.0/24", Count: 240}})
	})
	if err != nil {
		t.Fatal(err)
	}
	a := o.signedIn(maria).get("/admin")
	wants(t, a, 200, "1 email was given up", "in 7 days, 1 more than in the 7 before", "hooks.example.com was turned off", "it answered 410",
		"A burst: 240 wrong links from one network within an hour", "203.0.113.0/24, 20 Nov 09:00 UTC")
	lacks(t, a.Body.String(), "by-hand.example.com", "anna.lund@harbourpine.example")
}

func TestTheOverviewKeepsToTheAccountsOfWhoLooks(t *testing.T) {
	o := newOffice(t)
	o.ask(o.partner(portal.ByMail), "T-1")
	other := portal.Account{Slug: "fjordlight", Name: "Fjordlight Software", Locale: "en", Zone: "UTC"}
	if err := o.service.CreateAccount(context.Background(), portal.ByCommand, other, nil); err != nil {
		t.Fatal(err)
	}
	hash := admin(t, o, maria).PasswordHash
	for email, roles := range map[string]portal.Roles{
		"fjord@example.com": {"fjordlight": portal.Support}, "north@example.com": {"northwind": portal.Viewer},
	} {
		if _, err := o.service.AddAdmin(context.Background(), portal.ByCommand, portal.Admin{Email: email, Name: email, Roles: roles, PasswordHash: hash}); err != nil {
			t.Fatal(err)
		}
	}
	fjord := o.signedIn("fjord@example.com")
	for _, target := range []string{"/admin", "/admin?account=northwind"} {
		a := fjord.get(target)
		wants(t, a, 200, "No links yet")
		lacks(t, plain(a), "Harbour & Pine", "Northwind Collect")
	}
	a := o.signedIn("north@example.com").get("/admin")
	wants(t, a, 200, "Harbour & Pine ApS")
	lacks(t, plain(a), "Fjordlight", "Send new links")

	both := o.signedIn(maria)
	wants(t, both.get("/admin"), 200, "All accounts", "Fjordlight Software", "Harbour & Pine ApS")
	one := both.get("/admin?account=fjordlight")
	wants(t, one, 200, "No links yet", `<option value="fjordlight" selected>`)
	wants(t, both.get("/admin?account=northwind"), 200, "/admin/requests?account=northwind&state=waiting")
}

// admin is a person by the address they sign in with.
func admin(t *testing.T, o *office, email string) portal.Admin {
	t.Helper()
	a, err := o.store.AdminByEmail(context.Background(), email)
	if err != nil {
		t.Fatal(err)
	}
	return a
}
