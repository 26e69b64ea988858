package main

import (
	"net/url"
	"strings"
	"testing"
)

// linkTo is the demo's link of a name.
func (d furnished) linkTo(t *testing.T, name string) string {
	t.Helper()
	for _, l := range d.Links {
		if l.Name == name {
			return l.URL
		}
	}
	t.Fatalf("the demo has no link %q", name)
	return ""
}

// One act of every kind of page, from the link to its result, by what stands on
// the pages; then what the customers got by mail, and the sellers by webhook.
func TestDemoTakesAnActOnEveryKindOfPage(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	p, d := startDemo(t)
	for _, act := range []struct {
		link string
		do   func(v *visitor)
		name string
		said string
	}{
		{"Order, awaiting payment", func(v *visitor) { v.follows("Pay"); v.presses("Pay", nil); v.trial("Pay") }, "result", "You have paid €1,428.00"},
		{"Order, invoiced and due", func(v *visitor) { v.follows("Pay"); v.presses("Pay", nil); v.trial("Let the bank refuse it") }, "result", "You have not been charged"},
		{"Invoice, due", func(v *visitor) {
			v.follows("Report a problem")
			v.presses("Send", url.Values{"comment": {"The second line is wrong."}})
		}, "result", "You reported a problem"},
		{"Quote, open", func(v *visitor) {
			v.follows("Accept quote")
			v.presses("Accept quote", url.Values{"name": {"Anna Holm"}, "terms": {"yes"}})
		}, "used", "You accepted the quote"},
		{"Subscription, active", func(v *visitor) { v.follows("Cancel"); v.presses("Cancel on", nil) }, "result", "Your subscription ends on"},
		{"Payment method, a charge failed", func(v *visitor) { v.presses("Continue", nil); v.trial("Set up a test card") }, "result", "Your payment method has changed"},
		{"Change of plan, one of several items", func(v *visitor) {
			v.presses("See what changes", url.Values{"offer": {offerBusiness}})
			v.presses("Ask for this change", nil)
		}, "result", "We have asked for your change"},
		{"Payment methods, three", func(v *visitor) { v.follows("Make default"); v.presses("Make default", nil) }, "result", "We have asked"},
		{"Order again, payment failed", func(v *visitor) { v.follows("Ask for a quote"); v.presses("Ask for a quote", nil) }, "result", "You asked for a quote"},
		{"Order that can be withdrawn from", func(v *visitor) { v.follows("Withdraw from the contract"); v.presses("Confirm withdrawal", nil) }, "result", "We have received your withdrawal"},
		{"Withdraw from a contract", func(v *visitor) {
			v.presses("Confirm withdrawal", url.Values{"name": {"Maren Holt"}, "contract": {orderWithdraw}, "email": {"maren@holt.example"}})
		}, "result", "We have received your withdrawal"},
	} {
		t.Run(act.link, func(t *testing.T) {
			v := &visitor{t: t, p: p, base: d.BaseURL}
			v.opens(d.linkTo(t, act.link))
			act.do(v)
			v.reads(act.name, act.said)
		})
	}
	p.shows(d.BaseURL+"/dev/mail", "We received your payment", "You accepted the quote", "We received your cancellation", "Your payment method has changed", "A customer paid")
	p.shows(d.BaseURL+"/dev/hooks", "invoice.paid", "quote.accepted", "subscription.cancel_requested", "payment_method.updated", "contract.withdrawal_received")
	if code := p.stop(); code != exitDone {
		t.Errorf("exit code %d: %s", code, p.stderr)
	}
}

// trial ends a visit to the page of the test provider.
func (v *visitor) trial(button string) {
	v.t.Helper()
	v.reads("test-provider", "No money moves")
	v.presses(button, nil)
}

// shows waits until a page says all of that: mail and webhooks leave a moment
// after what causes them.
func (p *program) shows(address string, said ...string) {
	p.t.Helper()
	for _, want := range said {
		eventually(p.t, address+" says "+want, func() bool { return strings.Contains(plainWords(p.get(address).body), want) })
	}
}

// Brightwater's billing system names a price, takes the wish, and does it some
// seconds later: the page then shows what it described.
func TestDemoBillingSystemPricesAndAppliesAChange(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	p, d := startDemo(t)
	v := &visitor{t: t, p: p, base: d.BaseURL}
	v.opens(d.linkTo(t, "Subscription, with prices"))
	v.follows("Change quantity")
	v.presses("See what changes", url.Values{"quantity": {"3"}})
	v.reads("confirm", "€143.91", "VAT 23%")
	v.presses("Confirm and pay €", nil)
	v.reads("result", "We have asked for your change", "Undo this change")
	result := v.at
	eventually(t, "the change is made", func() bool {
		v.opens(result)
		return strings.Contains(plainWords(v.page.body), "Your subscription has changed")
	})
	v.opens(d.linkTo(t, "Subscription, with prices"))
	v.reads("confirm", "€143.91 per month")
	if code := p.stop(); code != exitDone {
		t.Errorf("exit code %d: %s", code, p.stderr)
	}
}

// Where nobody answers for prices, a page says what will be asked for, and none.
func TestDemoNamesNoPriceWhereNobodyDoes(t *testing.T) {
	p, d := startDemo(t)
	v := &visitor{t: t, p: p, base: d.BaseURL}
	v.opens(d.linkTo(t, "Subscription, active"))
	v.follows("Change quantity")
	v.presses("See what changes", url.Values{"quantity": {"12"}})
	v.reads("confirm", "They tell you the price by email before anything is charged.")
	v.presses("Ask for this change", nil)
	v.reads("result", "Nothing has changed yet")
	p.stop()
}
