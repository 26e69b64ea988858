package gallery

import "github.com/latchkey-portal/latchkey/views"

// cancels are the steps that end a subscription or keep it, and the one that
// accepts a quote.
func cancels() []Entry {
	return []Entry{
		step("cancel", 200, cancel()),
		step("cancel-past-due", 200, cancelPastDue()),
		step("keep", 200, keep()),
		step("quote-accept", 200, quoteAccept()),
		step("quote-accept-wrong", 422, quoteAcceptWrong()),
	}
}

func cancel() views.Step {
	return views.Step{
		Frame: acting("confirm", "Cancel your subscription"), Heading: "Cancel your subscription",
		Lead: []views.Text{{
			words("It stays active until "), views.Time("15 December 2026", "2026-12-15"), words(". You will not be charged again."),
		}},
		Lists: []views.Points{
			{Heading: "What you keep", Items: []views.Text{
				views.Plain("All projects and files until 15 December 2026"), views.Plain("Your invoices, which you can open from their emails"),
			}},
			{Heading: "What stops", Ends: true, Items: []views.Text{
				views.Plain("Payments of €90.00 per month"), views.Plain("Access for 10 people on 15 December 2026"),
			}},
		},
		Form: &views.Form{URL: urbPath + "/cancel", Hidden: []views.Hidden{formValue}, Label: "Cancel on 15 December 2026"},
		Back: &views.Link{Label: "Keep my subscription", URL: urbPath},
	}
}

func cancelPastDue() views.Step {
	s := cancel()
	s.Lead = []views.Text{{words("Cancelling stops all further payment attempts. It ends "), views.Strong("today"), words(".")}}
	s.Lists = s.Lists[1:]
	s.Lists[0].Items[1] = views.Plain("Access for 10 people, today")
	s.Form.Label = "Cancel today"
	return s
}

func keep() views.Step {
	return views.Step{
		Frame: acting("confirm", "Keep your subscription"), Heading: "Keep your subscription",
		Lead: []views.Text{views.Plain("It renews again, as before you cancelled. You pay nothing now.")},
		Facts: []views.Facts{{Rows: []views.Fact{
			fact("Renews on", "15 December 2026"), fact("Then", "€107.10 each month, VAT included"), {Name: "Paid with", Value: views.Text{visa}},
		}}},
		Form: &views.Form{URL: urbPath + "/keep", Hidden: []views.Hidden{formValue}, Label: "Keep it and renew on 15 December 2026"},
		Back: goBack,
	}
}

func quoteAccept() views.Step {
	return views.Step{
		Frame: acting("confirm", "Accept quote Q-2026-0088"), Heading: "Accept quote Q-2026-0088",
		Lead: []views.Text{views.Plain("You order what stands in the quote. Fjordlight Software sends the invoice by email.")},
		Facts: []views.Facts{{Rows: []views.Fact{
			fact("Total", "€12,852.00, VAT included"), fact("To pay by", "30 days after the invoice"), fact("Terms", "Framework terms of 1 September 2026"),
		}}},
		Form: &views.Form{
			URL: "/fjordlight/cq/20561/accept", Hidden: []views.Hidden{formValue},
			Inputs: []views.Input{
				{Field: &views.Field{Name: "name", Label: "Your name", Complete: "name"}},
				{Field: &views.Field{Name: "role", Label: "Your role", Complete: "organization-title"}},
				{Field: &views.Field{Name: "po", Label: "Purchase order number (optional)", Hint: views.Plain("It is printed on the invoice."), Width: 20}},
				{Box: &views.Box{Name: "may", Value: "yes", Label: "I may accept this for Harbour & Pine ApS"}},
			},
			Label: "Accept the quote for €12,852.00",
		},
		Back: &views.Link{Label: "Go back", URL: "/fjordlight/cq/20561"},
	}
}

func quoteAcceptWrong() views.Step {
	const name, may = "Enter your name", "Confirm that you may accept this for Harbour & Pine ApS"
	s := wrong(quoteAccept(), "name", name)
	s.Problems.Items = append(s.Problems.Items, views.Link{Label: may, URL: "#may"})
	s.Form.Inputs[0].Field.Error, s.Form.Inputs[3].Box.Error = name, may
	return s
}
