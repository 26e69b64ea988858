package gallery

import "github.com/latchkey-portal/latchkey/views"

// results are the pages after an action.
func results() []Entry {
	entry := func(name string, r views.Result) Entry {
		return Entry{name, "result", 200, views.ResultPage(r)}
	}
	return []Entry{
		entry("result-changed", resultChanged()),
		entry("result-pending", resultPending()),
		entry("result-asked", resultAsked()),
		entry("result-refused", resultRefused()),
		entry("result-cancelled", resultCancelled()),
		entry("result-cancelled-thanks", resultCancelledThanks()),
		entry("result-paying", resultPaying()),
		entry("result-method-changed", resultMethodChanged()),
		entry("result-method-unchanged", resultMethodUnchanged()),
		entry("result-arabic", resultArabic()),
	}
}

// acted is the frame of a page after an action.
func acted(title string) views.Frame {
	stub := actingStub()
	stub.Reference = "R7M2-40XD"
	return with(consumer("result", title), stub)
}

var backToSubscription = []views.Link{{Label: "Back to your subscription", URL: urbPath}}

func resultFacts(rows ...views.Fact) []views.Fact {
	return append(rows,
		views.Fact{Name: "Saved", Value: views.Text{{Text: "Sunday 22 November 2026 at 16:07", DateTime: "2026-11-22T16:07:12+01:00"}, words(" (Berlin time)")}},
		code("Reference", "R7M2-40XD"))
}

func resultChanged() views.Result {
	return views.Result{
		Frame: acted("Your plan has changed"), Mark: views.ResultDone, Heading: "Your plan has changed",
		Lead:  []views.Text{{words("You have the "), views.Strong("Business plan"), words(" with 10 seats now.")}},
		Facts: resultFacts(fact("You paid", "€17.46"), fact("Then", "€130.90 each month from 15 December 2026, VAT included")),
		Steps: &views.Steps{Heading: "What happens next", Items: []views.Text{
			views.Plain("We have emailed you a copy of this page."), views.Plain("The invoice follows by email, usually today."),
		}},
		Links: backToSubscription,
	}
}

func resultPending() views.Result {
	r := resultChanged()
	r.Frame.Title, r.Heading = "Your plan changes on 15 December 2026", "Your plan changes on 15 December 2026"
	r.Lead = []views.Text{views.Plain("Until then everything stays as it is. You have paid nothing.")}
	r.Facts = resultFacts(fact("From", "Team plan, 10 seats"), fact("To", "Starter plan, 10 seats"))
	r.Steps.Items = r.Steps.Items[:1]
	r.Undo = &views.Undo{
		Action: views.Action{Label: "Undo this change", URL: usiPath + "/undo", Post: true, Hidden: []views.Hidden{formValue}},
		Hint:   views.Text{words("You can undo it until "), views.Time("14 December 2026", "2026-12-14"), words(".")},
	}
	return r
}

// resultAsked is a request that the billing system has not answered.
func resultAsked() views.Result {
	r := resultChanged()
	r.Mark = views.ResultWaiting
	r.Frame.Title, r.Heading = "We have asked for your change", "We have asked for your change"
	r.Lead = []views.Text{views.Plain("Fjordlight Software has your request and answers it. Nothing has changed yet, and you have paid nothing.")}
	r.Facts = resultFacts(fact("From", "Team plan, 10 seats"), fact("To", "Business plan, 10 seats"))
	r.Steps.Items = []views.Text{
		views.Plain("We have emailed you a copy of this page."),
		views.Plain("You get an email with the answer by Wednesday 25 November 2026."),
	}
	r.After = []views.Text{views.Plain("You can close this page. The link in your email brings you back here.")}
	return r
}

func resultRefused() views.Result {
	return views.Result{
		Frame: acted("This change is not possible right now"), Mark: views.ResultRefused, Heading: "This change is not possible right now",
		Lead:  []views.Text{views.Plain("Fjordlight Software says: the Business plan starts at 20 seats. You have not been charged, and your plan has not changed.")},
		Facts: resultFacts(fact("You asked for", "Business plan, 10 seats")),
		Action: &views.Action{
			Label: "Choose again", URL: usiPath,
		},
		Links: backToSubscription,
	}
}

