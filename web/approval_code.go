package web

import (
	"errors"
	"net/http"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// The code page in front of a question, where the account asks for one. The
// challenge travels in the address of the page that asked for it, so no cookie
// is needed: another browser with the same link has to ask for a code itself.

// stepName is the query name of the challenge.
const stepName = "step"

// challenge is the id that the address or the form carries; it counts only
// together with this link.
func (q *question) challenge() string {
	if id := q.r.PostForm.Get(stepName); id != "" {
		return id
	}
	_, id, _ := strings.Cut(visitOf(q.r).query, "&"+stepName+"=")
	return id
}

func (q *question) passed() (bool, error) {
	id := q.challenge()
	if id == "" {
		return false, nil
	}
	return q.Portal.Passed(q.r.Context(), q.adm.Grant, id)
}

// newCode mails a code. It is a POST, since a GET sends nothing.
func (q *question) newCode() error {
	if !q.asking.allow(visitOf(q.r).address, q.Portal.Now()) {
		return q.answer(q.w, q.r, tooManyTries(q.asking.retry))
	}
	id, err := q.Portal.StartChallenge(q.r.Context(), q.adm.Grant)
	if errors.Is(err, portal.ErrNoCode) {
		return q.answer(q.w, q.r, q.noCode())
	}
	if err != nil {
		return err
	}
	return q.seeOther(q.w, q.r, stripped(q.r, q.adm)+"&"+stepName+"="+id)
}

// tryCode counts one try.
func (q *question) tryCode() error {
	id, code := q.challenge(), strings.ReplaceAll(strings.TrimSpace(q.r.PostForm.Get("code")), " ", "")
	verdict, err := q.Portal.AnswerChallenge(q.r.Context(), q.adm.Grant, id, code)
	if err != nil {
		return err
	}
	switch verdict {
	case portal.CodeRight:
		return q.seeOther(q.w, q.r, stripped(q.r, q.adm)+"&"+stepName+"="+id)
	case portal.CodeWrong:
		q.wrong("code", "That code is not right. Check the newest email")
	case portal.CodeTooMany:
		q.wrong("code", "Too many tries. Ask for a new code")
	default:
		q.wrong("code", "That code is too old. Send a new code")
	}
	return q.stepUp(http.StatusUnprocessableEntity)
}

// stepUp draws the code page: before a code was asked for, it only offers to
// send one.
func (q *question) stepUp(status int) error {
	visitOf(q.r).page = "step-up"
	f := q.frameOf(q.adm.Account)
	heading := "Confirm that it is you"
	page := views.StepUp{
		Frame: f.page("step-up", heading), Heading: heading,
		Lead: []views.Text{{views.Words("Before you decide, we send a 6-digit code to "), masked(q.open.Request.Email), views.Words(". It works for 10 minutes.")}},
		Again: &views.Action{
			Label: "Send me a code", Icon: views.IconMail, URL: stripped(q.r, q.adm), Post: true,
			Hidden: []views.Hidden{{Name: "ask", Value: "new-code"}},
		},
	}
	if id := q.challenge(); id != "" {
		page.Heading = "Enter the code we sent you"
		page.Frame.Title = page.Heading
		page.Lead = []views.Text{{views.Words("We sent a 6-digit code to "), masked(q.open.Request.Email), views.Words(". It works for 10 minutes.")}}
		page.Form = &views.CodeForm{
			URL: stripped(q.r, q.adm), Label: "Continue",
			Hidden: []views.Hidden{{Name: "ask", Value: "code"}, {Name: stepName, Value: id}},
			Field:  views.Field{Name: "code", Label: "6-digit code", Mode: "numeric", Complete: "one-time-code", Width: 8, Error: q.errors["code"]},
		}
		page.Again.Label = "Send a new code"
	}
	if len(q.problems) > 0 {
		page.Problems = &views.Problems{Heading: "There is a problem", Items: q.problems}
	}
	page.Frame.Stub = q.stub(f)
	return q.render(q.w, q.r, status, views.StepUpPage(page))
}
