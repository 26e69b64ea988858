package gallery

import "github.com/latchkey-portal/latchkey/views"

// approvals are the pages that ask for a decision on a connection.
func approvals() []Entry {
	entry := func(name string, status int, a views.Approval) Entry {
		return Entry{name, "question", status, views.ApprovalPage(a)}
	}
	return []Entry{
		entry("question", 200, question()),
		entry("question-nothing-held", 200, questionNothingHeld()),
		entry("question-last-day", 200, questionLastDay()),
		entry("question-companies", 200, questionCompanies()),
		entry("question-company-missing", 422, questionCompanyMissing()),
		entry("question-reason-long", 422, questionReasonLong()),
		entry("question-no-reason", 200, questionNoReason()),
		entry("question-check", 200, questionCheck()),
		entry("question-check-wrong", 422, questionCheckWrong()),
		entry("question-arabic", 200, questionArabic()),
		entry("question-logo", 200, questionLogo()),
		entry("question-logos", 200, questionLogos()),
		entry("question-restored", 200, questionRestored()),
	}
}

const approvePath = "/northwind/approve/lr_0042.1?s=1795187100&e=1795791900&k=a1&c=0123456789abcdef0123456789abcdef"

// formValue is the field that binds a form to its link.
var formValue = views.Hidden{Name: "n", Value: "1795340520.8d1f5c2b9e7a4f60"}

func openStub() views.Stub {
	return views.Stub{
		State: "5 days left to decide",
		Bar:   &views.Bar{Used: 28, Parts: 7, Mark: views.MarkNow, Start: "Sent 20 Nov", End: "Closes 27 Nov"},
		Till: views.Text{
			words("This link works until "), views.Time("Friday 27 November 2026 at 16:05", "2026-11-27T16:05:00+01:00"), words(" (Copenhagen time)."),
		},
		Contact: northwindContact, Reference: "7F3Q-2M9D",
	}
}

func question() views.Approval {
	return views.Approval{
		Frame:   with(northwind("question", "Approve a connection for Harbour & Pine ApS"), openStub()),
		Heading: "Ledgerline wants to connect to your Northwind account",
		Lead: []views.Text{{
			words("If you approve, Ledgerline can send debt collection cases to Northwind for "), views.Strong("Harbour & Pine ApS"),
			words(". You can disconnect it later."),
		}},
		Facts: []views.Fact{
			{Name: "Asking", Value: views.Text{views.Strong("Ledgerline A/S"), words(", accounting software")}},
			{Name: "On hold", Value: views.Plain("3 cases, DKK 41,250.00 in total")},
		},
		Scope: &views.Scope{
			Heading: "What Ledgerline can do",
			Can:     []views.Text{views.Plain("Send new cases and see how they are going")},
			Cannot:  []views.Text{{words("It "), views.Strong("cannot"), words(" see your other cases or bank details")}},
		},
		Form: views.DecisionForm{
			URL: approvePath, Hidden: []views.Hidden{formValue},
			Approve: "Approve connection", Decline: "Decline",
			Reason: &views.Reason{
				Summary: "Add a reason (only sent if you decline)",
				Field: views.Field{
					Name: "reason", Label: "Tell Ledgerline why (optional)", Rows: 3,
					Hint: views.Plain("Up to 500 characters. Ledgerline will see this."),
				},
			},
		},
		Details: []views.Detail{notExpecting},
		Asks:    []views.Ask{notMe},
	}
}

var notExpecting = views.Detail{
	Summary: "I was not expecting this",
	Paragraphs: []views.Text{
		views.Plain("You do not have to do anything. If you ignore this page, the request closes on 27 November and nothing changes."),
		views.Plain("If you do not know Ledgerline, choose Decline."),
	},
}

var notMe = views.Ask{
	Summary: "I am not the right person",
	Text:    []views.Text{views.Plain("Tell Ledgerline that you are not the right person. They can send the request to someone else.")},
	Field:   &views.Field{Name: "who", Label: "Name or role of the right person (optional)", Hint: views.Plain("Ledgerline will see this.")},
	URL:     approvePath, Hidden: []views.Hidden{formValue},
	Name: "ask", Value: "not-me", Label: "Tell Ledgerline",
}

