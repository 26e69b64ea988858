package main

import (
	"context"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/mail"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/web"
)

// mailroom shows a tray's letters on the development pages.
type mailroom struct{ tray *mail.Tray }

func (m mailroom) Mails() []web.Mail {
	var all []web.Mail
	for _, l := range m.tray.Letters() {
		all = append(all, shown(l))
	}
	return all
}

func (m mailroom) Mail(id string) (web.Mail, bool) {
	for _, l := range m.tray.Letters() {
		if mailID(l) == id {
			return shown(l), true
		}
	}
	return web.Mail{}, false
}

// preview draws mails for the admin pages.
func preview(words *mail.Words) func(context.Context, portal.Message) (web.Mail, error) {
	return func(ctx context.Context, m portal.Message) (web.Mail, error) {
		l, err := words.Preview(ctx, m)
		return shown(l), err
	}
}

func shown(l mail.Letter) web.Mail {
	return web.Mail{
		ID: mailID(l), From: l.FromName + " <" + l.From + ">", To: l.To, Subject: l.Subject,
		HTML: l.HTML, Text: l.Text, Time: l.Date,
	}
}

// mailID is the message id without the host behind it.
func mailID(l mail.Letter) string {
	id, _, _ := strings.Cut(l.MessageID, "@")
	return id
}
