package gallery

import "github.com/latchkey-portal/latchkey/views"

// decisions are the pages of a request that was answered already.
func decisions() []Entry {
	return []Entry{
		{"used", "used", 200, views.NoticePage(used())},
		{"used-here", "used", 200, views.NoticePage(usedHere())},
		{"declined", "declined", 200, views.NoticePage(declined())},
		{"declined-conflict", "declined", 409, views.NoticePage(declinedConflict())},
		{"blocked", "blocked", 410, views.NoticePage(blocked())},
	}
}

func decided(page, title string, state views.Stub) views.Frame {
	state.Bar = &views.Bar{Used: 28, Parts: 7, Mark: views.MarkNow, Start: "Sent 20 Nov", End: "Closes 27 Nov"}
	state.Contact = northwindContact
	state.Reference = "7F3Q-2M9D"
	return with(northwind(page, title), state)
}

var approvedFacts = []views.Fact{
	{Name: "Approved", Value: views.Text{{Text: "Sunday 22 November 2026 at 11:42", DateTime: "2026-11-22T11:42:00+01:00"}, words(" (Copenhagen time)")}},
	{Name: "Cases", Value: views.Plain("3 cases sent to Northwind, DKK 41,250.00 in total")},
}

func used() views.Notice {
	return views.Notice{
		Frame: decided("used", "This was already approved", views.Stub{
			State: "Approved",
			Till:  views.Text{words("Approved "), views.Strong("2 days after it was sent"), words(". Nobody else can use this link to decide again.")},
		}),
		Heading: "This was already approved",
		Lead: []views.Text{{
			words("Someone who has this link approved it on "),
			views.Time("Sunday 22 November 2026 at 11:42", "2026-11-22T11:42:00+01:00"),
			words(" (Copenhagen time). Nothing new was sent, and there is nothing more to do."),
		}},
		Link: &views.Link{Label: "This was not us", URL: "/northwind/approve/7F3Q2M9D.1/report"},
	}
}

func usedHere() views.Notice {
	n := used()
	n.Tick = true
	n.Frame.Title = "You approved the connection"
	n.Heading = "You approved the connection"
	n.Lead = []views.Text{{words("Ledgerline can now send cases to Northwind for "), views.Strong("Harbour & Pine ApS"), words(".")}}
	n.Facts = approvedFacts
	n.Steps = &views.Steps{
		Heading: "What happens next",
		Items: []views.Text{
			views.Plain("We have emailed you a copy of this confirmation."),
			views.Plain("Northwind starts work on the 3 cases on the next working day."),
		},
	}
	n.After = []views.Text{
		views.Plain("Changed your mind? Contact Northwind Collect to disconnect Ledgerline."),
		views.Plain("You can close this page. The link in your email brings you back here until 27 November."),
	}
	n.Link = nil
	return n
}

func declined() views.Notice {
	return views.Notice{
		Frame:   decided("declined", "This request was declined on 22 November", views.Stub{State: "Declined"}),
		Heading: "This request was declined on 22 November",
		Lead: []views.Text{views.Plain("Ledgerline is not connected to your account. " +
			"If that was a mistake, ask Ledgerline to send a new request.")},
		Link: &views.Link{Label: "This was not us", URL: "/northwind/approve/7F3Q2M9D.1/report"},
	}
}

func declinedConflict() views.Notice {
	n := declined()
	n.Lead = append([]views.Text{{
		words("Your approval was "), views.Strong("not"), words(" saved, because the request was declined before it reached us."),
	}}, n.Lead...)
	return n
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
