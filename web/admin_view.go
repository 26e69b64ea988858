package web

import (
	"bytes"
	"context"
	"errors"
	"net/http"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// viewAsCustomer draws the page of an object's link as its customer sees it now,
// or would see it with a new link. It is asked for by a form, because that
// somebody looked stands in the audit trail.
func (d *desk) viewAsCustomer(w http.ResponseWriter, r *http.Request, c clerk) error {
	k, fresh := aboutIn(r), r.PostForm.Get("as") == "new"
	seen, err := d.Portal.AsCustomer(r.Context(), c.actor(), k, fresh)
	switch {
	case errors.Is(err, portal.ErrNoLink):
		return d.showAbout(w, r, http.StatusConflict, c, views.NoteForm{}, "There is no link whose page could be shown: none was made here, or none can be made any more.")
	case errors.Is(err, link.ErrNoActiveKey):
		return d.showAbout(w, r, http.StatusConflict, c, views.NoteForm{}, "The account has no active key to sign with, so no page can be drawn. An owner can make one: latchkey key rotate.")
	case err != nil:
		return err
	}
	drawn, err := d.drawn(r, seen)
	if err != nil {
		return err
	}
	bar := views.Preview{Page: "This is what the customer sees now.", Back: views.Link{Label: "Back to the link", URL: objectURL(k)}}
	if fresh {
		bar.Page = "This is what the customer would see with a new link. None was made."
	} else {
		bar.More = &views.PostButton{URL: objectURL(k) + "/view", Hidden: []views.Hidden{{Name: "as", Value: "new"}}, Label: "As it would be with a new link"}
	}
	var top bytes.Buffer
	if err := views.PreviewBar(bar).Render(r.Context(), &top); err != nil {
		return err
	}
	page, err := inert(drawn.body.Bytes(), top.Bytes())
	if err != nil {
		return err
	}
	visitOf(r).page = "admin-view"
	w.Header().Set("Content-Type", htmlType)
	_, _ = w.Write(page) // a failed write means that the reader has gone away
	return nil
}

// drawnPage is an answer that goes to nobody.
type drawnPage struct {
	header http.Header
	body   bytes.Buffer
}

func (p *drawnPage) Header() http.Header         { return p.header }
func (p *drawnPage) WriteHeader(int)             {}
func (p *drawnPage) Write(b []byte) (int, error) { return p.body.Write(b) }

// drawn runs the customer's own handlers on a request that nobody sent: a GET,
// which changes nothing, without the desk's cookies and outside of what notes
// visits and counts tries.
func (d *desk) drawn(r *http.Request, seen portal.AsCustomer) (*drawnPage, error) {
	path := "/" + seen.Path.Account + "/" + string(seen.Path.Kind) + "/" + seen.Path.ID
	v := &visit{path: path, query: seen.Query, address: visitOf(r).address}
	ctx := context.WithValue(r.Context(), visitKey{}, v)
	get, err := http.NewRequestWithContext(ctx, http.MethodGet, path, nil)
	if err != nil {
		return nil, err
	}
	page := &drawnPage{header: http.Header{}}
	if seen.Admission.Standing == portal.Good {
		return page, d.open(page, get, seen.Path, seen.Admission)
	}
	if seen.Admission.Standing == portal.Tampered {
		return page, d.answer(page, get, tampered())
	}
	return page, d.turnAway(page, get, seen.Path, seen.Admission)
}
