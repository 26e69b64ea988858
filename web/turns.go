package web

import "sync"

// turns lets those who ask under the same name go one after another: the second
// of two requests with one Idempotency-Key waits for the answer of the first
// instead of being told to come back.
type turns struct {
	mu   sync.Mutex
	held map[string]*turn
}

type turn struct {
	mu      sync.Mutex
	waiting int // those who hold it or wait for it
}

func newTurns() *turns { return &turns{held: map[string]*turn{}} }

// take waits for the turn of a name and returns what ends it.
func (t *turns) take(name string) (done func()) {
	t.mu.Lock()
	mine, ok := t.held[name]
	if !ok {
		mine = &turn{}
		t.held[name] = mine
	}
	mine.waiting++
	t.mu.Unlock()
	mine.mu.Lock()
	return func() {
		mine.mu.Unlock()
		t.mu.Lock()
		defer t.mu.Unlock()
		if mine.waiting--; mine.waiting == 0 {
			delete(t.held, name)
		}
	}
}
