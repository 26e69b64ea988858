package outbox_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/outbox"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

func TestGoneEndpointIsDisabledAtOnceAndItsQueueKept(t *testing.T) {
	o := hooks(t, 3, "a", "b")
	n := o.round(t, noon, func(_ context.Context, p outbox.Post) outbox.Answer {
		if p.Endpoint.ID == "a" {
			return outbox.Answer{Status: 410, Error: "answered 410", Gone: true}
		}
		return outbox.Answer{Status: 200}
	})
	e := o.endpoint(t, "a")
	if n != 4 || !e.DisabledAt.Equal(noon) || e.Reason != "it answered 410 Gone" || len(o.disabled) != 1 {
		t.Errorf("%d tries, told of %q: %+v", n, o.disabled, e)
	}
	for _, id := range []string{"a-1", "a-2", "a-3"} {
		if d := o.delivery(t, id); d.State != portal.DeliveryHeld {
			t.Errorf("%+v", d)
		}
	}
	if log, _ := o.Tries(t.Context(), "a-1"); len(log) != 1 || log[0].Status != 410 {
		t.Errorf("log: %+v", log)
	}
}

func TestDisabledInTheMiddleIsNotCalledAgain(t *testing.T) {
	for _, left := range []portal.DeliveryState{portal.DeliveryHeld, portal.DeliveryQueued} {
		o := hooks(t, 5, "a")
		calls := 0
		n := o.round(t, noon, func(context.Context, outbox.Post) outbox.Answer {
			if calls++; calls == 2 {
				o.disable(t, "a", left == portal.DeliveryHeld)
			}
			return outbox.Answer{Status: 200}
		})
		if n != 2 || calls != 2 || len(o.disabled) != 0 {
			t.Errorf("%d tries, %d calls, told of %q", n, calls, o.disabled)
		}
		for _, id := range []string{"a-3", "a-4", "a-5"} {
			if d := o.delivery(t, id); d.State != left || d.Attempts != 0 {
				t.Errorf("%+v", d)
			}
		}
	}
}

// disable is what an admin does; the queue may be held a moment later.
func (o *owner) disable(t *testing.T, id string, hold bool) {
	t.Helper()
	o.change(t, func(ctx context.Context, tx portal.Tx) error {
		e, err := tx.Endpoint(ctx, "acme", id)
		if err != nil {
			return err
		}
		e.DisabledAt, e.Reason = noon, "by an admin"
		if err := tx.PutEndpoint(ctx, e); err != nil || !hold {
			return err
		}
		_, err = tx.HoldDeliveries(ctx, "acme", id, noon)
		return err
	})
}

func TestDeletedInTheMiddleIsNotCalledAgain(t *testing.T) {
	o := hooks(t, 3, "a")
	n := o.round(t, noon, func(context.Context, outbox.Post) outbox.Answer {
		o.change(t, func(ctx context.Context, tx portal.Tx) error { return tx.DeleteEndpoint(ctx, "acme", "a") })
		return outbox.Answer{Status: 410, Gone: true, Error: "answered 410"}
	})
	if n != 1 {
		t.Errorf("%d tries", n)
	}
}

func TestThreeGivenUpEventsInARowDisableTheEndpoint(t *testing.T) {
	// What each event's last try comes to; "x" is given up.
	for outcomes, disabled := range map[string]bool{"xx": false, "xxx": true, "xxoxx": false, "xoxxx": true} {
		o := hooks(t, len(outcomes), "a")
		o.change(t, func(ctx context.Context, tx portal.Tx) error { // use up nine tries of each
			for now := noon; now.Before(noon.Add(9 * time.Minute)); now = now.Add(time.Minute) {
				if _, err := tx.ClaimDeliveries(ctx, "a", now, time.Minute, 9); err != nil {
					return err
				}
			}
			return nil
		})
		o.round(t, noon.Add(time.Hour), func(_ context.Context, p outbox.Post) outbox.Answer {
			if outcomes[p.Event.Seq-1] == 'o' {
				return outbox.Answer{Status: 200}
			}
			return outbox.Answer{Error: "connection refused"}
		})
		e := o.endpoint(t, "a")
		if e.DisabledAt.IsZero() == disabled || len(o.disabled) > 0 != disabled ||
			disabled && !strings.Contains(e.Reason, "3 different events in a row") {
			t.Errorf("%s: told of %q: %+v", outcomes, o.disabled, e)
		}
	}
}
