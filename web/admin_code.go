package web

import (
	"errors"
	"net/http"

	"github.com/latchkey-portal/latchkey/internal/auth"
	"github.com/latchkey-portal/latchkey/views"
)

// codeURL is where somebody sets a password with a code.
const codeURL = "/admin/code"

func (d *desk) redeemForm(w http.ResponseWriter, r *http.Request) error {
	return d.showRedeem(w, r, http.StatusOK, "", nil, "")
}

// showRedeem keeps the code that was typed, so that only the password has to be
// typed again.
func (d *desk) showRedeem(w http.ResponseWriter, r *http.Request, status int, code string, wrong map[string]string, wait string) error {
	page := views.Redeem{
		Frame:    views.AdminFrame{Page: "admin-code", Title: "Set your password", Mode: d.banner()},
		Problems: problemsOf(wrong, "code", "password"), Wait: wait,
		Code:     views.Field{Name: "code", Label: "Code you were given", Value: code, Error: wrong["code"]},
		Password: newPasswordField("password", wrong["password"]),
	}
	if page.Problems != nil {
		page.Frame.Title = "Error: set your password"
	}
	visitOf(r).page = page.Frame.Page
	return d.render(w, r, status, views.RedeemPage(page))
}

// redeem sets the password and leads to the sign-in, where a second factor is
// asked for as always.
func (d *desk) redeem(w http.ResponseWriter, r *http.Request) error {
	code := r.PostForm.Get("code")
	err := d.Auth.Redeem(r.Context(), code, r.PostForm.Get("password"), auth.Network(visitOf(r).address))
	var policy auth.PolicyError
	switch {
	case errors.Is(err, auth.ErrRefused):
		return d.showRedeem(w, r, http.StatusUnprocessableEntity, code, map[string]string{"code": "The code is not right, was used already, or has run out. Ask for another."}, "")
	case errors.As(err, &policy):
		return d.showRedeem(w, r, http.StatusUnprocessableEntity, code, map[string]string{"password": string(policy)}, "")
	}
	if status, wait := d.slowed(w, err); wait != "" {
		return d.showRedeem(w, r, status, "", nil, wait)
	}
	if err != nil {
		return err
	}
	if err := d.tell(w, r, "/admin/sign-in", "set"); err != nil {
		return err
	}
	return d.seeOther(w, r, "/admin/sign-in")
}
