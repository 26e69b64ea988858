package gallery

import (
	"strings"

	"github.com/latchkey-portal/latchkey/views"
)

func ownTexts() views.SettingsTab {
	here := settingsAt + "texts"
	reset := func(slot, label string) views.PostButton {
		return views.PostButton{URL: here, Label: label, Icon: views.IconRenew, Hidden: append([]views.Hidden{{Name: "reset", Value: slot}}, settingsSeen...)}
	}
	return views.SettingsTab{
		SettingsTop: settingsTop("admin-settings-texts", "Texts",
			"Plain text, 300 characters at most. An empty field has our own text. What a page says of a decision and its effect cannot be changed."),
		More: []views.Tab{
			{Label: "English", URL: here + "?lang=en", Here: true}, {Label: "Deutsch", Count: "2 texts missing", URL: here + "?lang=de"},
		},
		Form: &views.SettingsForm{URL: here, Hidden: settingsSeen, Preview: true, Groups: []views.SettingsGroup{{Controls: []views.Control{
			textField("scope", "What a connection allows", "send debt collection cases to Northwind", "Behind “If you approve, they can”. Ours: send cases to Northwind Collect", 0),
			textField("can", "What it lets a platform do", "Send new cases and see how they are going", "A line each. Ours: nothing more is said.", 3),
			textField("cannot", "What it does not let it do", "", "A line each, behind “It cannot”. Ours: nothing more is said.", 3),
			textField("next", "What happens next", "", "A step each, behind our own after an approval.", 3),
			textField("contact", "Contact sentence", "", "Above your address and number. Ours: Contact Northwind Collect:", 0),
		}}}},
		Presses: []views.PostButton{reset("scope", "What a connection allows"), reset("can", "What it lets a platform do")},
		Preview: []views.PreviewLine{
			{Where: "Before a decision", Text: views.Text{
				words("If you approve, Ledgerline can send debt collection cases to Northwind for "), views.Strong("Harbour & Pine ApS"), words(". You can disconnect it later."),
			}},
			{Where: "It can", Text: views.Plain("Send new cases and see how they are going")},
			{Where: "Questions?", Text: views.Plain("Contact Northwind Collect: help@northwind.example +45 70 10 02 00")},
		},
	}
}

func textsMissing() views.SettingsTab {
	t := ownTexts()
	t.More[0].Here, t.More[1].Here = false, true
	for i := range t.Form.Groups[0].Controls {
		t.Form.Groups[0].Controls[i].Field.Value = ""
	}
	t.Presses = nil
	return t
}

func textsLong() views.SettingsTab {
	t := ownTexts()
	const wrong = "Write 300 characters at most."
	t.Frame.Title = "Error: " + t.Frame.Title
	t.Form.Problems = problem("scope", wrong)
	scope := t.Form.Groups[0].Controls[0].Field
	scope.Value, scope.Error = strings.TrimSpace(strings.Repeat("send debt collection cases ", 12)), wrong
	return t
}
