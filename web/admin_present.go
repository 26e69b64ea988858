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

// detailPresenter turns what the portal knows of the links to one object into
// the words of its page.
type detailPresenter struct {
	portal.Detail
	clock clock
	now   time.Time
	names map[portal.Actor]string // of admins

	copies  bool           // the new link is to be copied, unless somebody chooses otherwise
	history linkHistory    // where the page shows it
	note    views.NoteForm // as it was typed, and what was wrong with it
}

func (p detailPresenter) page(role portal.Role) views.LinkDetail {
	st := p.State
	d := views.LinkDetail{
		Heading: p.Title, Reference: p.Reference, State: badgeOf(st, p.now), Fix: p.diagnosis(),
		Bar: p.window(), Window: p.windowSaid(), Facts: p.facts(), Attempts: p.history.attempts(),
		Decisions: p.decided(role), Others: p.others(),
	}
	if p.Person != "" {
		d.Heading += " for " + p.Person
	}
	p.verbs(&d.Fix, role)
	if role.May(portal.MayAct) && !st.Revoked {
		d.RevokeURL = linkURL(p.Object) + "/revoke"
	}
	return d
}

// early is how far ahead of its start a link already opens: clocks differ.
const early = 60

// badgeOf is how the link issued last stands, in one word.
func badgeOf(st portal.LinkState, now time.Time) views.Badge {
	at := now.Unix()
	switch {
	case st.Revoked:
		return views.Badge{Tone: views.ToneStop, Icon: views.IconBar, Word: "Withdrawn"}
	case st.Start == 0:
		return views.Badge{Tone: views.ToneMute, Icon: views.IconMail, Word: "Not sent"}
	case st.Live(at) && at < st.Start-early:
		return views.Badge{Tone: views.ToneInfo, Icon: views.IconCalendar, Word: "Scheduled"}
	case st.Live(at):
		return views.Badge{Tone: views.ToneOK, Icon: views.IconCheck, Word: "Works"}
	}
	return views.Badge{Tone: views.ToneWarn, Icon: views.IconClock, Word: "Expired"}
}

// diagnosis says in one line how things stand, and what that means.
func (p detailPresenter) diagnosis() views.Fix {
	st, badge := p.State, badgeOf(p.State, p.now)
	fix := views.Fix{Tone: badge.Tone, Icon: badge.Icon}
	switch badge.Word {
	case "Withdrawn":
		fix.Heading = "The link was turned off"
		fix.Text = "It was turned off on " + p.clock.full(st.EndedAt) + ". A new link opens the page again."
	case "Not sent":
		fix.Icon = views.IconInfo
		fix.Heading = "No link was sent from here yet"
		fix.Text = "Links that another system signed may be out. A new one ends them."
		if l, ok := p.signed(); ok {
			fix.Heading = "A link was made " + l.where + ", but none was sent from here"
			fix.Text = "It was made on " + p.clock.full(l.at) + ". It may be out, and so may links that another system signed. A new one ends them."
		}
	case "Scheduled":
		fix.Heading, fix.Text = "The link does not work yet", "It works from "+p.clock.full(unix(st.Start))+"."
	case "Works":
		fix.Heading, fix.Text = "The link works", "It works until "+p.clock.full(unix(st.End))+"."
	default:
		fix.Heading = "The link has expired"
		fix.Text = "It stopped working on " + p.clock.full(unix(st.End)) + ". Nothing was revoked, so a new link will fix this."
	}
	return fix
}

// verbs puts what the role may do about it onto the card.
func (p detailPresenter) verbs(fix *views.Fix, role portal.Role) {
	if !role.May(portal.MayAct) {
		fix.Only = "Your role may look, but not change. Ask somebody with the support role for a new link."
		return
	}
	live := p.State.Live(p.now.Unix())
	form := &views.Reissue{
		URL: linkURL(p.Object) + "/reissue", Generation: strconv.FormatInt(p.State.Generation, 10), Live: live,
		Days: p.days(), By: []views.Choice{{Value: "copy", Label: "Copy the link", Checked: p.Email == "" || p.copies}},
		Effect: "Anyone who opens an older link is told to use the newest email.",
	}
	if live {
		form.Effect = "Makes another link. The one in force stops working, and whoever opens it is told to use the newest email."
	}
	if p.Email == "" {
		form.Effect = "There is no address on file, so nothing can be mailed. Anyone who opens an older link is told there is a newer one."
	} else {
		form.By = slices.Insert(form.By, 0, views.Choice{Value: "mail", Label: "Email to " + shownTo(p.Email), Checked: !p.copies})
	}
	fix.Reissue = form
	if live && p.Email != "" {
		fix.Remind = &views.Remind{
			URL: linkURL(p.Object) + "/remind", Effect: "Or mail the same link again to " + shownTo(p.Email) + ". Nothing else changes.",
		}
	}
}

