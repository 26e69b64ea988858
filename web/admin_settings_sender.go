package web

import (
	"net/http"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// checkNow in an address asks for a look at the domain of the sender.
const checkNow = "now"

// installationSender is the address that mails are from where the account has none.
func (v settingsVisit) installationSender() string {
	if v.Sender == "" {
		return "the address of the operator"
	}
	return v.Sender
}

// senderBox says what the domain of the sender says, or leads to it.
func (v settingsVisit) senderBox() views.SettingsBox {
	at := settingsURL(v.account.Slug, "mail") + "?check=" + checkNow
	box := views.SettingsBox{
		ID: "sender", Heading: "What the domain says",
		Text: "SPF, DKIM and DMARC tell receivers that mails are yours. They are looked up when you ask for it.",
		Way:  &views.Link{Label: "Check the domain", URL: at},
	}
	address := v.account.MailAddress(v.Sender)
	if v.CheckSender == nil || address == "" {
		box.Text, box.Way = "It cannot be looked up on this installation.", nil
		return box
	}
	if v.r.Method != http.MethodGet || v.r.URL.Query().Get("check") != checkNow {
		return box
	}
	box.Text, box.Way.Label = "For "+address+", as it is saved.", "Check again"
	for _, f := range v.CheckSender(v.r.Context(), address, v.account.Sender.Selector) {
		box.Rows = append(box.Rows, findingLines(f)...)
	}
	return box
}

var verdictWords = map[portal.SenderVerdict]string{
	portal.SenderGood: "Good.", portal.SenderWeak: "Could be better.", portal.SenderMissing: "Missing or wrong.", portal.SenderUnknown: "Not known.",
}

func findingLines(f portal.SenderFinding) []views.PreviewLine {
	lines := []views.PreviewLine{{Where: f.Way, Text: views.Text{views.Strong(verdictWords[f.Verdict]), views.Words(" " + f.Say)}}}
	if f.Record != "" {
		lines = append(lines, views.PreviewLine{Where: f.Way + ": record", Text: views.Plain("TXT at " + f.Name + ": " + f.Record)})
	}
	return lines
}
