package mail

import (
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

func TestARefusalTellsTheSellersReasonAndThatNothingChanged(t *testing.T) {
	l := drawn(t, decided(portal.TemplateOutcome, portal.ActionUpgrade, portal.DecisionRefused))
	if l.Subject != "Your plan was not changed" {
		t.Errorf("subject %q", l.Subject)
	}
	contains(t, l.Text, "Acme says: As you wish <b>now</b>", "Nothing was changed.")
	contains(t, l.HTML, "As you wish &lt;b&gt;now&lt;/b&gt;")
}

func TestARequestThatLapsedNamesWhoDidNotAnswer(t *testing.T) {
	l := drawn(t, decided(portal.TemplateOutcome, portal.ActionQuantity, portal.DecisionLapsed))
	contains(t, l.Text, "Acme has not answered", "in time. Nothing was changed.", "Contact Acme")
}

func TestAReceiptTellsWhatWasShownAndWhenItCame(t *testing.T) {
	l := drawn(t, decided(portal.TemplateReceipt, portal.ActionCancel, portal.DecisionRecorded))
	contains(t, l.Text, "On the page: Check it", "You pay now: €48.60", "You read: It starts at once.", "You pressed: Do it", "Tuesday 15 December 2026",
		"Received: Sunday 1 March 2026 at 13:00 (Berlin time)")
	l = drawn(t, decided(portal.TemplateReceipt, portal.ActionUpgrade, portal.DecisionSubmitted))
	contains(t, l.Text, "Acme will answer by Wednesday 4 March 2026 at 13:00 (Berlin time).")
}

// A payment's amount is in its mail and not in the subject, which shows on
// locked screens.
func TestAPaymentIsConfirmedWithItsAmount(t *testing.T) {
	l := drawn(t, decided(portal.TemplateOutcome, portal.ActionPay, portal.DecisionApplied))
	if l.Subject != "We received your payment" {
		t.Errorf("subject %q", l.Subject)
	}
	contains(t, l.Text, "We received your payment of €90.00", "You paid: €90.00")
	l = drawn(t, decided(portal.TemplateOutcome, portal.ActionPay, portal.DecisionRefused))
	contains(t, l.Text, "Your payment did not go through", "You have not been charged.")
}

func TestAPlanThatChangesLaterSaysWhen(t *testing.T) {
	facts := decided(portal.TemplateOutcome, portal.ActionUpgrade, portal.DecisionApplied)
	facts.Decision.Outcome.EffectiveAt = "2026-03-01T23:30:00Z" // the next day in Berlin
	contains(t, drawn(t, facts).Subject, "Your plan changes on Monday 2 March 2026")
	facts.Decision.Outcome.EffectiveAt = "2026-03-01"
	contains(t, drawn(t, facts).Subject, "Your plan has changed")
}

func TestTheOfficeLearnsWhoWantsWhat(t *testing.T) {
	facts := decided(portal.TemplateOffice, portal.ActionQuantity, portal.DecisionSubmitted)
	facts.Decision.Change.Quantity = "12"
	facts.Decision.Change.Interval = &portal.Interval{Months: 3}
	contains(t, drawn(t, facts).Text, "Harbour & Pine ApS, customer 71", "About: Subscription 49694473", "Item: 2", "Quantity: 12",
		"Interval: every 3 months", "Decision: dec_01jda8q3z7", "They pressed: Do it", "Name: Anna Pedersen")
}

// contains looks for phrases wherever the lines break.
func contains(t *testing.T, text string, wanted ...string) {
	t.Helper()
	for _, want := range wanted {
		if !strings.Contains(strings.Join(strings.Fields(text), " "), strings.Join(strings.Fields(want), " ")) {
			t.Errorf("%q is missing in:\n%s", want, text)
		}
	}
}
