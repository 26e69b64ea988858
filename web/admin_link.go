package web

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// linkURL is the page about the links to an object.
func linkURL(k portal.ObjectKey) string {
	return "/admin/links/" + k.Account + "/" + string(k.Kind) + "/" + k.ID
}

// objectURL is the page about what a link is about.
func objectURL(k portal.ObjectKey) string {
	if k.Kind == link.Approve {
		return requestURL(portal.Key{Account: k.Account, ID: k.ID})
	}
	return linkURL(k)
}

// ofDocuments keeps approval links out: they belong to a request, which has a
// page and verbs of its own.
func (d *desk) ofDocuments(h room) room {
	return func(w http.ResponseWriter, r *http.Request, c clerk) error {
		if objectIn(r).Kind == link.Approve {
			return portal.ErrNotFound
		}
		return h(w, r, c)
	}
}

// objectIn is the object that an address names.
func objectIn(r *http.Request) portal.ObjectKey {
	return portal.ObjectKey{Account: r.PathValue("account"), Kind: link.Kind(r.PathValue("kind")), ID: r.PathValue("id")}
}

// What an action leaves to be said on the page behind it.
const (
	saidSent     = "sent"
	saidReminded = "reminded"
	saidRevoked  = "revoked"
)

func (d *desk) link(w http.ResponseWriter, r *http.Request, c clerk) error {
	p, err := d.detail(r, c)
	if err != nil {
		return err
	}
	return d.show(w, r, http.StatusOK, c, p, p.result(d.told(w, r, linkURL(p.Object))))
}

func (d *desk) detail(r *http.Request, c clerk) (detailPresenter, error) {
	detail, err := d.Portal.Detail(r.Context(), objectIn(r))
	if err != nil {
		return detailPresenter{}, err
	}
	names, err := d.Portal.AdminNames(r.Context())
	if err != nil {
		return detailPresenter{}, err
	}
	return detailPresenter{Detail: detail, clock: clockOf(detail.Account), now: d.Portal.Now(), names: names}, nil
}

func (d *desk) show(w http.ResponseWriter, r *http.Request, status int, c clerk, p detailPresenter, result *views.AdminResult) error {
	page := p.page(c.roleIn(r.PathValue("account")))
	page.Frame = d.frame(c, "admin-link", p.Reference+", "+lowerFirst(page.State.Word)+" – Links", views.PlaceLinks)
	page.Frame.Result = result
	visitOf(r).page = page.Frame.Page
	return d.render(w, r, status, views.LinkDetailPage(page))
}

// asked reads the form that every verb has; false: it cannot be one of ours.
func asked(r *http.Request, c clerk) (portal.Ask, bool) {
	generation, err := strconv.ParseInt(r.PostForm.Get("generation"), 10, 64)
	return portal.Ask{Actor: c.actor(), Object: objectIn(r), Generation: generation}, err == nil
}

func (d *desk) reissue(w http.ResponseWriter, r *http.Request, c clerk) error {
	ask, ok := asked(r, c)
	days, err := strconv.Atoi(r.PostForm.Get("days"))
	by := r.PostForm.Get("by")
	ask.Days, ask.Mail = days, by == "mail"
	if !ok || err != nil || days < 1 || by != "mail" && by != "copy" {
		return d.refuse(w, r, c, http.StatusUnprocessableEntity, "Choose how long the new link works and how it is delivered. Nothing was changed.")
	}
	outcome, err := d.Portal.Reissue(r.Context(), ask)
	switch {
	case errors.Is(err, portal.ErrDays):
		return d.refuse(w, r, c, http.StatusUnprocessableEntity, "A link cannot last that long. Nothing was changed.")
	case errors.Is(err, link.ErrNoActiveKey):
		return d.refuse(w, r, c, http.StatusConflict, "The account has no active key to sign with. Nothing was changed. An owner can make one: latchkey key rotate.")
	case err != nil:
		return err
	}
	return d.outcome(w, r, c, outcome, saidSent)
}

func (d *desk) remind(w http.ResponseWriter, r *http.Request, c clerk) error {
	outcome, err := d.Portal.Remind(r.Context(), portal.Ask{Actor: c.actor(), Object: objectIn(r)})
	if err != nil {
		return err
	}
	return d.outcome(w, r, c, outcome, saidReminded)
}

func (d *desk) askRevoke(w http.ResponseWriter, r *http.Request, c clerk) error {
	p, err := d.detail(r, c)
	if err != nil {
		return err
	}
	page := p.revoke()
	page.Frame = d.frame(c, "admin-revoke", page.Heading+" – Links", views.PlaceLinks)
	visitOf(r).page = page.Frame.Page
	return d.render(w, r, http.StatusOK, views.RevokePage(page))
}

func (d *desk) revoke(w http.ResponseWriter, r *http.Request, c clerk) error {
	ask, ok := asked(r, c)
	if !ok {
		return d.refuse(w, r, c, http.StatusUnprocessableEntity, "The form was not complete. Nothing was changed.")
	}
	outcome, err := d.Portal.Revoke(r.Context(), ask)
	if err != nil {
		return err
	}
	return d.outcome(w, r, c, outcome, saidRevoked)
}

// outcome answers what became of a verb. A link to be copied is shown in the
// answer itself: it must stand in no address and no cookie.
func (d *desk) outcome(w http.ResponseWriter, r *http.Request, c clerk, outcome portal.Outcome, said string) error {
	switch o := outcome.(type) {
	case portal.Done:
		if said == saidSent && !o.Mailed {
			return d.showOnce(w, r, c, o.URL)
		}
		at := linkURL(objectIn(r))
		if err := d.tell(w, r, at, said); err != nil {
			return err
		}
		return d.seeOther(w, r, at)
	case portal.Overtaken:
		return d.refuse(w, r, c, http.StatusConflict, "Somebody else was first. Nothing was changed by you: this page shows what they made.")
	case portal.NothingLive:
		return d.refuse(w, r, c, http.StatusConflict, "There is no live link to remind of. Send a new one.")
	case portal.NoAddress:
		return d.refuse(w, r, c, http.StatusConflict, "There is no address on file, so nothing was mailed and nothing was changed.")
	}
	return errors.New("unknown outcome of a verb")
}

func (d *desk) showOnce(w http.ResponseWriter, r *http.Request, c clerk, url string) error {
	p, err := d.detail(r, c)
	if err != nil {
		return err
	}
	return d.show(w, r, http.StatusOK, c, p, &views.AdminResult{
		Tone: views.ToneOK, Icon: views.IconCheck, Link: url,
		Text: "New link made at " + p.clock.time(p.State.IssuedAt) + ". It works until " + p.clock.day(unix(p.State.End)) + ".",
	})
}

// refuse shows the page as things stand, and why nothing was done.
func (d *desk) refuse(w http.ResponseWriter, r *http.Request, c clerk, status int, why string) error {
	p, err := d.detail(r, c)
	if err != nil {
		return err
	}
	return d.show(w, r, status, c, p, &views.AdminResult{Tone: views.ToneWarn, Icon: views.IconInfo, Text: why})
}
