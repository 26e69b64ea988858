package mail

import (
	"github.com/latchkey-portal/latchkey/views"
)

// NewLinkWords is what the mail with a new link says.
type NewLinkWords struct {
	Sender
	LinkWords
	Greeting string // may be empty
	AskedAt  string // "Sunday 22 November 2026 at 16:07"; empty: the merchant sent it unasked
	Subject  string // what the link opens: "Invoice INV-2026-0417"
}

// NewLink is the mail that replaces an older link.
func NewLink(w NewLinkWords) Message {
	m := english(w.Sender, w.LinkWords)
	m.Subject = "Your new link from " + w.Merchant
	m.Heading = m.Subject
	m.Greeting = w.Greeting
	m.Preheader = "The old link no longer works"
	m.Body = []views.Text{{
		views.Words("This link opens "), views.Strong(w.Subject), views.Words(". The old link no longer works. " + w.asked()),
	}}
	m.Button.Label = "Open the page"
	m.Footer = append(m.Footer, onFile(w.Merchant))
	return m
}

// asked says who wanted the link.
func (w NewLinkWords) asked() string {
	if w.AskedAt == "" {
		return w.Merchant + " sent you a new link."
	}
	return "You or someone with the old link asked for this on " + w.AskedAt + " (" + w.Zone + ")."
}

// PageWords is what the mail says that brings a link to a page of its own name.
type PageWords struct {
	NewLinkWords
	Page
}

// Page is what the mails call a page that a link opens.
type Page struct {
	Title  string // subject and heading: "Your quote Q-2026-0031 from Northwind Collect"
	Does   string // what the page is for, a sentence
	Button string
}

// PageOf names the page of a kind, as it stands in a link's path: "cq". object
// is what the link opens, "Quote Q-2026-0031". False: the kind's mail has no
// words of its own, see NewLink.
func PageOf(kind, object, merchant string) (Page, bool) {
	switch kind {
	case "p":
		return Page{"Your " + lower(object), "You can see your order and all its documents on one page.", "See your order"}, true
	case "cq":
		return Page{"Your " + lower(object) + " from " + merchant, "You can read the quote, accept it, decline it, or ask for a change.", "See the quote"}, true
	case "scp":
		return Page{"Change how you pay for your subscription", "You can choose how you pay for your subscription.", "Change how you pay"}, true
	case "usi":
		return Page{"Change your plan", "You can see your plan and what you can change it to.", "See your plan"}, true
	case "urb":
		return Page{"Manage your subscription", "You can see what is billed and when, change it, or cancel.", "Manage your subscription"}, true
	case "ccp":
		return Page{"Manage your payment methods", "You can see, add and remove your payment methods.", "See your payment methods"}, true
	case "redop":
		return Page{"Finish your " + lower(object), "You can finish the order, or ask for a quote.", "Finish your order"}, true
	}
	return Page{}, false
}

// PageLink is the mail that brings a link to such a page.
func PageLink(w PageWords) Message {
	m := NewLink(w.NewLinkWords)
	m.Subject, m.Heading = w.Title, w.Title
	m.Preheader = "From " + w.Merchant
	m.Body = []views.Text{views.Plain(w.Does)}
	if w.AskedAt != "" {
		asked := "You or someone with a link from " + w.Merchant + " asked for this on " + w.AskedAt + " (" + w.Zone + ")."
		m.Body = append(m.Body, views.Plain(asked))
	}
	m.Small = append(m.Small, views.Plain("Use the newest email: links in older ones may have stopped working."))
	m.Button.Label = w.Button
	return m
}
