package web

import (
	"errors"
	"net/http"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/auth"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// clerk is who works at the desk.
type clerk struct {
	admin   portal.Admin
	session portal.Session
	keys    bool // single keys move about in this browser
}

func (c clerk) actor() portal.Actor { return portal.ByAdmin(c.admin.ID) }

// may reports whether the clerk may do something in an account.
func (c clerk) may(account string, p portal.Permission) bool { return c.admin.May(account, p) }

// where is in which accounts the clerk may do something.
func (c clerk) where(p portal.Permission) portal.Accounts { return c.admin.Roles.Where(p) }

// roleIn is the clerk's role in an account.
func (c clerk) roleIn(account string) portal.Role { return c.admin.Roles.In(account) }

// room is a handler behind the sign-in.
type room func(http.ResponseWriter, *http.Request, clerk) error

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
			err = d.refuseForm(w, r, c, crossSite()) // whoever is signed in: another site asked
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
		return d.refuseForm(w, r, c, *n)
	}
}

// behind is the handler of a room: sign-in, a form of our own where it takes
// one, the permission, a fresh proof where it asks for one, then the room itself.
func (d *desk) behind(route adminRoute) http.Handler {
	admit := func(w http.ResponseWriter, r *http.Request, c clerk) error {
		switch route.admits(r.PathValue("account"), c.admin) {
		case admitted:
			return d.enter(w, r, c, route)
		case forbidden:
			return d.forbid(w, r, c, route.need)
		}
		return d.nowhere(w, r, c)
	}
	if route.upload > 0 {
		return d.inside(func(w http.ResponseWriter, r *http.Request, c clerk) error {
			if route.admits(r.PathValue("account"), c.admin) != admitted {
				return admit(w, r, c) // before anything large is read
			}
			return d.uploaded(w, r, c, route.upload, admit)
		})
	}
	if strings.HasPrefix(route.pattern, http.MethodPost+" ") {
		return d.form(admit)
	}
	return d.inside(admit)
}

// admission is whether somebody may come in.
type admission int

const (
	unseen    admission = iota // they must not learn whether there is such a thing
	forbidden                  // they may see the account, but not do this
	admitted
)

// admits judges a person who is signed in; account is the one that the address
// names, or empty.
func (route adminRoute) admits(account string, a portal.Admin) admission {
	switch {
	case route.need == "":
		return admitted
	case account != "" && !a.May(account, portal.MaySee):
		return unseen
	case account == "" && !route.whole && !a.Roles.Where(route.need).None(), (account != "" || route.whole) && a.May(account, route.need):
		return admitted
	}
	return forbidden
}
