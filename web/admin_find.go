package web

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/views"
)

const (
	recentOnOverview = 8
	recentInList     = 100
	maxQuery         = 200 // bytes; nothing that can be found is longer
)

func (d *desk) overview(w http.ResponseWriter, r *http.Request, c clerk) error {
	rows, err := d.recent(r, recentOnOverview)
	if err != nil {
		return err
	}
	trails, err := d.Portal.Trails(r.Context())
	if err != nil {
		return err
	}
	page := views.Overview{Frame: d.frame(c, "admin-overview", "Overview", views.PlaceOverview), Recent: rows}
	for _, account := range trails {
		page.Trails = append(page.Trails, views.Link{Label: trailName(account), URL: trailURL(account, 0)})
	}
	visitOf(r).page = page.Frame.Page
	return d.render(w, r, http.StatusOK, views.OverviewPage(page))
}

func (d *desk) links(w http.ResponseWriter, r *http.Request, c clerk) error {
	rows, err := d.recent(r, recentInList)
	if err != nil {
		return err
	}
	page := views.Links{Frame: d.frame(c, "admin-links", "Links", views.PlaceLinks), Rows: rows}
	visitOf(r).page = page.Frame.Page
	return d.render(w, r, http.StatusOK, views.LinksPage(page))
}

func (d *desk) recent(r *http.Request, limit int) ([]views.LinkRow, error) {
	recent, err := d.Portal.Recent(r.Context(), limit)
	if err != nil {
		return nil, err
	}
	clocks, err := d.clocks(r)
	if err != nil {
		return nil, err
	}
	rows := make([]views.LinkRow, 0, len(recent))
	for _, l := range recent {
		rows = append(rows, linkRow(l, clocks[l.State.Account], d.Portal.Now()))
	}
	return rows, nil
}

// find takes whatever was put into the search box. A link is explained at
// once: it came in the body and goes into no address. All else is a search,
// whose address may be passed on.
func (d *desk) find(w http.ResponseWriter, r *http.Request, c clerk) error {
	q := strings.TrimSpace(r.PostForm.Get("q"))
	if q == "" {
		return d.seeOther(w, r, "/admin")
	}
	if looksLikeLink(q) {
		return d.explained(w, r, c, q)
	}
	if len(q) > maxQuery {
		q = strings.ToValidUTF8(q[:maxQuery], "")
	}
	return d.seeOther(w, r, "/admin/search?q="+url.QueryEscape(q))
}

// looksLikeLink reports whether a text is an address rather than something to
// search for. An invoice number may well have slashes in it.
func looksLikeLink(q string) bool {
	if strings.Contains(q, "://") {
		return true
	}
	pasted := link.ReadPasted(q)
	if _, ok := link.ParsePath(pasted.Path); ok {
		return true
	}
	return strings.Contains(pasted.Query, "=")
}
