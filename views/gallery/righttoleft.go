package gallery

import "github.com/latchkey-portal/latchkey/views"

// rightToLeft shows that pages stand in a language that runs the other way.
func rightToLeft() []Entry {
	return []Entry{
		{"expired-arabic", "expired", 410, views.NoticePage(expiredArabic())},
		{"invoice-arabic", "document", 200, views.InvoicePage(invoiceArabic())},
	}
}

func arabic(page, title string) views.Frame {
	f := fjordlight(page, title)
	f.Lang, f.Dir = "ar", "rtl"
	f.Languages = []views.LanguageLink{{Lang: "en", Name: "English", URL: "?lang=en"}}
	f.Footer = []views.Link{{Label: "الخصوصية", URL: "/privacy"}, {Label: "سهولة الوصول", URL: "/accessibility"}}
	f.Words = views.FrameWords{Skip: "انتقل إلى المحتوى الرئيسي", Reference: "المرجع"}
	return f
}

var arabicContact = &views.Contact{
	Heading: "هل لديك أسئلة؟", Intro: "تواصل مع Fjordlight Software:",
	Email: "billing@fjordlight.example", Phone: "+45 70 10 02 00", PhoneHref: "tel:+4570100200",
}

func expiredArabic() views.Notice {
	return views.Notice{
		Frame: with(arabic("expired", "انتهت صلاحية هذا الرابط"), views.Stub{
			State: "انتهت الصلاحية قبل يومين",
			Bar:   &views.Bar{Used: 100, Parts: 7, Mark: views.MarkClosed, Start: "أُرسل 13 نوفمبر", End: "أُغلق 20 نوفمبر"},
			Till: views.Text{
				words("توقف هذا الرابط عن العمل يوم "), views.Time("الجمعة 20 نوفمبر 2026 في 16:05", "2026-11-20T16:05:00+01:00"), words(" (بتوقيت كوبنهاغن)."),
			},
			Contact: arabicContact, Reference: "7F3Q-2M9D",
		}),
		Heading: "انتهت صلاحية هذا الرابط",
		Lead:    []views.Text{{views.Strong("لم يضع أي شيء."), words(" يمكنك المتابعة من حيث توقفت بمجرد حصولك على رابط جديد.")}},
		Action:  &views.Action{Label: "أرسل لي رابطًا جديدًا", Icon: views.IconMail, URL: "/fjordlight/invoice/1/new-link", Post: true},
		Hint: views.Text{
			words("سنرسله إلى "), {Text: "\u2066a•••@h•••.example\u2069", Spoken: "العنوان الذي يبدأ بالحرف a"}, words(". يصل عادة خلال دقيقتين."),
		},
		Details: []views.Detail{{
			Summary:    "لماذا تنتهي صلاحية الروابط",
			Paragraphs: []views.Text{views.Plain("يمكن إعادة توجيه رسائل البريد أو نسخها. تمنع المهلة شخصًا آخر من فتح معلوماتك لاحقًا.")},
		}},
	}
}

func invoiceArabic() views.Invoice {
	v := invoiceDue()
	stub := *v.Frame.Stub
	v.Frame = arabic("document", "فاتورة INV-2026-0417")
	stub.State = "هذه الصفحة متاحة 20 يومًا آخر"
	stub.Till = views.Plain("احفظ ملف PDF للاحتفاظ بنسخة.")
	stub.Contact = arabicContact
	stub.Documents.Heading = "جميع مستندات هذا الشراء"
	stub.Documents.Items = []views.Document{{
		Name: "فاتورة INV-2026-0417", Summary: "31 أكتوبر 2026", Current: "هذه الصفحة",
		Files: []views.File{{Label: "PDF", Spoken: "فاتورة INV-2026-0417", URL: pdf.URL}},
	}}
	v.Frame = with(v.Frame, stub)
	v.Heading = "فاتورة INV-2026-0417"
	v.Amount = "\u200e€1,309.00"
	v.Badge.Word = "مستحقة خلال 8 أيام"
	v.Pay = views.Text{words("ادفع قبل "), views.Time("الاثنين 30 نوفمبر 2026", "2026-11-30"), words(" بتحويل مصرفي.")}
	v.Downloads = []views.Download{{Label: "تنزيل PDF", Icon: views.IconDownload, URL: pdf.URL}}
	v.Payment[0].Rows[1].Name = "المرجع"
	v.Parties[0].Heading, v.Parties[1].Heading = "من", "إلى"
	v.Lines.Caption = "ما تدفع مقابله"
	v.Lines.Head = views.LineHead{Description: "الوصف", Quantity: "الكمية", Price: "السعر", Amount: "المبلغ"}
	v.Lines.Rows = []views.Line{{Name: "خطة الفريق", Folded: "10 مقاعد", Quantity: "10", Price: "€90.00", Amount: "€900.00"}}
	v.Lines.Totals = []views.Total{
		{Label: "المجموع الفرعي", Amount: "€1,200.00"},
		{Label: "خصم", Amount: "\u200e−€119.00"},
		{Label: "المبلغ المستحق", Amount: "€1,309.00", Due: true},
	}
	return v
}

func questionArabic() views.Approval {
	f := arabic("question", "الموافقة على ربط Harbour & Pine ApS")
	f.Brand = views.Brand{Name: "Northwind Collect"}
	stub := openStub()
	stub.State = "بقي 5 أيام لاتخاذ القرار"
	stub.Bar.Start, stub.Bar.End = "أُرسل 20 نوفمبر", "يُغلق 27 نوفمبر"
	stub.Till = views.Text{words("يعمل هذا الرابط حتى "), views.Time("الجمعة 27 نوفمبر 2026 في 16:05", "2026-11-27T16:05:00+01:00"), words(" (بتوقيت كوبنهاغن).")}
	stub.Contact = arabicContact
	return views.Approval{
		Frame: with(f, stub), Heading: "يريد Ledgerline الاتصال بحسابك لدى Northwind",
		Problems: &views.Problems{Heading: "هناك مشكلة", Items: []views.Link{{Label: "اختر الحساب المراد ربطه", URL: "#client"}}},
		Lead:     []views.Text{views.Plain("إذا وافقت، يمكن لـ Ledgerline إرسال قضايا تحصيل الديون إلى Northwind. يمكنك إلغاء الربط لاحقًا.")},
		Facts:    []views.Fact{{Name: "الطالب", Value: views.Plain("Ledgerline A/S")}, {Name: "قيد الانتظار", Value: views.Plain("3 قضايا")}},
		Scope:    &views.Scope{Heading: "ما يمكن أن يفعله Ledgerline", Can: []views.Text{views.Plain("إرسال قضايا جديدة ومتابعتها")}, Cannot: []views.Text{views.Plain("لا يمكنه رؤية قضاياك الأخرى")}},
		Form: views.DecisionForm{
			URL: approvePath, Hidden: []views.Hidden{formValue}, Approve: "الموافقة على الربط", Decline: "رفض",
			Pick: &views.Pick{
				Name: "client", Legend: "أي حساب؟", Error: "اختر الحساب المراد ربطه",
				Choices: []views.Choice{{Value: "c1", Label: "Harbour & Pine ApS"}, {Value: "c2", Label: "Pine Retail ApS"}},
			},
		},
	}
}
