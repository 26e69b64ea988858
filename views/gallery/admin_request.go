package gallery

import "github.com/latchkey-portal/latchkey/views"

func requestWaiting() views.RequestDetail {
	form := reissueForm("/admin/requests/lr_0042/reissue", "1")
	form.Live = true
	form.Days = []views.Choice{{Value: "7", Label: "7 days", Checked: true}, {Value: "14", Label: "14 days"}, {Value: "30", Label: "30 days"}}
	form.Effect = "The 3 cases stay attached. The link in force stops working, and whoever opens it is told to use the newest email."
	return views.RequestDetail{
		Frame:   office("admin-request", "7F3Q-2M9D, waiting – Requests", views.PlaceRequests),
		Heading: "Ledgerline asks Harbour & Pine ApS", Reference: "7F3Q-2M9D", State: badgeWaiting,
		Fix: views.Fix{
			Tone: views.ToneWait, Icon: views.IconClock, Heading: "Nobody has decided yet",
			Text:    "The link works until Friday 27 November 2026 at 16:05 (Copenhagen time). The email was delivered.",
			Reissue: form,
			Remind: &views.Remind{URL: "/admin/requests/lr_0042/remind",
				Effect: "Or mail the same link again to a•••@harbourpine.example. Nothing else changes. 1 of 3 reminders was sent."},
		},
		Bar:    &views.Bar{Used: 2, Parts: 7, Mark: views.MarkNow, Start: "Sent 20 Nov 16:05", End: "Closes 27 Nov 16:05"},
		Window: "It works until Friday 27 November 2026 at 16:05 (Copenhagen time).",
		Cases: views.Cases{Summary: "3 cases, DKK 41,250.00 in total", Rows: []views.CaseRow{
			{Reference: "HP-2026-0117", Debtor: "Brise Café SARL", Amount: "DKK 18,400.00", State: badgeHeld},
			{Reference: "HP-2026-0121", Debtor: "Atelier Lumen", Amount: "DKK 12,850.00", State: badgeHeld},
			{Reference: "HP-2026-0130", Debtor: "Kaffebar 47", Amount: "DKK 10,000.00", State: badgeHeld},
		}},
		Attempts: []views.Attempt{
			{Name: "Link 1", State: badgeLive, Window: "20 Nov 16:05 to 27 Nov 16:05", By: "by Ledgerline", Mail: "Email delivered", URL: "/admin/mail/m_70"},
		},
		Asks: asksAbout("/admin/requests/northwind/lr_0042"),
		Story: views.Story{Add: &views.NoteForm{URL: "/admin/requests/northwind/lr_0042/notes#timeline"}, Items: []views.TimelineItem{
			{Tone: views.ToneMute, Icon: views.IconInfo, Fact: "Page shown", Sub: "may be a mail scanner", At: at("16:06", "15:06")},
			{Tone: views.ToneOK, Icon: views.IconMail, Fact: "Email delivered", Sub: "a•••@harbourpine.example", At: at("16:05", "15:05")},
			{Tone: views.ToneMute, Icon: views.IconArrow, Fact: "client.link_requested delivered to Ledgerline", Sub: "200 in 212 ms, first try", At: at("16:05", "15:05")},
			{Tone: views.ToneInfo, Icon: views.IconPlus, Fact: "Asked by Ledgerline", Sub: "POST /clients answered 409", At: at("16:05", "15:05")},
		}},
		Facts: []views.AdminFact{
			{Name: "Reference", Value: "7F3Q-2M9D", Code: true},
			{Name: "Request", Value: "lr_0042", Code: true},
			{Name: "Partner", Value: "Ledgerline, 7 days by default", URL: "/admin/partners/ledgerline"},
			{Name: "Tenant ID", Value: "hp-4471", Code: true},
			{Name: "Customer", Value: "Harbour & Pine ApS"},
			{Name: "Address", Value: "a•••@harbourpine.example"},
			{Name: "Link", Value: "…/northwind/approve/lr_0042.1 ?s=1795187100 &e=1795791900 &k=a1 &c=…", Code: true},
		},
		Withdraw: "/admin/requests/lr_0042/withdraw",
		Others:   []views.Link{{Label: "Harbour & Pine ApS", URL: "/admin/customers/northwind/8801"}},
	}
}

