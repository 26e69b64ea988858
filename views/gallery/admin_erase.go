package gallery

import "github.com/latchkey-portal/latchkey/views"

func retention() views.SettingsTab {
	return views.SettingsTab{
		SettingsTop: settingsTop("admin-settings-retention", "Retention", "How long notes and logs are kept. An empty field keeps them for good."),
		Form: &views.SettingsForm{URL: settingsAt + "retention", Hidden: settingsSeen, Note: "What is older is deleted once a day, for good.", Groups: []views.SettingsGroup{{Controls: []views.Control{
			numberField("keep-visits", "Visits: days", "365", "Who looked at a link’s page, and when. Counted from the last visit. 7 at least."),
			numberField("keep-mails", "Mails: days", "", "Whom a mail went to, and what became of it. Mails that wait stay. 120 at least."),
			numberField("keep-notifications", "Notifications: days", "90", "Messages of the billing system, word for word and sealed. One that comes again after that is taken as new. 30 at least."),
		}}}},
		Boxes: []views.SettingsBox{
			{ID: "stays", Heading: "What stays, and why", Rows: []views.PreviewLine{
				says("Decisions and receipts", "Proof of what a customer declared. The database refuses to change or delete them."),
				says("Audit trail", "Each entry is chained to the one before. It holds ids and figures, no names and no addresses."),
			}},
			{
				ID: "erase", Heading: "Erase a person", Text: "For somebody who asks for it. You see first what would be removed, and what stays.",
				Way: &views.Link{Label: "Erase a person …", URL: settingsAt + "erase"},
			},
		},
	}
}

func retentionWrong() views.SettingsTab {
	t := retention()
	t.Frame.Title = "Error: " + t.Frame.Title
	f := t.Form.Groups[0].Controls[1].Field
	f.Value, f.Error = "30", "Write a number from 120 to 11000, or nothing."
	t.Form.Problems = &views.Problems{Heading: "There is a problem", Items: []views.Link{{Label: f.Error, URL: "#keep-mails"}}}
	return t
}

func retentionWatched() views.SettingsTab {
	t := retention()
	t.Form, t.Boxes = nil, t.Boxes[:1]
	t.Facts = []views.AdminFact{{Name: "Visits", Value: "365"}, {Name: "Mails", Value: "Not set"}, {Name: "Notifications", Value: "90"}}
	return t
}

func accountPartners() views.SettingsPartners {
	return views.SettingsPartners{
		SettingsTop: settingsTop("admin-settings-partners", "Partners", "Platforms that may ask your customers for a connection."),
		Rows: []views.PartnerRow{{
			URL: "/admin/partners/northwind/ledgerline", Name: "Ledgerline", Account: "accounting software", Days: "7 days", Delivery: "We mail the link", Waiting: "14 waiting",
			State: views.Badge{Tone: views.ToneOK, Icon: views.IconCheck, Word: "Active"},
		}},
		New: &views.NewPartner{
			URL:   settingsAt + "partners",
			Name:  views.Field{Name: "name", Label: "Name", Hint: views.Plain("As customers read it: Ledgerline.")},
			About: views.Field{Name: "about", Label: "What it is", Hint: views.Plain("In a few words, may be empty: accounting software.")},
			Days:  views.Field{Name: "days", Label: "Days a link works", Value: "7", Width: 4, Mode: "numeric", Hint: views.Plain("1 to 30.")},
			Delivery: []views.Choice{
				{Value: "email", Label: "We mail the link", Checked: true}, {Value: "partner", Label: "The partner mails the link"},
			},
			Returns: views.Field{Name: "returns", Label: "Where customers may go back to", Rows: 3, Hint: views.Plain("One origin on each line, like https://app.example.com. Other addresses a partner asks for are not shown.")},
			Note:    "The key is shown once, on the next page.",
		},
	}
}

func accountPartnersEmpty() views.SettingsPartners {
	p := accountPartners()
	p.Rows, p.New, p.Empty = nil, nil, "There is no partner yet."
	return p
}

func accountPartnersWrong() views.SettingsPartners {
	p := accountPartners()
	p.Frame.Title = "Error: " + p.Frame.Title
	p.New.Name.Error = "Write the name that customers read."
	p.New.Problems = &views.Problems{Heading: "There is a problem", Items: []views.Link{{Label: p.New.Name.Error, URL: "#name"}}}
	return p
}

func erase() views.Erase {
	e := views.Erase{
		SettingsTop: settingsTop("admin-erase", "Retention", "For somebody who asks to be forgotten: article 17 of regulation (EU) 2016/679."),
		URL:         settingsAt + "erase",
		Who:         views.Field{Name: "who", Label: "Address or customer number", Hint: views.Plain("An address finds a person. A customer number finds the customer and everybody in it.")},
	}
	e.Heading = "Erase a person"
	return e
}

func eraseNobody() views.Erase {
	e := erase()
	e.Frame.Title = "Error: " + e.Frame.Title
	e.Who.Value, e.Who.Error = "nobody@client.example", "Nothing is kept here of this address or number."
	e.Problems = &views.Problems{Heading: "There is a problem", Items: []views.Link{{Label: e.Who.Error, URL: "#who"}}}
	return e
}

func erasePlanned() views.Erase {
	e := erase()
	about := []views.Hidden{{Name: "who", Value: "maja@harbourpine.example"}}
	e.Plan = &views.ErasePlan{
		Who: "maja@harbourpine.example",
		Goes: []views.AdminFact{
			{Name: "Customer 8801", Value: "The address and who has it are taken out; Harbour & Pine ApS stays"},
			{Name: "Live links", Value: "1: turned off, and those that other systems signed about the customer with them"},
			{Name: "Mails", Value: "4: the address taken out; those that wait are not sent"},
			{Name: "Visits", Value: "2: deleted"},
		},
		Stays: []views.PreviewLine{
			says("Decisions and receipts", "1 found. Proof of what was declared, with the address that it came from. The database refuses to change them (article 17 (3) (e))."),
			says("Invoices and credit notes", "0 invoices as issued, with the name on them. Tax law has you keep them (article 17 (3) (b))."),
		},
		After:  "If your billing system or a partner sends the person again, they are here again. Erase them there first.",
		Export: views.PostButton{URL: settingsAt + "erase/export", Hidden: about, Label: "Download what is kept (JSON)", Icon: views.IconCopy, Hint: "For the person, if they ask for it. Downloads are logged."},
		URL:    settingsAt + "erase/done", Hidden: append(about, settingsSeen...),
		Number: views.Field{Name: "number", Label: "Number of rows, to confirm", Width: 8, Mode: "numeric", Hint: views.Plain("8 rows would be changed or deleted. Write the number.")},
	}
	return e
}

func eraseWrong() views.Erase {
	e := erasePlanned()
	e.Frame.Title = "Error: " + e.Frame.Title
	e.Plan.Number.Error = "Write the number of rows, 8, if you mean it."
	e.Plan.Problems = &views.Problems{Heading: "There is a problem", Items: []views.Link{{Label: e.Plan.Number.Error, URL: "#number"}}}
	return e
}

func eraseDone() views.Erase {
	e := erase()
	e.Frame.Result = &views.AdminResult{Tone: views.ToneOK, Icon: views.IconCheck, Text: "Erased. The audit trail has what was done, in numbers."}
	return e
}
