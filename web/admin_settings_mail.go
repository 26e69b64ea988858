package web

import (
	"net/url"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// mailForm is whom the account's mails are from.
var mailForm = settingsForm{
	tab: "mail", section: always(portal.SectionMail), values: mailValues, read: readMail, draw: drawMail,
	refusals: []settingsRefusal{
		{portal.ErrSenderName, "senderName", "Write 80 characters at most, on one line."},
		{portal.ErrSenderEmail, "senderEmail", "Write one mail address, like billing@acme.example."},
		{portal.ErrReplyTo, "replyTo", "Write one mail address, like billing@acme.example."},
		{portal.ErrSenderSelector, "selector", "Write letters, digits, dashes and dots only, like s1."},
	},
}

func mailValues(v settingsVisit) url.Values {
	s := v.account.Sender
	return url.Values{"senderName": {s.Name}, "senderEmail": {s.Email}, "replyTo": {s.ReplyTo}, "selector": {s.Selector}}
}

func readMail(_ portal.Account, in url.Values, a *portal.Account) map[string]string {
	get := func(name string) string { return strings.TrimSpace(in.Get(name)) }
	a.Sender = portal.Sender{Name: get("senderName"), Email: get("senderEmail"), ReplyTo: get("replyTo"), Selector: get("selector")}
	return nil
}

func drawMail(v settingsVisit, in url.Values, wrong wrongs) views.SettingsTab {
	t := typed{in, wrong}
	return views.SettingsTab{
		SettingsTop: v.top("admin-settings-mail", "mail", "Whom your mails are from, and where answers go."),
		Form: &views.SettingsForm{
			Note: "Your mail server must be allowed to send for the address, else mails end up as spam.",
			Groups: []views.SettingsGroup{{Controls: []views.Control{
				t.field(views.Field{Name: "senderName", Label: "Sender’s name", Hint: views.Plain("Empty: " + v.account.Name + ".")}),
				t.field(views.Field{Name: "senderEmail", Label: "Sender’s address", Kind: "email", Mode: "email", Hint: views.Plain("Empty: " + v.installationSender() + ", the installation’s.")}),
				t.field(views.Field{Name: "replyTo", Label: "Answers go to", Kind: "email", Mode: "email", Hint: views.Plain("Empty: the support address.")}),
				t.field(views.Field{Name: "selector", Label: "DKIM selector", Width: 20, Hint: views.Plain("The name of the key that your mail server signs with: s1. It stands as s= in the DKIM-Signature of a mail.")}),
			}}},
		},
		Boxes: []views.SettingsBox{v.senderBox()},
	}
}
