package mail

import (
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

func TestThePublicFormsReceiptSpeaksTheFormsLanguage(t *testing.T) {
	facts := decided(portal.TemplateStatutory, portal.ActionCancel, portal.DecisionRecorded)
	facts.Account.Locale = "da"
	contains(t, drawn(t, facts).Text, "not that a contract", "You declared: Ordinary cancellation", "Tuesday 15 December 2026", "2026-03-01T13:00:00+01:00")
	facts.Decision.Locale = "de-AT"
	facts.Decision.Change.Fields[portal.FieldKind] = "extraordinary"
	l := drawn(t, facts)
	contains(t, l.Text, "nicht das Bestehen", "Außerordentliche Kündigung", "Dienstag, 15. Dezember 2026", "Sonntag, 1. März 2026")
	contains(t, l.HTML, `lang="de"`)
}

func TestWhatWasTypedOnAPublicFormCannotFloodOrLeadAnywhere(t *testing.T) {
	facts := decided(portal.TemplateStatutory, portal.ActionWithdraw, portal.DecisionRecorded)
	facts.Decision.Change.Fields[portal.FieldName] = `<a href="https://evil.example">x</a>`
	facts.Decision.Change.Comment = strings.Repeat("www.evil.example ", 4000)
	l := drawn(t, facts)
	for _, body := range []string{l.Text, l.HTML} {
		for _, bad := range []string{"evil.example", "://", "www.evil"} {
			if strings.Contains(body, bad) {
				t.Errorf("the receipt holds %q", bad)
			}
		}
		if len(body) > 16<<10 {
			t.Errorf("the receipt weighs %d bytes", len(body))
		}
	}
	if strings.Contains(l.HTML, "<a") {
		t.Error("the receipt has a link")
	}
}
