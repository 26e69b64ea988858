package portal

import (
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// What a form was made up to ask for is judged like what a page offers: cases 69
// and 71 among others.
func TestARuleLooksAtWhatIsAskedFor(t *testing.T) {
	now := time.Unix(1760000000, 0).UTC()
	item := SubscriptionItem{RunningNo: 1, ProductID: "7", Min: "1", Intervals: []Interval{{Months: 1}}}
	m := ground{
		account: Account{Slug: "acme", Zone: "UTC", Billing: BillingPolicy{Provider: "test"}}, now: now,
		subject: Subject{Type: ofSubscription, ID: "77", Item: 1},
		subscription: Subscription{
			Key: Key{"acme", "77"}, Status: SubscriptionActive, Items: []SubscriptionItem{item},
			Details: SubscriptionDetails{Renewal: RenewalAuto, Method: "m1"},
		},
		item:    &item,
		offers:  []Offer{{Key: Key{"acme", "s1:2"}}},
		methods: []PaymentMethod{{Key: Key{"acme", "m1"}, State: "valid"}, {Key: Key{"acme", "m2"}, State: "expired"}, {Key: Key{"acme", "m3"}}},
	}
	for _, c := range []struct {
		action Action
		change Change
		why    string
	}{
		{ActionUpgrade, Change{Offer: "s1:2"}, ""},
		{ActionUpgrade, Change{Offer: "s1:9"}, WhyClosed},
		{ActionInterval, Change{Interval: &Interval{Months: 1}}, ""},
		{ActionInterval, Change{Interval: &Interval{Months: 12}}, WhyState},
		{ActionDefault, Change{Method: "m3"}, ""},
		{ActionDefault, Change{Method: "m1"}, WhyDone},
		{ActionDefault, Change{Method: "m2"}, WhyNoMethod},
		{ActionDefault, Change{Method: "somebody-else's"}, WhyNoMethod},
		{ActionAccept, Change{}, WhyState},      // of a quote
		{Action("destroy"), Change{}, WhyState}, // of nothing
	} {
		if why := m.why(Act{Action: c.action, Change: c.change}); why != c.why {
			t.Errorf("%s %+v: %q, want %q", c.action, c.change, why, c.why)
		}
	}
}

// Every action has a rule for what its page would change.
func TestEveryActionOfAPageHasARule(t *testing.T) {
	for _, kind := range link.Kinds() {
		for _, a := range actionsOf(kind) {
			of := pageSubject(kind, "1", a).Type
			switch {
			case kind == link.Renewal:
				of = ofSubscription
			case kind == link.Methods && a != ActionAddMethod:
				of = ofMethod
			}
			if rules[a][of] == nil {
				t.Errorf("%s on %s: no rule for a %s", a, kind, of)
			}
		}
	}
}

func TestADecisionCountsUntilTheBillingSystemDescribesItsResult(t *testing.T) {
	at := time.Unix(1760000000, 0).UTC()
	for _, c := range []struct {
		state   BillingState
		open    bool
		created time.Duration // from the description
		want    bool
	}{
		{DecisionRecorded, true, -time.Hour, true}, // nobody answered it
		{DecisionAcknowledged, false, -time.Hour, false},
		{DecisionAcknowledged, false, time.Hour, true},
		{DecisionApplied, false, time.Hour, true},
		{DecisionApplied, false, -time.Hour, false},
		{DecisionSubmitted, true, time.Hour, false}, // a wish is not granted yet
		{DecisionRefused, false, time.Hour, false},
		{DecisionLapsed, false, time.Hour, false},
		{DecisionSuperseded, false, time.Hour, false},
	} {
		d := BillingDecision{State: c.state, Open: c.open, CreatedAt: at.Add(c.created)}
		if got := d.inForce(at); got != c.want {
			t.Errorf("%s, %v after the description: %v", c.state, c.created, got)
		}
	}
}
