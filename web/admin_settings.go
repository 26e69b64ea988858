package web

import (
	"net/http"
	"slices"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// settingsTab is one tab of an account's settings. Its address is the path
// below the account's; its rooms stand in the file about it.
type settingsTab struct{ path, label string }

// settingsTabs are all tabs, in the order of the page.
var settingsTabs = []settingsTab{
	{"business", "Business"},
	{"brand", "Brand"},
	{"texts", "Texts"},
	{"languages", "Languages"},
	{"links", "Links"},
	{"mail", "Mail"},
	{"legal", "Legal"},
	{"partners", "Partners"},
	{"retention", "Retention"},
}

// settingsPath is below which an account's settings stand, for routes.
const settingsPath = "/admin/settings/{account}"

// settingsURL is a tab of an account's settings.
func settingsURL(account, tab string) string { return "/admin/settings/" + account + "/" + tab }

// settingsRooms are the addresses of the settings.
func (d *desk) settingsRooms() []adminRoute {
	return slices.Concat(
		[]adminRoute{
			{pattern: "GET /admin/settings", need: portal.MaySee, room: d.settings},
			{pattern: "GET " + settingsPath, need: portal.MaySee, room: d.firstTab},
		},
		d.settingsForm(businessForm), d.settingsForm(languagesForm), d.settingsForm(linksForm), d.settingsForm(textsForm),
		d.brandRooms(), d.settleRooms(),
	)
}

// settings lists the accounts that the clerk may see; where there is one, it is
// that.
func (d *desk) settings(w http.ResponseWriter, r *http.Request, c clerk) error {
	accounts, err := d.Portal.Accounts(r.Context())
	if err != nil {
		return err
	}
	page := views.SettingsList{
		Frame: d.frame(c, "admin-settings", "Settings", views.PlaceSettings),
		Empty: "There is no account yet. Make one with: latchkey account create SLUG --name NAME",
	}
	for _, a := range accounts {
		if c.may(a.Slug, portal.MaySee) {
			page.Rows = append(page.Rows, views.SettingsRow{
				URL: settingsURL(a.Slug, settingsTabs[0].path), Name: a.Name, Slug: a.Slug, Role: upperFirst(string(c.roleIn(a.Slug))),
			})
		}
	}
	visitOf(r).page = page.Frame.Page
	return d.render(w, r, http.StatusOK, views.SettingsListPage(page))
}

func (d *desk) firstTab(w http.ResponseWriter, r *http.Request, _ clerk) error {
	return d.seeOther(w, r, settingsURL(r.PathValue("account"), settingsTabs[0].path))
}

// settingsVisit is one request to the settings of an account.
type settingsVisit struct {
	*desk
	w       http.ResponseWriter
	r       *http.Request
	c       clerk
	account portal.Account
}

// ofSettings loads the account of a visit.
func (d *desk) ofSettings(h func(settingsVisit) error) room {
	return func(w http.ResponseWriter, r *http.Request, c clerk) error {
		a, err := d.Portal.Account(r.Context(), r.PathValue("account"))
		if err != nil {
			return err
		}
		return h(settingsVisit{desk: d, w: w, r: r, c: c, account: a})
	}
}

// mayChange reports whether the clerk may save anything here.
func (v settingsVisit) mayChange() bool { return v.c.may(v.account.Slug, portal.MayManage) }

// top begins the page of a tab.
func (v settingsVisit) top(page, tab, intro string) views.SettingsTop {
	at := slices.IndexFunc(settingsTabs, func(t settingsTab) bool { return t.path == tab })
	heading := settingsTabs[at].label
	top := views.SettingsTop{
		Frame:   v.frame(v.c, page, heading+" of "+v.account.Name+" – Settings", views.PlaceSettings),
		Account: v.account.Name, Heading: heading, Intro: intro,
	}
	for _, t := range settingsTabs {
		top.Tabs = append(top.Tabs, views.Tab{Label: t.label, URL: settingsURL(v.account.Slug, t.path), Here: t.path == tab})
	}
	top.Tabs = append(top.Tabs, v.tabsElsewhere()...)
	return top
}

// tabsElsewhere lead to what has pages of its own.
func (v settingsVisit) tabsElsewhere() []views.Tab {
	tabs := []views.Tab{{Label: "Endpoints", URL: "/admin/webhooks?account=" + v.account.Slug}}
	if v.mayChange() {
		tabs = append(tabs,
			views.Tab{Label: "Team", URL: "/admin/people?account=" + v.account.Slug},
			views.Tab{Label: "Seeds and keys", URL: "/admin/seeds/" + v.account.Slug},
		)
	}
	return tabs
}

// back leads to a tab, whose page says that it was saved.
func (v settingsVisit) back(address string) error {
	if err := v.tell(v.w, v.r, v.r.URL.Path, saidSaved); err != nil {
		return err
	}
	return v.seeOther(v.w, v.r, address)
}

// saved is what a page says after something was saved on it.
func (v settingsVisit) saved() *views.AdminResult {
	if v.told(v.w, v.r, v.r.URL.Path) != saidSaved {
		return nil
	}
	return done("Saved.")
}
