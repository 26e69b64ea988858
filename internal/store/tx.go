package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync/atomic"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// How often and how long a transaction that lost against another is run again.
// patience is below SQLite's busy timeout: who has waited that long already is
// told that the database is busy, and does not wait a second time.
const (
	maxTries = 8
	patience = 4 * time.Second
)

// tx is a portal.Tx: a transaction, or a member's part of one.
type tx struct {
	reader
	sql        *sql.Tx
	statements *bound      // nil: the driver prepares by itself
	over       atomic.Bool // its turn has passed: what is written now would be another's
	damaged    error       // an error that may have rolled back more than its statement
}

var _ portal.Tx = (*tx)(nil)

func newTx(d *dialect, begun *sql.Tx, statements *bound) *tx {
	t := &tx{sql: begun, statements: statements}
	t.reader = reader{db: txQuerier{t}, d: d}
	return t
}

type txQuerier struct{ *tx }

func (q txQuerier) query(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	ctx, err := q.may(ctx)
	if err != nil {
		return nil, err
	}
	if q.statements != nil {
		return q.statements.query(ctx, text, args...)
	}
	return q.sql.QueryContext(ctx, text, args...)
}

func (q txQuerier) note(_ context.Context, err error) { q.damage(err) }

// may says whether the transaction takes a statement now, and with which
// context. SQLite's do not end with their caller: an INSERT that is interrupted
// rolls back the whole transaction, which is others' as well.
func (t *tx) may(ctx context.Context) (context.Context, error) {
	if t.over.Load() {
		return ctx, sql.ErrTxDone
	}
	if t.damaged != nil {
		return ctx, t.damaged
	}
	if t.d.shares {
		return context.WithoutCancel(ctx), ctx.Err()
	}
	return ctx, nil
}

// damage remembers an error after which nothing may be written: SQLite may have
// rolled back everything and would commit each further statement by itself.
func (t *tx) damage(err error) {
	if t.damaged == nil && t.d.undoes(err) {
		t.damaged = err
	}
}

// InTx runs f in one transaction, and again if it lost against another one. An
// error or a panic of f rolls back. It returns when what f wrote is durable.
// Under a context of Whole f becomes a part of that transaction.
func (s *Store) InTx(ctx context.Context, f func(portal.Tx) error) error {
	if w := wholeOf(ctx, s.read); w != nil {
		return w.part(ctx, f)
	}
	return s.tryAgain(ctx, func(p place) (place, error) {
		t, err := s.writer.turn(ctx, p)
		if err != nil {
			return p, s.d.translate(ctx, err)
		}
		return t.place, t.run(f)
	})
}

// tryAgain repeats a transaction that left no trace.
func (s *Store) tryAgain(ctx context.Context, once func(place) (place, error)) error {
	began := time.Now()
	var p place
	for try := 1; ; try++ {
		at, err := once(p)
		if errors.Is(err, errUndone) {
			p = place{number: at.number, alone: true}
			continue // alone it cannot be undone again
		}
		p = place{}
		if err == nil {
			return nil
		}
		if ctx.Err() != nil || !s.d.again(err) {
			return err
		}
		if try == maxTries || time.Since(began) > patience {
			return fmt.Errorf("run transaction %d times: %w", try, unavailable(err))
		}
		// 1–2 ms, 2–4 ms, … so that two that collided do not meet again.
		wait := time.Millisecond << (try - 1)
		select {
		case <-time.After(wait + rand.N(wait)):
		case <-ctx.Done():
			return s.d.translate(ctx, err)
		}
	}
}

// exec runs a writing statement and returns how many rows it wrote. what says
// in errors what was tried: "add invoice".
func (t *tx) exec(ctx context.Context, what, text string, args ...any) (int64, error) {
	res, err := t.execute(ctx, text, args...)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", what, t.fail(ctx, err))
	}
	n, err := res.RowsAffected()
	if err != nil {
		return 0, fmt.Errorf("%s: %w", what, t.fail(ctx, err))
	}
	return n, nil
}

func (t *tx) execute(ctx context.Context, text string, args ...any) (sql.Result, error) {
	ctx, err := t.may(ctx)
	if err != nil {
		return nil, err
	}
	if t.statements != nil {
		return t.statements.exec(ctx, text, args...)
	}
	return t.sql.ExecContext(ctx, text, args...)
}

// do runs a statement whose row count says nothing.
func (t *tx) do(ctx context.Context, what, text string, args ...any) error {
	_, err := t.exec(ctx, what, text, args...)
	return err
}

// must runs a statement that writes a row or else means otherwise.
func (t *tx) must(ctx context.Context, otherwise error, what, text string, args ...any) error {
	n, err := t.exec(ctx, what, text, args...)
	if err == nil && n == 0 {
		err = fmt.Errorf("%s: %w", what, otherwise)
	}
	return err
}

// won runs a conditional statement and says whether its condition held.
func (t *tx) won(ctx context.Context, what, text string, args ...any) (bool, error) {
	n, err := t.exec(ctx, what, text, args...)
	return n == 1, err
}
