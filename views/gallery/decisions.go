package gallery

import "github.com/latchkey-portal/latchkey/views"

// decisions are the pages of a request that was answered.
func decisions() []Entry {
	entry := func(name, page string, status int, o views.Outcome) Entry {
		return Entry{name, page, status, views.OutcomePage(o)}
	}
	return []Entry{
		entry("approved", "used", 200, approved()),
		entry("approved-no-way-back", "used", 200, approvedNoWayBack()),
		entry("used-here", "used", 200, usedHere()),
		entry("used", "used", 200, used()),
		entry("used-conflict", "used", 409, usedConflict()),
		entry("declined-now", "declined", 200, declinedNow()),
		entry("declined", "declined", 200, declined()),
		entry("declined-conflict", "declined", 409, declinedConflict()),
		{"blocked", "blocked", 410, views.NoticePage(blocked())},
	}
}

func decided(page, title string, state views.Stub) views.Frame {
	state.Bar = &views.Bar{Used: 28, Parts: 7, Mark: views.MarkNow, Start: "Sent 20 Nov", End: "Closes 27 Nov"}
	state.Contact = northwindContact
	state.Reference = "7F3Q-2M9D"
	return with(northwind(page, title), state)
}

var decidedAt = views.Span{Text: "Sunday 22 November 2026 at 11:42", DateTime: "2026-11-22T11:42:00+01:00"}

var approvedStub = views.Stub{
	State: "Approved",
	Till:  views.Text{words("Approved "), views.Strong("2 days after it was sent"), words(". Nobody else can use this link to decide again.")},
}

func approvedFacts() []views.Fact {
	return []views.Fact{
		{Name: "Approved", Value: views.Text{decidedAt, words(" (Copenhagen time)")}},
		{Name: "Cases", Value: views.Plain("3 cases sent to Northwind, DKK 41,250.00 in total")},
	}
}

// receipt is what people keep of a decision.
func receipt(decision string) *views.Receipt {
	return &views.Receipt{
		Heading: "For your records",
		Rows: []views.Fact{
			fact("Decision", decision),
			{Name: "Saved", Value: views.Text{{Text: "2026-11-22 11:42:07 +01:00", DateTime: "2026-11-22T11:42:07+01:00", LTR: true}}},
			{Name: "Link sent to", Value: views.Text{masked}},
			{Name: "Reference", Value: views.Plain("7F3Q-2M9D"), Code: true},
			{Name: "Request", Value: views.Plain("lr_0042.1"), Code: true},
		},
		Hint: "Print this page, or save it as a PDF, to keep a copy.",
	}
}

func approved() views.Outcome {
	return views.Outcome{
		Frame: decided("used", "You approved the connection", approvedStub), Tick: true,
		Heading: "You approved the connection",
		Lead:    []views.Text{{words("Ledgerline can now send cases to Northwind for "), views.Strong("Harbour & Pine ApS"), words(".")}},
		Facts:   approvedFacts(),
		Steps: &views.Steps{
			Heading: "What happens next",
			Items: []views.Text{
				views.Plain("We have emailed you a copy of this confirmation."),
				views.Plain("Northwind starts work on the 3 cases on the next working day."),
			},
		},
		Back: &views.Back{
			Label: "Back to Ledgerline", URL: "https://app.ledgerline.example/northwind",
			Host: views.Text{words("Opens "), {Text: "app.ledgerline.example", Strong: true, LTR: true}},
		},
		After: []views.Text{
			views.Plain("Changed your mind? Contact Northwind Collect to disconnect Ledgerline."),
			views.Plain("You can close this page. The link in your email brings you back here until 27 November."),
		},
		Receipt: receipt("Ledgerline A/S may connect to Harbour & Pine ApS"),
	}
}

func approvedNoWayBack() views.Outcome {
	o := approved()
	o.Back = nil
	o.Facts = o.Facts[:1]
	o.Steps.Items = o.Steps.Items[:1]
	return o
}

// usedHere is what the browser sees that approved it, some time later.
func usedHere() views.Outcome {
	o := approved()
	o.Frame.Title = "You approved this on Sunday 22 November 2026 at 11:42"
	o.Tick = false
	o.Heading = "You approved this on Sunday 22 November 2026 at 11:42"
	o.Lead = []views.Text{views.Plain("Nothing new was sent, and there is nothing more to do.")}
	o.Steps = nil
	o.After = o.After[:1]
	return o
}

var notUs = &views.Ask{
	Summary: "This was not us",
	Text: []views.Text{{
		words("Tell Northwind Collect that this was not you. We will ask them to check this decision. They will contact you at "), masked, words("."),
	}},
	URL: approvePath, Hidden: []views.Hidden{formValue}, Name: "ask", Value: "not-us", Label: "Report this approval",
}

func used() views.Outcome {
	o := usedHere()
	o.Frame = decided("used", "This was already approved", approvedStub)
	o.Heading = "This was already approved"
	o.Lead = []views.Text{{
		words("Someone who has this link approved it on "), {Text: decidedAt.Text, DateTime: decidedAt.DateTime, Strong: true},
		words(" (Copenhagen time). Nothing new was sent, and there is nothing more to do."),
	}}
	o.NotUs = notUs
	return o
}

func usedConflict() views.Outcome {
	o := used()
	o.Conflict = views.Text{
		words("Your answer “Decline” was "), views.Strong("not"), words(" saved, because the request was approved before it reached us."),
	}
	return o
}

func declinedNow() views.Outcome {
	return views.Outcome{
		Frame:   decided("declined", "You declined the request", views.Stub{State: "Declined"}),
		Heading: "You declined the request",
		Lead:    []views.Text{views.Plain("We have told Ledgerline. Your Northwind account has not changed.")},
		Facts: []views.Fact{
			{Name: "Declined", Value: views.Text{decidedAt, words(" (Copenhagen time)")}},
			fact("Your reason", "We do not use Ledgerline any more."),
		},
		Back: &views.Back{
			Label: "Back to Ledgerline", URL: "https://app.ledgerline.example/northwind",
			Host: views.Text{words("Opens "), {Text: "app.ledgerline.example", Strong: true, LTR: true}},
		},
		After:   []views.Text{views.Plain("If you change your mind, ask Ledgerline to send a new request.")},
		Receipt: receipt("Ledgerline A/S may not connect to Harbour & Pine ApS"),
	}
}

func declined() views.Outcome {
	report := *notUs
	report.Label = "Report this decision"
	return views.Outcome{
		Frame:   decided("declined", "This request was declined on Sunday 22 November 2026", views.Stub{State: "Declined"}),
		Heading: "This request was declined on Sunday 22 November 2026",
		Lead: []views.Text{views.Plain("Ledgerline is not connected to your account. " +
			"If that was a mistake, ask Ledgerline to send a new request.")},
		NotUs: &report,
	}
}

func declinedConflict() views.Outcome {
	o := declined()
	o.Conflict = views.Text{
		words("Your approval was "), views.Strong("not"), words(" saved, because the request was declined before it reached us."),
	}
	return o
}

func blocked() views.Notice {
	return views.Notice{
		Frame: with(northwind("blocked", "This account cannot be connected"), views.Stub{
			State: "Nothing to decide", Contact: northwindContact, Reference: "7F3Q-2M9D",
		}),
		Heading: "This account cannot be connected",
		Lead: []views.Text{
			views.Plain("Your account is already connected in another way. Nothing was changed."),
			{words("Contact Northwind Collect and give the reference "), {Text: "7F3Q-2M9D", Strong: true, LTR: true}, words(".")},
		},
	}
}
