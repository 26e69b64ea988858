package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
)

// A jump of the clock is told once with its runbook, keeps work from being done,
// and is told to be over; time that only passes is not told.
func TestAClockThatJumpsHoldsWorkAndSaysSo(t *testing.T) {
	wall, steady := time.Unix(1_760_000_000, 0), time.Duration(0)
	out := &safeBuffer{}
	w := &watch{log: slog.New(slog.NewTextHandler(out, nil)), guard: portal.NewTimeGuard(storetest.SQLite(t), portal.Clocks{
		Wall: func() time.Time { return wall }, Steady: func() time.Duration { return steady },
		Server: func(context.Context) (time.Time, error) { return time.Time{}, nil },
	})}
	for _, round := range []struct {
		name string
		set  time.Duration
		done bool
	}{
		{"the first", 0, true},
		{"later", 0, true},
		{"set ahead", time.Hour, false},
		{"still", 0, false},
		{"set back", -time.Hour, true},
	} {
		wall, steady = wall.Add(round.set+10*time.Second), steady+10*time.Second
		if err := w.look(t.Context()); err != nil {
			t.Fatal(err)
		}
		done := false
		if err := w.whenTrusted(func(context.Context) error { done = true; return nil })(t.Context()); err != nil || done != round.done {
			t.Errorf("%s: done %t, %v", round.name, done, err)
		}
	}
	said := out.String()
	for text, times := range map[string]int{"level=ERROR": 1, "level=INFO": 1, "runbook=clock": 2, "latchkey sweep --once --confirm": 1} {
		if n := strings.Count(said, text); n != times {
			t.Errorf("%q %d times, want %d:\n%s", text, n, times, said)
		}
	}
}

func TestAHeldSweepIsToldAndNoFault(t *testing.T) {
	out := &safeBuffer{}
	w := &watch{log: slog.New(slog.NewTextHandler(out, nil))}
	held := fmt.Errorf("%w: much ran out", portal.ErrTimeHeld)
	if err := w.unlessHeld(func(context.Context) error { return held })(t.Context()); err != nil {
		t.Error(err)
	}
	if said := out.String(); !strings.Contains(said, "much ran out") || !strings.Contains(said, "runbook=clock") {
		t.Error(said)
	}
	broken := errors.New("broken")
	if err := w.unlessHeld(func(context.Context) error { return broken })(t.Context()); !errors.Is(err, broken) {
		t.Error(err)
	}
}
