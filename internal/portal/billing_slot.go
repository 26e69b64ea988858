package portal

import (
	"slices"
	"strconv"
)

// SlotOf is what at most one open decision may hold. What excludes each other
// shares a slot: the answers to one version of a quote, the payments of one
// thing. Everything else has one for its subject, item and action. A decision
// that has come to its last state holds none: whether the same can be decided
// again is then for the rules and the billing system's word.
func SlotOf(sub Subject, a Action, version int64) string {
	switch a {
	case ActionAccept, ActionDecline, ActionAskChange:
		return "quote:" + sub.ID + ":v" + strconv.FormatInt(version, 10)
	case ActionPay:
		return "pay:" + sub.Type + ":" + sub.ID
	}
	return sub.Type + ":" + sub.ID + ":" + strconv.FormatInt(sub.Item, 10) + ":" + string(a)
}

// wishes reports whether a decision asked for this very change.
func (d BillingDecision) wishes(a Action, c Change) bool {
	return d.Action == a && sameChange(d.Change, c)
}

// sameChange compares what two changes would do, not how they were reasoned.
func sameChange(a, b Change) bool {
	interval := func(c Change) Interval {
		if c.Interval == nil {
			return Interval{}
		}
		return *c.Interval
	}
	return a.Quantity == b.Quantity && a.Offer == b.Offer && a.Method == b.Method && interval(a) == interval(b)
}

// moot are the requests that a cancelled subscription has no use for.
var moot = []Action{
	ActionUpgrade, ActionQuantity, ActionInterval, ActionReinstate, ActionRenew, ActionAutoRenew, ActionRemoveItem,
}

// mootedBy reports whether a cancel of a subscription or of one item of it
// makes the decision pointless.
func (d BillingDecision) mootedBy(cancel Subject) bool {
	return d.Open && d.State == DecisionSubmitted && slices.Contains(moot, d.Action) &&
		(cancel.Item == 0 || d.Subject.Item == 0 || d.Subject.Item == cancel.Item)
}

// turns reports whether a decision ended or took up again what the next one is
// to take up again or end.
func (d BillingDecision) turns(next BillingDecision) bool {
	return slices.Contains(turning, d.Action) && slices.Contains(turning, next.Action) && d.about(next.Subject)
}

// turning are the actions that end a subscription or go on with it.
var turning = []Action{ActionCancel, ActionRemoveItem, ActionReinstate, ActionRenew, ActionAutoRenew}

// about reports whether a decision about d's subject holds for sub too.
func (d BillingDecision) about(sub Subject) bool {
	return d.Subject.Item == 0 || d.Subject.Item == sub.Item
}
