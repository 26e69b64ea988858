package gallery

import "github.com/latchkey-portal/latchkey/views"

var (
	badgeFailing   = views.Badge{Tone: views.ToneStop, Icon: views.IconInfo, Word: "Failing"}
	badgeOff       = views.Badge{Tone: views.ToneMute, Icon: views.IconBar, Word: "Turned off"}
	badgeDelivered = views.Badge{Tone: views.ToneOK, Icon: views.IconCheck, Word: "Delivered"}
	badgeRetrying  = views.Badge{Tone: views.ToneWarn, Icon: views.IconRenew, Word: "Retrying"}
	badgeGivenUp   = views.Badge{Tone: views.ToneStop, Icon: views.IconCross, Word: "Given up"}
)

// adminWebhooks are the pages about endpoints.
func adminWebhooks() []Entry {
	one := func(name string, e views.Endpoint) Entry {
		return Entry{name, "admin-webhook", 200, views.EndpointPage(e)}
	}
	return []Entry{
		{"admin-webhooks", "admin-webhooks", 200, views.WebhooksPage(webhooks())},
		{"admin-webhooks-empty", "admin-webhooks", 200, views.WebhooksPage(webhooksEmpty())},
		one("admin-webhook", endpoint()),
		one("admin-webhook-created", endpointCreated()),
		one("admin-webhook-failing", endpointFailing()),
		one("admin-webhook-off", endpointOff()),
		{"admin-webhook-new", "admin-webhook-form", 200, views.EndpointFormPage(endpointForm())},
		{"admin-webhook-new-wrong", "admin-webhook-form", 422, views.EndpointFormPage(endpointFormWrong())},
		{"admin-webhook-rotate", "admin-confirm", 200, views.ConfirmPage(rotateSecret())},
	}
}

func webhooks() views.Webhooks {
	return views.Webhooks{
		Frame: office("admin-webhooks", "Webhooks", views.PlaceWebhooks),
		New:   "/admin/webhooks/new", Accounts: importAccounts(),
		Rows: []views.EndpointRow{
			{URL: "/admin/webhooks/wh_81", Address: "https://hooks.ledgerline.example/latchkey", Scope: "Ledgerline", Events: "All events but those that must be named", Success: "212 of 214 in 24 hours", State: badgeLive},
			{URL: "/admin/webhooks/wh_82", Address: "https://erp.northwind.example/in/approvals", Scope: "All partners", Whole: true, Events: "4 events", Success: "0 of 31 in 24 hours", State: badgeFailing},
			{URL: "/admin/webhooks/wh_79", Address: "https://old.fakturo.example/hook", Scope: "Fakturo", Events: "All events but those that must be named", Success: "Nothing in 24 hours", State: badgeOff},
		},
	}
}

func webhooksEmpty() views.Webhooks {
	w := webhooks()
	w.Rows, w.New, w.Accounts = nil, "", nil
	return w
}

func endpoint() views.Endpoint {
	return views.Endpoint{
		Frame:   office("admin-webhook", "hooks.ledgerline.example, works – Webhooks", views.PlaceWebhooks),
		Heading: "hooks.ledgerline.example", State: badgeLive,
		Fix: views.Fix{Tone: views.ToneOK, Icon: views.IconCheck, Heading: "It works", Text: "The last event was delivered on 20 Nov at 16:06, on the first try."},
		Facts: []views.AdminFact{
			{Name: "Address", Value: "https://hooks.ledgerline.example/latchkey", Code: true},
			{Name: "Hears about", Value: "Ledgerline", URL: "/admin/partners/ledgerline"},
			{Name: "Events", Value: "All events but those that must be named"},
			{Name: "Signature", Value: "Standard Webhooks"},
			{Name: "Made", Value: "3 Mar 2026 by maria@northwind.example"},
		},
		Secret:  []views.AdminFact{{Name: "Secret", Value: "whsec_MfKQ…", Code: true}, {Name: "Since", Value: "3 Mar 2026"}},
		Edit:    "/admin/webhooks/wh_81/edit",
		Rotate:  "/admin/webhooks/wh_81/rotate",
		Disable: "/admin/webhooks/wh_81/disable",
		Test:    &views.PostButton{URL: "/admin/webhooks/wh_81/test", Label: "Send a test event", Icon: views.IconArrow, Hint: "It is signed like any other, and says that it is a test."},
		Health:  endpointHealth(),
		Snippets: []views.Snippet{
			{Language: "Shell (openssl)", Code: "openssl dgst -sha256 -mac HMAC -macopt \"hexkey:$key\" -binary | base64"},
			{Language: "Python", Code: "def verify(headers, body: bytes, secret: str) -> bool:\n    at = headers[\"Webhook-Timestamp\"]"},
		},
		Deliveries: deliveryRows(),
		All:        "/admin/webhooks/wh_81/deliveries",
	}
}

// endpointHealth has a bar of three parts' height and one that failed.
func endpointHealth() *views.Health {
	bars := []views.OutcomeBar{
		{Day: "14:00", X: 20, Width: 160, Parts: []views.BarPart{{Class: "done", Y: 64, Height: 96}}, Counts: []string{"60", "0"}},
		{Day: "15:00", X: 220, Width: 160, Parts: []views.BarPart{{Class: "done", Y: 40, Height: 120}, {Class: "expired", Y: 32, Height: 8}}, Counts: []string{"75", "5"}},
		{Day: "16:00", X: 420, Width: 160, Parts: []views.BarPart{{Class: "done", Y: 160}}, Counts: []string{"0", "0"}},
	}
	return &views.Health{
		Any: true, Series: []views.OutcomeSeries{{Name: "Taken", Class: "done"}, {Name: "Failed", Class: "expired"}},
		Charts: []views.HealthChart{
			{ID: "day", Heading: "Last 24 hours", Text: "135 of 140 tries taken, 96 %", Top: "100", From: "14:00", To: "16:00", Bars: bars, Any: true},
			{ID: "week", Heading: "Last 7 days", Text: "135 of 140 tries taken, 96 %", Top: "100", From: "Sat 14 Nov", To: "Fri 20 Nov", Bars: bars, Any: true},
		},
	}
}

