package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// deliveriesOnPage is how many deliveries a page of the log shows.
const deliveriesOnPage = 50

// hookTries is how many tries a delivery has, as docs/webhooks.md promises.
const hookTries = 10

// deliveryTab is one cut of the log of an endpoint.
type deliveryTab struct {
	value, label, empty string
	states              []portal.DeliveryState // counted
}

var deliveryTabs = []deliveryTab{
	{"", "All", "Nothing was sent to it yet.", []portal.DeliveryState{portal.DeliveryQueued, portal.DeliveryDone, portal.DeliveryExhausted, portal.DeliveryHeld}},
	{string(portal.DeliveryExhausted), "Failed", "Nothing failed here.", []portal.DeliveryState{portal.DeliveryExhausted}},
	{string(portal.DeliveryQueued), "Waiting", "Nothing is waiting.", []portal.DeliveryState{portal.DeliveryQueued}},
	{string(portal.DeliveryHeld), "Held", "Nothing is held.", []portal.DeliveryState{portal.DeliveryHeld}},
	{string(portal.DeliveryDone), "Delivered", "Nothing was delivered yet.", []portal.DeliveryState{portal.DeliveryDone}},
}

func (d *desk) deliveries(w http.ResponseWriter, r *http.Request, c clerk) error {
	e, err := d.endpointIn(r)
	if err != nil {
		return err
	}
	until := d.Portal.Now().UTC()
	return d.showDeliveries(w, r, http.StatusOK, c, e, replayInput{
		which: "failed", from: until.Add(-24 * time.Hour).Format(replayLayout), until: until.Add(time.Minute).Format(replayLayout),
	})
}

// showDeliveries shows the log, with what was typed into its form.
func (d *desk) showDeliveries(w http.ResponseWriter, r *http.Request, status int, c clerk, e portal.Endpoint, in replayInput) error {
	q := r.URL.Query()
	tab := deliveryTabs[max(slices.IndexFunc(deliveryTabs, func(t deliveryTab) bool { return t.value == q.Get("state") }), 0)]
	page := views.Deliveries{
		Frame:    d.frame(c, "admin-deliveries", "Deliveries to "+hookHost(e)+" – Webhooks", views.PlaceWebhooks),
		Endpoint: views.Link{Label: hookHost(e), URL: endpointURL(e)}, Empty: tab.empty,
	}
	f := portal.DeliveryFilter{Account: e.Account, Endpoint: e.ID}
	counts, err := d.Portal.CountDeliveries(r.Context(), f)
	if err != nil {
		return err
	}
	page.Tabs = tab.among(counts, e)
	f.State, f.Before, f.Limit = portal.DeliveryState(tab.value), cursorOf(q.Get("after")), deliveriesOnPage+1
	list, err := d.Portal.Deliveries(r.Context(), f)
	if err != nil {
		return err
	}
	if len(list) > deliveriesOnPage {
		list = list[:deliveriesOnPage]
		last := list[deliveriesOnPage-1]
		page.Next = tab.url(e) + "&" + url.Values{"after": {cursorText(portal.Cursor{At: last.CreatedAt, ID: last.ID})}}.Encode()
	}
	clocks, err := d.clocks(r)
	if err != nil {
		return err
	}
	if page.Rows, err = d.deliveryRows(r, list, clocks[e.Account]); err != nil {
		return err
	}
	if c.may(e.Account, portal.MayAct) && e.DisabledAt.IsZero() {
		page.Replay = in.form(e)
	}
	if len(in.wrong) > 0 {
		page.Frame.Title = "Error: " + lowerFirst(page.Frame.Title)
	}
	visitOf(r).page = page.Frame.Page
	return d.render(w, r, status, views.DeliveriesPage(page))
}

func (t deliveryTab) url(e portal.Endpoint) string {
	return endpointURL(e) + "/deliveries?state=" + t.value
}

// among is the row of tabs, with this one chosen.
func (t deliveryTab) among(counts map[portal.DeliveryState]int64, e portal.Endpoint) []views.Tab {
	var tabs []views.Tab
	for _, other := range deliveryTabs {
		n := int64(0)
		for _, state := range other.states {
			n += counts[state]
		}
		tabs = append(tabs, views.Tab{Label: other.label, Count: strconv.FormatInt(n, 10), URL: other.url(e), Here: other.value == t.value})
	}
	return tabs
}

func (d *desk) deliveryRows(r *http.Request, list []portal.HookDelivery, c clock) ([]views.DeliveryRow, error) {
	rows := make([]views.DeliveryRow, 0, len(list))
	for _, n := range list {
		event, err := d.eventOf(r, n)
		if err != nil {
			return nil, err
		}
		rows = append(rows, deliveryRow(n, event, c, d.Portal.Now()))
	}
	return rows, nil
}

// eventOf returns the event of a delivery; the zero Event once it is pruned.
func (d *desk) eventOf(r *http.Request, n portal.HookDelivery) (portal.Event, error) {
	e, err := d.Portal.Event(r.Context(), n.Account, n.Event)
	if errors.Is(err, portal.ErrNotFound) {
		return portal.Event{}, nil
	}
	return e, err
}

func deliveryRow(n portal.HookDelivery, event portal.Event, c clock, now time.Time) views.DeliveryRow {
	row := views.DeliveryRow{
		URL:   deliveryURL(n),
		Event: n.Type, About: aboutSaid(event), State: deliveryBadge(n), Answer: answerSaid(n), Tries: triesSaid(n), At: c.moment(n.CreatedAt),
	}
	if n.State == portal.DeliveryQueued && n.Attempts > 0 && n.NextAt.After(now) {
		row.Next = "next try " + nextIn(n.NextAt, now)
	}
	if !n.DoneAt.IsZero() {
		row.At = c.moment(n.DoneAt)
	}
	return row
}

func deliveryURL(n portal.HookDelivery) string {
	return "/admin/webhooks/" + n.Account + "/" + n.Endpoint + "/deliveries/" + n.ID
}

// aboutSaid is whom an event is about, as far as the event says.
func aboutSaid(e portal.Event) string {
	var data struct{ CompanyName, ExternalTenantID string }
	switch err := json.Unmarshal([]byte(e.Data), &data); {
	case err != nil:
		return ""
	case e.ObjectType == "test":
		return "A test"
	case data.CompanyName != "":
		return data.CompanyName
	}
	return data.ExternalTenantID
}

func deliveryBadge(n portal.HookDelivery) views.Badge {
	switch {
	case n.State == portal.DeliveryDone:
		return views.Badge{Tone: views.ToneOK, Icon: views.IconCheck, Word: "Delivered"}
	case n.State == portal.DeliveryExhausted:
		return views.Badge{Tone: views.ToneStop, Icon: views.IconCross, Word: "Given up"}
	case n.State == portal.DeliveryHeld:
		return views.Badge{Tone: views.ToneMute, Icon: views.IconBar, Word: "Held"}
	case n.LastError != "":
		return views.Badge{Tone: views.ToneWarn, Icon: views.IconRenew, Word: "Retrying"}
	}
	return views.Badge{Tone: views.ToneInfo, Icon: views.IconClock, Word: "Waiting"}
}

func answerSaid(n portal.HookDelivery) string {
	switch {
	case n.LastStatus > 0:
		return "answered " + strconv.Itoa(n.LastStatus)
	case n.LastError != "":
		return n.LastError
	case n.Attempts == 0:
		return "not tried yet"
	}
	return ""
}

func triesSaid(n portal.HookDelivery) string { return fmt.Sprintf("%d of %d", n.Attempts, hookTries) }