const bundleWords = `Reference:           7F3Q-2M9D
Partner:             Ledgerline (ledgerline)
External tenant ID:  hp-4471
Company:             Harbour & Pine ApS
Email:               anna@harbourpine.example
409 answered:        2026-11-20T15:05:00Z
Link ends:           2026-11-27T15:05:00Z
client.link_expired: not sent
Email delivered:     delivered 2026-11-20T15:05:04Z
Opened:              by a mail scanner, last 2026-11-20T15:06:11Z
Customer confirmed:  [ ] not received   [ ] received but late
Webhook deliveries:  dlv_81 (client.link_requested, delivered)
Versions:            Latchkey 1.0.0, link scheme 2

Timeline, newest first (UTC)
  2026-11-20T15:06:11Z  Opened by a mail scanner. Saw the question itself, with Approve and Decline. Proofpoint
  2026-11-20T15:05:00Z  Link made. by Ledgerline: attempt 1
`

func supportBundle() views.Bundle {
	take := func(as string) views.PostButton {
		return views.PostButton{URL: "/admin/requests/northwind/lr_0042/bundle", Hidden: []views.Hidden{{Name: "as", Value: as}}, Label: "Download ." + as, Icon: views.IconDownload}
	}
	return views.Bundle{
		Frame:   office("admin-bundle", "Support bundle 7F3Q-2M9D", views.PlaceLinks),
		Heading: "Support bundle 7F3Q-2M9D", Text: bundleWords, Files: []views.PostButton{take("txt"), take("md"), take("json")},
		Back: views.Link{Label: "Back to the link", URL: "/admin/requests/northwind/lr_0042"},
	}
}

func requestExpired() views.RequestDetail {
	d := requestWaiting()
	d.Frame.Title, d.State = "7F3Q-2M9D, expired – Requests", badgeExpired
	d.Fix.Tone, d.Fix.Icon, d.Fix.Heading = views.ToneWarn, views.IconClock, "It expired before anyone decided"
	d.Fix.Text = "The link stopped working on 20 Nov at 16:05 and was opened 12 minutes later. Nothing was withdrawn, so a new link will fix this."
	form := *d.Fix.Reissue
	form.Live = false
	form.Effect = "The 3 cases stay attached. Anyone who opens the old link is told to use the newest email."
	d.Fix.Reissue, d.Fix.Remind = &form, nil
	d.Bar = &views.Bar{Used: 100, Parts: 7, Mark: views.MarkClosed, Start: "Sent 13 Nov 16:05", End: "Expired 20 Nov 16:05"}
	d.Window = "It worked from Friday 13 November 2026 at 16:05 to Friday 20 November 2026 at 16:05 (Copenhagen time)."
	d.Attempts = []views.Attempt{
		{Name: "Link 2", State: badgeExpired, Window: "13 Nov 16:05 to 20 Nov 16:05", By: "by maria@northwind.example", Mail: "Email delivered", URL: "/admin/mail/m_77"},
		{Name: "Link 1", State: badgeReplaced, Window: "6 Nov 16:05 to 13 Nov 16:05", By: "by Ledgerline", Mail: "The partner mailed it"},
	}
	return d
}

