package gallery

import "github.com/latchkey-portal/latchkey/views"

// services are the pages for when the fault is ours, or there were too many
// tries.
func services() []Entry {
	return []Entry{
		{"rate", "rate", 429, views.NoticePage(rate())},
		{"unavailable", "unavailable", 503, views.NoticePage(unavailable())},
		{"error", "error", 500, views.NoticePage(failure())},
		{"error-posting", "error", 500, views.NoticePage(failurePosting())},
	}
}

func rate() views.Notice {
	return views.Notice{
		Frame:   frame("rate", "Try again in a few minutes"),
		Heading: "Try again in a few minutes",
		Lead: []views.Text{{
			words("There have been too many tries from your network. Nothing was changed. Try again after "),
			views.Time("16:12", "2026-11-22T16:12:00+01:00"), words(" (Copenhagen time)."),
		}},
	}
}

func unavailable() views.Notice {
	return views.Notice{
		Frame:   frame("unavailable", "This page is closed for now"),
		Heading: "This page is closed for now",
		Lead: []views.Text{
			{views.Strong("Your link is fine."), words(" Something on our side is busy or being repaired. Nothing was changed.")},
			views.Plain("Try again in a few minutes."),
		},
	}
}

func failure() views.Notice {
	n := plain("error", "There is a problem with this page",
		"Nothing was changed. Try again in a few minutes. Your link still works.", "")
	n.Lead = n.Lead[:1]
	n.Frame.Stub = &views.Stub{Reference: "R8WD-05KC"}
	return n
}

func failurePosting() views.Notice {
	n := failure()
	n.Lead = []views.Text{views.Plain("We do not know yet whether your decision was saved. " +
		"Open the link again to see. You cannot decide twice by accident.")}
	return n
}
