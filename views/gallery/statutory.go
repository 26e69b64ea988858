package gallery

import "github.com/latchkey-portal/latchkey/views"

// statutory are the two public forms that need no link, and their receipts.
func statutory() []Entry {
	receipt := func(name string, r views.Result) Entry {
		return Entry{name, "result", 200, views.ResultPage(r)}
	}
	return []Entry{
		step("public-cancel", 200, publicCancel()),
		step("public-cancel-wrong", 422, publicCancelWrong()),
		step("public-cancel-german", 200, publicCancelGerman()),
		receipt("public-cancel-receipt", publicCancelReceipt()),
		receipt("public-cancel-receipt-german", publicCancelReceiptGerman()),
		step("public-withdraw", 200, publicWithdraw()),
		step("public-withdraw-wrong", 422, publicWithdrawWrong()),
		step("public-withdraw-german", 200, publicWithdrawGerman()),
		receipt("public-withdraw-receipt", publicWithdrawReceipt()),
	}
}

func publicCancel() views.Step {
	return views.Step{
		Frame: with(consumer("confirm", "Cancel a contract"), views.Stub{Contact: fjordlightContact}), Heading: "Cancel a contract",
		Lead: []views.Text{views.Plain("Your cancellation counts as soon as you send it. You get a receipt at once.")},
		Form: &views.Form{
			URL: "/fjordlight/cancel", Hidden: []views.Hidden{formValue},
			Inputs: []views.Input{
				{Pick: &views.Pick{Name: "kind", Legend: "How do you want to cancel?", Choices: []views.Choice{
					{Value: "ordinary", Label: "Ordinary: with the notice in the contract"},
					{Value: "extraordinary", Label: "Extraordinary: for an important reason"},
				}}},
				{Field: &views.Field{Name: "reason", Label: "Reason", Hint: views.Plain("Only if you cancel for an important reason."), Rows: 3}},
				{Field: &views.Field{Name: "name", Label: "Your name", Complete: "name"}},
				{Field: &views.Field{Name: "contract", Label: "Contract", Hint: views.Plain("What names it best: the product, or a contract, order or customer number.")}},
				{Pick: &views.Pick{Name: "ends", Legend: "When should the contract end?", Choices: []views.Choice{
					{Value: "soonest", Label: "As soon as possible"}, {Value: "date", Label: "On the date below"},
				}}},
				{Field: &views.Field{Name: "date", Label: "Date", Hint: views.Plain("Only if you chose a date. For example, 31 12 2026."), Width: 12}},
				{Field: &views.Field{Name: "email", Label: "Email for the receipt", Kind: "email", Complete: "email"}},
			},
			Label: "Cancel now",
		},
	}
}

func publicCancelWrong() views.Step {
	const kind, reason, email = "Select how you want to cancel", "Write the reason", "Enter an email address, like name@example.com"
	s := wrong(publicCancel(), "kind", kind)
	s.Problems.Items = append(s.Problems.Items, views.Link{Label: reason, URL: "#reason"}, views.Link{Label: email, URL: "#email"})
	in := s.Form.Inputs
	in[0].Pick.Error, in[1].Field.Error, in[6].Field.Error = kind, reason, email
	in[2].Field.Value, in[6].Field.Value = "Anna Pedersen", "anna.example.com"
	in[4].Pick.Choices[0].Checked = true
	return s
}

// german is the shop in German, with the link names the law asks for.
func german(page, title string) views.Frame {
	f := fjordlight(page, title)
	f.Lang = "de"
	f.Languages = []views.LanguageLink{{Lang: "en", Name: "English", URL: "?lang=en"}}
	f.Words = views.FrameWords{Skip: "Zum Hauptinhalt", Reference: "Kennzeichen"}
	f.Footer = []views.Link{
		{Label: "Verträge hier kündigen", URL: "/fjordlight/cancel"}, {Label: "Vertrag hier widerrufen", URL: "/fjordlight/withdraw"},
		{Label: "Datenschutz", URL: "/privacy"}, {Label: "Barrierefreiheit", URL: "/accessibility"},
	}
	return f
}

