package gallery

import "github.com/latchkey-portal/latchkey/views"

// adminBulk are the pages of many links at once.
func adminBulk() []Entry {
	return []Entry{
		{"admin-jobs", "admin-jobs", 200, views.JobsPage(jobs())},
		{"admin-jobs-none", "admin-jobs", 200, views.JobsPage(views.Jobs{
			Frame: office("admin-jobs", "Jobs", views.PlaceJobs), Empty: "There is no job yet. Tick rows in a list, or choose by filter.", New: "/admin/jobs/new",
		})},
		{"admin-job-new", "admin-job-new", 200, views.JobNewPage(jobChoose())},
		{"admin-job-preview", "admin-job-new", 200, views.JobNewPage(jobPreview())},
		{"admin-job-preview-many", "admin-job-new", 422, views.JobNewPage(jobPreviewMany())},
		{"admin-job-preview-uncounted", "admin-job-new", 200, views.JobNewPage(jobUncounted())},
		{"admin-job-preview-none", "admin-job-new", 200, views.JobNewPage(jobNothing())},
		{"admin-job-planning", "admin-job", 200, views.JobPage(jobPlanning())},
		{"admin-job-ready", "admin-job", 200, views.JobPage(jobReady())},
		{"admin-job-waiting", "admin-job", 200, views.JobPage(jobWaiting())},
		{"admin-job-running", "admin-job", 200, views.JobPage(jobRunning())},
		{"admin-job-paused", "admin-job", 200, views.JobPage(jobPaused())},
		{"admin-job-done", "admin-job", 200, views.JobPage(jobDone())},
		{"admin-job-revoked", "admin-job", 200, views.JobPage(jobRevoked())},
	}
}

var (
	badgeMailed  = views.Badge{Tone: views.ToneOK, Icon: views.IconMail, Word: "Gets an email"}
	badgeSkipped = views.Badge{Tone: views.ToneMute, Icon: views.IconBar, Word: "Left out"}
	jobsBack     = views.Link{Label: "Jobs", URL: "/admin/jobs"}
)

const jobURL = "/admin/jobs/northwind/job_0017"

func jobs() views.Jobs {
	return views.Jobs{
		Frame: office("admin-jobs", "Jobs", views.PlaceJobs), New: "/admin/jobs/new", Next: "/admin/jobs?after=1",
		Rows: []views.JobRow{
			{URL: jobURL, Title: "New links for expired requests", Account: "northwind", State: badgeRunning, Far: "9 of 15 sent, 0 failed", By: "maria@northwind.example", Made: at("16:05", "15:05")},
			{URL: jobURL, Title: "Reminders about requests that wait", Account: "northwind", State: badgeDone, Far: "212 of 214 sent, 0 failed", By: "the command line", Made: at("09:12", "08:12")},
			{URL: jobURL, Title: "Revocation of links that were ticked", Account: "brise", State: badgeStopped, Far: "0 of 3 revoked, 0 failed", By: "an API key", Made: at("11:40", "10:40")},
		},
	}
}

var (
	badgeRunning = views.Badge{Tone: views.ToneInfo, Icon: views.IconRenew, Word: "Running"}
	badgeDone    = views.Badge{Tone: views.ToneOK, Icon: views.IconCheck, Word: "Done"}
	badgeStopped = views.Badge{Tone: views.ToneStop, Icon: views.IconBar, Word: "Stopped"}
	badgeSoon    = views.Badge{Tone: views.ToneWait, Icon: views.IconClock, Word: "Starts soon"}
)

func jobItems() []views.JobItem {
	return []views.JobItem{
		{Title: "Harbour & Pine ApS", URL: "/admin/requests/northwind/lr_0042", Sub: "Ledgerline", Reference: "7F3Q-2M9D", Outcome: badgeMailed},
		{Title: "Brise Café & Restaurant International SARL", URL: "/admin/requests/northwind/lr_0043", Sub: "Ledgerline", Reference: "9KXD-4T0B", Outcome: badgeSkipped, Why: "The address bounced"},
		{Title: "Fjell Regnskap AS", URL: "/admin/requests/northwind/lr_0039", Sub: "Fakturo", Reference: "2B8C-1Z5E", Outcome: badgeSkipped, Why: "Approved already"},
	}
}

