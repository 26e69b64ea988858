package portal

import (
	"slices"
	"time"
)

// renewWindow is how long before the end of a term one that is renewed by hand
// can be.
const renewWindow = 30 * 24 * time.Hour

func (m *ground) state() string { return stateOf(m.subscription, m.item, m.decisions, m.now) }

// narrowed applies what the billing system allows for an item, where it says so.
// Declarations are not for it to allow.
func (m *ground) narrowed(a Action) string {
	if m.item != nil && m.item.Actions != nil && !slices.Contains(m.item.Actions, a) {
		return WhyState
	}
	return ""
}

func whyCancel(m *ground, _ Act) string {
	switch m.state() {
	case SubscriptionNew, SubscriptionActive, SubscriptionGrace, SubscriptionOnHold, SubscriptionAwaitingRenewal:
		return ""
	case SubscriptionEnding:
		return WhyDone
	}
	return m.whyNotRunning()
}

// whyNotRunning is the word for a state in which nothing is asked for any more.
func (m *ground) whyNotRunning() string {
	switch m.state() {
	case SubscriptionFinished:
		return WhyEnded
	case SubscriptionUnknown:
		return WhyUnknown
	}
	return WhyState
}

func whyReinstate(m *ground, act Act) string {
	switch m.state() {
	case SubscriptionEnding: // past its end it counts as finished
		return m.narrowed(act.Action)
	case SubscriptionNew, SubscriptionActive, SubscriptionGrace, SubscriptionOnHold:
		return WhyDone
	}
	return m.whyNotRunning()
}

func whyRenew(m *ground, act Act) string {
	switch m.state() {
	case SubscriptionAwaitingRenewal:
		return m.narrowed(act.Action)
	case SubscriptionActive, SubscriptionEnding:
		if m.renewable() {
			return m.narrowed(act.Action)
		}
	}
	return m.whyNotRunning()
}

// renewable reports whether a subscription that runs can be renewed by hand
// already: near the end of its term, or when the billing system says so.
func (m *ground) renewable() bool {
	if m.item != nil && slices.Contains(m.item.Actions, ActionRenew) {
		return true
	}
	end := m.subscription.end()
	return m.subscription.Details.Renewal == RenewalManual && !end.IsZero() && !m.now.Before(end.Add(-renewWindow))
}

// The ways in which a subscription renews.
const (
	RenewalAuto   = "auto"
	RenewalManual = "manual"
)

func whyAutoRenew(m *ground, act Act) string {
	switch m.state() {
	case SubscriptionActive, SubscriptionEnding, SubscriptionAwaitingRenewal:
	default:
		return m.whyNotRunning()
	}
	switch m.subscription.Details.Renewal {
	case RenewalManual:
	case RenewalAuto:
		if m.state() == SubscriptionActive {
			return WhyDone
		}
		return WhyState // it is taken up again by a reinstatement
	default:
		return WhyState
	}
	if !m.hasMethod(act.Change.Method) {
		return WhyNoMethod
	}
	return m.narrowed(act.Action)
}

// active is the word for a change that only a running subscription takes.
func (m *ground) active(a Action) string {
	if m.state() != SubscriptionActive {
		return m.whyNotRunning()
	}
	return m.narrowed(a)
}

func whyQuantity(m *ground, act Act) string {
	if why := m.active(act.Action); why != "" {
		return why
	}
	if m.item == nil || m.item.Min == "" && m.item.Max == "" {
		return WhyState
	}
	return ""
}

// whyRemoveItem leaves the last item alone: that would be a cancellation.
func whyRemoveItem(m *ground, act Act) string {
	if why := m.active(act.Action); why != "" {
		return why
	}
	if m.item == nil || m.running() < 2 {
		return WhyState
	}
	return ""
}

// running counts the items that still run.
func (m *ground) running() int {
	n := 0
	for _, i := range m.subscription.Items {
		if i.live() {
			n++
		}
	}
	return n
}

func whyUpgrade(m *ground, act Act) string {
	if why := m.active(act.Action); why != "" {
		return why
	}
	wanted := func(o Offer) bool { return act.Change.Offer == "" || o.ID == act.Change.Offer }
	if !slices.ContainsFunc(m.offers, wanted) {
		return WhyClosed
	}
	return ""
}

func whyInterval(m *ground, act Act) string {
	if why := m.active(act.Action); why != "" {
		return why
	}
	if m.item == nil || m.running() != 1 || len(m.item.Intervals) == 0 {
		return WhyState
	}
	if want := act.Change.Interval; want != nil && !slices.Contains(m.item.Intervals, *want) {
		return WhyState
	}
	return ""
}
