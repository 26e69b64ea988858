package gallery

import "github.com/latchkey-portal/latchkey/views"

// adminObjects are the pages about what the billing system described.
func adminObjects() []Entry {
	entry := func(name, page string, o views.ObjectPage) Entry {
		return Entry{name, page, 200, views.ObjectPageView(o)}
	}
	return []Entry{
		entry("admin-customer", "admin-customer", customerOfDesk()),
		entry("admin-customer-bare", "admin-customer", bareCustomer()),
		entry("admin-purchase", "admin-purchase", orderOfDesk()),
		entry("admin-subscription", "admin-subscription", subscriptionOfDesk()),
	}
}

func linkOfDesk(title, url string, state views.Badge, sub string) views.ListingRow {
	return views.ListingRow{Title: title, URL: url, State: &state, Sub: sub, Act: &views.Link{Label: "Send a link to " + title, URL: url + "#fix"}}
}

func customerOfDesk() views.ObjectPage {
	mailed := views.Badge{Tone: views.ToneStop, Icon: views.IconMail, Word: "Bounced"}
	asked, decided := at("16:05", "15:05"), at("16:17", "15:17")
	return views.ObjectPage{
		Frame:   office("admin-customer", "Harbour & Pine ApS", views.PlaceLinks),
		Heading: "Harbour & Pine ApS", Trouble: "Mail bounced",
		Links: views.Listing{ID: "links", Heading: "Links", Rows: []views.ListingRow{
			linkOfDesk("Payment methods", "/admin/links/northwind/ccp/c8801", badgeUnsent, ""),
			linkOfDesk("Subscription 88, payment method of the subscription", "/admin/links/northwind/scp/S88", badgeExpired, ""),
			linkOfDesk("Invoice 7041", "/admin/links/northwind/invoice/7041", badgeLive, "until 29 Nov 10:44"),
			linkOfDesk("Order 366332011, confirmation", "/admin/links/northwind/p/366332011", badgeUnsent, ""),
		}},
		Lists: []views.Listing{
			{ID: "requests", Heading: "Requests", Rows: []views.ListingRow{{Title: "Request 7F3Q-2M9D", URL: "/admin/requests/northwind/lr_0042", State: &badgeWaiting, Sub: "6 days left"}}},
			{ID: "subscriptions", Heading: "Subscriptions", Rows: []views.ListingRow{{Title: "Subscription 88", URL: "/admin/subscriptions/northwind/88", Sub: "Active"}}},
			{ID: "orders", Heading: "Orders", Rows: []views.ListingRow{{Title: "Order 366332011", URL: "/admin/purchases/northwind/366332011", Sub: "Paid, EUR 1,309.00"}}},
			{ID: "invoices", Heading: "Invoices", Rows: []views.ListingRow{{Title: "Invoice 7041", URL: "/admin/links/northwind/invoice/7041", Sub: "1 Nov 2026, EUR 1,309.00"}}},
			{ID: "decisions", Heading: "Decisions", Rows: []views.ListingRow{{Title: "Cancel, subscription 88", URL: "/admin/decisions/northwind/d1", State: &badgeApproved, At: &decided}}},
			{ID: "mails", Heading: "Emails", Rows: []views.ListingRow{{Title: "New link", URL: "/admin/mail/m_77", Sub: "to a•••@harbourpine.example,", State: &mailed, At: &asked}}},
		},
		Facts: []views.AdminFact{
			{Name: "Account", Value: "Northwind Collect"},
			{Name: "Customer", Value: "8801", Code: true},
			{Name: "Address", Value: "a•••@harbourpine.example"},
			{Name: "People", Value: "Anna Holm, a•••@harbourpine.example"},
			{Name: "Kind", Value: "Business"},
			{Name: "Version", Value: "12"},
			{Name: "Changed there", Value: "Friday 20 November 2026 at 08:00 (Copenhagen time)"},
		},
	}
}

// bareCustomer is one that the billing system has hardly described.
func bareCustomer() views.ObjectPage {
	return views.ObjectPage{
		Frame:   office("admin-customer", "Customer 8802", views.PlaceLinks),
		Heading: "Customer 8802",
		Links:   views.Listing{ID: "links", Heading: "Links", Empty: "There is nothing here that a link could open."},
		Facts:   []views.AdminFact{{Name: "Account", Value: "Northwind Collect"}, {Name: "Customer", Value: "8802", Code: true}, {Name: "Address", Value: "None on file"}},
	}
}

func orderOfDesk() views.ObjectPage {
	o := customerOfDesk()
	o.Frame = office("admin-purchase", "Order 366332011 for Harbour & Pine ApS", views.PlaceLinks)
	o.Heading, o.Reference, o.State, o.Trouble = "Order 366332011 for Harbour & Pine ApS", "7F3Q-2M9D", "Paid", ""
	o.Links.Rows = o.Links.Rows[3:]
	o.Lists = append([]views.Listing{{ID: "items", Heading: "Items", Rows: []views.ListingRow{{Title: "Backup, 50 seats", Sub: "1 × EUR 1,100.00"}}}}, o.Lists[3], o.Lists[1], o.Lists[5])
	o.Facts = []views.AdminFact{
		{Name: "Account", Value: "Northwind Collect"},
		{Name: "Customer", Value: "Harbour & Pine ApS", URL: "/admin/customers/northwind/8801"},
		{Name: "Address", Value: "a•••@harbourpine.example"},
		{Name: "Total", Value: "EUR 1,309.00"},
		{Name: "Quote", Value: "Q-1042, accepted"},
		{Name: "Mirrored", Value: "Friday 20 November 2026 at 08:00 (Copenhagen time)"},
	}
	return o
}

func subscriptionOfDesk() views.ObjectPage {
	o := orderOfDesk()
	o.Frame = office("admin-subscription", "Subscription 88 for Harbour & Pine ApS", views.PlaceLinks)
	o.Heading, o.State = "Subscription 88 for Harbour & Pine ApS", "Awaiting renewal"
	o.Links.Rows = []views.ListingRow{linkOfDesk("Subscription 88, payment method of the subscription", "/admin/links/northwind/scp/S88", badgeExpired, "")}
	o.Lists[0].Rows[0].Sub = "50 × EUR 2.20 active"
	o.Facts = append(o.Facts[:3:3], views.AdminFact{Name: "Next charge", Value: "Friday 20 November 2026 at 08:00 (Copenhagen time)"}, views.AdminFact{Name: "Order", Value: "366332011", URL: "/admin/purchases/northwind/366332011"})
	return o
}