func requestApproved() views.RequestDetail {
	d := requestWaiting()
	d.Frame.Title, d.State = "7F3Q-2M9D, approved – Requests", badgeApproved
	d.Fix = views.Fix{
		Tone: views.ToneOK, Icon: views.IconCheck, Heading: "It was approved",
		Text: "The customer approved it on Friday 20 November 2026 at 16:17 (Copenhagen time). Whoever opens the link reads that.",
		Only: "A decision is final. To end the connection, the partner or the customer disconnects it.",
	}
	d.Decision = []views.AdminFact{
		{Name: "Decided", Value: "Approved"},
		{Name: "When", Value: "Friday 20 November 2026 at 16:17:07 (Copenhagen time)"},
		{Name: "By", Value: "The customer, a•••@harbourpine.example"},
		{Name: "Network", Value: "192.0.2.0/24", Code: true},
		{Name: "Browser", Value: "Safari on iPhone"},
		{Name: "After", Value: "48 seconds on the page"},
	}
	d.Attempts[0].State = badgeApproved
	d.Cases.Rows[0].State, d.Cases.Rows[1].State = badgeLanded, badgeLanded
	d.Cases.Rows[2].State = badgeFailed
	d.Cases.Rows[2].Error = "The debtor has no country"
	d.Cases.Retry = &views.PostButton{URL: "/admin/requests/lr_0042/cases/retry", Label: "Land 1 failed case again", Icon: views.IconRenew}
	d.Withdraw = ""
	return d
}

func requestDeclined() views.RequestDetail {
	d := requestApproved()
	d.Frame.Title, d.State = "7F3Q-2M9D, declined – Requests", badgeDeclined
	form := *requestWaiting().Fix.Reissue
	form.Live = false
	form.Effect = "The customer is asked again. The 3 cases stay attached."
	d.Fix = views.Fix{
		Tone: views.ToneDeclined, Icon: views.IconCross, Heading: "It was declined",
		Text:    "The customer declined it on Friday 20 November 2026 at 16:17 (Copenhagen time). Ask again only if they want that: a new link is mailed at once.",
		Reissue: &form,
	}
	d.Decision[0].Value = "Declined"
	d.Attempts[0].State = badgeDeclined
	d.Decision = append(d.Decision, views.AdminFact{Name: "Reason", Value: "We do not use Ledgerline any more."})
	d.Cases = views.Cases{Summary: "None"}
	d.Withdraw = "/admin/requests/lr_0042/withdraw"
	return d
}

func requestBounced() views.RequestDetail {
	d := requestWaiting()
	form := *d.Fix.Reissue
	form.By = []views.Choice{{Value: "copy", Label: "Copy the link", Checked: true}}
	d.Fix = views.Fix{
		Tone: views.ToneStop, Icon: views.IconMail, Heading: "The email bounced: mailbox unavailable",
		Text:    "The customer never got it. Nothing can be mailed to that address until it is taken off the list of addresses we do not mail.",
		Reissue: &form,
	}
	d.Attempts[0].Mail = "Bounced: mailbox unavailable"
	d.Story.Items = append([]views.TimelineItem{
		{Tone: views.ToneStop, Icon: views.IconMail, Fact: "Email bounced", Sub: "550 5.1.1 mailbox unavailable", At: at("16:08", "15:08")},
	}, d.Story.Items...)
	return d
}

func withdrawRequest() views.Confirm {
	return views.Confirm{
		Frame:   office("admin-confirm", "Withdraw the request of Ledgerline – Requests", views.PlaceRequests),
		Heading: "Withdraw the request of Ledgerline",
		Effects: []string{
			"The link stops working at once. Harbour & Pine ApS reads that the request was withdrawn, and their account does not change.",
			"The 3 cases are kept. If Ledgerline asks again, they are there.",
		},
		URL: "/admin/requests/lr_0042/withdraw", Hidden: []views.Hidden{{Name: "generation", Value: "1"}},
		Tick:  &views.Tick{Name: "drop", Value: "cases", Label: "Drop the 3 held cases too", Hint: "They cannot be brought back."},
		Label: "Withdraw the request", Icon: views.IconBar, Danger: true,
		Cancel: views.Link{Label: "Keep the request", URL: "/admin/requests/lr_0042"},
	}
}
