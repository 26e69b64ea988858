package web

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/auth"
	"github.com/latchkey-portal/latchkey/internal/i18n"
	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// The two public forms, /{account}/cancel and /{account}/withdraw: § 312k BGB
// and Article 11a of Directive 2011/83/EU want them reachable at any time,
// without a link, without signing in, with no more fields than the law lists,
// and with a receipt at once. Their words are fixed. Nothing is looked up: the
// answer to a contract that nobody knows is the same.

// statutoryForms are the forms by the last part of their path.
var statutoryForms = map[string]portal.Action{"cancel": portal.ActionCancel, "withdraw": portal.ActionWithdraw}

// statutoryPath reads the path of a public form.
func statutoryPath(path string) (account string, action portal.Action, ok bool) {
	account, form, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	action, ok = statutoryForms[form]
	return account, action, ok && link.ValidAccount(account)
}

// statement is one visit to a public form.
type statement struct {
	*server
	w       http.ResponseWriter
	r       *http.Request
	account portal.Account
	action  portal.Action
	words   *statutoryWords
	frame   frame
	query   url.Values
	errors  map[string]string
}

// statutory answers a public form. An account that is none has the page of an
// address that is none.
func (s *server) statutory(w http.ResponseWriter, r *http.Request, slug string, action portal.Action) error {
	visitOf(r).route = "/{account}/" + string(action)
	if methods := []string{http.MethodGet, http.MethodHead, http.MethodPost}; !slices.Contains(methods, r.Method) {
		w.Header().Set("Allow", strings.Join(methods, ", "))
		return s.answer(w, r, wrongMethod())
	}
	if r.Method == http.MethodPost {
		if n := s.readable(w, r); n != nil {
			return s.answer(w, r, *n)
		}
	}
	account, err := s.Portal.AccountOf(r.Context(), slug)
	if errors.Is(err, portal.ErrNotFound) {
		return s.missing(w, r)
	}
	if err != nil {
		return err
	}
	st := &statement{server: s, w: w, r: r, account: account, action: action, errors: map[string]string{}}
	if st.query, err = url.ParseQuery(visitOf(r).query); err != nil {
		st.query = nil // a mail program's words; nothing of them is needed
	}
	st.speak()
	switch {
	case r.Method == http.MethodPost:
		return st.declare()
	case st.query.Get(receiptName) != "":
		return st.receipt(st.query.Get(receiptName))
	}
	return st.show(http.StatusOK)
}

// speak chooses the language: the one that was asked for, else that of the
// account, else that of the browser. German and English are complete; the law
// fixes the words in German.
func (st *statement) speak() {
	german := strings.HasPrefix(st.account.Locale, "de") || preferGerman(st.r.Header.Get("Accept-Language"))
	if lang := st.query.Get("lang"); lang != "" {
		german = lang == "de"
	}
	german = st.account.Offers("de") && (german || !st.account.Offers("en"))
	st.frame, st.words = st.frameOf(st.account), statutoryEnglish[st.action]
	st.frame.locale = i18n.For("en")
	if german {
		st.frame.locale, st.words = i18n.For("de"), statutoryGerman[st.action]
	}
}

// preferGerman reports whether a browser asks for German before all else.
func preferGerman(accept string) bool {
	first, _, _ := strings.Cut(accept, ",")
	first, _, _ = strings.Cut(first, ";")
	first = strings.ToLower(strings.TrimSpace(first))
	return first == "de" || strings.HasPrefix(first, "de-")
}

// address is the address of the form, in its language.
func (st *statement) address() string {
	return "/" + st.account.Slug + "/" + string(st.action) + "?lang=" + st.words.lang
}

func (st *statement) purpose() string {
	return "statement\n" + st.account.Slug + "\n" + string(st.action) + "\n"
}

// declare takes the form. What is wrong with it costs nobody what they typed.
func (st *statement) declare() error {
	if !st.declaring.allow(visitOf(st.r).address, st.Portal.Now()) {
		return st.answer(st.w, st.r, tooManyTries(st.declaring.retry))
	}
	said := st.read()
	if _, ok := st.readValue(st.purpose(), said.FormValue); !ok {
		st.errors["form"] = st.words.stale
	}
	if len(st.errors) > 0 {
		return st.show(http.StatusUnprocessableEntity)
	}
	said.Shown = st.shown(said)
	got, err := st.Portal.Declare(st.r.Context(), st.account.Slug, said)
	if err != nil {
		return err
	}
	switch got := got.(type) {
	case portal.Accepted:
		return st.seeOther(st.w, st.r, st.address()+"&"+receiptName+"="+st.receiptToken(got.Decision.ID))
	case portal.Incomplete:
		for _, problem := range got.Problems {
			st.errors[fieldOf(problem.Field)] = st.words.check
		}
		return st.show(http.StatusUnprocessableEntity)
	case portal.Before, portal.Changed, portal.NotOffered: // a statement is in force whatever stands
	}
	return errors.New("a statement without a result")
}

