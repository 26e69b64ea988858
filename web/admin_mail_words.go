package web

import (
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// mailURL is the page about a mail.
func mailURL(id string) string { return "/admin/mail/" + id }

// templates names the kinds of mails.
var templates = map[string]string{
	portal.TemplateNewLink:  "New link",
	portal.TemplateCode:     "Code",
	portal.TemplateRequest:  "Request",
	portal.TemplateReminder: "Reminder",
	portal.TemplateExpiring: "Ends soon",
	portal.TemplateApproved: "Receipt of an approval",
	portal.TemplateDeclined: "Receipt of a refusal",
	portal.TemplateExpired:  "Expired",

	portal.TemplateReceipt:   "Receipt of a decision",
	portal.TemplateOutcome:   "Answer to a decision",
	portal.TemplateOffice:    "Decision, to the back office",
	portal.TemplateStatutory: "Receipt of a public form",
}

func templateSaid(template string) string {
	if said, ok := templates[template]; ok {
		return said
	}
	return upperFirst(template)
}

// mailBadge is the last thing known of a mail, in one word.
func mailBadge(m portal.Message) views.Badge {
	switch m.Delivered {
	case portal.MailDelivered:
		return views.Badge{Tone: views.ToneOK, Icon: views.IconCheck, Word: "Delivered"}
	case portal.MailBounced:
		return views.Badge{Tone: views.ToneStop, Icon: views.IconMail, Word: "Bounced"}
	case portal.MailComplained:
		return views.Badge{Tone: views.ToneStop, Icon: views.IconMail, Word: "Reported as unwanted"}
	}
	switch m.State {
	case portal.Sent:
		return views.Badge{Tone: views.ToneOK, Icon: views.IconMail, Word: "Sent"}
	case portal.Failed:
		return views.Badge{Tone: views.ToneStop, Icon: views.IconCross, Word: "Given up"}
	case portal.Held:
		return views.Badge{Tone: views.ToneWait, Icon: views.IconClock, Word: "Held after a restore"}
	case portal.Lapsed:
		return views.Badge{Tone: views.ToneMute, Icon: views.IconBar, Word: "Not sent"}
	}
	return views.Badge{Tone: views.ToneInfo, Icon: views.IconClock, Word: "Queued"}
}
