package web

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// partnerInput is what was typed into the settings of a partner.
type partnerInput struct {
	days, delivery, returns string
	wrong                   map[string]string
}

func settingsOf(p portal.Partner) partnerInput {
	return partnerInput{days: strconv.Itoa(p.TTLDays), delivery: string(p.Delivery), returns: strings.Join(p.ReturnOrigins, "\n")}
}

// form has everything that was typed, and what is wrong with it.
func (in partnerInput) form(p portal.Partner) *views.PartnerSettings {
	s := &views.PartnerSettings{
		URL: partnerURL(p), Problems: problemsOf(in.wrong, "days", "delivery", "returns"),
		Days: views.Field{Name: "days", Label: "Days a link works", Value: in.days, Width: 4, Mode: "numeric", Hint: views.Plain("1 to 30."), Error: in.wrong["days"]},
		Returns: views.Field{
			Name: "returns", Label: "Where customers may go back to", Rows: 3, Value: in.returns, Error: in.wrong["returns"],
			Hint: views.Plain("One origin on each line, like https://app.example.com. Other addresses a partner asks for are not shown."),
		},
		Note: "Applies to new links only.",
	}
	for _, way := range []portal.Handover{portal.ByMail, portal.ByPartner} {
		s.Delivery = append(s.Delivery, views.Choice{Value: string(way), Label: handovers[way], Checked: in.delivery == string(way)})
	}
	return s
}

// changePartner saves the settings; what cannot be taken comes back as it was
// typed.
func (d *desk) changePartner(w http.ResponseWriter, r *http.Request, c clerk) error {
	p, err := d.partnerIn(r)
	if err != nil {
		return err
	}
	in := partnerInput{days: r.PostForm.Get("days"), delivery: r.PostForm.Get("delivery"), returns: r.PostForm.Get("returns"), wrong: map[string]string{}}
	const badDays = "Days must be a number from 1 to 30."
	days, err := strconv.Atoi(strings.TrimSpace(in.days))
	if err != nil || days < portal.MinTTLDays || days > portal.MaxTTLDays {
		in.wrong["days"] = badDays
	}
	if _, ok := handovers[portal.Handover(in.delivery)]; !ok {
		in.wrong["delivery"] = "Choose who mails the link."
	}
	if len(in.wrong) > 0 {
		return d.showPartner(w, r, c, p, in, nil)
	}
	_, err = d.Portal.ChangePartner(r.Context(), c.actor(), p.Account, p.ID, func(p *portal.Partner) {
		p.TTLDays, p.Delivery, p.ReturnOrigins = days, portal.Handover(in.delivery), strings.Fields(in.returns)
	})
	if errors.Is(err, portal.ErrOrigin) {
		in.wrong["returns"] = "Write each origin as scheme and host only, like https://app.example.com."
		return d.showPartner(w, r, c, p, in, nil)
	}
	if err != nil {
		return err
	}
	return d.backToPartner(w, r, p, saidSaved)
}

func (d *desk) backToPartner(w http.ResponseWriter, r *http.Request, p portal.Partner, said string) error {
	if err := d.tell(w, r, partnerURL(p), said); err != nil {
		return err
	}
	return d.seeOther(w, r, partnerURL(p))
}

func (d *desk) confirmPartner(w http.ResponseWriter, r *http.Request, c clerk, page views.Confirm) error {
	page.Frame = d.frame(c, "admin-confirm", page.Heading+" – Partners", views.PlacePartners)
	visitOf(r).page = page.Frame.Page
	return d.render(w, r, http.StatusOK, views.ConfirmPage(page))
}

func (d *desk) askRotateKey(w http.ResponseWriter, r *http.Request, c clerk) error {
	p, err := d.partnerIn(r)
	if err != nil {
		return err
	}
	return d.confirmPartner(w, r, c, views.Confirm{
		Heading: "Replace the API key of " + p.Name,
		Effects: []string{"The old key stops working at once.", "Links that were sent go on working."},
		URL:     partnerURL(p) + "/rotate", Label: "Replace and show the key", Icon: views.IconRenew, Danger: true,
		Cancel: views.Link{Label: "Keep the key", URL: partnerURL(p)},
	})
}

// rotateKey shows the new key in the answer itself: it must stand in no address
// and no cookie.
func (d *desk) rotateKey(w http.ResponseWriter, r *http.Request, c clerk) error {
	p, err := d.partnerIn(r)
	if err != nil {
		return err
	}
	key, err := d.Portal.RotatePartnerKey(r.Context(), c.actor(), p.Account, p.ID, 0)
	if err != nil {
		return err
	}
	return d.showPartner(w, r, c, p, settingsOf(p), &views.AdminResult{
		Tone: views.ToneOK, Icon: views.IconCheck, Text: "Key replaced. The old one stopped working.",
		Secret: &views.Secret{Label: "API key of " + p.Name, Value: key, Hint: "Shown once. Copy it now and give it to the partner safely."},
	})
}

func (d *desk) askPartnerOff(w http.ResponseWriter, r *http.Request, c clerk) error {
	p, err := d.partnerIn(r)
	if err != nil {
		return err
	}
	return d.confirmPartner(w, r, c, views.Confirm{
		Heading: "Turn off " + p.Name,
		Effects: []string{
			"Its API key is refused at once, and its requests cannot be answered.",
			"Requests, cases and connections are kept. All of it works again when the partner is turned on.",
		},
		URL: partnerURL(p) + "/off", Label: "Turn it off", Icon: views.IconBar, Danger: true,
		Cancel: views.Link{Label: "Keep it on", URL: partnerURL(p)},
	})
}

func (d *desk) switchPartner(on bool) room {
	said := map[bool]string{true: saidOn, false: saidOff}[on]
	return func(w http.ResponseWriter, r *http.Request, c clerk) error {
		k := keyIn(r)
		p, err := d.Portal.SwitchPartner(r.Context(), c.actor(), k.Account, k.ID, on)
		if err != nil {
			return err
		}
		return d.backToPartner(w, r, p, said)
	}
}
