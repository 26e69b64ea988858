package gallery

import "github.com/latchkey-portal/latchkey/views"

var (
	badgeWaiting  = views.Badge{Tone: views.ToneWait, Icon: views.IconClock, Word: "Waiting"}
	badgeApproved = views.Badge{Tone: views.ToneOK, Icon: views.IconCheck, Word: "Approved"}
	badgeDeclined = views.Badge{Tone: views.ToneDeclined, Icon: views.IconCross, Word: "Declined"}
	badgeBlocked  = views.Badge{Tone: views.ToneStop, Icon: views.IconBar, Word: "Blocked"}
	badgeReplaced = views.Badge{Tone: views.ToneMute, Icon: views.IconArrow, Word: "Replaced"}
	badgeHeld     = views.Badge{Tone: views.ToneWait, Icon: views.IconClock, Word: "Held"}
	badgeLanded   = views.Badge{Tone: views.ToneOK, Icon: views.IconCheck, Word: "Landed"}
	badgeFailed   = views.Badge{Tone: views.ToneStop, Icon: views.IconCross, Word: "Failed"}
)

// adminRequests are the list of link requests and the pages about one.
func adminRequests() []Entry {
	list := func(name string, r views.Requests) Entry {
		return Entry{name, "admin-requests", 200, views.RequestsPage(r)}
	}
	one := func(name string, d views.RequestDetail) Entry {
		return Entry{name, "admin-request", 200, views.RequestDetailPage(d)}
	}
	return []Entry{
		list("admin-requests", requests()),
		list("admin-requests-ticked", requestsTicked()),
		list("admin-requests-viewer", requestsWatched()),
		list("admin-requests-empty", requestsEmpty()),
		one("admin-request-waiting", requestWaiting()),
		one("admin-request-expired", requestExpired()),
		one("admin-request-approved", requestApproved()),
		one("admin-request-declined", requestDeclined()),
		one("admin-request-bounced", requestBounced()),
		{"admin-request-withdraw", "admin-confirm", 200, views.ConfirmPage(withdrawRequest())},
	}
}

func requests() views.Requests {
	return views.Requests{
		Frame: office("admin-requests", "Waiting – Requests", views.PlaceRequests),
		Tabs: []views.Tab{
			{Label: "All", Count: "1,284", URL: "/admin/requests"},
			{Label: "Waiting", Count: "214", URL: "/admin/requests?state=waiting", Here: true},
			{Label: "Ending soon", Count: "12", URL: "/admin/requests?state=ending"},
			{Label: "Expired", Count: "97", URL: "/admin/requests?state=expired"},
			{Label: "Approved", Count: "890", URL: "/admin/requests?state=approved"},
			{Label: "Declined", Count: "41", URL: "/admin/requests?state=declined"},
			{Label: "Withdrawn", Count: "38", URL: "/admin/requests?state=withdrawn"},
			{Label: "Blocked", Count: "4", URL: "/admin/requests?state=blocked"},
		},
		State:    "waiting",
		Partners: []views.Option{{Label: "All partners"}, {Value: "ledgerline", Label: "Ledgerline", Chosen: true}, {Value: "fakturo", Label: "Fakturo"}},
		Rows: []views.RequestRow{
			{ID: "lr_0042", URL: "/admin/requests/lr_0042", Title: "Harbour & Pine ApS", Partner: "Ledgerline", Reference: "7F3Q-2M9D", State: badgeWaiting, Window: "5 days left", Touched: at("16:05", "15:05")},
			{ID: "lr_0043", URL: "/admin/requests/lr_0043", Title: "Brise Café & Restaurant International SARL", Partner: "Ledgerline", Reference: "9KXD-4T0B", State: badgeWaiting, Window: "closes today at 18:00", Trouble: "Mail bounced", Touched: at("12:00", "11:00")},
			{ID: "lr_0044", URL: "/admin/requests/lr_0044", Title: "Nordlys Interiors ApS", Partner: "Ledgerline", Reference: "4T7H-9Q2M", State: badgeWaiting, Window: "6 days left", Touched: at("10:44", "09:44")},
		},
		All:   "/admin/requests?state=waiting&tick=all",
		Next:  "/admin/requests?state=waiting&after=lr_0044",
		Every: &views.Link{Label: "Send new links to all 214 …", URL: "/admin/requests/reissue?all=1&state=waiting"},
		Bulk: []views.BulkAction{
			{Label: "Send new links …", URL: "/admin/requests/reissue"},
			{Label: "Send reminders …", URL: "/admin/requests/remind"},
			{Label: "Withdraw …", URL: "/admin/requests/withdraw"},
		},
	}
}

func requestsTicked() views.Requests {
	r := requests()
	for i := range r.Rows {
		r.Rows[i].Ticked = true
	}
	r.All = ""
	return r
}

// requestsWatched is what somebody sees who may look, but not change.
func requestsWatched() views.Requests {
	r := requests()
	r.Frame.Who = "guest@northwind.example"
	r.Frame.Title = "All – Requests"
	r.Bulk, r.Partners, r.Next = nil, nil, ""
	r.Rows = append(r.Rows,
		views.RequestRow{ID: "lr_0039", URL: "/admin/requests/lr_0039", Title: "Fjell Regnskap AS", Partner: "Fakturo", Reference: "2B8C-1Z5E", State: badgeApproved, Window: "approved 19 Nov", Last: "Approved", Touched: at("09:10", "08:10")},
		views.RequestRow{ID: "lr_0038", URL: "/admin/requests/lr_0038", Title: "Skovby Tømrer", Partner: "Fakturo", Reference: "2B8C-1Z5F", State: badgeDeclined, Window: "declined 19 Nov", Last: "Declined", Touched: at("09:05", "08:05"), Acts: []views.Link{{Label: "New link", URL: "/admin/requests/lr_0038#fix"}, {Label: "Copy", URL: "/admin/requests/lr_0038?by=copy#fix"}}},
		views.RequestRow{ID: "lr_0037", URL: "/admin/requests/lr_0037", Title: "Lindhardt & Søn", Partner: "Fakturo", Reference: "2B8C-1Z5G", State: badgeBlocked, Window: "connected elsewhere 18 Nov", Touched: at("09:00", "08:00")},
	)
	return r
}

func requestsEmpty() views.Requests {
	r := requests()
	r.Rows, r.Next = nil, ""
	r.Empty = "No request is waiting. A partner makes one with POST /clients, when the customer has an account already."
	return r
}
