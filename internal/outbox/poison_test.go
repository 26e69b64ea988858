package outbox_test

import (
	"context"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/outbox"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// poisoned is an owner one of whose events makes us panic.
type poisoned struct {
	*owner
	id string
}

func (p poisoned) HookEvent(ctx context.Context, account, id string) (portal.Event, error) {
	if id == p.id {
		panic("cannot be encoded")
	}
	return p.owner.HookEvent(ctx, account, id)
}

// An event that makes us panic goes first in its lane. The others get through in
// the same round, and after three tries it is set aside without a word against
// the endpoint.
func TestAPoisonousEventIsSetAsideAndBlocksNobody(t *testing.T) {
	o := hooks(t, 3, "a")
	poison := poisoned{o, o.delivery(t, "a-1").Event}
	taken := 0
	round := func(now time.Time) (tries int) {
		t.Helper()
		n, err := outbox.NewHooks(o, posting(func(context.Context, outbox.Post) outbox.Answer {
			taken++
			return outbox.Answer{Status: 200}
		}), poison, at(now), quiet).Round(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if n := round(noon); n != 3 || taken != 2 {
		t.Errorf("first round: %d tries, %d taken; want 3, 2", n, taken)
	}
	for n, when := range []time.Time{noon.Add(time.Minute), noon.Add(time.Hour)} {
		if d := o.delivery(t, "a-1"); d.State != portal.DeliveryQueued || d.Attempts != n+1 {
			t.Errorf("after %d tries: %+v", n+1, d)
		}
		if got := round(when); got != 1 {
			t.Errorf("%d tries, want one more", got)
		}
	}
	if d := o.delivery(t, "a-1"); d.State != portal.DeliveryExhausted || d.Attempts != 3 || d.LastError == "" {
		t.Errorf("after three panics: %+v", d)
	}
	if e := o.endpoint(t, "a"); !e.DisabledAt.IsZero() {
		t.Errorf("the endpoint was switched off for a fault of ours: %+v", e)
	}
	if n := round(noon.Add(24 * time.Hour)); n != 0 {
		t.Errorf("%d more tries", n)
	}
}

// What is between two panics ends the row: two of them may be chance.
func TestPanicsCountOnlyInARow(t *testing.T) {
	o := hooks(t, 1, "a")
	now := noon
	for _, panics := range []bool{true, true, false, true, true} {
		o.round(t, now, func(context.Context, outbox.Post) outbox.Answer {
			if panics {
				panic("nobody expected this")
			}
			return outbox.Answer{Status: 500, Error: "it answered 500"}
		})
		now = now.Add(30 * time.Hour)
	}
	if d := o.delivery(t, "a-1"); d.State != portal.DeliveryQueued || d.Attempts != 5 {
		t.Errorf("%+v", d)
	}
}

func TestAPoisonousMailIsSetAside(t *testing.T) {
	s := queue(t, 1)
	now := noon
	for n := range 4 {
		box := outbox.New(s, sending(func(context.Context, portal.Message) error { panic("cannot be drawn") }), at(now), quiet)
		if _, err := box.Round(t.Context()); err != nil {
			t.Fatal(err)
		}
		want, tries := portal.Queued, n+1
		if n >= 2 {
			want, tries = portal.Failed, 3
		}
		if m := message(t, s, "m00"); m.State != want || m.Attempts != tries {
			t.Errorf("after %d rounds: %+v", n+1, m)
		}
		now = now.Add(time.Hour)
	}
}
