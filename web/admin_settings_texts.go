package web

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/latchkey-portal/latchkey/internal/i18n"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// textsForm is the sentences that an account may word itself, in one language.
var textsForm = settingsForm{tab: "texts", section: textsSection, values: textValues, read: readTexts, draw: drawTexts}

// textLanguages are the languages that texts can be written in: the account's
// own first, then those it offers.
func textLanguages(a portal.Account) []string {
	all := []string{a.Language()}
	for _, l := range i18n.Languages() {
		if a.Offers(l.Tag) && l.Tag != a.Language() {
			all = append(all, l.Tag)
		}
	}
	return all
}

// textsLanguage is the language that the address asks for.
func (v settingsVisit) textsLanguage() string {
	if lang := v.r.URL.Query().Get("lang"); lang != "" {
		return lang
	}
	return v.account.Language()
}

func textsSection(v settingsVisit) (portal.Section, error) {
	language := v.textsLanguage()
	if !slices.Contains(textLanguages(v.account), language) || v.r.Method == http.MethodPost && v.r.PostForm.Get(languageField) != language {
		return "", portal.ErrNotFound
	}
	return portal.SectionTexts(language), nil
}

// languageField names the language of a form: what is read from it must not
// depend on the address.
const languageField = "language"

func textValues(v settingsVisit) url.Values {
	own := v.account.OwnTexts(v.textsLanguage())
	in := url.Values{languageField: {v.textsLanguage()}}
	for _, slot := range portal.Slots() {
		in.Set(string(slot), own.Get(slot))
	}
	return in
}

// readTexts puts the texts onto the account, or takes one of them away.
func readTexts(_ portal.Account, in url.Values, a *portal.Account) map[string]string {
	wrong := map[string]string{}
	language := in.Get(languageField)
	own := a.OwnTexts(language)
	for _, slot := range portal.Slots() {
		if reset := in.Get("reset"); reset != "" {
			if reset == string(slot) {
				own = own.With(slot, "")
			}
			continue
		}
		if own = own.With(slot, in.Get(string(slot))); !portal.FitsText(own.Get(slot)) {
			wrong[string(slot)] = "Write 300 characters at most."
		}
	}
	a.SetTexts(language, own)
	return wrong
}

// slotFields are the fields of the slots: name, hint, lines.
var slotFields = []struct {
	slot        portal.Slot
	label, hint string
	rows        int
}{
	{portal.SlotScope, "What a connection allows", "Behind “If you approve, they can”. Ours: send cases to {M}", 0},
	{portal.SlotCan, "What it lets a platform do", "A line each. Ours: nothing more is said.", 3},
	{portal.SlotCannot, "What it does not let it do", "A line each, behind “It cannot”. Ours: nothing more is said.", 3},
	{portal.SlotNext, "What happens next", "A step each, behind our own after an approval.", 3},
	{portal.SlotContact, "Contact sentence", "Above your address and number. Ours: Contact {M}:", 0},
}

func drawTexts(v settingsVisit, in url.Values, wrong wrongs) views.SettingsTab {
	t, language := typed{in, wrong}, v.textsLanguage()
	in.Set(languageField, language)
	page := views.SettingsTab{
		SettingsTop: v.top("admin-settings-texts", "texts", "Plain text, 300 characters at most. An empty field has our own text. What a page says of a decision and its effect cannot be changed."),
		Form:        &views.SettingsForm{Preview: true, Hidden: []views.Hidden{{Name: languageField, Value: language}}},
	}
	var group views.SettingsGroup
	saved := v.account.OwnTexts(language)
	for _, f := range slotFields {
		group.Controls = append(group.Controls, t.field(views.Field{Name: string(f.slot), Label: f.label, Rows: f.rows, Hint: views.Plain(v.named(f.hint))}))
		if v.mayChange() && saved.Get(f.slot) != "" {
			page.Presses = append(page.Presses, v.resetButton(f.slot, f.label, language))
		}
	}
	page.Form.Groups = []views.SettingsGroup{group}
	page.More = v.languageTabs(language)
	page.Preview = v.textsPreview(in, language)
	return page
}

func (v settingsVisit) resetButton(slot portal.Slot, label, language string) views.PostButton {
	return views.PostButton{
		URL: v.r.URL.RequestURI(), Label: label, Icon: views.IconRenew,
		Hidden: []views.Hidden{
			{Name: seenField, Value: v.account.Etag(portal.SectionTexts(language))}, {Name: languageField, Value: language},
			{Name: "reset", Value: string(slot)},
		},
	}
}

// languageTabs lead to the texts of the other languages, and say where they are
// missing.
func (v settingsVisit) languageTabs(here string) []views.Tab {
	var tabs []views.Tab
	for _, language := range textLanguages(v.account) {
		tab := views.Tab{Label: languageName(language), URL: settingsURL(v.account.Slug, "texts") + "?lang=" + language, Here: language == here}
		if missing := v.missing(language); missing > 0 {
			tab.Count = countOf(missing, "text") + " missing"
		}
		tabs = append(tabs, tab)
	}
	return tabs
}

// missing counts the texts that the account has in its own language alone.
func (v settingsVisit) missing(language string) int {
	own, there, n := v.account.OwnTexts(v.account.Language()), v.account.OwnTexts(language), 0
	for _, slot := range portal.Slots() {
		if own.Get(slot) != "" && there.Get(slot) == "" {
			n++
		}
	}
	return n
}
