package gallery

import (
	"strconv"

	"github.com/latchkey-portal/latchkey/views"
)

// adminOverviews are the first page of the desk on different days.
func adminOverviews() []Entry {
	full := overview()
	looking := overview()
	looking.Bulk, looking.Accounts = nil, nil
	quiet := overview()
	quiet.Needs, quiet.Soon, quiet.Advice = nil, nil, nil
	quiet.Figures = figures("0", "as many as a week ago", "0", "nothing to hurry for", "0", "in 7 days, as many as in the 7 before", "0", "all of them work")
	quiet.Figures[2].Trouble, quiet.Figures[3].Trouble = false, false
	quiet.Chart = chart(10, [5]int{1, 0, 0, 0, 0})
	quiet.Facts = []views.AdminFact{{Name: "Median time", Value: "1 d 5 h to a decision"}, {Name: "Opened", Value: "100 % of 30 links that ended"}, {Name: "Unopened", Value: "0 % expired without having been opened"}, {Name: "Made", Value: "30 links"}}
	empty := views.Overview{Frame: full.Frame, First: firstCommand}
	development := overview()
	development.Frame.Mode = developmentMode
	return []Entry{
		{"admin-overview", "admin-overview", 200, views.OverviewPage(full)},
		{"admin-overview-viewer", "admin-overview", 200, views.OverviewPage(looking)},
		{"admin-overview-quiet", "admin-overview", 200, views.OverviewPage(quiet)},
		{"admin-overview-trouble", "admin-overview", 200, views.OverviewPage(troubled())},
		{"admin-overview-empty", "admin-overview", 200, views.OverviewPage(empty)},
		{"admin-overview-development", "admin-overview", 200, views.OverviewPage(development)},
	}
}

const firstCommand = `curl https://pay.example.com/api/v1/links \
  -H 'Authorization: Bearer YOUR_KEY' \
  -H 'Content-Type: application/json' -H 'Idempotency-Key: first-link' \
  -d '{"kind":"invoice","id":"INV-2026-0417","notify":true}'`

func overview() views.Overview {
	return views.Overview{
		Frame:    office("admin-overview", "Overview", views.PlaceOverview),
		Accounts: []views.Option{{Label: "All accounts", Chosen: true}, {Value: "fjordlight", Label: "Fjordlight Software"}, {Value: "northwind", Label: "Northwind Collect"}},
		Figures:  figures("214", "12 more than a week ago", "12", "the first in 3 hours", "3", "in 7 days, 1 more than in the 7 before", "0", "all of them work"),
		Needs: []views.Need{
			{Tone: views.ToneStop, Icon: views.IconMail, Text: "3 emails were given up", Note: "in 7 days", URL: "/admin/mail?state=failed"},
			{Tone: views.ToneWarn, Icon: views.IconClock, Text: "12 requests end within 24 hours", URL: "/admin/requests?state=ending"},
			{Tone: views.ToneInfo, Icon: views.IconRenew, Text: "2 customers may ask for no more links today", Note: "a day’s limit was reached", URL: "/admin/links"},
		},
		Chart: chart(100, [5]int{31, 4, 12, 7, 3}),
		Facts: []views.AdminFact{
			{Name: "Median time", Value: "1 d 5 h to a decision"}, {Name: "Opened", Value: "71 % of 1,284 links that ended"},
			{Name: "Unopened", Value: "9 % expired without having been opened"}, {Name: "Made", Value: "1,402 links"},
		},
		Advice:  []string{"Most late openings have come by day 8. Consider 14 days for Ledgerline."},
		Soon:    requests().Rows,
		SoonAll: views.Link{Label: "All that end soon", URL: "/admin/requests?state=ending"},
		Bulk:    []views.BulkAction{{Label: "Send new links …", URL: "/admin/requests/reissue"}},
	}
}

