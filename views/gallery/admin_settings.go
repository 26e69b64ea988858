package gallery

import "github.com/latchkey-portal/latchkey/views"

// adminSettings are the tabs of an account's settings.
func adminSettings() []Entry {
	tab := func(name, page string, status int, t views.SettingsTab) Entry {
		return Entry{name, page, status, views.SettingsTabPage(t)}
	}
	return append([]Entry{
		{"admin-settings", "admin-settings", 200, views.SettingsListPage(settingsList())},
		{"admin-settings-empty", "admin-settings", 200, views.SettingsListPage(settingsListEmpty())},
		tab("admin-settings-business", "admin-settings-business", 200, business()),
		tab("admin-settings-business-saved", "admin-settings-business", 200, businessSaved()),
		tab("admin-settings-business-wrong", "admin-settings-business", 422, businessWrong()),
		tab("admin-settings-business-viewer", "admin-settings-business", 200, businessWatched()),
		{"admin-settings-stale", "admin-settings-stale", 409, views.SettingsStalePage(settingsStale())},
		tab("admin-settings-texts", "admin-settings-texts", 200, ownTexts()),
		tab("admin-settings-texts-missing", "admin-settings-texts", 200, textsMissing()),
		tab("admin-settings-texts-long", "admin-settings-texts", 422, textsLong()),
		tab("admin-settings-languages", "admin-settings-languages", 200, languages()),
		tab("admin-settings-links", "admin-settings-links", 200, linkPolicy()),
		tab("admin-settings-links-risk", "admin-settings-links", 200, linkPolicyRisk()),
		tab("admin-settings-links-wrong", "admin-settings-links", 422, linkPolicyWrong()),
	}, append(adminBrands(), adminSettled()...)...)
}

const settingsAt = "/admin/settings/northwind/"

// settingsTop begins a tab of Northwind's settings.
func settingsTop(page, tab, intro string) views.SettingsTop {
	top := views.SettingsTop{
		Frame: office(page, tab+" of Northwind Collect – Settings", views.PlaceSettings), Account: "Northwind Collect", Heading: tab, Intro: intro,
	}
	for _, t := range []struct{ label, path string }{
		{"Business", "business"}, {"Brand", "brand"}, {"Texts", "texts"}, {"Languages", "languages"}, {"Links", "links"},
		{"Mail", "mail"}, {"Legal", "legal"}, {"Partners", "partners"}, {"Retention", "retention"},
	} {
		top.Tabs = append(top.Tabs, views.Tab{Label: t.label, URL: settingsAt + t.path, Here: t.label == tab})
	}
	top.Tabs = append(top.Tabs,
		views.Tab{Label: "Endpoints", URL: "/admin/webhooks?account=northwind"}, views.Tab{Label: "Team", URL: "/admin/people?account=northwind"},
		views.Tab{Label: "Seeds and keys", URL: "/admin/seeds/northwind"})
	return top
}

var settingsSeen = []views.Hidden{{Name: "seen", Value: "5d1f0c2b9e7a4f60"}}

func textField(name, label, value, hint string, rows int) views.Control {
	return views.Control{Field: &views.Field{Name: name, Label: label, Value: value, Rows: rows, Hint: views.Plain(hint)}}
}

func settingsList() views.SettingsList {
	return views.SettingsList{
		Frame: office("admin-settings", "Settings", views.PlaceSettings),
		Rows: []views.SettingsRow{
			{URL: "/admin/settings/fjordlight/business", Name: "Fjordlight Software", Slug: "fjordlight", Role: "Viewer"},
			{URL: settingsAt + "business", Name: "Northwind Collect", Slug: "northwind", Role: "Owner"},
		},
	}
}

func settingsListEmpty() views.SettingsList {
	l := settingsList()
	l.Rows, l.Empty = nil, "There is no account yet. Make one with: latchkey account create SLUG --name NAME"
	return l
}

