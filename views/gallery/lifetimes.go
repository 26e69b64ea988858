package gallery

import "github.com/latchkey-portal/latchkey/views"

// lifetimes are the pages of a genuine link outside its time: expired,
// replaced, not yet, turned off, and the way to a new one.
func lifetimes() []Entry {
	return []Entry{
		{"expired", "expired", 410, views.NoticePage(expired())},
		{"expired-document", "expired", 410, views.NoticePage(expiredDocument())},
		{"expired-no-mail", "expired", 410, views.NoticePage(expiredNoMail())},
		{"expired-too-old", "expired", 410, views.NoticePage(expiredTooOld())},
		{"check-email", "result", 200, views.NoticePage(checkEmail())},
		{"superseded", "superseded", 410, views.NoticePage(superseded())},
		{"not-yet", "not-yet", 403, views.NoticePage(notYet())},
		{"withdrawn", "withdrawn", 410, views.NoticePage(withdrawn())},
		{"turned-off", "withdrawn", 410, views.NoticePage(turnedOff())},
		{"policy", "policy", 403, views.NoticePage(policy())},
	}
}

func expired() views.Notice {
	return views.Notice{
		Frame:   with(northwind("expired", "This link has expired"), expiredStub()),
		Heading: "This link has expired",
		Lead: []views.Text{{
			views.Strong("Nothing is lost."),
			words(" You can carry on where you left off as soon as you have a new link."),
		}},
		Action:  newLink,
		Hint:    views.Text{words("We will send it to "), masked, words(", which got the first link. It usually arrives within 2 minutes.")},
		Details: []views.Detail{otherAddress, whyExpire},
	}
}

func expiredStub() views.Stub {
	return views.Stub{
		State: "Expired 2 days ago",
		Bar:   closed,
		Till: views.Text{
			words("This link stopped working on "),
			views.Time("Friday 20 November 2026 at 16:05", "2026-11-20T16:05:00+01:00"),
			words(" (Copenhagen time)."),
		},
		Contact:   northwindContact,
		Reference: "7F3Q-2M9D",
	}
}

var newLink = &views.Action{
	Label:  "Email me a new link",
	Icon:   views.IconMail,
	URL:    "/northwind/invoice/INV-2026-0417/new-link",
	Post:   true,
	Hidden: []views.Hidden{{Name: "s", Value: "1794582300"}, {Name: "e", Value: "1795187100"}},
}

var otherAddress = views.Detail{
	Summary: "I cannot use that email address any more",
	Paragraphs: []views.Text{views.Plain("Contact Northwind Collect and give the reference 7F3Q-2M9D. " +
		"They will check who you are before they send a link to a new address.")},
}

var whyExpire = views.Detail{
	Summary: "Why links expire",
	Paragraphs: []views.Text{views.Plain("Emails can be forwarded or copied. " +
		"A time limit keeps your information from being opened by someone else later.")},
}

func expiredDocument() views.Notice {
	n := expired()
	n.Lead = []views.Text{views.Plain("Your documents are safe. You can open them again as soon as you have a new link.")}
	return n
}

func expiredNoMail() views.Notice {
	n := expired()
	n.Action = nil
	n.Hint = nil
	n.Lead = []views.Text{
		{views.Strong("Nothing is lost."), words(" We cannot send email to the address we have for you.")},
		{words("Contact Northwind Collect and give the reference "), {Text: "7F3Q-2M9D", Strong: true, LTR: true}, words(".")},
	}
	n.Details = []views.Detail{whyExpire}
	return n
}

func expiredTooOld() views.Notice {
	n := expiredNoMail()
	n.Lead = []views.Text{
		{views.Strong("Nothing is lost."), words(" This link is too old to renew here.")},
		{words("Contact Northwind Collect and give the reference "), {Text: "7F3Q-2M9D", Strong: true, LTR: true}, words(".")},
	}
	return n
}

