package web

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

const (
	recentOnOverview = 8
	recentInList     = 100
	searchLimit      = 50
	maxQuery         = 200 // bytes; nothing that can be found is longer
)

func (d *desk) overview(w http.ResponseWriter, r *http.Request, c clerk) error {
	rows, err := d.recent(r, c, recentOnOverview)
	if err != nil {
		return err
	}
	trails, err := d.trails(r, c)
	if err != nil {
		return err
	}
	page := views.Overview{Frame: d.frame(c, "admin-overview", "Overview", views.PlaceOverview), Recent: rows}
	for _, account := range trails {
		page.Trails = append(page.Trails, views.Link{Label: trailName(account), URL: trailURL(account)})
	}
	visitOf(r).page = page.Frame.Page
	return d.render(w, r, http.StatusOK, views.OverviewPage(page))
}

func (d *desk) links(w http.ResponseWriter, r *http.Request, c clerk) error {
	rows, err := d.recent(r, c, recentInList)
	if err != nil {
		return err
	}
	page := views.Links{Frame: d.frame(c, "admin-links", "Links", views.PlaceLinks), Rows: rows}
	visitOf(r).page = page.Frame.Page
	return d.render(w, r, http.StatusOK, views.LinksPage(page))
}

func (d *desk) recent(r *http.Request, c clerk, limit int) ([]views.LinkRow, error) {
	recent, err := d.Portal.Recent(r.Context(), c.where(portal.MaySee), limit)
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
	_, path, query, _ := link.ParseTarget(q)
	if _, ok := link.ParsePath(path); ok {
		return true
	}
	return strings.Contains(query, "=")
}

func (d *desk) search(w http.ResponseWriter, r *http.Request, c clerk) error {
	q := strings.TrimSpace(r.FormValue("q"))
	if q == "" {
		return d.seeOther(w, r, "/admin")
	}
	if looksLikeLink(q) {
		return d.seeOther(w, r, "/admin/explain")
	}
	hits, err := d.lookUp(r, c, q)
	if err != nil {
		return err
	}
	if hit, ok := onlyPage(hits); ok {
		return d.seeOther(w, r, objectURL(objectOf(hit))+"#fix")
	}
	page := views.Search{Frame: d.frame(c, "admin-search", "Search", views.PlaceNone), Looks: looksLike(q), Groups: hitGroups(hits)}
	page.Frame.Query = q
	if len(hits) == 0 {
		page.Frame.Title = "Nothing found – Search"
		page.None = "Nothing found for “" + q + "”. Check the spelling, or paste the whole link from the customer’s email."
	}
	visitOf(r).page = page.Frame.Page
	return d.render(w, r, http.StatusOK, views.SearchPage(page))
}

// lookUp searches for a text as it was typed, and, where nothing is called
// that, for the reference that somebody may have meant by it.
func (d *desk) lookUp(r *http.Request, c clerk, q string) ([]portal.Hit, error) {
	seen := c.where(portal.MaySee)
	hits, err := d.Portal.Find(r.Context(), seen, q, searchLimit)
	if ref, ok := portal.ParseReference(q); ok && err == nil && len(hits) == 0 {
		return d.Portal.Find(r.Context(), seen, ref, searchLimit)
	}
	return hits, err
}

// looksLike names what a query seems to be.
func looksLike(q string) string {
	_, reference := portal.ParseReference(q)
	digits := strings.TrimLeft(q, "0123456789") == ""
	switch {
	case strings.Contains(q, "@"):
		return "an email address"
	case digits:
		return "a number"
	case reference:
		return "a reference"
	case len(q) > 1 && (q[0] == 'S' || q[0] == 's') && strings.TrimLeft(q[1:], "0123456789") == "":
		return "a subscription"
	}
	return ""
}

// objectOf is what the links to a hit open: of a customer, the payment methods.
func objectOf(h portal.Hit) portal.ObjectKey {
	k := portal.ObjectKey{Account: h.Key.Account, Kind: h.Kind, ID: h.Key.ID}
	if h.Kind == link.Methods {
		k.ID = "c" + k.ID
	}
	return k
}

// onlyPage is the one hit, if there is just one. A customer beside one other
// thing is whose it is, and is left out of the count.
func onlyPage(hits []portal.Hit) (only portal.Hit, ok bool) {
	if len(hits) == 1 {
		return hits[0], true
	}
	n := 0
	for _, h := range hits {
		if h.Kind != link.Methods {
			only, n = h, n+1
		}
	}
	return only, n == 1
}

// hitHeadings are the groups of hits in the order of the page.
var hitHeadings = []struct {
	kind    link.Kind
	heading string
}{
	{link.Approve, "Requests"}, {link.Invoice, "Invoices"}, {link.Confirmation, "Orders"}, {link.Quote, "Quotes"},
	{link.Payment, "Subscriptions"}, {link.Methods, "Customers"},
}

func hitGroups(hits []portal.Hit) []views.HitGroup {
	var groups []views.HitGroup
	for _, of := range hitHeadings {
		group := views.HitGroup{Heading: of.heading}
		for _, h := range hits {
			if h.Kind == of.kind {
				group.Hits = append(group.Hits, views.Hit{
					URL: objectURL(objectOf(h)), Title: h.Title, Subtitle: strings.TrimPrefix(h.Subtitle+", "+h.Key.Account, ", "), Reference: h.Reference,
				})
			}
		}
		if len(group.Hits) > 0 {
			groups = append(groups, group)
		}
	}
	return groups
}
