package gallery

import "github.com/latchkey-portal/latchkey/views"

// linkListed is the list of links, with what may be done with many.
func linkListed() views.Links {
	l := views.Links{
		Frame: office("admin-links", "All – Links", views.PlaceLinks),
		Tabs: []views.Tab{
			{Label: "All", Count: "1,000+", URL: "/admin/links", Here: true}, {Label: "Works", Count: "214", URL: "/admin/links?state=working"},
			{Label: "Ending soon", Count: "12", URL: "/admin/links?state=ending"}, {Label: "Not opened", URL: "/admin/links?state=unopened"},
			{Label: "Expired", Count: "1,000+", URL: "/admin/links?state=expired"}, {Label: "Withdrawn", Count: "3", URL: "/admin/links?state=revoked"},
		},
		Filter: views.LinkFilter{
			Accounts: []views.Option{{Label: "All", Chosen: true}, {Value: "fjordlight", Label: "Fjordlight"}, {Value: "northwind", Label: "Northwind Collect"}},
			Kinds:    []views.Option{{Label: "All", Chosen: true}, {Value: "invoice", Label: "Invoice"}},
			By:       []views.Option{{Label: "Anybody", Chosen: true}, {Value: "me", Label: "Me"}},
		},
		Next: "/admin/links?after=1795772640000000~northwind%2Finvoice%2F7041",
		Job:  "/admin/jobs/new", Verbs: []views.Choice{{Value: "reissue", Label: "Send new links …"}, {Value: "remind", Label: "Send reminders …"}, {Value: "revoke", Label: "Revoke …"}},
	}
	for i, row := range linkRows() {
		l.Rows = append(l.Rows, views.LinkListRow{
			LinkRow: row, ID: row.URL[len("/admin/links/"):], Kind: []string{"Invoice", "Confirmation", "Invoice"}[i],
			Full: "Friday 20 November 2026 at 16:05 (Copenhagen time)", Last: []string{"Reminder asked for", "New link made", "Link turned off"}[i],
			Acts: []views.Link{{Label: "New link", URL: row.URL + "#fix"}, {Label: "Copy", URL: row.URL + "?by=copy#fix"}},
		})
	}
	return l
}

// noLinkListed is a tab with nothing in it, for somebody who may only look.
func noLinkListed() views.Links {
	l := linkListed()
	l.Frame.Title, l.Frame.Who = "Ending soon – Links", "guest@northwind.example"
	l.Tabs[0].Here, l.Tabs[2].Here, l.Tabs[2].Count = false, true, "0"
	l.Filter.State, l.Rows, l.Verbs, l.Next = "ending", nil, nil, ""
	l.Empty = "No link ends within two days."
	return l
}

func wrongDay() views.Links {
	l := noLinkListed()
	l.Filter.Open, l.Filter.Since, l.Filter.Error = true, "2026-02-31", "A day is written like 2026-11-20"
	l.Empty = "Nothing is listed."
	return l
}
