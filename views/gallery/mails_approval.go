package gallery

import "github.com/latchkey-portal/latchkey/views/mail"

// approvalMails are the mails of the approval flow.
func approvalMails() []Mail {
	return []Mail{
		{"request", mail.Request(requestWords())},
		{"request-one-case", mail.Request(requestOneCase())},
		{"reminder", mail.Reminder(requestWords())},
		{"expires-soon", mail.ExpiresSoon(requestWords())},
		{"expired", mail.Expired(mail.ExpiredWords{
			Sender: northwindSender, LinkWords: approveLink(), Greeting: "Hello Anna,", Partner: "Ledgerline",
		})},
		{"new-link-approval", mail.NewLink(mail.NewLinkWords{
			Sender: northwindSender, LinkWords: approveLink(), Greeting: "Hello Anna,",
			AskedAt: "Sunday 22 November 2026 at 16:07", Subject: "the request of Ledgerline",
		})},
		{"approved", mail.Approved(decisionWords())},
		{"declined", mail.Declined(declinedWords())},
		{"code", mail.Code(mail.CodeWords{
			Sender: northwindSender, Greeting: "Hello Anna,", Code: "482915", Minutes: "10 minutes",
			Until: "16:17", UntilAt: "2026-11-22T16:17:00+01:00", Zone: "Copenhagen time", Reference: "7F3Q-2M9D",
		})},
		{"webhook-off", mail.WebhookOff(webhookOffWords())},
		{"webhook-off-partner", mail.WebhookOff(webhookOffPartner())},
	}
}

func approveLink() mail.LinkWords { return link("/northwind/approve/lr_0042.1") }

func requestWords() mail.RequestWords {
	return mail.RequestWords{
		Sender: northwindSender, LinkWords: approveLink(), Greeting: "Hello Anna,",
		Partner: "Ledgerline", Company: "Harbour & Pine ApS", Scope: "send debt collection cases to Northwind Collect",
		Cases: 3, Total: "DKK 41,250.00", Day: "Friday 27 November",
	}
}

// requestOneCase goes to somebody who belongs to several companies.
func requestOneCase() mail.RequestWords {
	w := requestWords()
	w.Company, w.Greeting = "", ""
	w.Cases, w.Total = 1, ""
	return w
}

func decisionWords() mail.DecisionWords {
	return mail.DecisionWords{
		Sender: northwindSender, LinkWords: approveLink(), Greeting: "Hello Anna,",
		Partner: "Ledgerline", Company: "Harbour & Pine ApS", Scope: "send debt collection cases to Northwind Collect",
		At: "Sunday 22 November 2026 at 11:42", Cases: "3 cases sent to Northwind Collect, DKK 41,250.00 in total",
		Request: "lr_0042.1", Next: []string{"Northwind Collect starts work on the 3 cases on the next working day."},
	}
}

func declinedWords() mail.DecisionWords {
	w := decisionWords()
	w.Cases, w.Next = "", nil
	w.Reason = "We do not use Ledgerline any more."
	return w
}

func webhookOffWords() mail.WebhookOffWords {
	return mail.WebhookOffWords{
		Sender: northwindSender, URL: "https://pay.example/admin/webhooks/wh_81", Host: "hooks.ledgerline.example",
		Address: "https://hooks.ledgerline.example/latchkey", At: "Sunday 22 November 2026 at 11:42 (Copenhagen time)",
		Because: "every try has failed for 5 days", Waiting: "14 events", Kept: "30 days", ID: "wh_81",
	}
}

func webhookOffPartner() mail.WebhookOffWords {
	w := webhookOffWords()
	w.URL, w.Waiting = "", ""
	w.Because = "it answered 410 Gone"
	return w
}
