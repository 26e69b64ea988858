package web

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// keyRooms are the addresses about keys of the API.
func (d *desk) keyRooms() []adminRoute {
	const one = "/admin/keys/{account}/{id}"
	return []adminRoute{
		{pattern: "GET /admin/keys", need: portal.MaySee, room: d.apiKeys},
		{pattern: "GET /admin/keys/{account}/new", need: portal.MayManage, room: d.newAPIKey},
		{pattern: "POST /admin/keys/{account}", need: portal.MayManage, fresh: true, room: d.createAPIKey},
		{pattern: "GET " + one, need: portal.MaySee, room: d.apiKey},
		{pattern: "GET " + one + "/rotate", need: portal.MayManage, room: d.askRotateAPIKey},
		{pattern: "POST " + one + "/rotate", need: portal.MayManage, fresh: true, room: d.rotateAPIKey},
		{pattern: "GET " + one + "/revoke", need: portal.MayManage, room: d.askRevokeAPIKey},
		{pattern: "POST " + one + "/revoke", need: portal.MayManage, fresh: true, room: d.revokeAPIKey},
		{pattern: "POST " + one + "/env", need: portal.MayManage, room: d.apiKeyFile},
	}
}

// keyURL is the page about an API key.
func keyURL(account, id string) string { return "/admin/keys/" + account + "/" + id }

// Days over which calls are added up in the list, and shown on a key's page.
const (
	weekDays = 7
	useDays  = 14
)

// keyUse is what is known of a key's use.
type keyUse struct {
	week int64
	last time.Time
	days []portal.KeyUse // the newest first
}

// keyUses has the uses of an account's keys by their holder.
func (d *desk) keyUses(r *http.Request, account string) (map[string]keyUse, error) {
	uses, err := d.Portal.KeyUses(r.Context(), account, useDays)
	if err != nil {
		return nil, err
	}
	week := d.Portal.Now().UTC().AddDate(0, 0, 1-weekDays).Format(time.DateOnly)
	by := map[string]keyUse{}
	for _, u := range slices.Backward(uses) {
		of := by[u.Holder]
		of.days = append(of.days, u)
		if u.Day >= week {
			of.week += u.Calls
		}
		if u.LastAt.After(of.last) {
			of.last = u.LastAt
		}
		by[u.Holder] = of
	}
	return by, nil
}

func (d *desk) apiKeys(w http.ResponseWriter, r *http.Request, c clerk) error {
	accounts, err := d.Portal.Accounts(r.Context())
	if err != nil {
		return err
	}
	page := views.APIKeys{Frame: d.frame(c, "admin-keys", "API keys", views.PlaceKeys)}
	if text := map[string]string{saidRevoked: "Key revoked. It is refused from now on."}[d.told(w, r, "/admin/keys")]; text != "" {
		page.Frame.Result = done(text)
	}
	for _, a := range accounts {
		if !c.may(a.Slug, portal.MaySee) {
			continue
		}
		group, err := d.keyGroup(r, a)
		if err != nil {
			return err
		}
		if c.may(a.Slug, portal.MayManage) {
			group.New = "/admin/keys/" + a.Slug + "/new"
		}
		page.Groups = append(page.Groups, group)
	}
	visitOf(r).page = page.Frame.Page
	return d.render(w, r, http.StatusOK, views.APIKeysPage(page))
}

// keyGroup has an account's keys, those that work first, and its partners'.
func (d *desk) keyGroup(r *http.Request, a portal.Account) (views.KeyGroup, error) {
	group := views.KeyGroup{Account: a.Slug}
	keys, err := d.Portal.APIKeys(r.Context(), a.Slug)
	if err != nil {
		return group, err
	}
	partners, err := d.Portal.Partners(r.Context(), a.Slug)
	if err != nil {
		return group, err
	}
	uses, err := d.keyUses(r, a.Slug)
	if err != nil {
		return group, err
	}
	at, now := clockOf(a), d.Portal.Now()
	slices.SortStableFunc(keys, func(a, b portal.APIKey) int { return cmp.Compare(over(a, now), over(b, now)) })
	for _, k := range keys {
		state, ends := keyState(k, at, now)
		group.Rows = append(group.Rows, views.KeyRow{
			URL: keyURL(k.Account, k.ID), Name: keyName(k), What: "API key", Scopes: strings.Join(k.Scopes, ", "), State: state, Ends: ends,
			Used: usedSaid(at, k.LastUsed, uses[k.ID].last), Week: weekSaid(uses[k.ID]),
		})
	}
	for _, p := range partners {
		use := uses[portal.PartnerHolder+p.ID]
		group.Rows = append(group.Rows, views.KeyRow{
			URL: partnerURL(p), Name: p.Name, What: "Partner", Scopes: "partner API", State: partnerBadge(p),
			Used: usedSaid(at, use.last), Week: weekSaid(use),
		})
	}
	return group, nil
}