// fieldOf is the field of the form that a problem is about.
func fieldOf(name string) string {
	if name == "effectiveAt" {
		return "date"
	}
	return name
}

// read takes the form apart.
func (st *statement) read() portal.Statement {
	form := st.r.PostForm
	get := func(name string) string { return strings.TrimSpace(form.Get(name)) }
	said := portal.Statement{
		Action: st.action, Name: get("name"), Contract: get("contract"), Email: get("email"), Locale: st.frame.locale.Tag(),
		FormValue: form.Get("n"), Network: auth.Network(visitOf(st.r).address), UserAgent: shortAgent(st.r.UserAgent()),
	}
	for name, value := range map[string]string{"name": said.Name, "contract": said.Contract} {
		if value == "" {
			st.errors[name] = st.words.missing[name]
		}
	}
	if at := strings.LastIndexByte(said.Email, '@'); at < 1 || at == len(said.Email)-1 || strings.ContainsAny(said.Email, " ,;<>") {
		st.errors["email"] = st.words.missing["email"]
	}
	if st.action == portal.ActionCancel {
		st.readEnding(&said)
	}
	return said
}

// readEnding reads how and when a contract is to end.
func (st *statement) readEnding(said *portal.Statement) {
	form := st.r.PostForm
	switch form.Get("kind") {
	case "ordinary":
	case "extraordinary":
		said.Extraordinary, said.Reason = true, strings.TrimSpace(form.Get("reason"))
		if said.Reason == "" {
			st.errors["reason"] = st.words.missing["reason"]
		}
	default:
		st.errors["kind"] = st.words.missing["kind"]
	}
	switch form.Get("ends") {
	case "soonest":
	case "date":
		day, ok := readDay(form.Get("date"))
		if !ok {
			st.errors["date"] = st.words.missing["date"]
		}
		said.End = day
	default:
		st.errors["ends"] = st.words.missing["ends"]
	}
}

// show draws the form, with what was typed and what is wrong with it.
func (st *statement) show(status int) error {
	visitOf(st.r).page = "confirm"
	title := st.words.heading
	if status >= 400 && prefersJSON(st.r.Header.Get("Accept")) {
		n := plain(status, "form-incomplete", st.words.problem)
		for _, item := range st.problems() {
			n.view.Lead = append(n.view.Lead, views.Plain(item.Label))
		}
		return writeProblem(st.w, n)
	}
	page := views.Step{Heading: title, Lead: []views.Text{views.Plain(st.words.lead)}, Form: st.form()}
	if items := st.problems(); len(items) > 0 {
		title = st.words.wrong + ": " + title
		page.Problems = &views.Problems{Heading: st.words.problem, Items: items}
	}
	page.Frame = st.page("confirm", title)
	return st.render(st.w, st.r, status, views.StepPage(page))
}

// page is the frame of the form in its language.
func (st *statement) page(name, title string) views.Frame {
	f := st.frame.page(name, title)
	f.Words = views.FrameWords{Skip: st.words.skip, Reference: st.words.reference}
	f.Footer = st.frame.footer()
	if st.account.Offers(st.words.otherLang) {
		f.Languages = []views.LanguageLink{{Lang: st.words.otherLang, Name: st.words.otherName, URL: "?lang=" + st.words.otherLang}}
	}
	if c := st.frame.contact(); c != nil {
		c.Heading = st.words.questions
		if st.frame.texts().Contact == "" {
			c.Intro = strings.ReplaceAll(st.words.contact, "{M}", st.account.Name)
		}
		f.Stub = &views.Stub{Contact: c}
	}
	return f
}

// problems lists what is wrong, in the order of the form.
func (st *statement) problems() []views.Link {
	var items []views.Link
	for _, name := range []string{"form", "kind", "reason", "name", "contract", "ends", "date", "email"} {
		if message := st.errors[name]; message != "" {
			items = append(items, views.Link{Label: message, URL: "#" + strings.Replace(name, "form", "name", 1)})
		}
	}
	return items
}
