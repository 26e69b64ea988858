package web

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// mailRooms are the addresses about mail.
func (d *desk) mailRooms() []adminRoute {
	return []adminRoute{
		{pattern: "GET /admin/mail", need: portal.MaySee, room: d.mails},
		{pattern: "GET /admin/mail/{id}", need: portal.MaySee, room: d.mail},
		{pattern: "GET /admin/mail/{id}/html", need: portal.MaySee, room: d.mailHTML},
		{pattern: "POST /admin/mail/{id}/again", need: portal.MayAct, room: d.mailAgain},
		{pattern: "POST /admin/mail", need: portal.MaySee, room: d.findMail},
		{pattern: "GET /admin/mail/suppressed", need: portal.MaySee, room: d.suppressions},
		{pattern: "POST /admin/mail/suppressed", need: portal.MayAct, room: d.suppress},
		{pattern: "POST /admin/mail/suppressed/{account}/{digest}/remove", need: portal.MayAct, room: d.unsuppress},
	}
}

// mailsOnPage is how many mails a page of the log shows.
const mailsOnPage = 50

// mailTab is one cut of the log of mails.
type mailTab struct {
	value, label string
	filter       portal.MessageFilter
	empty        string
}

var mailTabs = []mailTab{
	{"", "All", portal.MessageFilter{}, "No mail was sent yet. The first one goes out with the first request or new link."},
	{"queued", "Queued", portal.MessageFilter{State: portal.Queued}, "No mail is waiting."},
	{"sent", "Sent", portal.MessageFilter{State: portal.Sent, Unheard: true}, "No mail is out of which nothing was heard."},
	{"delivered", "Delivered", portal.MessageFilter{Fate: portal.MailDelivered}, "Nothing was heard of a delivery yet."},
	{"failed", "Given up", portal.MessageFilter{State: portal.Failed}, "No mail was given up."},
	{"held", "Held", portal.MessageFilter{State: portal.Held}, "No mail is held. Mails are held that waited in a backup that was restored."},
	{"bounced", "Bounced", portal.MessageFilter{Fate: portal.MailBounced}, "No mail bounced."},
	{"complained", "Complained", portal.MessageFilter{Fate: portal.MailComplained}, "Nobody complained."},
}

func (d *desk) mails(w http.ResponseWriter, r *http.Request, c clerk) error {
	cut := mailCutOf(r.URL.Query())
	tab := cut.tab
	f, shown, err := d.mailFilter(r, c, cut)
	if err != nil {
		return err
	}
	f.Before, f.Limit = r.URL.Query().Get("after"), mailsOnPage+1
	list, err := d.Portal.MailLog(r.Context(), f)
	if err != nil {
		return err
	}
	page := views.Mails{Frame: d.frame(c, "admin-mails", tab.label+" – Mail", views.PlaceMail), Empty: tab.empty}
	if cut.narrowed() {
		page.Empty = "No mail that was looked for is here."
	}
	for _, t := range mailTabs {
		other := cut
		other.tab = t
		page.Tabs = append(page.Tabs, views.Tab{Label: t.label, URL: other.url(""), Here: t.value == tab.value})
	}
	if page.Filter, err = d.mailNarrow(r, c, cut, shown); err != nil {
		return err
	}
	if len(list) > mailsOnPage {
		list = list[:mailsOnPage]
		page.Next = cut.url(list[mailsOnPage-1].ID)
	}
	clocks, err := d.clocks(r)
	if err != nil {
		return err
	}
	for _, m := range list {
		about, err := d.mailAbout(r, m)
		if err != nil {
			return err
		}
		page.Rows = append(page.Rows, mailRow(m, about, clocks[m.Account]))
	}
	held, err := d.allSuppressions(r, c)
	if err != nil {
		return err
	}
	page.Suppressions = views.Link{Label: "Addresses we do not mail", URL: "/admin/mail/suppressed"}
	if len(held) > 0 {
		page.Suppressions.Label += " (" + strconv.Itoa(len(held)) + ")"
	}
	visitOf(r).page = page.Frame.Page
	return d.render(w, r, http.StatusOK, views.MailsPage(page))
}

// mailAbout is what a mail is about; the zero object where that is gone.
func (d *desk) mailAbout(r *http.Request, m portal.Message) (views.AdminObject, error) {
	title, reference, err := d.Portal.About(r.Context(), m.Object)
	if errors.Is(err, portal.ErrNotFound) {
		return d.decisionOfMail(r, m)
	}
	k := m.Object
	if k.Kind == link.Approve {
		k.ID = portal.RequestID(k.ID)
	}
	return views.AdminObject{Title: title, Reference: reference, URL: objectURL(k)}, err
}

// decisionOfMail is what a mail about a public form leads to: there is no link
// that it could be filed under.
func (d *desk) decisionOfMail(r *http.Request, m portal.Message) (views.AdminObject, error) {
	k := portal.Key{Account: m.Account, ID: portal.DecisionIn(m.Data)}
	if k.ID == "" {
		return views.AdminObject{}, nil
	}
	dec, err := d.Portal.DecisionOf(r.Context(), k)
	if errors.Is(err, portal.ErrNotFound) {
		return views.AdminObject{}, nil
	}
	title := subjectSaid(dec.Subject) + ": " + lowerFirst(actionSaid(dec.Action))
	return views.AdminObject{Title: title, Reference: dec.Reference, URL: decisionURL(k)}, err
}

func mailRow(m portal.Message, about views.AdminObject, c clock) views.MailRow {
	row := views.MailRow{
		URL: mailURL(m.ID), Subject: about.Title, To: shownTo(m.To), Kind: templateSaid(m.Template), State: mailBadge(m),
		Tries: "Not tried yet", Answer: mailError(m), At: c.moment(m.CreatedAt),
	}
	if row.Subject == "" {
		row.Subject = row.Kind
	}
	switch {
	case m.Attempts == 1:
		row.Tries = "1 try"
	case m.Attempts > 1:
		row.Tries = strconv.Itoa(m.Attempts) + " tries"
	}
	if !m.SentAt.IsZero() {
		row.At = c.moment(m.SentAt)
	}
	if !m.FateAt.IsZero() {
		row.At = c.moment(m.FateAt)
	}
	return row
}

// mailError is what went wrong last, without the whole address.
func mailError(m portal.Message) string {
	if m.To == "" {
		return m.LastError
	}
	return strings.ReplaceAll(m.LastError, m.To, shownTo(m.To))
}
