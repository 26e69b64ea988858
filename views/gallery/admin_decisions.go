package gallery

import "github.com/latchkey-portal/latchkey/views"

var (
	badgeInForce  = views.Badge{Tone: views.ToneInfo, Icon: views.IconInfo, Word: "In force"}
	badgeOverdue  = views.Badge{Tone: views.ToneWarn, Icon: views.IconClock, Word: "Overdue"}
	badgeApplied  = views.Badge{Tone: views.ToneOK, Icon: views.IconCheck, Word: "Applied"}
	badgeRefused  = views.Badge{Tone: views.ToneStop, Icon: views.IconCross, Word: "Refused"}
	badgeNoAnswer = views.Badge{Tone: views.ToneWarn, Icon: views.IconClock, Word: "No answer"}
	badgeAtPay    = views.Badge{Tone: views.ToneWait, Icon: views.IconArrow, Word: "At the provider"}
)

// adminDecisions are the list of what customers decided and the pages about one.
func adminDecisions() []Entry {
	list := func(name string, status int, d views.Decisions) Entry {
		return Entry{name, "admin-decisions", status, views.DecisionsPage(d)}
	}
	one := func(name string, status int, d views.DecisionDetail) Entry {
		return Entry{name, "admin-decision", status, views.DecisionDetailPage(d)}
	}
	decidedLink := liveLink()
	decidedLink.Decisions = []views.DecisionRow{decisionRows()[1], decisionRows()[2]}
	decidedLink.Decisions[0].Shown = readLines()
	decidedLink.Others = []views.Link{
		{Label: "Recurring billing", URL: "/admin/links/northwind/urb/366332011"}, {Label: "Quote", URL: "/admin/links/northwind/cq/366332011"},
		{Label: "Redo the purchase", URL: "/admin/links/northwind/redop/366332011"},
	}
	return []Entry{
		list("admin-decisions", 200, decisionList()),
		list("admin-decisions-viewer", 200, decisionsWatched()),
		list("admin-decisions-empty", 200, decisionsEmpty()),
		list("admin-decisions-download-wrong", 422, decisionsWrong()),
		one("admin-decision-waiting", 200, decisionWaiting()),
		one("admin-decision-wrong", 422, decisionWrong()),
		one("admin-decision-overdue", 200, decisionOverdue()),
		one("admin-decision-refused", 200, decisionRefused()),
		one("admin-decision-declared", 200, decisionDeclared()),
		one("admin-decision-viewer", 200, decisionWatched()),
		{"admin-link-decided", "admin-link", 200, views.LinkDetailPage(decidedLink)},
	}
}

func decisionRows() []views.DecisionRow {
	row := func(id, title, about, reference string, badge views.Badge, window string, touched views.Moment) views.DecisionRow {
		return views.DecisionRow{
			URL: "/admin/decisions/northwind/" + id, Title: title, About: about, Account: "northwind", Reference: reference,
			State: badge, Window: window, Touched: touched,
		}
	}
	rows := []views.DecisionRow{
		row("dec_1", "Change the quantity", "Subscription 88", "7F3Q-2M9D", badgeWaiting, "Answer by 27 Nov 10:44", at("16:05", "15:05")),
		row("dec_2", "Cancel", "Subscription 88", "9KXD-4T0B", badgeInForce, "Since 20 Nov 12:00, not acknowledged yet", at("12:00", "11:00")),
		row("dec_3", "Accept the quote", "Quote 366332011", "4T7H-9Q2M", badgeRefused, "Refused 20 Nov 10:44", at("10:44", "09:44")),
		row("dec_4", "Change the plan", "Subscription 90", "2B8C-1Z5E", badgeOverdue, "The answer was due 20 Nov 10:00", at("10:00", "09:00")),
		row("dec_5", "Ask for a quote", "Order 366332012", "2B8C-1Z5F", badgeNoAnswer, "No answer 20 Nov 09:10", at("09:10", "08:10")),
		row("dec_6", "Change the payment method", "Subscription 91", "2B8C-1Z5G", badgeAtPay, "No deadline", at("09:05", "08:05")),
		row("dec_7", "Pay", "Invoice INV-2026-0417", "2B8C-1Z5H", badgeApplied, "Applied 20 Nov 09:00", at("09:00", "08:00")),
	}
	rows[2].Outcome = "Code sold-out"
	rows[6].Outcome = "Visa ending in 4242"
	return rows
}

