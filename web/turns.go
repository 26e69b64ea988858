package web

import (
	"context"
	"sync"
	"time"
)

// turns lets those who ask under the same name go one after another: the second
// of two requests with one Idempotency-Key waits for the answer of the first
// instead of being told to come back.
type turns struct {
	mu   sync.Mutex
	held map[string]*turn
}

type turn struct {
	free    chan struct{} // holds one token while nobody has the turn
	waiting int           // those who have it or wait for it
}

func newTurns() *turns { return &turns{held: map[string]*turn{}} }

// take waits for the turn of a name, at most for most, and returns what is left
// of that and what ends the turn. False: it did not come, or ctx ended.
func (t *turns) take(ctx context.Context, name string, most time.Duration) (left time.Duration, done func(), ok bool) {
	mine := t.join(name)
	began := time.Now()
	timer := time.NewTimer(most)
	defer timer.Stop()
	select {
	case <-mine.free:
		return max(0, most-time.Since(began)), func() {
			mine.free <- struct{}{}
			t.leave(name)
		}, true
	case <-timer.C:
	case <-ctx.Done():
	}
	t.leave(name)
	return 0, nil, false
}

func (t *turns) join(name string) *turn {
	t.mu.Lock()
	defer t.mu.Unlock()
	mine, ok := t.held[name]
	if !ok {
		mine = &turn{free: make(chan struct{}, 1)}
		mine.free <- struct{}{}
		t.held[name] = mine
	}
	mine.waiting++
	return mine
}

func (t *turns) leave(name string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.held[name].waiting--; t.held[name].waiting == 0 {
		delete(t.held, name)
	}
}
