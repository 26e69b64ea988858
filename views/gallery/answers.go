package gallery

import "github.com/latchkey-portal/latchkey/views"

// answers say what became of the smaller things people can do on the approval
// pages, and of a link they cannot renew themselves.
func answers() []Entry {
	return []Entry{
		{"expired-ask-partner", "expired", 410, views.NoticePage(expiredAskPartner())},
		{"told-partner", "result", 200, views.NoticePage(toldPartner())},
		{"told-not-me", "result", 200, views.NoticePage(toldNotMe())},
		{"told-not-us", "result", 200, views.NoticePage(toldNotUs())},
		{"check-email-again", "result", 200, views.NoticePage(checkEmailAgain())},
		{"saving", "result", 200, views.NoticePage(saving())},
	}
}

func done(title string) views.Frame {
	return with(northwind("result", title), views.Stub{State: "Told", Contact: northwindContact, Reference: "7F3Q-2M9D"})
}

// expiredAskPartner is for accounts whose customers may not renew links.
func expiredAskPartner() views.Notice {
	n := expired()
	n.Action = &views.Action{Label: "Ask Ledgerline for a new link", Icon: views.IconMail, URL: approvePath, Post: true,
		Hidden: []views.Hidden{{Name: "ask", Value: "new-link"}}}
	n.Hint = views.Plain("We will tell Ledgerline. They decide whether to send a new link.")
	n.Details = []views.Detail{whyExpire}
	return n
}

func toldPartner() views.Notice {
	return views.Notice{
		Frame: done("We have told Ledgerline"), Heading: "We have told Ledgerline",
		Lead: []views.Text{views.Plain("They decide whether to send a new link. You can close this page.")},
	}
}

func toldNotMe() views.Notice {
	return views.Notice{
		Frame: done("We have told Ledgerline"), Heading: "We have told Ledgerline",
		Lead: []views.Text{views.Plain("They can send the request to someone else. You can close this page. The link still works until 27 November.")},
		Link: &views.Link{Label: "Go back to the request", URL: approvePath},
	}
}

func toldNotUs() views.Notice {
	f := done("Thank you. We have told Northwind Collect")
	f.Stub.State = "Reported"
	return views.Notice{
		Frame: f, Tick: true, Heading: "Thank you. We have told Northwind Collect.",
		Lead: []views.Text{
			{words("We asked them to check this decision. They will contact you at "), masked, words(".")},
			views.Plain("The decision stands until they have checked it."),
		},
	}
}

func checkEmailAgain() views.Notice {
	n := checkEmail()
	n.After = nil
	n.Action = &views.Action{Label: "Send it again", Icon: views.IconMail, URL: approvePath, Post: true,
		Hidden: []views.Hidden{{Name: "ask", Value: "new-link"}}}
	return n
}

// saving is answered with a Refresh header.
func saving() views.Notice {
	f := done("We are saving your decision")
	f.Stub.State = "Being saved"
	return views.Notice{
		Frame: f, Heading: "We are saving your decision",
		Lead: []views.Text{views.Plain("This page updates itself. You can close it. We will email you when it is done.")},
	}
}
