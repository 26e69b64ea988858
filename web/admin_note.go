package web

import (
	"errors"
	"net/http"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// storyRooms are what can be done on the page about links besides the verbs, the
// same for requests and for all else.
func (d *desk) storyRooms() []adminRoute {
	var rooms []adminRoute
	for _, about := range []struct {
		at   string
		keep func(room) room
	}{
		{"/admin/links/{account}/{kind}/{id}", d.ofDocuments},
		{"/admin/requests/{account}/{id}", func(h room) room { return h }},
	} {
		rooms = append(rooms,
			adminRoute{pattern: "POST " + about.at + "/notes", need: portal.MayAct, room: about.keep(d.addNote)},
			adminRoute{pattern: "POST " + about.at + "/notes/{note}/remove", need: portal.MayAct, room: about.keep(d.removeNote)},
			adminRoute{pattern: "POST " + about.at + "/view", need: portal.MayAct, room: about.keep(d.viewAsCustomer)},
			adminRoute{pattern: "POST " + about.at + "/bundle", need: portal.MayAct, room: about.keep(d.bundle)},
		)
	}
	return rooms
}

// What notes leave to be said.
const (
	saidNoted   = "noted"
	saidRemoved = "removed"
)

// notesSaid is what became of a note; nil: nothing did.
func notesSaid(said string) *views.AdminResult {
	text := map[string]string{saidNoted: "Note added.", saidRemoved: "Note removed. That it was there stays in the audit trail."}[said]
	if text == "" {
		return nil
	}
	return done(text)
}

func (d *desk) addNote(w http.ResponseWriter, r *http.Request, c clerk) error {
	text := r.PostForm.Get("note")
	_, err := d.Portal.AddNote(r.Context(), c.actor(), aboutIn(r), text)
	if errors.Is(err, portal.ErrNoteText) {
		form := views.NoteForm{Text: text, Error: "Write 1 to 2,000 characters of plain text"}
		return d.showAbout(w, r, http.StatusUnprocessableEntity, c, form, "The note was not added.")
	}
	if err != nil {
		return err
	}
	return d.toAbout(w, r, saidNoted)
}

func (d *desk) removeNote(w http.ResponseWriter, r *http.Request, c clerk) error {
	err := d.Portal.RemoveNote(r.Context(), c.admin, aboutIn(r), r.PathValue("note"))
	if errors.Is(err, portal.ErrNotAuthor) {
		return d.showAbout(w, r, http.StatusForbidden, c, views.NoteForm{}, "A note is removed by its author or by an owner. Nothing was changed.")
	}
	if err != nil {
		return err
	}
	return d.toAbout(w, r, saidRemoved)
}

// toAbout leads back to the page about an object's links.
func (d *desk) toAbout(w http.ResponseWriter, r *http.Request, said string) error {
	at := objectURL(aboutIn(r))
	if err := d.tell(w, r, at, said); err != nil {
		return err
	}
	return d.seeOther(w, r, at)
}

// showAbout shows the page about an object's links, and why nothing was done.
func (d *desk) showAbout(w http.ResponseWriter, r *http.Request, status int, c clerk, note views.NoteForm, why string) error {
	result := &views.AdminResult{Tone: views.ToneWarn, Icon: views.IconInfo, Text: why}
	if r.PathValue("kind") == "" {
		p, err := d.requestDetail(r.Context(), keyIn(r))
		if err != nil {
			return err
		}
		p.note = note
		return d.showRequest(w, r, status, c, p, result)
	}
	p, err := d.detail(r, c)
	if err != nil {
		return err
	}
	p.note = note
	return d.show(w, r, status, c, p, result)
}
