package web

import (
	"errors"
	"net/http"
	"time"

	"github.com/gorilla/sessions"

	"github.com/latchkey-portal/latchkey/internal/auth"
	"github.com/latchkey-portal/latchkey/views"
)

func newDesk(s *server, needs Desk) *desk {
	secure := s.Base.Scheme == "https"
	return &desk{
		server: s, Desk: needs, cookie: auth.CookieName(secure),
		kept:  envelope(needs.CookieKeys, secure, auth.Absolute),
		saids: envelope(needs.CookieKeys, secure, saidLife),
		begun: envelope(needs.CookieKeys, secure, auth.LongestCeremony),
		walk:  &auditWalk{},

		byPattern: map[string]adminRoute{},
	}
}

// envelope makes a store that seals cookies. Whether a session is still good
// is for the database to say: the age in the envelope only ends it sooner.
func envelope(keys [][]byte, secure bool, life time.Duration) *sessions.CookieStore {
	store := sessions.NewCookieStore(keys...)
	store.Options = &sessions.Options{Path: "/", Secure: secure, HttpOnly: true, SameSite: http.SameSiteLaxMode}
	store.MaxAge(int(life / time.Second))
	return store
}

// sessionID is the id in the request's cookie; empty: none, or one that we did
// not seal.
func (d *desk) sessionID(r *http.Request) string {
	session, err := d.kept.New(r, d.cookie)
	if err != nil {
		return ""
	}
	id, _ := session.Values["id"].(string)
	return id
}

// clerk is who sent the request, or auth.ErrNoSession.
func (d *desk) clerk(r *http.Request) (clerk, error) {
	admin, session, err := d.Auth.Check(r.Context(), d.sessionID(r))
	return clerk{admin, session, d.keysOn(r)}, err
}

// keep puts the id of a session into the browser, or takes it away.
func (d *desk) keep(w http.ResponseWriter, r *http.Request, id string) error {
	session := sessions.NewSession(d.kept, d.cookie)
	options := *d.kept.Options
	session.Options = &options
	session.Values["id"] = id
	if id == "" {
		session.Options.MaxAge = -1
	}
	return session.Save(r, w)
}

// saidLife is how long a result waits for the page that shows it.
const saidLife = time.Minute

// tell leaves a result for the next page at an address. It travels in a sealed
// cookie of its own and never holds a link.
func (d *desk) tell(w http.ResponseWriter, r *http.Request, path, result string) error {
	session := sessions.NewSession(d.saids, d.cookie+"_said")
	session.Options = d.saids.Options
	session.Values["path"], session.Values["result"] = path, result
	return session.Save(r, w)
}

// told takes the result that was left for an address, once.
func (d *desk) told(w http.ResponseWriter, r *http.Request, path string) string {
	session, err := d.saids.New(r, d.cookie+"_said")
	if err != nil || session.IsNew || session.Values["path"] != path {
		return ""
	}
	result, _ := session.Values["result"].(string)
	session.Options.MaxAge = -1
	if session.Save(r, w) != nil {
		return "" // better not said than said twice
	}
	return result
}

func (d *desk) signInForm(w http.ResponseWriter, r *http.Request) error {
	_, err := d.clerk(r)
	if err == nil {
		return d.seeOther(w, r, "/admin")
	}
	if !errors.Is(err, auth.ErrNoSession) {
		return err
	}
	page := views.SignIn{}
	switch d.told(w, r, "/admin/sign-in") {
	case "out":
		page.Said = "You are signed out."
	case "set":
		page.Said = "Your password is set. Sign in with it."
	case "out-everywhere":
		page.Said = "All your sessions have ended. You are signed out everywhere."
	}
	return d.door(w, r, http.StatusOK, "Sign in", page)
}

func (d *desk) door(w http.ResponseWriter, r *http.Request, status int, title string, page views.SignIn) error {
	page.Frame = views.AdminFrame{Page: "admin-sign-in", Title: title, Mode: d.banner()}
	page.Passkeys = d.Passkeys != nil
	if d.SignOn != nil {
		page.SignOn = &views.Link{Label: "Sign in with " + d.SignOn.Name(), URL: ssoURL}
	}
	visitOf(r).page = page.Frame.Page
	return d.render(w, r, status, views.SignInPage(page))
}

func (d *desk) signIn(w http.ResponseWriter, r *http.Request) error {
	email := r.PostForm.Get("email")
	network := auth.Network(visitOf(r).address)
	admin, err := d.Auth.SignIn(r.Context(), email, r.PostForm.Get("password"), network)
	if err != nil {
		return d.signInFailed(w, r, email, err)
	}
	return d.firstProven(w, r, admin, browserOf(r, auth.ByPassword))
}

func (d *desk) signInFailed(w http.ResponseWriter, r *http.Request, email string, err error) error {
	if errors.Is(err, auth.ErrRefused) {
		return d.door(w, r, http.StatusUnprocessableEntity, "Error: sign in", views.SignIn{Email: email, Error: "Email or password is not right."})
	}
	status, wait := d.slowed(w, err)
	if wait == "" {
		return err
	}
	title := "Too many tries"
	if status == http.StatusServiceUnavailable {
		title = "Busy"
	}
	return d.door(w, r, status, title, views.SignIn{Wait: wait})
}

func (d *desk) signOut(w http.ResponseWriter, r *http.Request, _ clerk) error {
	if err := d.Auth.End(r.Context(), d.sessionID(r)); err != nil {
		return err
	}
	return d.leave(w, r, "out")
}

func (d *desk) endAll(w http.ResponseWriter, r *http.Request, c clerk) error {
	if _, err := d.Auth.EndAll(r.Context(), string(c.actor()), c.admin.ID); err != nil {
		return err
	}
	return d.leave(w, r, "out-everywhere")
}

func (d *desk) leave(w http.ResponseWriter, r *http.Request, result string) error {
	if err := d.keep(w, r, ""); err != nil {
		return err
	}
	if err := d.tell(w, r, "/admin/sign-in", result); err != nil {
		return err
	}
	return d.seeOther(w, r, "/admin/sign-in")
}
