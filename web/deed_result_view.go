package web

import (
	"net/http"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// resultView is the page of a decision as it stands, but for its frame.
func (d *deed) resultView(dec portal.BillingDecision) (views.Result, error) {
	v := views.Result{Mark: resultMark(dec.State), Links: []views.Link{{Label: "Back to " + lowerFirst(d.kind.about()), URL: d.url()}}}
	d.p.ending(dec, &v)
	v.Steps = d.p.nextSteps(dec)
	v.Receipt = d.p.decisionReceipt(dec, v.Heading, d.kind.about())
	if dec.State == portal.DecisionSubmitted {
		d.whileOpen(dec, &v)
	}
	if v.Receipt != nil {
		v.Links = append([]views.Link{{Label: "Save this as text", URL: d.resultURL(dec, receiptName, "text")}}, v.Links...)
	}
	if dec.Action == portal.ActionCancel {
		d.survey(dec, &v)
	}
	if r, ok := d.kind.(resulting); ok {
		if err := r.result(d, dec, &v); err != nil {
			return views.Result{}, err
		}
	}
	return v, nil
}

func resultMark(s portal.BillingState) views.ResultMark {
	switch s {
	case portal.DecisionSubmitted:
		return views.ResultWaiting
	case portal.DecisionRefused:
		return views.ResultRefused
	case portal.DecisionLapsed, portal.DecisionWithdrawn, portal.DecisionSuperseded:
		return views.ResultUnchanged
	}
	return views.ResultDone
}

// whileOpen is what can be done about a decision that waits: take a request
// back, or go on at the payment provider.
func (d *deed) whileOpen(dec portal.BillingDecision, v *views.Result) {
	if dec.Class == portal.Redirected {
		v.Receipt = nil // nothing was decided yet
		return
	}
	if dec.Object != d.object() {
		return // it is taken back where it was asked for
	}
	v.Undo = &views.Undo{
		Action: views.Action{
			Label: undoLabel(dec.Action), URL: d.resultURL(dec), Post: true,
			Hidden: []views.Hidden{{Name: "ask", Value: askUndo}, {Name: "n", Value: d.formValue(d.adm.Grant)}},
		},
		Hint: views.Plain("You can do that until " + d.p.account.Name + " has answered."),
	}
	v.After = append(v.After, views.Plain("You can close this page. The link in your email brings you back here."))
}

func undoLabel(a portal.Action) string {
	switch a {
	case portal.ActionQuantity, portal.ActionUpgrade, portal.ActionInterval, portal.ActionRemoveItem:
		return "Undo this change"
	}
	return "Take it back"
}

// nextSteps says who is told, and by when there is an answer.
func (p presenter) nextSteps(dec portal.BillingDecision) *views.Steps {
	var items []views.Text
	if dec.Class != portal.Redirected && (dec.State == portal.DecisionSubmitted || dec.Class == portal.Declaration) {
		items = append(items, p.mailed(dec))
	}
	if dec.State == portal.DecisionSubmitted && !dec.DueAt.IsZero() {
		items = append(items, append(append(views.Text{views.Words("You get the answer by ")}, p.moment(dec.DueAt)...), views.Words(".")))
	}
	if len(items) == 0 {
		return nil
	}
	return &views.Steps{Heading: "What happens next", Items: items}
}

// mailed says where the receipt goes; nobody is told that a mail has arrived.
func (p presenter) mailed(dec portal.BillingDecision) views.Text {
	if dec.Email == "" {
		return views.Plain("There is no email address on file to send a copy to. Print this page or save it.")
	}
	return views.Text{views.Words("We email a copy of this page to "), masked(dec.Email), views.Words(". Keep it as your receipt.")}
}

// decisionReceipt is what people keep of a decision: what they read when they
// pressed, when that was, and what it is called.
func (p presenter) decisionReceipt(dec portal.BillingDecision, heading, about string) *views.Receipt {
	facts := []views.Fact{fact("Decision", heading), fact("About", about)}
	if dec.Class == portal.Redirected { // decided at the provider, and not by what stood here
		facts = append(facts, rows(fact("Amount", p.money(dec.Change.Amount, dec.Change.Currency)))...)
	} else {
		facts = append(facts, linesRead(dec.Shown)...)
	}
	facts = append(facts, views.Fact{Name: "Received", Value: p.moment(dec.CreatedAt)})
	if !dec.DoneAt.IsZero() && dec.State != portal.DecisionAcknowledged {
		facts = append(facts, views.Fact{Name: answeredName(dec), Value: p.moment(dec.DoneAt)})
	}
	return &views.Receipt{
		Heading: "For your records", Rows: append(facts, code("Reference", dec.Reference)),
		Hint: "Print this page, or save it as a PDF, to keep a copy.",
	}
}

// linesRead are the lines that were read, but for the button.
func linesRead(shown []portal.ShownLine) []views.Fact {
	var facts []views.Fact
	for _, line := range shown {
		switch line.Label {
		case portal.ShownButton:
		case portal.ShownHeading:
			facts = append(facts, fact("You confirmed", line.Value))
		case portal.ShownText:
			facts = append(facts, fact("You read", line.Value))
		default:
			facts = append(facts, fact(line.Label, line.Value))
		}
	}
	return rows(facts...)
}

func answeredName(dec portal.BillingDecision) string {
	switch dec.State {
	case portal.DecisionApplied, portal.DecisionRefused:
		return "Answered"
	case portal.DecisionWithdrawn:
		return "Taken back"
	}
	return "Ended"
}

// receiptFile is the receipt as text, to keep: a durable medium.
func (d *deed) receiptFile(dec portal.BillingDecision) error {
	v, err := d.resultView(dec)
	if err != nil {
		return err
	}
	if v.Receipt == nil {
		return d.seeOther(d.w, d.r, d.resultURL(dec))
	}
	var b strings.Builder
	b.WriteString(d.p.account.Name + "\r\n" + v.Heading + "\r\n\r\n")
	for _, row := range v.Receipt.Rows {
		b.WriteString(row.Name + ": " + row.Value.String() + "\r\n")
	}
	visitOf(d.r).page = "result"
	h := d.w.Header()
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="receipt-`+dec.Reference+`.txt"`)
	d.w.WriteHeader(http.StatusOK)
	_, _ = d.w.Write([]byte(b.String())) // a failed write means that the reader has gone away
	return nil
}

// reasons are what may be told of a cancel, if anybody likes to.
var reasons = []views.Choice{
	{Value: "price", Label: "It costs too much"}, {Value: "unused", Label: "We do not use it enough"},
	{Value: "missing", Label: "Something is missing"}, {Value: "other", Label: "Another reason"},
}

// reasonLabel is the reason in words; empty: none of ours.
func reasonLabel(value string) string {
	for _, c := range reasons {
		if c.Value == value {
			return c.Label
		}
	}
	return ""
}

// survey asks why somebody cancelled, after it is done, once, and never before.
func (d *deed) survey(dec portal.BillingDecision, v *views.Result) {
	if d.own(thanksName) != "" {
		v.Notices = append(v.Notices, views.Callout{Tone: views.ToneOK, Icon: views.IconCheck, Text: views.Plain("Thank you for your answer.")})
		return
	}
	if dec.Change.Reason != "" || d.Portal.Now().Sub(dec.CreatedAt) > justNow {
		return
	}
	v.Survey = &views.Survey{
		Heading: "One question, if you like",
		Form: views.Form{
			URL: d.resultURL(dec), Hidden: []views.Hidden{{Name: "ask", Value: askWhy}, {Name: "n", Value: d.formValue(d.adm.Grant)}},
			Inputs: []views.Input{
				{Pick: &views.Pick{Name: "why", Legend: "Why did you cancel? (optional)", Choices: reasons}},
				{Field: &views.Field{Name: "more", Label: "Tell us more (optional)", Rows: 2}},
			},
			Label: "Send answer",
		},
	}
}

// dayOf is the day of a decision's moment as it was written, RFC 3339 or a
// date; empty: it was none.
func (p presenter) dayOf(written string) string {
	if t, err := time.Parse(time.RFC3339, written); err == nil {
		return p.date(t)
	}
	if _, err := time.Parse(time.DateOnly, written); err == nil {
		return written
	}
	return ""
}
