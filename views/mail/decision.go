package mail

import "github.com/latchkey-portal/latchkey/views"

// DecisionWords is what the receipt of a decision says.
type DecisionWords struct {
	Sender
	LinkWords          // its window is not mentioned: the link goes on showing the decision
	Greeting  string   // may be empty
	Partner   string   // "Ledgerline"
	Company   string   // "Harbour & Pine ApS"
	Scope     string   // what an approval allows: "send debt collection cases to Northwind Collect"
	At        string   // "Sunday 22 November 2026 at 11:42"
	Cases     string   // "3 cases sent to Northwind Collect, DKK 41,250.00 in total"; empty: none
	Request   string   // "lr_0042", to quote to the partner
	Reason    string   // what the customer wrote when declining; may be empty
	Next      []string // what happens next, one sentence each
}

// Approved is the receipt of an approval.
func Approved(w DecisionWords) Message {
	m := w.receipt("You approved "+w.Partner, "Approved")
	allows := views.Text{views.Words(w.Partner + " can now " + w.Scope + " for "), views.Strong(w.Company), views.Words(".")}
	m.Body = []views.Text{allows}
	for _, sentence := range w.Next {
		m.Body = append(m.Body, views.Plain(sentence))
	}
	m.Small = []views.Text{
		views.Plain("Changed your mind? Contact " + w.Merchant + " to disconnect " + w.Partner + "."),
		views.Plain("This was not you? Open the page and choose “This was not us”, or reply to this email."),
	}
	return m
}

// Declined is the receipt of a refusal.
func Declined(w DecisionWords) Message {
	m := w.receipt("You declined "+w.Partner, "Declined")
	m.Body = []views.Text{views.Plain("We have told " + w.Partner + ". Your " + w.Merchant + " account has not changed.")}
	if w.Reason != "" {
		m.Facts = append(m.Facts, Fact{"Your reason", w.Reason})
	}
	m.Small = []views.Text{
		views.Plain("If you change your mind, ask " + w.Partner + " to send a new request."),
		views.Plain("This was not you? Open the page and choose “This was not us”, or reply to this email."),
	}
	return m
}

// receipt has what both receipts say alike.
func (w DecisionWords) receipt(subject, decided string) Message {
	m := letter(w.Sender, w.Reference)
	m.Subject, m.Heading = subject, subject
	m.Preheader = w.At + ", reference " + w.Reference
	m.Greeting = w.Greeting
	m.Facts = []Fact{{decided, w.At + " (" + w.Zone + ")"}, {"Company", w.Company}}
	if w.Cases != "" {
		m.Facts = append(m.Facts, Fact{"Cases", w.Cases})
	}
	m.Facts = append(m.Facts, Fact{"Request", w.Request})
	m.Button = views.Link{Label: "See this decision", URL: w.URL}
	m.Footer = append(m.Footer, "You got this because a decision was made with the link we sent to this address. Keep it as your receipt.")
	return m
}
