package web

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// requestPresenter turns what the portal knows of a link request into the words
// of its page.
type requestPresenter struct {
	portal.RequestDetail
	clock clock
	now   time.Time
	names map[portal.Actor]string
	held  portal.MailFate // why the address gets no mail; empty: it does

	copies  bool           // the new link is to be copied, unless somebody chooses otherwise
	history linkHistory    // where the page shows it
	note    views.NoteForm // as it was typed, and what was wrong with it
}

func (p requestPresenter) page(role portal.Role) views.RequestDetail {
	r := p.Request
	d := views.RequestDetail{
		Heading: p.Partner.Name + " asks " + p.company(), Reference: r.Reference, State: requestBadge(r, p.now), Fix: p.diagnosis(),
		Bar: p.bar(), Window: p.windowSaid(), Decision: p.decision(), Cases: p.cases(role), Attempts: p.history.attempts(),
		Facts: p.facts(), Others: p.others(),
	}
	p.verbs(&d.Fix, role)
	if role.May(portal.MayAct) && (r.Status == portal.Pending || r.Status == portal.RequestExpired || r.Status == portal.Declined) {
		d.Withdraw = requestURL(r.Key) + "/withdraw"
	}
	return d
}

// company is who decides, or whom the partner named where that is not known.
func (p requestPresenter) company() string {
	switch {
	case len(p.Clients) == 1:
		return p.Clients[0].Name
	case p.Request.Company() != "":
		return p.Request.Company()
	}
	return p.Request.Tenant
}

// diagnosis says in one line how things stand, and what that means.
func (p requestPresenter) diagnosis() views.Fix {
	r, badge := p.Request, requestBadge(p.Request, p.now)
	fix := views.Fix{Tone: badge.Tone, Icon: badge.Icon}
	switch badge.Word {
	case "Waiting":
		fix.Heading, fix.Text = "Nobody has decided yet", "The link works until "+p.clock.full(unix(r.End))+". "+p.mailSaid()
	case "Approved":
		fix.Heading = "It was approved"
		fix.Text = "The customer approved it on " + p.clock.full(r.DecidedAt) + ". Whoever opens the link reads that."
	case "Declined":
		fix.Heading = "It was declined"
		fix.Text = "The customer declined it on " + p.clock.full(r.DecidedAt) + ". Ask again only if they want that: a new link is mailed at once."
	case "Withdrawn":
		fix.Heading, fix.Text = "It was withdrawn", "Since "+p.clock.full(r.EndedAt)+" its link opens nothing. A new link asks the customer again."
	case "Blocked":
		fix.Heading = "The customer was connected elsewhere"
		fix.Text = "On " + p.clock.full(r.EndedAt) + " it was connected to another partner, so this request cannot be answered any more."
	default:
		fix.Heading = "It expired before anyone decided"
		fix.Text = "The link stopped working on " + p.clock.full(unix(r.End)) + ". Nothing was withdrawn, so a new link will fix this."
	}
	if said := heldSaid(p.held); said != "" && badge.Word != "Approved" && badge.Word != "Blocked" {
		fix.Tone, fix.Icon = views.ToneStop, views.IconMail
		fix.Text += " " + said + " Nothing can be mailed to that address until it is taken off the list of addresses we do not mail."
	}
	return fix
}

func heldSaid(fate portal.MailFate) string {
	switch fate {
	case portal.MailBounced:
		return "The email bounced."
	case portal.MailComplained:
		return "Somebody reported an email to that address as unwanted."
	}
	return ""
}

// mailSaid is what is known of the mail with the link in force.
func (p requestPresenter) mailSaid() string {
	if p.Partner.Delivery == portal.ByPartner {
		return "The partner mails the link itself."
	}
	switch p.EmailStatus {
	case "none":
		return "It was not mailed."
	case "not_sent":
		return "The email was not sent yet."
	case "failed":
		return "The email could not be sent."
	}
	return "The email was " + strings.ReplaceAll(p.EmailStatus, "_", " ") + "."
}