func business() views.SettingsTab {
	return views.SettingsTab{
		SettingsTop: settingsTop("admin-settings-business", "Business", "Who you are to your customers. It stands on every page and in every mail."),
		Form: &views.SettingsForm{URL: settingsAt + "business", Hidden: settingsSeen, Groups: []views.SettingsGroup{
			{Controls: []views.Control{
				textField("name", "Name", "Northwind Collect", "", 0),
				textField("legal", "Legal identity", "Northwind Collect A/S\nHavnegade 12, 1058 Copenhagen K\nCompany number 31 22 40 17", "Legal name, address, register number: a line each, below every page.", 3),
			}},
			{Heading: "Who helps", Controls: []views.Control{
				textField("email", "Support address", "help@northwind.example", "Answers to mails go there, too.", 0),
				textField("phone", "Telephone", "+45 70 10 02 00", "As people write it, +45 70 10 02 00.", 0),
				textField("hours", "Support hours", "weekdays 9am to 4pm", "Behind the number: weekdays 9am to 4pm.", 0),
			}},
			{Heading: "More", Controls: []views.Control{
				textField("zone", "Time zone", "Europe/Copenhagen", "Times on pages are of this zone: Europe/Berlin.", 0),
				textField("imprint", "Address of the imprint", "", "", 0),
				textField("privacy", "Address of the privacy notice", "https://northwind.example/privacy", "", 0),
			}},
		}},
	}
}

func businessSaved() views.SettingsTab {
	t := business()
	t.Frame.Result = &views.AdminResult{Tone: views.ToneOK, Icon: views.IconCheck, Text: "Saved."}
	return t
}

func businessWrong() views.SettingsTab {
	t := business()
	const wrong = "Write a zone of the time zone database, like Europe/Berlin."
	t.Frame.Title = "Error: " + t.Frame.Title
	t.Form.Problems = problem("zone", wrong)
	zone := t.Form.Groups[2].Controls[0].Field
	zone.Value, zone.Error = "Copenhagen", wrong
	return t
}

func businessWatched() views.SettingsTab {
	t := business()
	t.Frame.Who = "guest@northwind.example"
	t.Form = nil
	t.Facts = []views.AdminFact{
		{Name: "Name", Value: "Northwind Collect"}, {Name: "Support address", Value: "help@northwind.example"},
		{Name: "Time zone", Value: "Europe/Copenhagen"}, {Name: "Imprint", Value: "None"},
	}
	return t
}

func settingsStale() views.SettingsStale {
	s := views.SettingsStale{
		SettingsTop: settingsTop("admin-settings-stale", "Business", ""),
		Rows: []views.StaleRow{
			{Name: "Telephone", Saved: "+45 70 10 02 00", Sent: "+45 70 10 02 01"},
			{Name: "Support hours", Saved: "weekdays 9am to 4pm", Sent: "None"},
		},
		URL: settingsAt + "business", Again: settingsSeen, Back: views.Link{Label: "Keep what is saved", URL: settingsAt + "business"},
	}
	s.Frame.Title = "Not saved: " + s.Frame.Title
	return s
}

func languages() views.SettingsTab {
	offer := func(tag, name string, on bool) views.Control {
		return views.Control{Switch: &views.Switch{Name: "language", Value: tag, Label: name, Checked: on}}
	}
	return views.SettingsTab{
		SettingsTop: settingsTop("admin-settings-languages", "Languages", "Your own language, and those that customers may choose."),
		Form: &views.SettingsForm{URL: settingsAt + "languages", Hidden: settingsSeen, Groups: []views.SettingsGroup{
			{Controls: []views.Control{{Select: &views.Select{
				Name: "locale", Label: "Your language and formats", Hint: "Dates and amounts are written like this.",
				Options: []views.Option{{Value: "da", Label: "Danish"}, {Value: "en-GB", Label: "English (United Kingdom)", Chosen: true}, {Value: "de", Label: "German"}},
			}}}},
			{Heading: "Languages offered", Text: "A page is in one of these where there are words for it, else in English. Your own language is always among them.",
				Controls: []views.Control{offer("en", "English", true), offer("de", "Deutsch", false)}},
		}},
		Covers: []views.LanguageFact{
			{Name: "English", Covers: "All pages, mails and forms."},
			{Name: "Deutsch", Covers: "The public forms for cancelling and withdrawing with their receipts, and the links below every page. The rest is in English with German dates and amounts."},
		},
	}
}
