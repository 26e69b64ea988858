package web

import (
	"errors"
	"net/http"

	"github.com/latchkey-portal/latchkey/internal/auth"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// clerk is who works at the desk.
type clerk struct {
	admin   portal.Admin
	session portal.Session
}

func (c clerk) actor() portal.Actor { return portal.ByAdmin(c.admin.ID) }

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

// mayAct keeps out those who may only look.
func (d *desk) mayAct(h room) room {
	return func(w http.ResponseWriter, r *http.Request, c clerk) error {
		if !c.admin.Role.MayAct() {
			return d.forbid(w, r, c)
		}
		return h(w, r, c)
	}
}

// mayManage keeps out those who may not say where events go and who may ask.
func (d *desk) mayManage(h room) room {
	return func(w http.ResponseWriter, r *http.Request, c clerk) error {
		if !c.admin.Role.MayManage() {
			return d.forbidManaging(w, r, c)
		}
		return h(w, r, c)
	}
}
