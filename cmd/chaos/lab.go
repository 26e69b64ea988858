package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"time"
)

// lab is what one run of a harness has: a directory, a seed, the program to
// break, and everything that it started.
type lab struct {
	*bench
	ctx     context.Context // ends when the run has to
	name    string
	dir     string // gone after the run
	planted *fault // nil: the real program
	rand    *rand.Rand

	mu    sync.Mutex
	after []func() // undone in reverse when the run is over
}

// count is how many of something to do: quick or full, and a third of quick on
// a planted fault, which shows at once or never.
func (l *lab) count(quick, full int) int {
	switch {
	case l.planted != nil:
		return max(1, quick/3)
	case l.full:
		return full
	}
	return quick
}

// undo has f run when the run is over, however it ends.
func (l *lab) undo(f func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.after = append(l.after, f)
}

func (l *lab) close() {
	l.mu.Lock()
	after := l.after
	l.after = nil
	l.mu.Unlock()
	for _, f := range slices.Backward(after) {
		f()
	}
}

// say tells on standard error how far a run is.
func (l *lab) say(format string, args ...any) {
	fmt.Fprintf(l.stderr, "%s: %s\n", l.name, fmt.Sprintf(format, args...))
}

// pause waits; false: the run is over.
func (l *lab) pause(d time.Duration) bool { return pause(l.ctx, d) }

func pause(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// between is a random duration from low to high.
func (l *lab) between(low, high time.Duration) time.Duration {
	return low + time.Duration(l.rand.Int64N(int64(high-low)+1))
}

// crowd runs n workers, each with its number, and returns when all have ended.
func crowd(n int, work func(i int)) {
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { work(i) })
	}
	all.Wait()
}
