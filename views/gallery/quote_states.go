package gallery

import "github.com/latchkey-portal/latchkey/views"

// closedQuote is a quote that nobody can decide on any more.
func closedQuote(title string, badge views.Badge, lead ...views.Text) views.Quote {
	q := quoteOpen()
	q.Frame.Title = title
	q.Badge = badge
	q.Lead = lead
	q.Acts = nil
	q.Clocks = nil
	q.Facts = q.Facts[:1]
	return q
}

func quoteAccepted() views.Quote {
	q := closedQuote("Quote Q-1042, accepted", views.Badge{Tone: views.ToneOK, Icon: views.IconCheck, Word: "Accepted"},
		views.Text{
			words("Anna Holm accepted this quote on "), views.Time("Monday 23 November 2026 at 10:12", "2026-11-23T10:12:00+01:00"),
			words(". There is nothing more to do."),
		},
		views.Plain("Fjordlight Software sends the invoice by 30 November."),
	)
	q.Facts = append(q.Facts, fact("Accepted by", "Anna Holm, Head of Finance"), code("Purchase order", "PO-88412"), code("Receipt", "5RWD-8C1N"))
	q.Downloads = append(q.Downloads, views.Download{Label: "Signed terms (PDF)", URL: quotePath + "/terms.pdf"})
	return q
}

func quoteAcceptedUnpaid() views.Quote {
	q := quoteAccepted()
	q.Frame.Title = "Quote Q-1042, accepted, €1,428.00 to pay"
	q.Lead = q.Lead[:1]
	q.Lead[0] = append(q.Lead[0][:2:2], words(". The invoice can be paid now."))
	q.Acts = []views.Action{{Label: "Pay €1,428.00", URL: quotePath + "/pay", Post: true, Hidden: []views.Hidden{formValue}}}
	q.Hint = views.Plain("You pay at Nordpay. Fjordlight Software does not see your card details.")
	return q
}

func quoteDeclined() views.Quote {
	return closedQuote("Quote Q-1042, declined", views.Badge{Tone: views.ToneDeclined, Icon: views.IconCross, Word: "Declined"},
		views.Text{
			words("Anna Holm declined this quote on "), views.Time("Monday 23 November 2026 at 10:12", "2026-11-23T10:12:00+01:00"),
			words(". Nothing was ordered."),
		},
		views.Plain("If that was a mistake, ask Fjordlight Software for a new quote."),
	)
}

func quoteChangesRequested() views.Quote {
	q := closedQuote("Quote Q-1042, changes requested", views.Badge{Tone: views.ToneInfo, Icon: views.IconRenew, Word: "Changes requested"},
		views.Text{
			words("You asked for a change on "), views.Time("Monday 23 November 2026 at 10:12", "2026-11-23T10:12:00+01:00"),
			words(". Fjordlight Software answers with a new version. Until then this one cannot be accepted."),
		},
	)
	q.Facts = append(q.Facts, fact("You asked for", "12 seats, and a start on 1 January"))
	q.Tasks = views.Tasks{Heading: "What you can do", Items: []views.Task{
		{Label: "Take the request back", URL: quotePath + "/change", Effect: views.Plain("The quote is then open again until 12 December.")},
	}}
	return q
}

func quoteExpired() views.Quote {
	q := closedQuote("Quote Q-1042, expired", views.Badge{Tone: views.ToneWarn, Icon: views.IconClock, Word: "Expired"},
		views.Text{
			words("This quote was valid until the end of "), views.Time("Saturday 12 December 2026", "2026-12-12"),
			words(" (Berlin time). It can no longer be accepted, and nothing was ordered."),
		},
	)
	q.Acts = []views.Action{{Label: "Ask for a new quote", URL: quotePath + "/change", Icon: views.IconMail}}
	q.Hint = views.Plain("The new quote may have other prices.")
	return q
}

