package gallery

import (
	"github.com/latchkey-portal/latchkey/static"
	"github.com/latchkey-portal/latchkey/views"
)

// frame has what the pages of all merchants share.
func frame(page, title string) views.Frame {
	return views.Frame{
		Lang:       "en-GB",
		Dir:        "ltr",
		Page:       page,
		Title:      title,
		Stylesheet: static.Stylesheet(""),
		Words:      views.EnglishFrame(),
	}
}

// fjordlight is a software seller with the neutral colour.
func fjordlight(page, title string) views.Frame {
	f := frame(page, title)
	f.Brand = views.Brand{Name: "Fjordlight Software"}
	f.Languages = []views.LanguageLink{{Lang: "de", Name: "Deutsch", URL: "?lang=de"}}
	f.Footer = footer
	f.Legal = []string{"Fjordlight Software GmbH, Speicherstraße 8, 20457 Hamburg. HRB 148 220."}
	return f
}

// northwind is a collection agency with a colour of its own.
func northwind(page, title string) views.Frame {
	f := frame(page, title)
	f.Stylesheet = static.Stylesheet("#635BFF")
	f.Brand = views.Brand{Name: "Northwind Collect"}
	f.Languages = []views.LanguageLink{{Lang: "da", Name: "Dansk", URL: "?lang=da"}}
	f.Footer = footer
	f.Legal = []string{"Northwind Collect A/S, Havnegade 12, 1058 Copenhagen K. Company number 31 22 40 17."}
	return f
}

var footer = []views.Link{{Label: "Privacy", URL: "/privacy"}, {Label: "Accessibility", URL: "/accessibility"}}

var fjordlightContact = &views.Contact{
	Heading: "Questions?",
	Intro:   "Contact Fjordlight Software:",
	Email:   "billing@fjordlight.example",
}

var northwindContact = &views.Contact{
	Heading:   "Questions?",
	Intro:     "Contact Northwind Collect:",
	Email:     "help@northwind.example",
	Phone:     "+45 70 10 02 00",
	PhoneHref: "tel:+4570100200",
	Hours:     "weekdays 9am to 4pm",
}

// with puts a stub on a frame.
func with(f views.Frame, s views.Stub) views.Frame {
	f.Stub = &s
	return f
}

// closed is the window of a link that is over.
var closed = &views.Bar{Used: 100, Parts: 7, Mark: views.MarkClosed, Start: "Sent 13 Nov", End: "Closed 20 Nov"}

// masked is the address on file as anybody with the link may see it.
var masked = views.Span{
	Text:   "a•••@h•••.example",
	Spoken: "the address starting with a, at a domain starting with h",
}

func words(text string) views.Span { return views.Words(text) }

// consumer is the shop that sells to consumers: the two public forms are
// always in reach.
func consumer(page, title string) views.Frame {
	f := fjordlight(page, title)
	f.Footer = append([]views.Link{
		{Label: "Cancel contracts here", URL: "/fjordlight/cancel"},
		{Label: "Withdraw from contract here", URL: "/fjordlight/withdraw"},
	}, footer...)
	return f
}
