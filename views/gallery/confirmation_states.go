package gallery

import "github.com/latchkey-portal/latchkey/views"

// standing is a purchase with another status.
func standing(badge views.Badge, status string, callouts ...views.Callout) views.Confirmation {
	c := confirmation()
	c.Badge = badge
	c.Callouts = callouts
	c.Facts = []views.Fact{fact("Status", status)}
	return c
}

func confirmationQuoted() views.Confirmation {
	c := standing(views.Badge{Tone: views.ToneWait, Icon: views.IconClock, Word: "Quoted"}, "Fjordlight Software made you an offer. Nothing is ordered yet.")
	c.Lead = views.Plain("This order begins when you accept the quote.")
	c.Links = []views.Link{{Label: "Open quote Q-1042", URL: quotePath}}
	c.Renewals, c.Tasks = nil, views.Tasks{}
	c.Frame.Stub.Documents = quoteStub().Documents
	return c
}

func confirmationPending() views.Confirmation {
	c := standing(views.Badge{Tone: views.ToneWait, Icon: views.IconClock, Word: "Pending"}, "The payment is being checked. That can take a day.")
	c.Renewals = nil
	c.Frame.Stub.Documents = &views.Documents{Heading: "All documents for this purchase", Empty: "Your documents appear here when they are ready."}
	return c
}

func confirmationOpen() views.Confirmation {
	c := standing(views.Badge{Tone: views.ToneWait, Icon: views.IconClock, Word: "Invoiced"}, "Delivered. The invoice is open.")
	c.PayNow = &views.Action{Label: "Pay €1,309.00", URL: "/fjordlight/p/20417/pay"}
	c.Downloads = []views.Download{pdf}
	c.Hint = views.Plain("You pay at Nordpay. Fjordlight Software does not see your card details.")
	return c
}

func confirmationOnHold() views.Confirmation {
	c := standing(views.Badge{Tone: views.ToneWarn, Icon: views.IconBar, Word: "On hold"}, "Not delivered yet",
		views.Callout{Tone: views.ToneWarn, Icon: views.IconInfo, Text: views.Plain("Fjordlight Software checks this order. You do not need to do anything. They write to you if they need something.")})
	c.Renewals = nil
	return c
}

// confirmationPartlyRefunded got a part back, with a credit note for it.
func confirmationPartlyRefunded() views.Confirmation {
	c := standing(views.Badge{Tone: views.ToneMute, Icon: views.IconArrow, Word: "Partly refunded"}, "Paid and delivered. €119.00 was refunded on 18 November 2026.")
	c.Lines.Totals = append(c.Lines.Totals[:2:2],
		views.Total{Label: "Total", Amount: "€1,428.00"},
		views.Total{Label: "Refunded 18 November", Amount: "−€119.00"},
		views.Total{Label: "Total after the refund", Amount: "€1,309.00", Due: true},
	)
	return c
}

// confirmationRefunded waits for its credit note.
func confirmationRefunded() views.Confirmation {
	c := standing(views.Badge{Tone: views.ToneMute, Icon: views.IconArrow, Word: "Refunded"}, "€1,428.00 was refunded on 20 November 2026.")
	c.Renewals.Items[0].Badge = views.Badge{Tone: views.ToneMute, Icon: views.IconCross, Word: "Ended"}
	c.Renewals.Items[0].Text = views.Text{words("Ended on "), views.Time("20 November 2026", "2026-11-20"), words(".")}
	c.Frame.Stub.Documents.Note = views.Plain("The credit note was not received yet. It appears here when it is ready.")
	c.Frame.Stub.Documents.Items = c.Frame.Stub.Documents.Items[1:]
	return c
}

func confirmationReviewed(word string) views.Confirmation {
	c := standing(views.Badge{Tone: views.ToneStop, Icon: views.IconBar, Word: word}, "This payment is being reviewed.",
		views.Callout{Tone: views.ToneInfo, Icon: views.IconInfo, Text: views.Plain("You do not need to do anything now. If you have a question, contact Fjordlight Software.")})
	c.Frame.Stub.Documents.Items[0] = views.Document{
		Name: "Credit note (" + word + ") CN-2026-0044", Summary: "20 Nov 2026, −€1,428.00", Note: "Not tied to an invoice",
		Files: []views.File{{Label: "PDF", Spoken: "of credit note CN-2026-0044", URL: "/fjordlight/invoice/CN-2026-0044.pdf"}},
	}
	return c
}

