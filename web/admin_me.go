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

// meRooms are the addresses about oneself.
func (d *desk) meRooms() []adminRoute {
	return []adminRoute{
		{pattern: "GET /admin/me", room: d.me},
		{pattern: "POST /admin/me/name", room: d.rename},
		{pattern: "POST /admin/me/password", room: d.changePassword},
		{pattern: "POST /admin/me/sessions/{session}/end", room: d.endOne},
		{pattern: "POST /admin/me/sessions/end-others", room: d.endOthers},
		{pattern: "GET /admin/sessions", room: d.sessions},
		{pattern: "POST /admin/sessions/end-all", early: true, room: d.endAll},
	}
}

// maxName is how long a person's name may be, in characters.
const maxName = 100

// What the page about oneself says of what was done.
const (
	saidNamed    = "named"
	saidPassword = "password"
	saidAppOff   = "app-off"
	saidEnded    = "ended"
)

var saidOfMe = map[string]string{
	saidNamed:    "The name is saved.",
	saidPassword: "The password is changed. Your other sessions have ended.",
	saidAppOff:   "The authenticator app is off. Its recovery codes are worth nothing any more.",
	saidEnded:    "Ended.",
}

// meInput is what is wrong with what was typed about oneself.
type meInput struct {
	name  string
	wrong map[string]string
}

func (d *desk) me(w http.ResponseWriter, r *http.Request, c clerk) error {
	return d.showMe(w, r, http.StatusOK, c, meInput{name: c.admin.Name})
}

func (d *desk) showMe(w http.ResponseWriter, r *http.Request, status int, c clerk, in meInput) error {
	page := views.Me{
		Frame: d.frame(c, "admin-me", "Your account", views.PlaceMe), Problems: problemsOf(in.wrong, "name", "old", "new"),
		Facts: []views.AdminFact{{Name: "Email", Value: c.admin.Email, Code: true}, {Name: "Roles", Value: rolesSaid(c.admin.Roles)}},
		Name:  views.Field{Name: "name", Label: "Name", Value: in.name, Error: in.wrong["name"]},
		New:   newPasswordField("new", in.wrong["new"]),
	}
	if c.admin.PasswordHash != "" {
		page.Old = &views.Field{Name: "old", Label: "Password until now", Kind: "password", Complete: "current-password", Error: in.wrong["old"]}
	}
	var err error
	if page.App, err = d.appBox(r, c); err != nil {
		return err
	}
	if page.Sessions, err = d.sessionRows(r, c); err != nil {
		return err
	}
	page.Others = len(page.Sessions) > 1
	if page.Passkeys, err = d.passkeyBox(r, c.admin); err != nil {
		return err
	}
	if page.Passkeys != nil && page.Passkeys.Has && page.App.Way != nil {
		page.App.Said = "You have no authenticator app: your passkey is asked for after the password."
	}
	if page.Problems != nil {
		page.Frame.Title = "Error: your account"
	}
	if text := saidOfMe[d.told(w, r, "/admin/me")]; text != "" {
		page.Frame.Result = done(text)
	}
	visitOf(r).page = page.Frame.Page
	return d.render(w, r, status, views.MePage(page))
}

func newPasswordField(name, problem string) views.Field {
	return views.Field{
		Name: name, Label: "New password", Kind: "password", Complete: "new-password", Error: problem,
		Hint: views.Plain("15 to 128 characters. Four or five words do well."),
	}
}

func (d *desk) appBox(r *http.Request, c clerk) (views.AppBox, error) {
	since, err := d.Auth.App(r.Context(), c.admin.ID)
	if err != nil || since.IsZero() {
		return views.AppBox{
			Said: "You sign in with your password alone.", Way: &views.Link{Label: "Set up an authenticator app", URL: appURL},
		}, err
	}
	left, err := d.Auth.RecoveryLeft(r.Context(), c.admin.ID)
	return views.AppBox{
		Said: "An authenticator app is on since " + english.DateShort(since.UTC().Format(time.DateOnly)) + ". " + upperFirst(countOf(int(left), "recovery code")) + " left.",
		Acts: []views.PostButton{
			{URL: appURL + "/recovery", Label: "Make new recovery codes", Icon: views.IconRenew, Hint: "The old ones are worth nothing then."},
			{URL: appURL + "/off", Label: "Take the app away", Icon: views.IconCross, Hint: "From then on you are asked for the password alone."},
		},
	}, err
}

