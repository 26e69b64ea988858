package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// page is the question as it is shown.
func (q *question) page() views.Approval {
	f := q.frameOf(q.adm.Account)
	partner := q.open.Partner.Name
	heading := partner + " wants to connect to your " + f.account.Name + " account"
	title := "Approve a connection for " + q.company()
	if q.company() == "" {
		title = "Approve a connection"
	}
	page := views.Approval{
		Frame: f.page("question", title), Heading: heading, Lead: []views.Text{q.lead(f)},
		Facts: rows(fact("Asking", joined(", ", partner, q.open.Partner.About)), fact("On hold", q.caseWords(f))),
		Scope: q.scopeList(f), Form: q.form(f), Details: q.details(f),
		Asks: []views.Ask{{
			Summary: "I am not the right person", URL: stripped(q.r, q.adm), Name: "ask", Value: "not-me", Label: "Tell " + partner,
			Text: []views.Text{views.Plain("Tell " + partner + " that you are not the right person. They can send the request to someone else.")},
		}},
	}
	if !q.adm.RecordsFrom.IsZero() {
		page.Frame.Notice = f.askedAgain(q.adm.RecordsFrom, link.Approve)
	}
	page.Problems = q.summary()
	page.Frame.Stub = q.stub(f)
	return page
}

func (q *question) lead(f frame) views.Text {
	lead := views.Text{views.Words("If you approve, " + q.open.Partner.Name + " can " + q.scope(f))}
	if company := q.company(); company != "" {
		lead = append(lead, views.Words(" for "), views.Strong(company))
	}
	return append(lead, views.Words(". You can disconnect it later."))
}

// company is the client's name where only one can be meant.
func (q *question) company() string {
	if len(q.open.Clients) == 1 {
		return q.open.Clients[0].Name
	}
	return ""
}

func (q *question) scope(f frame) string {
	if scope := f.texts().Scope; scope != "" {
		return scope
	}
	return "send cases to " + f.account.Name
}

func (q *question) scopeList(f frame) *views.Scope {
	texts := f.texts()
	if q.hurried || len(texts.Can)+len(texts.Cannot) == 0 {
		return nil
	}
	list := &views.Scope{Heading: "What " + q.open.Partner.Name + " can do"}
	for _, line := range texts.Can {
		list.Can = append(list.Can, views.Plain(line))
	}
	for _, line := range texts.Cannot {
		list.Cannot = append(list.Cannot, views.Text{views.Words("It "), views.Strong("cannot"), views.Words(" " + line)})
	}
	return list
}

// caseWords is "3 cases, DKK 41,250.00 in total"; empty where there are none.
func (q *question) caseWords(f frame) string {
	sum := portal.Sum(q.open.Cases)
	if sum.Count == 0 {
		return ""
	}
	words := countOf(sum.Count, "case")
	if sum.Total != "" {
		words += ", " + f.locale.Money(string(sum.Total), sum.Currency) + " in total"
	}
	return words
}

func countOf(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return strconv.Itoa(n) + " " + noun
}

func (q *question) form(f frame) views.DecisionForm {
	form := views.DecisionForm{
		URL: stripped(q.r, q.adm), Hidden: []views.Hidden{{Name: "n", Value: q.formValue(q.adm.Grant)}},
		Approve: "Approve connection", Decline: "Decline",
		Reason: &views.Reason{
			Summary: "Add a reason (only sent if you decline)",
			Open:    q.r.PostForm.Get("reason") != "",
			Field: views.Field{
				Name: "reason", Label: "Tell " + q.open.Partner.Name + " why (optional)", Rows: 4, Value: q.r.PostForm.Get("reason"),
				Hint: views.Plain("Up to 500 characters. " + q.open.Partner.Name + " will see this."), Error: q.errors["reason"],
			},
		},
	}
	if id := q.challenge(); id != "" && f.account.Approval.Code {
		form.Hidden = append(form.Hidden, views.Hidden{Name: stepName, Value: id})
	}
	if q.hurried {
		form.Check = &views.Field{
			Name: "check", Label: "Last 4 characters of your company registration number", Width: 6, Error: q.errors["check"],
			Hint: views.Plain("Your answer came very quickly. Mail programs sometimes press buttons by themselves, so we ask once more."),
		}
	}
	if len(q.open.Clients) > 1 {
		form.Pick = q.pick()
	}
	return form
}

