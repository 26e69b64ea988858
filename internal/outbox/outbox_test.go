package outbox_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/outbox"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// sending is a Sender made of a function.
type sending func(context.Context, portal.Message) error

func (f sending) Send(ctx context.Context, m portal.Message) error { return f(ctx, m) }

func at(now time.Time) func() time.Time { return func() time.Time { return now } }

var quiet = slog.New(slog.DiscardHandler)

// queue keeps n messages, m00 and so on, due at noon, whose links end in a day.
func queue(t *testing.T, n int) *store.Store {
	t.Helper()
	s := storetest.SQLite(t)
	err := s.InTx(t.Context(), func(tx portal.Tx) error {
		if err := tx.AddAccount(t.Context(), portal.Account{Slug: "acme", CreatedAt: noon}); err != nil {
			return err
		}
		for i := range n {
			m := portal.Message{
				ID: fmt.Sprintf("m%02d", i), Account: "acme", Template: "invoice", To: "ann@customer.example",
				Start: noon.Unix(), End: noon.Add(24 * time.Hour).Unix(), Data: "{}",
				State: portal.Queued, NextAt: noon, CreatedAt: noon,
			}
			if err := tx.AddMessage(t.Context(), m); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func message(t *testing.T, s portal.Store, id string) portal.Message {
	t.Helper()
	m, err := s.Message(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestRoundSendsAllThatIsDueAndNothingTwice(t *testing.T) {
	s := queue(t, 11)
	var mu sync.Mutex
	sent := map[string]int{}
	box := outbox.New(s, sending(func(_ context.Context, m portal.Message) error {
		mu.Lock()
		defer mu.Unlock()
		sent[m.ID]++
		return nil
	}), at(noon), quiet)
	for _, want := range []int{11, 0} {
		if n, err := box.Round(t.Context()); n != want || err != nil {
			t.Errorf("round: %d, %v; want %d", n, err, want)
		}
	}
	for i := range 11 {
		id := fmt.Sprintf("m%02d", i)
		if m := message(t, s, id); sent[id] != 1 || m.State != portal.Sent || !m.SentAt.Equal(noon) || m.Attempts != 1 {
			t.Errorf("%s sent %d times: %+v", id, sent[id], m)
		}
	}
}

func TestNothingIsSentBeforeItIsDue(t *testing.T) {
	box := outbox.New(queue(t, 1), sending(func(context.Context, portal.Message) error {
		t.Error("sent")
		return nil
	}), at(noon.Add(-time.Second)), quiet)
	if n, err := box.Round(t.Context()); n != 0 || err != nil {
		t.Errorf("round: %d, %v", n, err)
	}
}

func TestSeveralOutboxesShareTheWork(t *testing.T) {
	s := queue(t, 40)
	var mu sync.Mutex
	sent := map[string]int{}
	sender := sending(func(_ context.Context, m portal.Message) error {
		mu.Lock()
		defer mu.Unlock()
		sent[m.ID]++
		return nil
	})
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if _, err := outbox.New(s, sender, at(noon), quiet).Round(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	for id, n := range sent {
		if n != 1 {
			t.Errorf("%s sent %d times", id, n)
		}
	}
	if len(sent) != 40 {
		t.Errorf("%d of 40 sent", len(sent))
	}
}

func TestFourAreUnderWayAtOnceAndNoMore(t *testing.T) {
	s := queue(t, 12)
	var batch sync.WaitGroup // its count is what a sender waits for: hangs if fewer than four run
	batch.Add(4)
	box := outbox.New(s, sending(func(ctx context.Context, m portal.Message) error {
		if m.ID <= "m03" {
			batch.Done()
			batch.Wait()
		}
		all, err := s.Messages(ctx, portal.ObjectKey{}, 12)
		held := 0
		for _, m := range all {
			if m.State == portal.Queued && m.Attempts > 0 {
				held++
			}
		}
		if held > 4 {
			t.Errorf("%d messages held at once", held)
		}
		return err
	}), at(noon), quiet)
	if n, err := box.Round(t.Context()); n != 12 || err != nil {
		t.Errorf("%d sent, %v", n, err)
	}
}

func TestFailedTryIsMadeAgainLaterAndItsErrorKept(t *testing.T) {
	s := queue(t, 1)
	fail := errors.New("451 try again, ann@customer.example")
	sender := sending(func(context.Context, portal.Message) error { return fail })
	if n, err := outbox.New(s, sender, at(noon), quiet).Round(t.Context()); n != 1 || err != nil {
		t.Fatalf("round: %d, %v", n, err)
	}
	m := message(t, s, "m00")
	if m.State != portal.Queued || m.Attempts != 1 || m.LastError != "451 try again, …" || !m.NextAt.After(noon) {
		t.Errorf("after a failure: %+v", m)
	}
	fail = nil
	if n, _ := outbox.New(s, sender, at(m.NextAt.Add(-time.Second)), quiet).Round(t.Context()); n != 0 {
		t.Error("tried again too early")
	}
	if n, _ := outbox.New(s, sender, at(m.NextAt), quiet).Round(t.Context()); n != 1 {
		t.Error("not tried again")
	}
	if m := message(t, s, "m00"); m.State != portal.Sent || m.Attempts != 2 || m.LastError != "" {
		t.Errorf("after success: %+v", m)
	}
}

func TestGivenUpMessageShowsAndIsNotTriedAgain(t *testing.T) {
	s := queue(t, 1)
	tries := 0
	sender := sending(func(context.Context, portal.Message) error {
		tries++
		return fmt.Errorf("550 unknown: %w", outbox.ErrPermanent)
	})
	for _, now := range []time.Time{noon, noon.Add(12 * time.Hour)} {
		if _, err := outbox.New(s, sender, at(now), quiet).Round(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if m := message(t, s, "m00"); tries != 1 || m.State != portal.Failed || !strings.Contains(m.LastError, "550") {
		t.Errorf("%d tries: %+v", tries, m)
	}
}

func TestMessageWhoseLinkEndedOrWasReplacedDoesNotGoOut(t *testing.T) {
	s := queue(t, 1)
	sender := sending(func(context.Context, portal.Message) error { t.Error("sent"); return nil })
	if _, err := outbox.New(s, sender, at(noon.Add(24*time.Hour)), quiet).Round(t.Context()); err != nil {
		t.Fatal(err)
	}
	if m := message(t, s, "m00"); m.State != portal.Lapsed {
		t.Errorf("ended: %+v", m)
	}
	s = queue(t, 1)
	sender = func(context.Context, portal.Message) error { return portal.ErrLapsed }
	if _, err := outbox.New(s, sender, at(noon), quiet).Round(t.Context()); err != nil {
		t.Fatal(err)
	}
	if m := message(t, s, "m00"); m.State != portal.Lapsed {
		t.Errorf("replaced: %+v", m)
	}
}

func TestPanicOfASenderIsAFailedTryAndTheOthersGoOut(t *testing.T) {
	s := queue(t, 3)
	box := outbox.New(s, sending(func(_ context.Context, m portal.Message) error {
		if m.ID == "m01" {
			panic("nobody expected this")
		}
		return nil
	}), at(noon), quiet)
	if n, err := box.Round(t.Context()); n != 3 || err != nil {
		t.Errorf("round: %d, %v", n, err)
	}
	want := map[string]portal.MessageState{"m00": portal.Sent, "m01": portal.Queued, "m02": portal.Sent}
	for id, state := range want {
		if m := message(t, s, id); m.State != state {
			t.Errorf("%s: %+v", id, m)
		}
	}
}

func TestMessageOfADeadProcessIsTakenUpByAnother(t *testing.T) {
	s := queue(t, 1)
	err := s.InTx(t.Context(), func(tx portal.Tx) error {
		_, err := tx.ClaimMessages(t.Context(), noon, 5*time.Minute, 4) // and is never heard of again
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	sent := 0
	sender := sending(func(context.Context, portal.Message) error { sent++; return nil })
	for _, step := range []struct {
		after time.Duration
		sent  int
	}{{5*time.Minute - time.Second, 0}, {5 * time.Minute, 1}} {
		if _, err := outbox.New(s, sender, at(noon.Add(step.after)), quiet).Round(t.Context()); err != nil || sent != step.sent {
			t.Errorf("after %v: %d sent, %v", step.after, sent, err)
		}
	}
}

func TestStoppingLetsAMailFinishAndKeepsItsResult(t *testing.T) {
	s := queue(t, 6)
	ctx, stop := context.WithCancel(t.Context())
	box := outbox.New(s, sending(func(own context.Context, m portal.Message) error {
		stop()
		return own.Err() // the mail under way is not cut off at once
	}), at(noon), quiet)
	n, err := box.Round(ctx)
	if n != 4 || !errors.Is(err, context.Canceled) {
		t.Errorf("round: %d, %v", n, err)
	}
	var sent, queued int
	for i := range 6 {
		switch m := message(t, s, fmt.Sprintf("m%02d", i)); m.State {
		case portal.Sent:
			sent++
		case portal.Queued:
			queued++
		}
	}
	if sent != 4 || queued != 2 {
		t.Errorf("%d sent, %d queued", sent, queued)
	}
}

func TestLogHoldsNoAddressAndNoLink(t *testing.T) {
	s := queue(t, 3)
	var out strings.Builder
	var mu sync.Mutex
	box := outbox.New(s, sending(func(_ context.Context, m portal.Message) error {
		mu.Lock()
		defer mu.Unlock()
		switch m.ID {
		case "m00":
			panic("ann@customer.example https://pay.example/x?c=dead")
		case "m01":
			return errors.New("550 <ann@customer.example> https://pay.example/x?c=dead")
		}
		return nil
	}), at(noon), slog.New(slog.NewTextHandler(&out, nil)))
	if _, err := box.Round(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"customer.example", "pay.example", "dead"} {
		if strings.Contains(out.String(), bad) {
			t.Errorf("log holds %q:\n%s", bad, out.String())
		}
	}
	if strings.Count(out.String(), "message tried") != 3 {
		t.Errorf("log:\n%s", out.String())
	}
}