func questionNothingHeld() views.Approval {
	a := question()
	a.Facts = a.Facts[:1]
	return a
}

func questionLastDay() views.Approval {
	a := question()
	stub := openStub()
	stub.State = "Closes today at 16:05"
	stub.Bar = &views.Bar{Used: 97, Parts: 7, Mark: views.MarkNow, Start: "Sent 20 Nov", End: "Closes 27 Nov"}
	a.Frame = with(a.Frame, stub)
	return a
}

func questionLogo() views.Approval {
	a := question()
	a.Frame.Brand.Logo = &galleryLogo
	return a
}

func questionLogos() views.Approval {
	a := questionLogo()
	both := galleryLogo
	both.Dark = galleryLogo.URL
	a.Frame.Brand.Logo = &both
	return a
}

func questionNoReason() views.Approval {
	a := question()
	a.Form.Reason = nil
	return a
}

func questionCompanies() views.Approval {
	a := question()
	a.Frame.Title = "Which account should Ledgerline connect to?"
	a.Lead = []views.Text{views.Plain("If you approve, Ledgerline can send debt collection cases to Northwind for the company you choose. " +
		"You can disconnect it later.")}
	a.Form.Pick = &views.Pick{
		Name: "client", Legend: "Which account should Ledgerline connect to?",
		Hint:    views.Plain("Your email address belongs to 3 accounts."),
		Choices: []views.Choice{{Value: "c1", Label: "Harbour & Pine ApS (Copenhagen)"}, {Value: "c2", Label: "Harbour & Pine Retail ApS (Aarhus)"}},
		Also:    []string{"Pine Holding ApS (Odense): already connected to Ledgerline"},
	}
	return a
}

func questionCompanyMissing() views.Approval {
	a := questionCompanies()
	const wrong = "Select the account to connect"
	a.Frame.Title = "Error: " + a.Frame.Title
	a.Problems = problem("client", wrong)
	a.Form.Pick.Error = wrong
	return a
}

func questionReasonLong() views.Approval {
	a := question()
	const wrong = "Reason must be 500 characters or fewer"
	a.Frame.Title = "Error: " + a.Frame.Title
	a.Problems = problem("reason", wrong)
	a.Form.Reason.Open = true
	a.Form.Reason.Field.Error = wrong
	a.Form.Reason.Field.Value = "We do not use Ledgerline any more. Please talk to our bookkeeper first. …"
	return a
}

// problem is the summary above a form with one thing wrong.
func problem(field, wrong string) *views.Problems {
	return &views.Problems{Heading: "There is a problem", Items: []views.Link{{Label: wrong, URL: "#" + field}}}
}

func questionCheck() views.Approval {
	a := question()
	a.Frame.Title = "One more question before we save your answer"
	a.Heading = "One more question before we save your answer"
	a.Lead = []views.Text{views.Plain("Your answer came within seconds. Some email programs open links and press buttons by themselves, " +
		"so we ask for something they do not know. Nothing is saved yet.")}
	a.Facts = []views.Fact{
		a.Facts[0],
		{Name: "Company", Value: views.Plain("Harbour & Pine ApS")},
	}
	a.Scope = nil
	a.Form.Check = &views.Field{
		Name: "check", Label: "Last 4 characters of your company registration number", Width: 6,
		Hint: views.Plain("You find it on your own invoices. For example, the last 4 of DK 12 34 56 78 are 5678."),
	}
	a.Details = []views.Detail{{
		Summary: "I do not have that number",
		Paragraphs: []views.Text{{
			words("You can come back later: the link works until 27 November. Or contact Northwind Collect and give the reference "),
			{Text: "7F3Q-2M9D", Strong: true, LTR: true}, words("."),
		}},
	}}
	a.Asks = nil
	return a
}

func questionCheckWrong() views.Approval {
	a := questionCheck()
	const wrong = "That is not how the number we have ends. Check the last 4 characters"
	a.Frame.Title = "Error: " + a.Frame.Title
	a.Problems = problem("check", wrong)
	a.Form.Check.Error = wrong
	a.Form.Check.Value = "1234"
	return a
}
