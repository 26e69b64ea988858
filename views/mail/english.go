package mail

import "github.com/latchkey-portal/latchkey/views"

// Sender is what all mails of one merchant have in common.
type Sender struct {
	Lang      string
	Dir       string
	Merchant  string
	Colour    string
	Phone     string // may be empty
	PhoneHref string
	Hours     string // "weekdays 9am to 4pm"; may be empty
	Legal     string // name and address of the company, one line
}

// LinkWords is what every mail says about its link.
type LinkWords struct {
	URL       string
	Until     string // "Friday 27 November 2026 at 16:05"
	UntilAt   string // the same in RFC 3339
	Zone      string // "Copenhagen time"
	Reference string // "7F3Q-2M9D"
}

// InvoiceWords is what the invoice mail says.
type InvoiceWords struct {
	Sender
	LinkWords
	Greeting string // may be empty
	Number   string
	Amount   string // "€1,309.00"
	Due      string // "30 November 2026"; empty: no due date
}

// Invoice is the mail that brings an invoice. The amount stays out of the
// subject, which shows on locked screens.
func Invoice(w InvoiceWords) Message {
	m := english(w.Sender, w.LinkWords)
	m.Subject = "Invoice " + w.Number + " from " + w.Merchant
	m.Heading = m.Subject
	m.Greeting = w.Greeting
	m.Preheader = w.Amount
	m.Body = []views.Text{views.Plain("Your invoice is ready. You can see it, download it and find the payment details on one page.")}
	m.Facts = []Fact{{"Invoice", w.Number}, {"Amount due", w.Amount}}
	if w.Due != "" {
		m.Preheader += ", due " + w.Due
		m.Facts = append(m.Facts, Fact{"Pay by", w.Due})
	}
	m.Button.Label = "View invoice"
	m.Footer = append(m.Footer, "You got this because "+w.Merchant+" sent you an invoice.")
	return m
}

// english has what the mails of a sender say alike that bring a working link.
func english(s Sender, l LinkWords) Message {
	m := letter(s, l.Reference)
	m.Button.URL = l.URL
	m.Small = []views.Text{
		{
			views.Words("The link works until "), views.Time(l.Until, l.UntilAt),
			views.Words(" (" + l.Zone + "). If it stops working, open it anyway and we will send you a new one."),
		},
		views.Plain("Do not forward this email, because anyone with the link can open the page."),
	}
	return m
}

// letter has what all mails of a sender say alike.
func letter(s Sender, reference string) Message {
	m := Message{
		Lang: s.Lang, Dir: s.Dir, Merchant: s.Merchant, Colour: s.Colour,
		Contact:   Contact{Text: "Questions? Reply to this email.", Phone: s.Phone, PhoneHref: s.PhoneHref, Hours: s.Hours},
		Reference: Fact{"Reference", reference},
	}
	if s.Phone != "" {
		m.Contact.Text = "Questions? Reply to this email or call"
	}
	if s.Legal != "" {
		m.Footer = append(m.Footer, s.Legal)
	}
	return m
}
