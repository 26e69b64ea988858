package web

import (
	"net/url"
	"strings"

	"github.com/latchkey-portal/latchkey/views"
)

// samplePartner and sampleClient stand in texts that are shown to be looked at.
const (
	samplePartner = "Ledgerline"
	sampleClient  = "Harbour & Pine ApS"
)

// named puts the account's name into words of ours.
func (v settingsVisit) named(text string) string {
	return strings.ReplaceAll(text, "{M}", v.account.Name)
}

// textsPreview is how the texts of a form will read, with ours where there is
// none.
func (v settingsVisit) textsPreview(in url.Values, language string) []views.PreviewLine {
	a := v.account
	readTexts(v.account, in, &a)
	texts := a.TextsIn(language)
	scope, contact := texts.Scope, texts.Contact
	if scope == "" {
		scope = v.named("send cases to {M}")
	}
	if contact == "" {
		contact = v.named("Contact {M}:")
	}
	lines := []views.PreviewLine{{Where: "Before a decision", Text: views.Text{
		views.Words("If you approve, " + samplePartner + " can " + scope + " for "), views.Strong(sampleClient), views.Words(". You can disconnect it later."),
	}}}
	for _, line := range texts.Can {
		lines = append(lines, views.PreviewLine{Where: "It can", Text: views.Plain(line)})
	}
	for _, line := range texts.Cannot {
		lines = append(lines, views.PreviewLine{Where: "It cannot", Text: views.Text{views.Words("It "), views.Strong("cannot"), views.Words(" " + line)}})
	}
	for _, line := range texts.Next {
		lines = append(lines, views.PreviewLine{Where: "After an approval", Text: views.Plain(line)})
	}
	return append(lines, views.PreviewLine{Where: "Questions?", Text: views.Plain(joined(" ", contact, a.Contact.Email, a.Contact.Phone))})
}

// asPreview reports whether a form is to be drawn and not saved.
func asPreview(in url.Values) bool { return in.Get("do") == "preview" }
