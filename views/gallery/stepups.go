package gallery

import "github.com/latchkey-portal/latchkey/views"

// stepUps are the page that asks for a mailed code.
func stepUps() []Entry {
	return []Entry{
		{"step-up", "step-up", 200, views.StepUpPage(stepUp())},
		{"step-up-empty", "step-up", 422, views.StepUpPage(stepUpWrong("", "Enter the 6-digit code"))},
		{"step-up-wrong", "step-up", 422, views.StepUpPage(stepUpWrong("482951", "That code is not right. Check the newest email"))},
		{"step-up-old", "step-up", 422, views.StepUpPage(stepUpWrong("482915", "That code is too old. Send a new code"))},
		{"step-up-too-many", "step-up", 429, views.StepUpPage(stepUpTooMany())},
	}
}

func stepUp() views.StepUp {
	return views.StepUp{
		Frame:   with(northwind("step-up", "Enter the code we sent you"), openStub()),
		Heading: "Enter the code we sent you",
		Lead:    []views.Text{{words("We sent a 6-digit code to "), masked, words(". It works for 10 minutes.")}},
		Form: &views.CodeForm{
			URL: approvePath, Hidden: []views.Hidden{formValue},
			Field: views.Field{
				Name: "code", Label: "6-digit code", Width: 8, Mode: "numeric", Complete: "one-time-code",
				Hint: views.Plain("You can copy and paste it."),
			},
			Label: "Continue",
		},
		Again: &views.Action{
			Label: "Send a new code", Icon: views.IconMail, URL: approvePath, Post: true,
			Hidden: []views.Hidden{{Name: "ask", Value: "new-code"}, formValue},
		},
		Details: []views.Detail{
			{Summary: "Why we ask", Paragraphs: []views.Text{views.Plain("Emails can be forwarded. The code shows that you can read the email address that Northwind Collect has for you.")}},
			otherAddress,
		},
	}
}

func stepUpWrong(typed, wrong string) views.StepUp {
	s := stepUp()
	s.Frame.Title = "Error: " + s.Frame.Title
	s.Problems = problem("code", wrong)
	s.Form.Field.Value, s.Form.Field.Error = typed, wrong
	return s
}

func stepUpTooMany() views.StepUp {
	s := stepUp()
	s.Frame.Title, s.Heading = "Too many tries", "Too many tries"
	s.Lead = []views.Text{views.Plain("That was too many codes that are not right. Nothing was changed, and your link still works.")}
	s.Form, s.Again = nil, nil
	s.Wait = views.Text{words("You can ask for a new code after "), {Text: "16:12", DateTime: "2026-11-22T16:12:00+01:00", Strong: true}, words(".")}
	return s
}
