package store

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
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

// tx is a portal.Tx.
type tx struct {
	reader
	sql *sql.Tx
}

var _ portal.Tx = (*tx)(nil)

type txQuerier struct{ sql *sql.Tx }

func (q txQuerier) query(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	return q.sql.QueryContext(ctx, text, args...)
}

// InTx runs f in one transaction, and again if it lost against another one. An
// error or a panic of f rolls back.
func (s *Store) InTx(ctx context.Context, f func(portal.Tx) error) error {
	if err := s.writable(); err != nil {
		return err
	}
	began := time.Now()
	for try := 1; ; try++ {
		err := s.noticed(s.once(ctx, f))
		if err == nil || ctx.Err() != nil || !s.d.again(err) {
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

func (s *Store) once(ctx context.Context, f func(portal.Tx) error) error {
	begun, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin transaction: %w", s.d.translate(ctx, err))
	}
	defer begun.Rollback() // does nothing after a commit, and runs on a panic
	if err := f(&tx{reader: reader{db: txQuerier{begun}, d: s.d}, sql: begun}); err != nil {
		return err
	}
	if err := begun.Commit(); err != nil {
		return fmt.Errorf("commit transaction: %w", s.d.translate(ctx, err))
	}
	return nil
}

// exec runs a writing statement and returns how many rows it wrote. what says
// in errors what was tried: "add invoice".
func (t *tx) exec(ctx context.Context, what, text string, args ...any) (int64, error) {
	res, err := t.sql.ExecContext(ctx, text, args...)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", what, t.d.translate(ctx, err))
	}
	n, err := res.RowsAffected()
	if err != nil {
		return 0, fmt.Errorf("%s: %w", what, t.d.translate(ctx, err))
	}
	return n, nil
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
