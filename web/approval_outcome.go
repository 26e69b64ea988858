package web

import (
	"fmt"
	"net/http"
	"time"

	"github.com/latchkey-portal/latchkey/internal/auth"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// answered is the page of a request that has its outcome: for whoever comes
// back, for the second click, and for the other choice.
func (s *server) answered(w http.ResponseWriter, r *http.Request, adm portal.Admission) error {
	open, err := s.Portal.OpenRequest(r.Context(), adm.Grant)
	if err != nil {
		return err
	}
	if open.Request.Status != adm.Request.Status {
		// A declined request was asked again between the two looks: a page about
		// its outcome would state one that it does not have. Let the link say so.
		return s.customer(w, r)
	}
	q := question{asker: asker{server: s, w: w, r: r, adm: adm}, open: open}
	if adm.Standing == portal.IsBlocked {
		return s.answer(w, r, q.blocked())
	}
	if r.Method != http.MethodPost {
		return q.outcome(http.StatusOK, nil)
	}
	if r.PostForm.Get("ask") == "not-us" {
		if err := s.Portal.Report(r.Context(), adm.Grant, portal.ReportNotUs); err != nil {
			return err
		}
		return s.answer(w, r, q.told("Thank you", "We have told "+adm.Account.Name+". They will check this and contact you."))
	}
	decision := r.PostForm["decision"]
	wants := portal.Approved
	if len(decision) == 1 && decision[0] == "decline" {
		wants = portal.Declined
	}
	if open.Request.Status == wants || len(decision) == 0 {
		return s.seeOther(w, r, stripped(r, adm))
	}
	return q.conflict(portal.Choice{Approve: wants == portal.Approved})
}

// conflict says that the other choice was saved before, and that this one was
// not.
func (q *question) conflict(c portal.Choice) error {
	mine, saved := "approval", "declined"
	if !c.Approve {
		mine, saved = "decline", "approved"
	}
	return q.outcome(http.StatusConflict, views.Text{
		views.Words("Your " + mine + " was "), views.Strong("not"),
		views.Words(fmt.Sprintf(" saved, because the request was %s before it reached us.", saved)),
	})
}

// justNow is how long after a decision its page still speaks of it as news.
const justNow = 10 * time.Minute

// here reports whether the visitor is, by all that can be told without a
// cookie, who decided: the same network and browser as the decision.
func (q *question) here() bool {
	d := q.open.Decided
	return d != nil && d.Network == auth.Network(visitOf(q.r).address) && d.UserAgent == shortAgent(q.r.UserAgent()) && d.UserAgent != ""
}

// outcome draws the page of a decision.
func (q *question) outcome(status int, conflict views.Text) error {
	f := q.frameOf(q.adm.Account)
	req := q.open.Request
	page := q.outcomeWords(f)
	page.Conflict = conflict
	page.Receipt = q.receipt(f)
	page.Frame.Stub = q.outcomeStub(f)
	if req.Status == portal.Approved && q.here() {
		page.Back = q.back()
	}
	if !q.here() {
		page.NotUs = &views.Ask{
			Summary: "This was not us", URL: stripped(q.r, q.adm), Name: "ask", Value: "not-us", Label: "Report this",
			Text: []views.Text{{views.Words("We will ask " + f.account.Name + " to check this. They will contact you at "), masked(req.Email), views.Words(".")}},
		}
	}
	visitOf(q.r).page = page.Frame.Page
	if status != http.StatusOK && prefersJSON(q.r.Header.Get("Accept")) {
		return writeProblem(q.w, plain(status, "already-decided", page.Heading, conflict.String()))
	}
	return q.render(q.w, q.r, status, views.OutcomePage(page))
}

func (q *question) outcomeWords(f frame) views.Outcome {
	req := q.open.Request
	at := f.moment(req.DecidedAt)
	fresh := q.here() && q.Portal.Now().Sub(req.DecidedAt) < justNow
	switch {
	case req.Status == portal.Declined:
		return q.declinedWords(f, fresh)
	case fresh:
		return q.approvedWords(f)
	}
	heading := "This was already approved"
	lead := append(append(views.Text{views.Words("Someone who has this link approved it on ")}, at...), views.Words(". Nothing new was sent, and there is nothing more to do."))
	if q.here() {
		heading = "You approved this on " + f.locale.Moment(req.DecidedAt, f.zone)
		lead = views.Plain("Nothing new was sent, and there is nothing more to do.")
	}
	return views.Outcome{Frame: f.page("used", heading), Heading: heading, Lead: []views.Text{lead}, Facts: q.decisionFacts(f)}
}

func (q *question) approvedWords(f frame) views.Outcome {
	heading := "You approved the connection"
	next := []views.Text{views.Plain("We email a copy of this confirmation to the address on file.")}
	if sum := portal.Sum(q.open.Cases); sum.Count > 0 {
		next = append(next, views.Plain(f.account.Name+" takes over "+countOf(sum.Count, "case")+" that "+q.open.Partner.Name+" kept for you."))
	}
	for _, step := range f.texts().Next {
		next = append(next, views.Plain(step))
	}
	return views.Outcome{
		Frame: f.page("used", heading), Tick: true, Heading: heading,
		Lead:  []views.Text{{views.Words(q.open.Partner.Name + " can now " + q.scope(f) + " for "), views.Strong(q.company()), views.Words(".")}},
		Facts: q.decisionFacts(f), Steps: &views.Steps{Heading: "What happens next", Items: next},
		After: []views.Text{
			views.Plain("Changed your mind? Contact " + f.account.Name + " to disconnect " + q.open.Partner.Name + "."),
			views.Plain("You can close this page. The link in your email brings you back here."),
		},
	}
}

func (q *question) declinedWords(f frame, fresh bool) views.Outcome {
	partner := q.open.Partner.Name
	if fresh {
		heading := "You declined the request"
		return views.Outcome{
			Frame: f.page("declined", heading), Heading: heading,
			Lead:  []views.Text{views.Plain("We have told " + partner + ". Your " + f.account.Name + " account has not changed.")},
			After: []views.Text{views.Plain("If you change your mind, ask " + partner + " to send a new request.")},
		}
	}
	heading := "This request was declined on " + f.locale.Date(q.open.Request.DecidedAt.In(f.zone).Format(time.DateOnly))
	return views.Outcome{
		Frame: f.page("declined", heading), Heading: heading,
		Lead: []views.Text{views.Plain(partner + " is not connected to your account. If that was a mistake, ask " + partner + " to send a new request.")},
	}
}

func (q *question) decisionFacts(f frame) []views.Fact {
	facts := []views.Fact{{Name: "Approved", Value: f.moment(q.open.Request.DecidedAt)}}
	return append(facts, rows(fact("Company", q.company()), fact("Cases", q.caseWords(f)))...)
}

func (q *question) receipt(f frame) *views.Receipt {
	req := q.open.Request
	word := "Approved"
	if req.Status == portal.Declined {
		word = "Declined"
	}
	return &views.Receipt{
		Heading: "For your records", Hint: "Print this page, or save it as a PDF, to keep a copy.",
		Rows: append([]views.Fact{fact("Decision", word), {Name: "Time", Value: f.moment(req.DecidedAt)}},
			rows(fact("Asked by", q.open.Partner.Name), fact("Company", q.company()), code("Reference", req.Reference), code("Request", req.ID))...),
	}
}

// back is the way back to the partner, as a button: nobody is taken anywhere.
func (q *question) back() *views.Back {
	target := q.open.Request.ReturnURL
	if target == "" {
		return nil
	}
	return &views.Back{Label: "Back to " + q.open.Partner.Name, URL: target, Host: views.Plain("Opens " + hostOf(target))}
}
