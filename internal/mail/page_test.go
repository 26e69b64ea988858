package mail

import (
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// pageFacts is what a mail with a link to a page is drawn from.
func pageFacts(kind link.Kind, title string) portal.Letter {
	facts := decided(portal.TemplateNewLink, portal.ActionCancel, portal.DecisionRecorded)
	facts.Decision = nil
	facts.Message.Object = portal.ObjectKey{Account: "acme", Kind: kind, ID: "366332011"}
	facts.Message.End = noon.Add(24 * time.Hour).Unix()
	facts.Title, facts.URL = title, "https://pay.example/acme/x?s=1"
	return facts
}

func TestALinkToABillingPageIsNamedByItsPage(t *testing.T) {
	for _, c := range []struct {
		kind           link.Kind
		title, subject string
	}{
		{link.Confirmation, "Order 366332011", "Your order 366332011"},
		{link.Quote, "Quote Q-31", "Your quote Q-31 from Acme"},
		{link.Payment, "Subscription S8", "Change how you pay for your subscription"},
		{link.Upgrade, "Subscription S8", "Change your plan"},
		{link.Renewal, "Order 366332011", "Manage your subscription"},
		{link.Methods, "Payment methods of customer 71", "Manage your payment methods"},
		{link.Redo, "Order 366332011", "Finish your order 366332011"},
		{link.Invoice, "Invoice INV-1", "Your new link from Acme"},
	} {
		l := drawn(t, pageFacts(c.kind, c.title))
		if l.Subject != c.subject {
			t.Errorf("%s: subject %q, want %q", c.kind, l.Subject, c.subject)
		}
		contains(t, l.Text, "https://pay.example/acme/x?s=1")
	}
}
