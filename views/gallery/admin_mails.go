package gallery

import "github.com/latchkey-portal/latchkey/views"

var (
	badgeQueued  = views.Badge{Tone: views.ToneInfo, Icon: views.IconClock, Word: "Queued"}
	badgeBounced = views.Badge{Tone: views.ToneStop, Icon: views.IconMail, Word: "Bounced"}
)

// adminMails are the log of mails and the addresses that get none.
func adminMails() []Entry {
	one := func(name string, m views.MailDetail) Entry {
		return Entry{name, "admin-mail", 200, views.MailDetailPage(m)}
	}
	return []Entry{
		{"admin-mails", "admin-mails", 200, views.MailsPage(mailLog())},
		{"admin-mails-empty", "admin-mails", 200, views.MailsPage(mailLogEmpty())},
		{"admin-mails-narrowed", "admin-mails", 200, views.MailsPage(mailLogNarrowed())},
		{"admin-mails-nobody", "admin-mails", 200, views.MailsPage(mailLogNobody())},
		one("admin-mail", mailDelivered()),
		one("admin-mail-bounced", mailBounced()),
		one("admin-mail-old", mailOld()),
		{"admin-suppressions", "admin-suppressions", 200, views.SuppressionsPage(suppressions())},
		{"admin-suppressions-empty", "admin-suppressions", 200, views.SuppressionsPage(suppressionsEmpty())},
		{"admin-suppressions-wrong", "admin-suppressions", 422, views.SuppressionsPage(suppressionsWrong())},
	}
}

func mailLog() views.Mails {
	return views.Mails{
		Frame: office("admin-mails", "Mail", views.PlaceMail),
		Filter: views.MailFilter{
			Accounts: importAccounts(), Kinds: []views.Option{{Label: "Every kind", Chosen: true}, {Value: "reminder", Label: "Reminder"}, {Value: "request", Label: "Request"}},
		},
		Tabs: []views.Tab{
			{Label: "All", Count: "1,284", URL: "/admin/mail", Here: true},
			{Label: "Queued", Count: "2", URL: "/admin/mail?state=queued"},
			{Label: "Sent", Count: "14", URL: "/admin/mail?state=sent"},
			{Label: "Delivered", Count: "1,262", URL: "/admin/mail?state=delivered"},
			{Label: "Deferred", Count: "3", URL: "/admin/mail?state=deferred"},
			{Label: "Bounced", Count: "3", URL: "/admin/mail?state=bounced"},
			{Label: "Complained", Count: "0", URL: "/admin/mail?state=complained"},
		},
		Rows: []views.MailRow{
			{URL: "/admin/mail/m_78", Subject: "Reminder: Ledgerline is waiting for your answer", To: "a•••@harbourpine.example", Kind: "Reminder", State: badgeQueued, Tries: "Not tried yet", At: at("16:20", "15:20")},
			{URL: "/admin/mail/m_77", Subject: "Ledgerline wants to connect to your Northwind Collect account", To: "a•••@harbourpine.example", Kind: "Request", State: badgeDelivered, Tries: "1 try", Answer: "250 2.0.0 accepted", At: at("16:05", "15:05")},
			{URL: "/admin/mail/m_76", Subject: "Your new link from Northwind Collect", To: "b•••@brise.example", Kind: "New link", State: badgeBounced, Tries: "1 try", Answer: "550 5.1.1 mailbox unavailable", At: at("12:00", "11:00")},
		},
		Next:         "/admin/mail?after=m_76",
		Suppressions: views.Link{Label: "Addresses we do not mail (2)", URL: "/admin/mail/suppressed"},
	}
}

// mailLogNarrowed shows the mails to one address.
func mailLogNarrowed() views.Mails {
	m := mailLog()
	m.Next, m.Filter.Open = "", true
	m.Filter.Like, m.Filter.To, m.Filter.All = "msg_1", "a•••@harbourpine.example", "/admin/mail"
	return m
}

// mailLogNobody was narrowed to an address that no mail went to.
func mailLogNobody() views.Mails {
	m := mailLogNarrowed()
	m.Rows, m.Empty = nil, "No mail that was looked for is here."
	m.Filter.Like, m.Filter.To = "none", ""
	return m
}

// suppressionsWrong has a form that could not be taken.
func suppressionsWrong() views.Suppressions {
	s := suppressions()
	const wrong = "Write the whole address, like anna@example.com."
	s.Frame.Title = "Error: addresses we do not mail – Mail"
	s.Form.Problems, s.Form.Open = problem("email", wrong), true
	s.Form.Email.Value, s.Form.Email.Error, s.Form.Reason.Value = "anna", wrong, "asked by phone"
	return s
}

