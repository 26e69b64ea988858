package gallery

import "github.com/latchkey-portal/latchkey/views"

// adminSettled are the tabs about mail, law, partners and retention, and the
// erasure of a person.
func adminSettled() []Entry {
	tab := func(name, page string, status int, t views.SettingsTab) Entry {
		return Entry{name, page, status, views.SettingsTabPage(t)}
	}
	return []Entry{
		tab("admin-settings-mail", "admin-settings-mail", 200, mailIdentity()),
		tab("admin-settings-mail-checked", "admin-settings-mail", 200, mailChecked()),
		tab("admin-settings-mail-wrong", "admin-settings-mail", 422, mailWrong()),
		tab("admin-settings-legal", "admin-settings-legal", 200, legal(true)),
		tab("admin-settings-legal-off", "admin-settings-legal", 200, legal(false)),
		tab("admin-settings-retention", "admin-settings-retention", 200, retention()),
		tab("admin-settings-retention-wrong", "admin-settings-retention", 422, retentionWrong()),
		tab("admin-settings-retention-viewer", "admin-settings-retention", 200, retentionWatched()),
		{"admin-settings-partners", "admin-settings-partners", 200, views.SettingsPartnersPage(accountPartners())},
		{"admin-settings-partners-empty", "admin-settings-partners", 200, views.SettingsPartnersPage(accountPartnersEmpty())},
		{"admin-settings-partners-wrong", "admin-settings-partners", 422, views.SettingsPartnersPage(accountPartnersWrong())},
		{"admin-erase", "admin-erase", 200, views.ErasePage(erase())},
		{"admin-erase-nobody", "admin-erase", 422, views.ErasePage(eraseNobody())},
		{"admin-erase-plan", "admin-erase", 200, views.ErasePage(erasePlanned())},
		{"admin-erase-plan-wrong", "admin-erase", 422, views.ErasePage(eraseWrong())},
		{"admin-erase-done", "admin-erase", 200, views.ErasePage(eraseDone())},
	}
}

func says(where, text string) views.PreviewLine {
	return views.PreviewLine{Where: where, Text: views.Plain(text)}
}

func numberField(name, label, value, hint string) views.Control {
	return views.Control{Field: &views.Field{Name: name, Label: label, Value: value, Width: 6, Mode: "numeric", Hint: views.Plain(hint)}}
}

func mailField(name, label, value, hint string) views.Control {
	return views.Control{Field: &views.Field{Name: name, Label: label, Value: value, Kind: "email", Mode: "email", Hint: views.Plain(hint)}}
}

func mailIdentity() views.SettingsTab {
	return views.SettingsTab{
		SettingsTop: settingsTop("admin-settings-mail", "Mail", "Whom your mails are from, and where answers go."),
		Form: &views.SettingsForm{
			URL: settingsAt + "mail", Hidden: settingsSeen, Note: "Your mail server must be allowed to send for the address, else mails end up as spam.",
			Groups: []views.SettingsGroup{{Controls: []views.Control{
				textField("senderName", "Sender’s name", "", "Empty: Northwind Collect.", 0),
				mailField("senderEmail", "Sender’s address", "billing@northwind.example", "Empty: no-reply@pay.example.com, the installation’s."),
				mailField("replyTo", "Answers go to", "", "Empty: the support address."),
				{Field: &views.Field{Name: "selector", Label: "DKIM selector", Value: "s1", Width: 20, Hint: views.Plain("The name of the key that your mail server signs with: s1. It stands as s= in the DKIM-Signature of a mail.")}},
			}}},
		},
		Boxes: []views.SettingsBox{{
			ID: "sender", Heading: "What the domain says", Text: "SPF, DKIM and DMARC tell receivers that mails are yours. They are looked up when you ask for it.",
			Way: &views.Link{Label: "Check the domain", URL: settingsAt + "mail?check=now"},
		}},
	}
}

func mailChecked() views.SettingsTab {
	t := mailIdentity()
	said := func(way, verdict, text string) views.PreviewLine {
		return views.PreviewLine{Where: way, Text: views.Text{views.Strong(verdict), views.Words(" " + text)}}
	}
	t.Boxes[0].Text, t.Boxes[0].Way.Label = "For billing@northwind.example, as it is saved.", "Check again"
	t.Boxes[0].Rows = []views.PreviewLine{
		said("SPF", "Good.", "There is one record, and it says which servers send for northwind.example."),
		said("DKIM", "Missing or wrong.", "There is no key at s1._domainkey.northwind.example. Mails that are signed with this selector fail."),
		says("DKIM: record", "TXT at s1._domainkey.northwind.example: v=DKIM1; k=rsa; p=(public key of your mail server)"),
		said("DMARC", "Not known.", "The name servers of northwind.example did not answer in time. Check again in a minute."),
	}
	return t
}

func mailWrong() views.SettingsTab {
	t := mailIdentity()
	t.Frame.Title = "Error: " + t.Frame.Title
	f := t.Form.Groups[0].Controls[1].Field
	f.Value, f.Error = "billing at northwind", "Write one mail address, like billing@acme.example."
	t.Form.Problems = &views.Problems{Heading: "There is a problem", Items: []views.Link{{Label: f.Error, URL: "#senderEmail"}}}
	return t
}

func legal(consumer bool) views.SettingsTab {
	consumers := views.SettingsGroup{Heading: "Consumers", Controls: []views.Control{
		switched("consumer", "We sell to consumers", "Pages name the forms for cancelling and for withdrawing, as § 312k BGB and article 11a of directive 2011/83/EU ask for.", consumer),
		numberField("withdrawDays", "Days to withdraw", "14", "14 by law at least; empty: 14. For texts. The last day of an order is the billing system’s word."),
	}}
	named := "at the end of every page"
	if !consumer {
		named = "not named on pages; whoever has the address can use it"
		consumers.Warning = &views.Callout{
			Tone: views.ToneMute, Icon: views.IconInfo, Heading: "The forms are not named on pages.",
			Text: views.Plain("Whoever sells subscriptions to consumers in Germany online must show a button for cancelling. Both forms answer at their addresses all the same."),
		}
	}
	return views.SettingsTab{
		SettingsTop: settingsTop("admin-settings-legal", "Legal", "What the law asks of your pages. It is no legal advice: ask whoever gives you that."),
		Form: &views.SettingsForm{URL: settingsAt + "legal", Hidden: settingsSeen, Groups: []views.SettingsGroup{consumers, {
			Heading: "Requests of customers", Controls: []views.Control{
				numberField("answerDays", "Days until a request lapses", "", "Requests wait for your billing system’s answer; empty: 3. A cancellation or a withdrawal is no request: it holds on receipt and never lapses."),
				mailField("officeEmail", "Back office", "office@northwind.example", "Gets a mail about each decision; empty: nobody."),
			},
		}}},
		Boxes: []views.SettingsBox{
			{ID: "effect", Heading: "What customers see", Rows: []views.PreviewLine{
				says("Cancel contracts here", "The form /northwind/cancel: "+named+". Source: § 312k BGB."),
				says("Withdraw from a contract", "The form /northwind/withdraw: "+named+". Source: directive 2011/83/EU, article 11a; § 356a BGB."),
			}},
			{ID: "elsewhere", Heading: "Imprint and privacy notice", Text: "Their addresses stand with your name and address.", Way: &views.Link{Label: "Business", URL: settingsAt + "business"}},
		},
	}
}
