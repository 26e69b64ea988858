package gallery

import "github.com/latchkey-portal/latchkey/views"

// adminDesk are the pages for finding things.
func adminDesk() []Entry {
	return []Entry{
		{"admin-links", "admin-links", 200, views.LinksPage(linkListed())},
		{"admin-links-empty", "admin-links", 200, views.LinksPage(noLinkListed())},
		{"admin-links-wrong-day", "admin-links", 422, views.LinksPage(wrongDay())},
		{"admin-search", "admin-search", 200, views.SearchPage(searched())},
		{"admin-search-name", "admin-search", 200, views.SearchPage(searchedByName())},
		{"admin-search-one-sort", "admin-search", 200, views.SearchPage(searchedOneSort())},
		{"admin-search-none", "admin-search", 200, views.SearchPage(searchedInVain())},
	}
}

func linkRows() []views.LinkRow {
	return []views.LinkRow{
		{
			URL: "/admin/links/northwind/invoice/7041", Title: "Invoice 7041", Person: "Harbour & Pine ApS", Account: "northwind",
			Reference: "7F3Q-2M9D", State: badgeExpired, Window: "ended 20 Nov 16:05", Touched: at("16:05", "15:05"),
		},
		{
			URL: "/admin/links/fjordlight/p/366332011", Title: "Order 366332011", Person: "Anna Holm", Account: "fjordlight",
			Reference: "K0R8-ZT41", State: badgeLive, Window: "until 29 Nov 10:44", Touched: at("10:44", "09:44"),
		},
		{
			URL: "/admin/links/fjordlight/invoice/FJ-2026-0007", Title: "Credit note FJ-2026-0007", Person: "Bäckerei Sommer GmbH & Co. KG", Account: "fjordlight",
			Reference: "0V9C-11QX", State: badgeRevoked, Window: "ended 20 Nov 09:12", Touched: at("09:12", "08:12"),
		},
	}
}

func searched() views.Search {
	f := office("admin-search", "Search", views.PlaceNone)
	f.Query = "anna@harbourpine.example"
	return views.Search{
		Frame: f, Looks: "an email address",
		Groups: []views.HitGroup{
			{Heading: "Invoices", Hits: []views.Hit{
				{URL: "/admin/links/northwind/invoice/7041", Title: "Invoice 7041", Subtitle: "Harbour & Pine ApS, northwind", Reference: "7F3Q-2M9D"},
				{URL: "/admin/links/northwind/invoice/7012", Title: "Invoice 7012", Subtitle: "Harbour & Pine ApS, northwind", Reference: "9B2M-04XW"},
			}},
			{Heading: "Orders", Hits: []views.Hit{
				{URL: "/admin/links/fjordlight/p/366332011", Title: "Order 366332011", Subtitle: "Anna Holm, fjordlight", Reference: "K0R8-ZT41"},
			}},
			{Heading: "Customers", Hits: []views.Hit{{Title: "Customer 8801", Subtitle: "Harbour & Pine ApS, northwind"}}},
		},
	}
}

// searchedByName is what a name leads to that is spelt a little differently.
func searchedByName() views.Search {
	f := office("admin-search", "Search", views.PlaceNone)
	f.Query = "harbor pine"
	return views.Search{
		Frame: f, Looks: "a name",
		Groups: []views.HitGroup{
			{Heading: "Requests", Hits: []views.Hit{
				{URL: "/admin/requests/northwind/lr_1", Title: "Request for Harbourpine Ltd", Subtitle: "Ledgerline, northwind, spelt differently", Reference: "7F3Q-2M9D"},
			}},
			{Heading: "Customers", Hits: []views.Hit{
				{URL: "/admin/links/northwind/ccp/c8801", Title: "Customer 8801", Subtitle: "Harbourpine Ltd, northwind, spelt differently"},
			}},
			{
				Heading: "Invoices", All: &views.Link{Label: "View all invoices", URL: "/admin/search?q=harbor+pine&sort=invoice"},
				Hits: []views.Hit{
					{URL: "/admin/links/northwind/invoice/7041", Title: "Invoice 7041", Subtitle: "Harbourpine Ltd, northwind, spelt differently", Reference: "7F3Q-2M9D"},
					{URL: "/admin/links/northwind/invoice/7012", Title: "Invoice 7012", Subtitle: "Harbourpine Ltd, northwind, spelt differently", Reference: "9B2M-04XW"},
				},
			},
			{Heading: "Deliveries", Hits: []views.Hit{
				{URL: "/admin/webhooks/northwind/whk_1/deliveries/dlv_7", Title: "Delivery of client.linked", Subtitle: "northwind", Reference: "dlv_7QK2"},
			}},
			{Heading: "Mails", Hits: []views.Hit{{URL: "/admin/mail/msg_7", Title: "Mail: New link", Subtitle: "northwind", Reference: "msg_7QK2"}}},
		},
	}
}

