package web

import (
	"net/http"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// quoteOver answers the link of a quote that was accepted or declined, once it
// no longer opens the page, or not yet: what became of the quote, and nothing
// of what stands in it.
func (s *server) quoteOver(w http.ResponseWriter, r *http.Request, adm portal.Admission) error {
	n := quoteOutcome(s.frameOf(adm.Account), adm)
	if r.Method != http.MethodPost {
		return s.answer(w, r, n)
	}
	d := deed{asker: asker{server: s, w: w, r: r, adm: adm}}
	same := map[portal.Action]string{portal.ActionAccept: portal.QuoteAccepted, portal.ActionDecline: portal.QuoteDeclined}
	wanted, decides := same[portal.Action(d.own(doName))]
	if !decides || wanted == adm.Quote.State {
		return s.seeOther(w, r, stripped(r, adm))
	}
	n.status = http.StatusConflict
	n.view.Lead = append([]views.Text{{
		views.Words("What you pressed now was "), views.Strong("not"), views.Words(" saved, because the quote was " + adm.Quote.State + " before."),
	}}, n.view.Lead...)
	return s.answer(w, r, n)
}

func quoteOutcome(f frame, adm portal.Admission) notice {
	q := adm.Quote
	heading, page := q.Title+" was accepted", "used"
	after := "There is nothing more to do. " + f.account.Name + " confirms the order by email."
	if q.State == portal.QuoteDeclined {
		heading, page = q.Title+" was declined", "declined"
		after = "Nothing was ordered. If that was a mistake, ask " + f.account.Name + " for a new quote."
	}
	n := notice{status: http.StatusOK, view: views.Notice{
		Frame: f.page(page, heading), Heading: heading,
		After: []views.Text{views.Plain("This link no longer shows the quote. If you need a copy, contact " + f.account.Name + ".")},
	}}
	said := views.Plain("That was recorded. " + after)
	if !q.At.IsZero() {
		said = append(append(views.Text{views.Words("That was on ")}, f.moment(q.At)...), views.Words(". "+after))
	}
	n.view.Lead = []views.Text{said}
	reference := q.Reference
	if reference == "" {
		reference = f.reference(adm)
	}
	n.view.Frame.Stub = &views.Stub{State: "Decided", Contact: f.contact(), Reference: reference}
	return n
}
