// Package mail draws the mails Latchkey sends: one struct, and from it the HTML
// part and the plain text part with the same words.
//
// A mail has one job and one link, or a code and no link. It loads nothing from anywhere, so it needs
// its styles inline, which is right in mail alone. The words arrive finished,
// as in package views; english.go puts those of each mail together. Sending,
// headers and addresses are not known here.
//
//	message := mail.NewLink(mail.NewLinkWords{Merchant: "Northwind Collect", …})
//	err := mail.HTML(message).Render(ctx, &html)
//	text := mail.Text(message)
package mail

import "github.com/latchkey-portal/latchkey/views"

// Message is one mail.
type Message struct {
	Lang      string // BCP 47
	Dir       string // "ltr" or "rtl"
	Subject   string
	Preheader string // what a list of mails shows after the subject
	Merchant  string
	Colour    string // the merchant's, "#RRGGBB"; empty: neutral
	Heading   string
	Greeting  string       // "Hello Anna,"; empty: none
	Body      []views.Text // before the button
	Facts     []Fact
	Answer    Fact         // who answers, and what; without a value: none
	Said      []Fact       // what somebody wrote, with its line breaks
	Code      string       // to be typed in on a page; empty: none
	Button    views.Link   // without a URL: none
	Small     []views.Text // until when the link works, what else to know
	Contact   Contact
	Reference Fact     // "Reference", "7F3Q-2M9D"
	Footer    []string // who sent this and why, one line each
}

// Fact is a name and a value.
type Fact struct {
	Name  string
	Value string
}

// Contact says how to reach a person.
type Contact struct {
	Text      string // "Questions? Reply to this email or call"
	Phone     string // empty: the text stands alone
	PhoneHref string // "tel:+4570100200"
	Hours     string // when somebody answers it; may be empty
}
