package gallery

import (
	"slices"

	"github.com/latchkey-portal/latchkey/views"
)

// actions are the pages on which customers change something: what there is to
// change, each step of the change, and how it went.
func actions() []Entry {
	return slices.Concat(manages(), plans(), cancels(), payments(), results())
}

func step(name string, status int, s views.Step) Entry {
	return Entry{name, "confirm", status, views.StepPage(s)}
}

const (
	urbPath = "/fjordlight/urb/20417"
	usiPath = "/fjordlight/usi/S8812"
	scpPath = "/fjordlight/scp/S8812"
	ccpPath = "/fjordlight/ccp/c3391"
)

// acting is the frame of a page about the subscription.
func acting(page, title string) views.Frame {
	return with(consumer(page, title), actingStub())
}

func actingStub() views.Stub {
	return views.Stub{
		State: "This page is open for 20 more days", Quiet: true,
		Bar: &views.Bar{Used: 33, Parts: 5, Mark: views.MarkNow, Start: "Sent 12 Nov", End: "Closes 12 Dec"},
		Till: views.Text{
			words("This link works until "), views.Time("Saturday 12 December 2026 at 09:00", "2026-12-12T09:00:00+01:00"), words(" (Berlin time)."),
		},
		Contact: fjordlightContact, Reference: "4T9K-7ZQ2",
	}
}

// wrong turns a page into the one that says what was not right.
func wrong(s views.Step, field, text string) views.Step {
	s.Frame.Title = "Error: " + s.Frame.Title
	s.Problems = problem(field, text)
	return s
}

var goBack = &views.Link{Label: "Go back", URL: urbPath}

// visa is a masked card.
var visa = views.Span{Text: "Visa •••• 4242", Spoken: "Visa ending in 4242"}

var atProvider = views.Plain("You leave this site and enter your card details at Stripe. Fjordlight Software does not see them.")
