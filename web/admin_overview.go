package web

import (
	"net/http"
	"net/url"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// overview is the first page of the desk. ?account= narrows it to one account.
func (d *desk) overview(w http.ResponseWriter, r *http.Request, c clerk) error {
	account := r.URL.Query().Get("account")
	seen := c.where(portal.MaySee)
	got, err := d.Portal.Overview(r.Context(), seen.Only(account))
	if err != nil {
		return err
	}
	clocks, err := d.clocks(r)
	if err != nil {
		return err
	}
	p := overviewPresenter{Overview: got, account: account, now: d.Portal.Now(), clocks: clocks}
	page := p.page()
	page.Frame = d.frame(c, "admin-overview", "Overview", views.PlaceOverview)
	if page.Accounts, err = d.accountsToChoose(r, seen, account); err != nil {
		return err
	}
	partners, err := d.partnersByKey(r, c)
	if err != nil {
		return err
	}
	if page.Soon, err = d.requestRows(r, got.Soon, partners); err != nil {
		return err
	}
	if !c.where(portal.MayAct).None() && len(page.Soon) > 0 {
		page.Bulk = []views.BulkAction{{Label: "Send new links …", URL: "/admin/requests/reissue"}}
	}
	if got.Empty {
		page.First = firstCommand(d.Base)
	}
	visitOf(r).page = page.Frame.Page
	return d.render(w, r, http.StatusOK, views.OverviewPage(page))
}

// accountsToChoose are the accounts that a page can be narrowed to; none where
// there is one.
func (d *desk) accountsToChoose(r *http.Request, seen portal.Accounts, chosen string) ([]views.Option, error) {
	all, err := d.Portal.Accounts(r.Context())
	if err != nil {
		return nil, err
	}
	var mine []portal.Account
	for _, a := range all {
		if seen.Has(a.Slug) {
			mine = append(mine, a)
		}
	}
	if len(mine) < 2 {
		return nil, nil
	}
	return append([]views.Option{{Label: "All accounts", Chosen: chosen == ""}}, accountOptions(mine, chosen)...), nil
}

// firstCommand makes a link through the API.
func firstCommand(base *url.URL) string {
	return "curl " + base.JoinPath("/api/v1/links").String() + " \\\n" +
		"  -H 'Authorization: Bearer YOUR_KEY' \\\n" +
		"  -H 'Content-Type: application/json' -H 'Idempotency-Key: first-link' \\\n" +
		`  -d '{"kind":"invoice","id":"INV-2026-0417","notify":true}'`
}
