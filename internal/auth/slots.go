package auth

import (
	"context"
	"runtime"
	"time"
)

// patience is how long a sign-in waits for its turn to be hashed. A flood of
// them must not hold requests open for minutes.
const patience = 5 * time.Second

// slots bounds how many passwords are hashed at once: each takes a core and 19 MiB.
type slots chan struct{}

func newSlots() slots { return make(slots, runtime.NumCPU()) }

// do runs f when a slot is free, or returns ErrBusy or the context's error.
func (s slots) do(ctx context.Context, f func()) error {
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case s <- struct{}{}:
		defer func() { <-s }()
		f()
		return nil
	case <-timer.C:
		return ErrBusy
	case <-ctx.Done():
		return ctx.Err()
	}
}