func jobChoose() views.JobNew {
	return views.JobNew{
		Frame: office("admin-job-new", "New job – Jobs", views.PlaceJobs), Back: jobsBack,
		Heading: "New job", Lead: "Choose what is to be done, and to which links. Nothing is done before you have seen what would happen.",
		Filter: &views.JobFilter{
			URL:      "/admin/jobs/new",
			Verbs:    []views.Option{{Value: "reissue", Label: "Send new links", Chosen: true}, {Value: "remind", Label: "Send reminders"}, {Value: "revoke", Label: "Withdraw"}},
			Topics:   []views.Option{{Value: "requests", Label: "Link requests", Chosen: true}, {Value: "links", Label: "Links to documents"}},
			Accounts: []views.Option{{Label: "All accounts", Chosen: true}, {Value: "northwind", Label: "Northwind Collect"}},
			Partners: []views.Option{{Label: "All partners", Chosen: true}, {Value: "northwind/ledgerline", Label: "Ledgerline, northwind"}},
			Kinds:    []views.Option{{Label: "All kinds", Chosen: true}, {Value: "invoice", Label: "Invoice"}},
			States:   []views.Option{{Label: "In any state", Chosen: true}, {Value: "waiting", Label: "Waiting"}, {Value: "expired", Label: "Expired"}},
			Times:    []views.Option{{Value: "made", Label: "was made", Chosen: true}, {Value: "ends", Label: "ends or ended"}},
			From:     views.Field{Name: "from", Label: "from (2026-11-20, or empty)", Width: 12},
			Until:    views.Field{Name: "until", Label: "until, that day too", Width: 12},
		},
	}
}

func jobPreview() views.JobNew {
	return views.JobNew{
		Frame: office("admin-job-new", "Send 15 new links – Jobs", views.PlaceJobs), Back: views.Link{Label: "Requests", URL: "/admin/requests?state=expired"},
		Heading: "Send 15 new links", Lead: "18 requests are chosen.",
		Counts: []views.AdminFact{{Name: "Gets an email", Value: "15"}, {Name: "Left out: the address bounced", Value: "2"}, {Name: "Left out: approved already", Value: "1"}},
		Rows:   jobItems(),
		Form: &views.JobForm{
			URL: "/admin/jobs/new", Hidden: []views.Hidden{{Name: "job", Value: "job_0017"}, {Name: "count", Value: "northwind:15"}},
			Days: []views.Choice{{Value: "", Label: "As each partner has it", Checked: true}, {Value: "7", Label: "7 days"}, {Value: "14", Label: "14 days"}, {Value: "30", Label: "30 days"}},
			Effect: []string{
				"Links in force stop working, and whoever opens one is told to use the newest email. Cases stay attached.",
				"You have 60 seconds to undo it. After that the old links cannot come back.",
			},
			Label: "Send 15 new links", Icon: views.IconMail,
		},
	}
}

func jobPreviewMany() views.JobNew {
	p := jobPreview()
	const wrong = "Type 212 to confirm"
	p.Frame.Title = "Error: send 212 new links – Jobs"
	p.Heading, p.Lead, p.Shown = "Send 212 new links", "214 requests are chosen.", "The first 100 are shown."
	p.Problems = problem("confirm", wrong)
	p.Form.Type = &views.Field{Name: "confirm", Label: "Type 212 to confirm", Width: 6, Mode: "numeric", Value: "21", Error: wrong}
	p.Form.Label = "Send 212 new links"
	return p
}

func jobUncounted() views.JobNew {
	p := jobPreview()
	p.Frame.Title = "Count many requests – Jobs"
	p.Heading, p.Lead, p.Counts = "More than 2,000 requests", "They are counted first. Nothing is done before you agree to the number.", nil
	p.Filter, p.Shown = jobChoose().Filter, "The first 100 are shown."
	p.Form.Effect, p.Form.Label, p.Form.Icon = nil, "Count them", views.IconSearch
	return p
}

func jobNothing() views.JobNew {
	p := jobPreview()
	p.Frame.Title = "No new links to send – Jobs"
	p.Heading, p.Lead = "No new links to send", "2 requests are chosen, and none of them can get one."
	p.Counts, p.Rows, p.Form = p.Counts[1:], p.Rows[1:], nil
	return p
}

func jobPage(title string) views.Job {
	return views.Job{
		Frame: office("admin-job", title+" – Jobs", views.PlaceJobs), Back: jobsBack, Heading: title, URL: jobURL,
		Facts: []views.AdminFact{
			{Name: "What", Value: "New links for expired requests"}, {Name: "Account", Value: "Northwind Collect"},
			{Name: "Made by", Value: "maria@northwind.example"}, {Name: "Made", Value: "20 Nov 16:05"},
		},
		Tabs: []views.Tab{
			{Label: "All", Count: "18", URL: jobURL, Here: true}, {Label: "Sent", Count: "9", URL: jobURL + "?show=done"},
			{Label: "Failed", Count: "0", URL: jobURL + "?show=failed"}, {Label: "Skipped", Count: "0", URL: jobURL + "?show=skipped"},
			{Label: "Left out", Count: "3", URL: jobURL + "?show=left-out"},
		},
		Items: jobItems(), Every: "This page refreshes every 3 seconds. The work goes on when you leave.",
		Files: []views.Link{{Label: "Results as CSV", URL: jobURL + "/results.csv"}, {Label: "Results as JSON", URL: jobURL + "/results.json"}},
	}
}

