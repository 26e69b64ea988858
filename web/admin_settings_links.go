package web

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// linksForm is what links of the account may do, and for how long.
var linksForm = settingsForm{
	tab: "links", section: always(portal.SectionLinks), values: linkValues, read: readLinks, draw: drawLinks,
	refusals: []settingsRefusal{
		{portal.ErrNoSeed, "v1", "There is no seed to check such links with. Make one on the command line first: latchkey key rotate --seed-file."},
	},
}

// linkSwitches are the settings that are on or off.
var linkSwitches = map[string]func(*portal.Account) *bool{
	"approvalCode":     func(a *portal.Account) *bool { return &a.Approval.Code },
	"approvalHurry":    func(a *portal.Account) *bool { return &a.Approval.Hurry },
	"approvalNotice":   func(a *portal.Account) *bool { return &a.Approval.Notice },
	"v1":               func(a *portal.Account) *bool { return &a.V1.On },
	"sha1":             func(a *portal.Account) *bool { return &a.V1.SHA1 },
	"ccp":              func(a *portal.Account) *bool { return &a.V1.Methods },
	"stepUp":           func(a *portal.Account) *bool { return &a.V1.StepUp },
	"fullSubscription": func(a *portal.Account) *bool { return &a.V1.FullSubscription },
	"legacyInvoice":    func(a *portal.Account) *bool { return &a.V1.LegacyInvoice },
}

func linkValues(v settingsVisit) url.Values {
	a := v.account
	in := url.Values{
		"linkDays": {strconv.Itoa(a.LinkDays)}, "reveal": {revealOf(a)}, "renewal": {onWord(!a.Links.NoRenewal)}, "v1Until": {lastDay(a)},
	}
	for name, of := range linkSwitches {
		in.Set(name, onWord(*of(&a)))
	}
	for _, k := range portal.TimedKinds() {
		in.Set("days-"+string(k), numberOrNone(a.Links.Days[k]))
		in.Set("most-"+string(k), numberOrNone(a.Links.Most[k]))
	}
	return in
}

