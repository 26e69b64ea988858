package gallery

import "github.com/latchkey-portal/latchkey/views"

// adminDeliveries are the log of an endpoint and the pages about one event.
func adminDeliveries() []Entry {
	return []Entry{
		{"admin-deliveries", "admin-deliveries", 200, views.DeliveriesPage(deliveries())},
		{"admin-deliveries-empty", "admin-deliveries", 200, views.DeliveriesPage(deliveriesEmpty())},
		{"admin-delivery", "admin-delivery", 200, views.DeliveryPage(delivery())},
		{"admin-delivery-retrying", "admin-delivery", 200, views.DeliveryPage(deliveryRetrying())},
		{"admin-delivery-old", "admin-delivery", 200, views.DeliveryPage(deliveryOld())},
		{"admin-replay", "admin-confirm", 200, views.ConfirmPage(replayMany())},
	}
}

func deliveryRows() []views.DeliveryRow {
	return []views.DeliveryRow{
		{URL: "/admin/webhooks/wh_81/deliveries/d_81", Event: "client.link_expired", About: "Harbour & Pine ApS", State: badgeDelivered, Answer: "200 in 212 ms", Tries: "1 of 10", At: at("16:06", "15:06")},
		{URL: "/admin/webhooks/wh_81/deliveries/d_80", Event: "client.linked", About: "Nordlys Interiors ApS", State: badgeRetrying, Answer: "no answer in 15 s", Tries: "3 of 10", Next: "next try in 4 minutes", At: at("15:40", "14:40")},
		{URL: "/admin/webhooks/wh_81/deliveries/d_74", Event: "cases.replay_failed", About: "Brise Café SARL", State: badgeGivenUp, Answer: "503 in 88 ms", Tries: "10 of 10", At: at("09:10", "08:10")},
	}
}

func deliveries() views.Deliveries {
	return views.Deliveries{
		Frame:    office("admin-deliveries", "Deliveries to hooks.ledgerline.example – Webhooks", views.PlaceWebhooks),
		Endpoint: views.Link{Label: "hooks.ledgerline.example", URL: "/admin/webhooks/wh_81"},
		Tabs: []views.Tab{
			{Label: "All", Count: "214", URL: "/admin/webhooks/wh_81/deliveries", Here: true},
			{Label: "Failed", Count: "1", URL: "/admin/webhooks/wh_81/deliveries?state=failed"},
			{Label: "Waiting", Count: "1", URL: "/admin/webhooks/wh_81/deliveries?state=waiting"},
			{Label: "Delivered", Count: "212", URL: "/admin/webhooks/wh_81/deliveries?state=delivered"},
		},
		Rows: deliveryRows(), Next: "/admin/webhooks/wh_81/deliveries?after=d_74",
		Replay: &views.ReplayForm{
			URL:   "/admin/webhooks/wh_81/replay",
			Which: []views.Choice{{Value: "failed", Label: "Only failed", Checked: true}, {Value: "all", Label: "All"}},
			From:  views.Field{Name: "from", Label: "From (UTC)", Value: "2026-11-19 00:00", Width: 18},
			Until: views.Field{Name: "until", Label: "Until (UTC)", Value: "2026-11-20 16:00", Width: 18},
			Label: "Count them …",
		},
	}
}

func deliveriesEmpty() views.Deliveries {
	d := deliveries()
	d.Rows, d.Next, d.Replay = nil, "", nil
	d.Empty = "Nothing failed here."
	return d
}

