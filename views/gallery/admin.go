package gallery

import (
	"slices"

	"github.com/latchkey-portal/latchkey/views"
)

// admins are the pages that nobody but an admin sees.
func admins() []Entry {
	return slices.Concat(
		adminDoors(),
		adminOverviews(),
		adminDesk(),
		adminExplanations(),
		adminLinks(),
		adminResults(),
		adminRequests(),
		adminDecisions(),
		adminBulk(),
		adminWebhooks(),
		adminDeliveries(),
		adminImports(),
		adminPartners(),
		adminObjects(),
		adminPreviews(),
		adminMails(),
		adminRecords(),
		adminNotices(),
		adminPasskeys(),
		adminSettings(),
		adminProofs(),
		adminPeople(),
		adminKeys(),
		adminSeeds(),
		adminProposals(),
		adminAudits(),
	)
}

// office is the frame of an admin page for somebody who may act.
func office(page, title string, place views.AdminPlace) views.AdminFrame {
	return views.AdminFrame{Page: page, Title: title, Place: place, Who: "maria@northwind.example"}
}

// at makes a moment of Friday 20 November 2026, Copenhagen time.
func at(clock, utc string) views.Moment {
	return views.Moment{
		Text:    "20 Nov " + clock,
		Machine: "2026-11-20T" + clock + ":00+01:00",
		Full:    "Friday 20 November 2026 at " + clock + " (Copenhagen time), " + utc + " UTC",
	}
}

const developmentMode = "This copy runs in development mode. It is not for real customers."

var (
	badgeLive      = views.Badge{Tone: views.ToneOK, Icon: views.IconCheck, Word: "Works"}
	badgeExpired   = views.Badge{Tone: views.ToneWarn, Icon: views.IconClock, Word: "Expired"}
	badgeScheduled = views.Badge{Tone: views.ToneInfo, Icon: views.IconCalendar, Word: "Scheduled"}
	badgeRevoked   = views.Badge{Tone: views.ToneStop, Icon: views.IconBar, Word: "Withdrawn"}
	badgeUnsent    = views.Badge{Tone: views.ToneMute, Icon: views.IconMail, Word: "Not sent"}
)

func adminDoors() []Entry {
	door := views.AdminFrame{Page: "admin-sign-in", Title: "Sign in"}
	asked := views.SignIn{Frame: door}
	wrong := views.SignIn{Frame: door, Email: "maria@northwind.example", Error: "Email or password is not right."}
	wrong.Frame.Title = "Error: sign in"
	slow := views.SignIn{Frame: door, Wait: "Too many tries. Try again after 10:55 (UTC)."}
	slow.Frame.Title = "Too many tries"
	dev := views.SignIn{Frame: door, Said: "You are signed out."}
	dev.Frame.Mode = developmentMode
	return []Entry{
		{"admin-sign-in", "admin-sign-in", 200, views.SignInPage(asked)},
		{"admin-sign-in-wrong", "admin-sign-in", 422, views.SignInPage(wrong)},
		{"admin-sign-in-throttled", "admin-sign-in", 429, views.SignInPage(slow)},
		{"admin-sign-in-development", "admin-sign-in", 200, views.SignInPage(dev)},
	}
}

// adminRecords is the page about keys.
func adminRecords() []Entry {
	return []Entry{
		{"admin-keyboard", "admin-keyboard", 200, views.KeyboardPage(views.Keyboard{
			Frame: office("admin-keyboard", "Keyboard", views.PlaceNone), On: true,
			Keys: []views.KeyHelp{{Keys: []string{"/"}, Does: "Search, or paste a link"}, {Keys: []string{"g", "o"}, Does: "Overview"}},
		})},
		{"admin-keyboard-off", "admin-keyboard", 200, views.KeyboardPage(views.Keyboard{
			Frame: office("admin-keyboard", "Keyboard", views.PlaceNone),
			Keys:  []views.KeyHelp{{Keys: []string{"/"}, Does: "Search, or paste a link"}},
		})},
	}
}

func adminNotices() []Entry {
	missing := views.AdminNotice{
		Frame: office("admin-not-found", "Not found", views.PlaceNone), Heading: "There is no such page",
		Lead: []string{"The address may be cut, or what it names is not in this installation."},
		Way:  &views.Link{Label: "Search for it", URL: "/admin"},
	}
	refused := views.AdminNotice{
		Frame: office("admin-forbidden", "Not allowed", views.PlaceNone), Heading: "Your role may look, but not change",
		Lead: []string{"You are signed in as a viewer. Ask an owner of this installation for the support role.", "Nothing was changed."},
		Way:  &views.Link{Label: "Back to the overview", URL: "/admin"},
	}
	ours := views.AdminNotice{
		Frame: office("admin-error", "Not working right now", views.PlaceNone), Heading: "This is not working right now",
		Lead: []string{"The fault is ours, and it is in the log. Try again in a minute."},
	}
	return []Entry{
		{"admin-not-found", "admin-not-found", 404, views.AdminNoticePage(missing)},
		{"admin-forbidden", "admin-forbidden", 403, views.AdminNoticePage(refused)},
		{"admin-error", "admin-error", 500, views.AdminNoticePage(ours)},
	}
}
