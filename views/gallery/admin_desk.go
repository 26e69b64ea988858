package gallery

import "github.com/latchkey-portal/latchkey/views"

// adminDesk are the pages for finding things.
func adminDesk() []Entry {
	return []Entry{
		{"admin-links", "admin-links", 200, views.LinksPage(linkListed())},
		{"admin-links-empty", "admin-links", 200, views.LinksPage(noLinkListed())},
		{"admin-links-wrong-day", "admin-links", 422, views.LinksPage(wrongDay())},
		{"admin-search", "admin-search", 200, views.SearchPage(searched())},
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

func searchedInVain() views.Search {
	f := office("admin-search", "Nothing found – Search", views.PlaceNone)
	f.Query = "harbor"
	return views.Search{Frame: f, None: "Nothing found for “harbor”. Check the spelling, or paste the whole link from the customer’s email."}
}

// adminExplanations say why a pasted link does what it does.
func adminExplanations() []Entry {
	ask := views.Explanation{Frame: office("admin-explain", "Explain a link", views.PlaceExplain), Heading: "Why does this link not work?"}
	forged := views.Explanation{
		Frame: office("admin-explain", "The checksum does not match – Explain a link", views.PlaceExplain), Heading: "What this link does", Asked: true,
		Fix: views.Fix{
			Tone: views.ToneStop, Icon: views.IconBar,
			Heading: "The checksum does not match: somebody changed the address, or it was signed with another key or seed.",
			Text:    "Send a new link.", Reissue: reissueForm("/admin/links/northwind/invoice/7041/reissue", "1"),
		},
		About: &views.AdminObject{Title: "Invoice 7041", Reference: "7F3Q-2M9D", URL: "/admin/links/northwind/invoice/7041"},
		Sees:  "“We cannot open this link” (tampered).",
		Checks: []views.LinkCheck{
			{Name: "Address", Passed: true, Seen: "complete"}, {Name: "Parameters", Passed: true, Seen: "readable"},
			{Name: "Checksum", Seen: "no key or seed of the account made it"},
		},
	}
	return []Entry{
		{"admin-explain", "admin-explain", 200, views.ExplanationPage(ask)},
		{"admin-explain-expired", "admin-explain", 200, views.ExplanationPage(explained())},
		{"admin-explain-tampered", "admin-explain", 200, views.ExplanationPage(forged)},
		{"admin-explain-foreign", "admin-explain", 200, views.ExplanationPage(explainedForeign())},
	}
}

func explained() views.Explanation {
	return views.Explanation{
		Frame: office("admin-explain", "It expired – Explain a link", views.PlaceExplain), Heading: "What this link does", Asked: true,
		Fix: views.Fix{
			Tone: views.ToneWarn, Icon: views.IconClock, Heading: "It expired on 20 November 2026 at 15:05 UTC.", Text: "Send a new link.",
			Reissue: reissueForm("/admin/links/northwind/invoice/7041/reissue", "1"),
		},
		About: &views.AdminObject{Title: "Invoice 7041", Reference: "7F3Q-2M9D", URL: "/admin/links/northwind/invoice/7041"},
		Sees:  "“This link has expired” (expired).",
		Checks: []views.LinkCheck{
			{Name: "Address", Passed: true, Seen: "complete; the link was broken over several lines"},
			{Name: "Parameters", Passed: true, Seen: "damaged by a mail program, and repaired when it is opened"},
			{Name: "Account and key", Passed: true, Seen: "account northwind, key k2"},
			{Name: "Checksum", Passed: true, Seen: "right"},
			{Name: "Lifetime", Passed: true, Seen: "7.0 days, at most 99"},
			{Name: "Newest link", Passed: true, Seen: "yes"},
			{Name: "Not over", Seen: "ended on 20 November 2026 at 15:05 UTC"},
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
		Checks: []views.LinkCheck{{Name: "Address", Seen: "host pay.elsewhere.example"}},
	}
}
