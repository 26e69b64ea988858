package views

import (
	"slices"

	"github.com/a-h/templ"

	"github.com/latchkey-portal/latchkey/static"
)

// AdminFrame is what every admin page has around its own content. Admin pages
// are in English; their fixed words and addresses stand in the components.
type AdminFrame struct {
	Page   string       // the page's name for outside checks: "admin-link", …
	Title  string       // outcome first, then the room: "7F3Q-2M9D, expired – Links"
	Mode   string       // the banner of a copy that is not in production; empty: none
	Place  AdminPlace   // the room of the rail that the page belongs to
	Query  string       // what stands in the search box; never a link
	Who    string       // who is signed in; empty: nobody, and the page has no rail
	Closed []AdminPlace // rooms that the rail leaves out: they may not enter them
	Keys   bool         // single keys move about
	Result *AdminResult
	// Stylesheet is another than that of all admin pages; empty: that.
	Stylesheet string
}

// AdminPlace is a room of the admin pages, as the rail names it.
type AdminPlace string

// The rooms.
const (
	PlaceNone      AdminPlace = ""
	PlaceOverview  AdminPlace = "Overview"
	PlaceRequests  AdminPlace = "Requests"
	PlaceJobs      AdminPlace = "Jobs"
	PlaceDecisions AdminPlace = "Decisions"
	PlaceLinks     AdminPlace = "Links"
	PlaceExplain   AdminPlace = "Explain a link"
	PlaceMail      AdminPlace = "Mail"
	PlaceWebhooks  AdminPlace = "Webhooks"
	PlacePartners  AdminPlace = "Partners"
	PlaceImports   AdminPlace = "Imports"
	PlaceSettings  AdminPlace = "Settings"
	PlaceKeys      AdminPlace = "API keys"
	PlaceSeeds     AdminPlace = "Link keys"
	PlaceProposals AdminPlace = "Second owner"
	PlaceAudit     AdminPlace = "Audit trail"
	PlacePeople    AdminPlace = "People"
	PlaceMe        AdminPlace = "Your account" // not in the rail: behind the address of who is signed in
)

// AdminResult says on the next page what became of an action.
type AdminResult struct {
	Tone Tone
	Icon Icon
	Text string
	Link string // a link shown this once, to be copied; empty: none
	// Secret is another value shown this once; nil: none.
	Secret *Secret
}

// Moment is a point in time: short to read, exact behind it.
type Moment struct {
	Text    string // "20 Nov 16:17"
	Machine string // RFC 3339 with offset
	Full    string // "Friday 20 November 2026 at 16:17 (Copenhagen time), 15:17 UTC"
}

// AdminNotice is an admin page that only says something: not found, not
// allowed, our fault.
type AdminNotice struct {
	Frame   AdminFrame
	Heading string
	Lead    []string
	Way     *Link // the way on
}

// Keyboard is the page about the keys that move about the desk.
type Keyboard struct {
	Frame AdminFrame
	Keys  []KeyHelp
	On    bool
}

// KeyHelp is what one key does.
type KeyHelp struct {
	Keys []string // pressed one after the other
	Does string
}

// AdminFact is one row of the details of something.
type AdminFact struct {
	Name  string
	Value string
	Code  bool   // fixed-width, always left to right
	URL   string // the value leads there; empty: nowhere
}

// AdminRoom is one line of the rail.
type AdminRoom struct {
	Place  AdminPlace
	URL    string
	Begins bool // it is the first of a group
}

// AdminRail is every room in the order of the rail.
func AdminRail() []AdminRoom { return slices.Clone(rooms) }

// open are the rooms that the rail of a page shows.
func (f AdminFrame) open() []AdminRoom {
	return slices.DeleteFunc(AdminRail(), func(r AdminRoom) bool { return slices.Contains(f.Closed, r.Place) })
}

// rooms are in three groups: customers and their links, what goes out and comes
// in, and what is set.
var rooms = []AdminRoom{
	{Place: PlaceOverview, URL: "/admin"},
	{Place: PlaceRequests, URL: "/admin/requests"},
	{Place: PlaceDecisions, URL: "/admin/decisions"},
	{Place: PlaceLinks, URL: "/admin/links"},
	{Place: PlaceExplain, URL: "/admin/explain"},
	{Place: PlaceJobs, URL: "/admin/jobs"},
	{Place: PlaceMail, URL: "/admin/mail", Begins: true},
	{Place: PlaceWebhooks, URL: "/admin/webhooks"},
	{Place: PlaceImports, URL: "/admin/imports"},
	{Place: PlacePartners, URL: "/admin/partners", Begins: true},
	{Place: PlaceKeys, URL: "/admin/keys"},
	{Place: PlaceSeeds, URL: "/admin/seeds"},
	{Place: PlaceProposals, URL: "/admin/proposals"},
	{Place: PlacePeople, URL: "/admin/people"},
	{Place: PlaceSettings, URL: "/admin/settings"},
	{Place: PlaceAudit, URL: "/admin/audit"},
}

// marks says to the script of the desk whether single keys work.
func (f AdminFrame) marks() templ.Attributes {
	switch {
	case f.Who == "":
		return nil
	case f.Keys:
		return templ.Attributes{"data-keys": "on"}
	}
	return templ.Attributes{"data-keys": "off"}
}

// document is the frame as the head of any page knows it.
func (f AdminFrame) document() Frame {
	doc := Frame{Page: f.Page, Title: f.Title, Brand: Brand{Name: "Latchkey"}, Stylesheet: f.Stylesheet}
	if doc.Stylesheet == "" {
		doc.Stylesheet = static.URL("admin.css")
	}
	if f.Who != "" {
		doc.Script = static.URL("desk.js")
	}
	return doc
}
