package store

import (
	"context"
	"errors"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// writer gives out turns to write. SQLite's lets many share one commit
// (grouped.go); PostgreSQL's opens a transaction for each (single.go), because its
// server groups commits by itself.
type writer interface {
	// turn waits until it is the caller's turn. portal.ErrUnavailable at once:
	// too many wait already.
	turn(ctx context.Context, p place) (*turn, error)
	// waiting is how many wait for their turn.
	waiting() int
	// close lets those finish who wait.
	close() error
}

// place is somebody's place among those who wait. The zero place is the end of
// the line.
type place struct {
	number int64 // kept by who is run again
	alone  bool  // shares its commit with nobody
}

// turn is the time in which one caller alone writes.
type turn struct {
	tx    *tx
	place place
	// end keeps what was written, if err is nil, and returns when that is durable;
	// else it undoes it and returns err. errUndone: a neighbour's fault, or a
	// refused commit, undid it too, and it is to be run again.
	end func(err error) error
}

var (
	// errUndone means that a transaction has left no trace, for no fault of its own.
	errUndone = errors.New("undone with others of its commit")
	// errLeft is how a function ended that did not return.
	errLeft = errors.New("the function of a transaction panicked")
	// errFull means that maxWaiting wait already.
	errFull = errors.New("too many wait to write")
)

// run gives f its transaction. A panic of f, or an end of its goroutine, undoes
// what it wrote and passes through.
func (t *turn) run(f func(portal.Tx) error) (err error) {
	err = errLeft
	defer func() { err = t.end(err) }()
	return f(t.tx)
}
