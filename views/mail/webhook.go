package mail

import "github.com/latchkey-portal/latchkey/views"

// WebhookOffWords is what the notice about a disabled webhook endpoint says. It
// goes to the partner or to the owner of the installation.
type WebhookOffWords struct {
	Sender
	URL      string // the page of the endpoint; empty: the reader has no access to it
	Greeting string // may be empty
	Host     string // "hooks.ledgerline.example"
	Address  string // "https://hooks.ledgerline.example/latchkey"
	At       string // "Sunday 22 November 2026 at 11:42 (Copenhagen time)"
	Because  string // "it answered 410 Gone", "every try has failed for 5 days"
	Waiting  string // "14 events"; empty: none
	Kept     string // "30 days"
	ID       string // the endpoint's, as its reference
}

// WebhookOff is the notice that nothing is sent to an endpoint any more.
func WebhookOff(w WebhookOffWords) Message {
	m := letter(w.Sender, w.ID)
	m.Subject = "Webhook turned off: " + w.Host
	m.Heading = "We turned off a webhook"
	m.Preheader = "Its events are kept for " + w.Kept
	m.Greeting = w.Greeting
	m.Body = []views.Text{{
		views.Words("We stopped sending events to "), views.Strong(w.Host), views.Words(", because " + w.Because + "."),
	}}
	m.Facts = []Fact{{"Address", w.Address}, {"Turned off", w.At}}
	if w.Waiting != "" {
		m.Facts = append(m.Facts, Fact{"Waiting", w.Waiting})
	}
	m.Small = []views.Text{views.Plain("Nothing is lost: events are kept for " + w.Kept +
		". When the address works again, turn the webhook on and send them again.")}
	if w.URL != "" {
		m.Button = views.Link{Label: "Open the webhook", URL: w.URL}
	}
	m.Footer = append(m.Footer, "You got this because this address is the contact for the webhook.")
	return m
}
