package storetest

import (
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// makeTry ends the one delivery of an endpoint that is queued, at a time, and
// leaves it queued for the next.
func makeTry(t *testing.T, s portal.Store, d portal.HookDelivery, at time.Time, failed, sent string) {
	t.Helper()
	got(t, true)(verb(s, func(tx portal.Tx) (bool, error) {
		return tx.FinishDelivery(ctx, d, portal.HookTry{Delivery: d.ID, Number: 1, At: at, Error: failed, Sent: sent, Said: sent + " told"})
	}))
}

func keptTries(t *testing.T, s portal.Store) {
	seed(t, s, "demo")
	queued := func(id, endpoint string) portal.HookDelivery {
		return portal.HookDelivery{ID: id, Account: "demo", Endpoint: endpoint, Event: "e" + id, Type: "x", State: portal.DeliveryQueued, NextAt: noon, CreatedAt: noon}
	}
	first, other := queued("1", "whk_a"), queued("2", "whk_b")
	in(t, s, func(tx portal.Tx) error {
		wantErr(t, nil, tx.AddDelivery(ctx, first))
		return tx.AddDelivery(ctx, other)
	})
	makeTry(t, s, first, noon.Add(-time.Second), "no", "before") // of no slot
	makeTry(t, s, first, noon, "", "a: b")
	makeTry(t, s, first, noon.Add(time.Hour-time.Microsecond), "no", "")
	makeTry(t, s, first, noon.Add(2*time.Hour), "no", text)
	makeTry(t, s, other, noon, "no", "c: d")
	got(t, []portal.TrySlot{{Slot: 0, Taken: 1, Failed: 1}, {Slot: 2, Failed: 1}})(s.TrySlots(ctx, "whk_a", noon, time.Hour))
	got(t, []portal.TrySlot(nil))(s.TrySlots(ctx, "whk_c", noon, time.Hour))

	forget := func(before time.Time) (n int64, err error) {
		err = s.InTx(ctx, func(tx portal.Tx) error {
			n, err = tx.ForgetTries(ctx, before, 2)
			return err
		})
		return n, err
	}
	got(t, int64(2))(forget(noon.Add(time.Microsecond)))
	got(t, int64(1))(forget(noon.Add(time.Microsecond)))
	got(t, int64(0))(forget(noon.Add(time.Microsecond)))
	tries, err := s.Tries(ctx, "1")
	wantErr(t, nil, err)
	if len(tries) != 4 || tries[1].Sent != "" || tries[1].Said != "" || tries[3].Sent != text || tries[3].Said != text+" told" {
		t.Errorf("kept %+v", tries)
	}
	got(t, []portal.TrySlot{{Slot: 0, Taken: 1, Failed: 1}, {Slot: 2, Failed: 1}})(s.TrySlots(ctx, "whk_a", noon, time.Hour))
}

func stoppedAddresses(t *testing.T, s portal.Store) {
	seed(t, s, "demo", "other")
	held := portal.Suppression{Account: "demo", Email: "a@oak.example", Reason: portal.MailStopped, Note: text, At: noon}
	add := func(x portal.Suppression) error {
		return s.InTx(ctx, func(tx portal.Tx) error { return tx.AddSuppression(ctx, x) })
	}
	wantErr(t, nil, add(held))
	again := held
	again.Note, again.Reason = "x", portal.MailBounced
	wantErr(t, portal.ErrExists, add(again))
	got(t, held)(s.Suppressed(ctx, "demo", "a@oak.example"))
	again.Account = "other"
	wantErr(t, nil, add(again))
	got(t, []portal.Suppression{held})(s.Suppressions(ctx, "demo", 9))
}

func mailsNarrowed(t *testing.T, s portal.Store) {
	seed(t, s, "demo")
	mail := func(id, template, to string) portal.Message {
		return portal.Message{ID: id, Account: "demo", Template: template, To: to, State: portal.Queued, Data: "{}", NextAt: noon, CreatedAt: noon}
	}
	in(t, s, func(tx portal.Tx) error {
		wantErr(t, nil, tx.AddMessage(ctx, mail("1", "request", "Anna@Oak.example")))
		wantErr(t, nil, tx.AddMessage(ctx, mail("2", "reminder", "anna@oak.example")))
		return tx.AddMessage(ctx, mail("3", "request", "hanna@oak.example"))
	})
	ids := func(f portal.MessageFilter) ([]string, error) {
		mails, err := s.MessageList(ctx, f)
		all := []string{}
		for _, m := range mails {
			all = append(all, m.ID)
		}
		return all, err
	}
	got(t, []string{"2", "1"})(ids(portal.MessageFilter{To: "ANNA@oak.example"}))
	got(t, []string{"1"})(ids(portal.MessageFilter{To: "anna@oak.example", Template: "request"}))
	got(t, []string{"3", "1"})(ids(portal.MessageFilter{Template: "request"}))
	got(t, []string{})(ids(portal.MessageFilter{To: "oak.example"}))
}
