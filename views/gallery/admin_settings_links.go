package gallery

import "github.com/latchkey-portal/latchkey/views"

func switched(name, label, hint string, on bool) views.Control {
	return views.Control{Switch: &views.Switch{Name: name, Value: "on", Label: label, Hint: hint, Checked: on}}
}

func linkLife(kind, label, days, most string) views.Control {
	field := func(name, label, value string) views.Field {
		return views.Field{Name: name + "-" + kind, Label: label, Value: value, Width: 4, Mode: "numeric"}
	}
	return views.Control{Row: &views.FieldRow{Legend: label, Fields: []views.Field{field("days", "Days", days), field("most", "At most", most)}}}
}

func linkPolicy() views.SettingsTab {
	return views.SettingsTab{
		SettingsTop: settingsTop("admin-settings-links", "Links", "How long links work, and what is asked of who opens one."),
		Form: &views.SettingsForm{
			URL: settingsAt + "links", Hidden: settingsSeen,
			Note: "Applies to new links only, but for the older formula: what is turned off there ends links that are out.",
			Groups: []views.SettingsGroup{
				{
					Heading: "How long links work", Text: "Links of connection requests last as long as their partner says. A kind whose fields are empty is like all others.",
					Controls: []views.Control{
						{Field: &views.Field{Name: "linkDays", Label: "Days a link works", Value: "30", Width: 4, Mode: "numeric", Hint: views.Plain("1 to 99, for all kinds.")}},
						linkLife("p", "Order", "", ""), linkLife("invoice", "Invoice", "60", "90"), linkLife("cq", "Quote", "14", ""),
					},
				},
				{Heading: "When a link is opened", Controls: []views.Control{
					switched("renewal", "Offer to mail a new link", "On pages of links that have expired, to the address on file. Off: the page names your contact instead.", true),
					{Pick: &views.Pick{Name: "reveal", Legend: "How files open", Choices: []views.Choice{
						{Value: "direct", Label: "At once", Checked: true}, {Value: "click", Label: "After one more press"}, {Value: "code", Label: "After a mailed code"},
					}}},
				}},
				{Heading: "Connection requests", Controls: []views.Control{
					switched("approvalCode", "Ask for a mailed code before a decision", "", false),
					switched("approvalHurry", "Ask once more after a very quick decision", "Mail programs sometimes press buttons by themselves.", true),
				}},
				{Heading: "The older formula (version 1)", Text: "For systems that sign their own links with a seed.", Controls: []views.Control{
					switched("v1", "Accept links of version 1", "", true),
					{Field: &views.Field{Name: "v1Until", Label: "Last day", Value: "2027-03-31", Width: 12, Hint: views.Plain("As 2027-03-31, in your time zone. Empty: no end.")}},
					switched("stepUp", "Ask for a mailed code before actions", "Such a link does not sign which page it opens. With the code, only who reads the customer’s mail can act.", true),
					switched("sha1", "Accept HMAC-SHA-1", "Only for systems that know nothing else.", false),
				}},
			},
		},
	}
}

func linkPolicyRisk() views.SettingsTab {
	t := linkPolicy()
	formula := &t.Form.Groups[3]
	formula.Controls[2].Switch.Checked = false
	formula.Warning = &views.Callout{
		Tone: views.ToneWarn, Icon: views.IconInfo, Heading: "No code before actions.",
		Text: views.Plain("Whoever holds a link to a receipt can turn it into one that changes a subscription or how it is paid, and act."),
	}
	return t
}

func linkPolicyWrong() views.SettingsTab {
	t := linkPolicy()
	const wrong = "Write a number from 1 to 90."
	t.Frame.Title = "Error: " + t.Frame.Title
	t.Form.Problems = problem("days-invoice", wrong)
	days := &t.Form.Groups[0].Controls[2].Row.Fields[0]
	days.Value, days.Error = "95", wrong
	return t
}
