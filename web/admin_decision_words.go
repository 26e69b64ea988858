package web

import (
	"regexp"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// actionOrder is the order in which people look for an action.
var actionOrder = []portal.Action{
	portal.ActionCancel, portal.ActionWithdraw, portal.ActionAccept, portal.ActionDecline, portal.ActionAskChange, portal.ActionAskQuote,
	portal.ActionUpgrade, portal.ActionQuantity, portal.ActionRemoveItem, portal.ActionInterval,
	portal.ActionReinstate, portal.ActionRenew, portal.ActionAutoRenew,
	portal.ActionPay, portal.ActionMethod, portal.ActionAddMethod, portal.ActionDefault, portal.ActionRemove,
	portal.ActionCorrect, portal.ActionProblem,
}

// actionNames are the actions as support reads them.
var actionNames = map[portal.Action]string{
	portal.ActionCancel: "Cancel", portal.ActionWithdraw: "Withdraw from the contract", portal.ActionDecline: "Decline the quote",
	portal.ActionReinstate: "Keep the subscription after all", portal.ActionRenew: "Renew now", portal.ActionQuantity: "Change the quantity",
	portal.ActionRemoveItem: "Remove an item", portal.ActionUpgrade: "Change the plan", portal.ActionInterval: "Change how often to pay",
	portal.ActionAutoRenew: "Turn renewal on", portal.ActionAccept: "Accept the quote", portal.ActionAskChange: "Ask to change the quote",
	portal.ActionAskQuote: "Ask for a quote", portal.ActionCorrect: "Correct the billing details", portal.ActionProblem: "Report a problem",
	portal.ActionDefault: "Pay with another method on file", portal.ActionRemove: "Remove a payment method",
	portal.ActionMethod: "Change the payment method", portal.ActionAddMethod: "Add a payment method", portal.ActionPay: "Pay",
}

func actionSaid(a portal.Action) string {
	if said, ok := actionNames[a]; ok {
		return said
	}
	return upperFirst(strings.ReplaceAll(string(a), "_", " "))
}

// subjectNames are the types of subjects in words.
var subjectNames = map[string]string{
	"purchase": "Order", "quote": "Quote", "invoice": "Invoice", "subscription": "Subscription",
	"customer": "Customer", "payment_method": "Payment method",
}

// subjectSaid is what a decision is about: "Subscription 88". What was typed on
// a public form is looked up by nobody.
func subjectSaid(s portal.Subject) string {
	if name, ok := subjectNames[s.Type]; ok {
		return name + " " + s.ID
	}
	return "Public form"
}

// linkNames are the pages that links open, in front of what they are about.
var linkNames = map[link.Kind]string{
	link.Confirmation: "Confirmation", link.Renewal: "Recurring billing", link.Quote: "Quote", link.Redo: "Redo the purchase",
	link.Payment: "Payment method of the subscription", link.Upgrade: "Change of plan", link.Methods: "Payment methods",
	link.Invoice: "Invoice",
}

// decisionBadge is how a decision stands, in one word or two.
func decisionBadge(d portal.BillingDecision, now time.Time) views.Badge {
	switch d.State {
	case portal.DecisionRecorded:
		return views.Badge{Tone: views.ToneInfo, Icon: views.IconInfo, Word: "In force"}
	case portal.DecisionAcknowledged:
		return views.Badge{Tone: views.ToneOK, Icon: views.IconCheck, Word: "Acknowledged"}
	case portal.DecisionSubmitted:
		switch {
		case d.Class == portal.Redirected:
			return views.Badge{Tone: views.ToneWait, Icon: views.IconArrow, Word: "At the provider"}
		case overdue(d, now):
			return views.Badge{Tone: views.ToneWarn, Icon: views.IconClock, Word: "Overdue"}
		}
		return views.Badge{Tone: views.ToneWait, Icon: views.IconClock, Word: "Waiting"}
	case portal.DecisionApplied:
		return views.Badge{Tone: views.ToneOK, Icon: views.IconCheck, Word: "Applied"}
	case portal.DecisionRefused:
		return views.Badge{Tone: views.ToneStop, Icon: views.IconCross, Word: "Refused"}
	case portal.DecisionLapsed:
		if d.Class == portal.Redirected {
			return views.Badge{Tone: views.ToneMute, Icon: views.IconBar, Word: "Not finished"}
		}
		return views.Badge{Tone: views.ToneWarn, Icon: views.IconClock, Word: "No answer"}
	case portal.DecisionWithdrawn:
		return views.Badge{Tone: views.ToneMute, Icon: views.IconBar, Word: "Taken back"}
	}
	return views.Badge{Tone: views.ToneMute, Icon: views.IconArrow, Word: "Overtaken"}
}

// decisionMark is how a line of a timeline shows that a decision got to a state.
func decisionMark(s portal.BillingState) (views.Tone, views.Icon) {
	badge := decisionBadge(portal.BillingDecision{State: s}, time.Time{})
	return badge.Tone, badge.Icon
}

// overdue reports whether a request is past its deadline: the sweep ends it.
func overdue(d portal.BillingDecision, now time.Time) bool {
	return d.State == portal.DecisionSubmitted && !d.DueAt.IsZero() && !now.Before(d.DueAt)
}

// decisionWindow says by when it needs an answer, or since when it is over.
func decisionWindow(d portal.BillingDecision, c clock, now time.Time) string {
	switch d.State {
	case portal.DecisionRecorded:
		return "since " + c.short(d.CreatedAt) + ", not acknowledged yet"
	case portal.DecisionSubmitted:
		switch {
		case d.DueAt.IsZero():
			return "no deadline"
		case overdue(d, now):
			return "the answer was due " + c.short(d.DueAt)
		}
		return "answer by " + c.short(d.DueAt)
	}
	return lowerFirst(decisionBadge(d, now).Word) + " " + c.short(d.DoneAt)
}

// outcomeSaid is what the billing system or the provider said, in one line.
func (c clock) outcomeSaid(o portal.OutcomeNote) string {
	var said []string
	if o.Method != nil {
		said = append(said, methodSpoken(*o.Method))
	}
	if o.EffectiveAt != "" {
		said = append(said, "from "+c.writtenDay(o.EffectiveAt))
	}
	if o.Code != "" {
		said = append(said, "code "+o.Code)
	}
	return strings.Join(said, ", ")
}

// writtenDay is a date or a time of RFC 3339 as people read it; anything else
// as it stands.
func (c clock) writtenDay(written string) string {
	if t, err := time.Parse(time.RFC3339, written); err == nil {
		return c.short(t)
	}
	if _, err := time.Parse(time.DateOnly, written); err == nil {
		return english.Date(written)
	}
	return written
}

func decisionRow(d portal.BillingDecision, c clock, now time.Time) views.DecisionRow {
	return views.DecisionRow{
		URL: decisionURL(portal.Key{Account: d.Account, ID: d.ID}), Title: actionSaid(d.Action), About: subjectSaid(d.Subject),
		Account: d.Account, Reference: d.Reference, State: decisionBadge(d, now), Window: upperFirst(decisionWindow(d, c, now)),
		Outcome: upperFirst(c.outcomeSaid(d.Outcome)), Touched: c.moment(d.UpdatedAt),
	}
}

// typedAddress finds e-mail addresses in what customers typed and read.
var typedAddress = regexp.MustCompile(`[^\s@<>(),;:"]+@[^\s@<>(),;:"]+`)

// maskedText is a text of a customer with its addresses as support sees them.
func maskedText(s string) string { return typedAddress.ReplaceAllStringFunc(s, shownTo) }

// readFacts are the lines that a customer read, the button last.
func readFacts(lines []portal.ShownLine) []views.AdminFact {
	var facts []views.AdminFact
	for _, line := range lines {
		name := line.Label
		switch name {
		case portal.ShownHeading:
			name = "Page"
		case "":
			name = portal.ShownText
		}
		if line.Value != "" {
			facts = append(facts, views.AdminFact{Name: name, Value: maskedText(line.Value)})
		}
	}
	return facts
}