func numberOrNone(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func revealOf(a portal.Account) string {
	if a.Billing.Reveal == "" {
		return "direct"
	}
	return a.Billing.Reveal
}

func zoneOf(a portal.Account) *time.Location {
	if zone, err := time.LoadLocation(a.Zone); err == nil {
		return zone
	}
	return time.UTC // checked when it was set; the zone database may differ here
}

// lastDay is the last day on which links of version 1 work.
func lastDay(a portal.Account) string {
	if a.V1.Until == 0 {
		return ""
	}
	return time.Unix(a.V1.Until-1, 0).In(zoneOf(a)).Format(time.DateOnly)
}

// readLinks reads the form; an end of version 1 that was not touched keeps its
// time of day.
func readLinks(was portal.Account, in url.Values, a *portal.Account) map[string]string {
	wrong := map[string]string{}
	for name, of := range linkSwitches {
		*of(a) = in.Get(name) == "on"
	}
	a.Links.NoRenewal = in.Get("renewal") != "on"
	switch a.Billing.Reveal = in.Get("reveal"); a.Billing.Reveal {
	case "direct":
		a.Billing.Reveal = ""
	case "click", "code":
	default:
		wrong["reveal"] = "Choose how files open."
	}
	if typed := strings.TrimSpace(in.Get("v1Until")); typed != lastDay(was) {
		a.V1.Until = 0
		if day, err := time.ParseInLocation(time.DateOnly, typed, zoneOf(was)); err == nil {
			a.V1.Until = day.AddDate(0, 0, 1).Unix()
		} else if typed != "" {
			wrong["v1Until"] = "Write the day as 2027-03-31."
		}
	}
	readDays(in, a, wrong)
	return wrong
}

func readDays(in url.Values, a *portal.Account, wrong map[string]string) {
	number := func(name string, least, most int) int {
		text := strings.TrimSpace(in.Get(name))
		n, err := strconv.Atoi(text)
		if text == "" && least == 0 {
			return 0
		}
		if err != nil || n < 1 || n > most {
			wrong[name] = "Write a number from 1 to " + strconv.Itoa(most) + "."
		}
		return n
	}
	a.LinkDays = number("linkDays", 1, link.Invoice.MaxDays())
	a.Links.Days, a.Links.Most = map[link.Kind]int{}, map[link.Kind]int{}
	for _, k := range portal.TimedKinds() {
		if n := number("most-"+string(k), 0, k.MaxDays()); n > 0 {
			a.Links.Most[k] = n
		}
		if n := number("days-"+string(k), 0, a.MostDaysOf(k)); n > 0 {
			a.Links.Days[k] = n
		}
	}
	if len(a.Links.Days) == 0 {
		a.Links.Days = nil
	}
	if len(a.Links.Most) == 0 {
		a.Links.Most = nil
	}
}

func drawLinks(v settingsVisit, in url.Values, wrong wrongs) views.SettingsTab {
	t := typed{in, wrong}
	return views.SettingsTab{
		SettingsTop: v.top("admin-settings-links", "links", "How long links work, and what is asked of who opens one."),
		Form: &views.SettingsForm{
			Note: "Applies to new links only, but for the older formula: what is turned off there ends links that are out.",
			Groups: []views.SettingsGroup{
				t.lives(), t.openings(), t.requests(), t.formula(),
			},
		},
	}
}

func (t typed) lives() views.SettingsGroup {
	days := func(name, label string) views.Field {
		return *t.field(views.Field{Name: name, Label: label, Width: 4, Mode: "numeric"}).Field
	}
	g := views.SettingsGroup{
		Heading: "How long links work", Text: "Links of connection requests last as long as their partner says. A kind whose fields are empty is like all others.",
		Controls: []views.Control{t.field(views.Field{Name: "linkDays", Label: "Days a link works", Width: 4, Mode: "numeric", Hint: views.Plain("1 to 99, for all kinds.")})},
	}
	for _, k := range portal.TimedKinds() {
		label := kindLabels[string(k)]
		g.Controls = append(g.Controls, views.Control{Row: &views.FieldRow{Legend: label, Fields: []views.Field{
			days("days-"+string(k), "Days"), days("most-"+string(k), "At most"),
		}}})
	}
	return g
}

func (t typed) openings() views.SettingsGroup {
	pick := &views.Pick{Name: "reveal", Legend: "How files open", Error: t.wrong["reveal"]}
	for _, way := range []struct{ value, label string }{{"direct", "At once"}, {"click", "After one more press"}, {"code", "After a mailed code"}} {
		pick.Choices = append(pick.Choices, views.Choice{Value: way.value, Label: way.label, Checked: t.in.Get("reveal") == way.value})
	}
	return views.SettingsGroup{Heading: "When a link is opened", Controls: []views.Control{
		t.onOff("renewal", "Offer to mail a new link", "On pages of links that have expired, to the address on file. Off: the page names your contact instead."),
		{Pick: pick},
	}}
}

func (t typed) requests() views.SettingsGroup {
	return views.SettingsGroup{Heading: "Connection requests", Controls: []views.Control{
		t.onOff("approvalCode", "Ask for a mailed code before a decision", ""),
		t.onOff("approvalHurry", "Ask once more after a very quick decision", "Mail programs sometimes press buttons by themselves."),
		t.onOff("approvalNotice", "Mail the client that a link has expired", ""),
	}}
}

func (t typed) formula() views.SettingsGroup {
	g := views.SettingsGroup{
		Heading: "The older formula (version 1)", Text: "For systems that sign their own links with a seed.",
		Controls: []views.Control{
			t.onOff("v1", "Accept links of version 1", ""),
			t.field(views.Field{Name: "v1Until", Label: "Last day", Width: 12, Hint: views.Plain("As 2027-03-31, in your time zone. Empty: no end.")}),
			t.onOff("stepUp", "Ask for a mailed code before actions", "Such a link does not sign which page it opens. With the code, only who reads the customer’s mail can act."),
			t.onOff("sha1", "Accept HMAC-SHA-1", "Only for systems that know nothing else."),
			t.onOff("ccp", "Open the saved payment methods", ""),
			t.onOff("fullSubscription", "The S of a subscription is signed with its digits", ""),
			t.onOff("legacyInvoice", "Serve /invoice/NUMBER.pdf", "Numbers must then be unique among all accounts that have this on."),
		},
	}
	if t.in.Get("v1") == "on" && t.in.Get("stepUp") != "on" {
		g.Warning = &views.Callout{
			Tone: views.ToneWarn, Icon: views.IconInfo, Heading: "No code before actions.",
			Text: views.Plain("Whoever holds a link to a receipt can turn it into one that changes a subscription or how it is paid, and act."),
		}
	}
	return g
}