var germanContact = &views.Contact{Heading: "Fragen?", Intro: "Fjordlight Software erreichen Sie hier:", Email: "billing@fjordlight.example"}

func publicCancelGerman() views.Step {
	return views.Step{
		Frame: with(german("confirm", "Vertrag kündigen"), views.Stub{Contact: germanContact}), Heading: "Vertrag kündigen",
		Lead: []views.Text{views.Plain("Ihre Kündigung gilt, sobald Sie sie absenden. Sie erhalten sofort eine Bestätigung.")},
		Form: &views.Form{
			URL: "/fjordlight/cancel", Hidden: []views.Hidden{formValue},
			Inputs: []views.Input{
				{Pick: &views.Pick{Name: "kind", Legend: "Art der Kündigung", Choices: []views.Choice{
					{Value: "ordinary", Label: "Ordentliche Kündigung"}, {Value: "extraordinary", Label: "Außerordentliche Kündigung"},
				}}},
				{Field: &views.Field{Name: "reason", Label: "Kündigungsgrund", Hint: views.Plain("Nur bei einer außerordentlichen Kündigung."), Rows: 3}},
				{Field: &views.Field{Name: "name", Label: "Ihr Name", Complete: "name"}},
				{Field: &views.Field{Name: "contract", Label: "Bezeichnung des Vertrags", Hint: views.Plain("Zum Beispiel das Produkt oder eine Vertrags-, Bestell- oder Kundennummer.")}},
				{Pick: &views.Pick{Name: "ends", Legend: "Wann soll der Vertrag enden?", Choices: []views.Choice{
					{Value: "soonest", Label: "Zum nächstmöglichen Zeitpunkt"}, {Value: "date", Label: "Zu diesem Datum:"},
				}}},
				{Field: &views.Field{Name: "date", Label: "Datum", Hint: views.Plain("Zum Beispiel 31. 12. 2026."), Width: 12}},
				{Field: &views.Field{Name: "email", Label: "E-Mail-Adresse für die Bestätigung", Kind: "email", Complete: "email"}},
			},
			Label: "jetzt kündigen",
		},
	}
}

var textFile = views.Download{Label: "Save as a text file", Icon: views.IconDownload, URL: "/fjordlight/cancel/R7M2-40XD.txt"}

func publicCancelReceipt() views.Result {
	return views.Result{
		Frame: with(consumer("result", "We have received your cancellation"), views.Stub{Contact: fjordlightContact, Reference: "R7M2-40XD"}),
		Mark:  views.ResultDone, Heading: "We have received your cancellation",
		Lead: []views.Text{views.Plain("It reached Fjordlight Software on Sunday 22 November 2026 at 16:07 (Berlin time). You do not have to do anything else.")},
		Receipt: &views.Receipt{
			Heading: "Your receipt",
			Rows: []views.Fact{
				fact("You declared", "Extraordinary cancellation"),
				fact("Reason", "The service has been down since 3 November 2026, and nobody could tell me when it comes back."),
				fact("Name", "Anna Pedersen"), fact("Contract", "Team plan, order 20417"),
				fact("Contract ends", "As soon as possible"),
				fact("Receipt sent to", "anna@harbourpine.example"),
				{Name: "Received", Value: views.Text{{Text: "2026-11-22 16:07:12 +01:00", DateTime: "2026-11-22T16:07:12+01:00", LTR: true}}},
				code("Reference", "R7M2-40XD"),
			},
			Hint: "Print this page, or save it, to keep a copy.",
		},
		Files: []views.Download{textFile},
		After: []views.Text{views.Plain("Fjordlight Software writes to you when the contract ends.")},
	}
}

