package gallery

import "github.com/latchkey-portal/latchkey/views"

// adminLinks are the pages about the links to one object, by state.
func adminLinks() []Entry {
	entry := func(name string, d views.LinkDetail) Entry {
		return Entry{name, "admin-link", 200, views.LinkDetailPage(d)}
	}
	return []Entry{
		entry("admin-link-expired", expiredLink()),
		entry("admin-link-live", liveLink()),
		entry("admin-link-unsent", unsentLink()),
		entry("admin-link-no-address", unmailableLink()),
		entry("admin-link-scheduled", scheduledLink()),
		entry("admin-link-revoked", revokedLink()),
		entry("admin-link-viewer", watchedLink()),
		{"admin-revoke", "admin-revoke", 200, views.RevokePage(views.Revoke{
			Frame:   office("admin-revoke", "Revoke the link to Invoice 7041 – Links", views.PlaceLinks),
			Heading: "Revoke the link to Invoice 7041",
			Effects: []string{
				"Every link to Invoice 7041 that was sent so far stops working at once, also those that another system signed.",
				"Harbour & Pine ApS reads that the link was turned off, and is told to contact you. They cannot ask for a new link themselves.",
				"You can send a new link later.",
			},
			URL: "/admin/links/northwind/invoice/7041/revoke", Generation: "2",
			Cancel: views.Link{Label: "Invoice 7041", URL: "/admin/links/northwind/invoice/7041"},
		})},
	}
}

// reissueForm is the form for a customer with an address on file.
func reissueForm(url, generation string) *views.Reissue {
	return &views.Reissue{
		URL: url, Generation: generation,
		Days: []views.Choice{{Value: "7", Label: "7 days"}, {Value: "14", Label: "14 days"}, {Value: "30", Label: "30 days", Checked: true}},
		By: []views.Choice{
			{Value: "mail", Label: "Email to a•••@harbourpine.example", Checked: true}, {Value: "copy", Label: "Copy the link"},
		},
		Effect: "Anyone who opens an older link is told to use the newest email.",
	}
}

func expiredLink() views.LinkDetail {
	return views.LinkDetail{
		Frame:   office("admin-link", "7F3Q-2M9D, expired – Links", views.PlaceLinks),
		Heading: "Invoice 7041 for Harbour & Pine ApS", Reference: "7F3Q-2M9D", State: badgeExpired,
		Fix: views.Fix{
			Tone: views.ToneWarn, Icon: views.IconClock, Heading: "The link has expired",
			Text:    "It stopped working on Friday 20 November 2026 at 16:05 (Copenhagen time). Nothing was revoked, so a new link will fix this.",
			Reissue: reissueForm("/admin/links/northwind/invoice/7041/reissue", "2"),
		},
		Bar:      &views.Bar{Used: 100, Parts: 7, Mark: views.MarkClosed, Start: "Issued 13 Nov 16:05", End: "Expired 20 Nov 16:05"},
		Window:   "It worked from Friday 13 November 2026 at 16:05 to Friday 20 November 2026 at 16:05 (Copenhagen time).",
		Timeline: happened(),
		Facts: []views.AdminFact{
			{Name: "Reference", Value: "7F3Q-2M9D", Code: true},
			{Name: "Account", Value: "Northwind Collect, 30 days by default, 99 at most"},
			{Name: "Number", Value: "7041", Code: true},
			{Name: "Customer", Value: "Harbour & Pine ApS"},
			{Name: "Address", Value: "a•••@harbourpine.example"},
			{Name: "Link", Value: "…/northwind/invoice/7041 ?s=1794582300 &e=1795187100 &k=k2 &c=…", Code: true},
		},
		Earlier: []views.EarlierLink{
			{Name: "Link 1", Window: "13 Oct 16:05 to 12 Nov 16:05", Ended: views.Moment{
				Text: "13 Nov 16:05", Machine: "2026-11-13T16:05:00+01:00", Full: "Friday 13 November 2026 at 16:05 (Copenhagen time), 15:05 UTC",
			}},
		},
		RevokeURL: "/admin/links/northwind/invoice/7041/revoke",
	}
}

func happened() []views.TimelineItem {
	return []views.TimelineItem{
		{Tone: views.ToneWarn, Icon: views.IconClock, Fact: "Link expired", Sub: "7 days after it was issued", At: at("16:05", "15:05")},
		{Tone: views.ToneStop, Icon: views.IconMail, Fact: "Mail given up", Sub: "a•••@harbourpine.example, 10 tries. 550 mailbox unavailable", At: at("12:00", "11:00")},
		{Tone: views.ToneOK, Icon: views.IconMail, Fact: "Mail sent", Sub: "a•••@harbourpine.example", At: at("11:02", "10:02")},
		{Tone: views.ToneMute, Icon: views.IconMail, Fact: "Link reminded", Sub: "by maria@northwind.example: link 2", At: at("11:02", "10:02")},
		{Tone: views.ToneInfo, Icon: views.IconRenew, Fact: "Link reissued", Sub: "by maria@northwind.example: link 2, 7 days, mailed", At: at("10:44", "09:44")},
		{Tone: views.ToneInfo, Icon: views.IconPlus, Fact: "Document imported", Sub: "by the command line", At: at("08:00", "07:00")},
	}
}

