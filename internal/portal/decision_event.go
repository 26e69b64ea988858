package portal

import (
	"context"
	"fmt"
)

// startEvents are the types that tell of a decision when it is recorded.
var startEvents = map[Action]string{
	ActionCancel: EventCancelAsked, ActionReinstate: EventReinstateAsked, ActionRenew: EventRenewAsked,
	ActionQuantity: EventQuantityAsked, ActionRemoveItem: EventRemovalAsked, ActionInterval: EventIntervalAsked,
	ActionUpgrade: EventChangeAsked, ActionAutoRenew: EventRenewalAsked,
	ActionAccept: EventQuoteAccepted, ActionDecline: EventQuoteDeclined, ActionAskChange: EventQuoteChange,
	ActionAskQuote: EventRedoAsked, ActionProblem: EventProblem, ActionCorrect: EventCorrectionAsked,
	ActionDefault: EventDefaultAsked, ActionRemove: EventRemoveAsked, ActionWithdraw: EventWithdrawal,
	ActionMethod: EventMethodStarted, ActionAddMethod: EventMethodStarted, ActionPay: EventPayStarted,
}

// startEvent is the type that tells of a decision when it is recorded.
func (d BillingDecision) startEvent() string {
	if d.Subject.Type == ofContract && d.Action == ActionCancel {
		return EventCancellation
	}
	return startEvents[d.Action]
}

// endEvents are the types that tell what became of a decision.
var endEvents = map[BillingState]string{
	DecisionApplied: EventDecisionApplied, DecisionRefused: EventDecisionRefused, DecisionLapsed: EventDecisionLapsed,
	DecisionAcknowledged: EventDecisionAcknowledged, DecisionWithdrawn: EventDecisionWithdrawn,
	DecisionSuperseded: EventDecisionSuperseded,
}

// endEvent is the type that tells what became of a decision. A provider's word
// has types of its own where the billing system waits for it by name.
func (d BillingDecision) endEvent() string {
	switch {
	case d.Action == ActionPay && d.State == DecisionApplied:
		return EventInvoicePaid
	case d.Class != Redirected || d.Action == ActionPay:
		return endEvents[d.State]
	case d.State == DecisionApplied:
		return EventMethodUpdated
	case d.State == DecisionRefused:
		return EventMethodFailed
	}
	return EventMethodAbandoned
}

// emitDecision appends an event about a decision, with the fields that all of
// them have.
func (s *Service) emitDecision(ctx context.Context, tx Tx, d BillingDecision, passThrough, kind string, extra map[string]any) error {
	data := map[string]any{
		"decisionId": d.ID, "reference": d.Reference, "action": d.Action, "class": d.Class, "state": d.State,
		"subject": d.Subject, "change": d.Change, "shown": d.Shown, "locale": d.Locale, "recordedAt": stamp(d.CreatedAt),
	}
	if d.Preview != "" {
		data["previewId"] = d.Preview
	}
	if d.Version != 0 {
		data["version"] = d.Version
	}
	if passThrough != "" {
		data["passThrough"] = passThrough
	}
	if !d.DueAt.IsZero() {
		data["dueAt"] = stamp(d.DueAt)
	}
	if d.Outcome != (OutcomeNote{}) {
		data["outcome"] = d.Outcome
	}
	for name, value := range extra {
		data[name] = value
	}
	e := Event{Account: d.Account, Type: kind, ObjectType: d.Subject.Type, ObjectID: d.Subject.ID, Data: facts(data)}
	if err := s.emit(ctx, tx, e); err != nil {
		return fmt.Errorf("event of a decision: %w", err)
	}
	return nil
}
