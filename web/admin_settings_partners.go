package web

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// accountPartnerRooms are the addresses of the tab about partners.
func (d *desk) accountPartnerRooms() []adminRoute {
	const at = settingsPath + "/partners"
	return []adminRoute{
		{pattern: "GET " + at, need: portal.MaySee, room: d.ofSettings(settingsVisit.partners)},
		{pattern: "POST " + at, need: portal.MayManage, fresh: true, room: d.ofSettings(settingsVisit.createPartner)},
	}
}

// newPartnerInput is what was typed into the form of a new partner.
type newPartnerInput struct {
	partnerInput
	name, about string
}

func (v settingsVisit) partners() error {
	in := newPartnerInput{partnerInput: settingsOf(portal.Partner{TTLDays: portal.DefaultTTLDays, Delivery: portal.ByMail})}
	return v.showPartners(in, nil)
}

func (v settingsVisit) showPartners(in newPartnerInput, result *views.AdminResult) error {
	list, err := v.Portal.Partners(v.r.Context(), v.account.Slug)
	if err != nil {
		return err
	}
	page := views.SettingsPartners{
		SettingsTop: v.top("admin-settings-partners", "partners", "Platforms that may ask your customers for a connection."),
		Empty:       "There is no partner yet.",
	}
	for _, p := range list {
		row := views.PartnerRow{
			URL: partnerURL(p), Name: p.Name, Account: p.About, Days: daysSaid(p.TTLDays), Delivery: handovers[p.Delivery], State: partnerBadge(p),
		}
		if row.Waiting, err = v.waitingSaid(v.r, p); err != nil {
			return err
		}
		page.Rows = append(page.Rows, row)
	}
	if v.mayChange() {
		page.New = in.newForm(settingsURL(v.account.Slug, "partners"))
	}
	status := http.StatusOK
	if len(in.wrong) > 0 {
		status, page.Frame.Title = http.StatusUnprocessableEntity, "Error: "+page.Frame.Title
	}
	page.Frame.Result = result
	visitOf(v.r).page = page.Frame.Page
	return v.render(v.w, v.r, status, views.SettingsPartnersPage(page))
}

// newForm has everything that was typed, and what is wrong with it.
func (in newPartnerInput) newForm(url string) *views.NewPartner {
	same := in.form(portal.Partner{})
	return &views.NewPartner{
		URL: url, Problems: problemsOf(in.wrong, "name", "about", "days", "delivery", "returns"),
		Name:  views.Field{Name: "name", Label: "Name", Value: in.name, Error: in.wrong["name"], Hint: views.Plain("As customers read it: Ledgerline.")},
		About: views.Field{Name: "about", Label: "What it is", Value: in.about, Error: in.wrong["about"], Hint: views.Plain("In a few words, may be empty: accounting software.")},
		Days:  same.Days, Delivery: same.Delivery, Returns: same.Returns,
		Note: "The key is shown once, on the next page.",
	}
}

// mostPartnerWords is how long the texts about a partner may be, in characters.
const mostPartnerWords = 80

func (v settingsVisit) createPartner() error {
	get := func(name string) string { return strings.TrimSpace(v.r.PostForm.Get(name)) }
	in := newPartnerInput{
		partnerInput: partnerInput{days: get("days"), delivery: get("delivery"), returns: v.r.PostForm.Get("returns"), wrong: map[string]string{}},
		name:         get("name"), about: get("about"),
	}
	days, err := strconv.Atoi(in.days)
	if err != nil || days < portal.MinTTLDays || days > portal.MaxTTLDays {
		in.wrong["days"] = "Days must be a number from 1 to 30."
	}
	if _, ok := handovers[portal.Handover(in.delivery)]; !ok {
		in.wrong["delivery"] = "Choose who mails the link."
	}
	if in.name == "" {
		in.wrong["name"] = "Write the name that customers read."
	}
	for name, text := range map[string]string{"name": in.name, "about": in.about} {
		if utf8.RuneCountInString(text) > mostPartnerWords || strings.ContainsFunc(text, unicode.IsControl) {
			in.wrong[name] = "Write 80 characters at most, on one line."
		}
	}
	if err := v.nameTaken(in); err != nil {
		return err
	}
	if len(in.wrong) > 0 {
		return v.showPartners(in, nil)
	}
	p, key, err := v.Portal.CreatePartner(v.r.Context(), v.c.actor(), portal.Partner{
		Account: v.account.Slug, Name: in.name, About: in.about, TTLDays: days, Delivery: portal.Handover(in.delivery), ReturnOrigins: strings.Fields(in.returns),
	})
	if errors.Is(err, portal.ErrOrigin) {
		in.wrong["returns"] = "Write each origin as scheme and host only, like https://app.example.com."
		return v.showPartners(in, nil)
	}
	if err != nil {
		return err
	}
	// The key stands in the answer itself: in no address and in no cookie.
	return v.showPartner(v.w, v.r, v.c, p, settingsOf(p), &views.AdminResult{
		Tone: views.ToneOK, Icon: views.IconCheck, Text: "Partner made.",
		Secret: &views.Secret{Label: "API key of " + p.Name, Value: key, Hint: "Shown once. Copy it now and give it to the partner safely."},
	})
}

// nameTaken refuses a name that a partner of the account has: who sends a form
// twice gets one partner.
func (v settingsVisit) nameTaken(in newPartnerInput) error {
	list, err := v.Portal.Partners(v.r.Context(), v.account.Slug)
	if slices.ContainsFunc(list, func(p portal.Partner) bool { return strings.EqualFold(p.Name, in.name) }) {
		in.wrong["name"] = "There is a partner of this name. Give it another one, or replace the key of that one."
	}
	return err
}
