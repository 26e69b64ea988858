package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// linksOnPage is how many links a page of the list shows, and linksCounted up to
// where the links, or requests, of a tab are counted.
const (
	linksOnPage  = 25
	linksCounted = 1000
)

// linkTab is one cut of the list of links.
type linkTab struct {
	cut     portal.LinkCut
	label   string
	counted bool
	empty   string
}

var linkTabs = []linkTab{
	{portal.LinksAll, "All", true, "No link was issued here yet. Search for an invoice or an order, and send its first one."},
	{portal.LinksWorking, "Works", true, "No link works now."},
	{portal.LinksEnding, "Ending soon", true, "No link ends within two days."},
	{portal.LinksUnopened, "Not opened", false, "Every link that works was opened, or may have been."},
	{portal.LinksExpired, "Expired", true, "No link has expired."},
	{portal.LinksRevoked, "Withdrawn", true, "No link was turned off."},
}

// issuers are who links can be narrowed by.
var issuers = []views.Option{
	{Label: "Anybody"}, {Value: "admin:", Label: "People at the desk"}, {Value: "me", Label: "Me"}, {Value: string(portal.ByCustomer), Label: "Customers themselves"},
	{Value: "key:", Label: "Systems, by the API"}, {Value: string(portal.ByCommand), Label: "The command line"},
}

// linkKinds are the kinds that links can be narrowed by, in order.
var linkKinds = []link.Kind{
	link.Invoice, link.Confirmation, link.Quote, link.Payment, link.Upgrade, link.Renewal, link.Methods, link.Redo,
}

// linkVerbs are what may be done with many links at once.
var linkVerbs = []views.Choice{
	{Value: "reissue", Label: "Send new links …"}, {Value: "remind", Label: "Send reminders …"}, {Value: "revoke", Label: "Revoke …"},
}

// linkCut is what an address asks the list for.
type linkCut struct {
	tab                             linkTab
	account, kind, by, since, until string
}

func linkCutOf(v url.Values) linkCut {
	at := slices.IndexFunc(linkTabs, func(t linkTab) bool { return string(t.cut) == v.Get("state") })
	return linkCut{linkTabs[max(at, 0)], v.Get("account"), v.Get("kind"), v.Get("by"), v.Get("since"), v.Get("until")}
}

// url is the list with this cut, from a cursor on.
func (c linkCut) url(after string) string {
	v := url.Values{}
	for name, value := range map[string]string{
		"state": string(c.tab.cut), "account": c.account, "kind": c.kind, "by": c.by, "since": c.since, "until": c.until, "after": after,
	} {
		if value != "" {
			v.Set(name, value)
		}
	}
	if len(v) == 0 {
		return "/admin/links"
	}
	return "/admin/links?" + v.Encode()
}

// narrowed reports whether something besides the tab and the account narrows it.
func (c linkCut) narrowed() bool { return c.kind != "" || c.by != "" || c.since != "" || c.until != "" }

// filter is the cut for the domain; ok is false where a day is none. Days are
// those of UTC: a list spans accounts.
func (c linkCut) filter(who clerk, now time.Time) (f portal.LinkFilter, ok bool) {
	f = portal.LinkFilter{
		Accounts: who.where(portal.MaySee).Only(c.account), Cut: c.tab.cut, Kind: link.Kind(c.kind), By: c.by,
		Ending: now.Add(endingSoon).Unix(),
	}
	if c.by == "me" {
		f.By = string(who.actor())
	}
	ok = true
	if c.since != "" {
		day, err := time.Parse(time.DateOnly, c.since)
		f.Since, ok = day, err == nil
	}
	if c.until != "" {
		day, err := time.Parse(time.DateOnly, c.until)
		f.Until, ok = day.AddDate(0, 0, 1), ok && err == nil
	}
	return f, ok
}