func confirmationCancelled() views.Confirmation {
	c := standing(views.Badge{Tone: views.ToneMute, Icon: views.IconCross, Word: "Cancelled"}, "Cancelled on 20 November 2026. You have not been charged.")
	c.Renewals, c.Tasks = nil, views.Tasks{}
	c.Links = []views.Link{{Label: "Order again", URL: redoPath}}
	return c
}

func confirmationRejected() views.Confirmation {
	c := confirmationCancelled()
	c.Badge = views.Badge{Tone: views.ToneStop, Icon: views.IconCross, Word: "Not accepted"}
	c.Facts = []views.Fact{fact("Status", "Fjordlight Software could not take this order. You have not been charged.")}
	return c
}

// confirmationUnknown has a status we do not know: it is shown as it came, and
// nothing is offered.
func confirmationUnknown() views.Confirmation {
	c := standing(views.Badge{Tone: views.ToneMute, Icon: views.IconInfo, Word: "NST_XYZ"}, "NST_XYZ")
	c.Renewals, c.Tasks, c.Links = nil, views.Tasks{}, nil
	c.AsOf = "Amounts as of 21 November 2026 at 06:00 (Berlin time)."
	return c
}

func confirmationTest() views.Confirmation {
	c := standing(views.Badge{Tone: views.ToneInfo, Icon: views.IconInfo, Word: "Test"}, "Test. No payment is needed, and nothing is delivered.")
	c.Frame.Title, c.Frame.Stamp = "Test: your order 20417", "Test"
	c.Frame.Stub.Documents.Items[1].Name = "Test, not a tax document: INV-2026-0417"
	return c
}

// confirmationRevealed keeps its files behind one more step.
func confirmationRevealed() views.Confirmation {
	c := confirmation()
	c.Downloads = []views.Download{{Label: "Show the invoice (PDF)", URL: pdf.URL + "?show", Asks: true}}
	c.Hint = views.Plain("Before we show a file, we send a code to your email address.")
	for i := range c.Frame.Stub.Documents.Items {
		item := &c.Frame.Stub.Documents.Items[i]
		item.Files = []views.File{{Label: "Show the PDF", Spoken: "of " + item.Name, URL: item.URL + ".pdf?show", Asks: true}}
	}
	c.Frame.Stub.Documents.Items[1].Note = "Copy. The original was sent by Peppol."
	return c
}

func confirmationLongNames() views.Confirmation {
	c := confirmation()
	long := invoiceLongNames()
	c.Frame.Brand, c.Parties, c.Lines = long.Frame.Brand, long.Parties, long.Lines
	c.Renewals.Items[0].Name = long.Lines.Rows[0].Name
	return c
}

func confirmationArabic() views.Confirmation {
	c := confirmation()
	inv := invoiceArabic()
	c.Frame = inv.Frame
	c.Frame.Title, c.Heading = "طلبك 20417", "طلبك 20417"
	c.Badge.Word = "مدفوع"
	c.Lead = views.Text{words("شكرًا لك. استلمنا طلبك يوم "), views.Time("السبت 31 أكتوبر 2026", "2026-10-31"), words(".")}
	c.Facts = []views.Fact{fact("الحالة", "مدفوع ومُسلَّم")}
	c.Parties, c.Lines, c.Links = inv.Parties, inv.Lines, nil
	c.Renewals = &views.Renewals{Heading: "الاشتراك", Items: []views.Renewal{{
		Name: "خطة الفريق", Text: views.Text{words("يتجدد يوم "), views.Time("31 أكتوبر 2027", "2027-10-31"), words(".")},
		Link: &views.Link{Label: "إدارة الاشتراك", URL: "/fjordlight/urb/20417"},
	}}}
	c.Tasks = views.Tasks{Heading: "ما يمكنك فعله", Items: []views.Task{{Label: "تصحيح بيانات الفاتورة", URL: "/fjordlight/p/20417/correct"}}}
	return c
}
