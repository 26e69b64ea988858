package mail

import "github.com/latchkey-portal/latchkey/views"

// CodeWords is what the mail with a code says.
type CodeWords struct {
	Sender
	Greeting  string // may be empty
	Code      string // "482915"
	Minutes   string // "10 minutes"
	Until     string // "16:17"
	UntilAt   string // RFC 3339
	Zone      string // "Copenhagen time"
	Reference string
}

// Code is the mail with the code that a page asks for. It has no link, and the
// code stays out of the subject, which shows on locked screens.
func Code(w CodeWords) Message {
	m := letter(w.Sender, w.Reference)
	m.Subject = "Your code from " + w.Merchant
	m.Heading = m.Subject
	m.Preheader = "It works for " + w.Minutes
	m.Greeting = w.Greeting
	m.Body = []views.Text{{
		views.Words("Enter this code on the page that asks for it. It works for " + w.Minutes + ", until "),
		views.Time(w.Until, w.UntilAt), views.Words(" (" + w.Zone + ")."),
	}}
	m.Code = w.Code
	m.Small = []views.Text{
		views.Plain("Do not give this code to anyone. " + w.Merchant + " never asks for it by phone or email."),
		views.Plain("You did not ask for it? Somebody opened a link that we sent to this address. Without the code they cannot decide anything."),
	}
	m.Footer = append(m.Footer, "You got this because a page of "+w.Merchant+" asked for a code.")
	return m
}
