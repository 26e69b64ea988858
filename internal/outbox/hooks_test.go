package outbox_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/outbox"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
)

// posting is a Poster made of a function.
type posting func(context.Context, outbox.Post) outbox.Answer

func (f posting) Post(ctx context.Context, p outbox.Post) outbox.Answer { return f(ctx, p) }

// owner stands for the portal: it keeps secrets in clear and remembers whom it
// was told of.
type owner struct {
	*store.Store
	locked   string // endpoint whose secret does not open
	mu       sync.Mutex
	disabled []string
}

func (o *owner) HookEvent(ctx context.Context, account, id string) (portal.Event, error) {
	return o.Event(ctx, account, id)
}

func (o *owner) HookSecrets(e portal.Endpoint) (current, old string, err error) {
	if e.ID == o.locked {
		return "", "", errors.New("secret does not open")
	}
	return string(e.Sealed), string(e.SealedOld), nil
}

func (o *owner) HookDisabled(_ context.Context, _ portal.Tx, e portal.Endpoint) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.disabled = append(o.disabled, e.ID+": "+e.Reason)
	return nil
}

// hooks keeps events e1, e2, … on their way to each of the endpoints, due at
// noon: delivery "<endpoint>-<n>".
func hooks(t *testing.T, events int, endpoints ...string) *owner {
	t.Helper()
	return hooksOn(t, storetest.SQLite(t), events, endpoints...)
}

