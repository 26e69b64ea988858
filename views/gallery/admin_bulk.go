package gallery

import "github.com/latchkey-portal/latchkey/views"

// adminBulk are the pages of many new links at once.
func adminBulk() []Entry {
	return []Entry{
		{"admin-bulk", "admin-bulk", 200, views.BulkReissuePage(bulk())},
		{"admin-bulk-many", "admin-bulk", 422, views.BulkReissuePage(bulkMany())},
		{"admin-bulk-none", "admin-bulk", 200, views.BulkReissuePage(bulkNone())},
		{"admin-bulk-running", "admin-bulk-progress", 200, views.BulkProgressPage(bulkRunning())},
		{"admin-bulk-done", "admin-bulk-progress", 200, views.BulkProgressPage(bulkDone())},
	}
}

var (
	badgeMailed  = views.Badge{Tone: views.ToneOK, Icon: views.IconMail, Word: "Gets an email"}
	badgeSkipped = views.Badge{Tone: views.ToneMute, Icon: views.IconBar, Word: "Left out"}
)

func bulk() views.BulkReissue {
	return views.BulkReissue{
		Frame:   office("admin-bulk", "Send 3 new links – Requests", views.PlaceRequests),
		Heading: "Send 3 new links", Lead: "1 gets an email. 2 are left out.",
		Rows: []views.BulkRow{
			{Title: "Harbour & Pine ApS", URL: "/admin/requests/lr_0042", Partner: "Ledgerline", Reference: "7F3Q-2M9D", Outcome: badgeMailed},
			{Title: "Brise Café & Restaurant International SARL", URL: "/admin/requests/lr_0043", Partner: "Ledgerline", Reference: "9KXD-4T0B", Outcome: badgeSkipped, Why: "The address bounced"},
			{Title: "Fjell Regnskap AS", URL: "/admin/requests/lr_0039", Partner: "Fakturo", Reference: "2B8C-1Z5E", Outcome: badgeSkipped, Why: "Approved meanwhile"},
		},
		Form: &views.BulkForm{
			URL: "/admin/requests/reissue", Hidden: []views.Hidden{{Name: "job", Value: "b_0017"}, {Name: "id", Value: "lr_0042"}, {Name: "id", Value: "lr_0043"}, {Name: "id", Value: "lr_0039"}},
			Days:   []views.Choice{{Value: "", Label: "As each partner has it", Checked: true}, {Value: "7", Label: "7 days"}, {Value: "14", Label: "14 days"}, {Value: "30", Label: "30 days"}},
			Effect: "Links in force stop working, and whoever opens one is told to use the newest email. Cases stay attached.",
			Label:  "Send 1 new link",
		},
		Cancel: views.Link{Label: "Back to the requests", URL: "/admin/requests?state=waiting"},
	}
}

func bulkMany() views.BulkReissue {
	b := bulk()
	const wrong = "Type 214 to confirm"
	b.Frame.Title = "Error: send 214 new links – Requests"
	b.Heading, b.Lead = "Send 214 new links", "212 get an email. 2 are left out. The first 3 are shown."
	b.Problems = problem("confirm", wrong)
	b.Form.Type = &views.Field{Name: "confirm", Label: "Type 214 to confirm", Width: 6, Mode: "numeric", Value: "21", Error: wrong,
		Hint: views.Plain("This many emails cannot be called back.")}
	b.Form.Label = "Send 212 new links"
	return b
}

func bulkNone() views.BulkReissue {
	b := bulk()
	b.Heading, b.Lead = "No new links to send", "None of the requests you ticked can get one."
	b.Frame.Title = "No new links to send – Requests"
	b.Rows, b.Form = b.Rows[1:], nil
	return b
}

func bulkRunning() views.BulkProgress {
	return views.BulkProgress{
		Frame:   office("admin-bulk-progress", "9 of 15 sent – Requests", views.PlaceRequests),
		Heading: "Sending 15 new links", Done: 9, All: 15, Text: "9 of 15 sent, 0 failed, about 20 seconds left",
		Running: true, Every: "This page refreshes every 3 seconds. The work goes on when you leave.", URL: "/admin/requests/jobs/b_0017",
		Stop: &views.PostButton{URL: "/admin/requests/jobs/b_0017/stop", Label: "Stop after the current one", Icon: views.IconBar, Hint: "Links sent so far stay sent."},
		Back: views.Link{Label: "Requests", URL: "/admin/requests"},
	}
}

func bulkDone() views.BulkProgress {
	b := bulkRunning()
	b.Frame.Title = "14 of 15 sent – Requests"
	b.Heading, b.Done, b.Text = "Sent 14 of 15 new links", 15, "14 sent, 1 failed, finished at 16:17"
	b.Running, b.Every, b.Stop = false, "", nil
	b.Failed = []views.BulkRow{{Title: "Skovby Tømrer", URL: "/admin/requests/lr_0038", Partner: "Fakturo", Reference: "2B8C-1Z5F", Outcome: badgeFailed, Why: "Declined while this ran"}}
	b.Results = &views.Link{Label: "Results as CSV", URL: "/admin/requests/jobs/b_0017.csv"}
	return b
}
