package web

import (
	"errors"
	"net/http"

	"github.com/latchkey-portal/latchkey/internal/auth"
	"github.com/latchkey-portal/latchkey/views"
)

// secondURL is where a sign-in goes on for who has a second factor.
const secondURL = "/admin/sign-in/second"

// browserOf is what is kept of a request's browser.
func browserOf(r *http.Request, how auth.How) auth.Browser {
	return auth.Browser{UserAgent: r.UserAgent(), Network: auth.Network(visitOf(r).address), How: how}
}

func (d *desk) secondForm(w http.ResponseWriter, r *http.Request) error {
	_, _, err := d.Auth.CheckHalf(r.Context(), d.sessionID(r))
	if errors.Is(err, auth.ErrNoSession) {
		return d.seeOther(w, r, "/admin/sign-in")
	}
	if err != nil {
		return err
	}
	return d.showSecond(w, r, http.StatusOK, views.Proof{})
}

func (d *desk) showSecond(w http.ResponseWriter, r *http.Request, status int, page views.Proof) error {
	page.Frame = views.AdminFrame{Page: "admin-sign-in-second", Title: "Enter a code", Mode: d.banner()}
	page.Heading, page.URL, page.Label = "Enter a code", secondURL, "Sign in"
	problem := page.Field.Error
	page.Field = codeField("code")
	if page.Field.Error = problem; problem != "" {
		page.Frame.Title = "Error: enter a code"
	}
	page.Way = &views.Link{Label: "Back to sign in", URL: "/admin/sign-in"}
	visitOf(r).page = page.Frame.Page
	return d.render(w, r, status, views.ProofPage(page))
}

// second completes a sign-in.
func (d *desk) second(w http.ResponseWriter, r *http.Request) error {
	half := d.sessionID(r)
	admin, _, err := d.Auth.CheckHalf(r.Context(), half)
	if errors.Is(err, auth.ErrNoSession) {
		return d.seeOther(w, r, "/admin/sign-in")
	}
	if err != nil {
		return err
	}
	how, err := d.Auth.CheckSecond(r.Context(), admin, r.PostForm.Get("code"), auth.Network(visitOf(r).address))
	if errors.Is(err, auth.ErrRefused) {
		return d.showSecond(w, r, http.StatusUnprocessableEntity, views.Proof{Field: views.Field{Error: wrongCode}})
	}
	if status, wait := d.slowed(w, err); wait != "" {
		return d.showSecond(w, r, status, views.Proof{Wait: wait})
	}
	if err != nil {
		return err
	}
	id, err := d.Auth.Open(r.Context(), admin, browserOf(r, how), half)
	if err != nil {
		return err
	}
	if err := d.keep(w, r, id); err != nil {
		return err
	}
	return d.seeOther(w, r, "/admin")
}
