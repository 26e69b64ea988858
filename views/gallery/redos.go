package gallery

import "github.com/latchkey-portal/latchkey/views"

// redos are the states of an order that was not completed.
func redos() []Entry {
	entry := func(name string, r views.Redo) Entry {
		return Entry{name, "confirm", 200, views.RedoPage(r)}
	}
	return []Entry{
		entry("redo", redo()),
		entry("redo-without-prices", redoWithoutPrices()),
		entry("redo-nothing-left", redoNothingLeft()),
		entry("redo-asked-for-quote", redoAsked()),
		entry("redo-test", redoTest()),
		entry("redo-yen", redoYen()),
		entry("redo-long-names", redoLongNames()),
		entry("redo-arabic", redoArabic()),
		entry("redo-restored", redoRestored()),
	}
}

const redoPath = "/fjordlight/redop/20619"

func redo() views.Redo {
	return views.Redo{
		Frame:   with(fjordlight("confirm", "Finish your order"), redoStub()),
		Heading: "Finish your order",
		Badge:   views.Badge{Tone: views.ToneWarn, Icon: views.IconInfo, Word: "Not completed"},
		Lead: []views.Text{{
			words("Your order of "), views.Time("Thursday 19 November 2026", "2026-11-19"),
			words(" was not completed, because your bank declined the card payment. "), views.Strong("You have not been charged."),
		}},
		Facts: []views.Fact{fact("Order", "20619"), fact("Tried to pay with", "Visa •••• 4242")},
		Lines: views.Lines{
			Caption: "What was in your order, with prices of today",
			Head:    views.LineHead{Description: "Item", Quantity: "Quantity", Price: "Price today", Amount: "Amount"},
			Rows: []views.Line{
				{Name: "Team plan", Changed: "was €90.00, now €95.00", Folded: "10 seats at €95.00", Quantity: "10", Price: "€95.00", Amount: "€950.00"},
				{Name: "Extra storage, 100 GB", Folded: "5 at €20.00", Quantity: "5", Price: "€20.00", Amount: "€100.00"},
				{Name: "Fax gateway", Gone: "no longer sold", Quantity: "1", Amount: "€200.00"},
			},
			Totals: []views.Total{
				{Label: "Subtotal", Amount: "€1,050.00"},
				{Label: "VAT 19%", Amount: "€199.50"},
				{Label: "Total", Amount: "€1,249.50", Due: true},
			},
		},
		AsOf: "Prices of today, 22 November 2026. They are held until 16:20 (Berlin time).",
		Acts: []views.Action{
			{Label: "Go to payment", URL: redoPath + "/pay"},
			{Label: "Ask for a quote", URL: redoPath + "/quote"},
		},
		Hint:    views.Plain("You pay at Nordpay. Fjordlight Software does not see your card details."),
		Discard: &views.Link{Label: "Discard this order", URL: redoPath + "/discard"},
	}
}

func redoStub() views.Stub {
	stub := invoiceStub()
	stub.Documents = nil
	stub.Till = views.Text{words("This link works until "), views.Time("Saturday 12 December 2026 at 16:05", "2026-12-12T16:05:00+01:00"), words(" (Berlin time).")}
	stub.State = "20 days left"
	stub.Quiet = false
	return stub
}

// redoWithoutPrices is what stands where the billing system tells no prices.
func redoWithoutPrices() views.Redo {
	r := redo()
	r.Lines.Caption = "What was in your order, with the prices of that day"
	r.Lines.Head.Price = "Price then"
	r.Lines.Rows = invoiceDue().Lines.Rows
	r.Lines.Totals = []views.Total{{Label: "Total of 19 November", Amount: "€1,428.00"}}
	r.AsOf = "You see the prices of 19 November 2026. The prices of today are confirmed in the next step, before you pay."
	return r
}

func redoNothingLeft() views.Redo {
	r := redo()
	r.Frame.Title = "These products are no longer sold"
	r.Badge = views.Badge{Tone: views.ToneMute, Icon: views.IconCross, Word: "No longer sold"}
	r.Callouts = []views.Callout{{
		Tone: views.ToneInfo, Icon: views.IconInfo,
		Text: views.Plain("These products are no longer sold. Contact Fjordlight Software."),
	}}
	r.Lines.Rows = r.Lines.Rows[2:]
	r.Lines.Totals = nil
	r.AsOf, r.Acts, r.Hint = "", nil, nil
	return r
}

func redoAsked() views.Redo {
	r := redoWithoutPrices()
	r.Frame.Title = "You asked for a quote"
	r.Badge = views.Badge{Tone: views.ToneInfo, Icon: views.IconMail, Word: "Quote requested"}
	r.Callouts = []views.Callout{{
		Tone: views.ToneInfo, Icon: views.IconMail,
		Text: views.Text{words("You asked for a quote on "), views.Time("Sunday 22 November 2026 at 09:30", "2026-11-22T09:30:00+01:00"), words(". Fjordlight Software sends it by email.")},
	}}
	r.AsOf, r.Hint, r.Acts, r.Discard = "", nil, nil, nil
	r.After = []views.Text{views.Plain("You can close this page.")}
	return r
}

func redoTest() views.Redo {
	r := redo()
	r.Frame.Title, r.Frame.Stamp = "Test: finish your order", "Test"
	r.Badge = views.Badge{Tone: views.ToneInfo, Icon: views.IconInfo, Word: "Test"}
	return r
}

// redoYen has amounts without places.
func redoYen() views.Redo {
	r := redo()
	r.Lines.Rows = []views.Line{{Name: "Team plan", Changed: "was JP¥13,900, now JP¥14,500", Folded: "10 seats at JP¥14,500", Quantity: "10", Price: "JP¥14,500", Amount: "JP¥145,000"}}
	r.Lines.Totals = []views.Total{{Label: "Total", Amount: "JP¥145,000", Due: true}}
	return r
}

func redoLongNames() views.Redo {
	r := redo()
	long := invoiceLongNames()
	r.Frame.Brand = long.Frame.Brand
	r.Lines.Rows = append(long.Lines.Rows, views.Line{
		Name: "Donaudampfschifffahrtskapitänsmützenabzeichenverleihungsurkunde", Gone: "no longer sold", Amount: "€123,456,789,012.34",
	})
	return r
}

func redoArabic() views.Redo {
	r := redo()
	inv := invoiceArabic()
	stub := *inv.Frame.Stub
	stub.Documents = nil
	r.Frame = with(arabic("confirm", "أكمل طلبك"), stub)
	r.Heading = "أكمل طلبك"
	r.Badge.Word = "لم يكتمل"
	r.Lead = []views.Text{{words("لم يكتمل طلبك لأن البنك رفض الدفع. "), views.Strong("لم يُخصم منك أي مبلغ.")}}
	r.Facts = []views.Fact{fact("الطلب", "20619")}
	r.Lines = inv.Lines
	r.Lines.Rows = append(r.Lines.Rows, views.Line{Name: "بوابة الفاكس", Gone: "لم تعد تُباع", Quantity: "1", Amount: "€200.00"})
	r.Lines.Rows[0].Changed = "كان \u200e€85.00\u200e، والآن \u200e€90.00"
	r.AsOf = "أسعار اليوم، 22 نوفمبر 2026."
	r.Acts[0].Label, r.Acts[1].Label = "الانتقال إلى الدفع", "طلب عرض سعر"
	r.Hint = nil
	r.Discard.Label = "تجاهل هذا الطلب"
	return r
}
