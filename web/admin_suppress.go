package web

import (
	"net/http"
	"net/mail"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// maxStopReason is how long a reason for stopping mail may be, in characters.
const maxStopReason = 200

// suppressInput is what was typed into the form that stops mail.
type suppressInput struct {
	account, email, reason string
	wrong                  map[string]string
}

// suppressForm is the form; nil: they may stop mail nowhere.
func (d *desk) suppressForm(r *http.Request, c clerk, in suppressInput) (*views.SuppressForm, error) {
	accounts, err := d.accounts(r, c, portal.MayAct)
	if err != nil || len(accounts) == 0 {
		return nil, err
	}
	f := &views.SuppressForm{
		URL: "/admin/mail/suppressed", Problems: problemsOf(in.wrong, "account-stop", "email", "reason"), Open: len(in.wrong) > 0,
		Email:  views.Field{Name: "email", Label: "Address", Kind: "email", Mode: "email", Value: in.email, Error: in.wrong["email"]},
		Reason: views.Field{Name: "reason", Label: "Reason", Value: in.reason, Error: in.wrong["reason"], Hint: views.Plain("Stands in the list and in the audit trail.")},
	}
	for _, a := range accounts {
		f.Accounts = append(f.Accounts, views.Option{Value: a.Slug, Label: a.Name, Chosen: a.Slug == in.account})
	}
	return f, nil
}

// suppress stops mail to an address.
func (d *desk) suppress(w http.ResponseWriter, r *http.Request, c clerk) error {
	in := suppressInput{
		account: r.PostForm.Get("account"), email: strings.TrimSpace(r.PostForm.Get("email")), reason: strings.TrimSpace(r.PostForm.Get("reason")), wrong: map[string]string{},
	}
	accounts, err := d.accounts(r, c, portal.MayAct)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(accounts, func(a portal.Account) bool { return a.Slug == in.account }) {
		in.wrong["account-stop"] = "Choose the account whose mail is stopped."
	}
	if a, err := mail.ParseAddress(in.email); err != nil || a.Address != in.email {
		in.wrong["email"] = "Write the whole address, like anna@example.com."
	}
	if n := utf8.RuneCountInString(in.reason); n == 0 || n > maxStopReason {
		in.wrong["reason"] = "Say why, in up to 200 characters."
	}
	if len(in.wrong) > 0 {
		return d.showSuppressions(w, r, http.StatusUnprocessableEntity, c, in, nil)
	}
	added, err := d.Portal.Suppress(r.Context(), c.actor(), in.account, in.email, in.reason)
	if err != nil {
		return err
	}
	if !added {
		return d.showSuppressions(w, r, http.StatusConflict, c, suppressInput{}, &views.AdminResult{Tone: views.ToneWarn, Icon: views.IconInfo, Text: "The address is on the list already. Nothing was changed."})
	}
	if err := d.tell(w, r, "/admin/mail/suppressed", "added"); err != nil {
		return err
	}
	return d.seeOther(w, r, "/admin/mail/suppressed")
}