// troubled is a day on which everything goes wrong at once.
func troubled() views.Overview {
	o := overview()
	o.Figures = figures("1,204", "340 more than a week ago", "96", "the first within the hour", "41", "in 7 days, 38 more than in the 7 before", "5", "hooks.ledgerline.example and 4 more")
	o.Figures[3].Trouble = true
	o.Needs = []views.Need{
		{Tone: views.ToneStop, Icon: views.IconBar, Text: "hooks.ledgerline.example was turned off", Note: "it answered 410; what it missed is kept", URL: "/admin/webhooks/northwind/ep_1"},
		{Tone: views.ToneStop, Icon: views.IconInfo, Text: "events.a-very-long-name-of-a-receiver.example takes no events", Note: "they are tried again", URL: "/admin/webhooks/northwind/ep_2"},
		{Tone: views.ToneStop, Icon: views.IconBar, Text: "3 more webhooks fail", URL: "/admin/webhooks"},
		{Tone: views.ToneStop, Icon: views.IconMail, Text: "22 emails were given up", Note: "in 7 days", URL: "/admin/mail?state=failed"},
		{Tone: views.ToneStop, Icon: views.IconMail, Text: "19 addresses bounced or complained", Note: "in 7 days; no mail goes there", URL: "/admin/mail/suppressed"},
		{Tone: views.ToneStop, Icon: views.IconCross, Text: "2 cases could not be landed", Note: "try again on the page of its request", URL: "/admin/requests?state=approved"},
		{Tone: views.ToneWarn, Icon: views.IconClock, Text: "4 decisions wait for an answer", Note: "more than half of the time is over", URL: "/admin/decisions?state=submitted"},
		{Tone: views.ToneWarn, Icon: views.IconClock, Text: "1 decision ended without an answer", Note: "in 7 days", URL: "/admin/decisions?state=lapsed"},
		{Tone: views.ToneWarn, Icon: views.IconClock, Text: "96 requests end within 24 hours", URL: "/admin/requests?state=ending"},
		{Tone: views.ToneInfo, Icon: views.IconInfo, Text: "1 import refused rows", Note: "in 7 days"},
		{Tone: views.ToneWarn, Icon: views.IconInfo, Text: "A burst: 240 wrong links from one network within an hour", Note: "203.0.113.0/24, 20 Nov 09:00 UTC"},
	}
	o.Chart = chart(2000, [5]int{410, 80, 700, 220, 160})
	return o
}

// figures are four values and what is said of each.
func figures(waiting, wait, ending, end, mails, mail, hooks, hook string) []views.Figure {
	return []views.Figure{
		{Label: "Waiting", Value: waiting, URL: "/admin/requests?state=waiting", Note: wait},
		{Label: "Ending in 24 h", Value: ending, URL: "/admin/requests?state=ending", Note: end},
		{Label: "Emails failed", Value: mails, URL: "/admin/mail?state=failed", Note: mail, Trouble: true},
		{Label: "Webhooks failing", Value: hooks, URL: "/admin/webhooks", Note: hook},
	}
}

// chart has 30 days around an average, up to a line that stands for top.
func chart(top int, average [5]int) *views.OutcomeChart {
	names := []string{"Approved or done", "Declined", "Expired", "Replaced", "Withdrawn"}
	classes := []string{"done", "declined", "expired", "replaced", "withdrawn"}
	c := &views.OutcomeChart{Top: strconv.Itoa(top), From: "22 Oct", To: "20 Nov"}
	var sums [5]int
	for day := range 30 {
		bar := views.OutcomeBar{Day: dayOf(day), X: day*20 + 2, Width: 16}
		below := 0
		for i, class := range classes {
			n := average[i] * (day%7 + 1) / 5
			sums[i] += n
			bottom, at := views.ChartHeight*below/top, views.ChartHeight*(below+n)/top
			bar.Parts = append(bar.Parts, views.BarPart{Class: class, Y: views.ChartHeight - at, Height: at - bottom})
			bar.Counts = append(bar.Counts, strconv.Itoa(n))
			below += n
		}
		c.Bars = append(c.Bars, bar)
	}
	for i, name := range names {
		c.Series = append(c.Series, views.OutcomeSeries{Name: name, Class: classes[i], Total: strconv.Itoa(sums[i])})
	}
	return c
}

// dayOf names the days from 22 October on.
func dayOf(day int) string {
	weekday := []string{"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"}[day%7]
	if day < 10 {
		return weekday + " " + strconv.Itoa(22+day) + " Oct"
	}
	return weekday + " " + strconv.Itoa(day-9) + " Nov"
}
