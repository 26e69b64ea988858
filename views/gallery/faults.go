package gallery

import "github.com/latchkey-portal/latchkey/views"

// faults are links that cannot be opened. Who they belong to is not known, or
// not to be told: they stand in the neutral frame.
func faults() []Entry {
	return []Entry{
		{"damaged", "damaged", 400, views.NoticePage(damaged())},
		{"tampered", "tampered", 403, views.NoticePage(tampered())},
		{"not-found", "not-found", 404, views.NoticePage(notFound())},
		{"not-found-object", "not-found", 404, views.NoticePage(notFoundObject())},
		{"not-found-restored", "not-found", 404, views.NoticePage(notFoundRestored())},
		{"cross-site", "cross-site", 403, views.NoticePage(plain("cross-site", "Please try again",
			"This page was opened from another website, so we stopped to be safe. Nothing was changed.",
			"Open the link in your email, and choose again from there."))},
		{"wrong-host", "wrong-host", 421, views.NoticePage(plain("wrong-host", "This address does not belong here",
			"The link was made for another website. Nothing was changed.",
			"Go back to the email and select the link again."))},
		{"method", "method", 405, views.NoticePage(plain("method", "This page cannot do that",
			"Nothing was changed.", "Open the link in your email to start again."))},
		{"too-large", "too-large", 413, views.NoticePage(plain("too-large", "That is more than we can take",
			"What you sent is too large. Nothing was saved.", "Go back, make it shorter, and send it again."))},
		{"too-long", "too-long", 414, views.NoticePage(plain("too-long", "This address is too long",
			"Some programs add text to a link when they pass it on. Nothing was changed.",
			"Go back to the email and select the link again."))},
		{"unsupported", "unsupported", 415, views.NoticePage(plain("unsupported", "We cannot read what was sent",
			"It came in a form that this page does not know. Nothing was saved.",
			"Open the link in your email to start again."))},
	}
}

// plain is a notice of two sentences in the neutral frame.
func plain(page, heading, state, next string) views.Notice {
	return views.Notice{
		Frame:   frame(page, heading),
		Heading: heading,
		Lead:    []views.Text{views.Plain(state), views.Plain(next)},
	}
}

func damaged() views.Notice {
	n := tampered()
	n.Frame.Page = "damaged"
	n.Lead = []views.Text{views.Plain("Part of the address is missing. Some email programs cut long links. Nothing was changed.")}
	return n
}

func tampered() views.Notice {
	return views.Notice{
		Frame:   frame("tampered", "We cannot open this link"),
		Heading: "We cannot open this link",
		Lead:    []views.Text{views.Plain("The address may have been changed or cut off on its way to you. Nothing was changed.")},
		Steps: &views.Steps{
			Heading: "Try this",
			Items: []views.Text{
				views.Plain("Go back to the email and select the link again."),
				views.Plain("If you copied it, copy the whole address, from https to the last letter."),
				views.Plain("If it still does not work, reply to the email or contact the company that sent it."),
			},
		},
	}
}

func notFound() views.Notice {
	n := plain("not-found", "Page not found",
		"If you typed the address, check it is correct. If you pasted it, check you copied all of it.",
		"If you selected a link in an email, contact whoever sent it.")
	return n
}

func notFoundObject() views.Notice {
	return views.Notice{
		Frame: with(fjordlight("not-found", "We cannot find this document"), views.Stub{
			Contact: fjordlightContact, Reference: "9KXD-4T0B",
		}),
		Heading: "We cannot find this document",
		Lead: []views.Text{
			views.Plain("Your link is genuine, but the document it belongs to is not here. It may not have arrived yet."),
			{words("Try again tomorrow, or contact Fjordlight Software and give the reference "), {Text: "9KXD-4T0B", Strong: true, LTR: true}, words(".")},
		},
	}
}

func notFoundRestored() views.Notice {
	return views.Notice{
		Frame: with(fjordlight("not-found", "We do not know this link any more"), views.Stub{
			State: "Nothing to show", Contact: fjordlightContact,
		}),
		Heading: "We do not know this link any more",
		Lead: []views.Text{
			{
				words("We had to restore our records from "), views.Time("Friday 20 November 2026 at 03:00", "2026-11-20T03:00:00+01:00"),
				words(" (Copenhagen time), and this link was made after that. You did nothing wrong."),
			},
			views.Plain("Contact Fjordlight Software and ask for a new link. If you answered already, answer the new one once more."),
		},
	}
}
