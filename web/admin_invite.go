package web

import (
	"errors"
	"net/http"
	"net/mail"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/auth"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// codeLife is how long a code may be good for.
type codeLife struct {
	value, label string
	life         time.Duration
}

// codeLives are how long the code of an invitation may be good for.
var codeLives = []codeLife{
	{"10m", "10 minutes", auth.MinCodeLife}, {"1h", "1 hour", time.Hour}, {"4h", "4 hours", 4 * time.Hour}, {"24h", "24 hours", auth.MaxCodeLife},
}

// invitation is what was typed to let somebody in.
type invitation struct {
	email, name, life string
	roles             portal.Roles
	wrong             map[string]string
}

func (d *desk) inviteForm(w http.ResponseWriter, r *http.Request, c clerk) error {
	return d.showInvite(w, r, http.StatusOK, c, invitation{life: "1h"})
}

func (d *desk) showInvite(w http.ResponseWriter, r *http.Request, status int, c clerk, in invitation) error {
	page := views.Invitation{
		Frame: d.frame(c, "admin-invite", "Invite somebody – People", views.PlacePeople), URL: "/admin/people",
		Problems: problemsOf(in.wrong, "email", "name", "role", "life"),
		Email:    views.Field{Name: "email", Label: "Email", Kind: "email", Mode: "email", Value: in.email, Error: in.wrong["email"]},
		Name:     views.Field{Name: "name", Label: "Name", Value: in.name, Error: in.wrong["name"]},
	}
	var err error
	if page.Roles, err = d.roleFields(r, c, in.roles); err != nil {
		return err
	}
	for _, l := range codeLives {
		page.Life = append(page.Life, views.Choice{Value: l.value, Label: l.label, Checked: l.value == in.life})
	}
	if page.Problems != nil {
		page.Frame.Title = "Error: invite somebody – People"
		for i := range page.Problems.Items {
			if page.Problems.Items[i].URL == "#role" && len(page.Roles) > 0 {
				page.Problems.Items[i].URL = "#" + page.Roles[0].Name
			}
		}
	}
	visitOf(r).page = page.Frame.Page
	return d.render(w, r, status, views.InvitationPage(page))
}

// readInvitation takes what was typed and finds what is wrong with it.
func readInvitation(c clerk, form url.Values, accounts []portal.Account) (in invitation, life codeLife) {
	in = invitation{
		email: strings.TrimSpace(form.Get("email")), name: strings.TrimSpace(form.Get("name")), life: form.Get("life"),
		roles: portal.Roles{}, wrong: map[string]string{},
	}
	if a, err := mail.ParseAddress(in.email); err != nil || a.Address != in.email || len(in.email) > 254 {
		in.wrong["email"] = "Write one email address, like anna@example.com."
	}
	if why := wrongName(in.name); why != "" {
		in.wrong["name"] = why
	}
	c.typedRoles(form, accounts, in.roles)
	for _, role := range in.roles {
		if !role.Known() {
			in.wrong["role"] = "Choose from the roles listed."
		}
	}
	if len(in.roles) == 0 {
		in.wrong["role"] = "Choose at least one role."
	}
	at := slices.IndexFunc(codeLives, func(l codeLife) bool { return l.value == in.life })
	if at < 0 {
		in.wrong["life"] = "Choose how long the code works."
		return in, codeLife{}
	}
	return in, codeLives[at]
}

// invite lets somebody in, or gives who is here already the roles that were
// chosen. The code stands in the answer alone.
func (d *desk) invite(w http.ResponseWriter, r *http.Request, c clerk) error {
	accounts, err := d.Portal.Accounts(r.Context())
	if err != nil {
		return err
	}
	in, life := readInvitation(c, r.PostForm, accounts)
	if len(in.wrong) > 0 {
		return d.showInvite(w, r, http.StatusUnprocessableEntity, c, in)
	}
	there, err := d.Portal.AdminCalled(r.Context(), auth.Email(in.email))
	if err == nil {
		return d.addRoles(w, r, c, there, in)
	}
	if !errors.Is(err, portal.ErrNotFound) {
		return err
	}
	made, err := d.Portal.AddAdmin(r.Context(), c.actor(), portal.Admin{Email: auth.Email(in.email), Name: in.name, Roles: in.roles})
	if errors.Is(err, portal.ErrExists) {
		in.wrong["email"] = "Somebody with this address came in just now. Send the form again to give them the role."
		return d.showInvite(w, r, http.StatusConflict, c, in)
	}
	if err != nil {
		return err
	}
	code, err := d.Auth.MakeCode(r.Context(), string(c.actor()), made.ID, portal.CodeInvite, life.life)
	if err != nil {
		return err
	}
	return d.showPerson(w, r, http.StatusOK, c, portal.Colleague{Admin: made, Invited: true},
		d.codeResult("Invited. Hand this code over, in person or by phone.", life.label, code))
}

func (d *desk) addRoles(w http.ResponseWriter, r *http.Request, c clerk, there portal.Admin, in invitation) error {
	if c.outranked(there.Roles) {
		return d.forbid(w, r, c, portal.MayManage)
	}
	_, err := d.Portal.ChangeRoles(r.Context(), c.actor(), there.ID, func(roles portal.Roles) {
		if c.outranked(roles) {
			return
		}
		for account, role := range in.roles {
			roles[account] = role
		}
	})
	if errors.Is(err, portal.ErrLastOwner) {
		in.wrong["role"] = "They are the last owner of this installation."
		return d.showInvite(w, r, http.StatusConflict, c, in)
	}
	if err != nil {
		return err
	}
	if there.ID == c.admin.ID {
		return d.seeOther(w, r, "/admin/sign-in")
	}
	return d.backToPerson(w, r, portal.Colleague{Admin: there}, "added")
}
