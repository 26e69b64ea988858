package gallery

import "github.com/latchkey-portal/latchkey/views"

// payments are the pages about how a customer pays.
func payments() []Entry {
	methods := func(name string, m views.Methods) Entry {
		return Entry{name, "confirm", 200, views.MethodsPage(m)}
	}
	test := func(name string, p views.TestPayment) Entry {
		return Entry{name, "test-provider", 200, views.TestPaymentPage(p)}
	}
	return []Entry{
		step("payment-method", 200, paymentMethod()),
		step("payment-method-failed", 200, paymentMethodFailed()),
		step("payment-method-saved", 200, paymentMethodSaved()),
		methods("methods", methodList()),
		methods("methods-empty", methodsEmpty()),
		step("method-remove", 200, methodRemove()),
		step("method-remove-last", 200, methodRemoveLast()),
		step("method-default", 200, methodDefault()),
		test("test-payment", testPayment()),
		test("test-payment-set-up", testSetUp()),
	}
}

func paymentMethod() views.Step {
	return views.Step{
		Frame: acting("confirm", "Change how you pay"), Heading: "Change how you pay",
		Facts: []views.Facts{{Rows: []views.Fact{
			fact("Subscription", "Team plan, 10 seats"),
			{Name: "You pay with", Value: views.Text{visa, words(", expires 04/27")}},
			fact("Next payment", "€107.10 on 15 December 2026"),
		}}},
		Form: &views.Form{URL: scpPath, Hidden: []views.Hidden{formValue}, Above: []views.Text{atProvider}, Label: "Continue to Stripe"},
		Back: goBack,
	}
}

func paymentMethodFailed() views.Step {
	s := paymentMethod()
	s.Notices = []views.Callout{{
		Tone: views.ToneWarn, Icon: views.IconInfo, Heading: "Your payment of €90.00 on 3 November did not go through.",
		Text: views.Plain("The bank did not say why. Your subscription stays active until 3 December 2026."),
	}}
	s.Form.Inputs = []views.Input{{Box: &views.Box{
		Name: "settle", Value: "yes", Label: "Also pay the €90.00 that is open", Checked: true,
		Hint: views.Plain("If you take out the tick, you only change how you pay from now on."),
	}}}
	return s
}

func paymentMethodSaved() views.Step {
	s := paymentMethod()
	s.Form.Inputs = []views.Input{{Pick: &views.Pick{
		Name: "method", Legend: "Pay this subscription with", Hint: views.Plain("The change counts from the next payment."),
		Choices: []views.Choice{
			{Value: "pm_2", Label: "Mastercard ending in 4444, expires 11/28"},
			{Value: "pm_3", Label: "Bank account ending in 2051"},
			{Value: "new", Label: "Another card or bank account"},
		},
	}}}
	s.Form.Above = []views.Text{views.Plain("For another card or bank account you leave this site and enter its details at Stripe. Fjordlight Software does not see them.")}
	s.Form.Label = "Continue"
	return s
}

func methodList() views.Methods {
	const card, debit = "Visa ending in 4242", "bank account ending in 2051"
	return views.Methods{
		Frame: with(consumer("confirm", "How you pay"), actingStub()), Heading: "How you pay",
		Lead: []views.Text{{words("The cards and accounts that Fjordlight Software has for "), views.Strong("Harbour & Pine ApS"), words(".")}},
		List: "Your payment methods",
		Items: []views.Method{
			{
				Name: views.Text{visa}, Line: "Expires 12/26",
				Badges: []views.Badge{{Tone: views.ToneOK, Icon: views.IconCheck, Word: "Default"}, {Tone: views.ToneWarn, Icon: views.IconClock, Word: "Expires soon"}},
				Uses:   []views.Text{views.Plain("Used for Team plan, next payment €107.10 on 15 December 2026."), views.Plain("Used for Backup, next payment €17.85 on 1 December 2026.")},
				Note:   views.Plain("It cannot be removed while it is used. Add another one first."),
			},
			{
				Name:   views.Text{{Text: "Mastercard •••• 4444", Spoken: "Mastercard ending in 4444"}},
				Line:   "Expires 11/28",
				Badges: []views.Badge{{Tone: views.ToneStop, Icon: views.IconCross, Word: "Failed 3 Nov"}},
				Uses:   []views.Text{views.Plain("Not used for anything now.")},
				Acts:   methodActs("pm_2", "Mastercard ending in 4444"),
			},
			{
				Name: views.Text{{Text: "Bank account DE •••• 2051", Spoken: "Bank account ending in 2051"}}, Line: "Mandate FJ-2026-118 of 4 March 2026",
				Uses: []views.Text{views.Plain("Used for Archive, next payment €5.95 on 9 January 2027.")},
				Acts: methodActs("pm_3", debit),
			},
		},
		Add:  &views.Action{Label: "Add a payment method", Icon: views.IconPlus, URL: ccpPath + "/add", Post: true, Hidden: []views.Hidden{formValue}},
		Hint: atProvider,
		Details: []views.Detail{{
			Summary:    "What the default is for",
			Paragraphs: []views.Text{views.Plain("New subscriptions are paid with it. A subscription that has its own card or account keeps that one.")},
		}},
		Notices: []views.Callout{{Tone: views.ToneWarn, Icon: views.IconClock, Text: views.Text{
			words("Your default, " + card + ", expires at the end of December 2026. Add a new one in time."),
		}}},
	}
}