func jobPlanning() views.Job {
	j := jobPage("Counting")
	j.State = views.Badge{Tone: views.ToneInfo, Icon: views.IconSearch, Word: "Counting"}
	j.Text, j.Tabs, j.Items, j.Files = "Counting… 120,000 so far", nil, nil, nil
	j.Buttons = []views.PostButton{{URL: jobURL + "/stop", Label: "Stop", Icon: views.IconBar, Hint: "Nothing has been done."}}
	return j
}

func jobReady() views.Job {
	j := jobPage("Send 480 new links")
	j.State = views.Badge{Tone: views.ToneWait, Icon: views.IconInfo, Word: "Waits for you"}
	j.Notice = "The list has changed since you agreed to 482. Nothing was done."
	j.Text, j.Every, j.Form = "483 looked at: 480 to do, 3 left out", "", jobPreviewMany().Form
	j.Form.URL, j.Form.Days, j.Form.Type.Label, j.Form.Type.Error, j.Form.Type.Value, j.Form.Label = jobURL+"/start", nil, "Type 480 to confirm", "", "", "Send 480 new links"
	j.Buttons = []views.PostButton{{URL: jobURL + "/stop", Label: "Throw away", Icon: views.IconBar, Hint: "Nothing has been done."}}
	return j
}

func jobWaiting() views.Job {
	j := jobPage("Sending 15 new links")
	j.State, j.Bar, j.Text = badgeSoon, &views.JobProgress{Value: "0", Max: "15"}, "Starts in 42 seconds"
	j.Buttons = []views.PostButton{{URL: jobURL + "/stop", Label: "Undo", Icon: views.IconRenew, Hint: "Nothing has been done yet."}}
	j.Mend = "After that the old links cannot come back."
	return j
}

func jobRunning() views.Job {
	j := jobPage("Sending 15 new links")
	j.State, j.Bar, j.Text = badgeRunning, &views.JobProgress{Value: "9", Max: "15"}, "9 of 15 sent, 0 failed, about 20 seconds left"
	j.Buttons = []views.PostButton{
		{URL: jobURL + "/pause", Label: "Pause", Icon: views.IconClock},
		{URL: jobURL + "/stop", Label: "Stop after the current one", Icon: views.IconBar, Hint: "What was sent stays sent."},
	}
	return j
}

func jobPaused() views.Job {
	j := jobRunning()
	j.Frame.Title, j.Heading = "Paused at 9 of 15 – Jobs", "Paused: 9 of 15 sent"
	j.State = views.Badge{Tone: views.ToneWarn, Icon: views.IconClock, Word: "Paused"}
	j.Text, j.Every = "9 of 15 sent, 0 failed", ""
	j.Buttons[0] = views.PostButton{URL: jobURL + "/resume", Label: "Go on", Icon: views.IconRenew}
	return j
}

func jobDone() views.Job {
	j := jobPage("Sent 13 of 15 new links")
	j.State, j.Bar, j.Every = badgeDone, &views.JobProgress{Value: "15", Max: "15"}, ""
	j.Text = "13 sent, 1 failed, 1 skipped, finished at 16:17"
	j.Tabs[0].Here, j.Tabs[2].Here, j.Tabs[2].Count = false, true, "1"
	j.Items = []views.JobItem{{Title: "Skovby Tømrer", URL: "/admin/requests/northwind/lr_0038", Sub: "Fakturo", Reference: "2B8C-1Z5F", Outcome: badgeFailed, Why: "The fault is ours, and it is in the log"}}
	j.Buttons = []views.PostButton{{URL: jobURL + "/retry", Label: "Try the failed again", Icon: views.IconRenew}}
	j.Mend = "This cannot be undone: the links before it cannot come back."
	return j
}

func jobRevoked() views.Job {
	j := jobDone()
	j.Frame.Title, j.Heading, j.Text = "Withdrew 15 of 15 requests – Jobs", "Withdrew 15 of 15 requests", "15 withdrawn, 0 failed, finished at 16:17"
	j.Tabs[0].Here, j.Tabs[2].Here, j.Tabs[2].Count = true, false, "0"
	j.Buttons, j.Items = nil, nil
	j.Empty = "Nothing is listed here."
	j.Mend = "A link that was withdrawn stays dead. What can be done is to send new ones."
	j.Undo = &views.Link{Label: "Send new links to these 15 …", URL: "/admin/jobs/new?undo=job_0017&verb=reissue"}
	return j
}
