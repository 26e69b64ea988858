package storetest

import (
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

func paymentIDs(all []portal.Payment, err error) ([]string, error) {
	ids := []string{}
	for _, p := range all {
		ids = append(ids, p.ID)
	}
	return ids, err
}

func tryStart(s portal.Store, p portal.Payment) (bool, error) {
	return verb(s, func(tx portal.Tx) (bool, error) { return tx.StartPayment(ctx, p) })
}

func tryPay(s portal.Store, p portal.Payment) (bool, error) {
	return verb(s, func(tx portal.Tx) (bool, error) { return tx.FinishPayment(ctx, p) })
}

func payments(t *testing.T, s portal.Store) {
	seed(t, s, "demo", "other")
	full := portal.Payment{Account: "demo", ID: "pay_1", Decision: "bd_1", Customer: "8801", Purpose: "payment",
		Provider: "test", Session: "cs_1", Amount: 1 << 40, Currency: "EUR", State: portal.PaymentPending, Link: "l1",
		ExpiresAt: noon, CreatedAt: noon, DoneAt: later}
	fresh := portal.Payment{Account: "demo", ID: "pay_2", Decision: "bd_1", Provider: "test", State: portal.PaymentPending,
		CreatedAt: later}
	foreign := portal.Payment{Account: "other", ID: "pay_1", Decision: "bd_1", State: portal.PaymentPending, ExpiresAt: later}
	in(t, s, func(tx portal.Tx) error {
		for _, p := range []portal.Payment{full, fresh, foreign} {
			wantErr(t, nil, tx.AddPayment(ctx, p))
			wantErr(t, portal.ErrExists, tx.AddPayment(ctx, p))
		}
		return nil
	})
	got(t, full)(s.Payment(ctx, key("demo", "pay_1")))
	got(t, full)(s.PaymentBySession(ctx, "test", "cs_1"))
	for provider, session := range map[string]string{"stripe": "cs_1", "test": ""} {
		_, err := s.PaymentBySession(ctx, provider, session)
		wantErr(t, portal.ErrNotFound, err)
	}
	got(t, []portal.Payment{fresh, full})(s.DecisionPayments(ctx, key("demo", "bd_1")))

	got(t, []string{})(paymentIDs(s.PendingPayments(ctx, noon.Add(-1000), 9)))
	got(t, []string{"pay_1"})(paymentIDs(s.PendingPayments(ctx, noon, 9)))
	got(t, []portal.Payment{full, foreign})(s.PendingPayments(ctx, later, 9))
	got(t, []portal.Payment{full})(s.PendingPayments(ctx, later, 1))

	again := full
	again.Session = "cs_2"
	got(t, false)(tryStart(s, again)) // it has a session
	fresh.Session, fresh.ExpiresAt = "cs_2", later
	started := fresh
	started.Amount, started.Decision, started.State = 5, "x", portal.PaymentFailed // stay
	got(t, true)(tryStart(s, started))
	got(t, fresh)(s.PaymentBySession(ctx, "test", "cs_2"))
	got(t, false)(tryStart(s, started))

	full.ExpiresAt, foreign.State = later.Add(1000), portal.PaymentFailed
	in(t, s, func(tx portal.Tx) error {
		wantErr(t, nil, tx.PutOffPayment(ctx, full))
		_, err := tx.FinishPayment(ctx, foreign)
		wantErr(t, nil, err)
		foreign.ExpiresAt = later.Add(1000)
		return tx.PutOffPayment(ctx, foreign)
	})
	foreign.ExpiresAt = later // it had ended
	got(t, full)(s.Payment(ctx, key("demo", "pay_1")))
	got(t, foreign)(s.Payment(ctx, key("other", "pay_1")))
	got(t, []string{"pay_2"})(paymentIDs(s.PendingPayments(ctx, later, 9)))
}

func finishPayment(t *testing.T, s portal.Store) {
	seed(t, s, "demo", "other")
	p := portal.Payment{Account: "demo", ID: "1", State: portal.PaymentPending, ExpiresAt: noon, Session: "cs", Provider: "test"}
	foreign := p
	foreign.Account, foreign.Session = "other", ""
	in(t, s, func(tx portal.Tx) error {
		wantErr(t, nil, tx.AddPayment(ctx, p))
		return tx.AddPayment(ctx, foreign)
	})
	paid, failed := p, p
	paid.State, paid.DoneAt, failed.State = portal.PaymentSucceeded, later, portal.PaymentFailed
	got(t, true)(tryPay(s, paid))
	got(t, false)(tryPay(s, failed))
	got(t, false)(tryStart(s, failed))
	got(t, paid)(s.Payment(ctx, key("demo", "1")))
	got(t, foreign)(s.Payment(ctx, key("other", "1")))
	got(t, []portal.Payment{foreign})(s.PendingPayments(ctx, later, 9))
	foreign.State = portal.PaymentCancelled
	got(t, true)(tryPay(s, foreign)) // before it was started
	foreign.Session = "cs_3"
	got(t, false)(tryStart(s, foreign))
}