// over is 1 for a key that is refused.
func over(k portal.APIKey, now time.Time) int {
	if k.Works(now) {
		return 0
	}
	return 1
}

func keyName(k portal.APIKey) string { return cmp.Or(k.Name, k.ID) }

// keyState is how a key stands, and when it ends.
func keyState(k portal.APIKey, at clock, now time.Time) (views.Badge, string) {
	until := ""
	if !k.ExpiresAt.IsZero() {
		until = "until " + at.dayAndYear(k.ExpiresAt)
	}
	switch {
	case !k.RevokedAt.IsZero():
		return views.Badge{Tone: views.ToneStop, Icon: views.IconBar, Word: "Revoked"}, "on " + at.dayAndYear(k.RevokedAt)
	case !k.Works(now):
		return views.Badge{Tone: views.ToneMute, Icon: views.IconClock, Word: "Expired"}, "on " + at.dayAndYear(k.ExpiresAt)
	case k.ReplacedBy != "":
		return views.Badge{Tone: views.ToneWarn, Icon: views.IconRenew, Word: "Replaced"}, "until " + at.short(k.ExpiresAt)
	}
	return views.Badge{Tone: views.ToneOK, Icon: views.IconCheck, Word: "Active"}, until
}

// dayAndYear is "1 March 2027, 00:00".
func (c clock) dayAndYear(t time.Time) string { return t.In(c.zone).Format("2 Jan 2006, 15:04") }

// usedSaid names the latest of some uses.
func usedSaid(at clock, times ...time.Time) string {
	last := slices.MaxFunc(times, time.Time.Compare)
	if last.IsZero() {
		return "Never used"
	}
	return "Last used " + at.short(last)
}

func weekSaid(u keyUse) string { return counted(u.week, "call", "calls") + " in 7 days" }

func (d *desk) apiKey(w http.ResponseWriter, r *http.Request, c clerk) error {
	k, err := d.apiKeyIn(r)
	if err != nil {
		return err
	}
	return d.showAPIKey(w, r, c, k, nil)
}

func (d *desk) apiKeyIn(r *http.Request) (portal.APIKey, error) {
	k := keyIn(r)
	return d.Portal.APIKey(r.Context(), k.Account, k.ID)
}

func (d *desk) showAPIKey(w http.ResponseWriter, r *http.Request, c clerk, k portal.APIKey, result *views.AdminResult) error {
	clocks, err := d.clocks(r)
	if err != nil {
		return err
	}
	uses, err := d.keyUses(r, k.Account)
	if err != nil {
		return err
	}
	names, err := d.Portal.AdminNames(r.Context())
	if err != nil {
		return err
	}
	at, now, use := clocks[k.Account], d.Portal.Now(), uses[k.ID]
	page := views.APIKey{
		Frame: d.frame(c, "admin-key", keyName(k)+" – API keys", views.PlaceKeys), Heading: keyName(k),
		Facts: []views.AdminFact{
			{Name: "Key", Value: "lk_live_…", Code: true}, {Name: "ID", Value: k.ID, Code: true}, {Name: "Account", Value: k.Account},
			{Name: "May", Value: strings.Join(k.Scopes, ", ")},
			{Name: "Made", Value: at.dayAndYear(k.CreatedAt)}, {Name: "Use", Value: usedSaid(at, k.LastUsed, use.last) + ", " + weekSaid(use)},
		},
	}
	if k.CreatedBy != "" {
		page.Facts = append(page.Facts, views.AdminFact{Name: "By", Value: upperThe(whoSaid(string(k.CreatedBy), names))})
	}
	var ends string
	if page.State, ends = keyState(k, at, now); ends != "" {
		page.Facts = append(page.Facts, views.AdminFact{Name: "Works", Value: ends})
	}
	if k.ReplacedBy != "" {
		page.Facts = append(page.Facts, views.AdminFact{Name: "Replaced by", Value: k.ReplacedBy, URL: keyURL(k.Account, k.ReplacedBy)})
	}
	for _, u := range use.days {
		page.Days = append(page.Days, views.KeyDay{Day: daySaid(u.Day), Calls: english.Quantity(number(u.Calls))})
	}
	if c.may(k.Account, portal.MayManage) && k.Works(now) {
		page.Revoke = keyURL(k.Account, k.ID) + "/revoke"
		if k.ReplacedBy == "" {
			page.Rotate = keyURL(k.Account, k.ID) + "/rotate"
		}
	}
	page.Frame.Result = result
	visitOf(r).page = page.Frame.Page
	return d.render(w, r, http.StatusOK, views.APIKeyPage(page))
}

// daySaid is "20 November" for 2026-11-20.
func daySaid(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return t.Format("2 January")
}
