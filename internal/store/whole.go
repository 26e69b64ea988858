package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// whole is a transaction made of several calls of InTx. It begins with the first
// of them; what is read before sees what is committed and holds nobody up.
type whole struct {
	store *Store
	place place
	first func(portal.Tx) error

	turn   *turn // nil: not begun
	failed error // what ended it before its function did
	over   bool
}

type wholeKey struct{}

// wholeOf is what a context belongs to, if that is a whole transaction of the
// store that reads from here.
func wholeOf(ctx context.Context, read *pool) *whole {
	w, _ := ctx.Value(wholeKey{}).(*whole)
	if w == nil || w.over || w.store.read != read {
		return nil
	}
	return w
}

// Whole runs f; every InTx and every read under the context that it is given
// belongs to one transaction. See portal.Store.
func (s *Store) Whole(ctx context.Context, first func(portal.Tx) error, f func(context.Context) error) error {
	if wholeOf(ctx, s.read) != nil {
		return errors.New("a whole transaction inside another")
	}
	return s.tryAgain(ctx, func(p place) (place, error) {
		w := &whole{store: s, place: p, first: first}
		err := w.run(ctx, f)
		return w.place, err
	})
}

// run runs f once. What ended the transaction early is the error, whatever f
// made of it.
func (w *whole) run(ctx context.Context, f func(context.Context) error) (err error) {
	err = errLeft
	defer func() {
		w.over = true
		if w.failed != nil && err != errLeft {
			err = w.failed
		}
		if w.turn != nil {
			err = w.turn.end(err)
		}
	}()
	return f(context.WithValue(ctx, wholeKey{}, w))
}

// part runs f as one call of InTx inside: it fails alone.
func (w *whole) part(ctx context.Context, f func(portal.Tx) error) error {
	if err := w.begin(ctx); err != nil {
		return w.store.d.translate(ctx, err)
	}
	err := w.inside(ctx, f)
	if err != nil && w.store.d.again(err) {
		w.failed = err
	}
	return err
}

func (w *whole) begin(ctx context.Context) error {
	if w.failed != nil || w.turn != nil {
		return w.failed
	}
	t, err := w.store.writer.turn(ctx, w.place)
	if err == nil {
		w.turn, w.place = t, t.place
		err = w.first(t.tx)
	}
	w.failed = err
	return err
}

// inside puts a savepoint around f, so that the error of a part undoes the part.
// A part that ends without returning ends the whole.
func (w *whole) inside(ctx context.Context, f func(portal.Tx) error) error {
	t := w.turn.tx
	if err := t.do(ctx, "begin part", "savepoint part"); err != nil {
		w.failed = err
		return err
	}
	w.failed = errLeft
	err := f(t)
	w.failed = nil
	if err != nil {
		if undo := t.do(context.WithoutCancel(ctx), "undo part", "rollback to savepoint part"); undo != nil {
			w.failed = fmt.Errorf("%w; %w", err, undo)
			return err
		}
	}
	if release := t.do(context.WithoutCancel(ctx), "end part", "release savepoint part"); release != nil {
		w.failed = release
		return errors.Join(err, release)
	}
	return err
}
