package gallery

import "github.com/latchkey-portal/latchkey/views"

// manages are the states of a subscription with what can be changed about it.
func manages() []Entry {
	entry := func(name string, m views.Manage) Entry {
		return Entry{name, "confirm", 200, views.ManagePage(m)}
	}
	return []Entry{
		entry("subscription", subscription()),
		entry("subscription-grace", subscriptionGrace()),
		entry("subscription-on-hold", subscriptionOnHold()),
		entry("subscription-ending", subscriptionEnding()),
		entry("subscription-pending", subscriptionPending()),
		entry("subscription-ended", subscriptionEnded()),
		entry("subscription-long", subscriptionLong()),
		entry("subscription-arabic", subscriptionArabic()),
	}
}

func subscription() views.Manage {
	return views.Manage{
		Frame:   acting("confirm", "Your subscription to Team plan"),
		Heading: "Your subscription to Team plan",
		Badge:   views.Badge{Tone: views.ToneOK, Icon: views.IconCheck, Word: "Active"},
		Facts: []views.Fact{
			{Name: "Renews on", Value: views.Text{views.Time("Tuesday 15 December 2026", "2026-12-15")}},
			fact("Amount", "€90.00 per month, plus VAT"),
			fact("Seats", "10"),
			{Name: "Paid with", Value: views.Text{visa, words(", expires 04/27")}},
			code("Subscription", "S8812"),
		},
		AsOf: "Amounts as of 22 November 2026 at 06:00 (Berlin time).",
		Tasks: views.Tasks{
			Heading: "What you can change",
			Items: []views.Task{
				{Label: "Change plan", URL: usiPath, Effect: views.Plain("Compare the plans. You see the price before you decide.")},
				{Label: "Change seats", URL: urbPath + "/seats", Effect: views.Plain("Add or remove seats. You see the price before you decide.")},
				{Label: "Change how often you pay", URL: urbPath + "/interval", Effect: views.Plain("Pay by the month or by the year.")},
				{Label: "Change payment method", URL: scpPath, Effect: views.Plain("Use another card or bank account from now on.")},
				{Label: "Turn off renewal", URL: urbPath + "/cancel", Effect: views.Plain("Your subscription then ends on 15 December 2026.")},
			},
		},
	}
}

func subscriptionGrace() views.Manage {
	m := subscription()
	m.Badge = views.Badge{Tone: views.ToneWarn, Icon: views.IconClock, Word: "Payment open"}
	m.Notices = []views.Callout{{
		Tone: views.ToneWarn, Icon: views.IconInfo, Heading: "Your payment of €90.00 on 3 November did not go through.",
		Text: views.Text{words("Your subscription stays active until "), views.Time("Thursday 3 December 2026", "2026-12-03"), words(". Change your payment method to keep it.")},
	}}
	change := m.Tasks.Items[3]
	change.Effect = views.Plain("Use another card or bank account, and pay the €90.00 that is open.")
	m.Tasks.Items = []views.Task{change, m.Tasks.Items[4]}
	m.Tasks.Items[1].Effect = views.Plain("Stops all further payment attempts. Your subscription then ends today.")
	return m
}

func subscriptionOnHold() views.Manage {
	m := subscriptionGrace()
	m.Badge = views.Badge{Tone: views.ToneStop, Icon: views.IconBar, Word: "On hold"}
	m.Notices[0].Heading = "Your subscription is on hold."
	m.Notices[0].Text = views.Plain("We could not collect €90.00. Your data is safe. Everything works again as soon as the payment has arrived.")
	return m
}

func subscriptionEnding() views.Manage {
	m := subscription()
	m.Badge = views.Badge{Tone: views.ToneMute, Icon: views.IconCalendar, Word: "Ends 15 Dec"}
	m.Lead = []views.Text{views.Plain("You turned off renewal on 20 November 2026. You will not be charged again.")}
	m.Facts[0] = views.Fact{Name: "Ends on", Value: views.Text{views.Time("Tuesday 15 December 2026", "2026-12-15")}}
	m.Tasks.Items = []views.Task{{
		Label: "Keep my subscription", URL: urbPath + "/keep",
		Effect: views.Plain("It then renews on 15 December 2026, for €90.00 per month plus VAT."),
	}}
	return m
}

