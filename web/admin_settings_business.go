package web

import (
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// businessForm is who the account is to its customers.
var businessForm = settingsForm{
	tab: "business", section: always(portal.SectionBusiness), values: businessValues, read: readBusiness, draw: drawBusiness,
	refusals: []settingsRefusal{
		{portal.ErrZone, "zone", "Write a zone of the time zone database, like Europe/Berlin."},
		{portal.ErrContact, "email", "Write one mail address, like billing@acme.example."},
	},
}

func businessValues(v settingsVisit) url.Values {
	a := v.account
	return url.Values{
		"name": {a.Name}, "legal": {strings.Join(a.Brand.Legal, "\n")}, "email": {a.Contact.Email}, "phone": {a.Contact.Phone},
		"hours": {a.Contact.Hours}, "zone": {a.Zone}, "imprint": {a.Billing.Imprint}, "privacy": {a.Billing.Privacy},
	}
}

// businessLengths are the most characters of the fields.
var businessLengths = map[string]int{"name": 80, "legal": 600, "email": 254, "phone": 40, "hours": 80, "zone": 64, "imprint": 500, "privacy": 500}

func readBusiness(_ portal.Account, in url.Values, a *portal.Account) map[string]string {
	wrong := map[string]string{}
	get := func(name string) string {
		text := strings.TrimSpace(in.Get(name))
		if utf8.RuneCountInString(text) > businessLengths[name] {
			wrong[name] = "This is too long."
		}
		return text
	}
	a.Name, a.Zone = get("name"), get("zone")
	a.Brand.Legal = linesOf(get("legal"))
	a.Contact = portal.Contact{Email: get("email"), Phone: get("phone"), Hours: get("hours")}
	a.Billing.Imprint, a.Billing.Privacy = get("imprint"), get("privacy")
	if a.Name == "" {
		wrong["name"] = "Write the name that customers know."
	}
	for name, address := range map[string]string{"imprint": a.Billing.Imprint, "privacy": a.Billing.Privacy} {
		if u, err := url.Parse(address); address != "" && (err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http") {
			wrong[name] = "Write a whole address, like https://acme.example/imprint."
		}
	}
	return wrong
}

// linesOf are the lines of a text that are not empty.
func linesOf(text string) []string {
	var lines []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

func drawBusiness(v settingsVisit, in url.Values, wrong wrongs) views.SettingsTab {
	t := typed{in, wrong}
	return views.SettingsTab{
		SettingsTop: v.top("admin-settings-business", "business", "Who you are to your customers. It stands on every page and in every mail."),
		Form: &views.SettingsForm{Groups: []views.SettingsGroup{
			{Controls: []views.Control{
				t.field(views.Field{Name: "name", Label: "Name", Complete: "organization"}),
				t.field(views.Field{Name: "legal", Label: "Legal identity", Rows: 3, Hint: views.Plain("Legal name, address, register number: a line each, below every page.")}),
			}},
			{Heading: "Who helps", Controls: []views.Control{
				t.field(views.Field{Name: "email", Label: "Support address", Kind: "email", Mode: "email", Hint: views.Plain("Answers to mails go there, too.")}),
				t.field(views.Field{Name: "phone", Label: "Telephone", Kind: "tel", Mode: "tel", Hint: views.Plain("As people write it, +45 70 10 02 00.")}),
				t.field(views.Field{Name: "hours", Label: "Support hours", Hint: views.Plain("Behind the number: weekdays 9am to 4pm.")}),
			}},
			{Heading: "More", Controls: []views.Control{
				t.field(views.Field{Name: "zone", Label: "Time zone", Hint: views.Plain("Times on pages are of this zone: Europe/Berlin.")}),
				t.field(views.Field{Name: "imprint", Label: "Address of the imprint", Kind: "url", Mode: "url"}),
				t.field(views.Field{Name: "privacy", Label: "Address of the privacy notice", Kind: "url", Mode: "url"}),
			}},
		}},
	}
}
