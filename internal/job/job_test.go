package job_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/latchkey-portal/latchkey/internal/job"
)

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

func TestRoundsFollowOneAnotherByTheInterval(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begin := time.Now()
		var at []time.Duration
		task := job.New("t", time.Minute, quiet(), func(context.Context) error {
			at = append(at, time.Since(begin))
			time.Sleep(10 * time.Second) // the interval counts from the end of a round
			return nil
		})
		task.Start()
		time.Sleep(2*time.Minute + 30*time.Second)
		task.Stop()
		want := []time.Duration{0, 70 * time.Second, 140 * time.Second}
		if len(at) != len(want) {
			t.Fatalf("rounds at %v, want %v", at, want)
		}
		for i := range want {
			if at[i] != want[i] {
				t.Errorf("round %d at %v, want %v", i, at[i], want[i])
			}
		}
	})
}

func TestStartAndStopMayBeCalledTwice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		rounds := 0
		task := job.New("t", time.Hour, quiet(), func(context.Context) error { rounds++; return nil })
		task.Stop()
		task.Start()
		task.Start()
		synctest.Wait()
		task.Stop()
		task.Stop()
		if rounds != 1 {
			t.Errorf("%d rounds, want 1", rounds)
		}
		task.Start()
		synctest.Wait()
		task.Stop()
		if rounds != 2 {
			t.Errorf("%d rounds after a new start, want 2", rounds)
		}
	})
}

func TestStopCancelsTheRunningRoundAndWaitsForIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ended := false
		task := job.New("t", time.Hour, quiet(), func(ctx context.Context) error {
			<-ctx.Done()
			time.Sleep(3 * time.Second)
			ended = true
			return ctx.Err()
		})
		task.Start()
		synctest.Wait()
		task.Stop()
		if !ended {
			t.Error("Stop returned before the round ended")
		}
	})
}

func TestWakeBringsTheNextRoundForward(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		rounds := 0
		task := job.New("t", time.Hour, quiet(), func(context.Context) error {
			rounds++
			time.Sleep(time.Second)
			return nil
		})
		task.Start()
		defer task.Stop()
		synctest.Wait()
		task.Wake() // during a round: what it queued may have come too late for it
		task.Wake()
		time.Sleep(time.Minute)
		synctest.Wait()
		if rounds != 2 {
			t.Errorf("woken during a round: %d rounds, want 2", rounds)
		}
		task.Wake()
		time.Sleep(time.Minute)
		synctest.Wait()
		if rounds != 3 {
			t.Errorf("woken between rounds: %d rounds, want 3", rounds)
		}
	})
}

func TestFailureAndPanicAreLoggedAndTheTaskGoesOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out lockedText
		rounds := 0
		task := job.New("sweep", time.Minute, slog.New(slog.NewTextHandler(&out, nil)), func(context.Context) error {
			rounds++
			switch rounds {
			case 1:
				return errors.New("no disk")
			case 2:
				panic("no luck")
			}
			return nil
		})
		task.Start()
		time.Sleep(2*time.Minute + time.Second)
		task.Stop()
		if rounds != 4 { // at once, soon after each fault, and a minute later
			t.Errorf("%d rounds, want 4", rounds)
		}
		for _, want := range []string{"task=sweep", "no disk", "no luck", "job_test.go"} {
			if !strings.Contains(out.String(), want) {
				t.Errorf("log lacks %q:\n%s", want, out.String())
			}
		}
	})
}

func TestBeingStoppedIsNotLoggedAsAFailure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out lockedText
		task := job.New("t", time.Minute, slog.New(slog.NewTextHandler(&out, nil)), func(ctx context.Context) error {
			<-ctx.Done()
			return ctx.Err()
		})
		task.Start()
		synctest.Wait()
		task.Stop()
		if out.String() != "" {
			t.Errorf("logged: %s", out.String())
		}
	})
}

type lockedText struct {
	mu sync.Mutex
	b  strings.Builder
}

func (l *lockedText) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedText) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}