func resultCancelled() views.Result {
	return views.Result{
		Frame: acted("Your subscription ends on 15 December 2026"), Mark: views.ResultDone, Heading: "Your subscription ends on 15 December 2026",
		Lead: []views.Text{views.Plain("You will not be charged again. Everything works until then.")},
		Steps: &views.Steps{Heading: "What happens next", Items: []views.Text{
			views.Plain("We have emailed you a copy of this page. Keep it as your receipt."),
			views.Plain("Take your files with you before 15 December 2026."),
		}},
		Action: &views.Action{Label: "Keep it after all", URL: urbPath + "/keep"},
		Receipt: &views.Receipt{
			Heading: "For your records",
			Rows:    resultFacts(fact("You declared", "I cancel my subscription S8812, Team plan, as of 15 December 2026.")),
			Hint:    "Print this page, or save it as a PDF, to keep a copy.",
		},
		Survey: &views.Survey{
			Heading: "One question, if you like",
			Form: views.Form{
				URL: urbPath + "/cancel/why", Hidden: []views.Hidden{formValue},
				Inputs: []views.Input{
					{Pick: &views.Pick{Name: "why", Legend: "Why did you cancel? (optional)", Choices: []views.Choice{
						{Value: "price", Label: "It costs too much"}, {Value: "unused", Label: "We do not use it enough"},
						{Value: "missing", Label: "Something is missing"}, {Value: "other", Label: "Another reason"},
					}}},
					{Field: &views.Field{Name: "more", Label: "Tell us more (optional)", Rows: 2}},
				},
				Label: "Send answer",
			},
		},
		Links: backToSubscription,
	}
}

func resultCancelledThanks() views.Result {
	r := resultCancelled()
	r.Notices = []views.Callout{{Tone: views.ToneOK, Icon: views.IconCheck, Text: views.Plain("Thank you for your answer.")}}
	r.Survey = nil
	return r
}

func resultPaying() views.Result {
	return views.Result{
		Frame: acted("We are waiting for Stripe"), Mark: views.ResultWaiting, Heading: "We are waiting for Stripe",
		Lead:  []views.Text{views.Plain("This page updates itself. You can close it: we will email you when it is done.")},
		Again: &views.Link{Label: "Look again now", URL: scpPath},
		Facts: []views.Fact{fact("Payment", "€90.00"), code("Reference", "R7M2-40XD")},
		After: []views.Text{views.Plain("Do not pay again. You are never charged twice for the same payment.")},
	}
}

func resultMethodChanged() views.Result {
	r := resultChanged()
	r.Frame.Title, r.Heading = "Your payment method has changed", "Your payment method has changed"
	r.Lead = []views.Text{views.Plain("The open amount is paid, and your subscription is active.")}
	r.Facts = resultFacts(fact("You paid", "€90.00"), views.Fact{Name: "From now on", Value: views.Text{visa, words(", expires 04/30")}})
	r.Steps.Items = r.Steps.Items[:1]
	return r
}

func resultMethodUnchanged() views.Result {
	return views.Result{
		Frame: acted("Your payment method was not changed"), Mark: views.ResultUnchanged, Heading: "Your payment method was not changed",
		Lead:   []views.Text{views.Plain("You have not been charged. The €90.00 are still open.")},
		Facts:  []views.Fact{{Name: "You pay with", Value: views.Text{visa, words(", expires 04/27")}}, code("Reference", "R7M2-40XD")},
		Action: &views.Action{Label: "Try again", URL: scpPath},
		Links:  backToSubscription,
		Details: []views.Detail{{Summary: "Why a card is refused", Paragraphs: []views.Text{
			views.Plain("The bank does not tell us. Often the card has expired, its limit is reached, or the bank wants you to confirm the payment in its app."),
		}}},
	}
}

func resultArabic() views.Result {
	stub := views.Stub{State: "تم الإلغاء", Contact: arabicContact, Reference: "R7M2-40XD"}
	return views.Result{
		Frame: with(arabic("result", "ينتهي اشتراكك في 15 ديسمبر 2026"), stub), Mark: views.ResultDone, Heading: "ينتهي اشتراكك في 15 ديسمبر 2026",
		Lead:  []views.Text{views.Plain("لن يُخصم منك أي مبلغ آخر.")},
		Facts: []views.Fact{fact("الخطة", "Team plan"), code("المرجع", "R7M2-40XD")},
		Steps: &views.Steps{Heading: "ما يحدث بعد ذلك", Items: []views.Text{views.Plain("أرسلنا إليك نسخة من هذه الصفحة.")}},
		Undo:  &views.Undo{Action: views.Action{Label: "التراجع", URL: urbPath + "/keep", Post: true, Hidden: []views.Hidden{formValue}}},
	}
}
