package gallery

import "github.com/latchkey-portal/latchkey/views"

// adminKeys are the keys of the API.
func adminKeys() []Entry {
	shown, replaced, wrong := apiKey(), apiKey(), keyForm()
	shown.Days = nil
	shown.Frame.Result = &views.AdminResult{
		Tone: views.ToneOK, Icon: views.IconCheck, Text: "Key made. The one before works for 24 hours more.",
		Secret: &views.Secret{
			Label: "API key billing", Value: "lk_live_7QD2XW9BV4NT1MK8RZ5CJ0HL6FG3SPAE7QD2XW9BV4NT1MK8", Hint: "Shown once. Copy it now, or save it as a file.",
			Save: &views.PostButton{URL: "/admin/keys/northwind/key_1/env", Label: "Save as .env", Icon: views.IconDownload, Hidden: []views.Hidden{{Name: "key", Value: "lk_live_7QD2XW9B"}}},
		},
	}
	replaced.State, replaced.Rotate = badgeKeyReplaced, ""
	replaced.Facts = append(replaced.Facts, views.AdminFact{Name: "Works", Value: "until 21 Nov 16:05"}, views.AdminFact{Name: "Replaced by", Value: "key_2", URL: "/admin/keys/northwind/key_2"})
	const bad = "Choose what it may do."
	wrong.Frame.Title, wrong.Problems, wrong.Wrong = "Error: New key – API keys", problem("scope", bad), bad
	return []Entry{
		{"admin-keys", "admin-keys", 200, views.APIKeysPage(apiKeys())},
		{"admin-keys-empty", "admin-keys", 200, views.APIKeysPage(views.APIKeys{
			Frame: office("admin-keys", "API keys", views.PlaceKeys), Groups: []views.KeyGroup{{Account: "northwind", New: "/admin/keys/northwind/new"}},
		})},
		{"admin-key", "admin-key", 200, views.APIKeyPage(apiKey())},
		{"admin-key-shown", "admin-key", 200, views.APIKeyPage(shown)},
		{"admin-key-replaced", "admin-key", 200, views.APIKeyPage(replaced)},
		{"admin-key-new", "admin-key-new", 200, views.KeyFormPage(keyForm())},
		{"admin-key-wrong", "admin-key-new", 422, views.KeyFormPage(wrong)},
		{"admin-key-revoke", "admin-confirm", 200, views.ConfirmPage(views.Confirm{
			Frame: office("admin-confirm", "Revoke the key billing – API keys", views.PlaceKeys), Heading: "Revoke the key billing",
			Effects: []string{
				"It was used 1,204 times in the last 7 days, the last time 20 Nov 16:05. The system that uses it stops working.",
				"It is refused at once, for good. Links that it made go on working.",
			},
			URL: "/admin/keys/northwind/key_1/revoke", Label: "Revoke it", Icon: views.IconBar, Danger: true,
			Cancel: views.Link{Label: "Keep the key", URL: "/admin/keys/northwind/key_1"},
		})},
	}
}

var badgeKeyReplaced = views.Badge{Tone: views.ToneWarn, Icon: views.IconRenew, Word: "Replaced"}

func apiKeys() views.APIKeys {
	return views.APIKeys{
		Frame: office("admin-keys", "API keys", views.PlaceKeys),
		Groups: []views.KeyGroup{
			{Account: "northwind", New: "/admin/keys/northwind/new", Rows: []views.KeyRow{
				{URL: "/admin/keys/northwind/key_1", Name: "billing", What: "API key", Scopes: "read, write, links", State: badgeActive, Ends: "until 1 Mar 2027, 00:00", Used: "Last used 20 Nov 16:05", Week: "1,204 calls in 7 days"},
				{URL: "/admin/keys/northwind/key_0", Name: "billing", What: "API key", Scopes: "read, write, links", State: badgeKeyReplaced, Ends: "until 21 Nov 16:05", Used: "Last used 20 Nov 15:58", Week: "88 calls in 7 days"},
				{URL: "/admin/partners/northwind/ledgerline", Name: "Ledgerline", What: "Partner", Scopes: "partner API", State: badgeActive, Used: "Never used", Week: "0 calls in 7 days"},
			}},
			{Account: "fjordlight"},
		},
	}
}

func apiKey() views.APIKey {
	return views.APIKey{
		Frame: office("admin-key", "billing – API keys", views.PlaceKeys), Heading: "billing", State: badgeActive,
		Facts: []views.AdminFact{
			{Name: "Key", Value: "lk_live_…", Code: true}, {Name: "ID", Value: "key_1", Code: true}, {Name: "Account", Value: "northwind"}, {Name: "May", Value: "read, write, links"},
			{Name: "Made", Value: "3 Mar 2026, 09:12"}, {Name: "Use", Value: "Last used 20 Nov 16:05, 1,204 calls in 7 days"}, {Name: "By", Value: "ola@northwind.example"},
		},
		Days:   []views.KeyDay{{Day: "20 November", Calls: "1,190"}, {Day: "19 November", Calls: "14"}},
		Rotate: "/admin/keys/northwind/key_1/rotate", Revoke: "/admin/keys/northwind/key_1/revoke",
	}
}

func keyForm() views.KeyForm {
	return views.KeyForm{
		Frame: office("admin-key-new", "New key – API keys", views.PlaceKeys), Account: "northwind", URL: "/admin/keys/northwind", Back: "/admin/keys",
		Name: views.Field{Name: "name", Label: "Name", Hint: views.Plain("Of the system that uses it. Only you see it.")},
		Scopes: []views.Choice{
			{Value: "read", Label: "Read everything of the account", Checked: true}, {Value: "write", Label: "Write customers, orders and documents"},
			{Value: "links", Label: "Make, reissue and revoke links"},
		},
		Expires: views.Field{Name: "expires", Label: "Last day on which it works (2027-03-01)", Width: 12, Hint: views.Plain("Empty: until it is revoked.")},
	}
}
