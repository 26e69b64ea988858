package web

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// deliveryIn is the delivery that an address names, with its tries.
func (d *desk) deliveryIn(r *http.Request) (portal.HookDelivery, []portal.HookTry, error) {
	k := keyIn(r)
	n, tries, err := d.Portal.DeliveryLog(r.Context(), k.Account, r.PathValue("delivery"))
	if err == nil && n.Endpoint != k.ID {
		err = portal.ErrNotFound
	}
	return n, tries, err
}

func (d *desk) delivery(w http.ResponseWriter, r *http.Request, c clerk) error {
	n, _, err := d.deliveryIn(r)
	if err != nil {
		return err
	}
	var result *views.AdminResult
	if d.told(w, r, deliveryURL(n)) == saidReplayed {
		result = done("It is sent again within a few seconds.")
	}
	return d.showDelivery(w, r, http.StatusOK, c, result)
}

func (d *desk) showDelivery(w http.ResponseWriter, r *http.Request, status int, c clerk, result *views.AdminResult) error {
	e, err := d.endpointIn(r)
	if err != nil {
		return err
	}
	n, tries, err := d.deliveryIn(r)
	if err != nil {
		return err
	}
	event, err := d.eventOf(r, n)
	if err != nil {
		return err
	}
	clocks, err := d.clocks(r)
	if err != nil {
		return err
	}
	signature, err := d.signature(r, e, event, tries)
	if err != nil {
		return err
	}
	page := deliveryPresenter{n, tries, event, e, clocks[e.Account], d.Portal.Now(), signature}.page(c.roleIn(e.Account))
	page.Frame = d.frame(c, "admin-delivery", n.Type+", "+lowerFirst(page.State.Word)+" – Webhooks", views.PlaceWebhooks)
	page.Frame.Result = result
	visitOf(r).page = page.Frame.Page
	return d.render(w, r, status, views.DeliveryPage(page))
}

// replayOne puts one delivery back into the queue, unless it is in it.
func (d *desk) replayOne(w http.ResponseWriter, r *http.Request, c clerk) error {
	e, err := d.endpointIn(r)
	if err != nil {
		return err
	}
	n, _, err := d.deliveryIn(r)
	if err != nil {
		return err
	}
	refuse := func(why string) error {
		return d.showDelivery(w, r, http.StatusConflict, c, &views.AdminResult{Tone: views.ToneWarn, Icon: views.IconInfo, Text: why})
	}
	if !e.DisabledAt.IsZero() {
		return refuse("The endpoint is turned off, so nothing was sent. Turn it on first.")
	}
	filter := portal.DeliveryFilter{Account: n.Account, Endpoint: n.Endpoint, Event: n.Event}
	again, err := d.Portal.ReplayDeliveries(r.Context(), c.actor(), filter)
	if err != nil {
		return err
	}
	if again == 0 {
		return refuse("It is on its way already. Nothing was changed.")
	}
	if err := d.tell(w, r, deliveryURL(n), saidReplayed); err != nil {
		return err
	}
	return d.seeOther(w, r, deliveryURL(n))
}

// deliveryPresenter turns what is known of a delivery into words.
type deliveryPresenter struct {
	delivery portal.HookDelivery
	tries    []portal.HookTry
	event    portal.Event
	endpoint portal.Endpoint
	clock    clock
	now      time.Time

	signature string // what its check found
}

func (p deliveryPresenter) page(role portal.Role) views.Delivery {
	n := p.delivery
	page := views.Delivery{
		Endpoint: views.Link{Label: hookHost(p.endpoint), URL: endpointURL(p.endpoint) + "/deliveries"},
		Heading:  n.Type, State: deliveryBadge(n), Facts: p.facts(), Tries: p.history(),
		Request: p.sent(role), Response: p.answer(role),
	}
	switch {
	case !role.May(portal.MayAct):
	case n.State == portal.DeliveryQueued:
		page.Wait = "It is tried again by itself. Sending it now would only make a second copy."
	case !p.endpoint.DisabledAt.IsZero():
		page.Wait = "The endpoint is turned off."
	default:
		page.Replay = &views.PostButton{
			URL: deliveryURL(n) + "/replay", Label: "Send again", Icon: views.IconRenew,
			Hint: "The same event with the same id, signed anew. A receiver that has it may ignore it.",
		}
	}
	return page
}

func (p deliveryPresenter) facts() []views.AdminFact {
	all := []views.AdminFact{
		{Name: "Event", Value: p.delivery.Event, Code: true},
		{Name: "About", Value: aboutSaid(p.event)},
		{Name: "Sequence", Value: strconv.FormatInt(p.delivery.EventSeq, 10)},
		{Name: "Tries", Value: triesSaid(p.delivery)},
		{Name: "Signature", Value: hookStyles[p.endpoint.Style]},
		{Name: "Checked again", Value: p.signature},
	}
	if n := p.delivery; n.State == portal.DeliveryQueued && n.NextAt.After(p.now) {
		all = append(all, views.AdminFact{Name: "Next try", Value: nextIn(n.NextAt, p.now)})
	}
	if p.event.ObjectType == "link_request" {
		all[1].URL = requestURL(portal.Key{Account: p.event.Account, ID: p.event.ObjectID})
	}
	if !p.event.OccurredAt.IsZero() {
		all = append(all, views.AdminFact{Name: "Happened", Value: p.clock.full(p.event.OccurredAt)})
	}
	if p.delivery.Replay {
		all = append(all, views.AdminFact{Name: "Sent again", Value: "asked for by a person"})
	}
	return slices.DeleteFunc(all, func(f views.AdminFact) bool { return f.Value == "" })
}

// history is every try, newest first.
func (p deliveryPresenter) history() []views.TimelineItem {
	var items []views.TimelineItem
	for _, t := range slices.Backward(p.tries) {
		item := views.TimelineItem{Tone: views.ToneOK, Icon: views.IconCheck, Fact: trySaid(t), At: p.clock.moment(t.At)}
		item.Sub = fmt.Sprintf("try %d, in %s", t.Number, t.Took.Round(time.Millisecond))
		if t.Error != "" {
			item.Tone, item.Icon = views.ToneWarn, views.IconCross
			item.Sub += ": " + t.Error
		}
		items = append(items, item)
	}
	return items
}

func trySaid(t portal.HookTry) string {
	if t.Status == 0 {
		return "No answer"
	}
	return fmt.Sprintf("%d %s", t.Status, http.StatusText(t.Status))
}