// searchedOneSort is a list that is cut where nobody reads on.
func searchedOneSort() views.Search {
	f := office("admin-search", "Search", views.PlaceNone)
	f.Query = "gmbh"
	return views.Search{Frame: f, Looks: "a name", Groups: []views.HitGroup{{
		Heading: "Customers", Cut: "There are more. Type more of the name or the number to see fewer.",
		Hits: []views.Hit{{URL: "/admin/links/fjordlight/ccp/c12", Title: "Customer 12", Subtitle: "Bäckerei Sommer GmbH & Co. KG, fjordlight"}},
	}}}
}

func searchedInVain() views.Search {
	f := office("admin-search", "Nothing found – Search", views.PlaceNone)
	f.Query = "hxrbvr"
	return views.Search{Frame: f, Looks: "a name", None: "Nothing found for ‘hxrbvr’. Check the spelling, or paste the whole link from the customer’s email."}
}

// adminExplanations say why a pasted link does what it does.
func adminExplanations() []Entry {
	ask := views.Explanation{Frame: office("admin-explain", "Explain a link", views.PlaceExplain), Heading: "Why does this link not work?"}
	forged := views.Explanation{
		Frame: office("admin-explain", "The checksum does not match – Explain a link", views.PlaceExplain), Heading: "What this link does", Asked: true,
		Fix: views.Fix{
			Tone: views.ToneStop, Icon: views.IconBar,
			Heading: "The checksum does not match. Somebody changed the address, or it was signed with another account’s seed.",
			Text:    "Send a new link.", Reissue: reissueForm("/admin/links/northwind/invoice/7041/reissue", "1"),
		},
		About: &views.AdminObject{Title: "Invoice 7041", Reference: "7F3Q-2M9D", URL: "/admin/links/northwind/invoice/7041"},
		Sees:  "“We cannot open this link” (tampered).",
		Checks: []views.LinkCheck{
			{Name: "Address complete", Passed: true, Seen: "complete"}, {Name: "Mail scanner", Passed: true, Seen: "not wrapped"},
			{Name: "Host and account", Passed: true, Seen: "account northwind"}, {Name: "Page kind", Passed: true, Seen: "invoice"},
			{Name: "Checksum", Seen: "no match: no key or seed of an account made it"},
		},
	}
	return []Entry{
		{"admin-explain", "admin-explain", 200, views.ExplanationPage(ask)},
		{"admin-explain-expired", "admin-explain", 200, views.ExplanationPage(explained())},
		{"admin-explain-tampered", "admin-explain", 200, views.ExplanationPage(forged)},
		{"admin-explain-foreign", "admin-explain", 200, views.ExplanationPage(explainedForeign())},
		{"admin-explain-bounced", "admin-explain", 200, views.ExplanationPage(explainedBounced())},
		{"admin-explain-unseen", "admin-explain", 200, views.ExplanationPage(explainedUnseen())},
	}
}

