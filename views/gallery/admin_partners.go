package gallery

import "github.com/latchkey-portal/latchkey/views"

// adminPartners are the pages about the platforms that ask for connections.
func adminPartners() []Entry {
	one := func(name string, status int, p views.Partner) Entry {
		return Entry{name, "admin-partner", status, views.PartnerPage(p)}
	}
	return []Entry{
		{"admin-partners", "admin-partners", 200, views.PartnersPage(partners())},
		{"admin-partners-empty", "admin-partners", 200, views.PartnersPage(partnersEmpty())},
		one("admin-partner", 200, partner()),
		one("admin-partner-wrong", 422, partnerWrong()),
		one("admin-partner-key", 200, partnerKey()),
		one("admin-partner-viewer", 200, partnerWatched()),
		one("admin-partner-off", 200, partnerOff()),
		{"admin-partner-rotate", "admin-confirm", 200, views.ConfirmPage(rotateKey())},
	}
}

var badgeActive = views.Badge{Tone: views.ToneOK, Icon: views.IconCheck, Word: "Active"}

func partners() views.Partners {
	return views.Partners{
		Frame: office("admin-partners", "Partners", views.PlacePartners),
		Rows: []views.PartnerRow{
			{URL: "/admin/partners/ledgerline", Name: "Ledgerline", Account: "Northwind Collect", Days: "7 days", Delivery: "We mail the link", Waiting: "14 waiting", State: badgeActive},
			{URL: "/admin/partners/fakturo", Name: "Fakturo", Account: "Northwind Collect", Days: "14 days", Delivery: "The partner mails the link", Waiting: "None waiting", State: badgeOff},
		},
	}
}

func partnersEmpty() views.Partners {
	p := partners()
	p.Rows = nil
	p.Empty = "There is no partner yet. Owners make one in the settings of an account, under Partners."
	return p
}

func partner() views.Partner {
	return views.Partner{
		Frame:   office("admin-partner", "Ledgerline – Partners", views.PlacePartners),
		Heading: "Ledgerline", State: badgeActive,
		Facts: []views.AdminFact{
			{Name: "Name", Value: "Ledgerline A/S, accounting software"},
			{Name: "ID", Value: "ledgerline", Code: true},
			{Name: "Account", Value: "Northwind Collect"},
			{Name: "Webhook", Value: "hooks.ledgerline.example", URL: "/admin/webhooks/wh_81"},
		},
		Settings: &views.PartnerSettings{
			URL:      "/admin/partners/ledgerline",
			Days:     views.Field{Name: "days", Label: "Days a link works", Value: "7", Width: 4, Mode: "numeric", Hint: views.Plain("1 to 30.")},
			Delivery: []views.Choice{{Value: "email", Label: "We mail the link", Checked: true}, {Value: "partner", Label: "The partner mails the link"}},
			Returns:  views.Field{Name: "returns", Label: "Where customers may go back to", Rows: 3, Value: "https://app.ledgerline.example", Hint: views.Plain("One origin on each line. Other addresses a partner asks for are not shown.")},
			Note:     "Applies to new links only.",
		},
		Key: []views.AdminFact{
			{Name: "Key", Value: "lkp_7Qd2…", Code: true}, {Name: "Made", Value: "3 Mar 2026"}, {Name: "Last used", Value: "20 Nov 16:05"},
		},
		Rotate:   "/admin/partners/ledgerline/rotate",
		TurnOff:  "/admin/partners/ledgerline/off",
		Requests: views.Link{Label: "Requests of Ledgerline", URL: "/admin/requests?partner=ledgerline"},
	}
}

func partnerWrong() views.Partner {
	p := partner()
	const wrong = "Days must be a number from 1 to 30"
	p.Frame.Title = "Error: Ledgerline – Partners"
	p.Settings.Problems = problem("days", wrong)
	p.Settings.Days.Value, p.Settings.Days.Error = "45", wrong
	return p
}

func partnerKey() views.Partner {
	p := partner()
	p.Frame.Result = &views.AdminResult{
		Tone: views.ToneOK, Icon: views.IconCheck, Text: "Key replaced. The old one stopped working.",
		Secret: &views.Secret{Label: "API key of Ledgerline", Value: "lkp_7Qd2xW9bV4nT1mK8rZ5cJ0hL6fG3sPaE", Hint: "Shown once. Copy it now and give it to the partner safely."},
	}
	return p
}

func partnerWatched() views.Partner {
	p := partner()
	p.Frame.Who = "guest@northwind.example"
	p.Settings, p.Rotate, p.TurnOff = nil, "", ""
	return p
}

func partnerOff() views.Partner {
	p := partner()
	p.State, p.TurnOff = badgeOff, ""
	p.TurnOn = &views.PostButton{URL: "/admin/partners/ledgerline/on", Label: "Turn it on again", Icon: views.IconRenew, Hint: "Its key and its links work again."}
	return p
}

func rotateKey() views.Confirm {
	return views.Confirm{
		Frame:   office("admin-confirm", "Replace the API key of Ledgerline – Partners", views.PlacePartners),
		Heading: "Replace the API key of Ledgerline",
		Effects: []string{
			"The old key stops working at once. It was last used on 20 Nov at 16:05.",
			"Links that were sent go on working.",
		},
		URL: "/admin/partners/ledgerline/rotate", Label: "Replace and show the key", Icon: views.IconRenew, Danger: true,
		Cancel: views.Link{Label: "Keep the key", URL: "/admin/partners/ledgerline"},
	}
}
