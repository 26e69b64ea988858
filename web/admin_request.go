package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// requestsOnPage is how many requests a list shows. The ticked ones go into an
// address, which must stay below maxTarget.
const requestsOnPage = 25

// endingSoon is how near its end a request is listed as ending.
const endingSoon = 48 * time.Hour

// requestURL is the page about a link request.
func requestURL(k portal.Key) string { return "/admin/requests/" + k.Account + "/" + k.ID }

// keyIn is the thing of an account that an address names.
func keyIn(r *http.Request) portal.Key {
	return portal.Key{Account: r.PathValue("account"), ID: r.PathValue("id")}
}

// requestTab is one cut of the list of requests.
type requestTab struct {
	value, label string
	count        string // its name among the counts; empty: not counted
	narrow       func(f *portal.RequestFilter)
	empty        string
}

func statusTab(status portal.RequestStatus, label, empty string) requestTab {
	return requestTab{string(status), label, string(status), func(f *portal.RequestFilter) { f.Status = status }, empty}
}

var requestTabs = []requestTab{
	{"", "All", "", func(*portal.RequestFilter) {}, "There is no request yet. A partner makes one with POST /clients, when the customer has an account already."},
	{"waiting", "Waiting", "pending", func(f *portal.RequestFilter) { f.Live = true }, "No request is waiting. A partner makes one with POST /clients, when the customer has an account already."},
	{"ending", "Ending soon", "", func(f *portal.RequestFilter) { f.Ending = f.Now + int64(endingSoon/time.Second) }, "No request ends within two days."},
	statusTab(portal.RequestExpired, "Expired", "No request has expired without a decision."),
	statusTab(portal.Approved, "Approved", "Nothing was approved yet."),
	statusTab(portal.Declined, "Declined", "Nothing was declined."),
	statusTab(portal.RequestWithdrawn, "Withdrawn", "Nothing was withdrawn."),
	statusTab(portal.Blocked, "Blocked", "No customer was connected elsewhere meanwhile."),
}

// requestCut is what an address asks the list for.
type requestCut struct {
	tab     requestTab
	partner string // "account/partner"; empty: all
	account string // empty: all
}

func cutOf(values url.Values) requestCut {
	at := slices.IndexFunc(requestTabs, func(t requestTab) bool { return t.value == values.Get("state") })
	return requestCut{requestTabs[max(at, 0)], values.Get("partner"), values.Get("account")}
}

func (c requestCut) filter(now time.Time) portal.RequestFilter {
	f := portal.RequestFilter{Now: now.Unix()}
	f.Account, f.Partner, _ = strings.Cut(c.partner, "/")
	c.tab.narrow(&f)
	return f
}

// url is the list with this cut and more names and values.
func (c requestCut) url(more ...string) string {
	pairs := append([]string{"state", c.tab.value, "partner", c.partner, "account", c.account}, more...)
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			v.Set(pairs[i], pairs[i+1])
		}
	}
	if len(v) == 0 {
		return "/admin/requests"
	}
	return "/admin/requests?" + v.Encode()
}

// cursorText writes where a page of a list ended, for its address.
func cursorText(c portal.Cursor) string { return strconv.FormatInt(c.At.UnixMicro(), 10) + "~" + c.ID }

// cursorOf reads it; what cannot be read is the first page.
func cursorOf(text string) portal.Cursor {
	micros, id, _ := strings.Cut(text, "~")
	at, err := strconv.ParseInt(micros, 10, 64)
	if err != nil || id == "" {
		return portal.Cursor{}
	}
	return portal.Cursor{At: time.UnixMicro(at), ID: id}
}