func liveLink() views.LinkDetail {
	d := expiredLink()
	d.Frame.Title, d.State = "7F3Q-2M9D, works – Links", badgeLive
	form := reissueForm("/admin/links/northwind/invoice/7041/reissue", "2")
	form.Live = true
	form.Effect = "Makes another link. The one in force stops working, and whoever opens it is told to use the newest email."
	d.Fix = views.Fix{
		Tone: views.ToneOK, Icon: views.IconCheck, Heading: "The link works",
		Text:    "It works until Sunday 29 November 2026 at 10:44 (Copenhagen time).",
		Reissue: form,
		Remind: &views.Remind{
			URL:    "/admin/links/northwind/invoice/7041/remind",
			Effect: "Or mail the same link again to a•••@harbourpine.example. Nothing else changes.",
		},
	}
	d.Bar = &views.Bar{Used: 6, Parts: 9, Mark: views.MarkNow, Start: "Issued 20 Nov 10:44", End: "Ends 29 Nov 10:44"}
	d.Window = "It works until Sunday 29 November 2026 at 10:44 (Copenhagen time)."
	d.Timeline = happened()[2:]
	return d
}

func unsentLink() views.LinkDetail {
	d := expiredLink()
	d.Frame.Title, d.State = "7F3Q-2M9D, not sent – Links", badgeUnsent
	d.Fix.Tone, d.Fix.Icon = views.ToneMute, views.IconInfo
	d.Fix.Heading = "No link was sent from here yet"
	d.Fix.Text = "Links that another system signed may be out. A new one ends them."
	d.Bar, d.Window = nil, "No link was issued here."
	d.Timeline, d.Earlier, d.Facts = nil, nil, d.Facts[:5]
	return d
}

func unmailableLink() views.LinkDetail {
	d := expiredLink()
	form := reissueForm("/admin/links/northwind/invoice/7041/reissue", "2")
	form.By = []views.Choice{{Value: "copy", Label: "Copy the link", Checked: true}}
	form.Effect = "There is no address on file, so nothing can be mailed. Anyone who opens an older link is told there is a newer one."
	d.Fix.Reissue = form
	d.Facts[4].Value = "None on file"
	return d
}

func scheduledLink() views.LinkDetail {
	d := liveLink()
	d.Frame.Title, d.State = "7F3Q-2M9D, scheduled – Links", badgeScheduled
	d.Fix.Tone, d.Fix.Icon, d.Fix.Heading = views.ToneInfo, views.IconCalendar, "The link does not work yet"
	d.Fix.Text = "It works from Sunday 22 November 2026 at 10:44 (Copenhagen time)."
	d.Bar = &views.Bar{Parts: 7, Mark: views.MarkNone, Start: "Starts 22 Nov 10:44", End: "Ends 29 Nov 10:44"}
	return d
}

func revokedLink() views.LinkDetail {
	d := expiredLink()
	d.Frame.Title, d.State = "7F3Q-2M9D, withdrawn – Links", badgeRevoked
	d.Fix.Tone, d.Fix.Icon, d.Fix.Heading = views.ToneStop, views.IconBar, "The link was turned off"
	d.Fix.Text = "It was turned off on Friday 20 November 2026 at 16:17 (Copenhagen time). A new link opens the page again."
	d.RevokeURL = ""
	return d
}

// watchedLink is what somebody sees who may look, but not change.
func watchedLink() views.LinkDetail {
	d := liveLink()
	d.Frame.Who = "guest@northwind.example"
	d.Fix.Reissue, d.Fix.Remind = nil, nil
	d.Fix.Only = "Your role may look, but not change. Ask somebody with the support role for a new link."
	d.RevokeURL = ""
	return d
}

// adminResults are detail pages right after an action.
func adminResults() []Entry {
	after := func(name string, status int, d views.LinkDetail, r views.AdminResult) Entry {
		d.Frame.Result = &r
		return Entry{name, "admin-link", status, views.LinkDetailPage(d)}
	}
	return []Entry{
		after("admin-link-sent", 200, liveLink(), views.AdminResult{
			Tone: views.ToneOK, Icon: views.IconCheck, Text: "New link sent at 10:44. It works until 29 November.",
		}),
		after("admin-link-shown", 200, liveLink(), views.AdminResult{
			Tone: views.ToneOK, Icon: views.IconCheck, Text: "New link made at 10:44. It works until 29 November.",
			Link: "https://pay.northwind.example/northwind/invoice/7041?s=1795167840&e=1795945440&k=k2&c=00112233445566778899aabbccddeeff",
		}),
		after("admin-link-reminded", 200, liveLink(), views.AdminResult{
			Tone: views.ToneOK, Icon: views.IconCheck, Text: "Reminder sent, with the same link. It works until 29 November.",
		}),
		after("admin-link-overtaken", 409, liveLink(), views.AdminResult{
			Tone: views.ToneWarn, Icon: views.IconInfo, Text: "Somebody else was first. Nothing was changed by you: this page shows what they made.",
		}),
		after("admin-link-nothing-live", 409, expiredLink(), views.AdminResult{
			Tone: views.ToneWarn, Icon: views.IconInfo, Text: "There is no live link to remind of. Send a new one.",
		}),
		after("admin-link-nobody-to-mail", 409, unmailableLink(), views.AdminResult{
			Tone: views.ToneWarn, Icon: views.IconInfo, Text: "There is no address on file, so nothing was mailed and nothing was changed.",
		}),
		after("admin-link-turned-off", 200, revokedLink(), views.AdminResult{
			Tone: views.ToneOK, Icon: views.IconCheck, Text: "Link turned off at 16:17. Every link sent so far has stopped working.",
		}),
	}
}
