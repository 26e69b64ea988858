package web

import (
	"net/http"

	"github.com/latchkey-portal/latchkey/internal/auth"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// asker is one visit to a page that asks its visitor for something, and what
// was wrong with the answer.
type asker struct {
	*server
	w   http.ResponseWriter
	r   *http.Request
	adm portal.Admission
	at  string // address of the page that asks; empty: that of the link

	problems []views.Link
	errors   map[string]string // by field
}

// address is where the page that asks takes its forms.
func (a *asker) address() string {
	if a.at != "" {
		return a.at
	}
	return stripped(a.r, a.adm)
}

func (a *asker) wrong(field, message string) {
	if a.errors == nil {
		a.errors = map[string]string{}
	}
	a.errors[field] = message
	a.problems = append(a.problems, views.Link{Label: message, URL: "#" + field})
}

// summary lists what was wrong; nil: nothing.
func (a *asker) summary() *views.Problems {
	if len(a.problems) == 0 {
		return nil
	}
	return &views.Problems{Heading: "There is a problem", Items: a.problems}
}

// detailed adds what was wrong to a notice, for a machine.
func (a *asker) detailed(n notice) notice {
	for _, p := range a.problems {
		n.view.Lead = append(n.view.Lead, views.Plain(p.Label+"."))
	}
	return n
}

// browser is what is known of the visitor's browser without a cookie.
func (a *asker) browser() string {
	return auth.Network(visitOf(a.r).address) + "\n" + shortAgent(a.r.UserAgent())
}