func decisionList() views.Decisions {
	return views.Decisions{
		Frame: office("admin-decisions", "All – Decisions", views.PlaceDecisions),
		Tabs: []views.Tab{
			{Label: "All", URL: "/admin/decisions", Here: true}, {Label: "Waiting", URL: "/admin/decisions?state=submitted"},
			{Label: "In force", URL: "/admin/decisions?state=recorded"}, {Label: "Acknowledged", URL: "/admin/decisions?state=acknowledged"},
			{Label: "Applied", URL: "/admin/decisions?state=applied"}, {Label: "Refused", URL: "/admin/decisions?state=refused"},
			{Label: "No answer", URL: "/admin/decisions?state=lapsed"}, {Label: "Taken back", URL: "/admin/decisions?state=withdrawn"},
			{Label: "Overtaken", URL: "/admin/decisions?state=superseded"},
		},
		Accounts: []views.Option{{Label: "All accounts", Chosen: true}, {Value: "northwind", Label: "Northwind Collect"}, {Value: "solid", Label: "Solid Software"}},
		Actions:  []views.Option{{Label: "Everything", Chosen: true}, {Value: "cancel", Label: "Cancel"}, {Value: "accept", Label: "Accept the quote"}},
		Rows:     decisionRows(),
		Next:     "/admin/decisions?after=1795167840000000~dec_7",
		Export: &views.ExportForm{
			URL:      "/admin/decisions/export#export",
			Accounts: []views.Option{{Value: "northwind", Label: "Northwind Collect", Chosen: true}, {Value: "solid", Label: "Solid Software"}},
			From:     views.Field{Name: "from", Label: "Changed from (2026-11-20, or empty)", Width: 12},
			Until:    views.Field{Name: "until", Label: "Changed until, that day too", Width: 12},
			Hint:     "A table (CSV) with everything that customers read and wrote, whole addresses too. Downloads are logged.",
			Label:    "Download decisions",
		},
	}
}

// decisionsWatched is what somebody sees who may look, but not change.
func decisionsWatched() views.Decisions {
	d := decisionList()
	d.Frame.Who = "guest@northwind.example"
	d.Export, d.Accounts, d.Next = nil, nil, ""
	return d
}

func decisionsEmpty() views.Decisions {
	d := decisionList()
	d.Rows, d.Next, d.Accounts = nil, "", nil
	d.Export.Accounts = d.Export.Accounts[:1]
	d.Empty = "No customer decided anything yet. What they cancel, accept, change or pay on their pages stands here."
	return d
}

func decisionsWrong() views.Decisions {
	const wrong = "The end must not be before the beginning."
	d := decisionList()
	d.Frame.Title = "Error: all – Decisions"
	d.Export.Problems = problem("until", wrong)
	d.Export.From.Value, d.Export.Until.Value, d.Export.Until.Error = "2026-11-20", "2026-11-01", wrong
	return d
}

// readLines is what a customer read when they pressed.
func readLines() []views.AdminFact {
	return []views.AdminFact{
		{Name: "Page", Value: "Change the number of seats"},
		{Name: "Seats now", Value: "5"}, {Name: "Seats then", Value: "8"},
		{Name: "You pay now", Value: "€48.60"}, {Name: "Next payment", Value: "€129.60 on 1 December 2026"},
		{Name: "Button", Value: "Order with obligation to pay"},
	}
}

func decisionWaiting() views.DecisionDetail {
	return views.DecisionDetail{
		Frame:   office("admin-decision", "7F3Q-2M9D, waiting – Decisions", views.PlaceDecisions),
		Heading: "Change the quantity: Subscription 88", Reference: "7F3Q-2M9D", State: badgeWaiting,
		Fix: views.Fix{
			Tone: views.ToneWait, Icon: views.IconClock, Heading: "It waits for an answer",
			Text: "If nobody answers by Friday 27 November 2026 at 10:44 (Copenhagen time), it ends and the customer is told so.",
		},
		Conclude: &views.Conclude{
			URL: "/admin/decisions/northwind/dec_1/conclude",
			Answer: views.Pick{Name: "state", Legend: "What became of it", Choices: []views.Choice{
				{Value: "applied", Label: "It was done"}, {Value: "refused", Label: "It was refused"},
			}},
			Message: views.Field{
				Name: "message", Label: "Message to the customer (may be empty)", Rows: 3,
				Hint: views.Plain("They read it as you write it, on the page and in the mail."),
			},
			Day:   views.Field{Name: "effectiveAt", Label: "In force from (2026-11-20, or empty)", Width: 12},
			Hint:  "The customer is told by mail at once, and it cannot be changed afterwards. This only tells; do in your billing system what was asked. Leave it alone where that answers through the API.",
			Label: "Answer and tell the customer",
		},
		Shown:  readLines(),
		Change: []views.AdminFact{{Name: "Quantity", Value: "8"}, {Name: "Comment", Value: "Please invoice a•••@harbourpine.example"}},
		Facts: []views.AdminFact{
			{Name: "Reference", Value: "7F3Q-2M9D", Code: true},
			{Name: "Account", Value: "Northwind Collect"},
			{Name: "Customer", Value: "Harbour & Pine ApS"},
			{Name: "Address", Value: "a•••@harbourpine.example"},
			{Name: "Kind", Value: "Request, needs an answer"},
			{Name: "About", Value: "Subscription 88, item 1"},
			{Name: "Received", Value: "Friday 20 November 2026 at 16:05 (Copenhagen time)"},
			{Name: "Decision", Value: "dec_1", Code: true},
			{Name: "Decided on", Value: "Change of plan S88", URL: "/admin/links/northwind/usi/S88"},
		},
		Mails: []views.DecisionMail{
			{URL: "/admin/mail/msg_2", Kind: "Decision, to the back office", To: "o•••@northwind.example", State: badgeDelivered, At: at("16:05", "15:05")},
			{URL: "/admin/mail/msg_1", Kind: "Receipt of a decision", To: "a•••@harbourpine.example", State: badgeDelivered, At: at("16:05", "15:05")},
		},
		Timeline: []views.TimelineItem{
			{Tone: views.ToneOK, Icon: views.IconMail, Fact: "Mail sent", Sub: "a•••@harbourpine.example", At: at("16:05", "15:05")},
			{Tone: views.ToneWait, Icon: views.IconClock, Fact: "Customer decided, waits for the answer", Sub: "by the customer: change the quantity, subscription 88", At: at("16:05", "15:05")},
		},
	}
}

