package web

import (
	"cmp"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// hookRooms are the addresses about webhooks.
func (d *desk) hookRooms() []adminRoute {
	const one = "/admin/webhooks/{account}/{id}"
	return []adminRoute{
		{pattern: "GET /admin/webhooks", need: portal.MaySee, room: d.webhooks},
		{pattern: "GET /admin/webhooks/new", need: portal.MayManage, fresh: true, room: d.newEndpoint},
		{pattern: "POST /admin/webhooks", need: portal.MayManage, fresh: true, room: d.createEndpoint},
		{pattern: "GET " + one, need: portal.MaySee, room: d.endpoint},
		{pattern: "GET " + one + "/edit", need: portal.MayManage, room: d.editEndpoint},
		{pattern: "POST " + one + "/edit", need: portal.MayManage, room: d.changeEndpoint},
		{pattern: "GET " + one + "/rotate", need: portal.MayManage, fresh: true, room: d.askRotateSecret},
		{pattern: "POST " + one + "/rotate", need: portal.MayManage, fresh: true, room: d.rotateSecret},
		{pattern: "GET " + one + "/disable", need: portal.MayManage, room: d.askDisable},
		{pattern: "POST " + one + "/disable", need: portal.MayManage, room: d.disableEndpoint},
		{pattern: "POST " + one + "/enable", need: portal.MayManage, room: d.enableEndpoint},
		{pattern: "POST " + one + "/test", need: portal.MayAct, room: d.testEndpoint},
		{pattern: "GET " + one + "/deliveries", need: portal.MaySee, room: d.deliveries},
		{pattern: "GET " + one + "/deliveries/{delivery}", need: portal.MaySee, room: d.delivery},
		{pattern: "POST " + one + "/deliveries/{delivery}/replay", need: portal.MayAct, room: d.replayOne},
		{pattern: "GET " + one + "/replay", need: portal.MayAct, room: d.askReplay},
		{pattern: "POST " + one + "/replay", need: portal.MayAct, room: d.replayMany},
	}
}

// endpointURL is the page about an endpoint.
func endpointURL(e portal.Endpoint) string { return "/admin/webhooks/" + e.Account + "/" + e.ID }

// hookHost is how an endpoint is called.
func hookHost(e portal.Endpoint) string {
	u, err := url.Parse(e.URL)
	if err != nil || u.Host == "" {
		return e.ID
	}
	return u.Host
}

// newestDeliveries is how many deliveries the page of an endpoint shows.
const newestDeliveries = 8

func (d *desk) webhooks(w http.ResponseWriter, r *http.Request, c clerk) error {
	endpoints, err := d.Portal.Endpoints(r.Context(), "")
	if err != nil {
		return err
	}
	partners, err := d.partnersByKey(r, c)
	if err != nil {
		return err
	}
	page := views.Webhooks{Frame: d.frame(c, "admin-webhooks", "Webhooks", views.PlaceWebhooks)}
	if !c.where(portal.MayManage).None() {
		page.New = "/admin/webhooks/new"
	}
	account := r.URL.Query().Get("account")
	if page.Accounts, err = d.accountChoice(r, c, account); err != nil {
		return err
	}
	for _, e := range endpoints {
		if !c.where(portal.MaySee).Only(account).Has(e.Account) {
			continue
		}
		p, err := d.endpointPresenter(r, e, partners)
		if err != nil {
			return err
		}
		page.Rows = append(page.Rows, p.row())
	}
	visitOf(r).page = page.Frame.Page
	return d.render(w, r, http.StatusOK, views.WebhooksPage(page))
}

// endpointPresenter turns what is known of an endpoint into words.
type endpointPresenter struct {
	portal.Endpoint
	partner portal.Partner // zero: all of the account
	newest  []portal.HookDelivery
	day     map[portal.DeliveryState]int64 // of the last 24 hours
	all     map[portal.DeliveryState]int64
	clock   clock
	now     time.Time
}

func (d *desk) endpointPresenter(r *http.Request, e portal.Endpoint, partners map[portal.Key]portal.Partner) (endpointPresenter, error) {
	p := endpointPresenter{Endpoint: e, partner: partners[portal.Key{Account: e.Account, ID: e.Partner}], now: d.Portal.Now()}
	clocks, err := d.clocks(r)
	if err != nil {
		return p, err
	}
	p.clock = clocks[e.Account]
	own := portal.DeliveryFilter{Account: e.Account, Endpoint: e.ID}
	if p.all, err = d.Portal.CountDeliveries(r.Context(), own); err != nil {
		return p, err
	}
	day := own
	day.Since = p.now.Add(-24 * time.Hour)
	if p.day, err = d.Portal.CountDeliveries(r.Context(), day); err != nil {
		return p, err
	}
	own.Limit = newestDeliveries
	p.newest, err = d.Portal.Deliveries(r.Context(), own)
	return p, err
}

func (p endpointPresenter) row() views.EndpointRow {
	row := views.EndpointRow{
		URL: endpointURL(p.Endpoint), Address: p.Endpoint.URL, Scope: p.scope(), Whole: p.Partner == "", Events: p.eventsSaid(),
		Success: "Nothing in 24 hours", State: p.badge(),
	}
	if all := allOf(p.day); all > 0 {
		row.Success = strconv.FormatInt(p.day[portal.DeliveryDone], 10) + " of " + strconv.FormatInt(all, 10) + " in 24 hours"
	}
	return row
}

func allOf(counts map[portal.DeliveryState]int64) (all int64) {
	for _, n := range counts {
		all += n
	}
	return all
}

func (p endpointPresenter) scope() string {
	if p.Partner == "" {
		return "All partners"
	}
	return cmp.Or(p.partner.Name, p.Partner)
}

func (p endpointPresenter) eventsSaid() string {
	if len(p.Events) == 0 {
		return "All events but those that must be named"
	}
	return countOf(len(p.Events), "event")
}

// failing reports whether the last try came to nothing.
func (p endpointPresenter) failing() bool { return p.Failing(p.newest) }

func (p endpointPresenter) badge() views.Badge {
	switch {
	case !p.DisabledAt.IsZero():
		return views.Badge{Tone: views.ToneMute, Icon: views.IconBar, Word: "Turned off"}
	case p.failing():
		return views.Badge{Tone: views.ToneStop, Icon: views.IconInfo, Word: "Failing"}
	}
	return views.Badge{Tone: views.ToneOK, Icon: views.IconCheck, Word: "Works"}
}

// waiting is how many deliveries wait for the endpoint.
func (p endpointPresenter) waiting() int64 {
	return p.all[portal.DeliveryQueued] + p.all[portal.DeliveryHeld]
}
