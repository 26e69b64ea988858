package web

import (
	"errors"
	"net/http"
	"slices"

	"github.com/gorilla/sessions"

	"github.com/latchkey-portal/latchkey/internal/auth"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// Desk is what the admin pages need besides a Site.
type Desk struct {
	Auth *auth.Auth
	// CookieKeys seal the admin cookies, in pairs of 32 bytes each: one to
	// authenticate, one to encrypt. The first pair makes new cookies, all open.
	CookieKeys [][]byte
	Mode       string // "development": every page says so; empty in production
}

// desk serves the admin pages.
type desk struct {
	*server
	Desk
	cookie string                // name of the session cookie
	kept   *sessions.CookieStore // holds the id of a session
	saids  *sessions.CookieStore // hold what the next page is to say
}

// clerk is who works at the desk.
type clerk struct {
	admin   portal.Admin
	session portal.Session
}

func (c clerk) actor() portal.Actor { return portal.ByAdmin(c.admin.ID) }

// room is a handler behind the sign-in.
type room func(http.ResponseWriter, *http.Request, clerk) error

// adminRoute is one address of the admin pages.
type adminRoute struct {
	pattern string
	handler http.Handler
}

// doors are the addresses that need no sign-in.
func (d *desk) doors() []adminRoute {
	return []adminRoute{
		{"GET /admin/sign-in", d.outside(d.signInForm)},
		{"POST /admin/sign-in", d.outside(d.posted(clerk{}, d.signIn))},
	}
}

// rooms are all other addresses.
func (d *desk) rooms() []adminRoute {
	return []adminRoute{
		{"GET /admin", d.inside(d.overview)},
		{"GET /admin/search", d.inside(d.search)},
		{"GET /admin/explain", d.inside(d.explainForm)},
		{"GET /admin/links", d.inside(d.links)},
		{"GET /admin/links/{account}/{kind}/{id}", d.inside(d.link)},
		{"GET /admin/links/{account}/{kind}/{id}/revoke", d.inside(d.mayAct(d.askRevoke))},
		{"GET /admin/audit", d.inside(d.audit)},
		{"GET /admin/sessions", d.inside(d.sessions)},

		{"POST /admin/sign-out", d.form(d.signOut)},
		{"POST /admin/find", d.form(d.find)},
		{"POST /admin/explain", d.form(d.explain)},
		{"POST /admin/audit/verify", d.form(d.verifyAudit)},
		{"POST /admin/sessions/end-all", d.form(d.endAll)},
		{"POST /admin/links/{account}/{kind}/{id}/reissue", d.form(d.mayAct(d.reissue))},
		{"POST /admin/links/{account}/{kind}/{id}/remind", d.form(d.mayAct(d.remind))},
		{"POST /admin/links/{account}/{kind}/{id}/revoke", d.form(d.mayAct(d.revoke))},

		{"/admin", d.inside(d.nowhere)},
		{"/admin/", d.inside(d.nowhere)},
	}
}

func (d *desk) routes(mux *http.ServeMux) {
	for _, route := range slices.Concat(d.doors(), d.rooms()) {
		mux.Handle(route.pattern, route.handler)
	}
}

// outside runs a handler for everybody.
func (d *desk) outside(h handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := h(w, r); err != nil {
			d.broken(w, r, clerk{}, err)
		}
	})
}

// inside runs a handler for whoever is signed in, and sends everybody else to
// the sign-in page.
func (d *desk) inside(h room) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c, err := d.clerk(r)
		if d.cross.Check(r) != nil {
			err = d.answer(w, r, crossSite()) // whoever is signed in: another site asked
		} else if errors.Is(err, auth.ErrNoSession) {
			err = d.seeOther(w, r, "/admin/sign-in")
		} else if err == nil {
			err = h(w, r, c)
		}
		if err != nil {
			d.broken(w, r, c, err)
		}
	})
}

// form runs a handler for a form that somebody signed in has sent from here.
func (d *desk) form(h room) http.Handler {
	return d.inside(func(w http.ResponseWriter, r *http.Request, c clerk) error {
		return d.posted(c, func(w http.ResponseWriter, r *http.Request) error { return h(w, r, c) })(w, r)
	})
}

// posted refuses forms of other sites and what is no form.
func (d *desk) posted(c clerk, h handler) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		n := d.readable(w, r)
		if n == nil {
			return h(w, r)
		}
		refusal := views.AdminNotice{
			Frame:   d.frame(c, n.view.Frame.Page, n.view.Heading, views.PlaceNone),
			Heading: n.view.Heading,
			Lead:    []string{"The form did not come from this page, or it came damaged. Nothing was changed."},
			Way:     &views.Link{Label: "Back to the overview", URL: "/admin"},
		}
		return d.say(w, r, n.status, refusal)
	}
}

// mayAct keeps out those who may only look.
func (d *desk) mayAct(h room) room {
	return func(w http.ResponseWriter, r *http.Request, c clerk) error {
		if !c.admin.Role.MayAct() {
			return d.say(w, r, http.StatusForbidden, views.AdminNotice{
				Frame:   d.frame(c, "admin-forbidden", "Not allowed", views.PlaceNone),
				Heading: "Your role may look, but not change",
				Lead:    []string{"You are signed in as a viewer. Ask an owner of this installation for the support role.", "Nothing was changed."},
				Way:     &views.Link{Label: "Back to the overview", URL: "/admin"},
			})
		}
		return h(w, r, c)
	}
}

func (d *desk) frame(c clerk, page, title string, place views.AdminPlace) views.AdminFrame {
	return views.AdminFrame{Page: page, Title: title, Place: place, Who: c.admin.Email, Mode: d.banner()}
}

// banner stands on every page of a copy that is not in production.
func (d *desk) banner() string {
	if d.Mode == "" {
		return ""
	}
	return "This copy runs in " + d.Mode + " mode. It is not for real customers."
}

func (d *desk) say(w http.ResponseWriter, r *http.Request, status int, n views.AdminNotice) error {
	visitOf(r).page = n.Frame.Page
	return d.render(w, r, status, views.AdminNoticePage(n))
}

// nowhere answers every address of the admin pages that is none.
func (d *desk) nowhere(w http.ResponseWriter, r *http.Request, c clerk) error {
	return d.say(w, r, http.StatusNotFound, views.AdminNotice{
		Frame:   d.frame(c, "admin-not-found", "Not found", views.PlaceNone),
		Heading: "There is no such page",
		Lead:    []string{"The address may be cut, or what it names is not in this installation."},
		Way:     &views.Link{Label: "Search for it", URL: "/admin"},
	})
}

// broken answers a handler's error: what is not there, or our own fault.
func (d *desk) broken(w http.ResponseWriter, r *http.Request, c clerk, err error) {
	if errors.Is(err, portal.ErrNotFound) {
		if err = d.nowhere(w, r, c); err == nil {
			return
		}
	}
	if rec, ok := w.(*recorder); ok && rec.sent || r.Context().Err() != nil {
		d.Log.Info("admin page was not finished", "error", err)
		return
	}
	d.Log.Error("admin request failed", "error", err)
	status := http.StatusInternalServerError
	if errors.Is(err, portal.ErrUnavailable) {
		status = http.StatusServiceUnavailable
	}
	n := views.AdminNotice{
		Frame:   d.frame(c, "admin-error", "Not working right now", views.PlaceNone),
		Heading: "This is not working right now",
		Lead:    []string{"The fault is ours, and it is in the log. Try again in a minute."},
	}
	if err := d.say(w, r, status, n); err != nil {
		d.Log.Error("admin error page failed", "error", err)
		d.lastResort(w, status)
	}
}