// days offers the usual lives and the account's own, up to the kind's cap.
func (p detailPresenter) days() []views.Choice {
	limit := p.Account.MostDaysOf(p.Object.Kind)
	own := p.Account.DaysOf(p.Object.Kind)
	var choices []views.Choice
	offers := []int{7, 14, 30, own}
	slices.Sort(offers)
	for _, n := range slices.Compact(offers) {
		if n <= limit {
			choices = append(choices, views.Choice{Value: strconv.Itoa(n), Label: daysSaid(n), Checked: n == own})
		}
	}
	return choices
}

func daysSaid(n int) string {
	if n == 1 {
		return "1 day"
	}
	return strconv.Itoa(n) + " days"
}

// shownTo is an address as support sees it: enough to compare with what a
// customer says on the phone.
func shownTo(email string) string {
	if portal.ErasedAddress(email) {
		return "Erased"
	}
	at := strings.LastIndexByte(email, '@')
	if at < 1 {
		return "•••"
	}
	first := string([]rune(email)[:1])
	return first + "•••" + email[at:]
}

// result is what an action said it left behind; nil: nothing.
func (p detailPresenter) result(said string) *views.AdminResult {
	st := p.State
	text := ""
	switch said {
	case saidSent:
		text = "New link sent at " + p.clock.time(st.IssuedAt) + ". It works until " + p.clock.day(unix(st.End)) + "."
	case saidReminded:
		text = "Reminder sent, with the same link. It works until " + p.clock.day(unix(st.End)) + "."
	case saidRevoked:
		text = "Link turned off at " + p.clock.time(st.EndedAt) + ". Every link sent so far has stopped working."
	default:
		return notesSaid(said)
	}
	return done(text)
}

func (p detailPresenter) facts() []views.AdminFact {
	a, st := p.Account, p.State
	all := []views.AdminFact{
		{Name: "Reference", Value: p.Reference, Code: true},
		{Name: "Account", Value: fmt.Sprintf("%s, %s by default, %d at most", a.Name, daysSaid(a.DaysOf(p.Object.Kind)), a.MostDaysOf(p.Object.Kind))},
		{Name: "Number", Value: p.Object.ID, Code: true},
		{Name: "Customer", Value: p.Person},
		{Name: "Address", Value: "None on file"},
	}
	if p.Email != "" {
		all[4].Value = shownTo(p.Email)
	}
	if inv := p.Invoice; inv != nil {
		all[2].Value = inv.Number
		if inv.Number != p.Object.ID {
			all = append(all, views.AdminFact{Name: "Path id", Value: p.Object.ID, Code: true})
		}
		all = append(all,
			views.AdminFact{Name: "Issued", Value: english.DateShort(string(inv.IssuedOn))},
			views.AdminFact{Name: "Amount", Value: english.Money(string(signedTotal(*inv)), inv.Currency)})
	}
	if st.Start > 0 {
		all = append(all, views.AdminFact{Name: "Link", Code: true, Value: fmt.Sprintf("…/%s/%s/%s ?s=%d &e=%d &k=%s &c=…",
			p.Object.Account, p.Object.Kind, p.Object.ID, st.Start, st.End, st.KeyID)})
	}
	return slices.DeleteFunc(all, func(f views.AdminFact) bool { return f.Value == "" })
}

// revoke is the page that asks before links are ended.
func (p detailPresenter) revoke() views.Revoke {
	person := p.Person
	if person == "" {
		person = "The customer"
	}
	return views.Revoke{
		Heading: "Revoke the link to " + p.Title,
		Effects: []string{
			"Every link to " + p.Title + " that was sent so far stops working at once, also those that another system signed.",
			person + " reads that the link was turned off, and is told to contact you. They cannot ask for a new link themselves.",
			"You can send a new link later.",
		},
		URL: linkURL(p.Object) + "/revoke", Generation: strconv.FormatInt(p.State.Generation, 10),
		Cancel: views.Link{Label: p.Title, URL: linkURL(p.Object)},
	}
}
