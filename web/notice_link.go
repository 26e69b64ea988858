package web

import (
	"fmt"
	"net/http"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// The notices of links: what stands on the page of one that does not open.

// tampered is the same page, byte for byte, for a wrong checksum, an unknown
// account, key or scheme (docs/security.md, law 6).
func tampered() notice {
	n := plain(http.StatusForbidden, "tampered", "We cannot open this link",
		"The address may have been changed or cut off on its way to you. Nothing was changed.")
	n.view.Steps = tryThis()
	return n
}

func damaged() notice {
	n := plain(http.StatusBadRequest, "damaged", "We cannot open this link",
		"Part of the address is missing. Some email programs cut long links. Nothing was changed.")
	n.view.Steps = tryThis()
	return n
}

func tryThis() *views.Steps {
	return &views.Steps{Heading: "Try this", Items: []views.Text{
		views.Plain("Go back to the email and select the link again."),
		views.Plain("If you copied it, copy the whole address, from https to the last letter."),
		views.Plain("If it still does not work, reply to the email or contact the company that sent it."),
	}}
}

func overPolicy(kind link.Kind, reversed bool) notice {
	made := fmt.Sprintf("It was made to last longer than %d days, the most a link may.", kind.MaxDays())
	if reversed {
		made = "It was made to end before it starts."
	}
	return plain(http.StatusForbidden, "policy", "This link cannot be used",
		made+" Nothing was changed.", "Contact the company that sent it and ask for a new link.")
}

func unknownObject(f frame, adm portal.Admission) notice {
	heading := "We cannot find this document"
	n := notice{status: http.StatusNotFound, view: views.Notice{
		Frame: f.page("not-found", heading), Heading: heading,
		Lead: []views.Text{views.Plain("Your link is fine, but what it leads to is not here, or not here yet. Nothing was changed."),
			views.Plain("If you expected a document, contact " + f.account.Name + ".")},
	}}
	n.view.Frame.Stub = &views.Stub{State: "Nothing to show", Contact: f.contact()}
	return n
}

// lostLink is for whoever has a link that a restore made us forget. The fault is
// ours, and says so.
func lostLink(f frame, adm portal.Admission) notice {
	heading := "We do not know this link any more"
	lead := append(views.Text{views.Words("We had to restore our records from ")}, f.moment(adm.RecordsFrom)...)
	n := notice{status: http.StatusNotFound, view: views.Notice{
		Frame: f.page("not-found", heading), Heading: heading,
		Lead: []views.Text{append(lead, views.Words(", and this link was made after that. You did nothing wrong.")),
			views.Plain("Contact " + f.account.Name + " and ask for a new link. If you answered already, answer the new one once more.")},
	}}
	n.view.Frame.Stub = &views.Stub{State: "Nothing to show", Contact: f.contact()}
	return n
}

func notYet(f frame, adm portal.Admission, now time.Time) notice {
	heading := "This link does not work yet"
	start := time.Unix(adm.Grant.Start(), 0)
	n := notice{status: http.StatusForbidden, view: views.Notice{
		Frame: f.page("not-yet", heading), Heading: heading,
		Lead: []views.Text{append(views.Text{views.Words("You can use it from ")}, f.moment(start)...)},
	}}
	n.view.Lead[0] = append(n.view.Lead[0], views.Words(". That is "+f.locale.In(start.Sub(now))+"."))
	n.view.Frame.Stub = &views.Stub{State: "Not open yet", Bar: f.bar(adm.Grant, now, views.MarkNone), Contact: f.contact(), Reference: f.reference(adm)}
	return n
}

// lapsedView is what the pages of a link that is over have in common.
type lapsedView struct {
	frame frame
	adm   portal.Admission
	now   time.Time
	email string // address on file; empty: no way to mail
	post  string // where the form that asks for a new link goes
	late  bool   // a decision came after the end
}

func (l lapsedView) notice(page, heading, state string, mark views.BarMark) notice {
	n := notice{status: http.StatusGone, view: views.Notice{Frame: l.frame.page(page, heading), Heading: heading}}
	n.view.Frame.Stub = &views.Stub{
		State: state, Bar: l.frame.bar(l.adm.Grant, l.now, mark), Contact: l.frame.contact(), Reference: l.frame.reference(l.adm),
	}
	return n
}

// expired says that nothing is lost, and offers the way on.
func (l lapsedView) expired() notice {
	end := time.Unix(l.adm.Grant.End(), 0)
	n := l.notice("expired", "This link has expired", l.expiredState(end), views.MarkClosed)
	n.view.Frame.Stub.Till = append(append(views.Text{views.Words("This link stopped working on ")}, l.frame.moment(end)...), views.Words("."))
	safe := " Your documents are safe. You can open them again as soon as you have a new link."
	if l.adm.Request != nil {
		safe = " You can carry on where you left off as soon as you have a new link."
	}
	n.view.Lead = []views.Text{{views.Strong("Nothing is lost."), views.Words(safe)}}
	if l.late {
		notSaved := views.Text{views.Words("Your choice was "), views.Strong("not"), views.Words(" saved, because it came after the end.")}
		n.view.Lead = append([]views.Text{notSaved}, n.view.Lead...)
	}
	l.offer(&n, "Email me a new link", "We will send it to ")
	n.view.Details = append(n.view.Details, views.Detail{
		Summary: "Why links expire",
		Paragraphs: []views.Text{views.Plain("Emails can be forwarded or copied. " +
			"A time limit keeps your information from being opened by someone else later.")},
	})
	return n
}

// expiredState is how long ago the link ended, or, where that is long, when.
func (l lapsedView) expiredState(end time.Time) string {
	if ago := l.frame.locale.Ago(l.now.Sub(end)); ago != "" {
		return "Expired " + ago
	}
	return "Expired on " + l.frame.locale.Date(end.In(l.frame.zone).Format(time.DateOnly))
}

// superseded points to the newest email. It never leads to the new link.
func (l lapsedView) superseded() notice {
	heading := "There is a newer link"
	n := l.notice("superseded", heading, "Replaced", views.MarkClosed)
	said := views.Text{views.Words("We made a newer link. Open the newest email instead. This link stopped working then.")}
	at := l.adm.State.EndedAt
	if l.adm.Request != nil {
		at = l.adm.Request.RequestedAt
	}
	if !at.IsZero() {
		said = append(append(views.Text{views.Words("We made a newer link on ")}, l.frame.moment(at)...),
			views.Words(". Open the newest email instead. This link stopped working then."))
	}
	n.view.Lead = []views.Text{said}
	l.offer(&n, "Send the newest link again", "To ")
	return n
}

// withdrawn has no way on but a person.
func (l lapsedView) withdrawn() notice {
	if l.adm.Request != nil && l.adm.Request.Status == portal.RequestWithdrawn {
		return l.requestWithdrawn()
	}
	heading := "This link was turned off"
	n := l.notice("withdrawn", heading, "Turned off", views.MarkClosed)
	name := l.frame.account.Name
	said := views.Text{views.Words(name + " turned it off to protect your information.")}
	if at := l.adm.State.EndedAt; l.adm.State.Revoked && !at.IsZero() {
		said = append(append(views.Text{views.Words(name + " turned it off on ")}, l.frame.moment(at)...),
			views.Words(" to protect your information."))
	}
	n.view.Lead = []views.Text{said, views.Plain("Contact " + name + " if you still need it.")}
	return n
}

// requestWithdrawn is for a request that was taken back.
func (l lapsedView) requestWithdrawn() notice {
	heading := "This request was withdrawn"
	n := l.notice("withdrawn", heading, "Withdrawn", views.MarkClosed)
	said := append(append(views.Text{views.Words("It was withdrawn on ")}, l.frame.moment(l.adm.Request.EndedAt)...), views.Words("."))
	n.view.Lead = []views.Text{said, views.Plain("You do not need to do anything, and your account has not changed.")}
	return n
}

// offer adds the button that mails a link to the address on file, or says how
// else to get one.
func (l lapsedView) offer(n *notice, label, hint string) {
	name, ref := l.frame.account.Name, l.frame.reference(l.adm)
	if l.frame.account.Links.NoRenewal {
		n.view.Lead = append(n.view.Lead, views.Text{
			views.Words("To get a new link, contact " + name + " and give the reference "),
			{Text: ref, Strong: true, LTR: true}, views.Words("."),
		})
		return
	}
	if l.email == "" {
		n.view.Lead = append(n.view.Lead, views.Text{
			views.Words("We have no email address to send a new link to. Contact " + name + " and give the reference "),
			{Text: ref, Strong: true, LTR: true}, views.Words("."),
		})
		return
	}
	n.view.Action = &views.Action{
		Label: label, Icon: views.IconMail, URL: l.post, Post: true,
		Hidden: []views.Hidden{{Name: "ask", Value: "new-link"}},
	}
	n.view.Hint = views.Text{views.Words(hint), masked(l.email),
		views.Words(", the address we have on file. It usually arrives within 2 minutes.")}
	n.view.Details = append(n.view.Details, views.Detail{
		Summary: "I cannot use that email address any more",
		Paragraphs: []views.Text{views.Plain("Contact " + name + " and give the reference " + ref + ". " +
			"They will check who you are before they send a link to a new address.")},
	})
}

// providerDown says that the page to pay on is not there now. What was pressed
// is kept: pressing it again goes on from there.
func providerDown(p presenter) notice {
	heading := "We cannot reach " + p.provider()
	n := notice{status: http.StatusServiceUnavailable, retry: minute, view: views.Notice{
		Frame: p.page("unavailable", heading), Heading: heading,
		Lead: []views.Text{
			views.Plain("Your link is fine. Nothing was paid, and how you pay was not changed."),
			views.Plain("Go back and try again in a few minutes."),
		},
	}}
	n.view.Frame.Stub = p.visitStub(p.reference(p.adm))
	return n
}

// checkEmail is the answer to everyone who asked for a new link, whatever
// happened inside.
func (l lapsedView) checkEmail() notice {
	heading := "Check your email"
	f := l.frame
	n := notice{status: http.StatusOK, view: views.Notice{Frame: f.page("result", heading), Heading: heading}}
	n.view.Lead = []views.Text{
		{views.Words("We have sent a new link to "), masked(l.email), views.Words(". It usually arrives within 2 minutes.")},
		views.Plain("Use the newest email. Links in older emails have stopped working."),
	}
	ref := f.reference(l.adm)
	n.view.Steps = &views.Steps{Heading: "If it does not arrive", Items: []views.Text{
		views.Plain("Look in your spam or junk folder."),
		views.Plain("Search for “" + f.account.Name + "” or “" + ref + "”."),
		views.Plain("Ask your IT team whether they hold back emails from us."),
	}}
	if again := l.adm.State.MailAgain(); !again.IsZero() {
		n.view.After = []views.Text{append(append(views.Text{views.Words("You can ask again after ")}, l.later(again)...), views.Words("."))}
	}
	n.view.Frame.Stub = &views.Stub{State: "A new link was asked for", Contact: f.contact(), Reference: ref}
	return n
}

// later is a time of day, with its date where that is not today's.
func (l lapsedView) later(t time.Time) views.Text {
	f := l.frame
	if f.today(t) != f.today(l.now) {
		return f.moment(t)
	}
	return views.Text{{Text: f.locale.Clock(t, f.zone), DateTime: t.In(f.zone).Format(time.RFC3339)}}
}
