package web

import (
	"net/http"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/static"
	"github.com/latchkey-portal/latchkey/views"
	"github.com/latchkey-portal/latchkey/views/gallery"
)

// brandStates lists every page that customers can meet, by what it is.
func brandStates(v settingsVisit) error {
	page := views.BrandStates{SettingsTop: v.top("admin-settings-states", "brand",
		"Every page with your branding. What they say is of an invented company. Nothing is recorded, and their buttons do nothing.")}
	groups := map[string]int{}
	for _, e := range gallery.Customer() {
		at, ok := groups[e.Page]
		if !ok {
			at = len(page.Groups)
			groups[e.Page] = at
			page.Groups = append(page.Groups, views.StateGroup{Name: e.Page})
		}
		page.Groups[at].States = append(page.Groups[at].States, views.Link{
			Label: strings.ReplaceAll(e.Name, "-", " "), URL: settingsURL(v.account.Slug, "brand") + "/preview/" + e.Name,
		})
	}
	visitOf(v.r).page = page.Frame.Page
	return v.render(v.w, v.r, http.StatusOK, views.BrandStatesPage(page))
}

// brandState draws one of them. It is a page of the desk: its status is 200
// whatever that of the page is, and its forms go nowhere.
func brandState(v settingsVisit) error {
	for _, e := range gallery.Customer() {
		if e.Name != v.r.PathValue("state") {
			continue
		}
		f := v.frameOf(v.account)
		ctx := views.WithDress(v.r.Context(), views.Dress{
			Stylesheet: static.Stylesheet(v.account.Brand.Color), Brand: f.brand(), Footer: f.footer(), Legal: v.account.Brand.Legal,
			Banner: "Preview. Nothing is recorded.",
		})
		v.w.Header().Set("Content-Security-Policy", strings.Replace(policy, "form-action 'self'", "form-action 'none'", 1))
		visitOf(v.r).page = "admin-settings-state"
		return v.render(v.w, v.r.WithContext(ctx), http.StatusOK, e.Component)
	}
	return portal.ErrNotFound
}
