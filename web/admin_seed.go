package web

import (
	"net/http"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// seedRooms are the addresses about what signs links.
func (d *desk) seedRooms() []adminRoute {
	const of = "/admin/seeds/{account}"
	return []adminRoute{
		{pattern: "GET /admin/seeds", need: portal.MayManage, room: d.seedAccounts},
		{pattern: "GET " + of, need: portal.MayManage, fresh: true, room: d.linkKeys},
		{pattern: "POST " + of + "/rotate", need: portal.MayManage, fresh: true, room: d.rotateLinkKey},
		{pattern: "GET " + of + "/keys/{id}/revoke", need: portal.MayManage, room: d.askRevokeLinkKey},
		{pattern: "POST " + of + "/keys/{id}/revoke", need: portal.MayManage, fresh: true, room: d.revokeLinkKey},
		{pattern: "POST " + of + "/seed", need: portal.MayManage, fresh: true, room: d.changeSeed},
		{pattern: "POST " + of + "/v1-end", need: portal.MayManage, fresh: true, room: d.endV1},
	}
}

func seedsURL(account string) string { return "/admin/seeds/" + account }

// longestDays is the longest life of a link: after that, nothing that was
// signed with an old key is open.
const longestDays = 99

func (d *desk) seedAccounts(w http.ResponseWriter, r *http.Request, c clerk) error {
	accounts, err := d.Portal.Accounts(r.Context())
	if err != nil {
		return err
	}
	page := views.SeedAccounts{Frame: d.frame(c, "admin-seeds", "Link keys", views.PlaceSeeds), Empty: "There is no account yet. Make one with: latchkey account create"}
	for _, a := range accounts {
		if c.may(a.Slug, portal.MayManage) {
			page.Rows = append(page.Rows, views.Link{Label: "Link keys of " + a.Slug, URL: seedsURL(a.Slug)})
		}
	}
	visitOf(r).page = page.Frame.Page
	return d.render(w, r, http.StatusOK, views.SeedAccountsPage(page))
}

// seedInput is what was typed on the page of link keys. A seed is never given
// back.
type seedInput struct {
	rotateUntil, seedUntil, v1Until, way string
	wrong                                map[string]string
}

// What the page of link keys says after a change.
var seedSaid = map[string]string{
	saidRotated: "New key made. Links are signed with it from now on.",
	saidRevoked: "Key revoked. Its links say that they were turned off.",
	saidSeed:    "Seed changed.",
	saidSaved:   "Saved.",
}

const (
	saidRotated = "rotated"
	saidSeed    = "seed"
)

func (d *desk) linkKeys(w http.ResponseWriter, r *http.Request, c clerk) error {
	account := r.PathValue("account")
	a, err := d.accountOf(r, account)
	if err != nil {
		return err
	}
	var result *views.AdminResult
	if text := seedSaid[d.told(w, r, seedsURL(account))]; text != "" {
		result = done(text)
	}
	return d.showLinkKeys(w, r, c, http.StatusOK, a, d.freshSeeds(a), result)
}

func (d *desk) accountOf(r *http.Request, slug string) (portal.Account, error) {
	accounts, err := d.Portal.Accounts(r.Context())
	if err != nil {
		return portal.Account{}, err
	}
	for _, a := range accounts {
		if a.Slug == slug {
			return a, nil
		}
	}
	return portal.Account{}, portal.ErrNotFound
}

// freshSeeds are the fields before anything is typed.
func (d *desk) freshSeeds(a portal.Account) seedInput {
	until := d.Portal.Now().In(clockOf(a).zone).AddDate(0, 0, longestDays).Format(time.DateOnly)
	in := seedInput{rotateUntil: until, seedUntil: until, way: "made", wrong: map[string]string{}}
	if a.V1.Until > 0 {
		in.v1Until = unix(a.V1.Until - 1).In(clockOf(a).zone).Format(time.DateOnly)
	}
	return in
}

func (d *desk) showLinkKeys(w http.ResponseWriter, r *http.Request, c clerk, status int, a portal.Account, in seedInput, result *views.AdminResult) error {
	keys, err := d.Portal.Keys(r.Context(), a.Slug)
	if err != nil {
		return err
	}
	rule, err := d.Portal.Rule(r.Context(), a.Slug)
	if err != nil {
		return err
	}
	title := a.Slug + " – Link keys"
	if len(in.wrong) > 0 {
		title = "Error: " + title
	}
	page := views.LinkKeys{
		Frame: d.frame(c, "admin-link-keys", title, views.PlaceSeeds), Heading: "Link keys of " + a.Slug, Rule: ruleSaid(rule), RuleURL: ruleURL(a.Slug),
		Seeds: seedFacts(a, keys), Rotate: in.rotateForm(a.Slug), Seed: in.seedForm(a.Slug), End: in.endForm(a.Slug),
	}
	for _, k := range keys {
		if k.Kind != portal.LinkKey {
			continue
		}
		row, err := d.linkKeyRow(r, a, k)
		if err != nil {
			return err
		}
		page.Keys = append(page.Keys, row)
	}
	page.Frame.Result = result
	visitOf(r).page = page.Frame.Page
	return d.render(w, r, status, views.LinkKeysPage(page))
}

func (d *desk) linkKeyRow(r *http.Request, a portal.Account, k portal.KeyInfo) (views.LinkKeyRow, error) {
	at := clockOf(a)
	row := views.LinkKeyRow{ID: k.ID, State: linkKeyBadge(k, d.Portal.Now()), Made: "Made " + at.dayAndYear(k.CreatedAt)}
	if k.State == string(link.VerifyOnly) && k.VerifyUntil > 0 {
		row.Until = "until " + at.dayAndYear(unix(k.VerifyUntil))
	}
	if k.Revocable() {
		row.Revoke = seedsURL(a.Slug) + "/keys/" + k.ID + "/revoke"
	}
	if k.State == string(link.KeyRevoked) {
		row.Open = "None opens"
		return row, nil
	}
	reach, err := d.Portal.Reach(r.Context(), a.Slug, k.ID)
	row.Open = reachSaid(reach)
	return row, err
}
