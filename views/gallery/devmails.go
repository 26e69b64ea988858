package gallery

import (
	"github.com/latchkey-portal/latchkey/static"
	"github.com/latchkey-portal/latchkey/views"
)

// devMails are the pages of caught mails, which exist in development only.
func devMails() []Entry {
	return []Entry{
		{"dev-mail", "dev-mail", 200, views.DevMailPage(devMail())},
		{"dev-mail-empty", "dev-mail", 200, views.DevMailPage(devMailEmpty())},
		{"dev-mail-message", "dev-mail", 200, views.DevMailMessagePage(devMailMessage())},
	}
}

func devMail() views.DevMail {
	f := frame("dev-mail", "Caught mails")
	f.Stylesheet = static.URL("dev.css")
	return views.DevMail{
		Frame:   f,
		Heading: "Caught mails",
		Intro:   "This copy of Latchkey sends nothing. What it would have sent stands here, newest first.",
		Words:   views.EnglishDevMail(),
		Mails: []views.DevMailRow{
			{URL: "/dev/mail/2", Subject: "Your new link from Northwind Collect", To: "anna@harbourpine.example", Time: "22 Nov 2026, 16:07"},
			{URL: "/dev/mail/1", Subject: "Invoice INV-2026-0417 from Fjordlight Software", To: "accounts-payable@harbourpine.example", Time: "22 Nov 2026, 16:05"},
		},
	}
}

func devMailEmpty() views.DevMail {
	d := devMail()
	d.Mails = nil
	d.Empty = "Nothing yet. Press “Email me a new link” on an expired link to see one."
	return d
}

func devMailMessage() views.DevMailMessage {
	f := frame("dev-mail", "Your new link from Northwind Collect")
	f.Stylesheet = static.URL("dev.css")
	return views.DevMailMessage{
		Frame:   f,
		Heading: "Your new link from Northwind Collect",
		Facts: []views.Fact{
			fact("To", "anna@harbourpine.example"), fact("From", "Northwind Collect <help@northwind.example>"), fact("Time", "22 Nov 2026, 16:07"),
		},
		Link:     &views.Action{Label: "Open the link", URL: "/northwind/invoice/INV-2026-0417"},
		HTMLURL:  "/mail/new-link",
		HTMLName: "As a mail program shows it",
		TextName: "As plain text",
		Text:     "Your new link from Northwind Collect\n\nHello Anna,\n\nThe old link no longer works.\n",
		Back:     views.Link{Label: "All caught mails", URL: "/dev/mail"},
	}
}
