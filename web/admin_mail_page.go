package web

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

const saidAgain = "again"

func (d *desk) mail(w http.ResponseWriter, r *http.Request, c clerk) error {
	var result *views.AdminResult
	switch d.told(w, r, mailURL(r.PathValue("id"))) {
	case saidAgain:
		result = done("The mail is back in the queue. It goes out within a few seconds.")
	}
	return d.showMail(w, r, http.StatusOK, c, result)
}

// showMail lets a frame of this site stand on the page, for the HTML part.
func (d *desk) showMail(w http.ResponseWriter, r *http.Request, status int, c clerk, result *views.AdminResult) error {
	m, err := d.mailFor(r, c, portal.MaySee)
	if err != nil {
		return err
	}
	clocks, err := d.clocks(r)
	if err != nil {
		return err
	}
	about, err := d.mailAbout(r, m)
	if err != nil {
		return err
	}
	held, err := d.Portal.MailHeld(r.Context(), m.Account, m.To)
	if err != nil {
		return err
	}
	page := mailPresenter{m, about, held, clocks[m.Account], d.Portal.Now().Unix()}.page(c.roleIn(m.Account))
	if err := d.putWords(r, c, m, &page); err != nil {
		return err
	}
	page.Frame = d.frame(c, "admin-mail", page.Heading+", "+lowerFirst(page.State.Word)+" – Mail", views.PlaceMail)
	page.Frame.Result = result
	visitOf(r).page = page.Frame.Page
	w.Header().Set("Content-Security-Policy", deskPolicy+"; frame-src 'self'")
	return d.render(w, r, status, views.MailDetailPage(page))
}

// mailAgain puts a mail that ended back into the queue.
func (d *desk) mailAgain(w http.ResponseWriter, r *http.Request, c clerk) error {
	m, err := d.mailFor(r, c, portal.MayAct)
	if err != nil {
		return err
	}
	refuse := func(why string) error {
		return d.showMail(w, r, http.StatusConflict, c, &views.AdminResult{Tone: views.ToneWarn, Icon: views.IconInfo, Text: why + " Nothing was changed."})
	}
	held, err := d.Portal.MailHeld(r.Context(), m.Account, m.To)
	if err != nil {
		return err
	}
	if only := notAgain(m, held, d.Portal.Now().Unix()); only != "" {
		return refuse(only)
	}
	won, err := d.Portal.Resend(r.Context(), c.actor(), m.ID)
	if err != nil {
		return err
	}
	if !won {
		return refuse("It is in the queue already.")
	}
	if err := d.tell(w, r, mailURL(m.ID), saidAgain); err != nil {
		return err
	}
	return d.seeOther(w, r, mailURL(m.ID))
}

// notAgain says why a mail cannot be sent again; empty: it can.
func notAgain(m portal.Message, held portal.MailFate, now int64) string {
	switch {
	case held != "":
		return "It cannot be sent while the address is on the list of addresses we do not mail."
	case m.Template == portal.TemplateCode:
		return "A code works for ten minutes and only once. The customer can ask for another."
	case m.State == portal.Queued:
		return "It is in the queue already."
	case m.State == portal.Lapsed, m.End > 0 && now >= m.End:
		return "Its link has ended. Send a new link instead."
	}
	return ""
}

// mailPresenter turns what is known of a mail into words.
type mailPresenter struct {
	portal.Message
	about views.AdminObject
	held  portal.MailFate
	clock clock
	now   int64
}

func (p mailPresenter) page(role portal.Role) views.MailDetail {
	m := p.Message
	page := views.MailDetail{Heading: templateSaid(m.Template), State: mailBadge(m), Facts: p.facts(), Tries: p.history()}
	if p.about.Title != "" {
		page.About = &p.about
	}
	page.Alike = "/admin/mail?like=" + m.ID
	page.Only = notAgain(m, p.held, p.now)
	if !role.May(portal.MayAct) {
		page.Only = ""
		return page
	}
	if page.Only == "" {
		page.Again = &views.PostButton{
			URL: mailURL(m.ID) + "/again", Label: "Send it again", Icon: views.IconMail,
			Hint: "The same words with the same link, to the address on file.",
		}
	}
	if p.held != "" {
		page.Suppress = unsuppressButton(m.Account, m.To)
	}
	return page
}

func (p mailPresenter) facts() []views.AdminFact {
	all := []views.AdminFact{
		{Name: "To", Value: shownTo(p.To)},
		{Name: "Kind", Value: templateSaid(p.Template)},
		{Name: "Account", Value: p.Account},
		{Name: "Reference", Value: p.about.Reference, Code: true},
		{Name: "Tries", Value: strconv.Itoa(p.Attempts)},
		{Name: "Message", Value: p.ID, Code: true},
	}
	return slices.DeleteFunc(all, func(f views.AdminFact) bool { return f.Value == "" })
}

// history is what is known of the mail, newest first.
func (p mailPresenter) history() []views.TimelineItem {
	m := p.Message
	items := []views.TimelineItem{{Tone: views.ToneInfo, Icon: views.IconPlus, Fact: "Queued", At: p.clock.moment(m.CreatedAt)}}
	if m.LastError != "" {
		item := views.TimelineItem{Tone: views.ToneWarn, Icon: views.IconCross, Fact: "Last try failed", Sub: mailError(m), At: p.clock.moment(m.CreatedAt)}
		if m.State == portal.Queued {
			item.Sub += "; next try at " + p.clock.time(m.NextAt)
		}
		items = append(items, item)
	}
	if !m.SentAt.IsZero() {
		items = append(items, views.TimelineItem{Tone: views.ToneOK, Icon: views.IconMail, Fact: "Sent", Sub: "the receiving server took it", At: p.clock.moment(m.SentAt)})
	}
	if m.Delivered != "" {
		badge := mailBadge(m)
		items = append(items, views.TimelineItem{Tone: badge.Tone, Icon: badge.Icon, Fact: badge.Word, At: p.clock.moment(m.FateAt)})
	}
	slices.Reverse(items)
	return items
}