func publicCancelReceiptGerman() views.Result {
	r := publicCancelReceipt()
	r.Frame = with(german("result", "Ihre Kündigung ist eingegangen"), views.Stub{Contact: germanContact, Reference: "R7M2-40XD"})
	r.Heading = "Ihre Kündigung ist eingegangen"
	r.Lead = []views.Text{views.Plain("Sie ist am Sonntag, 22. November 2026 um 16:07 (Berliner Zeit) bei Fjordlight Software eingegangen.")}
	r.Receipt = &views.Receipt{
		Heading: "Ihre Bestätigung",
		Rows: []views.Fact{
			fact("Erklärung", "Ordentliche Kündigung"), fact("Name", "Anna Pedersen"), fact("Vertrag", "Team plan, Bestellung 20417"),
			fact("Vertragsende", "Zum nächstmöglichen Zeitpunkt"), fact("Bestätigung an", "anna@harbourpine.example"),
			{Name: "Eingegangen", Value: views.Text{{Text: "22.11.2026, 16:07:12 Uhr", DateTime: "2026-11-22T16:07:12+01:00"}}},
			code("Kennzeichen", "R7M2-40XD"),
		},
		Hint: "Drucken oder speichern Sie diese Seite.",
	}
	r.Files = []views.Download{{Label: "Als Textdatei speichern", Icon: views.IconDownload, URL: textFile.URL}}
	r.After = nil
	return r
}

func publicWithdraw() views.Step {
	return views.Step{
		Frame: with(consumer("confirm", "Withdraw from a contract"), views.Stub{Contact: fjordlightContact}), Heading: "Withdraw from a contract",
		Lead: []views.Text{views.Plain("You do not have to give a reason. You get a receipt with the date and time at once.")},
		Form: &views.Form{
			URL: "/fjordlight/withdraw", Hidden: []views.Hidden{formValue},
			Inputs: []views.Input{
				{Field: &views.Field{Name: "name", Label: "Your name", Complete: "name"}},
				{Field: &views.Field{Name: "contract", Label: "Contract", Hint: views.Plain("What names it best: an order number, or the product and the day you bought it.")}},
				{Field: &views.Field{Name: "email", Label: "Email for the receipt", Kind: "email", Complete: "email"}},
			},
			Label: "Confirm withdrawal",
		},
	}
}

func publicWithdrawWrong() views.Step {
	const contract = "Write which contract you withdraw from"
	s := wrong(publicWithdraw(), "contract", contract)
	s.Form.Inputs[0].Field.Value, s.Form.Inputs[2].Field.Value = "Anna Pedersen", "anna@harbourpine.example"
	s.Form.Inputs[1].Field.Error = contract
	return s
}

func publicWithdrawGerman() views.Step {
	return views.Step{
		Frame: with(german("confirm", "Vertrag widerrufen"), views.Stub{Contact: germanContact}), Heading: "Vertrag widerrufen",
		Lead: []views.Text{views.Plain("Sie müssen keinen Grund angeben. Sie erhalten sofort eine Bestätigung mit Datum und Uhrzeit.")},
		Form: &views.Form{
			URL: "/fjordlight/withdraw", Hidden: []views.Hidden{formValue},
			Inputs: []views.Input{
				{Field: &views.Field{Name: "name", Label: "Ihr Name", Complete: "name"}},
				{Field: &views.Field{Name: "contract", Label: "Bezeichnung des Vertrags", Hint: views.Plain("Zum Beispiel die Bestellnummer oder das Produkt und der Tag der Bestellung.")}},
				{Field: &views.Field{Name: "email", Label: "E-Mail-Adresse für die Bestätigung", Kind: "email", Complete: "email"}},
			},
			Label: "Widerruf bestätigen",
		},
	}
}

func publicWithdrawReceipt() views.Result {
	r := publicCancelReceipt()
	r.Frame.Title, r.Heading = "We have received your withdrawal", "We have received your withdrawal"
	r.Receipt.Rows = append([]views.Fact{fact("You declared", "I withdraw from the contract")}, r.Receipt.Rows[2:4]...)
	r.Receipt.Rows = append(r.Receipt.Rows, publicCancelReceipt().Receipt.Rows[5:]...)
	r.Files[0].URL = "/fjordlight/withdraw/R7M2-40XD.txt"
	r.After = []views.Text{views.Plain("Fjordlight Software writes to you about sending goods back and about your money.")}
	return r
}
