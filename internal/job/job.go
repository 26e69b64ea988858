// Package job runs named tasks on a schedule and starts and stops them cleanly.
//
// A task is a plain function that does one round and returns, so tests and
// one-off commands call that function and need nothing of this package. There
// is no calendar, no catching up and no memory of earlier runs: a round follows
// the end of the one before it by a fixed interval, and two rounds of one task
// never overlap.
//
// Use:
//
//	send := job.New("outbox", 5*time.Second, log, round)
//	send.Start()
//	defer send.Stop()
//	…
//	send.Wake() // something was just queued
package job

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"runtime/debug"
	"sync"
	"time"
)

// Task is one function that runs again and again between Start and Stop. Its
// methods may be called from any goroutine.
type Task struct {
	name  string
	every time.Duration
	apart time.Duration // at most so much longer, by chance
	log   *slog.Logger
	round func(context.Context) error

	wake chan struct{} // holds at most one: waking twice means one early round

	mu   sync.Mutex
	stop context.CancelFunc // nil while the task does not run
	done chan struct{}      // closed when its goroutine has ended
}

// New returns a task that does a round as soon as it is started and then every
// interval after the end of the round before; sooner where that one failed. What a
// round returns is logged:
// it must hold no secret and no address.
func New(name string, every time.Duration, log *slog.Logger, round func(context.Context) error) *Task {
	return &Task{name: name, every: every, log: log, round: round, wake: make(chan struct{}, 1)}
}

// Apart has each interval be up to d longer, by chance, so that processes that were
// started together do not ask the database together. It is called before Start.
func (t *Task) Apart(d time.Duration) *Task {
	t.apart = d
	return t
}

// Start lets the task run and returns at once. A task that runs already is left
// alone; one that was stopped runs again.
func (t *Task) Start() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.stop != nil {
		return
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	t.stop, t.done = cancel, done
	go func() {
		defer close(done)
		t.run(ctx)
	}()
}

// Stop cancels the context of a running round and returns when the task has
// ended. Without a running task it does nothing.
func (t *Task) Stop() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.stop == nil {
		return
	}
	t.stop()
	<-t.done
	t.stop, t.done = nil, nil
}

// Wake makes the next round follow at once: after the running one, if there is
// one. It does not wait for it. A task that is not running remembers the call.
func (t *Task) Wake() {
	select {
	case t.wake <- struct{}{}:
	default:
	}
}

func (t *Task) run(ctx context.Context) {
	timer := time.NewTimer(t.every)
	defer timer.Stop()
	for ctx.Err() == nil {
		wait := t.every + rand.N(t.apart+1)
		if !t.once(ctx) {
			wait = min(wait, soon)
		}
		timer.Reset(wait)
		select {
		case <-ctx.Done():
		case <-timer.C:
		case <-t.wake:
		}
	}
}

// soon is the longest time to the round after one that failed: what is done twice
// a minute must not wait for half a minute because a database was away.
const soon = 2 * time.Second

// once does one round. Its error or panic is logged and ends the round only:
// the next one may well succeed. Being stopped is no error.
func (t *Task) once(ctx context.Context) (fine bool) {
	defer func() {
		if p := recover(); p != nil {
			t.log.Error("task panicked", "task", t.name, "panic", fmt.Sprint(p), "stack", string(debug.Stack()), "runbook", "fault")
		}
	}()
	if err := t.round(ctx); err != nil && ctx.Err() == nil {
		t.log.Error("task failed", "task", t.name, "error", err)
		return false
	}
	return true
}
