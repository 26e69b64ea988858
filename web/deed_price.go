package web

import (
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// priced completes the step of a change with what the billing system says that
// it costs, or with what will be asked for. Latchkey itself names no price.
func (d *deed) priced(c contract, a portal.Action, item int64, st *step) (*step, error) {
	if st = d.offer(c, a, st); st == nil || st.why != "" {
		return st, nil
	}
	p, err := d.preview(a, item, st.change)
	if err != nil {
		return nil, err
	}
	if p == nil {
		d.p.unpriced(st)
		return st, nil
	}
	if why := portal.PreviewFault(*p, c.subscription.Currency); why != "" {
		st.refuse(d, why)
		return st, nil
	}
	st.preview = p
	d.p.effect(st, *p)
	return st, nil
}

// unpriced says what will be asked for, where nobody can say what it costs.
func (p presenter) unpriced(st *step) {
	st.view.Lead = append(st.view.Lead, views.Plain("We will ask "+p.account.Name+" for this. They tell you the price by email before anything is charged."))
	addFacts(st, fact("You pay now", "Nothing"))
	if st.view.Form.Label == "" {
		st.view.Form.Label = "Ask for this change"
	}
}

// effect shows a preview: what is paid now and next, from when, and how long
// these figures hold.
func (p presenter) effect(st *step, pre portal.Preview) {
	now, charged, later := p.money(pre.DueNow, pre.Currency), pre.DueNow != "" && !pre.DueNow.Zero(), p.laterDay(pre.EffectiveAt)
	if !charged {
		now = "Nothing"
	}
	facts := []views.Fact{fact("Starts", "Today"), {Name: "You pay now", Value: views.Text{views.Strong(now)}}}
	if later {
		facts[0].Value = p.dayText(pre.EffectiveAt)
	}
	if !pre.Credit.Zero() {
		facts = append(facts, fact("Credit", p.money(pre.Credit, pre.Currency)))
	}
	if next := p.money(pre.NextAmount, pre.Currency); next != "" {
		if !pre.NextAt.IsZero() {
			next += " on " + p.dateWords(pre.NextAt)
		}
		facts = append(facts, fact("Next payment", next))
	}
	addFacts(st, facts...)
	if len(pre.Lines) > 0 {
		st.view.Lines = views.Lines{Caption: "What you pay now", Head: views.LineHead{Description: "Item", Amount: "Amount"}}
		for _, line := range pre.Lines {
			st.view.Lines.Rows = append(st.view.Lines.Rows, views.Line{Name: line.Label, Amount: line.Value})
		}
	}
	st.view.Held = append(append(views.Text{views.Words("These amounts are held until ")}, p.moment(pre.ExpiresAt)...), views.Words("."))
	switch {
	case charged:
		st.view.Form.Label = "Confirm and pay " + now + " now"
	case st.view.Form.Label != "":
	case later:
		st.view.Form.Label = "Change on " + p.dateWords(pre.EffectiveAt)
	default:
		st.view.Form.Label = "Change now"
	}
}

// laterDay reports whether an instant lies on a later day. Pages name days: an
// effect at once, by the billing system's own clock, is today's, and stays so
// between reading and pressing.
func (p presenter) laterDay(t time.Time) bool { return !t.IsZero() && p.date(t) > p.date(p.now) }

// addFacts puts facts behind those of a step's first list.
func addFacts(st *step, facts ...views.Fact) {
	if len(st.view.Facts) == 0 {
		st.view.Facts = []views.Facts{{}}
	}
	last := &st.view.Facts[len(st.view.Facts)-1]
	last.Rows = append(last.Rows, rows(facts...)...)
}
