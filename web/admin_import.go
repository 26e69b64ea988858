package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// importRooms are the addresses about imports and the messages of billing
// systems.
func (d *desk) importRooms() []adminRoute {
	const one, message = "/admin/imports/{account}/{id}", "/admin/imports/messages/{account}/{id}"
	return []adminRoute{
		{pattern: "GET /admin/imports", need: portal.MaySee, room: d.imports},
		{pattern: "GET /admin/imports/new", need: portal.MayManage, room: d.newImport},
		{pattern: "POST /admin/imports", need: portal.MayManage, room: d.startImport, upload: portal.MaxImport + maxImportForm},
		{pattern: "GET /admin/imports/messages", need: portal.MaySee, room: d.inbox},
		{pattern: "POST " + message + "/again", need: portal.MayAct, room: d.retryMessage},
		{pattern: "GET " + one, need: portal.MaySee, room: d.importOf},
		{pattern: "GET " + one + "/verdicts.csv", need: portal.MaySee, room: d.verdicts(asCSV, "text/csv; charset=utf-8", ".csv")},
		{pattern: "GET " + one + "/verdicts.ndjson", need: portal.MaySee, room: d.verdicts(asLines, "application/x-ndjson", ".ndjson")},
		{pattern: "POST " + one + "/now", need: portal.MayManage, room: d.importNow},
		{pattern: "GET " + one + "/undo", need: portal.MayManage, room: d.askUndo},
		{pattern: "POST " + one + "/undo", need: portal.MayManage, room: d.undoImport},
	}
}

// importURL is the page about an import.
func importURL(k portal.Key) string { return "/admin/imports/" + k.Account + "/" + k.ID }

// importsOnPage is how many imports a page of the history shows.
const importsOnPage = 25

func (d *desk) imports(w http.ResponseWriter, r *http.Request, c clerk) error {
	account := r.URL.Query().Get("account")
	page := views.Imports{
		Frame: d.frame(c, "admin-imports", "Imports", views.PlaceImports), Tabs: importTabs("/admin/imports"),
		Empty: "Nothing was imported yet. An import takes customers, orders, subscriptions and documents in from a file.",
	}
	list, err := d.Portal.ImportHistory(r.Context(), c.where(portal.MaySee).Only(account), cursorOf(r.URL.Query().Get("after")), importsOnPage+1)
	if err != nil {
		return err
	}
	if len(list) > importsOnPage {
		list = list[:importsOnPage]
		last := list[importsOnPage-1]
		page.Next = "/admin/imports?" + url.Values{"account": {account}, "after": {cursorText(portal.Cursor{At: last.CreatedAt, ID: last.ID})}}.Encode()
	}
	if !c.where(portal.MayManage).None() {
		page.New = "/admin/imports/new"
	}
	if page.Accounts, err = d.accountChoice(r, c, account); err != nil {
		return err
	}
	clocks, err := d.clocks(r)
	if err != nil {
		return err
	}
	names, err := d.Portal.AdminNames(r.Context())
	if err != nil {
		return err
	}
	for _, j := range list {
		p := importPresenter{j, clocks[j.Account], names}
		page.Rows = append(page.Rows, p.row())
	}
	visitOf(r).page = page.Frame.Page
	return d.render(w, r, http.StatusOK, views.ImportsPage(page))
}

// importTabs lead from one way in to the other.
func importTabs(here string) []views.Tab {
	tabs := []views.Tab{{Label: "Imports", URL: "/admin/imports"}, {Label: "Messages of billing systems", URL: "/admin/imports/messages"}}
	for i := range tabs {
		tabs[i].Here = tabs[i].URL == here
	}
	return tabs
}

// accountChoice are the accounts that a list can be narrowed to; none where the
// clerk sees only one.
func (d *desk) accountChoice(r *http.Request, c clerk, chosen string) ([]views.Option, error) {
	accounts, err := d.accounts(r, c, portal.MaySee)
	if err != nil || len(accounts) < 2 {
		return nil, err
	}
	slices.SortFunc(accounts, func(a, b portal.Account) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Slug, b.Slug)) })
	options := []views.Option{{Label: "All accounts", Chosen: chosen == ""}}
	for _, a := range accounts {
		options = append(options, views.Option{Value: a.Slug, Label: a.Name, Chosen: a.Slug == chosen})
	}
	return options, nil
}

// verdicts serves the verdicts of an import as a file.
func (d *desk) verdicts(write verdictWriter, kind, ending string) room {
	return func(w http.ResponseWriter, r *http.Request, _ clerk) error {
		j, err := d.Portal.ImportJob(r.Context(), keyIn(r))
		if err != nil {
			return err
		}
		file, err := verdictFile(r.Context(), d.Portal, keyIn(r), write)
		if err != nil {
			return err
		}
		visitOf(r).page = "admin-import-verdicts"
		w.Header().Set("Content-Type", kind)
		w.Header().Set("Content-Disposition", `attachment; filename="`+j.ID+ending+`"`)
		w.Header().Set("Content-Length", strconv.Itoa(len(file)))
		_, _ = w.Write(file) // a failed write means that the reader has gone away
		return nil
	}
}
