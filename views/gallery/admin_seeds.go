package gallery

import "github.com/latchkey-portal/latchkey/views"

// adminSeeds are the pages about what signs links.
func adminSeeds() []Entry {
	made, wrong := linkKeys(), linkKeys()
	made.Frame.Result = &views.AdminResult{
		Tone: views.ToneOK, Icon: views.IconCheck, Text: "The seed is made, and signs nothing before a second owner has approved it. It waits for 24 hours, under Second owner.",
		Secret: &views.Secret{Label: "Seed of northwind", Value: "7QD2XW9BV4NT1MK8RZ5CJ0HL6FG3SPAE7QD2XW9BV4NT1MK8", Hint: "Shown once. Give it to the system that signs these links."},
	}
	const bad = "The two are not the same."
	wrong.Frame.Title = "Error: northwind – Link keys"
	wrong.Seed.Problems, wrong.Seed.Fields[1].Error = problem("again", bad), bad
	wrong.Seed.Ways[0].Checked, wrong.Seed.Ways[1].Checked = false, true
	return []Entry{
		{"admin-seeds", "admin-seeds", 200, views.SeedAccountsPage(views.SeedAccounts{
			Frame: office("admin-seeds", "Link keys", views.PlaceSeeds),
			Rows:  []views.Link{{Label: "Link keys of fjordlight", URL: "/admin/seeds/fjordlight"}, {Label: "Link keys of northwind", URL: "/admin/seeds/northwind"}},
		})},
		{"admin-link-keys", "admin-link-keys", 200, views.LinkKeysPage(linkKeys())},
		{"admin-link-keys-made", "admin-link-keys", 200, views.LinkKeysPage(made)},
		{"admin-link-keys-wrong", "admin-link-keys", 422, views.LinkKeysPage(wrong)},
		{"admin-link-keys-revoke", "admin-confirm", 200, views.ConfirmPage(views.Confirm{
			Frame: office("admin-confirm", "Revoke k1 – Link keys", views.PlaceSeeds), Heading: "Revoke key k1",
			Effects: []string{
				"Links signed with it: 212 links still open, and about 14 requests.",
				"All of them stop working at once and say that they were turned off. It cannot be undone.", ruleHolds,
			},
			URL: "/admin/seeds/northwind/keys/k1/revoke", Label: "Propose to revoke k1", Icon: views.IconBar, Danger: true,
			Cancel: views.Link{Label: "Keep the key", URL: "/admin/seeds/northwind"},
		})},
	}
}

const ruleHolds = "Changes of seeds, revoked keys and work on more than 500 links at once need a second owner."

func linkKeys() views.LinkKeys {
	day := func(name, label string) views.Field {
		return views.Field{Name: name, Label: label, Value: "2027-02-27", Width: 12}
	}
	secret := func(name, label string) views.Field {
		return views.Field{Name: name, Label: label, Kind: "password", Complete: "new-password"}
	}
	return views.LinkKeys{
		Frame: office("admin-link-keys", "northwind – Link keys", views.PlaceSeeds), Heading: "Link keys of northwind", Rule: ruleHolds, RuleURL: "/admin/rules/northwind",
		Keys: []views.LinkKeyRow{
			{ID: "k1", State: views.Badge{Tone: views.ToneWarn, Icon: views.IconClock, Word: "Checks only"}, Until: "until 27 Feb 2027, 00:00", Made: "Made 3 Mar 2026, 09:12", Open: "212 links still open, and about 14 requests", Revoke: "/admin/seeds/northwind/keys/k1/revoke"},
			{ID: "k2", State: views.Badge{Tone: views.ToneOK, Icon: views.IconCheck, Word: "Signs and checks"}, Made: "Made 20 Nov 2026, 16:05", Open: "3 links still open"},
		},
		Rotate: &views.LinkKeyForm{
			URL: "/admin/seeds/northwind/rotate", Field: day("rotate-until", "The old key checks until (2027-03-01)"), Label: "Make a new key",
			Hint: "Nothing stops working before that day. No link lasts longer than 99 days.",
		},
		Seeds: []views.AdminFact{{Name: "v1 links", Value: "On, without an end"}, {Name: "Seed", Value: "Set on 3 Mar 2026, 09:12"}, {Name: "HMAC-SHA-1", Value: "Refused"}},
		Seed: &views.SeedForm{
			URL: "/admin/seeds/northwind/seed", Who: "seed of northwind", Label: "Set the seed", Hint: "The system that signs these links has to have it too.",
			Ways:   []views.Choice{{Value: "made", Label: "Make one, and show it once", Checked: true}, {Value: "typed", Label: "I type it"}},
			Fields: []views.Field{secret("seed", "Seed, if you type it (16 bytes at least)"), secret("again", "The same once more"), day("seed-until", "The seed before checks until (2027-03-01)")},
		},
		End: &views.SeedForm{
			URL: "/admin/seeds/northwind/v1-end", Label: "Save the end", Hint: "After it, links that your systems signed this way are refused.",
			Fields: []views.Field{{Name: "v1-until", Label: "Last day on which v1 links work (2027-03-01)", Width: 12, Hint: views.Plain("Empty: no end.")}},
		},
	}
}
