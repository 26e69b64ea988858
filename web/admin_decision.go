package web

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// decisionRooms are the addresses about what customers decided.
func (d *desk) decisionRooms() []adminRoute {
	return []adminRoute{
		{pattern: "GET /admin/decisions", need: portal.MaySee, room: d.decisions},
		{pattern: "GET /admin/decisions/{account}/{id}", need: portal.MaySee, room: d.decision},
		{pattern: "POST /admin/decisions/{account}/{id}/conclude", need: portal.MayAct, room: d.concludeDecision},
		{pattern: "POST /admin/decisions/export", need: portal.MayAct, fresh: true, room: d.exportDecisions},
	}
}

// decisionURL is the page about a decision.
func decisionURL(k portal.Key) string { return "/admin/decisions/" + k.Account + "/" + k.ID }

// decisionsOnPage is how many decisions a list shows.
const decisionsOnPage = 25

// decisionTab is one cut of the list of decisions.
type decisionTab struct {
	value portal.BillingState
	label string
	empty string
}

var decisionTabs = []decisionTab{
	{"", "All", "No customer decided anything yet. What they cancel, accept, change or pay on their pages stands here."},
	{portal.DecisionSubmitted, "Waiting", "Nothing waits for an answer."},
	{portal.DecisionRecorded, "In force", "No declaration waits to be acknowledged."},
	{portal.DecisionAcknowledged, "Acknowledged", "No declaration was acknowledged yet."},
	{portal.DecisionApplied, "Applied", "Nothing was applied yet."},
	{portal.DecisionRefused, "Refused", "Nothing was refused."},
	{portal.DecisionLapsed, "No answer", "Everything was answered in time."},
	{portal.DecisionWithdrawn, "Taken back", "No customer took anything back."},
	{portal.DecisionSuperseded, "Overtaken", "No cancellation has overtaken a request."},
}

// decisionCut is what an address asks the list for.
type decisionCut struct {
	tab     decisionTab
	account string
	action  portal.Action
}

func decisionCutOf(v url.Values) decisionCut {
	at := slices.IndexFunc(decisionTabs, func(t decisionTab) bool { return string(t.value) == v.Get("state") })
	return decisionCut{decisionTabs[max(at, 0)], v.Get("account"), portal.Action(v.Get("action"))}
}

// url is the list with this cut, behind a page of it.
func (c decisionCut) url(after string) string {
	v := url.Values{}
	for name, value := range map[string]string{
		"state": string(c.tab.value), "account": c.account, "action": string(c.action), "after": after,
	} {
		if value != "" {
			v.Set(name, value)
		}
	}
	if len(v) == 0 {
		return "/admin/decisions"
	}
	return "/admin/decisions?" + v.Encode()
}

func (d *desk) decisions(w http.ResponseWriter, r *http.Request, c clerk) error {
	return d.showDecisions(w, r, http.StatusOK, c, exportAsk{})
}

func (d *desk) showDecisions(w http.ResponseWriter, r *http.Request, status int, c clerk, in exportAsk) error {
	cut := decisionCutOf(r.URL.Query())
	accounts, err := d.accounts(r, c, portal.MaySee)
	if err != nil {
		return err
	}
	of := cut.account
	if len(accounts) == 1 && of == "" {
		of = accounts[0].Slug // the same list, found by its index
	}
	list, err := d.Portal.Decisions(r.Context(), portal.BillingFilter{
		Account: of, Accounts: c.where(portal.MaySee), State: cut.tab.value, Action: cut.action, Newest: true,
		After: cursorOf(r.URL.Query().Get("after")), Limit: decisionsOnPage + 1,
	})
	if err != nil {
		return err
	}
	page := views.Decisions{
		Frame: d.frame(c, "admin-decisions", cut.tab.label+" – Decisions", views.PlaceDecisions),
		State: string(cut.tab.value), Actions: actionOptions(cut.action), Empty: cut.tab.empty,
	}
	for _, t := range decisionTabs {
		page.Tabs = append(page.Tabs, views.Tab{
			Label: t.label, URL: decisionCut{t, cut.account, cut.action}.url(""), Here: t.value == cut.tab.value,
		})
	}
	if len(list) > decisionsOnPage {
		list = list[:decisionsOnPage]
		last := list[decisionsOnPage-1]
		page.Next = cut.url(cursorText(portal.Cursor{At: last.UpdatedAt, ID: last.ID}))
	}
	if len(accounts) > 1 {
		page.Accounts = append([]views.Option{{Label: "All accounts", Chosen: cut.account == ""}}, accountOptions(accounts, cut.account)...)
	}
	clocks, err := d.clocks(r)
	if err != nil {
		return err
	}
	for _, dec := range list {
		page.Rows = append(page.Rows, decisionRow(dec, clocks[dec.Account], d.Portal.Now()))
	}
	if theirs, err := d.accounts(r, c, portal.MayAct); err != nil {
		return err
	} else if len(theirs) > 0 {
		page.Export = in.form(theirs, cut.account)
	}
	if page.Export != nil && page.Export.Problems != nil {
		page.Frame.Title = "Error: " + lowerFirst(page.Frame.Title)
	}
	visitOf(r).page = page.Frame.Page
	return d.render(w, r, status, views.DecisionsPage(page))
}

func accountOptions(accounts []portal.Account, chosen string) []views.Option {
	var options []views.Option
	for _, a := range accounts {
		options = append(options, views.Option{Value: a.Slug, Label: a.Name, Chosen: a.Slug == chosen})
	}
	return options
}

func actionOptions(chosen portal.Action) []views.Option {
	options := []views.Option{{Label: "Everything", Chosen: chosen == ""}}
	for _, a := range actionOrder {
		options = append(options, views.Option{Value: string(a), Label: actionNames[a], Chosen: a == chosen})
	}
	return options
}
