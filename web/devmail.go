package web

import (
	"net/http"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/static"
	"github.com/latchkey-portal/latchkey/views"
)

// Mailroom holds the mails that a development server catches instead of sending.
type Mailroom interface {
	Mails() []Mail // newest first
	Mail(id string) (Mail, bool)
}

// Mail is one caught mail, as its reader would have got it.
type Mail struct {
	ID      string // safe in a path
	From    string
	To      string
	Subject string
	HTML    string
	Text    string
	Time    time.Time
}

// devMail lists the caught mails.
func (s *server) devMail(w http.ResponseWriter, r *http.Request) error {
	visitOf(r).page = "dev-mail"
	heading := "Caught mail"
	page := views.DevMail{
		Frame: devFrame(heading), Heading: heading, Words: views.EnglishDevMail(),
		Intro: "Nothing leaves this machine: mail is shown here instead of being sent.",
		Empty: "No mail yet. Ask for a new link on an expired page.",
	}
	for _, m := range s.Mailroom.Mails() {
		page.Mails = append(page.Mails, views.DevMailRow{
			URL: "/dev/mail/" + m.ID, Subject: m.Subject, To: m.To, Time: m.Time.UTC().Format(time.DateTime) + " UTC",
		})
	}
	return s.render(w, r, http.StatusOK, views.DevMailPage(page))
}

func (s *server) devMailMessage(w http.ResponseWriter, r *http.Request) error {
	m, ok := s.Mailroom.Mail(r.PathValue("id"))
	if !ok {
		return s.answer(w, r, notFound())
	}
	visitOf(r).page = "dev-mail"
	page := views.DevMailMessage{
		Frame: devFrame(m.Subject), Heading: m.Subject,
		Facts:   []views.Fact{fact("To", m.To), fact("From", m.From), fact("Time", m.Time.UTC().Format(time.DateTime)+" UTC")},
		HTMLURL: "/dev/mail/" + m.ID + "/html", HTMLName: "As HTML", TextName: "As text", Text: m.Text,
		Back: views.Link{Label: "All mail", URL: "/dev/mail"},
	}
	if url := s.linkIn(m.Text); url != "" {
		page.Link = &views.Action{Label: "Open the link", URL: url}
	}
	w.Header().Set("Content-Security-Policy", policy+"; frame-src 'self'")
	return s.render(w, r, http.StatusOK, views.DevMailMessagePage(page))
}

// linkIn finds the link of this site that a mail carries.
func (s *server) linkIn(text string) string {
	for word := range strings.FieldsSeq(text) {
		if strings.HasPrefix(word, s.Base.String()+"/") {
			return word
		}
	}
	return ""
}

// devMailHTML is the HTML part alone, in a sandbox of its own: mail is styled
// inline, which no page of ours may be.
func (s *server) devMailHTML(w http.ResponseWriter, r *http.Request) error {
	m, ok := s.Mailroom.Mail(r.PathValue("id"))
	if !ok {
		return s.answer(w, r, notFound())
	}
	visitOf(r).page = "dev-mail"
	h := w.Header()
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox")
	h.Set("Content-Type", htmlType)
	_, _ = w.Write([]byte(m.HTML)) // a failed write means that the reader has gone away
	return nil
}

// devFrame is the frame of the pages that only development has.
func devFrame(title string) views.Frame {
	f := neutral("dev-mail", title)
	f.Stylesheet = static.URL("dev.css")
	return f
}
