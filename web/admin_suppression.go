package web

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// digest stands for an address in the addresses of pages, which are written
// down in many places.
func digest(email string) string {
	sum := sha256.Sum256([]byte(portal.NormalEmail(email)))
	return hex.EncodeToString(sum[:16])
}

func unsuppressButton(account, email string) *views.PostButton {
	return &views.PostButton{
		URL: "/admin/mail/suppressed/" + account + "/" + digest(email) + "/remove", Label: "Mail this address again", Icon: views.IconRenew,
		Hint: "Takes it off the list of addresses we do not mail. Do this only when you know that the mailbox works.",
	}
}

// allSuppressions lists the addresses that get no mail, of all accounts that
// the clerk may see.
func (d *desk) allSuppressions(r *http.Request, c clerk) ([]portal.Suppression, error) {
	accounts, err := d.accounts(r, c, portal.MaySee)
	if err != nil {
		return nil, err
	}
	var all []portal.Suppression
	for _, a := range accounts {
		list, err := d.Portal.Suppressions(r.Context(), a.Slug, suppressionsLooked)
		if err != nil {
			return nil, err
		}
		all = append(all, list...)
	}
	return all, nil
}

func (d *desk) suppressions(w http.ResponseWriter, r *http.Request, c clerk) error {
	var result *views.AdminResult
	switch d.told(w, r, "/admin/mail/suppressed") {
	case "removed":
		result = done("The address gets mail again.")
	case "added":
		result = done("The address gets no more mail.")
	}
	return d.showSuppressions(w, r, http.StatusOK, c, suppressInput{account: r.URL.Query().Get("account")}, result)
}

func (d *desk) showSuppressions(w http.ResponseWriter, r *http.Request, status int, c clerk, in suppressInput, result *views.AdminResult) error {
	all, err := d.allSuppressions(r, c)
	if err != nil {
		return err
	}
	clocks, err := d.clocks(r)
	if err != nil {
		return err
	}
	page := views.Suppressions{
		Frame: d.frame(c, "admin-suppressions", "Addresses we do not mail – Mail", views.PlaceMail),
		Empty: "There is none. Addresses come here when mail to them bounces, when somebody reports it as unwanted, or when you stop it.",
		Back:  views.Link{Label: "Mail", URL: "/admin/mail"},
	}
	page.Frame.Result = result
	account := r.URL.Query().Get("account")
	if page.Accounts, err = d.accountChoice(r, c, account); err != nil {
		return err
	}
	if page.Form, err = d.suppressForm(r, c, in); err != nil {
		return err
	}
	if len(in.wrong) > 0 {
		page.Frame.Title = "Error: " + lowerFirst(page.Frame.Title)
	}
	for _, s := range all {
		if account != "" && s.Account != account {
			continue
		}
		row := views.Suppression{Address: shownTo(s.Email), Why: "Bounced", Since: clocks[s.Account].moment(s.At)}
		switch s.Reason {
		case portal.MailComplained:
			row.Why = "Reported as unwanted"
		case portal.MailStopped:
			row.Why = "Stopped: " + s.Note
		}
		row.Why += ", " + s.Account
		if c.may(s.Account, portal.MayAct) {
			row.Remove = unsuppressButton(s.Account, s.Email)
		}
		page.Rows = append(page.Rows, row)
	}
	visitOf(r).page = page.Frame.Page
	return d.render(w, r, status, views.SuppressionsPage(page))
}

func (d *desk) unsuppress(w http.ResponseWriter, r *http.Request, c clerk) error {
	account := r.PathValue("account")
	list, err := d.Portal.Suppressions(r.Context(), account, suppressionsLooked)
	if err != nil {
		return err
	}
	for _, s := range list {
		if digest(s.Email) != r.PathValue("digest") {
			continue
		}
		if err := d.Portal.Unsuppress(r.Context(), c.actor(), account, s.Email); err != nil {
			return err
		}
		if err := d.tell(w, r, "/admin/mail/suppressed", "removed"); err != nil {
			return err
		}
		return d.seeOther(w, r, "/admin/mail/suppressed")
	}
	return portal.ErrNotFound
}
