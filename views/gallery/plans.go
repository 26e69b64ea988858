package gallery

import "github.com/latchkey-portal/latchkey/views"

// plans are the steps of changing a plan, its seats or its interval.
func plans() []Entry {
	return []Entry{
		step("plan-choose", 200, planChoose()),
		step("plan-choose-wrong", 422, planChooseWrong()),
		step("plan-check", 200, planCheck()),
		step("plan-check-changed", 409, planCheckChanged()),
		step("plan-check-later", 200, planCheckLater()),
		step("plan-check-no-price", 200, planCheckNoPrice()),
		step("seats", 200, seats()),
		step("interval", 200, interval()),
		step("seats-arabic", 422, seatsArabic()),
	}
}

func seatsField(value string) views.Input {
	return views.Input{Field: &views.Field{
		Name: "quantity", Label: "Number of seats", Hint: views.Plain("Between 5 and 500."), Value: value, Width: 6, Mode: "numeric",
	}}
}

func intervalPick() views.Input {
	return views.Input{Pick: &views.Pick{
		Name: "interval", Legend: "How often you pay",
		Choices: []views.Choice{{Value: "month", Label: "Pay monthly", Checked: true}, {Value: "year", Label: "Pay yearly (saves €216.00 a year)"}},
	}}
}

func planChoose() views.Step {
	return views.Step{
		Frame: acting("confirm", "Change your plan"), Heading: "Change your plan",
		Lead: []views.Text{views.Plain("Nothing changes yet. You see the amounts on the next page before you decide.")},
		Facts: []views.Facts{{Heading: "Your plan now", Rows: []views.Fact{
			fact("Plan", "Team plan, 10 seats"), fact("Price", "€90.00 per month"), fact("Next payment", "15 December 2026"),
		}}},
		Form: &views.Form{
			URL: usiPath + "/check", Hidden: []views.Hidden{formValue},
			Inputs: []views.Input{
				{Cards: &views.Cards{
					Name: "offer", Legend: "Your new plan", Hint: views.Plain("Prices for 10 seats, plus VAT."),
					Choices: []views.Card{
						{Value: "starter", Title: "Starter plan", Line: "Projects and tasks, up to 20 seats.", Price: "€60.00 per month", Difference: "€30.00 less each month"},
						{
							Value: "team", Title: "Team plan", Badge: views.Badge{Tone: views.ToneMute, Word: "Your plan now"},
							Line: "Projects, tasks and shared calendars.", Price: "€90.00 per month", Checked: true,
						},
						{Value: "business", Title: "Business plan", Line: "Everything in Team, with single sign-on and an audit log.", Price: "€110.00 per month", Difference: "€20.00 more each month"},
					},
				}},
				seatsField("10"), intervalPick(),
			},
			Label: "See what changes",
		},
		Back: goBack,
	}
}

func planChooseWrong() views.Step {
	const number, offer = "Enter a number of seats between 5 and 500", "Select a plan"
	s := wrong(planChoose(), "offer", offer)
	s.Problems.Items = append(s.Problems.Items, views.Link{Label: number, URL: "#quantity"})
	s.Form.Inputs[0].Cards.Error = offer
	s.Form.Inputs[0].Cards.Choices[1].Checked = false
	s.Form.Inputs[1].Field.Value, s.Form.Inputs[1].Field.Error = "3", number
	return s
}

func planCheck() views.Step {
	return views.Step{
		Frame: acting("confirm", "Check your change"), Heading: "Check your change",
		Facts: []views.Facts{{Rows: []views.Fact{
			fact("From", "Team plan, 10 seats, €90.00 per month"),
			fact("To", "Business plan, 10 seats, €110.00 per month"),
			fact("Starts", "Today, as soon as you have paid"),
			{Name: "You pay now", Value: views.Text{views.Strong("€17.46")}},
			fact("Then", "€130.90 each month from 15 December 2026, VAT included"),
		}}},
		Lines: views.Lines{
			Caption: "What you pay now",
			Head:    views.LineHead{Description: "22 Nov to 14 Dec 2026", Quantity: "Quantity", Price: "Price", Amount: "Amount"},
			Rows: []views.Line{
				{Name: "Business plan", Quantity: "10 seats", Price: "€8.07", Folded: "10 seats at €8.07", Amount: "€80.67"},
				{Name: "Unused time on your old plan", Amount: "−€66.00"},
			},
			Totals: []views.Total{
				{Label: "VAT 19%", Note: "on €14.67", Amount: "€2.79"},
				{Label: "You pay now", Amount: "€17.46", Due: true},
			},
		},
		Held: views.Text{words("These amounts are held until "), views.Time("16:20", "2026-11-22T16:20:00+01:00"), words(".")},
		Lists: []views.Points{
			{Heading: "You get", Items: []views.Text{views.Plain("Single sign-on"), views.Plain("An audit log of two years")}},
			{Heading: "You will no longer have", Ends: true, Items: []views.Text{views.Plain("The price from your first year, €9.00 per seat")}},
		},
		Form: &views.Form{
			URL: usiPath + "/check", Hidden: []views.Hidden{formValue, {Name: "preview", Value: "pv_71c2"}},
			Above: []views.Text{{words("We take €17.46 from "), visa, words(".")}},
			Label: "Change plan and pay €17.46 now",
		},
		Back: goBack,
	}
}