// mailable reports whether a mail about the request can go out.
func (p requestPresenter) mailable() bool {
	return p.Partner.Delivery == portal.ByMail && p.held == "" && p.Request.Email != ""
}

// verbs puts what the role may do about it onto the card.
func (p requestPresenter) verbs(fix *views.Fix, role portal.Role) {
	r := p.Request
	switch {
	case r.Status == portal.Approved:
		fix.Only = "A decision is final. To end the connection, the partner or the customer disconnects it."
		return
	case r.Status == portal.Blocked:
		fix.Only = "A new link cannot help: the customer has a connection already."
		return
	case !role.May(portal.MayAct):
		fix.Only = "Your role may look, but not change. Ask somebody with the support role for a new link."
		return
	}
	live := r.Live(p.now.Unix())
	form := &views.Reissue{
		URL: requestURL(r.Key) + "/reissue", Generation: strconv.FormatInt(r.Attempt, 10), Live: live, Days: p.days(),
		By: []views.Choice{{Value: "copy", Label: "Copy the link", Checked: !p.mailable() || p.copies}}, Effect: p.effect(live),
	}
	if p.mailable() {
		form.By = slices.Insert(form.By, 0, views.Choice{Value: "mail", Label: "Email to " + shownTo(r.Email), Checked: !p.copies})
	}
	fix.Reissue = form
	if live && p.mailable() {
		fix.Remind = &views.Remind{URL: requestURL(r.Key) + "/remind", Effect: fmt.Sprintf(
			"Or mail the same link again to %s. Nothing else changes. %s sent so far by itself.", shownTo(r.Email), countOf(int(r.Reminders), "reminder"))}
	}
}

func (p requestPresenter) effect(live bool) string {
	kept := ""
	if n := portal.Sum(p.Cases).Count; n == 1 {
		kept = "The case stays attached. "
	} else if n > 1 {
		kept = fmt.Sprintf("The %d cases stay attached. ", n)
	}
	if live {
		return kept + "The link in force stops working, and whoever opens it is told to use the newest email."
	}
	return kept + "Anyone who opens an older link is told to use the newest email."
}

// days offers the usual lives and the partner's own.
func (p requestPresenter) days() []views.Choice {
	var choices []views.Choice
	offers := []int{7, 14, 30, p.Partner.TTLDays}
	slices.Sort(offers)
	for _, n := range slices.Compact(offers) {
		choices = append(choices, views.Choice{Value: strconv.Itoa(n), Label: daysSaid(n), Checked: n == p.Partner.TTLDays})
	}
	return choices
}

// result is what a verb said it left behind; nil: nothing.
func (p requestPresenter) result(said string) *views.AdminResult {
	verb, mail, _ := strings.Cut(said, " ")
	text := ""
	switch verb {
	case saidSent:
		text = "New link sent at " + p.clock.time(p.Request.RequestedAt) + ". It works until " + p.clock.day(unix(p.Request.End)) + "."
		if mail != "" {
			text = "New link made at " + p.clock.time(p.Request.RequestedAt) + ", but not mailed."
		}
	case saidReminded:
		text = "Reminder sent, with the same link. It works until " + p.clock.day(unix(p.Request.End)) + "."
		if mail != "" {
			text = "No reminder was mailed."
		}
	case saidWithdrawn:
		text = "Request withdrawn at " + p.clock.time(p.Request.EndedAt) + ". Its link has stopped working."
	case saidRetried:
		text = "The failed cases are landed again within a few seconds."
	default:
		return notesSaid(verb)
	}
	if why := notMailed[portal.MailState(mail)]; why != "" {
		return &views.AdminResult{Tone: views.ToneWarn, Icon: views.IconMail, Text: text + " " + why}
	}
	return done(text)
}

// notMailed says why a verb did not mail.
var notMailed = map[portal.MailState]string{
	portal.MailPartnerDelivers:    "The partner mails its links itself.",
	portal.MailSuppressedBounced:  "The address is on the list of addresses we do not mail.",
	portal.MailSuppressedDeclined: "The customer declined a short while ago.",
}
