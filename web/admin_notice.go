package web

import (
	"context"
	"errors"
	"net/http"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// frame is what is around every page of the desk.
func (d *desk) frame(c clerk, page, title string, place views.AdminPlace) views.AdminFrame {
	return views.AdminFrame{Page: page, Title: title, Place: place, Who: c.admin.Email, Keys: c.keys, Mode: d.banner(), Closed: d.closed(c)}
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

// refuseForm answers a form that no page of ours can have sent.
func (d *desk) refuseForm(w http.ResponseWriter, r *http.Request, c clerk, why notice) error {
	return d.say(w, r, why.status, views.AdminNotice{
		Frame:   d.frame(c, why.view.Frame.Page, why.view.Heading, views.PlaceNone),
		Heading: why.view.Heading,
		Lead:    []string{"The form did not come from this page, or it came damaged. Nothing was changed."},
		Way:     &views.Link{Label: "Back to the overview", URL: "/admin"},
	})
}

// forbidding are the words for whoever lacks a permission.
var forbidding = map[portal.Permission]struct{ heading, lead string }{
	portal.MaySee:     {"You have no role here yet", "An owner of this installation can give you one."},
	portal.MayAct:     {"Your role may look, but not change", "Ask an owner for the support role."},
	portal.MayInspect: {"Your role may not take this away", "The audit trail as a file is for owners and auditors."},
	portal.MayManage:  {"Only an owner may do this", "Where events go, who may ask, who works here and how the account is set are for its owners."},
}

// forbid answers whoever lacks a permission.
func (d *desk) forbid(w http.ResponseWriter, r *http.Request, c clerk, need portal.Permission) error {
	words := forbidding[need]
	return d.say(w, r, http.StatusForbidden, views.AdminNotice{
		Frame:   d.frame(c, "admin-forbidden", "Not allowed", views.PlaceNone),
		Heading: words.heading,
		Lead:    []string{words.lead, "Nothing was changed."},
		Way:     &views.Link{Label: "Back to the overview", URL: "/admin"},
	})
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
	var lacking lackingError
	if errors.As(err, &lacking) {
		if err = d.forbid(w, r, c, lacking.need); err == nil {
			return
		}
	}
	if errors.Is(err, portal.ErrNotFound) {
		if err = d.nowhere(w, r, c); err == nil {
			return
		}
	}
	if rec, ok := w.(*recorder); ok && rec.sent || r.Context().Err() != nil && !d.slow(r) {
		d.Log.InfoContext(r.Context(), "admin page was not finished", "error", err)
		return
	}
	d.Log.ErrorContext(r.Context(), "admin request failed", "error", err)
	status := http.StatusInternalServerError
	if errors.Is(err, portal.ErrUnavailable) || d.slow(r) {
		status = http.StatusServiceUnavailable
		w.Header().Set("Retry-After", "30")
	}
	n := views.AdminNotice{
		Frame:   d.frame(c, "admin-error", "Not working right now", views.PlaceNone),
		Heading: "This is not working right now",
		Lead:    []string{"The fault is ours, and it is in the log as " + visitOf(r).name + ". Try again in a minute."},
	}
	r = r.WithContext(context.WithoutCancel(r.Context())) // a page is drawn also when its time is over
	if err := d.say(w, r, status, n); err != nil {
		d.Log.ErrorContext(r.Context(), "admin error page failed", "error", err)
		d.lastResort(w, r, status)
	}
}

// done is the result of something that was done.
func done(text string) *views.AdminResult {
	return &views.AdminResult{Tone: views.ToneOK, Icon: views.IconCheck, Text: text}
}
