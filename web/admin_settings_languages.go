package web

import (
	"net/url"
	"slices"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/i18n"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// languagesForm is how the account writes, and which languages it offers.
var languagesForm = settingsForm{
	tab: "languages", section: always(portal.SectionLanguages), values: languageValues, read: readLanguages, draw: drawLanguages,
}

func languageValues(v settingsVisit) url.Values {
	in := url.Values{"locale": {i18n.For(v.account.Locale).Tag()}}
	for _, l := range i18n.Languages() {
		if v.account.Offers(l.Tag) {
			in.Add("language", l.Tag)
		}
	}
	return in
}

// readLanguages keeps an account that offers all languages at that, so that it
// also offers those that come later.
func readLanguages(was portal.Account, in url.Values, a *portal.Account) map[string]string {
	wrong := map[string]string{}
	locale := in.Get("locale")
	if !slices.ContainsFunc(i18n.Formats(), func(f i18n.Format) bool { return f.Tag == locale }) {
		wrong["locale"] = "Choose from the formats listed."
	} else if locale != i18n.For(was.Locale).Tag() {
		a.SetLocale(locale)
	}
	a.Languages = nil
	for _, l := range i18n.Languages() {
		if slices.Contains(in["language"], l.Tag) || l.Tag == a.Language() {
			a.Languages = append(a.Languages, l.Tag)
		}
	}
	if len(a.Languages) == len(i18n.Languages()) {
		a.Languages = nil
	}
	if len(in["language"]) == 0 {
		wrong["language-en"] = "Offer one language at least."
	}
	return wrong
}

func drawLanguages(v settingsVisit, in url.Values, wrong wrongs) views.SettingsTab {
	t := typed{in, wrong}
	var formats []views.Option
	for _, f := range i18n.Formats() {
		formats = append(formats, views.Option{Value: f.Tag, Label: f.Name})
	}
	offered := views.SettingsGroup{Heading: "Languages offered", Text: "A page is in one of these where there are words for it, else in English. Your own language is always among them."}
	page := views.SettingsTab{SettingsTop: v.top("admin-settings-languages", "languages", "Your own language, and those that customers may choose.")}
	for _, l := range i18n.Languages() {
		offered.Controls = append(offered.Controls, views.Control{Switch: &views.Switch{
			Name: "language", Value: l.Tag, Label: l.Name, Checked: slices.Contains(in["language"], l.Tag),
		}})
		page.Covers = append(page.Covers, views.LanguageFact{Name: l.Name, Covers: l.Covers})
	}
	page.Form = &views.SettingsForm{Groups: []views.SettingsGroup{
		{Controls: []views.Control{t.choose("locale", "Your language and formats", "Dates and amounts are written like this.", formats)}},
		offered,
	}}
	return page
}

// languageName is the name of a language for its tag.
func languageName(tag string) string {
	for _, l := range i18n.Languages() {
		if l.Tag == tag {
			return l.Name
		}
	}
	for _, f := range i18n.Formats() {
		if base, _, _ := strings.Cut(f.Tag, "-"); base == tag {
			name, _, _ := strings.Cut(f.Name, " (")
			return name
		}
	}
	return tag
}
