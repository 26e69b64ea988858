package pay_test

import (
	"errors"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/pay"
)

func TestAnEventIsCompletedWithTheMethod(t *testing.T) {
	for _, c := range []struct{ event, session string }{{"paid_in_event.json", "paid.json"}, {"saved_in_event.json", "saved.json"}} {
		stripe := stripeSays(t, 200, fixture(t, c.session))
		body := stripeEvent(t, "checkout.session.completed", c.event)
		partial, _, err := stripe.Event(stripeSigned(body, whsec, now), body, now)
		if err != nil {
			t.Fatal(err)
		}
		got, err := pay.Complete(ctx, stripe, partial)
		if err != nil || got.State != pay.Succeeded || got.Method.Ref == "" || got.Event != "evt_1" || got.Partial || got.Payment != partial.Payment {
			t.Errorf("got %+v, %v", got, err)
		}
	}
}

func TestAWholeResultIsNotAskedForAgain(t *testing.T) {
	whole := pay.Result{State: pay.Cancelled, Account: "acme", Payment: "pay_4", Session: "cs_test_expired"}
	got, err := pay.Complete(ctx, stripeSays(t, 500, ""), whole)
	if err != nil || got != whole {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestASessionOfAnotherPaymentCompletesNothing(t *testing.T) {
	stripe := stripeSays(t, 200, fixture(t, "paid.json"))
	right := pay.Result{Purpose: pay.Payment, Account: "acme", Payment: "pay_1", Session: "cs_test_paid", Partial: true}
	for name, bend := range map[string]func(*pay.Result){
		"account": func(r *pay.Result) { r.Account = "globex" },
		"payment": func(r *pay.Result) { r.Payment = "pay_8" },
		"purpose": func(r *pay.Result) { r.Purpose = pay.SetUp },
	} {
		bent := right
		bend(&bent)
		if got, err := pay.Complete(ctx, stripe, bent); !errors.Is(err, pay.ErrUnknown) {
			t.Errorf("%s: got %+v, %v", name, got, err)
		}
	}
}

func TestAnEventWaitsWhileStripeIsDown(t *testing.T) {
	if _, err := pay.Complete(ctx, stripeSays(t, 503, ""), pay.Result{Session: "cs_1", Partial: true}); !errors.Is(err, pay.ErrUnavailable) {
		t.Errorf("got %v", err)
	}
}
