package main

import (
	"log/slog"
	"strings"
	"testing"
	"time"
)

// A jump of the wall clock in either direction costs the sweep one round and is
// logged; time that only passes does not.
func TestASweepIsLeftOutWhenTheClockJumps(t *testing.T) {
	wall, steady := time.Unix(1_760_000_000, 0), time.Duration(0)
	log := &safeBuffer{}
	g := &jumpGuard{
		log: slog.New(slog.NewTextHandler(log, nil)), wall: func() time.Time { return wall }, steady: func() time.Duration { return steady },
	}
	for _, round := range []struct {
		name       string
		wall, both time.Duration // set by hand, and passed
		want       bool
	}{
		{"the first", 0, 0, false},
		{"a minute later", 0, time.Minute, false},
		{"corrected by seconds", 20 * time.Second, time.Minute, false},
		{"set back a day", -24 * time.Hour, time.Minute, true},
		{"the one after", 0, time.Minute, false},
		{"set ahead forty days", 40 * 24 * time.Hour, time.Minute, true},
		{"after a night of nothing", 0, 9 * time.Hour, false},
	} {
		wall, steady = wall.Add(round.wall+round.both), steady+round.both
		if got := g.jumped(); got != round.want {
			t.Errorf("%s: %t", round.name, got)
		}
	}
	if n := strings.Count(log.String(), "the clock jumped"); n != 2 {
		t.Errorf("logged %d times, want 2", n)
	}
}