func (q *question) pick() *views.Pick {
	pick := &views.Pick{
		Name: "client", Legend: "Which account should " + q.open.Partner.Name + " connect to?",
		Hint: views.Plain(fmt.Sprintf("Your email address belongs to %d accounts.", len(q.open.Clients))), Error: q.errors["client"],
	}
	for _, c := range q.open.Clients {
		pick.Choices = append(pick.Choices, views.Choice{Value: c.ID, Label: joined(", ", c.Name, c.RegistrationNumber), Checked: q.r.PostForm.Get("client") == c.ID})
	}
	return pick
}

func (q *question) details(f frame) []views.Detail {
	return []views.Detail{{
		Summary: "I was not expecting this",
		Paragraphs: []views.Text{
			views.Plain("You do not have to do anything. If you ignore this page, the request closes on " + q.day(q.adm) + " and nothing changes."),
			views.Plain("If you do not know " + q.open.Partner.Name + ", choose Decline."),
		},
	}}
}

// day is the date on which a link ends.
func (q *question) day(adm portal.Admission) string {
	f := q.frameOf(adm.Account)
	return f.locale.Date(time.Unix(adm.Grant.End(), 0).In(f.zone).Format(time.DateOnly))
}

func (q *question) stub(f frame) *views.Stub {
	end := time.Unix(q.adm.Grant.End(), 0)
	return &views.Stub{
		State: f.locale.Left(end.Sub(q.Portal.Now())) + " to decide", Bar: f.bar(q.adm.Grant, q.Portal.Now(), views.MarkNow),
		Till:    append(append(views.Text{views.Words("This link works until ")}, f.moment(end)...), views.Words(".")),
		Contact: f.contact(), Reference: q.open.Request.Reference,
	}
}

func (q *question) outcomeStub(f frame) *views.Stub {
	state := "Approved"
	if q.open.Request.Status == portal.Declined {
		state = "Declined"
	}
	return &views.Stub{
		State: state, Bar: f.bar(q.adm.Grant, q.open.Request.DecidedAt, views.MarkNow),
		Till:    views.Plain("Nobody else can use this link to decide again."),
		Contact: f.contact(), Reference: q.open.Request.Reference,
	}
}

func hostOf(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return raw
	}
	return u.Host
}

// blocked says that the client was connected elsewhere, and not to whom.
func (q *question) blocked() notice {
	f := q.frameOf(q.adm.Account)
	heading := "This account cannot be connected"
	n := notice{status: http.StatusGone, view: views.Notice{
		Frame: f.page("blocked", heading), Heading: heading,
		Lead: []views.Text{
			views.Plain("Your account is already connected in another way. Nothing was changed."),
			{views.Words("Contact " + f.account.Name + " and give the reference "), {Text: q.open.Request.Reference, Strong: true, LTR: true}, views.Words(".")},
		},
	}}
	n.view.Frame.Stub = &views.Stub{State: "Nothing to decide", Contact: f.contact(), Reference: q.open.Request.Reference}
	return n
}

// closed is the page of a request whose partner was switched off.
func (q *question) closed() notice {
	f := q.frameOf(q.adm.Account)
	heading := "This request cannot be answered now"
	n := notice{status: http.StatusGone, view: views.Notice{
		Frame: f.page("withdrawn", heading), Heading: heading,
		Lead: []views.Text{views.Plain(q.open.Partner.Name + " cannot be connected at the moment. You do not need to do anything, and your account has not changed.")},
	}}
	n.view.Frame.Stub = q.stub(f)
	return n
}

// told thanks for a report.
func (q *question) told(heading, sentence string) notice {
	f := q.frameOf(q.adm.Account)
	n := notice{status: http.StatusOK, view: views.Notice{
		Frame: f.page("result", heading), Heading: heading, Lead: []views.Text{views.Plain(sentence)},
	}}
	n.view.Frame.Stub = &views.Stub{State: "Thank you", Contact: f.contact(), Reference: q.open.Request.Reference}
	return n
}
