package web

import (
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// actWords are the headings of what became of an action. {M} is the account,
// {P} the payment provider, {A} an amount.
type actWords struct {
	open    string // recorded, or waiting for an answer
	done    string // applied
	refused string // empty: notPossible
}

const notPossible = "This change is not possible right now"

// endings are the headings by action. A cancel has its own: it names the day.
var endings = map[portal.Action]actWords{
	portal.ActionWithdraw:   {open: "We have received your withdrawal", done: "We have received your withdrawal"},
	portal.ActionDecline:    {open: "You declined the quote", done: "You declined the quote"},
	portal.ActionReinstate:  {open: "We have asked to keep your subscription", done: "Your subscription goes on"},
	portal.ActionRenew:      {open: "We have asked to renew your subscription", done: "Your subscription is renewed"},
	portal.ActionQuantity:   {open: "We have asked for your change", done: "Your subscription has changed"},
	portal.ActionRemoveItem: {open: "We have asked to remove it", done: "It was removed from your subscription"},
	portal.ActionUpgrade:    {open: "We have asked for your change", done: "Your plan has changed"},
	portal.ActionInterval:   {open: "We have asked for your change", done: "How often you pay has changed"},
	portal.ActionAutoRenew:  {open: "We have asked to turn on renewal", done: "Renewal is turned on"},
	portal.ActionAccept:     {open: "You accepted the quote", done: "Your order is confirmed", refused: "Your order was not taken"},
	portal.ActionAskChange:  {open: "You asked for a change", done: "Your question was answered", refused: notPossible},
	portal.ActionAskQuote:   {open: "You asked for a quote", done: "Your quote is on its way", refused: "There will be no quote"},
	portal.ActionCorrect:    {open: "You asked for a correction", done: "Your billing details were corrected", refused: "The correction is not possible"},
	portal.ActionProblem:    {open: "You reported a problem", done: "Your report was answered", refused: "Your report was answered"},
	portal.ActionDefault:    {open: "We have asked to change how you pay", done: "How you pay has changed"},
	portal.ActionRemove:     {open: "We have asked to remove the payment method", done: "The payment method was removed"},
	portal.ActionMethod:     {open: "We are waiting for {P}", done: "Your payment method has changed", refused: "Your payment method was not changed"},
	portal.ActionAddMethod:  {open: "We are waiting for {P}", done: "Your payment method was added", refused: "No payment method was added"},
	portal.ActionPay:        {open: "We are waiting for {P}", done: "You have paid {A}", refused: "Your payment did not go through"},
}

// ending fills in the heading and what it means.
func (p presenter) ending(dec portal.BillingDecision, v *views.Result) {
	words := endings[dec.Action]
	switch dec.State {
	case portal.DecisionRecorded, portal.DecisionAcknowledged:
		p.declared(dec, v)
	case portal.DecisionSubmitted:
		v.Heading, v.Lead = p.fill(words.open, dec), p.waiting(dec)
	case portal.DecisionApplied:
		p.applied(dec, v)
	case portal.DecisionRefused:
		p.refused(dec, v)
	case portal.DecisionLapsed:
		p.lapsedDecision(dec, v)
	case portal.DecisionWithdrawn:
		v.Heading, v.Lead = "You took it back", []views.Text{views.Plain("We have told " + p.account.Name + ". Nothing was changed.")}
	case portal.DecisionSuperseded:
		v.Heading = "This is not needed any more"
		v.Lead = []views.Text{views.Plain("You cancelled afterwards, so what you had asked for before was stopped. Nothing was changed by it.")}
	}
}

// declared is what is in force since it was received.
func (p presenter) declared(dec portal.BillingDecision, v *views.Result) {
	v.Heading = p.fill(endings[dec.Action].open, dec)
	switch dec.Action {
	case portal.ActionCancel:
		p.cancelled(dec, v)
	case portal.ActionWithdraw:
		v.Lead = []views.Text{views.Plain(p.account.Name + " tells you by email what happens next, and how you get your money back.")}
		if dec.Change.Late {
			v.Lead = []views.Text{views.Plain("The time for it was over, so " + p.account.Name + " decides. They answer by email.")}
		}
	case portal.ActionDecline:
		v.Lead = []views.Text{views.Plain("We have told " + p.account.Name + ". Nothing was ordered, and you pay nothing.")}
	}
	p.quoteSeller(dec, v)
}

func (p presenter) cancelled(dec portal.BillingDecision, v *views.Result) {
	day := p.dayOf(dec.Change.Effective)
	if said := p.dayOf(dec.Outcome.EffectiveAt); said != "" {
		day = said
	}
	switch {
	case day == "":
		v.Heading = "Your subscription is cancelled"
		v.Lead = []views.Text{views.Plain("It does not renew. You will not be charged again.")}
	case day <= p.date(dec.CreatedAt):
		v.Heading = "Your subscription has ended"
		v.Lead = []views.Text{views.Plain("It ended when you cancelled it. There are no further attempts to collect a payment.")}
	default:
		v.Heading = "Your subscription ends on " + p.locale.Date(day)
		v.Lead = []views.Text{views.Plain("You will not be charged again. Everything works until then.")}
	}
}

// waiting says that nothing has happened yet.
func (p presenter) waiting(dec portal.BillingDecision) []views.Text {
	if dec.Class == portal.Redirected {
		lead := []views.Text{views.Plain("This page updates itself. You can close it: we email you when it is done.")}
		if dec.Action == portal.ActionPay || dec.Change.Settle {
			lead = append(lead, views.Plain("Do not pay again. You are never charged twice for the same payment."))
		}
		return lead
	}
	switch dec.Action {
	case portal.ActionAccept:
		return []views.Text{views.Plain("We have told " + p.account.Name + ". They confirm your order by email.")}
	case portal.ActionAskChange, portal.ActionAskQuote, portal.ActionProblem, portal.ActionCorrect:
		return []views.Text{views.Plain(p.account.Name + " has your message and answers by email. Nothing has changed yet.")}
	}
	return []views.Text{views.Plain(p.account.Name + " has your request and answers it. Nothing has changed yet, and you have paid nothing.")}
}

func (p presenter) applied(dec portal.BillingDecision, v *views.Result) {
	v.Heading = p.fill(endings[dec.Action].done, dec)
	switch day := p.dayOf(dec.Outcome.EffectiveAt); {
	case day > p.date(p.now) && (dec.Action == portal.ActionUpgrade || dec.Action == portal.ActionQuantity || dec.Action == portal.ActionInterval):
		v.Heading = "Your plan changes on " + p.locale.Date(day)
		v.Lead = []views.Text{views.Plain("Until then everything stays as it is.")}
	case day != "":
		v.Facts = append(v.Facts, views.Fact{Name: "From", Value: views.Text{views.Time(p.locale.Date(day), day)}})
	}
	if dec.Outcome.Method != nil {
		v.Facts = append(v.Facts, views.Fact{Name: "From now on", Value: p.methodText(*dec.Outcome.Method)})
	}
	if dec.Action == portal.ActionMethod && dec.Change.Settle {
		v.Lead = append(v.Lead, views.Plain("What was open, "+p.money(dec.Change.Amount, dec.Change.Currency)+", is charged to it now. "+p.account.Name+" tells you by email when it is paid."))
	}
	if dec.Action == portal.ActionPay {
		v.Lead = append(v.Lead, views.Plain("Thank you. "+p.account.Name+" may take a while to show it as paid."))
	}
	p.quoteSeller(dec, v)
}

func (p presenter) refused(dec portal.BillingDecision, v *views.Result) {
	v.Heading = p.fill(endings[dec.Action].refused, dec)
	if v.Heading == "" {
		v.Heading = notPossible
	}
	if dec.Class == portal.Redirected {
		said := "The payment provider did not accept it"
		if dec.Outcome.Message != "" {
			said = upperFirst(p.provider()) + " says: " + dec.Outcome.Message
		}
		v.Lead = []views.Text{views.Plain(closed(said) + " You have not been charged. You can try again.")}
		return
	}
	p.quoteSeller(dec, v)
	v.Lead = append(v.Lead, views.Plain("Nothing has changed, and you have not been charged."))
}

// quoteSeller hands on what the billing system said, as it said it.
func (p presenter) quoteSeller(dec portal.BillingDecision, v *views.Result) {
	if dec.Outcome.Message != "" && dec.Class != portal.Redirected {
		v.Lead = append(v.Lead, views.Plain(closed(p.account.Name+" says: "+dec.Outcome.Message)))
	}
}

func (p presenter) lapsedDecision(dec portal.BillingDecision, v *views.Result) {
	if dec.Class == portal.Redirected {
		v.Heading = p.fill(endings[dec.Action].refused, dec)
		if dec.Action == portal.ActionPay {
			v.Heading = "Nothing was paid"
		}
		v.Lead = []views.Text{views.Plain("You stopped at " + p.provider() + ", or the time there ran out. You have not been charged.")}
		return
	}
	v.Heading = "There was no answer in time"
	v.Lead = []views.Text{views.Plain(p.account.Name + " did not answer, so your request ended. Nothing has changed, and you have not been charged. " +
		"You can ask again, or contact " + p.account.Name + ".")}
}

// closed ends a sentence that somebody else wrote.
func closed(sentence string) string {
	if sentence == "" {
		return ""
	}
	switch sentence[len(sentence)-1] {
	case '.', '!', '?':
		return sentence
	}
	return sentence + "."
}