func checkEmail() views.Notice {
	return views.Notice{
		Frame: with(northwind("result", "Check your email"), views.Stub{
			State: "A new link was asked for", Contact: northwindContact, Reference: "7F3Q-2M9D",
		}),
		Heading: "Check your email",
		Lead: []views.Text{{
			words("We have sent a new link to "), masked, words(". It usually arrives within 2 minutes. " +
				"Use the newest email. Links in older emails have stopped working."),
		}},
		Steps: &views.Steps{
			Heading: "If it does not arrive",
			Items: []views.Text{
				views.Plain("Look in your spam or junk folder."),
				views.Plain("Search for “Northwind Collect” or “7F3Q-2M9D”."),
				views.Plain("Ask your IT team whether they hold back emails from northwind.example."),
			},
		},
		After: []views.Text{{words("You can ask again after "), {Text: "16:12", DateTime: "2026-11-22T16:12:00+01:00"}, words(".")}},
	}
}

func superseded() views.Notice {
	return views.Notice{
		Frame: with(northwind("superseded", "There is a newer link"), views.Stub{
			State:     "Replaced on 18 November",
			Bar:       &views.Bar{Used: 71, Parts: 7, Mark: views.MarkClosed, Start: "Sent 13 Nov", End: "Until 20 Nov"},
			Contact:   northwindContact,
			Reference: "7F3Q-2M9D",
		}),
		Heading: "There is a newer link",
		Lead: []views.Text{{
			words("We sent you a newer email on "),
			views.Time("Wednesday 18 November 2026 at 09:14", "2026-11-18T09:14:00+01:00"),
			words(" (Copenhagen time). Open that one instead. This link stopped working then."),
		}},
		Action: &views.Action{Label: "Send the newest link again", Icon: views.IconMail, URL: "/northwind/invoice/INV-2026-0417/new-link", Post: true},
		Hint:   views.Text{words("We will send it to "), masked, words(".")},
	}
}

func notYet() views.Notice {
	return views.Notice{
		Frame: with(northwind("not-yet", "This link does not work yet"), views.Stub{
			State:     "Opens in 3 days",
			Bar:       &views.Bar{Used: 0, Parts: 7, Start: "Opens 25 Nov", End: "Closes 2 Dec"},
			Contact:   northwindContact,
			Reference: "7F3Q-2M9D",
		}),
		Heading: "This link does not work yet",
		Lead: []views.Text{{
			words("You can use it from "),
			views.Time("Wednesday 25 November 2026 at 08:00", "2026-11-25T08:00:00+01:00"),
			words(" (Copenhagen time). That is in 3 days."),
		}},
		Action: &views.Action{Label: "Add to calendar", Icon: views.IconCalendar, URL: "/northwind/invoice/INV-2026-0417.ics"},
	}
}

func withdrawn() views.Notice {
	return views.Notice{
		Frame: with(northwind("withdrawn", "This request was withdrawn"), views.Stub{
			State: "Withdrawn on 19 November", Contact: northwindContact, Reference: "7F3Q-2M9D",
		}),
		Heading: "This request was withdrawn",
		Lead: []views.Text{{
			words("Ledgerline withdrew it on "),
			views.Time("Thursday 19 November 2026", "2026-11-19"),
			words(". You do not need to do anything, and your account has not changed."),
		}},
	}
}

func turnedOff() views.Notice {
	n := withdrawn()
	n.Frame.Title = "This link was turned off"
	n.Frame.Stub.State = "Turned off on 19 November"
	n.Heading = "This link was turned off"
	n.Lead = []views.Text{{
		words("Northwind Collect turned it off on "),
		views.Time("Thursday 19 November 2026", "2026-11-19"),
		words(" to protect your account. Contact Northwind Collect if you still need it."),
	}}
	return n
}

func policy() views.Notice {
	return views.Notice{
		Frame: with(northwind("policy", "This link cannot be used"), views.Stub{
			Contact: northwindContact, Reference: "7F3Q-2M9D",
		}),
		Heading: "This link cannot be used",
		Lead: []views.Text{
			views.Plain("It was made for a longer time than Northwind Collect allows. Nothing was changed."),
			{words("Contact Northwind Collect and give the reference "), {Text: "7F3Q-2M9D", Strong: true, LTR: true}, words(".")},
		},
	}
}
