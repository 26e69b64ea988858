package web_test

import (
	"context"
	"encoding/csv"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// subscribed is an account with a customer that has an order and a subscription.
func (w *world) subscribed() {
	w.t.Helper()
	w.account("acme", portal.V1Policy{})
	w.customer("acme", "8801", "Bergmann Druck KG", "rechnung@bergmann.example")
	w.order("acme", "20417", "8801")
	for _, r := range []portal.Record{
		portal.Subscription{
			Key: portal.Key{Account: "acme", ID: "77"}, Customer: "8801", Purchase: "20417", Status: portal.SubscriptionActive, Currency: "EUR",
			Items:   []portal.SubscriptionItem{{RunningNo: 1, PurchaseItem: 1, Name: "Team plan", Quantity: "10", Min: "1", Max: "50"}},
			Details: portal.SubscriptionDetails{Renewal: "auto", Interval: portal.Interval{Months: 1}, NextBillingAt: w.now().Add(9 * day * time.Second)},
		},
		portal.Purchase{
			Key: portal.Key{Account: "acme", ID: "20417"}, Customer: "8801", Status: portal.PurchasePaid, Currency: "EUR", CreatedAt: w.now(),
			Items: []portal.Item{{RunningNo: 1, Name: "Team plan", Quantity: "10", Subscription: "77", SubscriptionItem: 1}},
		},
	} {
		_, err := w.service.Take(context.Background(), portal.ByCommand, r)
		w.must(err)
	}
}

// grantOf is what a link of the account opens with.
func (w *world) grantOf(ask portal.SignAsk) link.Grant {
	w.t.Helper()
	ask.Actor, ask.Account, ask.Days = portal.ByCommand, "acme", 30
	signed, err := w.service.Sign(context.Background(), ask)
	w.must(err)
	u, err := url.Parse(signed.URL)
	w.must(err)
	path, ok := link.ParsePath(u.Path)
	if !ok {
		w.t.Fatal("no path: ", u.Path)
	}
	adm, err := w.service.Admit(context.Background(), path, u.RawQuery)
	w.must(err)
	return adm.Grant
}

// renewal is a link to what renews of the order.
func (w *world) renewal() link.Grant {
	return w.grantOf(portal.SignAsk{Kind: link.Renewal, ID: "20417"})
}

// submit has a customer do something, and returns the decision.
func (w *world) submit(g link.Grant, act portal.Act) portal.BillingDecision {
	w.t.Helper()
	got, err := w.service.Submit(context.Background(), g, act)
	w.must(err)
	accepted, ok := got.(portal.Accepted)
	if !ok {
		w.t.Fatalf("%s: %+v", act.Action, got)
	}
	return accepted.Decision
}

// item is a field of the first item of a list; nil: the list is empty.
func item(list map[string]any, path ...string) any {
	items, _ := list["items"].([]any)
	if len(items) == 0 {
		return nil
	}
	return at(items[0], path...)
}

func TestDecisionsAreListedAndConcludedOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		w.subscribed()
		g := w.renewal()
		more := w.submit(g, portal.Act{Action: portal.ActionQuantity, Item: 1, Change: portal.Change{Quantity: "12"}, FormValue: "a"})
		c := w.as(w.apiKey("acme", "read", "write"))

		list := c.ok(200, "GET", "/api/v1/decisions?state=submitted", nil)
		if got := item(list, "id"); got != more.ID {
			t.Fatalf("listed: %v", list)
		}
		if got := item(list, "change", "quantity"); got != "12" {
			t.Errorf("change: %v", got)
		}
		after, _ := list["next"].(string)
		if left := c.ok(200, "GET", "/api/v1/decisions?after="+after, nil); item(left) != nil {
			t.Errorf("behind the end of the list: %v", left)
		}

		target := "/api/v1/decisions/" + more.ID + "/outcome"
		w.clock.Add(5)
		done := c.ok(200, "POST", target, `{"state":"refused","code":"SOLD-OUT","message":"No seats left <b>today</b>"}`)
		if done["state"] != "refused" || at(done, "outcome", "message") != "No seats left <b>today</b>" || done["concludedAt"] == nil {
			t.Errorf("concluded: %v", done)
		}
		if same := c.ok(200, "POST", target, `{"state":"refused","code":"SOLD-OUT","message":"No seats left <b>today</b>"}`); same["concludedAt"] != done["concludedAt"] {
			t.Errorf("the same answer again: %v", same)
		}
		c.refused(409, "conflict", "POST", target, `{"state":"applied"}`)
		if got := c.ok(200, "GET", "/api/v1/decisions/"+more.ID, nil); got["state"] != "refused" {
			t.Errorf("kept: %v", got)
		}
		if page := c.ok(200, "GET", "/api/v1/decisions?after="+after, nil); item(page, "id") != more.ID {
			t.Errorf("what changed since is listed again: %v", page)
		}
		if events := w.events("acme"); events["decision.refused"] != 1 || events["subscription.quantity_change_requested"] != 1 {
			t.Errorf("events: %v", events)
		}
	})
}

