package mail

import (
	"strings"
	"unicode/utf8"

	"github.com/latchkey-portal/latchkey/views"
)

// OfficeWords is what the mails to the seller's own people say. In shops
// without an integration they are how a decision is acted on.
type OfficeWords struct {
	BillingWords
	Customer string // "Harbour & Pine ApS, customer 71"; empty: unknown
	Email    string // where the customer's mails go; may be empty
	Decision string // the id that an answer names
	Declared bool   // it counts already and cannot be refused
	Public   bool   // it came by a public form: nobody has looked whether there is such a contract
}

// OfficeNew is the mail about something new to do.
func OfficeNew(w OfficeWords) Message {
	m := w.office(w.Office, w.Todo)
	switch {
	case w.Public:
		m.Body = append(m.Body, views.Plain("It came by the public form. Find the contract yourself: nothing was looked up. It counts since it was received, and the sender has a receipt."))
	case w.Declared:
		m.Body = append(m.Body, views.Plain("It counts since it was received and cannot be refused. The customer has a receipt."))
	case w.AnswerBy != "":
		m.Body = append(m.Body, views.Plain("Then report what you did as the outcome of this decision, by "+w.AnswerBy+
			". After that we tell the customer that nobody answered and nothing was changed."))
	}
	return m
}

// OfficeSettled is the mail about what a payment provider has done.
func OfficeSettled(w OfficeWords) Message {
	return w.office(w.Office, w.Todo+" The payment provider has confirmed it.")
}

// OfficeLapsed is the mail about a request that was not answered.
func OfficeLapsed(w OfficeWords) Message {
	return w.office("Nobody answered: "+lower(w.Office), "Time is up. We have told the customer that nobody answered and nothing was changed. Contact them yourself.")
}

// OfficeTakenBack is the mail about a request that its customer took back.
func OfficeTakenBack(w OfficeWords) Message {
	return w.office("Taken back: "+lower(w.Office), "The customer took it back. Do nothing, and reverse what you have begun.")
}

// OfficeEnded is the mail about anything else that has ended.
func OfficeEnded(w OfficeWords) Message {
	return w.office("Ended: "+lower(w.Office), "It has ended. There is nothing to do.")
}

// office has what all of them say alike.
func (w OfficeWords) office(heading, todo string) Message {
	m := w.page(heading)
	m.Greeting = ""
	m.Preheader = todo
	m.Body = []views.Text{views.Plain(todo)}
	if w.Customer != "" {
		m.Facts = append(m.Facts, Fact{"Customer", w.Customer})
	}
	if w.Email != "" {
		m.Facts = append(m.Facts, Fact{"Email", w.Email})
	}
	m.Facts = append(m.Facts, w.record("From")...)
	m.Facts = append(m.Facts, Fact{"Decision", w.Decision})
	m.Said = inertAll(w.Said)
	m.Contact = Contact{Text: "Reply to the customer at their own address, not to this email."}
	m.Footer = []string{"You got this because this address is the back office of " + w.Merchant + "."}
	return m
}

// lower makes a phrase stand in the middle of a sentence.
func lower(phrase string) string {
	_, size := utf8.DecodeRuneInString(phrase)
	return strings.ToLower(phrase[:size]) + phrase[size:]
}