func delivery() views.Delivery {
	return views.Delivery{
		Frame:    office("admin-delivery", "client.link_expired, delivered – Webhooks", views.PlaceWebhooks),
		Endpoint: views.Link{Label: "hooks.ledgerline.example", URL: "/admin/webhooks/wh_81/deliveries"},
		Heading:  "client.link_expired", State: badgeDelivered,
		Facts: []views.AdminFact{
			{Name: "Event", Value: "5b0a3c1e-0000-4000-8000-000000000001", Code: true},
			{Name: "About", Value: "Harbour & Pine ApS", URL: "/admin/requests/lr_0042"},
			{Name: "Happened", Value: "20 Nov 16:05"},
			{Name: "Tries", Value: "1 of 10"},
			{Name: "Signature", Value: "Standard Webhooks"}, {Name: "Checked again", Value: "Right: it was made with the secret in force"},
		},
		Tries: []views.TimelineItem{{Tone: views.ToneOK, Icon: views.IconCheck, Fact: "200 OK", Sub: "in 212 ms", At: at("16:06", "15:06")}},
		Request: views.Exchange{
			Heading: "What we sent",
			Head:    "POST /latchkey HTTP/1.1\nHost: hooks.ledgerline.example\nContent-Type: application/json\nwebhook-id: 5b0a3c1e-0000-4000-8000-000000000001\nwebhook-timestamp: 1795187160\nwebhook-signature: v1,…",
			Body:    "{\"id\":\"5b0a3c1e-0000-4000-8000-000000000001\",\"event\":\"client.link_expired\",\"timestamp\":\"2026-11-20T15:05:00Z\",\"data\":{\"externalTenantId\":\"hp-4471\",\"requestId\":\"lr_0042\",\"attempt\":1,\"sequence\":2}}",
		},
		Response: views.Exchange{Heading: "What came back", Head: "HTTP/1.1 200 OK\nContent-Type: text/plain", Body: "thanks", Note: "The first 4 KB at most, kept for 30 days."},
		Replay:   &views.PostButton{URL: "/admin/webhooks/wh_81/deliveries/d_81/replay", Label: "Send again", Icon: views.IconRenew, Hint: "The same event with the same id, signed anew. A receiver that has it may ignore it."},
	}
}

func deliveryRetrying() views.Delivery {
	d := delivery()
	d.Frame.Title, d.Heading, d.State = "client.linked, retrying – Webhooks", "client.linked", badgeRetrying
	d.Tries = []views.TimelineItem{
		{Tone: views.ToneWarn, Icon: views.IconClock, Fact: "No answer in 15 s", Sub: "try 2", At: at("15:40", "14:40")},
		{Tone: views.ToneWarn, Icon: views.IconCross, Fact: "503 Service Unavailable", Sub: "in 88 ms, asked us to wait 5 minutes", At: at("15:35", "14:35")},
	}
	d.Response = views.Exchange{Heading: "What came back", Empty: "Nothing. The connection was open for 15 seconds without an answer."}
	d.Replay = nil
	d.Wait = "It is tried again in 4 minutes by itself. Sending it now would only make a second copy."
	return d
}

func deliveryOld() views.Delivery {
	d := delivery()
	d.Request = views.Exchange{Heading: "What we sent", Empty: "This was 31 days ago. Bodies are kept for 30 days."}
	d.Response = views.Exchange{Heading: "What came back", Empty: "This was 31 days ago. Answers are kept for 7 days."}
	d.Replay = nil
	return d
}

func replayMany() views.Confirm {
	return views.Confirm{
		Frame:   office("admin-confirm", "Send 14 events again – Webhooks", views.PlaceWebhooks),
		Heading: "Send 14 events again",
		Effects: []string{
			"14 failed events between 19 Nov 01:00 and 20 Nov 17:00 (Copenhagen time) are sent to hooks.ledgerline.example again, oldest first.",
			"Each keeps its id, so that a receiver can tell which it has already.",
		},
		URL:   "/admin/webhooks/wh_81/replay",
		Label: "Send 14 events", Icon: views.IconRenew,
		Hidden: []views.Hidden{{Name: "which", Value: "failed"}, {Name: "from", Value: "2026-11-19 00:00"}, {Name: "until", Value: "2026-11-20 16:00"}},
		Cancel: views.Link{Label: "Send none", URL: "/admin/webhooks/wh_81/deliveries"},
	}
}
