package web

import (
	"errors"
	"net/http"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// The code page in front of a question. The challenge travels in the address of
// the page that asked for it, so no cookie is needed, and counts in the browser
// that asked for it alone: another one with the same address has to ask for a
// code itself.

// codeAsk is what the code page says of what stands behind it.
type codeAsk struct {
	email  string // address on file
	before string // "Before you decide"
	stub   *views.Stub
}

// stepName is the query name of the challenge.
const stepName = "step"

// challenge is the id that the address or the form carries; it counts only
// together with this link.
func (a *asker) challenge() string {
	if id := a.r.PostForm.Get(stepName); id != "" {
		return id
	}
	_, id, _ := strings.Cut(visitOf(a.r).query, "&"+stepName+"=")
	id, _, _ = strings.Cut(id, "&")
	return id
}

func (a *asker) passed() (bool, error) {
	id := a.challenge()
	if id == "" {
		return false, nil
	}
	return a.Portal.Passed(a.r.Context(), a.adm.Grant, id, a.browser())
}

// newCode mails a code. It is a POST, since a GET sends nothing.
func (a *asker) newCode() error {
	if !a.asking.allow(visitOf(a.r).address, a.Portal.Now()) {
		return a.answer(a.w, a.r, tooManyTries(a.asking.retry))
	}
	id, err := a.Portal.StartChallenge(a.r.Context(), a.adm.Grant, a.browser())
	if errors.Is(err, portal.ErrNoCode) {
		return a.answer(a.w, a.r, a.noCode())
	}
	if errors.Is(err, portal.ErrTooManyCodes) {
		return a.answer(a.w, a.r, tooManyTries(hour))
	}
	if err != nil {
		return err
	}
	return a.seeOther(a.w, a.r, a.address()+"&"+stepName+"="+id)
}

// tryCode counts one try.
func (a *asker) tryCode(ask codeAsk) error {
	id, code := a.challenge(), strings.ReplaceAll(strings.TrimSpace(a.r.PostForm.Get("code")), " ", "")
	verdict, err := a.Portal.AnswerChallenge(a.r.Context(), a.adm.Grant, id, code, a.browser())
	if err != nil {
		return err
	}
	switch verdict {
	case portal.CodeRight:
		return a.seeOther(a.w, a.r, a.address()+"&"+stepName+"="+id)
	case portal.CodeWrong:
		a.wrong("code", "That code is not right. Check the newest email")
	case portal.CodeTooMany:
		a.wrong("code", "Too many tries. Ask for a new code")
	default:
		a.wrong("code", "That code is too old. Send a new code")
	}
	return a.stepUp(http.StatusUnprocessableEntity, ask)
}

// stepUp draws the code page: before a code was asked for, it only offers to
// send one.
func (a *asker) stepUp(status int, ask codeAsk) error {
	visitOf(a.r).page = "step-up"
	f := a.frameOf(a.adm.Account)
	heading := "Confirm that it is you"
	if status >= 400 && prefersJSON(a.r.Header.Get("Accept")) {
		return writeProblem(a.w, a.detailed(plain(status, "step-up", heading)))
	}
	page := views.StepUp{
		Frame: f.page("step-up", heading), Heading: heading,
		Lead: []views.Text{{views.Words(ask.before + ", we send a 6-digit code to "), masked(ask.email), views.Words(". It works for 10 minutes.")}},
		Again: &views.Action{
			Label: "Send me a code", Icon: views.IconMail, URL: a.address(), Post: true,
			Hidden: []views.Hidden{{Name: "ask", Value: "new-code"}},
		},
	}
	if id := a.challenge(); id != "" {
		page.Heading = "Enter the code we sent you"
		page.Frame.Title = page.Heading
		page.Lead = []views.Text{{views.Words("We sent a 6-digit code to "), masked(ask.email), views.Words(". It works for 10 minutes.")}}
		page.Form = &views.CodeForm{
			URL: a.address(), Label: "Continue",
			Hidden: []views.Hidden{{Name: "ask", Value: "code"}, {Name: stepName, Value: id}},
			Field:  views.Field{Name: "code", Label: "6-digit code", Mode: "numeric", Complete: "one-time-code", Width: 8, Error: a.errors["code"]},
		}
		page.Again.Label = "Send a new code"
	}
	page.Problems = a.summary()
	page.Frame.Stub = ask.stub
	return a.render(a.w, a.r, status, views.StepUpPage(page))
}

// noCode says that no code can be mailed.
func (a *asker) noCode() notice {
	f := a.frameOf(a.adm.Account)
	heading := "We cannot send a code"
	return notice{status: http.StatusOK, view: views.Notice{
		Frame: f.page("step-up", heading), Heading: heading,
		Lead: []views.Text{views.Plain("There is no email address on file that we could send it to. Contact " + f.account.Name + ".")},
	}}
}