func planCheckChanged() views.Step {
	s := planCheck()
	s.Notices = []views.Callout{{Tone: views.ToneWarn, Icon: views.IconInfo, Text: views.Plain("The amounts have changed since you looked. Check them again.")}}
	return s
}

func planCheckLater() views.Step {
	s := planCheck()
	s.Facts[0].Rows = []views.Fact{
		fact("From", "Team plan, 10 seats, €90.00 per month"),
		fact("To", "Starter plan, 10 seats, €60.00 per month"),
		fact("Starts", "15 December 2026"),
		fact("You pay now", "Nothing"),
		fact("Then", "€71.40 each month from 15 December 2026, VAT included"),
	}
	s.Lines, s.Held = views.Lines{}, nil
	s.Lists = []views.Points{{Heading: "You will no longer have", Ends: true, Items: []views.Text{views.Plain("Shared calendars, from 15 December 2026")}}}
	s.Form.Above = nil
	s.Form.Label = "Change plan on 15 December 2026"
	return s
}

// planCheckNoPrice stands where no billing system is asked for amounts.
func planCheckNoPrice() views.Step {
	s := planCheckLater()
	s.Lead = []views.Text{views.Plain("We will ask Fjordlight Software for this change. They tell you the price by email before anything is charged.")}
	s.Facts[0].Rows = []views.Fact{fact("From", "Team plan, 10 seats"), fact("To", "Business plan, 10 seats"), fact("You pay now", "Nothing")}
	s.Lists = nil
	s.Form.Label = "Ask for this change"
	return s
}

func seats() views.Step {
	s := planChoose()
	s.Frame.Title, s.Heading = "Change seats", "Change seats"
	s.Form.URL = urbPath + "/seats"
	s.Form.Inputs = []views.Input{seatsField("10")}
	return s
}

func interval() views.Step {
	s := seats()
	s.Frame.Title, s.Heading = "Change how often you pay", "Change how often you pay"
	s.Form.URL = urbPath + "/interval"
	s.Form.Inputs = []views.Input{intervalPick()}
	return s
}

func seatsArabic() views.Step {
	const number = "أدخل عدد المقاعد بين 5 و500"
	stub := views.Stub{State: "هذه الصفحة متاحة 20 يومًا آخر", Quiet: true, Contact: arabicContact, Reference: "4T9K-7ZQ2"}
	s := seats()
	s.Frame, s.Heading = with(arabic("confirm", "خطأ: تغيير عدد المقاعد"), stub), "تغيير عدد المقاعد"
	s.Problems = &views.Problems{Heading: "هناك مشكلة", Items: []views.Link{{Label: number, URL: "#quantity"}}}
	s.Lead = []views.Text{views.Plain("لا يتغير شيء بعد. ترى المبالغ في الصفحة التالية.")}
	s.Facts = []views.Facts{{Heading: "خطتك الآن", Rows: []views.Fact{
		fact("الخطة", "Team plan"), {Name: "السعر", Value: views.Text{{Text: "€90.00", LTR: true}, words(" شهريًا")}},
	}}}
	field := s.Form.Inputs[0].Field
	field.Label, field.Hint, field.Value, field.Error = "عدد المقاعد", views.Plain("بين 5 و500."), "3", number
	s.Form.Label = "عرض ما سيتغير"
	s.Back = &views.Link{Label: "رجوع", URL: urbPath}
	return s
}