// Declarations are in force on receipt.
func TestADeclarationCannotBeRefused(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		w.subscribed()
		cancel := w.submit(w.renewal(), portal.Act{Action: portal.ActionCancel, Item: 1, FormValue: "a"})
		c := w.as(w.apiKey("acme", "read", "write"))
		c.refused(409, "conflict", "POST", "/api/v1/decisions/"+cancel.ID+"/outcome", `{"state":"refused","message":"no"}`)
		if got := c.ok(200, "GET", "/api/v1/decisions/"+cancel.ID, nil); got["state"] != "acknowledged" || got["class"] != "declaration" {
			t.Errorf("kept: %v", got)
		}
	})
}

func TestDecisionsStayInTheirAccountAndScope(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		w.subscribed()
		d := w.submit(w.renewal(), portal.Act{Action: portal.ActionCancel, Item: 1, FormValue: "a"})
		w.account("globex", portal.V1Policy{})
		other := w.as(w.apiKey("globex", "read", "write"))
		other.refused(404, "not-found", "GET", "/api/v1/decisions/"+d.ID, nil)
		other.refused(404, "not-found", "POST", "/api/v1/decisions/"+d.ID+"/outcome", `{"state":"applied"}`)
		if list := other.ok(200, "GET", "/api/v1/decisions", nil); item(list) != nil {
			t.Errorf("another account's: %v", list)
		}
		reader := w.as(w.apiKey("acme", "read"))
		reader.refused(403, "forbidden", "POST", "/api/v1/decisions/"+d.ID+"/outcome", `{"state":"applied"}`)
	})
}

// Case 80: what a customer typed is no formula in anybody's spreadsheet.
func TestAnExportHoldsNoFormula(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		w.subscribed()
		g := w.grantOf(portal.SignAsk{Kind: link.Confirmation, ID: "20417"})
		w.submit(g, portal.Act{
			Action: portal.ActionProblem, Change: portal.Change{Comment: "=HYPERLINK(\"https://evil.example\")"}, FormValue: "a",
			Shown: []portal.ShownLine{{Label: "=1+1", Value: "x"}},
		})
		c := w.as(w.apiKey("acme", "read"))
		w.clock.Add(1)
		a := c.call("GET", "/api/v1/decisions/export", nil)
		if a.status != 200 || a.header.Get("Content-Type") != "text/csv; charset=utf-8" {
			t.Fatalf("%d %s: %s", a.status, a.header.Get("Content-Type"), a.body)
		}
		rows, err := csv.NewReader(strings.NewReader(string(a.body))).ReadAll()
		w.must(err)
		if len(rows) != 2 || len(rows[0]) != len(rows[1]) {
			t.Fatalf("rows: %v", rows)
		}
		for i, cell := range rows[1] {
			if cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r") {
				t.Errorf("%s is a formula: %s", rows[0][i], cell)
			}
		}
		lines := strings.Split(strings.TrimSpace(string(c.call("GET", "/api/v1/decisions/export?format=ndjson", nil).body)), "\n")
		if len(lines) != 1 || !strings.Contains(lines[0], `"action":"report_problem"`) {
			t.Errorf("NDJSON: %v", lines)
		}
		if got := c.call("GET", "/api/v1/decisions/export?from=2020-01-01T00:00:00Z&until=2020-01-02T00:00:00Z", nil); strings.Count(string(got.body), "\n") != 1 {
			t.Errorf("a day without decisions: %s", got.body)
		}
	})
}

// A link to anything can be mailed when it is signed, to the address on file.
func TestASignedLinkIsMailedToTheAddressOnFile(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		w.subscribed()
		c := w.as(w.apiKey("acme", "links"))
		made := c.ok(201, "POST", "/api/v1/links", `{"kind":"urb","id":"20417","params":{"item":"1"},"notify":true}`)
		if made["mailed"] != true {
			t.Fatalf("made: %v", made)
		}
		mails := w.deliver()
		if len(mails) != 1 || mails[0].To != "rechnung@bergmann.example" || !strings.Contains(mails[0].Text, made["url"].(string)) {
			t.Errorf("mails: %+v", mails)
		}
		c.refused(404, "not-found", "POST", "/api/v1/links", `{"kind":"urb","id":"404","notify":true}`)
	})
}
