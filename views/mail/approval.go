package mail

import (
	"strconv"

	"github.com/latchkey-portal/latchkey/views"
)

// RequestWords is what the mails say that ask for a decision.
type RequestWords struct {
	Sender
	LinkWords
	Greeting string // may be empty
	Partner  string // "Ledgerline"
	Company  string // "Harbour & Pine ApS"; empty: several of the reader's matched
	Scope    string // what the partner could do: "send debt collection cases to Northwind Collect"
	Cases    int    // how many are on hold
	Total    string // "DKK 41,250.00"; empty: not known
	Day      string // "Friday 27 November"
}

// Request is the mail that brings a link request.
func Request(w RequestWords) Message {
	m := w.asking()
	m.Subject = w.Partner + " wants to connect to your " + w.Merchant + " account"
	m.Heading = m.Subject
	m.Preheader = "Please approve or decline by " + w.Day + "."
	if w.Cases > 0 {
		m.Preheader += " " + casesAreOnHold(w.Cases, "") + " until you do."
	}
	return m
}

// Reminder is the mail at half the time. It has the same link.
func Reminder(w RequestWords) Message {
	m := w.asking()
	m.Subject = "Reminder: " + w.Partner + " is waiting for your answer"
	m.Heading = w.Partner + " is waiting for your answer"
	m.Preheader = "Closes " + w.Until
	m.Body = append([]views.Text{views.Plain("You have not decided yet. The link is the same as in our first email.")}, m.Body...)
	return m
}

// ExpiresSoon is the mail a day before the end. It has the same link.
func ExpiresSoon(w RequestWords) Message {
	m := Reminder(w)
	m.Subject = "Last reminder: " + w.Partner + " is waiting for your answer"
	m.Body[0] = views.Text{
		views.Words("The request closes on "), views.Time(w.Until, w.UntilAt),
		views.Words(" (" + w.Zone + "). The link is the same as in our first email."),
	}
	return m
}

// asking has what the mails that ask for a decision say alike.
func (w RequestWords) asking() Message {
	m := english(w.Sender, w.LinkWords)
	m.Greeting = w.Greeting
	allows := views.Text{views.Words("If you approve, " + w.Partner + " can " + w.Scope)}
	if w.Company != "" {
		allows = append(allows, views.Words(" for "), views.Strong(w.Company))
	}
	allows = append(allows, views.Words("."))
	if w.Cases > 0 {
		allows = append(allows, views.Words(" "+casesAreOnHold(w.Cases, w.Total)+" until you decide."))
	}
	m.Body = []views.Text{allows}
	m.Button.Label = "Review the request"
	m.Small[1] = views.Plain("Not expecting this? You do not have to do anything, and nothing changes. " +
		"Do not forward this email, because anyone with the link can decide for you.")
	m.Footer = append(m.Footer, "You got this because "+w.Partner+" asked to connect to your account.")
	return m
}

// casesAreOnHold counts the cases in a sentence without its end.
func casesAreOnHold(n int, total string) string {
	subject, verb := strconv.Itoa(n)+" cases", " are on hold"
	if n == 1 {
		subject, verb = "1 case", " is on hold"
	}
	if total != "" {
		subject += ", " + total + " in total,"
	}
	return subject + verb
}

// ExpiredWords is what the mail about an expired link says.
type ExpiredWords struct {
	Sender
	LinkWords        // the link that has expired, and when
	Greeting  string // may be empty
	Partner   string
}

// Expired is the mail that a link has expired. Its button opens the expired
// link, whose page has the way to a new one.
func Expired(w ExpiredWords) Message {
	m := letter(w.Sender, w.Reference)
	m.Subject = "The link from " + w.Merchant + " has expired"
	m.Heading = m.Subject
	m.Preheader = "Nothing is lost"
	m.Greeting = w.Greeting
	m.Body = []views.Text{{
		views.Strong("Nothing is lost."),
		views.Words(" The link stopped working on "), views.Time(w.Until, w.UntilAt),
		views.Words(" (" + w.Zone + "), before anyone decided. " + w.Partner + " is not connected to your account."),
	}}
	m.Button = views.Link{Label: "Get a new link", URL: w.URL}
	m.Small = []views.Text{views.Plain("The page has a button that mails a new link to this address. If you do nothing, nothing changes.")}
	m.Footer = append(m.Footer, "You got this because "+w.Partner+" asked to connect to your account.")
	return m
}
