package web

import (
	"bytes"
	"encoding/json"
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
		result = &views.AdminResult{Tone: views.ToneOK, Icon: views.IconCheck, Text: "It is sent again within a few seconds."}
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
	page := deliveryPresenter{n, tries, event, e, clocks[e.Account], d.Portal.Now()}.page(c.roleIn(e.Account))
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
}

func (p deliveryPresenter) page(role portal.Role) views.Delivery {
	n := p.delivery
	page := views.Delivery{
		Endpoint: views.Link{Label: hookHost(p.endpoint), URL: endpointURL(p.endpoint) + "/deliveries"},
		Heading:  n.Type, State: deliveryBadge(n), Facts: p.facts(), Tries: p.history(),
		Request: p.sent(role), Response: p.answer(),
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

// sent shows the event as it is kept. The link that it may carry is derived when
// it is sent and is shown to nobody; what partners submit stands in it, so that
// only those who may act read it.
func (p deliveryPresenter) sent(role portal.Role) views.Exchange {
	x := views.Exchange{Heading: "What we send"}
	var body bytes.Buffer
	switch {
	case p.event.ID == "":
		x.Empty = "The event is no longer kept."
	case !role.May(portal.MayAct):
		x.Empty = "Your role does not show what events contain."
	case json.Indent(&body, []byte(p.event.Data), "", "  ") != nil:
		x.Empty = "The event cannot be shown."
	default:
		x.Head = "id: " + p.event.ID + "\ntype: " + p.event.Type
		x.Body = maskedText(body.String())
		x.Note = "Its data. A link that it carries and its signature are made when it is sent, and are not kept."
	}
	return x
}

func (p deliveryPresenter) answer() views.Exchange {
	x := views.Exchange{Heading: "What came back", Empty: "It was not tried yet."}
	if len(p.tries) > 0 {
		last := p.tries[len(p.tries)-1]
		x.Empty, x.Head = "", trySaid(last)
		x.Note = "What receivers write is not kept, only their status."
	}
	return x
}
