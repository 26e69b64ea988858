package storetest

import (
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// wish is an open request that holds the slot of its id.
func wish(id string) portal.BillingDecision {
	return portal.BillingDecision{Account: "demo", ID: id, Class: portal.Wish, Action: portal.ActionRenew,
		Subject: portal.Subject{Type: "subscription", ID: "2"}, Slot: "slot-" + id, FormValue: "form-" + id,
		State: portal.DecisionSubmitted, Open: true, CreatedAt: noon, UpdatedAt: noon}
}

func tryBill(s portal.Store, d portal.BillingDecision) (bool, error) {
	return verb(s, func(tx portal.Tx) (bool, error) { return tx.AddBillingDecision(ctx, d) })
}

func tryFinish(s portal.Store, d portal.BillingDecision, from portal.BillingState) (bool, error) {
	return verb(s, func(tx portal.Tx) (bool, error) { return tx.FinishDecision(ctx, d, from) })
}

func bill(t *testing.T, s portal.Store, all ...portal.BillingDecision) {
	t.Helper()
	for _, d := range all {
		got(t, true)(tryBill(s, d))
	}
}

func billingIDs(all []portal.BillingDecision, err error) ([]string, error) {
	ids := []string{}
	for _, d := range all {
		ids = append(ids, d.ID)
	}
	return ids, err
}

func billingDecisions(t *testing.T, s portal.Store) {
	seed(t, s, "demo", "other")
	full := portal.BillingDecision{
		Account: "demo", ID: "bd_1", Reference: "7F3Q-2M9D", Class: portal.Redirected, Action: portal.ActionMethod,
		Object:  portal.ObjectKey{Account: "demo", Kind: link.Payment, ID: "S2"},
		Subject: portal.Subject{Type: "subscription", ID: "2", Item: 3}, Slot: "slot",
		Change: portal.Change{Quantity: "2", Offer: "o", Product: "p", Interval: &portal.Interval{Months: 1}, Method: "m",
			Settle: true, Amount: "48.60", Currency: "EUR", Effective: "2026-04-01", Late: true, Reason: text, Comment: text,
			Fields: map[string]string{"name": text}},
		Shown: []portal.ShownLine{{Label: "You pay now", Value: "€48.60"}, {Label: text}}, Locale: "de",
		Preview: "pv_1", Version: 7, State: portal.DecisionSubmitted, Open: true,
		Outcome: portal.OutcomeNote{Code: "c", Message: text, EffectiveAt: "2026-04-01", Method: &portal.MethodLabel{Kind: "card"}},
		Email:   "z@example.org", FormValue: "f1", Link: "l1", Network: "192.0.2.0/24", UserAgent: text,
		DueAt: later, CreatedAt: noon, DoneAt: later, UpdatedAt: noon,
	}
	bare, foreign := portal.BillingDecision{Account: "demo", ID: "bd_0"}, full
	foreign.Account = "other"
	bill(t, s, full, bare, foreign)
	got(t, full)(s.BillingDecision(ctx, key("demo", "bd_1")))
	got(t, bare)(s.BillingDecision(ctx, key("demo", "bd_0")))
	got(t, full)(s.SlotDecision(ctx, "demo", "slot"))
	got(t, foreign)(s.SlotDecision(ctx, "other", "slot"))
	for _, slot := range []string{"", "none"} {
		_, err := s.SlotDecision(ctx, "demo", slot)
		wantErr(t, portal.ErrNotFound, err)
	}
	_, err := s.BillingDecision(ctx, key("other", "bd_0"))
	wantErr(t, portal.ErrNotFound, err)

	done := full
	done.State, done.Open, done.Outcome = portal.DecisionApplied, false, portal.OutcomeNote{Message: "done"}
	done.DoneAt, done.UpdatedAt = later.Add(1000), later.Add(2000)
	sent := done
	sent.Change, sent.Shown, sent.Email, sent.Slot, sent.DueAt = portal.Change{}, nil, "", "", time.Time{} // stay
	got(t, true)(tryFinish(s, sent, portal.DecisionSubmitted))
	got(t, done)(s.BillingDecision(ctx, key("demo", "bd_1")))
	got(t, foreign)(s.BillingDecision(ctx, key("other", "bd_1")))
	_, err = s.SlotDecision(ctx, "demo", "slot")
	wantErr(t, portal.ErrNotFound, err)
}

func finishBilling(t *testing.T, s portal.Store) {
	seed(t, s, "demo")
	d := wish("1")
	bill(t, s, d)
	got(t, false)(tryFinish(s, d, portal.DecisionRecorded))
	applied, refused := d, d
	applied.State, applied.Open = portal.DecisionApplied, false
	refused.State, refused.Open = portal.DecisionRefused, false
	missing, foreign := applied, applied
	missing.ID, foreign.Account = "2", "other"
	got(t, false)(tryFinish(s, missing, portal.DecisionSubmitted))
	got(t, false)(tryFinish(s, foreign, portal.DecisionSubmitted))
	got(t, true)(tryFinish(s, applied, portal.DecisionSubmitted))
	got(t, false)(tryFinish(s, refused, portal.DecisionSubmitted))
	got(t, false)(tryFinish(s, refused, portal.DecisionApplied)) // it is closed
	got(t, applied)(s.BillingDecision(ctx, key("demo", "1")))

	declared := wish("2")
	declared.State = portal.DecisionRecorded
	bill(t, s, declared)
	declared.State = portal.DecisionAcknowledged // and still holds its slot
	got(t, true)(tryFinish(s, declared, portal.DecisionRecorded))
	got(t, declared)(s.SlotDecision(ctx, "demo", "slot-2"))
}

// billOnce: a slot has one open decision, and a preview and a form one at all.
func billOnce(t *testing.T, s portal.Store) {
	seed(t, s, "demo", "other")
	first := wish("1")
	first.Preview = "pv"
	bill(t, s, first)
	for what, change := range map[string]func(*portal.BillingDecision){
		"slot":    func(d *portal.BillingDecision) { d.Slot = first.Slot },
		"preview": func(d *portal.BillingDecision) { d.Preview = first.Preview },
		"form":    func(d *portal.BillingDecision) { d.FormValue = first.FormValue },
		"id":      func(d *portal.BillingDecision) { d.ID = first.ID },
	} {
		second := wish(what)
		change(&second)
		in(t, s, func(tx portal.Tx) error {
			t.Log(what)
			got(t, false)(tx.AddBillingDecision(ctx, second))
			got(t, first)(tx.BillingDecision(ctx, key("demo", "1"))) // the transaction goes on
			return nil
		})
		second.Account = "other"
		got(t, true)(tryBill(s, second))
	}
	got(t, []string{"1"})(billingIDs(s.BillingDecisions(ctx, portal.BillingFilter{Account: "demo"})))

	none, again := wish("3"), wish("4") // nothing that is empty is taken
	none.Slot, none.FormValue, again.Slot, again.FormValue = "", "", "", ""
	bill(t, s, none, again)
	closed := wish("5")
	closed.Open, closed.Slot = false, first.Slot
	bill(t, s, closed)
	first.State, first.Open = portal.DecisionApplied, false
	got(t, true)(tryFinish(s, first, portal.DecisionSubmitted))
	free := wish("6")
	free.Slot = first.Slot
	bill(t, s, free) // the slot is free again
	used := wish("7")
	used.Preview = "pv"
	got(t, false)(tryBill(s, used)) // the preview is not
	used.Preview, used.FormValue = "", first.FormValue
	got(t, false)(tryBill(s, used))
}