func decisionWrong() views.DecisionDetail {
	const wrong = "Choose what became of it."
	d := decisionWaiting()
	d.Frame.Title = "Error: 7F3Q-2M9D, waiting – Decisions"
	d.Problems = problem("state", wrong)
	d.Conclude.Answer.Error = wrong
	d.Conclude.Message.Value = "We have added the seats."
	return d
}

func decisionOverdue() views.DecisionDetail {
	d := decisionWaiting()
	d.Frame.Title, d.State = "7F3Q-2M9D, overdue – Decisions", badgeOverdue
	d.Fix = views.Fix{
		Tone: views.ToneWarn, Icon: views.IconClock, Heading: "The answer is overdue",
		Text: "It was due on Friday 20 November 2026 at 10:00 (Copenhagen time). The request ends within a minute.",
	}
	return d
}

func decisionRefused() views.DecisionDetail {
	d := decisionWaiting()
	d.Frame.Title, d.State, d.Conclude = "7F3Q-2M9D, refused – Decisions", badgeRefused, nil
	d.Frame.Result = &views.AdminResult{Tone: views.ToneOK, Icon: views.IconCheck, Text: "Saved. The decision is closed."}
	d.Fix = views.Fix{
		Tone: views.ToneStop, Icon: views.IconCross, Heading: "It was refused",
		Text: "On Friday 20 November 2026 at 16:17 (Copenhagen time). Nothing has changed for the customer.",
	}
	d.Outcome = []views.AdminFact{{Name: "Message", Value: "Eight seats need the business plan."}, {Name: "Code", Value: "too-many", Code: true}}
	return d
}

// decisionDeclared is a cancellation on the public form.
func decisionDeclared() views.DecisionDetail {
	d := decisionWaiting()
	d.Frame.Title, d.Heading, d.State, d.Conclude = "9KXD-4T0B, in force – Decisions", "Cancel: Public form", badgeInForce, nil
	d.Reference = "9KXD-4T0B"
	d.Fix = views.Fix{
		Tone: views.ToneInfo, Icon: views.IconInfo, Heading: "It is in force",
		Text: "A declaration: in force since Friday 20 November 2026 at 12:00 (Copenhagen time). It cannot be refused. The billing system has not acknowledged it yet.",
	}
	d.Settle = &views.PostButton{
		URL: "/admin/decisions/northwind/dec_2/conclude", Hidden: []views.Hidden{{Name: "state", Value: "applied"}},
		Label: "Acknowledge it", Icon: views.IconCheck,
		Hint: "Says that it is dealt with. It has been in force since it was received, and the customer has the receipt. Only where no billing system does this through the API.",
	}
	d.Shown = []views.AdminFact{{Name: "Page", Value: "Cancel a contract"}, {Name: "Button", Value: "Cancel now"}}
	d.Change = []views.AdminFact{
		{Name: "Contract", Value: "K-2024-118"}, {Name: "Email", Value: "a•••@harbourpine.example"},
		{Name: "Kind", Value: "ordinary"}, {Name: "Name", Value: "Anna Holm"},
	}
	d.Facts[0].Value, d.Facts[2].Value, d.Facts[4].Value, d.Facts[5].Value = d.Reference, "Anna Holm", "Declaration, in force on receipt", "Public form"
	d.Facts = append(d.Facts[:8], views.AdminFact{Name: "Decided on", Value: "Public form, without a link"})
	return d
}

// decisionWatched is what somebody sees who may look, but not change.
func decisionWatched() views.DecisionDetail {
	d := decisionWaiting()
	d.Frame.Who = "guest@northwind.example"
	d.Conclude, d.Shown, d.Change = nil, nil, nil
	d.Hidden = "Your role does not show what customers read and wrote."
	return d
}
