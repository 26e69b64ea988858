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
		entry("admin-link-older", olderLink()),
		entry("admin-link-note-refused", refusedNote()),
		{"admin-bundle", "admin-bundle", 200, views.BundlePage(supportBundle())},
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
		Bar: &views.Bar{Used: 100, Parts: 7, Mark: views.MarkClosed, Start: "Issued 13 Nov 16:05", End: "Expired 20 Nov 16:05",
			Dots: []views.BarDot{{At: 1}, {At: 43}, {At: 103, Late: true}}},
		Window: "It worked from Friday 13 November 2026 at 16:05 to Friday 20 November 2026 at 16:05 (Copenhagen time).",
		Asks:   asksAbout("/admin/links/northwind/invoice/7041"),
		Story:  views.Story{Items: happened(), Older: "/admin/links/northwind/invoice/7041?before=1763992800000000~0%3A4#timeline", Add: &views.NoteForm{URL: "/admin/links/northwind/invoice/7041/notes#timeline"}},
		Facts: []views.AdminFact{
			{Name: "Reference", Value: "7F3Q-2M9D", Code: true},
			{Name: "Account", Value: "Northwind Collect, 30 days by default, 99 at most"},
			{Name: "Number", Value: "7041", Code: true},
			{Name: "Customer", Value: "Harbour & Pine ApS"},
			{Name: "Address", Value: "a•••@harbourpine.example"},
			{Name: "Link", Value: "…/northwind/invoice/7041 ?s=1794582300 &e=1795187100 &k=k2 &c=…", Code: true},
		},
		Others: []views.Link{{Label: "Harbour & Pine ApS", URL: "/admin/customers/northwind/8801"}, {Label: "Order 366332011", URL: "/admin/purchases/northwind/366332011"}},
		Attempts: []views.Attempt{
			{Name: "Link 2", State: badgeExpired, Window: "13 Nov 16:05 to 20 Nov 16:05", By: "by maria@northwind.example", Mail: "Email: delivered", URL: "/admin/mail/m_77", Opened: "Last opened 20 Nov 16:17, too late"},
			{Name: "Link 1", State: badgeReplaced, Window: "13 Oct 16:05 to 12 Nov 16:05, ended 1 Nov 10:00", By: "by the customer", Mail: "Not mailed from here", Opened: "Not opened"},
		},
		RevokeURL: "/admin/links/northwind/invoice/7041/revoke",
	}
}

// asksAbout are the forms beside the heading of a page about links.
func asksAbout(at string) []views.PostButton {
	return []views.PostButton{
		{URL: at + "/view", Label: "View as customer", Icon: views.IconEye},
		{URL: at + "/bundle", Label: "Support bundle", Icon: views.IconCopy},
	}
}

func happened() []views.TimelineItem {
	mail := func(id string) *views.Link { return &views.Link{Label: "View email", URL: "/admin/mail/" + id} }
	return []views.TimelineItem{
		{Tone: views.ToneInfo, Icon: views.IconInfo, Fact: "Note", Sub: "by maria@northwind.example", At: at("16:30", "15:30"),
			Text:   "Anna called. The mail sat in her spam folder until today.\nShe asks for two weeks next time.",
			Remove: &views.PostButton{URL: "/admin/links/northwind/invoice/7041/notes/note_1/remove", Label: "Remove note"}},
		{Tone: views.ToneWarn, Icon: views.IconEye, Fact: "Opened too late", Sub: "Saw “This link has expired”. Safari on iPhone. 2 times, first 20 Nov 16:06", At: at("16:17", "15:17")},
		{Tone: views.ToneMute, Icon: views.IconCode, Fact: "client.link_expired delivered to hooks.ledgerline.example", Sub: "Answered 200. Try 1 of 10.", At: at("16:06", "15:06"),
			More: &views.Link{Label: "View or send again", URL: "/admin/webhooks/northwind/ep_1/deliveries/dlv_81"}},
		{Tone: views.ToneWarn, Icon: views.IconClock, Fact: "Link expired", Sub: "7 days after it began to work", At: at("16:05", "15:05")},
		{Tone: views.ToneStop, Icon: views.IconMail, Fact: "Email bounced", Sub: "Reminder, to a•••@harbourpine.example. The receiving side gave it back: the mailbox is unknown, full or closed.", More: mail("m_78"), At: at("12:00", "11:00")},
		{Tone: views.ToneMute, Icon: views.IconMail, Fact: "Reminder asked for", Sub: "by maria@northwind.example: link 2", At: at("11:02", "10:02")},
		{Tone: views.ToneMute, Icon: views.IconScan, Fact: "Opened by a mail scanner", Sub: "Saw the page itself. Proofpoint. Not counted as the customer", At: at("10:45", "09:45")},
		{Tone: views.ToneOK, Icon: views.IconMail, Fact: "Email delivered", Sub: "New link, to a•••@harbourpine.example.", More: mail("m_77"), At: at("10:44", "09:44")},
		{Tone: views.ToneInfo, Icon: views.IconRenew, Fact: "New link made", Sub: "by maria@northwind.example: link 2, 7 days, mailed", At: at("10:44", "09:44")},
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
	d.Story.Items = happened()[5:]
	return d
}

func unsentLink() views.LinkDetail {
	d := expiredLink()
	d.Frame.Title, d.State = "7F3Q-2M9D, not sent – Links", badgeUnsent
	d.Fix.Tone, d.Fix.Icon = views.ToneMute, views.IconInfo
	d.Fix.Heading = "No link was sent from here yet"
	d.Fix.Text = "Links that another system signed may be out. A new one ends them."
	d.Bar, d.Window = nil, "No link was issued here."
	d.Story.Items, d.Story.Older, d.Attempts, d.Facts = nil, "", nil, d.Facts[:5]
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
	d.RevokeURL, d.Asks, d.Story.Add = "", nil, nil
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

// olderLink is a later page of the timeline.
func olderLink() views.LinkDetail {
	d := expiredLink()
	d.Story.Items, d.Story.Older, d.Story.Newer = happened()[8:], "", "/admin/links/northwind/invoice/7041#timeline"
	return d
}

func refusedNote() views.LinkDetail {
	d := expiredLink()
	d.Frame.Result = &views.AdminResult{Tone: views.ToneWarn, Icon: views.IconInfo, Text: "The note was not added."}
	d.Story.Add = &views.NoteForm{URL: "/admin/links/northwind/invoice/7041/notes#timeline", Error: "Write 1 to 2,000 characters of plain text"}
	return d
}