func (d *desk) requests(w http.ResponseWriter, r *http.Request, c clerk) error {
	cut := cutOf(r.URL.Query())
	f := cut.filter(d.Portal.Now())
	f.Accounts = c.where(portal.MaySee).Only(cut.account)
	f.Before, f.Limit = cursorOf(r.URL.Query().Get("after")), requestsOnPage+1
	list, err := d.Portal.Requests(r.Context(), f)
	if err != nil {
		return err
	}
	page := views.Requests{
		Frame: d.frame(c, "admin-requests", cut.tab.label+" – Requests", views.PlaceRequests),
		State: cut.tab.value, Empty: cut.tab.empty,
	}
	if len(list) > requestsOnPage {
		list = list[:requestsOnPage]
		last := list[requestsOnPage-1]
		page.Next = cut.url("after", cursorText(portal.Cursor{At: last.UpdatedAt, ID: last.ID}))
	}
	partners, err := d.partnersByKey(r, c)
	if err != nil {
		return err
	}
	if page.Tabs, err = d.requestTabs(r, c, cut); err != nil {
		return err
	}
	page.Partners = partnerOptions(partners, cut.partner)
	if page.Accounts, err = d.accountChoice(r, c, cut.account); err != nil {
		return err
	}
	if page.Rows, err = d.requestRows(r, list, partners); err != nil {
		return err
	}
	if err := d.putLast(r, c, list, page.Rows); err != nil {
		return err
	}
	if !c.where(portal.MayAct).None() && len(page.Rows) > 0 {
		d.offerBulk(r, cut, &page)
	}
	visitOf(r).page = page.Frame.Page
	return d.render(w, r, http.StatusOK, views.RequestsPage(page))
}

// offerBulk puts on the page what may be done with many rows.
func (d *desk) offerBulk(r *http.Request, cut requestCut, page *views.Requests) {
	page.Bulk = []views.BulkAction{
		{Label: "Send new links …", URL: "/admin/requests/reissue"}, {Label: "Send reminders …", URL: "/admin/requests/remind"},
		{Label: "Withdraw …", URL: "/admin/requests/revoke"},
	}
	if page.Next != "" && cut.tab.value != "" {
		page.Every = &views.Link{Label: "Send new links to all of them …", URL: strings.Replace(cut.url(), "/admin/requests?", "/admin/requests/reissue?", 1)}
	}
	if r.URL.Query().Get("tick") != "all" {
		page.All = cut.url("after", r.URL.Query().Get("after"), "tick", "all")
		return
	}
	for i := range page.Rows {
		page.Rows[i].Ticked = true
	}
}

func (d *desk) requestTabs(r *http.Request, c clerk, cut requestCut) ([]views.Tab, error) {
	counts := map[string]int64{}
	if cut.partner == "" {
		var err error
		if counts, err = d.Portal.CountRequests(r.Context(), c.where(portal.MaySee).Only(cut.account), linksCounted+1); err != nil {
			return nil, err
		}
	}
	var tabs []views.Tab
	for _, t := range requestTabs {
		tab := views.Tab{Label: t.label, URL: requestCut{t, cut.partner, cut.account}.url(), Here: t.value == cut.tab.value}
		if cut.partner == "" && t.count != "" {
			tab.Count = countUpTo(int(counts[t.count]))
		}
		tabs = append(tabs, tab)
	}
	return tabs, nil
}

// partnersByKey has the partners of all accounts that the clerk may see.
func (d *desk) partnersByKey(r *http.Request, c clerk) (map[portal.Key]portal.Partner, error) {
	accounts, err := d.accounts(r, c, portal.MaySee)
	if err != nil {
		return nil, err
	}
	all := map[portal.Key]portal.Partner{}
	for _, a := range accounts {
		list, err := d.Portal.Partners(r.Context(), a.Slug)
		if err != nil {
			return nil, err
		}
		for _, p := range list {
			all[portal.Key{Account: p.Account, ID: p.ID}] = p
		}
	}
	return all, nil
}

// sortedPartners orders partners by name, then account.
func sortedPartners(all map[portal.Key]portal.Partner) []portal.Partner {
	var list []portal.Partner
	for _, p := range all {
		list = append(list, p)
	}
	slices.SortFunc(list, func(a, b portal.Partner) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Account, b.Account), cmp.Compare(a.ID, b.ID))
	})
	return list
}

func partnerOptions(all map[portal.Key]portal.Partner, chosen string) []views.Option {
	if len(all) < 2 {
		return nil
	}
	options := []views.Option{{Label: "All partners", Chosen: chosen == ""}}
	for _, p := range sortedPartners(all) {
		value := p.Account + "/" + p.ID
		options = append(options, views.Option{Value: value, Label: p.Name + ", " + p.Account, Chosen: value == chosen})
	}
	return options
}

// requestObject is what the links of a request open.
func requestObject(k portal.Key) portal.ObjectKey {
	return portal.ObjectKey{Account: k.Account, Kind: link.Approve, ID: k.ID}
}
