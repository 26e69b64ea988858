package mail

import (
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// pageFacts is what a mail with a link to a page is drawn from.
func pageFacts(object portal.ObjectKey, title string) portal.Letter {
	facts := decided(portal.TemplateNewLink, portal.ActionCancel, portal.DecisionRecorded)
	facts.Decision = nil
	facts.Message.Object = object
	facts.Message.End = noon.Add(24 * time.Hour).Unix()
	facts.Title, facts.URL = title, "https://pay.example/acme/x?s=1"
	return facts
}

func TestALinkToABillingPageIsNamedByItsPage(t *testing.T) {
	for _, c := range []struct {
		object         portal.ObjectKey
		title, subject string
	}{
		{portal.ObjectKey{Kind: "p"}, "Order 366332011", "Your order 366332011"},
		{portal.ObjectKey{Kind: "cq"}, "Quote Q-31", "Your quote Q-31 from Acme"},
		{portal.ObjectKey{Kind: "scp"}, "Subscription S8", "Change how you pay for your subscription"},
		{portal.ObjectKey{Kind: "usi"}, "Subscription S8", "Change your plan"},
		{portal.ObjectKey{Kind: "urb"}, "Order 366332011", "Manage your subscription"},
		{portal.ObjectKey{Kind: "ccp"}, "Payment methods of customer 71", "Manage your payment methods"},
		{portal.ObjectKey{Kind: "redop"}, "Order 366332011", "Finish your order 366332011"},
		{portal.ObjectKey{Kind: "invoice"}, "Invoice INV-1", "Your new link from Acme"},
	} {
		l := drawn(t, pageFacts(c.object, c.title))
		if l.Subject != c.subject {
			t.Errorf("%s: subject %q, want %q", c.object.Kind, l.Subject, c.subject)
		}
		contains(t, l.Text, "https://pay.example/acme/x?s=1")
	}
}