func (d *desk) links(w http.ResponseWriter, r *http.Request, c clerk) error {
	cut := linkCutOf(r.URL.Query())
	f, ok := cut.filter(c, d.Portal.Now())
	page := views.Links{Frame: d.frame(c, "admin-links", cut.tab.label+" – Links", views.PlaceLinks), Empty: cut.tab.empty}
	status := http.StatusOK
	if !ok {
		status, f.Accounts, page.Empty = http.StatusUnprocessableEntity, portal.OnlyAccounts(), "Nothing is listed."
	}
	f.Before, f.Limit = cursorOf(r.URL.Query().Get("after")), linksOnPage+1
	list, err := d.Portal.LinkList(r.Context(), f)
	if err != nil {
		return err
	}
	if len(list) > linksOnPage {
		list = list[:linksOnPage]
		page.Next = cut.url(cursorText(list[linksOnPage-1].State.Cursor(cut.tab.cut)))
	}
	if page.Filter, err = d.linkFilter(r, c, cut, ok); err != nil {
		return err
	}
	if page.Tabs, err = d.linkTabs(r, c, cut); err != nil {
		return err
	}
	clocks, err := d.clocks(r)
	if err != nil {
		return err
	}
	for _, l := range list {
		page.Rows = append(page.Rows, linkListRow(l, clocks[l.State.Account], d.Portal.Now(), c))
	}
	if !c.where(portal.MayAct).None() {
		page.Job, page.Verbs = "/admin/jobs/new", linkVerbs
	}
	visitOf(r).page = page.Frame.Page
	return d.render(w, r, status, views.LinksPage(page))
}

// linkTabs counts the tabs, where that is not made slow by what narrows them.
func (d *desk) linkTabs(r *http.Request, c clerk, cut linkCut) ([]views.Tab, error) {
	var tabs []views.Tab
	for _, t := range linkTabs {
		there := cut
		there.tab = t
		tab := views.Tab{Label: t.label, URL: there.url(""), Here: t.cut == cut.tab.cut}
		if f, ok := there.filter(c, d.Portal.Now()); ok && t.counted && !cut.narrowed() {
			n, err := d.Portal.CountLinks(r.Context(), f, linksCounted+1)
			if err != nil {
				return nil, err
			}
			tab.Count = countUpTo(n)
		}
		tabs = append(tabs, tab)
	}
	return tabs, nil
}

// countUpTo is a number of which no more than linksCounted was counted.
func countUpTo(n int) string {
	if n > linksCounted {
		return "1,000+"
	}
	return strconv.Itoa(n)
}

func (d *desk) linkFilter(r *http.Request, c clerk, cut linkCut, ok bool) (views.LinkFilter, error) {
	f := views.LinkFilter{State: string(cut.tab.cut), Since: cut.since, Until: cut.until, Open: cut.narrowed() || cut.account != ""}
	if !ok {
		f.Error = "A day is written like 2026-11-20"
	}
	accounts, err := d.Portal.Accounts(r.Context())
	if err != nil {
		return f, err
	}
	accounts = slices.DeleteFunc(accounts, func(a portal.Account) bool { return !c.may(a.Slug, portal.MaySee) })
	if len(accounts) > 1 {
		f.Accounts = []views.Option{{Label: "All", Chosen: cut.account == ""}}
		for _, a := range accounts {
			f.Accounts = append(f.Accounts, views.Option{Value: a.Slug, Label: a.Name, Chosen: a.Slug == cut.account})
		}
	}
	f.Kinds = []views.Option{{Label: "All", Chosen: cut.kind == ""}}
	for _, k := range linkKinds {
		f.Kinds = append(f.Kinds, views.Option{Value: string(k), Label: linkNames[k], Chosen: string(k) == cut.kind})
	}
	for _, by := range issuers {
		by.Chosen = by.Value == cut.by
		f.By = append(f.By, by)
	}
	return f, nil
}

func linkListRow(l portal.ListedLink, at clock, now time.Time, c clerk) views.LinkListRow {
	k := l.State.ObjectKey
	row := views.LinkListRow{LinkRow: linkRow(l, at, now), Kind: linkNames[k.Kind],
		ID: fmt.Sprintf("%s/%s/%s:%d", k.Account, k.Kind, k.ID, l.State.Generation)}
	if l.State.Start > 0 {
		row.Full = at.full(unix(l.State.End))
	}
	if l.State.Live(now.Unix()) {
		row.Window = leftSaid(unix(l.State.End), at, now)
	}
	if l.Last != nil {
		row.Last, row.Touched = entryItem(*l.Last, at, nil).Fact, at.moment(l.Last.At)
	}
	if c.may(k.Account, portal.MayAct) {
		row.Acts = []views.Link{{Label: "New link", URL: row.URL + "#fix"}, {Label: "Copy", URL: row.URL + "?by=copy#fix"}}
	}
	return row
}