func hooksOn(t *testing.T, s *store.Store, events int, endpoints ...string) *owner {
	t.Helper()
	err := s.InTx(t.Context(), func(tx portal.Tx) error {
		ctx := t.Context()
		if err := tx.AddAccount(ctx, portal.Account{Slug: "acme", CreatedAt: noon}); err != nil {
			return err
		}
		for _, id := range endpoints {
			e := portal.Endpoint{Account: "acme", ID: id, URL: "https://" + id + ".example/in", Style: portal.StandardStyle,
				Sealed: []byte("new"), CreatedAt: noon, UpdatedAt: noon}
			if err := tx.PutEndpoint(ctx, e); err != nil {
				return err
			}
		}
		for n := range events {
			e, err := tx.AppendEvent(ctx, portal.Event{Account: "acme", ID: fmt.Sprintf("e%d", n+1), Type: portal.EventLinked,
				ObjectType: "link_request", ObjectID: "lr_1", Data: "{}", OccurredAt: noon})
			if err != nil {
				return err
			}
			for _, id := range endpoints {
				d := portal.HookDelivery{ID: fmt.Sprintf("%s-%d", id, n+1), Account: "acme", Endpoint: id, Event: e.ID, EventSeq: e.Seq,
					Type: e.Type, State: portal.DeliveryQueued, NextAt: noon, CreatedAt: noon}
				if err := tx.AddDelivery(ctx, d); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return &owner{Store: s}
}

func (o *owner) round(t *testing.T, now time.Time, f posting) int {
	t.Helper()
	n, err := outbox.NewHooks(o, f, o, at(now), quiet).Round(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func (o *owner) change(t *testing.T, f func(context.Context, portal.Tx) error) {
	t.Helper()
	if err := o.InTx(t.Context(), func(tx portal.Tx) error { return f(t.Context(), tx) }); err != nil {
		t.Error(err)
	}
}

func (o *owner) delivery(t *testing.T, id string) portal.HookDelivery {
	t.Helper()
	d, err := o.Delivery(t.Context(), "acme", id)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func (o *owner) endpoint(t *testing.T, id string) portal.Endpoint {
	t.Helper()
	e, err := o.Endpoint(t.Context(), "acme", id)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestEachEndpointGetsEachEventOnceOldestFirst(t *testing.T) {
	o := hooks(t, 25, "a", "b") // more than one turn
	var mu sync.Mutex
	came := map[string][]int64{}
	f := func(_ context.Context, p outbox.Post) outbox.Answer {
		mu.Lock()
		defer mu.Unlock()
		came[p.Endpoint.ID] = append(came[p.Endpoint.ID], p.Event.Seq)
		return outbox.Answer{Status: 200, Took: 5 * time.Millisecond}
	}
	for _, want := range []int{50, 0} {
		if n := o.round(t, noon, f); n != want {
			t.Errorf("%d tries, want %d", n, want)
		}
	}
	for _, id := range []string{"a", "b"} {
		for i, seq := range came[id] {
			if seq != int64(i+1) || len(came[id]) != 25 {
				t.Fatalf("%s got %v", id, came[id])
			}
		}
	}
	d := o.delivery(t, "a-1")
	tries, err := o.Tries(t.Context(), "a-1")
	if d.State != portal.DeliveryDone || d.LastStatus != 200 || !d.DoneAt.Equal(noon) || err != nil || len(tries) != 1 ||
		tries[0].Number != 1 || tries[0].Status != 200 || tries[0].Took != 5*time.Millisecond || !tries[0].At.Equal(noon) {
		t.Errorf("%+v %+v %v", d, tries, err)
	}
}

// One endpoint hangs until everybody else has everything, what became due
// meanwhile included: if it cost them anything, this would never end.
func TestEndpointThatHangsCostsTheOthersNothing(t *testing.T) {
	o := hooks(t, 3, "a", "b", "hangs")
	var rest sync.WaitGroup
	rest.Add(6)
	late := make(chan struct{})
	n := o.round(t, noon, func(_ context.Context, p outbox.Post) outbox.Answer {
		switch p.Endpoint.ID {
		case "hangs":
			if p.Event.ID == "e1" {
				rest.Wait()
				o.change(t, func(ctx context.Context, tx portal.Tx) error {
					return tx.AddDelivery(ctx, portal.HookDelivery{ID: "late", Account: "acme", Endpoint: "new", Event: "e1", EventSeq: 1,
						Type: portal.EventLinked, State: portal.DeliveryQueued, NextAt: noon, CreatedAt: noon})
				})
				o.change(t, func(ctx context.Context, tx portal.Tx) error {
					return tx.PutEndpoint(ctx, portal.Endpoint{Account: "acme", ID: "new", URL: "https://new.example/", Sealed: []byte("new"), CreatedAt: noon})
				})
				<-late
			}
			return outbox.Answer{Error: "no answer"}
		case "new":
			close(late)
		default:
			rest.Done()
		}
		return outbox.Answer{Status: 200}
	})
	if n != 10 {
		t.Errorf("%d tries", n)
	}
}

func TestFailedDeliveryIsTriedTenTimesAndThenGivenUp(t *testing.T) {
	o := hooks(t, 1, "a")
	now, tries := noon, 0
	fail := func(context.Context, outbox.Post) outbox.Answer {
		return outbox.Answer{Status: 500, Error: "answered 500"}
	}
	for d := o.delivery(t, "a-1"); d.State == portal.DeliveryQueued; d = o.delivery(t, "a-1") {
		if now = d.NextAt; tries > 0 && o.round(t, now.Add(-time.Microsecond), fail) != 0 {
			t.Fatal("tried too early")
		}
		tries += o.round(t, now, fail)
	}
	d := o.delivery(t, "a-1")
	log, _ := o.Tries(t.Context(), "a-1")
	if tries != 10 || d.State != portal.DeliveryExhausted || d.LastError != "answered 500" || len(log) != 10 || log[9].Number != 10 {
		t.Errorf("%d tries, %d logged: %+v", tries, len(log), d)
	}
	if took := now.Sub(noon); took < 60*time.Hour || took > 91*time.Hour {
		t.Errorf("tried for %v", took)
	}
}

func TestPauseThatAReceiverAsksForIsKept(t *testing.T) {
	o := hooks(t, 1, "a")
	o.round(t, noon, func(context.Context, outbox.Post) outbox.Answer {
		return outbox.Answer{Status: 503, Error: "busy", Pause: 3 * time.Hour}
	})
	if d := o.delivery(t, "a-1"); !d.NextAt.Equal(noon.Add(3 * time.Hour)) {
		t.Errorf("%+v", d)
	}
}

func TestOldSecretSignsBesideTheNewOneWhileItMay(t *testing.T) {
	o := hooks(t, 1, "a")
	var signed []string
	f := func(_ context.Context, p outbox.Post) outbox.Answer {
		signed = append(signed, strings.Join(p.Secrets, "+"))
		return outbox.Answer{Error: "answered 500"}
	}
	o.round(t, noon, f)
	o.change(t, func(ctx context.Context, tx portal.Tx) error { // rotated with a try queued
		e, err := tx.Endpoint(ctx, "acme", "a")
		if err != nil {
			return err
		}
		e.SealedOld, e.Sealed, e.OldUntil = e.Sealed, []byte("newer"), noon.Add(24*time.Hour)
		return tx.PutEndpoint(ctx, e)
	})
	o.round(t, noon.Add(24*time.Hour-time.Second), f)
	o.round(t, noon.Add(48*time.Hour), f)
	if got := strings.Join(signed, " "); got != "new newer+new newer" {
		t.Errorf("signed with %s", got)
	}
}

func TestReplaySaysSoAndHasTheSameEvent(t *testing.T) {
	o := hooks(t, 1, "a")
	var came []string
	f := func(_ context.Context, p outbox.Post) outbox.Answer {
		came = append(came, fmt.Sprint(p.Event.ID, p.Replay))
		return outbox.Answer{Status: 200}
	}
	o.round(t, noon, f)
	o.change(t, func(ctx context.Context, tx portal.Tx) error {
		_, err := tx.RequeueDeliveries(ctx, portal.DeliveryFilter{Account: "acme", Endpoint: "a", Limit: 9}, noon)
		return err
	})
	o.round(t, noon, f)
	if got := strings.Join(came, " "); got != "e1false e1true" {
		t.Errorf("came %s", got)
	}
}

func TestSecretThatDoesNotOpenUsesUpNoTries(t *testing.T) {
	o := hooks(t, 1, "a", "b")
	o.locked = "a"
	n, err := outbox.NewHooks(o, posting(func(context.Context, outbox.Post) outbox.Answer {
		return outbox.Answer{Status: 200}
	}), o, at(noon), quiet).Round(t.Context())
	if n != 1 || err == nil || o.delivery(t, "a-1").Attempts != 0 || o.delivery(t, "b-1").State != portal.DeliveryDone {
		t.Errorf("%d tries, %v", n, err)
	}
}

func TestPanicOfThePosterIsAFailedTry(t *testing.T) {
	o := hooks(t, 1, "a", "b")
	n := o.round(t, noon, func(_ context.Context, p outbox.Post) outbox.Answer {
		if p.Endpoint.ID == "a" {
			panic("nobody expected this")
		}
		return outbox.Answer{Status: 200}
	})
	if d := o.delivery(t, "a-1"); n != 2 || d.State != portal.DeliveryQueued || d.LastError != "internal fault, 1 of 3: it is tried again" {
		t.Errorf("%d tries: %+v", n, d)
	}
}

func TestSeveralProcessesShareTheDeliveries(t *testing.T) {
	o := hooks(t, 10, "a", "b", "c")
	var calls atomic.Int32
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			o.round(t, noon, func(context.Context, outbox.Post) outbox.Answer {
				calls.Add(1)
				return outbox.Answer{Status: 200}
			})
		})
	}
	wg.Wait()
	if calls.Load() != 30 {
		t.Errorf("%d calls for 30 deliveries", calls.Load())
	}
}

func TestStoppingLetsAPostFinishAndBeginsNoOther(t *testing.T) {
	o := hooks(t, 5, "a")
	ctx, stop := context.WithCancel(t.Context())
	n, err := outbox.NewHooks(o, posting(func(own context.Context, _ outbox.Post) outbox.Answer {
		stop()
		if own.Err() != nil {
			t.Error("cut off")
		}
		return outbox.Answer{Status: 200}
	}), o, at(noon), quiet).Round(ctx)
	if n != 1 || !errors.Is(err, context.Canceled) || o.delivery(t, "a-1").State != portal.DeliveryDone {
		t.Errorf("%d tries, %v", n, err)
	}
}

func TestLogOfDeliveriesHoldsNoAddress(t *testing.T) {
	o := hooks(t, 1, "a")
	var out strings.Builder
	_, err := outbox.NewHooks(o, posting(func(context.Context, outbox.Post) outbox.Answer {
		return outbox.Answer{Error: "refused"}
	}), o, at(noon), slog.New(slog.NewTextHandler(&out, nil))).Round(t.Context())
	if err != nil || strings.Contains(out.String(), ".example") || !strings.Contains(out.String(), "delivery=a-1") {
		t.Errorf("%v: %s", err, out.String())
	}
}
