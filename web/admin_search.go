package web

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

const (
	hitsOfSort = 5  // of each sort, where there are several
	hitsOfOne  = 50 // where one sort was asked for
)

// search shows what the box found, or goes to the one page that was meant.
func (d *desk) search(w http.ResponseWriter, r *http.Request, c clerk) error {
	q := strings.TrimSpace(r.FormValue("q"))
	if q == "" {
		return d.seeOther(w, r, "/admin")
	}
	if looksLikeLink(q) {
		return d.seeOther(w, r, "/admin/explain")
	}
	query := portal.SearchQuery{Text: q, Accounts: c.where(portal.MaySee), Sort: sortIn(r), Limit: hitsOfSort}
	if query.Sort != "" {
		query.Limit = hitsOfOne
	}
	found, err := d.Portal.Find(r.Context(), query)
	if err != nil {
		return err
	}
	if found.Only != nil && query.Sort == "" {
		return d.seeOther(w, r, hitURL(*found.Only)+"#fix")
	}
	page := views.Search{
		Frame: d.frame(c, "admin-search", "Search", views.PlaceNone),
		Looks: looksLike(q), Groups: hitGroups(found, query),
	}
	page.Frame.Query = q
	if len(found.Hits) == 0 {
		page.Frame.Title = "Nothing found – Search"
		page.None = "Nothing found for ‘" + q + "’. Check the spelling, or paste the whole link from the customer’s email."
	}
	visitOf(r).page = page.Frame.Page
	return d.render(w, r, http.StatusOK, views.SearchPage(page))
}

// sortIn is the one sort that an address asks for; empty: all.
func sortIn(r *http.Request) portal.Sort {
	asked := portal.Sort(r.FormValue("sort"))
	if slices.ContainsFunc(hitHeadings, func(h hitHeading) bool { return h.sort == asked }) {
		return asked
	}
	return ""
}

// hitHeading is a group of hits.
type hitHeading struct {
	sort    portal.Sort
	heading string
}

// hitHeadings are the groups of hits in the order of the page.
var hitHeadings = []hitHeading{
	{portal.SortRequest, "Requests"}, {portal.SortCustomer, "Customers"}, {portal.SortInvoice, "Invoices"},
	{portal.SortOrder, "Orders"}, {portal.SortSubscription, "Subscriptions"}, {portal.SortQuote, "Quotes"},
	{portal.SortDelivery, "Deliveries"}, {portal.SortMail, "Mails"},
}

// hitGroups are the hits by sort, each group with the way to its rest.
func hitGroups(found portal.Found, query portal.SearchQuery) []views.HitGroup {
	var groups []views.HitGroup
	for _, of := range hitHeadings {
		group := views.HitGroup{Heading: of.heading}
		for _, h := range found.Hits {
			if h.Sort == of.sort {
				group.Hits = append(group.Hits, hitRow(h))
			}
		}
		switch {
		case !slices.Contains(found.More, of.sort):
		case query.Sort == "":
			group.All = &views.Link{Label: "View all " + strings.ToLower(of.heading), URL: searchURL(query.Text, of.sort)}
		default:
			group.Cut = "There are more. Type more of the name or the number to see fewer."
		}
		if len(group.Hits) > 0 {
			groups = append(groups, group)
		}
	}
	return groups
}

// searchURL is the address of a search, and of the hits of one sort.
func searchURL(q string, sort portal.Sort) string {
	values := url.Values{"q": {q}}
	if sort != "" {
		values.Set("sort", string(sort))
	}
	return "/admin/search?" + values.Encode()
}

func hitRow(h portal.Hit) views.Hit {
	title := h.Title
	switch h.Sort {
	case portal.SortMail:
		title = "Mail: " + templateSaid(h.Title)
	case portal.SortDelivery:
		title = "Delivery of " + h.Title
	}
	reference := h.Reference
	if h.Kind == "" {
		reference = h.Key.ID
	}
	subtitle := strings.TrimPrefix(h.Subtitle+", "+h.Key.Account, ", ")
	if h.Match == portal.MatchSpelling {
		subtitle += ", spelt differently"
	}
	return views.Hit{URL: hitURL(h), Title: title, Subtitle: subtitle, Reference: reference}
}

// hitURL is the page about a hit: of what links open, the page about its links.
func hitURL(h portal.Hit) string {
	switch h.Sort {
	case portal.SortMail:
		return mailURL(h.Key.ID)
	case portal.SortDelivery:
		return deliveryURL(portal.HookDelivery{Account: h.Key.Account, Endpoint: h.Endpoint, ID: h.Key.ID})
	case portal.SortCustomer:
		return customerURL(h.Key)
	}
	return objectURL(h.Object())
}

// looks are what a question may look like, in the order in which it is tried.
var looks = []struct {
	form *regexp.Regexp
	name string
}{
	{regexp.MustCompile(`^[^@\s]+@[^@\s]*$`), "an email address"},
	{regexp.MustCompile(`^[Ss][0-9]+$`), "a subscription"},
	{regexp.MustCompile(`^[0-9]+$`), "a number"},
	{regexp.MustCompile(`^(?i)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`), "a tenant id"},
	{regexp.MustCompile(`^msg_`), "a mail’s id"},
	{regexp.MustCompile(`^dlv_`), "a delivery’s id"},
	{regexp.MustCompile(`^lr_`), "a request’s id"},
	{regexp.MustCompile(`^\S*[0-9]`), "a number"},
	{regexp.MustCompile(`^\p{L}`), "a name"},
}

// looksLike names what a question seems to be. Eight digits may be a reference
// too, but are a number more often.
func looksLike(q string) string {
	_, reference := portal.ParseReference(q)
	if reference && strings.ContainsFunc(q, unicode.IsLetter) && strings.ContainsFunc(q, unicode.IsDigit) {
		return "a reference"
	}
	for _, l := range looks {
		if l.form.MatchString(q) {
			return l.name
		}
	}
	return ""
}