func (d *desk) sessionRows(r *http.Request, c clerk) ([]views.SessionRow, error) {
	all, err := d.Auth.Sessions(r.Context(), c.admin.ID)
	if err != nil {
		return nil, err
	}
	at := clock{time.UTC}
	var rows []views.SessionRow
	for _, s := range all {
		rows = append(rows, views.SessionRow{
			Browser: browserSaid(s.UserAgent), Network: s.Network, Opened: at.moment(s.CreatedAt), Seen: at.moment(s.LastSeen),
			Here: auth.Handle(s) == auth.Handle(c.session), End: "/admin/me/sessions/" + auth.Handle(s) + "/end",
		})
	}
	return rows, nil
}

// browserSaid is a user agent as far as its owner needs it.
func browserSaid(userAgent string) string {
	if userAgent == "" {
		return "A browser that does not say its name"
	}
	return userAgent
}

func (d *desk) backToMe(w http.ResponseWriter, r *http.Request, said string) error {
	if err := d.tell(w, r, "/admin/me", said); err != nil {
		return err
	}
	return d.seeOther(w, r, "/admin/me")
}

// sessions is where the sessions were before they stood on one's own page.
func (d *desk) sessions(w http.ResponseWriter, r *http.Request, _ clerk) error {
	return d.seeOther(w, r, "/admin/me")
}

func (d *desk) rename(w http.ResponseWriter, r *http.Request, c clerk) error {
	in := meInput{name: strings.TrimSpace(r.PostForm.Get("name"))}
	if why := wrongName(in.name); why != "" {
		in.wrong = map[string]string{"name": why}
		return d.showMe(w, r, http.StatusUnprocessableEntity, c, in)
	}
	if err := d.Portal.RenameAdmin(r.Context(), c.actor(), c.admin.ID, in.name); err != nil {
		return err
	}
	return d.backToMe(w, r, saidNamed)
}

// wrongName says what is wrong with a person's name; empty: nothing.
func wrongName(name string) string {
	if !utf8.ValidString(name) || utf8.RuneCountInString(name) > maxName || strings.ContainsAny(name, "\r\n\x00") {
		return "Write the name on one line, in 100 characters at most."
	}
	return ""
}

// changePassword asks for the old one, and goes on under a new session: all
// others end.
func (d *desk) changePassword(w http.ResponseWriter, r *http.Request, c clerk) error {
	in := meInput{name: c.admin.Name, wrong: map[string]string{}}
	refuse := func(status int, field, why string) error {
		in.wrong[field] = why
		return d.showMe(w, r, status, c, in)
	}
	if c.admin.PasswordHash != "" {
		err := d.Auth.VerifyOwn(r.Context(), c.admin, r.PostForm.Get("old"), auth.Network(visitOf(r).address))
		if errors.Is(err, auth.ErrRefused) {
			return refuse(http.StatusUnprocessableEntity, "old", wrongPassword)
		}
		if status, wait := d.slowed(w, err); wait != "" {
			return refuse(status, "old", wait)
		}
		if err != nil {
			return err
		}
	} else if !d.Auth.IsFresh(c.session) {
		return d.seeOther(w, r, "/admin/prove?to=/admin/me")
	}
	var policy auth.PolicyError
	id, err := d.Auth.ChangePassword(r.Context(), c.session, r.PostForm.Get("new"), c.admin.Email, c.admin.Name)
	if errors.As(err, &policy) {
		return refuse(http.StatusUnprocessableEntity, "new", string(policy))
	}
	if errors.Is(err, auth.ErrNoSession) {
		return d.seeOther(w, r, "/admin/sign-in")
	}
	if err != nil {
		return err
	}
	if err := d.keep(w, r, id); err != nil {
		return err
	}
	return d.backToMe(w, r, saidPassword)
}

func (d *desk) endOne(w http.ResponseWriter, r *http.Request, c clerk) error {
	err := d.Auth.EndOne(r.Context(), c.admin.ID, r.PathValue("session"))
	if errors.Is(err, auth.ErrNoSession) {
		return portal.ErrNotFound
	}
	if err != nil {
		return err
	}
	return d.backToMe(w, r, saidEnded)
}

func (d *desk) endOthers(w http.ResponseWriter, r *http.Request, c clerk) error {
	if err := d.Auth.EndOthers(r.Context(), c.session); err != nil && !errors.Is(err, auth.ErrNoSession) {
		return err
	}
	return d.backToMe(w, r, saidEnded)
}
