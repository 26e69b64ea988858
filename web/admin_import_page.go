package web

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// verdictsOnPage is how many rows a page of an import shows.
const verdictsOnPage = 50

// What the verbs about an import leave to be said.
const (
	saidBegun   = "begun"
	saidUndoing = "undoing"
)

func (d *desk) importOf(w http.ResponseWriter, r *http.Request, c clerk) error {
	var result *views.AdminResult
	switch d.told(w, r, importURL(keyIn(r))) {
	case saidBegun:
		result = done("The import has begun, with the same file.")
	case saidUndoing:
		result = done("The import is being taken back.")
	}
	return d.showImportOf(w, r, http.StatusOK, c, result)
}

func (d *desk) showImportOf(w http.ResponseWriter, r *http.Request, status int, c clerk, result *views.AdminResult) error {
	j, err := d.Portal.ImportJob(r.Context(), keyIn(r))
	if err != nil {
		return err
	}
	names, err := d.Portal.AdminNames(r.Context())
	if err != nil {
		return err
	}
	clocks, err := d.clocks(r)
	if err != nil {
		return err
	}
	p := importPresenter{j, clocks[j.Account], names}
	page := p.page()
	if err := d.verdictRows(r, p, &page); err != nil {
		return err
	}
	if err := d.importVerbs(r, c, p, &page); err != nil {
		return err
	}
	if page.Far != nil {
		w.Header().Set("Refresh", "3")
	}
	page.Frame = d.frame(c, "admin-import", page.Heading+", "+lowerFirst(page.State.Word)+" – Imports", views.PlaceImports)
	page.Frame.Result = result
	visitOf(r).page = page.Frame.Page
	return d.render(w, r, status, views.ImportPage(page))
}

// importVerbs puts on the page what may be done with the import.
func (d *desk) importVerbs(r *http.Request, c clerk, p importPresenter, page *views.Import) error {
	at := importURL(portal.Key{Account: p.Account, ID: p.ID})
	if p.DryRun && p.State == portal.ImportDone {
		switch next, err := d.Portal.ImportAfter(r.Context(), portal.Key{Account: p.Account, ID: p.ID}); {
		case err == nil:
			page.Facts = append(page.Facts, views.AdminFact{Name: "Led to", Value: next.ID, Code: true, URL: importURL(portal.Key{Account: next.Account, ID: next.ID})})
			return nil
		case !errors.Is(err, portal.ErrNotFound):
			return err
		}
		if c.may(p.Account, portal.MayManage) {
			page.Now = &views.PostButton{URL: at + "/now", Label: "Import it now", Icon: views.IconArrow, Hint: "The same file, for good. Each row is judged anew by what is kept then."}
		}
	}
	if c.may(p.Account, portal.MayManage) && p.canUndo() {
		page.Undo = at + "/undo"
	}
	return nil
}

// verdictRows puts the rows of the verdict that the address asks for on the page.
func (d *desk) verdictRows(r *http.Request, p importPresenter, page *views.Import) error {
	q := r.URL.Query()
	status := q.Get("verdict")
	if !slices.Contains(verdictOrder, status) {
		status = ""
	}
	after, err := strconv.ParseInt(q.Get("after"), 10, 64)
	if err != nil || after < 0 {
		after = 0
	}
	key := portal.Key{Account: p.Account, ID: p.ID}
	rows, err := d.Portal.ImportVerdictsOf(r.Context(), key, status, after, verdictsOnPage+1)
	if err != nil {
		return err
	}
	page.Tabs, page.Empty = p.tabs(status), "No row has this verdict."
	if len(rows) > verdictsOnPage {
		rows = rows[:verdictsOnPage]
		page.Next = importURL(key) + "?" + url.Values{"verdict": {status}, "after": {strconv.FormatInt(rows[verdictsOnPage-1].Row, 10)}}.Encode()
	}
	for _, row := range rows {
		v := views.Verdict{Row: strconv.FormatInt(row.Row, 10), Kind: recordSaid(row.Kind), ID: row.ID, State: verdictBadge(row.Status), Reason: row.Reason}
		if row.Status != portal.RowRefused && (!p.DryRun || row.Status != portal.RowImported) && (p.State != portal.ImportUndone || row.Status != portal.RowImported) {
			if v.URL, err = d.rowURL(r, row); err != nil {
				return err
			}
		}
		page.Rows = append(page.Rows, v)
	}
	return nil
}

// rowURL is the page about what a row is about; empty: it has none.
func (d *desk) rowURL(r *http.Request, row portal.ImportRow) (string, error) {
	k := portal.Key{Account: row.Account, ID: row.ID}
	switch portal.RecordType(row.Kind) {
	case portal.CustomerRecord:
		return customerURL(k), nil
	case portal.PurchaseRecord:
		return purchaseURL(k), nil
	case portal.SubscriptionRecord:
		return subscriptionURL(k), nil
	case portal.QuoteRecord:
		return linkURL(portal.ObjectKey{Account: k.Account, Kind: "cq", ID: k.ID}), nil
	}
	object, err := d.Portal.RowObject(r.Context(), row)
	if errors.Is(err, portal.ErrNotFound) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return linkURL(object), nil
}
