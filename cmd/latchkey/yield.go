package main

import (
	"context"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// The work behind the pages makes way: while more than half of the places to
// wait for a write are taken, none of its transactions begins. It looks again
// every pause, and goes ahead after the longest: it becomes slow, but never
// stands still.
const (
	yieldAbove   = 0.5
	yieldPause   = 20 * time.Millisecond
	yieldLongest = time.Second
)

// yielding is a store at which background work makes way.
type yielding struct {
	portal.Store
	busy func() float64 // share of the places that are taken, 0 to 1
}

type behindKey struct{}

// behindPages marks what is done for nobody who waits.
func behindPages(round func(context.Context) error) func(context.Context) error {
	return func(ctx context.Context) error { return round(context.WithValue(ctx, behindKey{}, true)) }
}

// InTx waits, if the work may wait, and runs f as the store does.
func (y yielding) InTx(ctx context.Context, f func(portal.Tx) error) error {
	y.yield(ctx)
	return y.Store.InTx(ctx, f)
}

func (y yielding) yield(ctx context.Context) {
	if ctx.Value(behindKey{}) == nil {
		return
	}
	for waited := time.Duration(0); waited < yieldLongest && y.busy() > yieldAbove; waited += yieldPause {
		select {
		case <-time.After(yieldPause):
		case <-ctx.Done():
			return
		}
	}
}
