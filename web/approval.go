package web

import (
	"errors"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/latchkey-portal/latchkey/internal/auth"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// approval is the page of a request that can be answered: the question, and
// the form that answers it.
func (s *server) approval(w http.ResponseWriter, r *http.Request, adm portal.Admission) error {
	open, err := s.Portal.OpenRequest(r.Context(), adm.Grant)
	if err != nil {
		return err
	}
	q := question{asker: asker{server: s, w: w, r: r, adm: adm}, open: open}
	if !open.Partner.DisabledAt.IsZero() {
		return s.answer(w, r, q.closed())
	}
	switch {
	case r.Method != http.MethodPost:
		return q.show(http.StatusOK)
	case r.PostForm.Get("ask") != "":
		return q.asked()
	}
	return q.decide()
}

// question is one visit to an open request.
type question struct {
	asker
	open    portal.OpenRequest
	hurried bool // the form asks once more
}

// codeAsk is what the code page in front of the question says.
func (q *question) codeAsk() codeAsk {
	return codeAsk{email: q.open.Request.Email, before: "Before you decide", stub: q.stub(q.frameOf(q.adm.Account))}
}

// show draws the question, or the code page in front of it.
func (q *question) show(status int) error {
	if q.adm.Account.Approval.Code {
		passed, err := q.passed()
		if err != nil {
			return err
		}
		if !passed {
			return q.stepUp(status, q.codeAsk())
		}
	}
	visitOf(q.r).page = "question"
	if status != http.StatusOK && prefersJSON(q.r.Header.Get("Accept")) {
		return writeProblem(q.w, q.incomplete())
	}
	return q.render(q.w, q.r, status, views.ApprovalPage(q.page()))
}

// incomplete is what a machine is told of a form that could not be taken.
func (q *question) incomplete() notice {
	return q.detailed(plain(http.StatusUnprocessableEntity, "form-incomplete", "The form is incomplete"))
}

// decide reads the form and has the decision recorded.
func (q *question) decide() error {
	choice, ok := q.read()
	if !ok {
		return q.show(http.StatusUnprocessableEntity)
	}
	got, err := q.Portal.Decide(q.r.Context(), q.adm.Grant, choice)
	if errors.Is(err, portal.ErrChooseClient) {
		q.wrong("client", "Select the account to connect")
		return q.show(http.StatusUnprocessableEntity)
	}
	if errors.Is(err, portal.ErrPartnerOff) || errors.Is(err, portal.ErrStranger) {
		return q.answer(q.w, q.r, q.closed())
	}
	if err != nil {
		return err
	}
	switch got := got.(type) {
	case portal.Won, portal.Same:
		return q.seeOther(q.w, q.r, stripped(q.r, q.adm))
	case portal.Other:
		q.open.Request = got.Request
		return q.conflict(choice)
	case portal.Lost, portal.ElsewhereMeanwhile:
		// The link stands otherwise by now: let it say so itself.
		return q.customer(q.w, q.r)
	}
	return errors.New("a decision without a result")
}

// hurry is how soon after its form a decision makes us ask once more, where
// the account wants that: scanners fill forms faster than people.
const hurry = 3 * time.Second

// read takes the form apart. Only the body counts: nothing in the query
// decides anything.
func (q *question) read() (portal.Choice, bool) {
	form := q.r.PostForm
	choice := portal.Choice{
		Client: form.Get("client"), Reason: strings.TrimSpace(form.Get("reason")), FormValue: form.Get("n"),
		Network: auth.Network(visitOf(q.r).address), UserAgent: shortAgent(q.r.UserAgent()),
	}
	drawn, ok := q.readForm(q.adm.Grant, choice.FormValue)
	if !ok {
		q.wrong("decision", "This page was open for a long time or was not complete: choose once more")
	}
	switch decision := form["decision"]; {
	case len(decision) == 1 && decision[0] == "approve":
		choice.Approve, choice.Reason = true, ""
	case len(decision) == 1 && decision[0] == "decline":
	default:
		q.wrong("decision", "Choose whether you approve or decline")
	}
	if utf8.RuneCountInString(choice.Reason) > portal.MaxReason || !utf8.ValidString(choice.Reason) {
		q.wrong("reason", "Reason must be 500 characters or fewer")
	}
	if len(q.problems) == 0 && choice.Approve && len(q.open.Clients) > 1 && choice.Client == "" {
		q.wrong("client", "Select the account to connect")
	}
	if len(q.problems) == 0 && q.adm.Account.Approval.Hurry && q.Portal.Now().Sub(drawn) < hurry {
		choice.Hurried = true
		q.checkHurried(form.Get("check"), form.Has("check"))
	}
	return choice, len(q.problems) == 0
}

// checkHurried asks for something that whoever reads the mail knows and a
// machine that follows its links does not.
func (q *question) checkHurried(given string, asked bool) {
	want := q.knownToClient()
	if want == "" || strings.EqualFold(strings.TrimSpace(given), want) {
		return
	}
	q.hurried = true
	message := "Answer one more question: that was very quick"
	if asked {
		message = "Enter the last 4 characters of your company registration number"
	}
	q.wrong("check", message)
}

// knownToClient is the end of the company's registration number; empty where
// none is on file, and then nothing more is asked.
func (q *question) knownToClient() string {
	for _, c := range q.open.Clients {
		if n := strings.TrimSpace(c.RegistrationNumber); len(n) >= 4 {
			return n[len(n)-4:]
		}
	}
	return ""
}

// maxAgent is how much of a browser's name is kept.
const maxAgent = 200

func shortAgent(agent string) string {
	if len(agent) > maxAgent {
		agent = agent[:maxAgent]
	}
	return strings.ToValidUTF8(agent, "")
}

// stripped is the request's own link without the tokens of earlier answers.
func stripped(r *http.Request, adm portal.Admission) string {
	return visitOf(r).path + "?" + ownQuery(r, adm)
}

// asked answers the small forms beside the decision.
func (q *question) asked() error {
	switch q.r.PostForm.Get("ask") {
	case "not-me":
		if err := q.Portal.Report(q.r.Context(), q.adm.Grant, portal.ReportNotMe); err != nil {
			return err
		}
		return q.answer(q.w, q.r, q.told("We have told "+q.open.Partner.Name, "You can close this page. The link still works until "+q.day(q.adm)+"."))
	case "new-code":
		return q.newCode()
	case "code":
		return q.tryCode(q.codeAsk())
	}
	return q.show(http.StatusOK)
}
