package web

import (
	"net/http"
	"net/url"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// happeningsOnPage is how many lines of a timeline a page shows.
const happeningsOnPage = 50

// linkHistory is what the pages about links have in common, whether those are of
// a request or of a document: what happened, and the links that were made.
type linkHistory struct {
	object     portal.ObjectKey
	happenings []portal.Happening
	older      portal.Cursor // zero: there is no more
	paged      bool          // this is not the first page
	made       []portal.LinkMade
	clock      clock
	now        time.Time
	names      map[portal.Actor]string
	note       views.NoteForm // as it was typed, and what was wrong with it
}

// aboutIn is the object whose links an address is about; a request has no kind
// in its address.
func aboutIn(r *http.Request) portal.ObjectKey {
	if r.PathValue("kind") == "" {
		return requestObject(keyIn(r))
	}
	return objectIn(r)
}

// historyOf reads the page of the timeline that the address asks for.
func (d *desk) historyOf(r *http.Request, k portal.ObjectKey, c clock, names map[portal.Actor]string) (linkHistory, error) {
	h := linkHistory{object: k, clock: c, now: d.Portal.Now(), names: names}
	before := cursorOf(r.URL.Query().Get("before"))
	h.paged = before != portal.Cursor{}
	var err error
	if h.happenings, h.older, err = d.Portal.Happenings(r.Context(), k, before, happeningsOnPage); err != nil {
		return linkHistory{}, err
	}
	h.made, err = d.Portal.LinksMade(r.Context(), k)
	return h, err
}

// story is the timeline, with the form for whoever may add to it.
func (h linkHistory) story(c clerk) views.Story {
	at := objectURL(h.object)
	s := views.Story{}
	for _, one := range h.happenings {
		item := h.item(one)
		if n, ok := one.Fact.(portal.NoteFact); ok && h.removes(c, n.Note) {
			item.Remove = &views.PostButton{URL: at + "/notes/" + n.Note.ID + "/remove", Label: "Remove note"}
		}
		item.At = h.clock.moment(one.At)
		s.Items = append(s.Items, item)
	}
	if h.paged {
		s.Newer = at + "#timeline"
	}
	if h.older != (portal.Cursor{}) {
		s.Older = at + "?before=" + url.QueryEscape(cursorText(h.older)) + "#timeline"
	}
	if c.may(h.object.Account, portal.MayAct) {
		form := h.note
		form.URL = at + "/notes#timeline"
		s.Add = &form
	}
	return s
}

// removes reports whether a clerk may take a note away.
func (h linkHistory) removes(c clerk, n portal.DeskNote) bool {
	return c.may(h.object.Account, portal.MayAct) && (n.Author == c.actor() || c.may(h.object.Account, portal.MayManage))
}

// asks are what a clerk may look at or take besides the page itself: both tell
// more of the customer than the page does.
func (h linkHistory) asks(c clerk) []views.PostButton {
	if !c.may(h.object.Account, portal.MayAct) {
		return nil
	}
	at := objectURL(h.object)
	view := views.PostButton{URL: at + "/view", Label: "View as customer", Icon: views.IconEye}
	if _, ok := portal.InForce(h.made); !ok {
		view.Hidden = []views.Hidden{{Name: "as", Value: "new"}}
	}
	return []views.PostButton{view, {URL: at + "/bundle", Label: "Support bundle", Icon: views.IconCopy}}
}
