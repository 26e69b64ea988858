package web

import (
	"cmp"
	"errors"
	"net/http"
	"net/url"

	"github.com/latchkey-portal/latchkey/internal/auth"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// What the page about a person says of what was done.
var saidOfPerson = map[string]string{
	"roles":   "The roles are saved. Their sessions have ended, and so have codes for a password that they did not use.",
	"added":   "They were here already. They have the role now. Codes for a password that they did not use have ended.",
	"off":     "Turned off. They cannot sign in any more.",
	"on":      "Turned on. They can sign in again.",
	"ended":   "Their sessions have ended.",
	"app-off": "The authenticator app is taken away, and its recovery codes with it.",
}

func (d *desk) person(w http.ResponseWriter, r *http.Request, c clerk) error {
	p, err := d.personFor(r, c)
	if err != nil {
		return err
	}
	var result *views.AdminResult
	if text := saidOfPerson[d.told(w, r, personURL(p.ID))]; text != "" {
		result = done(text)
	}
	return d.showPerson(w, r, http.StatusOK, c, p, result)
}

func (d *desk) showPerson(w http.ResponseWriter, r *http.Request, status int, c clerk, p portal.Colleague, result *views.AdminResult) error {
	fields, err := d.roleFields(r, c, p.Roles)
	if err != nil {
		return err
	}
	page := views.PersonPage{
		Frame: d.frame(c, "admin-person", cmp.Or(p.Name, p.Email)+" – People", views.PlacePeople), Heading: cmp.Or(p.Name, p.Email), State: personBadge(p),
		Facts: []views.AdminFact{
			{Name: "Email", Value: p.Email, Code: true}, {Name: "Roles", Value: rolesSaid(c.rolesSeen(p.Roles))},
			{Name: "Second factor", Value: secondSaid(p)}, {Name: "Last seen", Value: seenSaid(p)}, {Name: "ID", Value: p.ID, Code: true},
		},
	}
	if !c.outranked(p.Roles) {
		page.Roles = &views.RolesForm{URL: personURL(p.ID) + "/roles", Fields: fields, Note: "A change ends their sessions."}
	}
	if c.may("", portal.MayManage) {
		page.Acts = personActs(p)
	}
	page.Frame.Result = result
	visitOf(r).page = page.Frame.Page
	return d.render(w, r, status, views.PersonPageOf(page))
}

func personActs(p portal.Colleague) []views.PostButton {
	at := personURL(p.ID)
	if !p.DisabledAt.IsZero() {
		return []views.PostButton{{URL: at + "/enable", Label: "Turn them on again", Icon: views.IconRenew, Hint: "They sign in as before."}}
	}
	acts := []views.PostButton{
		{URL: at + "/reset", Label: "Make a code for a new password", Icon: views.IconPlus, Hint: "Good for 10 minutes, once. You hand it over. A second factor stays."},
		{URL: at + "/sessions/end", Label: "End their sessions", Icon: views.IconCross, Hint: "They have to sign in again, everywhere."},
	}
	if p.Second {
		acts = append(acts, views.PostButton{
			URL: at + "/app/off", Label: "Take their authenticator app away", Icon: views.IconCross, Hint: "For somebody who lost phone and recovery codes. Make sure that it is them.",
		})
	}
	return append(acts, views.PostButton{URL: at + "/disable", Label: "Turn them off", Icon: views.IconBar, Hint: "Ends their sessions and keeps them out."})
}

// roleFields are what the clerk may make of somebody: in the installation, and
// in each account.
func (d *desk) roleFields(r *http.Request, c clerk, roles portal.Roles) ([]views.RoleField, error) {
	accounts, err := d.Portal.Accounts(r.Context())
	if err != nil {
		return nil, err
	}
	var fields []views.RoleField
	add := func(account, label, none string) {
		if !c.manages(account) {
			return
		}
		f := views.RoleField{Name: roleName(account), Label: label, Options: []views.Option{{Label: none, Chosen: roles[account] == ""}}}
		for _, role := range roleOrder {
			f.Options = append(f.Options, views.Option{Value: string(role), Label: roleNames[role], Chosen: roles[account] == role})
		}
		fields = append(fields, f)
	}
	add("", "Everywhere, and in the installation", "No role")
	for _, a := range accounts {
		add(a.Slug, "In "+a.Name, "None of its own")
	}
	return fields, nil
}

// roleName is the name of the field of an account.
func roleName(account string) string { return "role/" + account }

// outranked reports whether somebody's roles are out of the clerk's reach. A role
// in an account stands before the one in the installation, so an owner of one
// account could otherwise shut the installation's owners out of it, and then be
// the only one whose approval is asked for.
func (c clerk) outranked(roles portal.Roles) bool {
	return roles[""] == portal.Owner && !c.may("", portal.MayManage)
}

// typedRoles writes the roles of a form over those of somebody, where the clerk
// manages them. A form need not have every field.
func (c clerk) typedRoles(form url.Values, accounts []portal.Account, roles portal.Roles) {
	if c.outranked(roles) {
		return
	}
	set := func(account string) {
		if !form.Has(roleName(account)) || !c.manages(account) {
			return
		}
		if role := portal.Role(form.Get(roleName(account))); role != "" {
			roles[account] = role
		} else {
			delete(roles, account)
		}
	}
	set("")
	for _, a := range accounts {
		set(a.Slug)
	}
}

func (d *desk) changeRoles(w http.ResponseWriter, r *http.Request, c clerk) error {
	p, err := d.personFor(r, c)
	if err != nil {
		return err
	}
	if c.outranked(p.Roles) {
		return d.forbid(w, r, c, portal.MayManage)
	}
	accounts, err := d.Portal.Accounts(r.Context())
	if err != nil {
		return err
	}
	change := func(roles portal.Roles) { c.typedRoles(r.PostForm, accounts, roles) }
	if p.ID == c.admin.ID {
		return d.changeOwnRoles(w, r, c, p, change)
	}
	_, err = d.Portal.ChangeRoles(r.Context(), c.actor(), p.ID, change)
	if errors.Is(err, portal.ErrLastOwner) {
		return d.refusePerson(w, r, c, p)
	}
	if err != nil {
		return err
	}
	return d.backToPerson(w, r, p, "roles")
}

// changeOwnRoles goes on under a new session: all others end.
func (d *desk) changeOwnRoles(w http.ResponseWriter, r *http.Request, c clerk, p portal.Colleague, change func(portal.Roles)) error {
	var id string // stays empty where nothing changes
	_, err := d.Portal.ChangeOwnRoles(r.Context(), p.ID, change, func(tx portal.Tx) (err error) {
		id, err = d.Auth.GoOn(r.Context(), tx, c.session)
		return err
	})
	switch {
	case errors.Is(err, portal.ErrLastOwner):
		return d.refusePerson(w, r, c, p)
	case errors.Is(err, auth.ErrNoSession):
		return d.seeOther(w, r, "/admin/sign-in")
	case err != nil:
		return err
	}
	if id != "" {
		if err := d.keep(w, r, id); err != nil {
			return err
		}
	}
	return d.seeOther(w, r, "/admin/me")
}

func (d *desk) refusePerson(w http.ResponseWriter, r *http.Request, c clerk, p portal.Colleague) error {
	return d.showPerson(w, r, http.StatusConflict, c, p, &views.AdminResult{
		Tone: views.ToneWarn, Icon: views.IconInfo, Text: "They are the last owner of this installation. Make somebody else an owner first. Nothing was changed.",
	})
}

func (d *desk) backToPerson(w http.ResponseWriter, r *http.Request, p portal.Colleague, said string) error {
	if err := d.tell(w, r, personURL(p.ID), said); err != nil {
		return err
	}
	return d.seeOther(w, r, personURL(p.ID))
}

func (d *desk) disablePerson(w http.ResponseWriter, r *http.Request, c clerk) error {
	p, err := d.personFor(r, c)
	if err != nil {
		return err
	}
	if _, err = d.Portal.DisableAdmin(r.Context(), c.actor(), p.ID); errors.Is(err, portal.ErrLastOwner) {
		return d.refusePerson(w, r, c, p)
	}
	if err != nil {
		return err
	}
	return d.backToPerson(w, r, p, "off")
}

func (d *desk) enablePerson(w http.ResponseWriter, r *http.Request, c clerk) error {
	p, err := d.personFor(r, c)
	if err != nil {
		return err
	}
	if _, err := d.Portal.EnableAdmin(r.Context(), c.actor(), p.ID); err != nil {
		return err
	}
	return d.backToPerson(w, r, p, "on")
}

func (d *desk) endPerson(w http.ResponseWriter, r *http.Request, c clerk) error {
	p, err := d.personFor(r, c)
	if err != nil {
		return err
	}
	if _, err := d.Auth.EndAll(r.Context(), string(c.actor()), p.ID); err != nil {
		return err
	}
	return d.backToPerson(w, r, p, "ended")
}

func (d *desk) personAppOff(w http.ResponseWriter, r *http.Request, c clerk) error {
	p, err := d.personFor(r, c)
	if err != nil {
		return err
	}
	if _, err := d.Auth.DropApp(r.Context(), string(c.actor()), p.ID); err != nil {
		return err
	}
	return d.backToPerson(w, r, p, "app-off")
}

// resetPerson shows the code in the answer itself, which is the only place where
// it ever stands.
func (d *desk) resetPerson(w http.ResponseWriter, r *http.Request, c clerk) error {
	p, err := d.personFor(r, c)
	if err != nil {
		return err
	}
	if !p.DisabledAt.IsZero() {
		return portal.ErrNotFound
	}
	code, err := d.Auth.MakeCode(r.Context(), string(c.actor()), p.ID, portal.CodeReset, auth.MinCodeLife)
	if err != nil {
		return err
	}
	return d.showPerson(w, r, http.StatusOK, c, p, d.codeResult("Code made for "+cmp.Or(p.Name, p.Email)+".", "10 minutes", code))
}

// codeResult shows a code for a password, this once.
func (d *desk) codeResult(text, life, code string) *views.AdminResult {
	return &views.AdminResult{
		Tone: views.ToneOK, Icon: views.IconCheck, Text: text,
		Secret: &views.Secret{Label: "Code", Value: code, Hint: "Shown once, good for " + life + " and once. They use it at " + d.Base.String() + codeURL + "."},
	}
}
