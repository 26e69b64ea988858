package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// partnerRooms are the addresses about partners.
func (d *desk) partnerRooms() []adminRoute {
	const one = "/admin/partners/{account}/{id}"
	return []adminRoute{
		{pattern: "GET /admin/partners", need: portal.MaySee, room: d.partners},
		{pattern: "GET " + one, need: portal.MaySee, room: d.partner},
		{pattern: "POST " + one, need: portal.MayManage, room: d.changePartner},
		{pattern: "GET " + one + "/rotate", need: portal.MayManage, fresh: true, room: d.askRotateKey},
		{pattern: "POST " + one + "/rotate", need: portal.MayManage, fresh: true, room: d.rotateKey},
		{pattern: "GET " + one + "/off", need: portal.MayManage, room: d.askPartnerOff},
		{pattern: "POST " + one + "/off", need: portal.MayManage, room: d.switchPartner(false)},
		{pattern: "POST " + one + "/on", need: portal.MayManage, room: d.switchPartner(true)},
	}
}

// partnerURL is the page about a partner.
func partnerURL(p portal.Partner) string { return "/admin/partners/" + p.Account + "/" + p.ID }

// waitingCounted is how far waiting requests of a partner are counted.
const waitingCounted = 100

func (d *desk) partners(w http.ResponseWriter, r *http.Request, c clerk) error {
	all, err := d.partnersByKey(r, c)
	if err != nil {
		return err
	}
	page := views.Partners{
		Frame: d.frame(c, "admin-partners", "Partners", views.PlacePartners),
		Empty: "There is no partner yet. Owners make one in the settings of an account, under Partners.",
	}
	for _, p := range sortedPartners(all) {
		row := views.PartnerRow{
			URL: partnerURL(p), Name: p.Name, Account: p.Account, Days: daysSaid(p.TTLDays), Delivery: handovers[p.Delivery], State: partnerBadge(p),
		}
		if row.Waiting, err = d.waitingSaid(r, p); err != nil {
			return err
		}
		page.Rows = append(page.Rows, row)
	}
	visitOf(r).page = page.Frame.Page
	return d.render(w, r, http.StatusOK, views.PartnersPage(page))
}

func (d *desk) waitingSaid(r *http.Request, p portal.Partner) (string, error) {
	waiting, err := d.Portal.Requests(r.Context(), portal.RequestFilter{Account: p.Account, Partner: p.ID, Live: true, Limit: waitingCounted})
	switch {
	case err != nil:
		return "", err
	case len(waiting) == 0:
		return "None waiting", nil
	case len(waiting) == waitingCounted:
		return strconv.Itoa(waitingCounted) + " or more waiting", nil
	}
	return strconv.Itoa(len(waiting)) + " waiting", nil
}

var handovers = map[portal.Handover]string{
	portal.ByMail:    "We mail the link",
	portal.ByPartner: "The partner mails the link",
}

func partnerBadge(p portal.Partner) views.Badge {
	if !p.DisabledAt.IsZero() {
		return views.Badge{Tone: views.ToneMute, Icon: views.IconBar, Word: "Turned off"}
	}
	return views.Badge{Tone: views.ToneOK, Icon: views.IconCheck, Word: "Active"}
}

const saidSaved = "saved"

func (d *desk) partner(w http.ResponseWriter, r *http.Request, c clerk) error {
	p, err := d.partnerIn(r)
	if err != nil {
		return err
	}
	var result *views.AdminResult
	texts := map[string]string{
		saidSaved: "Saved. It holds for new links.", saidOff: "Partner turned off. Its key is refused from now on.", saidOn: "Partner turned on.",
	}
	if text := texts[d.told(w, r, partnerURL(p))]; text != "" {
		result = done(text)
	}
	return d.showPartner(w, r, c, p, settingsOf(p), result)
}

func (d *desk) partnerIn(r *http.Request) (portal.Partner, error) {
	k := keyIn(r)
	return d.Portal.Partner(r.Context(), k.Account, k.ID)
}

func (d *desk) showPartner(
	w http.ResponseWriter, r *http.Request, c clerk, p portal.Partner, in partnerInput, result *views.AdminResult,
) error {
	title, status := p.Name+" – Partners", http.StatusOK
	if len(in.wrong) > 0 {
		title, status = "Error: "+title, http.StatusUnprocessableEntity
	}
	at := partnerURL(p)
	page := views.Partner{
		Frame: d.frame(c, "admin-partner", title, views.PlacePartners), Heading: p.Name, State: partnerBadge(p),
		Facts: []views.AdminFact{
			{Name: "Name", Value: joined(", ", p.Name, p.About)}, {Name: "ID", Value: p.ID, Code: true}, {Name: "Account", Value: p.Account},
			{Name: "Links work for", Value: daysSaid(p.TTLDays)}, {Name: "Delivery", Value: handovers[p.Delivery]},
		},
		Key:      []views.AdminFact{{Name: "Key", Value: "lkp_live_…", Code: true}},
		Requests: views.Link{Label: "Requests of " + p.Name, URL: "/admin/requests?" + url.Values{"partner": {p.Account + "/" + p.ID}}.Encode()},
	}
	if len(p.ReturnOrigins) > 0 {
		page.Facts = append(page.Facts, views.AdminFact{Name: "Way back", Value: strings.Join(p.ReturnOrigins, ", "), Code: true})
	}
	if c.may(p.Account, portal.MayManage) {
		page.Settings, page.Rotate = in.form(p), at+"/rotate"
		if p.DisabledAt.IsZero() {
			page.TurnOff = at + "/off"
		} else {
			page.TurnOn = &views.PostButton{URL: at + "/on", Label: "Turn it on again", Icon: views.IconRenew, Hint: "Its key and its links work again."}
		}
	}
	page.Frame.Result = result
	visitOf(r).page = page.Frame.Page
	return d.render(w, r, status, views.PartnerPage(page))
}
