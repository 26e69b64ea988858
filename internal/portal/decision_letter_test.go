package portal_test

import (
	"testing"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// A mail about a decision says what was decided and how it stood when the mail
// was queued, whatever became of it since, and carries no link. It goes out
// after the page's own link is over, too. One to an address that somebody typed
// says nothing else.
func TestALetterTellsOfItsDecision(t *testing.T) {
	onBothShops(t, func(t *testing.T, s *shop) {
		d := s.accepted(s.link(link.Upgrade, "S7"), s.form(portal.ActionQuantity, portal.Change{Quantity: "9"}))
		s.conclude(d.ID, portal.ConcludeAsk{State: portal.DecisionRefused, Message: "none left"})
		_, err := s.service.Declare(ctx, seller, statement("f1"))
		s.must(err)
		s.pass(365 * 24 * 3600e9)
		mails, err := s.store.MessageList(ctx, portal.MessageFilter{Limit: 100})
		s.must(err)
		seen := map[string]int{}
		for _, m := range mails {
			letter, err := s.service.Letter(ctx, m)
			s.must(err)
			seen[m.Template]++
			if letter.URL != "" || letter.Code != "" || letter.Decision == nil || letter.Reference != letter.Decision.Reference || letter.Account.Name != "Acme" {
				t.Fatalf("%s: %+v", m.Template, letter)
			}
			switch m.Template {
			case portal.TemplateReceipt:
				if letter.Decision.State != portal.DecisionSubmitted || letter.Decision.Outcome.Message != "" || letter.Person != "Maja Holm" || letter.Title != "Subscription S7" {
					t.Errorf("the receipt says %+v, %s, %s", letter.Decision, letter.Person, letter.Title)
				}
			case portal.TemplateOutcome:
				if letter.Decision.State != portal.DecisionRefused || letter.Decision.Outcome.Message != "none left" {
					t.Errorf("the outcome says %+v", letter.Decision)
				}
			case portal.TemplateStatutory:
				if letter.Person != "" || letter.Title != "" || m.To != "maja@typed.example" {
					t.Errorf("the receipt of a form says %s, %s", letter.Person, letter.Title)
				}
			}
		}
		if seen[portal.TemplateReceipt] != 1 || seen[portal.TemplateOutcome] != 1 || seen[portal.TemplateOffice] != 2 || seen[portal.TemplateStatutory] != 1 {
			t.Errorf("mails %v", seen)
		}
	})
}
