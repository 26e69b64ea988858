package web_test

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// law 4 at the door of what is billed: of many browsers that press at once, each
// with a page of its own, one has its choice saved. Who chose the same is led to
// what was saved, who chose otherwise reads it.

// crowd is a world with an order, a subscription and a quote, and browsers that
// have read a page and not pressed yet.
type crowd struct {
	*script
	forms []waiting
}

type waiting struct {
	choice       string
	target, body string
}

func newCrowd(t *testing.T, store portal.Store) *crowd {
	t.Helper()
	s := newScript(t, store)
	s.run("crowd", 1, []string{
		`account acme`, `customer acme 8801 "Harbour & Pine" anna@harbourpine.example`, `provider test`,
		`purchase 20417 status=open gross=90.00 due=90.00`, `document D-1 number=INV-1 of=20417 gross=90.00 due=90.00`,
		`subscription 8812 of 20417 renews=20d min=5 max=500`,
		`purchase 20518 status=quoted gross=1428.00 due=1428.00`, `quote 20518 number=Q-1042`, `later 1m`,
	})
	return &crowd{script: s}
}

// reads has a browser open the step of an action, and fill in what it asks for.
func (c *crowd) reads(kind, id, action string, typed url.Values) {
	c.t.Helper()
	target := c.linkTo("acme", kind, id) + "&do=" + action
	form := formShape.FindString(string(c.get(target).body))
	body, err := url.ParseQuery(c.filled(form))
	c.must(err)
	for name, values := range typed {
		body[name] = values
	}
	c.forms = append(c.forms, waiting{action, target, body.Encode()})
}

func (c *crowd) pressAll() []answer {
	answers := make([]answer, len(c.forms))
	together(len(answers), func(i int) {
		answers[i] = c.visit(visit{method: "POST", target: c.forms[i].target, body: c.forms[i].body})
	})
	return answers
}

// decided lists what was decided, oldest first.
func (c *crowd) decided() []portal.BillingDecision {
	c.t.Helper()
	all, err := c.store.BillingDecisions(context.Background(), portal.BillingFilter{Account: "acme", Limit: 100})
	c.must(err)
	return all
}

// Case 61.
func TestOneOfFiftyBrowsersCancels(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		c := newCrowd(t, w.store)
		for range 50 {
			c.reads("urb", "20417", "cancel", nil)
		}
		answers := c.pressAll()
		for i, a := range answers {
			if to := a.header.Get("Location"); a.status != 303 || to != answers[0].header.Get("Location") {
				t.Errorf("browser %d: status %d to %q", i, a.status, to)
			}
		}
		if all := c.decided(); len(all) != 1 || c.world.told("acme")[portal.EventCancelAsked] != 1 {
			t.Errorf("%d decisions, events %v", len(all), c.world.told("acme"))
		}
		if letters := c.deliver(); len(letters) != 1 {
			t.Errorf("%d mails, want one receipt", len(letters))
		}
	})
}

// Case 62.
func TestFiftyBrowsersAcceptOrDecline(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		c := newCrowd(t, w.store)
		for range 25 {
			c.reads("cq", "20518", "accept", url.Values{"name": {"Anna Holm"}, "terms": {"yes"}})
			c.reads("cq", "20518", "decline", nil)
		}
		answers := c.pressAll()
		all := c.decided()
		if len(all) != 1 {
			t.Fatalf("%d decisions", len(all))
		}
		saved := string(all[0].Action)
		for i, a := range answers {
			same := c.forms[i].choice == saved
			switch {
			case same && a.status == 303:
			case !same && a.status == 409 && strings.Contains(readable(a.body), "What you pressed now was not saved"):
			default:
				t.Errorf("browser %d chose %s, %s was saved: status %d, %s", i, c.forms[i].choice, saved, a.status, readable(a.body))
			}
		}
	})
}

// Case 64: a cancel is recorded, and no change is left to be carried out.
func TestFiftyBrowsersCancelOrChange(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		c := newCrowd(t, w.store)
		for range 25 {
			c.reads("urb", "20417", "cancel", nil)
			c.reads("urb", "20417", "quantity", url.Values{"quantity": {"12"}, "stage": {"confirm"}})
		}
		for i, a := range c.pressAll() {
			if c.forms[i].choice == "cancel" && a.status != 303 {
				t.Errorf("cancel %d: status %d, %s", i, a.status, readable(a.body))
			}
		}
		cancels := 0
		for _, d := range c.decided() {
			switch {
			case d.Action == portal.ActionCancel && d.State == portal.DecisionRecorded:
				cancels++
			case d.State != portal.DecisionSuperseded:
				t.Errorf("left over: %s %s", d.Action, d.State)
			}
		}
		if cancels != 1 {
			t.Errorf("%d cancels", cancels)
		}
	})
}

// Case 77: an order and its invoice are paid once. Who pressed on the page where
// it was begun goes on with it; on the other page it says that it is under way.
func TestFiftyBrowsersPay(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		c := newCrowd(t, w.store)
		for range 25 {
			c.reads("p", "20417", "pay", nil)
			c.reads("invoice", "INV-1", "pay", nil)
		}
		answers := c.pressAll()
		all := c.decided()
		if len(all) != 1 {
			t.Fatalf("%d decisions", len(all))
		}
		begun := map[string]string{"purchase": "/p/", "invoice": "/invoice/"}[all[0].Subject.Type]
		pages := map[string]bool{}
		for i, a := range answers {
			switch here := strings.Contains(c.forms[i].target, begun); {
			case here && a.status == 200:
				pages[a.header.Get("Refresh")] = true
			case !here && a.status == 409 && strings.Contains(readable(a.body), "Do not pay again"):
			default:
				t.Errorf("browser %d, begun at %s: status %d, %s", i, begun, a.status, readable(a.body))
			}
		}
		if len(pages) != 1 {
			t.Errorf("pages of the provider: %v", pages)
		}
	})
}
