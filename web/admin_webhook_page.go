package web

import (
	"net/http"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

func (d *desk) endpoint(w http.ResponseWriter, r *http.Request, c clerk) error {
	e, err := d.endpointIn(r)
	if err != nil {
		return err
	}
	result := endpointResult(d.told(w, r, endpointURL(e)))
	return d.showEndpoint(w, r, http.StatusOK, c, result)
}

func (d *desk) endpointIn(r *http.Request) (portal.Endpoint, error) {
	k := keyIn(r)
	return d.Portal.Endpoint(r.Context(), k.Account, k.ID)
}

// showEndpoint reads the endpoint of the address anew and shows it.
func (d *desk) showEndpoint(w http.ResponseWriter, r *http.Request, status int, c clerk, result *views.AdminResult) error {
	e, err := d.endpointIn(r)
	if err != nil {
		return err
	}
	return d.showEndpointOf(w, r, status, c, e, result)
}

func (d *desk) showEndpointOf(
	w http.ResponseWriter, r *http.Request, status int, c clerk, e portal.Endpoint, result *views.AdminResult,
) error {
	partners, err := d.partnersByKey(r, c)
	if err != nil {
		return err
	}
	p, err := d.endpointPresenter(r, e, partners)
	if err != nil {
		return err
	}
	page := p.page(c.roleIn(e.Account))
	if page.Deliveries, err = d.deliveryRows(r, p.newest, p.clock); err != nil {
		return err
	}
	if page.Health, err = d.health(r, e, p.clock); err != nil {
		return err
	}
	page.Snippets = snippetsFor(e)
	page.Frame = d.frame(c, "admin-webhook", page.Heading+", "+lowerFirst(page.State.Word)+" – Webhooks", views.PlaceWebhooks)
	page.Frame.Result = result
	visitOf(r).page = page.Frame.Page
	return d.render(w, r, status, views.EndpointPage(page))
}

func (p endpointPresenter) page(role portal.Role) views.Endpoint {
	at := endpointURL(p.Endpoint)
	page := views.Endpoint{
		Heading: hookHost(p.Endpoint), State: p.badge(), Fix: p.diagnosis(), Facts: p.facts(), Secret: p.secretFacts(), All: at + "/deliveries",
	}
	off := !p.DisabledAt.IsZero()
	if role.May(portal.MayAct) && !off {
		page.Test = &views.PostButton{URL: at + "/test", Label: "Send a test event", Icon: views.IconArrow, Hint: "It is signed like any other, and says that it is a test."}
	}
	if !role.May(portal.MayManage) {
		return page
	}
	page.Edit, page.Rotate = at+"/edit", at+"/rotate"
	if off {
		page.Enable = &views.PostButton{URL: at + "/enable", Label: "Turn it on again", Icon: views.IconRenew, Hint: "What is waiting is sent at once: " + countOf(int(p.waiting()), "event") + "."}
	} else {
		page.Disable = at + "/disable"
	}
	return page
}

// diagnosis says in one line how things stand, and what that means.
func (p endpointPresenter) diagnosis() views.Fix {
	badge := p.badge()
	fix := views.Fix{Tone: badge.Tone, Icon: badge.Icon}
	switch {
	case badge.Word == "Turned off":
		fix.Tone, fix.Heading = views.ToneWarn, "It was turned off"
		if p.Reason != "" {
			fix.Heading += ": " + p.Reason
		}
		fix.Text = "Since " + p.clock.full(p.DisabledAt) + " nothing is sent. " + upperFirst(countOf(int(p.waiting()), "event")) + " waiting, and kept."
	case badge.Word == "Failing":
		fix.Heading = countOf(int(p.waiting()), "event") + " waiting for it"
		fix.Text = "The last try failed: " + strings.TrimSuffix(p.lastError(), ".") + ". We go on trying over about three days, and nothing is lost."
	case len(p.newest) == 0:
		fix.Tone, fix.Icon = views.ToneInfo, views.IconInfo
		fix.Heading, fix.Text = "Nothing was sent yet", "Send a test event to see whether it arrives."
	case p.newest[0].State == portal.DeliveryQueued && p.newest[0].Attempts == 0:
		fix.Tone, fix.Icon = views.ToneInfo, views.IconClock
		fix.Heading, fix.Text = "An event is on its way", "It is sent within a few seconds."
	default:
		fix.Heading, fix.Text = "It works", "The last event was taken on "+p.clock.full(p.newest[0].DoneAt)+"."
	}
	return fix
}

func (p endpointPresenter) lastError() string {
	for _, n := range p.newest {
		if n.LastError != "" {
			return n.LastError
		}
	}
	return "the reason is no longer kept"
}

var hookStyles = map[portal.EndpointStyle]string{
	portal.StandardStyle: "Standard Webhooks",
	portal.TimedStyle:    "One header, t=…,v1=…",
}

func (p endpointPresenter) facts() []views.AdminFact {
	all := []views.AdminFact{
		{Name: "Address", Value: p.Endpoint.URL, Code: true},
		{Name: "Account", Value: p.Account},
		{Name: "Hears about", Value: p.scope()},
		{Name: "Events", Value: "All events but those that must be named"},
		{Name: "Signature", Value: hookStyles[p.Style]},
		{Name: "Made", Value: p.clock.short(p.CreatedAt)},
	}
	if p.Partner != "" {
		all[2].URL = partnerURL(portal.Partner{Account: p.Account, ID: p.Partner})
	}
	if len(p.Events) > 0 {
		all[3].Value = strings.Join(p.Events, ", ")
	}
	if p.Style == portal.TimedStyle {
		all[4].Value += " with " + p.HeaderPrefix
	}
	return all
}

// secretFacts tell of the secret without any part of it.
func (p endpointPresenter) secretFacts() []views.AdminFact {
	all := []views.AdminFact{{Name: "Secret", Value: "whsec_…", Code: true}}
	if len(p.SealedOld) > 0 && p.now.Before(p.OldUntil) {
		all = append(all, views.AdminFact{Name: "The one before", Value: "signs too, until " + p.clock.short(p.OldUntil)})
	}
	return all
}
