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
		{"GET /admin/webhooks", d.inside(d.webhooks)},
		{"GET /admin/webhooks/new", d.inside(d.mayManage(d.newEndpoint))},
		{"POST /admin/webhooks", d.form(d.mayManage(d.createEndpoint))},
		{"GET " + one, d.inside(d.endpoint)},
		{"GET " + one + "/edit", d.inside(d.mayManage(d.editEndpoint))},
		{"POST " + one + "/edit", d.form(d.mayManage(d.changeEndpoint))},
		{"GET " + one + "/rotate", d.inside(d.mayManage(d.askRotateSecret))},
		{"POST " + one + "/rotate", d.form(d.mayManage(d.rotateSecret))},
		{"GET " + one + "/disable", d.inside(d.mayManage(d.askDisable))},
		{"POST " + one + "/disable", d.form(d.mayManage(d.disableEndpoint))},
		{"POST " + one + "/enable", d.form(d.mayManage(d.enableEndpoint))},
		{"POST " + one + "/test", d.form(d.mayAct(d.testEndpoint))},
		{"GET " + one + "/deliveries", d.inside(d.deliveries)},
		{"GET " + one + "/deliveries/{delivery}", d.inside(d.delivery)},
		{"POST " + one + "/deliveries/{delivery}/replay", d.form(d.mayAct(d.replayOne))},
		{"GET " + one + "/replay", d.inside(d.mayAct(d.askReplay))},
		{"POST " + one + "/replay", d.form(d.mayAct(d.replayMany))},
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
	partners, err := d.partnersByKey(r)
	if err != nil {
		return err
	}
	page := views.Webhooks{Frame: d.frame(c, "admin-webhooks", "Webhooks", views.PlaceWebhooks)}
	if c.admin.Role.MayManage() {
		page.New = "/admin/webhooks/new"
	}
	for _, e := range endpoints {
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
func (p endpointPresenter) failing() bool {
	for _, n := range p.newest {
		if n.Attempts > 0 || n.State == portal.DeliveryExhausted {
			return n.LastError != ""
		}
	}
	return p.Exhausted > 0
}

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
