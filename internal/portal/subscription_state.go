package portal

import "time"

// described is the moment whose state a mirrored object shows.
func described(src Source, asOf time.Time) time.Time {
	if !src.ModifiedAt.IsZero() {
		return src.ModifiedAt
	}
	return asOf
}

// inForce reports whether a decision counts over what the billing system
// described at a time: a declaration until it answers, and whatever it took on
// until it describes the result.
func (d BillingDecision) inForce(described time.Time) bool {
	switch d.State {
	case DecisionRecorded:
		return d.Open
	case DecisionAcknowledged, DecisionApplied:
		at := d.CreatedAt
		if d.Class == Redirected && d.DoneAt.After(at) {
			at = d.DoneAt // the billing system hears of it last
		}
		return at.After(described)
	}
	return false
}

// newer are the decisions that the billing system's description does not hold
// yet, newest first: those it has still to answer, and later ones.
func newer(list []BillingDecision, described time.Time) []BillingDecision {
	var out []BillingDecision
	for _, d := range list {
		if d.Open || d.CreatedAt.After(described) {
			out = append(out, d)
		}
	}
	return out
}

// stateOf is the state that holds for an item of a subscription, or for all of
// it where item is nil: what the billing system described, and over it what the
// customer declared since.
func stateOf(sub Subscription, item *SubscriptionItem, decisions []BillingDecision, now time.Time) string {
	state := mirroredState(sub, item)
	switch state {
	case SubscriptionFinished, SubscriptionExternal, SubscriptionUnknown:
		return state
	}
	if d, ok := turned(sub, item, decisions); ok {
		state = SubscriptionEnding
		if d.Action != ActionCancel && d.Action != ActionRemoveItem {
			state = SubscriptionActive
		}
	}
	end := sub.end()
	if state == SubscriptionEnding && !end.IsZero() && !now.Before(end) {
		return SubscriptionFinished
	}
	return state
}

// turned is the newest decision in force that ends or goes on with the item.
func turned(sub Subscription, item *SubscriptionItem, decisions []BillingDecision) (BillingDecision, bool) {
	at := described(sub.Source, sub.AsOf)
	for _, d := range decisions {
		mine := d.Subject.Item == 0 || item != nil && d.Subject.Item == item.RunningNo
		if !mine || !d.inForce(at) {
			continue
		}
		switch d.Action {
		case ActionCancel, ActionRemoveItem, ActionReinstate, ActionRenew, ActionAutoRenew:
			return d, true
		}
	}
	return BillingDecision{}, false
}

func mirroredState(sub Subscription, item *SubscriptionItem) string {
	switch sub.Status {
	case SubscriptionFinished, SubscriptionExternal:
		return sub.Status
	case SubscriptionNew, SubscriptionActive, SubscriptionGrace, SubscriptionOnHold, SubscriptionEnding, SubscriptionAwaitingRenewal:
	default:
		return SubscriptionUnknown
	}
	if item == nil {
		return sub.Status
	}
	switch item.Status {
	case "", SubscriptionActive:
		return sub.Status
	case SubscriptionEnding, ItemAwaitingReinstate:
		if sub.Status == SubscriptionAwaitingRenewal {
			return sub.Status
		}
		return SubscriptionEnding
	case ItemRemoved, ItemFinished:
		return SubscriptionFinished
	case SubscriptionExternal:
		return SubscriptionExternal
	}
	return SubscriptionUnknown
}

// end is when the current term is over; zero: the billing system did not say.
func (sub Subscription) end() time.Time {
	if !sub.Details.EndsAt.IsZero() {
		return sub.Details.EndsAt
	}
	return sub.Details.NextBillingAt
}
