package web

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// Mailroom puts a message into words, as it goes out.
type Mailroom interface {
	Compose(ctx context.Context, m portal.Message) (Mail, error)
}

// Mail is one mail as its reader gets it.
type Mail struct {
	From    string
	Subject string
	HTML    string
	Text    string
	URL     string // the link it carries
}

// devMailLength is how many mails the list shows.
const devMailLength = 100

// devMail lists the mails that a development server catches instead of sending.
func (s *server) devMail(w http.ResponseWriter, r *http.Request) error {
	visitOf(r).page = "dev"
	mails, err := s.Portal.Mails(r.Context(), devMailLength)
	if err != nil {
		return err
	}
	heading := "Caught mail"
	page := views.DevMail{
		Frame: neutral("dev", heading), Heading: heading, Words: views.EnglishDevMail(),
		Intro: "Nothing leaves this machine: mail is shown here instead of being sent.",
		Empty: "No mail yet. Ask for a new link on an expired page.",
	}
	for _, m := range mails {
		row := views.DevMailRow{URL: "/dev/mail/" + m.ID, To: m.To, Time: m.CreatedAt.UTC().Format(time.DateTime) + " UTC"}
		mail, err := s.Mailroom.Compose(r.Context(), m)
		switch {
		case errors.Is(err, portal.ErrLapsed):
			row.Subject = "(its link ended or was replaced)"
		case err != nil:
			return err
		default:
			row.Subject = mail.Subject
		}
		page.Mails = append(page.Mails, row)
	}
	return s.render(w, r, http.StatusOK, views.DevMailPage(page))
}

// caught finds the mail of a path; ErrNotFound covers a lapsed one.
func (s *server) caught(r *http.Request) (portal.Message, Mail, error) {
	m, err := s.Portal.Mail(r.Context(), r.PathValue("id"))
	if err != nil {
		return portal.Message{}, Mail{}, err
	}
	mail, err := s.Mailroom.Compose(r.Context(), m)
	if errors.Is(err, portal.ErrLapsed) {
		err = portal.ErrNotFound
	}
	return m, mail, err
}

func (s *server) devMailMessage(w http.ResponseWriter, r *http.Request) error {
	m, mail, err := s.caught(r)
	if errors.Is(err, portal.ErrNotFound) {
		return s.answer(w, r, notFound())
	}
	if err != nil {
		return err
	}
	visitOf(r).page = "dev"
	w.Header().Set("Content-Security-Policy", policy+"; frame-src 'self'")
	return s.render(w, r, http.StatusOK, views.DevMailMessagePage(views.DevMailMessage{
		Frame: neutral("dev", mail.Subject), Heading: mail.Subject,
		Facts: []views.Fact{fact("To", m.To), fact("From", mail.From), fact("Time", m.CreatedAt.UTC().Format(time.DateTime)+" UTC")},
		Link:  &views.Action{Label: "Open the link", URL: mail.URL}, HTMLURL: "/dev/mail/" + m.ID + "/html",
		HTMLName: "As HTML", TextName: "As text", Text: mail.Text, Back: views.Link{Label: "All mail", URL: "/dev/mail"},
	}))
}

// devMailHTML is the HTML part alone, in a sandbox of its own: mail is styled
// inline, which no page of ours may be.
func (s *server) devMailHTML(w http.ResponseWriter, r *http.Request) error {
	_, mail, err := s.caught(r)
	if errors.Is(err, portal.ErrNotFound) {
		return s.answer(w, r, notFound())
	}
	if err != nil {
		return err
	}
	visitOf(r).page = "dev"
	h := w.Header()
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox")
	h.Set("Content-Type", htmlType)
	_, _ = w.Write([]byte(mail.HTML)) // a failed write means that the reader has gone away
	return nil
}
