package gallery

import "github.com/latchkey-portal/latchkey/views/mail"

// billingMails tell customers what they decided about something billed, and
// what came of it.
func billingMails() []Mail {
	return []Mail{
		{"receipt-cancel", mail.Cancelled(cancelWords())},
		{"receipt-cancel-no-date", mail.Cancelled(cancelSoonest())},
		{"receipt-withdraw", mail.Withdrawn(withdrawWords())},
		{"receipt-withdraw-late", mail.Withdrawn(withdrawLate())},
		{"receipt-decline", mail.QuoteDeclined(declineWords())},
		{"receipt-upgrade", mail.Requested(upgradeWords())},
		{"receipt-accept", mail.Requested(acceptWords())},
		{"receipt-ask-change", mail.Requested(askChangeWords())},
		{"receipt-correct-billing", mail.Requested(correctionWords())},
		{"receipt-problem", mail.Requested(problemWords())},
		{"receipt-pay", mail.Begun(payWords())},
		{"outcome-applied", mail.Applied(applied())},
		{"outcome-applied-ahead", mail.Applied(appliedAhead())},
		{"outcome-refused", mail.Refused(refused())},
		{"outcome-lapsed", mail.Lapsed(mail.OutcomeWords{BillingWords: upgradeWords()})},
		{"outcome-taken-back", mail.TakenBack(mail.OutcomeWords{BillingWords: upgradeWords()})},
		{"outcome-superseded", mail.Superseded(mail.OutcomeWords{BillingWords: upgradeWords()})},
		{"outcome-acknowledged", mail.Acknowledged(acknowledged())},
		{"outcome-paid", mail.Paid(mail.OutcomeWords{BillingWords: payWords(), Amount: "€90.00"})},
		{"outcome-not-paid", mail.Failed(mail.OutcomeWords{BillingWords: payWords()})},
		{"outcome-method", mail.Settled(methodChanged())},
	}
}

// billed is what all of these have alike.
func billed(action, subject string) mail.BillingWords {
	deed, ok := mail.DeedOf(action)
	if !ok {
		panic("no words for " + action)
	}
	return mail.BillingWords{
		Sender: northwindSender, Deed: deed, Greeting: "Hello Harbour & Pine ApS,", Reference: "R7M2-40XD", Subject: subject,
		At: "Sunday 22 November 2026 at 16:07 (Copenhagen time)",
	}
}

const answerBy = "Wednesday 25 November 2026 at 16:07 (Copenhagen time)"

func cancelWords() mail.BillingWords {
	w := billed("cancel", "Subscription 49694473")
	w.Day = "Tuesday 15 December 2026"
	w.Facts = []mail.Fact{
		{Name: "On the page", Value: "Cancel your subscription"}, {Name: "Plan", Value: "Team plan, 10 seats"},
		{Name: "You pay now", Value: "Nothing"}, {Name: "You pressed", Value: "Cancel on 15 December 2026"},
	}
	return w
}

func cancelSoonest() mail.BillingWords {
	w := cancelWords()
	w.Sender = mail.Sender{Lang: "en-GB", Dir: "ltr", Merchant: "Fjordlight Software"}
	w.Day, w.Greeting, w.Facts = "", "", nil
	return w
}

func withdrawWords() mail.BillingWords {
	w := billed("withdraw", "Order 366332011")
	w.Facts = []mail.Fact{{Name: "You declare", Value: "I withdraw from the contract about order 366332011."}}
	w.Said = []mail.Fact{{Name: "Reason", Value: "It does not do what we need."}}
	return w
}

func withdrawLate() mail.BillingWords {
	w := withdrawWords()
	w.Late = true
	return w
}

func declineWords() mail.BillingWords {
	w := billed("decline", "Quote Q-2026-0031")
	w.Said = []mail.Fact{{Name: "Reason", Value: "We found another supplier."}}
	return w
}

func upgradeWords() mail.BillingWords {
	w := billed("upgrade", "Subscription 49694473")
	w.AnswerBy = answerBy
	w.Facts = []mail.Fact{
		{Name: "From", Value: "Team plan, 10 seats"}, {Name: "To", Value: "Business plan, 10 seats"},
		{Name: "You pay now", Value: "€48.60"}, {Name: "You pressed", Value: "Change plan and pay €48.60 now"},
	}
	return w
}

func acceptWords() mail.BillingWords {
	w := billed("accept", "Quote Q-2026-0031")
	w.AnswerBy = answerBy
	w.Facts = []mail.Fact{
		{Name: "Total", Value: "€12,852.00, VAT included"}, {Name: "Name", Value: "Anna Pedersen"}, {Name: "Role", Value: "Head of finance"},
		{Name: "Purchase order number", Value: "PO-4471"}, {Name: "Terms", Value: "Accepted"}, {Name: "Version of the terms", Value: "2026-09"},
	}
	return w
}

func askChangeWords() mail.BillingWords {
	w := billed("ask_change", "Quote Q-2026-0031")
	w.AnswerBy = answerBy
	w.Said = []mail.Fact{{Name: "Message", Value: "Please offer 20 seats.\nAnd leave out the training.\n\nAnna"}}
	return w
}

func correctionWords() mail.BillingWords {
	w := billed("correct_billing", "Invoice INV-2026-0417")
	w.AnswerBy = answerBy
	w.Facts = []mail.Fact{
		{Name: "Company", Value: "Harbour & Pine A/S"}, {Name: "Street", Value: "Havnegade 14"}, {Name: "Postcode", Value: "1058"},
		{Name: "City", Value: "Copenhagen K"}, {Name: "VAT or tax number", Value: "DK 12345674"},
	}
	return w
}

// problemWords holds what a page must never make clickable or bold.
func problemWords() mail.BillingWords {
	w := billed("report_problem", "Order 366332011")
	w.Said = []mail.Fact{{Name: "Message", Value: "The licence key does not work.\n<b>See</b> https://files.harbourpine.example/shot.png"}}
	return w
}

func payWords() mail.BillingWords {
	w := billed("pay", "Invoice INV-2026-0417")
	w.Facts = []mail.Fact{{Name: "You pressed", Value: "Pay €90.00"}}
	return w
}

func applied() mail.OutcomeWords {
	return mail.OutcomeWords{BillingWords: upgradeWords(), From: "Sunday 22 November 2026", Answer: "Welcome to Business.\nYour invoice follows today."}
}

func appliedAhead() mail.OutcomeWords {
	return mail.OutcomeWords{BillingWords: upgradeWords(), From: "Tuesday 15 December 2026", Ahead: true}
}

func refused() mail.OutcomeWords {
	return mail.OutcomeWords{BillingWords: upgradeWords(), Answer: "The Business plan starts at 20 seats <20 is not possible>."}
}

func acknowledged() mail.OutcomeWords {
	return mail.OutcomeWords{BillingWords: cancelWords(), From: "Tuesday 15 December 2026", Ahead: true}
}

func methodChanged() mail.OutcomeWords {
	w := billed("change_method", "Subscription 49694473")
	return mail.OutcomeWords{BillingWords: w, Amount: "€90.00", Method: "Visa •••• 4242, expires 04/30"}
}