func mailLogEmpty() views.Mails {
	m := mailLog()
	m.Rows, m.Next = nil, ""
	m.Empty = "No mail was sent yet. The first one goes out with the first request or new link."
	return m
}

func mailDelivered() views.MailDetail {
	return views.MailDetail{
		Frame:   office("admin-mail", "Request mail, delivered – Mail", views.PlaceMail),
		Heading: "Ledgerline wants to connect to your Northwind Collect account", State: badgeDelivered,
		Facts: []views.AdminFact{
			{Name: "To", Value: "a•••@harbourpine.example"},
			{Name: "Kind", Value: "Request, link 1"},
			{Name: "Reference", Value: "7F3Q-2M9D", Code: true},
			{Name: "Message ID", Value: "<lr_0042.1.m_77@pay.northwind.example>", Code: true},
		},
		About: &views.AdminObject{Title: "Ledgerline asks Harbour & Pine ApS", Reference: "7F3Q-2M9D", URL: "/admin/requests/lr_0042"},
		Tries: []views.TimelineItem{
			{Tone: views.ToneOK, Icon: views.IconCheck, Fact: "Delivered", Sub: "250 2.0.0 accepted", At: at("16:05", "15:05")},
			{Tone: views.ToneInfo, Icon: views.IconPlus, Fact: "Queued", At: at("16:05", "15:05")},
		},
		Text:  "Ledgerline wants to connect to your Northwind Collect account\n\nHello Anna,\n\nIf you approve, Ledgerline can send debt collection cases to Northwind\nCollect for Harbour & Pine ApS.\n\nReview the request:\n(the link is not shown here)\n",
		Head:  "From: Northwind Collect <help@northwind.example>\nReply-To: help@northwind.example\nAuto-Submitted: auto-generated\nX-Latchkey-Ref: 7F3Q-2M9D",
		Again: &views.PostButton{URL: "/admin/mail/m_77/again", Label: "Send it again", Icon: views.IconMail, Hint: "The same words with the same link, to the address on file."},
	}
}

func mailBounced() views.MailDetail {
	m := mailDelivered()
	m.Frame.Title, m.State = "Request mail, bounced – Mail", badgeBounced
	m.HTMLURL = "/mail/request"
	m.Text, m.Head = "", ""
	m.Tries[0] = views.TimelineItem{Tone: views.ToneStop, Icon: views.IconMail, Fact: "Bounced", Sub: "550 5.1.1 mailbox unavailable", At: at("16:08", "15:08")}
	m.Again = nil
	m.Suppress = &views.PostButton{URL: "/admin/mail/suppressed/s_12/remove", Label: "Mail this address again", Icon: views.IconRenew, Hint: "Takes it off the list of addresses we do not mail. Do this only when you know that the mailbox works."}
	m.Only = "It cannot be sent while the address is on that list."
	return m
}

func mailOld() views.MailDetail {
	m := mailDelivered()
	m.Text, m.Head, m.Again = "", "", nil
	m.Kept = "This was 8 days ago. What a mail said is kept for 7 days."
	m.Only = "The link in it has expired. Send a new link from the page of the request."
	return m
}

func suppressions() views.Suppressions {
	remove := &views.PostButton{URL: "/admin/mail/suppressed/s_12/remove", Label: "Mail again", Icon: views.IconRenew}
	return views.Suppressions{
		Frame: office("admin-suppressions", "Addresses we do not mail – Mail", views.PlaceMail),
		Rows: []views.Suppression{
			{Address: "b•••@brise.example", Why: "Bounced: mailbox unavailable", Since: at("12:00", "11:00"), Remove: remove},
			{Address: "k•••@kaffebar.example", Why: "Reported as unwanted", Since: at("09:00", "08:00")},
		},
		Back: views.Link{Label: "Mail", URL: "/admin/mail"}, Accounts: importAccounts(),
		Form: &views.SuppressForm{
			URL: "/admin/mail/suppressed", Accounts: importAccounts()[1:],
			Email:  views.Field{Name: "email", Label: "Address", Kind: "email", Mode: "email"},
			Reason: views.Field{Name: "reason", Label: "Reason", Hint: views.Plain("Stands in the list and in the audit trail.")},
		},
	}
}

func suppressionsEmpty() views.Suppressions {
	s := suppressions()
	s.Rows = nil
	s.Empty = "There is none. Addresses come here when mail to them bounces, or when somebody reports it as unwanted."
	return s
}