func quoteReplaced() views.Quote {
	q := closedQuote("Quote Q-1042, replaced", views.Badge{Tone: views.ToneMute, Icon: views.IconArrow, Word: "Replaced"},
		views.Plain("This is version 1. It can no longer be accepted."))
	q.Facts = []views.Fact{fact("Version", "1, of 14 November 2026")}
	q.Callouts = []views.Callout{{
		Tone: views.ToneInfo, Icon: views.IconArrow, Heading: "There is a newer version",
		Text: views.Text{words("We sent you version 2 on "), views.Time("Saturday 21 November 2026", "2026-11-21"), words(". Open the newest email from Fjordlight Software.")},
	}}
	return q
}

func quoteWithdrawn() views.Quote {
	return closedQuote("Quote Q-1042, withdrawn", views.Badge{Tone: views.ToneStop, Icon: views.IconBar, Word: "Withdrawn"},
		views.Text{
			words("Fjordlight Software withdrew this quote on "), views.Time("Sunday 22 November 2026", "2026-11-22"),
			words(". You do not need to do anything."),
		},
		views.Plain("If you still need it, ask them for a new quote."),
	)
}

// quoteUnknown has a status we do not know: it is shown as it came.
func quoteUnknown() views.Quote {
	q := closedQuote("Quote Q-1042", views.Badge{Tone: views.ToneMute, Icon: views.IconInfo, Word: "QTE_HLD2"},
		views.Plain("This is the status that Fjordlight Software gives. If you do not know what it means, ask them."))
	q.Facts = append([]views.Fact{fact("Status", "QTE_HLD2")}, q.Facts...)
	q.AsOf = "Amounts as of 21 November 2026 at 06:00 (Berlin time)."
	return q
}

func quoteTest() views.Quote {
	q := quoteOpen()
	q.Frame.Title = "Test: quote Q-1042"
	q.Frame.Stamp = "Test"
	q.Badge = views.Badge{Tone: views.ToneInfo, Icon: views.IconInfo, Word: "Test"}
	q.Lead = []views.Text{views.Plain("Test. Nothing is sold, and no payment is needed.")}
	return q
}

// quoteDinar has amounts of three places.
func quoteDinar() views.Quote {
	q := quoteOpen()
	q.Amount = "KWD 442.680"
	q.Lines.Rows = []views.Line{{Name: "Team plan", Folded: "10 seats at KWD 27.900", Quantity: "10", Price: "KWD 27.900", Amount: "KWD 279.000"},
		{Name: "Course in Kuwait City", Folded: "1 at KWD 163.680", Quantity: "1", Price: "KWD 163.680", Amount: "KWD 163.680"}}
	q.Lines.Totals = []views.Total{{Label: "Total", Amount: "KWD 442.680", Due: true}}
	return q
}

func quoteLongNames() views.Quote {
	q := quoteOpen()
	long := invoiceLongNames()
	q.Frame.Brand, q.Parties, q.Lines = long.Frame.Brand, long.Parties, long.Lines
	q.Heading = "Quote ANGEBOT-2026/11/0000000000417-HAMBURG-SPEICHERSTADT from " + q.Frame.Brand.Name
	q.Amount = long.Amount
	q.Badge.Word = "Open until the end of Saturday 12 December 2026, Berlin time"
	return q
}

func quoteArabic() views.Quote {
	q := quoteOpen()
	inv := invoiceArabic()
	q.Frame = inv.Frame
	q.Frame.Title = "عرض السعر Q-1042"
	q.Heading = "عرض السعر Q-1042 من Fjordlight Software"
	q.Amount = "\u200e€1,428.00"
	q.Badge.Word = "مفتوح حتى 12 ديسمبر"
	q.Lead = []views.Text{views.Plain("سنة من خطة الفريق لشركة Harbour & Pine ApS.")}
	q.Acts[0].Label, q.Acts[1].Label, q.Acts[2].Label = "قبول العرض", "طلب تغيير", "رفض"
	q.Downloads = inv.Downloads
	q.Clocks = views.Text{words("العرض صالح حتى "), views.Time("السبت 12 ديسمبر 2026", "2026-12-12"), words(".")}
	q.Facts = []views.Fact{fact("الإصدار", "2")}
	q.Parties, q.Lines = inv.Parties, inv.Lines
	q.Terms = &views.Terms{Heading: "الشروط باختصار", Items: []views.Text{views.Plain("الدفع خلال 30 يومًا من الفاتورة.")}}
	return q
}