func methodActs(id, spoken string) []views.MethodAct {
	return []views.MethodAct{
		{Label: "Make default", Spoken: spoken, URL: ccpPath + "/" + id + "/default"},
		{Label: "Remove", Spoken: spoken, URL: ccpPath + "/" + id + "/remove"},
	}
}

func methodsEmpty() views.Methods {
	m := methodList()
	m.Notices, m.Items, m.Details = nil, nil, nil
	m.Empty = views.Plain("There is none yet.")
	return m
}

func methodRemove() views.Step {
	return views.Step{
		Frame: acting("confirm", "Remove this payment method"), Heading: "Remove this payment method",
		Lead:  []views.Text{views.Plain("Nothing is paid with it now, so nothing else changes. To use it again, you add it again.")},
		Facts: []views.Facts{{Rows: []views.Fact{{Name: "Remove", Value: views.Text{{Text: "Mastercard •••• 4444", Spoken: "Mastercard ending in 4444"}}}, fact("Used for", "Nothing")}}},
		Form:  &views.Form{URL: ccpPath + "/pm_2/remove", Hidden: []views.Hidden{formValue}, Label: "Remove Mastercard 4444"},
		Back:  &views.Link{Label: "Go back", URL: ccpPath},
	}
}

func methodRemoveLast() views.Step {
	s := methodRemove()
	s.Frame.Title, s.Heading = "You need another way to pay first", "You need another way to pay first"
	s.Lead = []views.Text{views.Plain("Team plan is paid with this card on 15 December 2026, and there is no other. Add another one, or turn off renewal. Nothing was changed.")}
	s.Facts, s.Form = nil, nil
	return s
}

func methodDefault() views.Step {
	return views.Step{
		Frame: acting("confirm", "Make this your default"), Heading: "Make this your default",
		Lead: []views.Text{views.Plain("You pay nothing now. Choose what is paid with it from the next payment.")},
		Form: &views.Form{
			URL: ccpPath + "/pm_3/default", Hidden: []views.Hidden{formValue},
			Inputs: []views.Input{{Cards: &views.Cards{Name: "for", Legend: "What to pay with the bank account ending in 2051", Choices: []views.Card{
				{Value: "new", Title: "New subscriptions", Line: "What you have now is paid as before."},
				{Value: "all", Title: "All subscriptions", Line: "Team plan, Backup and Archive, and new ones."},
			}}}},
			Label: "Make default",
		},
		Back: &views.Link{Label: "Go back", URL: ccpPath},
	}
}

// testProvider is nobody's page: it stands in for a payment provider.
func testProvider(title string) views.Frame {
	f := frame("test-provider", title)
	f.Brand = views.Brand{Name: "Test payment provider"}
	return f
}

func testPayment() views.TestPayment {
	return views.TestPayment{
		Frame:   testProvider("Pay €90.00 to Fjordlight Software"),
		Mark:    views.Callout{Tone: views.ToneInfo, Icon: views.IconInfo, Heading: "Test payment provider. No money moves.", Text: views.Plain("This page stands in for a real provider. No card or account is asked for.")},
		Heading: "Pay €90.00 to Fjordlight Software",
		Lead:    []views.Text{views.Plain("Choose how this payment ends. You then go back to Fjordlight Software.")},
		Facts:   []views.Fact{fact("Asked for", "One payment of €90.00, and to keep the method for later payments"), fact("For", "Team plan, 10 seats"), code("Payment", "tp_5f20c1")},
		URL:     "/pay/test/tp_5f20c1", Hidden: []views.Hidden{formValue}, Name: "result",
		Buttons: []views.TestButton{{Value: "succeed", Label: "Pay €90.00"}, {Value: "fail", Label: "Let the bank refuse it"}, {Value: "cancel", Label: "Break off"}},
	}
}

func testSetUp() views.TestPayment {
	p := testPayment()
	p.Frame, p.Heading = testProvider("Set up a payment method for Fjordlight Software"), "Set up a payment method for Fjordlight Software"
	p.Facts[0] = fact("Asked for", "A payment method for later payments. Nothing is paid now.")
	p.Buttons[0].Label = "Set up Visa 4242"
	return p
}