func explained() views.Explanation {
	return views.Explanation{
		Frame: office("admin-explain", "It expired – Explain a link", views.PlaceExplain), Heading: "What this link does", Asked: true,
		Looks: "a link", Repairs: []string{"Unwrapped: Microsoft Safe Links", "the link was broken over several lines", "repaired: &amp; → &"},
		Fix: views.Fix{
			Tone: views.ToneWarn, Icon: views.IconClock, Heading: "It expired on 20 November 2026 at 15:05 UTC.", Text: "Send a new link.",
			Reissue: reissueForm("/admin/links/northwind/invoice/7041/reissue", "1"),
		},
		About: &views.AdminObject{Title: "Invoice 7041", Reference: "7F3Q-2M9D", URL: "/admin/links/northwind/invoice/7041"},
		Sees:  "“This link has expired” (expired).",
		Checks: []views.LinkCheck{
			{Name: "Address complete", Passed: true, Seen: "the link was broken over several lines; damaged by a mail program, and repaired when it is opened"},
			{Name: "Mail scanner", Passed: true, Seen: "unwrapped: Microsoft Safe Links"},
			{Name: "Host and account", Passed: true, Seen: "account northwind"},
			{Name: "Page kind", Passed: true, Seen: "invoice"},
			{Name: "Checksum", Passed: true, Seen: "right: matches key k2"},
			{Name: "Window", Seen: "starts 13 November 2026 at 15:05 UTC, ends 20 November 2026 at 15:05 UTC, 7.0 days of at most 99; now it is 22 November 2026 at 9:44 UTC"},
			{Name: "Newest link", Passed: true, Seen: "yes"},
			{Name: "Email", Passed: true, Noted: true, Seen: "delivered on 13 November 2026 at 15:06 UTC"},
			{Name: "Clicks", Passed: true, Noted: true, Seen: "people 2, scanners 1; the last on 21 November 2026 at 8:12 UTC (Safari on iPhone)"},
		},
	}
}

// explainedForeign is a link that is not ours: there is nothing to reissue.
func explainedForeign() views.Explanation {
	return views.Explanation{
		Frame: office("admin-explain", "Not our link – Explain a link", views.PlaceExplain), Heading: "What this link does", Asked: true,
		Fix: views.Fix{
			Tone: views.ToneStop, Icon: views.IconBar, Heading: "This link leads to pay.elsewhere.example, which is not this installation.",
			Text: "Ask for the link from the mail this installation sent, or look up the customer.",
			Only: "There is nothing to reissue here.",
		},
		Sees:   "Nothing of ours: the link leads elsewhere (wrong-host).",
		Checks: []views.LinkCheck{{Name: "Mail scanner", Passed: true, Seen: "not wrapped"}, {Name: "Host and account", Seen: "host pay.elsewhere.example"}},
	}
}

// explainedBounced is a link that works and was never received.
func explainedBounced() views.Explanation {
	x := explained()
	x.Frame = office("admin-explain", "Not delivered – Explain a link", views.PlaceExplain)
	x.Repairs = nil
	x.Fix.Tone, x.Fix.Icon = views.ToneStop, views.IconMail
	x.Fix.Heading = "The email bounced: mailbox full. The customer never got it."
	x.Fix.Text = "The link works: copy it and pass it on in another way, or correct the address where it is kept."
	x.Sees = "The page itself (document)."
	x.Checks = []views.LinkCheck{
		{Name: "Address complete", Passed: true, Seen: "complete"},
		{Name: "Checksum", Passed: true, Seen: "right: matches key k2"},
		{Name: "Newest link", Passed: true, Seen: "yes"},
		{Name: "Email", Seen: "bounced: mailbox full"},
		{Name: "Clicks", Passed: true, Noted: true, Seen: "nobody opened it"},
	}
	return x
}

// explainedUnseen is a genuine link, of which this admin is told no more.
func explainedUnseen() views.Explanation {
	return views.Explanation{
		Frame: office("admin-explain", "Another account’s link – Explain a link", views.PlaceExplain), Heading: "What this link does", Asked: true, Looks: "a link",
		Fix: views.Fix{
			Tone: views.ToneMute, Icon: views.IconInfo, Heading: "This link belongs to an account that you do not work for.",
			Only: "Ask somebody who works for that account.",
		},
	}
}
