package logs_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/latchkey-portal/latchkey/internal/logs"
)

// book is a logger and what it wrote. Time is that of the test's bubble.
func book() (*slog.Logger, *logs.Storm, *bytes.Buffer) {
	var out bytes.Buffer
	storm := logs.NewStorm(slog.NewTextHandler(&out, nil), "request")
	return slog.New(storm), storm, &out
}

func lines(out *bytes.Buffer, with string) (n int) {
	for line := range strings.Lines(out.String()) {
		if strings.Contains(line, with) {
			n++
		}
	}
	return n
}

func TestOfIdenticalLinesTenASecondAreWritten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log, storm, out := book()
		for n := range 4176 { // in one second, as when a disk was full
			log.Error("request failed", "error", "disk full", "id", n)
			log.With("route", fmt.Sprint(n)).WithGroup("g").Error("request failed")
		}
		log.Error("something else")
		log.Info("request failed") // of another level
		if lines(out, "msg=\"request failed\"") != 11 || lines(out, "something else") != 1 {
			t.Errorf("the log has\n%s", out)
		}
		time.Sleep(time.Second)
		log.Info("any other line")
		want := fmt.Sprintf("level=ERROR msg=suppressed count=%d message=\"request failed\"", 2*4176-10)
		if lines(out, "suppressed") != 1 || lines(out, want) != 1 {
			t.Errorf("the log lacks %q:\n%s", want, out)
		}
		log.Error("request failed")
		if lines(out, "level=ERROR msg=\"request failed\"") != 11 {
			t.Errorf("a second later none is written:\n%s", out)
		}
		if got := storm.Figures().Suppressed; got != 2*4176-10 {
			t.Errorf("%d lines were counted", got)
		}
	})
}

func TestALineThatStandsForAThingIsAlwaysWritten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log, _, out := book()
		for range 100 {
			log.Info("request")
		}
		if n := lines(out, "msg=request"); n != 100 {
			t.Errorf("%d of 100 requests are in the log", n)
		}
	})
}

func TestWhatWasSuppressedLastIsToldAtTheEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log, storm, out := book()
		for range 12 {
			log.Warn("busy")
		}
		if err := storm.Flush(context.Background(), time.Now()); err != nil || lines(out, "count=2") != 1 {
			t.Errorf("%v, the log has\n%s", err, out)
		}
	})
}

func TestAStormThatEndsIsToldWithoutAnotherLine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log, storm, out := book()
		for range 12 {
			log.Warn("busy")
		}
		for range 2 { // the second of the storm is not over: it goes on counting
			if err := storm.Settle(context.Background(), time.Now()); err != nil || lines(out, "suppressed") != 0 {
				t.Errorf("%v, the log has\n%s", err, out)
			}
			log.Warn("busy")
		}
		time.Sleep(time.Second)
		for range 2 {
			if err := storm.Settle(context.Background(), time.Now()); err != nil || lines(out, "count=4") != 1 {
				t.Errorf("%v, the log has\n%s", err, out)
			}
		}
	})
}

func TestPanicsAreCountedAlsoWhereTheyAreNotWritten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log, storm, _ := book()
		for range 25 {
			log.Error("task panicked", "task", "sweep", "panic", "no luck")
		}
		log.Error("task failed", "task", "sweep")
		if got := storm.Figures().Panics; got != 25 {
			t.Errorf("%d panics were counted, want 25", got)
		}
	})
}

func TestMessagesWithoutEndNeedNoMemoryWithoutEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log, _, out := book()
		for n := range 3000 {
			log.Warn(fmt.Sprint("made up ", n))
		}
		if n := lines(out, "made up"); n != 1010 {
			t.Errorf("%d lines were written, want one of each kind and ten of all others", n)
		}
	})
}