func subscriptionPending() views.Manage {
	m := subscription()
	m.Notices = []views.Callout{{
		Tone: views.ToneInfo, Icon: views.IconCalendar, Heading: "A change is on its way.",
		Text: views.Text{words("From "), views.Time("15 December 2026", "2026-12-15"), words(" you have 12 seats for €108.00 per month.")},
	}}
	m.Tasks.Items = []views.Task{
		{Label: "Undo this change", URL: urbPath + "/undo", Effect: views.Plain("You keep 10 seats for €90.00 per month.")},
		m.Tasks.Items[4],
	}
	return m
}

func subscriptionEnded() views.Manage {
	m := subscription()
	m.Badge = views.Badge{Tone: views.ToneMute, Icon: views.IconBar, Word: "Ended"}
	m.Facts = []views.Fact{
		{Name: "Ended on", Value: views.Text{views.Time("15 October 2026", "2026-10-15")}},
		fact("Seats", "10"), code("Subscription", "S8812"),
	}
	m.AsOf = ""
	m.Tasks.Items = nil
	m.Tasks.Empty = views.Plain("This subscription has ended. Nothing can be changed here. To start again, contact Fjordlight Software.")
	return m
}

// subscriptionLong has what does not fit: long words, long amounts, items.
func subscriptionLong() views.Manage {
	const product = "Infrastrukturüberwachungsdienstleistungsrahmenvertrag für Unternehmensgruppen"
	m := subscription()
	m.Frame.Title, m.Heading = "Your subscription to "+product, "Your subscription to "+product
	m.Facts[1] = fact("Amount", "IDR 12,345,678,900.00 per month, plus VAT")
	m.Facts[4] = code("Subscription", "S8812-0000-4711-ABCDEFGHIJKLMNOPQRSTUVWXYZ-0815")
	m.Lines = views.Lines{
		Caption: "What the subscription consists of",
		Head:    views.LineHead{Description: "Item", Quantity: "Quantity", Price: "Price", Amount: "Amount"},
		Rows: []views.Line{
			{Name: product, Quantity: "10 seats", Price: "IDR 1,234,567,890.00", Folded: "10 seats at IDR 1,234,567,890.00", Amount: "IDR 12,345,678,900.00"},
			{Name: "Support", Quantity: "1", Price: "IDR 0.00", Folded: "1 at IDR 0.00", Amount: "IDR 0.00"},
		},
	}
	m.Details = []views.Detail{{
		Summary:    "When renewal can be turned off",
		Paragraphs: []views.Text{views.Plain("At any time. The subscription then ends at the end of the period you have paid for.")},
	}}
	return m
}

func subscriptionArabic() views.Manage {
	f := arabic("confirm", "اشتراكك في Team plan")
	stub := actingStub()
	stub.State = "هذه الصفحة متاحة 20 يومًا آخر"
	stub.Bar.Start, stub.Bar.End = "أُرسل 12 نوفمبر", "يُغلق 12 ديسمبر"
	stub.Till = views.Text{words("يعمل هذا الرابط حتى "), views.Time("السبت 12 ديسمبر 2026", "2026-12-12"), words(".")}
	stub.Contact = arabicContact
	return views.Manage{
		Frame: with(f, stub), Heading: "اشتراكك في Team plan",
		Badge: views.Badge{Tone: views.ToneWarn, Icon: views.IconClock, Word: "دفعة مفتوحة"},
		Notices: []views.Callout{{
			Tone: views.ToneWarn, Icon: views.IconInfo, Heading: "لم تنجح دفعتك بتاريخ 3 نوفمبر.",
			Text: views.Plain("يبقى اشتراكك نشطًا حتى 3 ديسمبر 2026."),
		}},
		Facts: []views.Fact{
			fact("يتجدد في", "15 ديسمبر 2026"),
			{Name: "المبلغ", Value: views.Text{{Text: "€90.00", LTR: true}, words(" شهريًا")}},
			{Name: "طريقة الدفع", Value: views.Text{{Text: "\u2066Visa •••• 4242\u2069", Spoken: "Visa تنتهي بالأرقام 4242"}}},
			code("الاشتراك", "S8812"),
		},
		Tasks: views.Tasks{Heading: "ما يمكنك تغييره", Items: []views.Task{
			{Label: "تغيير طريقة الدفع", URL: scpPath, Effect: views.Plain("استخدم بطاقة أخرى وادفع المبلغ المفتوح.")},
			{Label: "إيقاف التجديد", URL: urbPath + "/cancel", Effect: views.Plain("ينتهي اشتراكك عندئذ اليوم.")},
		}},
	}
}