func endpointCreated() views.Endpoint {
	e := endpoint()
	e.Frame.Result = &views.AdminResult{
		Tone: views.ToneOK, Icon: views.IconCheck, Text: "Endpoint made. Give this secret to whoever reads the events.",
		Secret: &views.Secret{Label: "Signing secret", Value: "whsec_TWZLUTl5b3VyLXNlY3JldC1nb2VzLWhlcmUtMTIzNA==", Hint: "Shown once. Copy it now."},
	}
	e.Fix = views.Fix{Tone: views.ToneInfo, Icon: views.IconInfo, Heading: "Nothing was sent yet", Text: "Send a test event to see whether it arrives."}
	e.Deliveries, e.Health = nil, nil
	return e
}

func endpointFailing() views.Endpoint {
	e := endpoint()
	e.Frame.Title, e.State = "hooks.ledgerline.example, failing – Webhooks", badgeFailing
	e.Fix = views.Fix{
		Tone: views.ToneStop, Icon: views.IconInfo, Heading: "31 events are waiting for it",
		Text: "It answers 503 since 20 Nov at 09:10. We go on trying, and turn it off after 5 days. Nothing is lost.",
	}
	return e
}

func endpointOff() views.Endpoint {
	e := endpoint()
	e.Frame.Title, e.State = "hooks.ledgerline.example, turned off – Webhooks", badgeOff
	e.Fix = views.Fix{
		Tone: views.ToneWarn, Icon: views.IconBar, Heading: "It was turned off: it answered 410 Gone",
		Text: "Since 20 Nov at 16:06 nothing is sent. 14 events are waiting and are kept for 30 days.",
	}
	e.Test, e.Disable = nil, ""
	e.Enable = &views.PostButton{URL: "/admin/webhooks/wh_81/enable", Label: "Turn it on again", Icon: views.IconRenew, Hint: "The 14 waiting events are sent at once."}
	return e
}

func endpointForm() views.EndpointForm {
	return views.EndpointForm{
		Frame:   office("admin-webhook-form", "New endpoint – Webhooks", views.PlaceWebhooks),
		Heading: "New endpoint", URL: "/admin/webhooks",
		Address:  views.Field{Name: "url", Label: "Address", Kind: "url", Mode: "url", Hint: views.Plain("Must begin with https:// and be reachable from here.")},
		Partners: []views.Option{{Value: "", Label: "All partners"}, {Value: "ledgerline", Label: "Ledgerline", Chosen: true}, {Value: "fakturo", Label: "Fakturo"}},
		Events: []views.EventGroup{
			eventGroup("Connections and cases", 1, "client.linked", "client.link_requested", "client.link_declined", "client.link_expired",
				"cases.replay_failed", "case.created", "client.link_reminded (only if ticked)", "client.email_bounced (only if ticked)"),
			eventGroup("Subscriptions", 0, "subscription.cancel_requested", "subscription.cancel_reason_given", "subscription.quantity_change_requested",
				"subscription.item_removal_requested"),
			eventGroup("What became of decisions", 0, "decision.applied", "decision.refused", "decision.lapsed"),
		},
		Styles: []views.Choice{{Value: "standard", Label: "Standard Webhooks", Checked: true}, {Value: "timed", Label: "One header, t=…,v1=…"}},
		Prefix: views.Field{Name: "prefix", Label: "Header prefix", Value: "X-Latchkey-", Width: 20, Hint: views.Plain("Only for the second style of signature.")},
		Label:  "Make endpoint and show its secret",
		Cancel: views.Link{Label: "Webhooks", URL: "/admin/webhooks"},
	}
}

// eventGroup has the first of its events ticked.
func eventGroup(name string, ticked int, events ...string) views.EventGroup {
	g := views.EventGroup{Name: name, Ticked: ticked}
	for i, e := range events {
		g.Events = append(g.Events, views.Choice{Value: e, Label: e, Checked: i < ticked})
	}
	return g
}

func endpointFormWrong() views.EndpointForm {
	f := endpointForm()
	const wrong = "The address must begin with https://"
	f.Frame.Title = "Error: new endpoint – Webhooks"
	f.Problems = problem("url", wrong)
	f.Address.Value, f.Address.Error = "http://hooks.ledgerline.example", wrong
	return f
}

func rotateSecret() views.Confirm {
	return views.Confirm{
		Frame:   office("admin-confirm", "Replace the secret – Webhooks", views.PlaceWebhooks),
		Heading: "Replace the secret of hooks.ledgerline.example",
		Effects: []string{
			"You see the new secret once. For 24 hours every event carries a signature by the old and by the new one.",
			"After that only the new one is used.",
		},
		URL: "/admin/webhooks/wh_81/rotate", Label: "Replace and show the secret", Icon: views.IconRenew,
		Cancel: views.Link{Label: "Keep the secret", URL: "/admin/webhooks/wh_81"},
	}
}
