package store

import (
	"context"
	"database/sql"
	"fmt"
	"sync/atomic"
	"time"
)

// single is PostgreSQL's writer, and that of migrations: a transaction for each. Those who wait for one
// of the pool's connections are bounded, so that a server that stalls does not
// pile up requests.
type single struct {
	db    *sql.DB
	d     *dialect
	count *counter
	queue atomic.Int64
}

func (s *single) turn(ctx context.Context, _ place) (*turn, error) {
	if s.queue.Add(1) > maxWaiting {
		s.queue.Add(-1)
		s.count.refused.Add(1)
		return nil, errFull
	}
	begun, err := s.db.BeginTx(ctx, nil)
	s.queue.Add(-1)
	if err != nil {
		return nil, fmt.Errorf("begin transaction: %w", err)
	}
	t := newTx(s.d, begun, nil)
	return &turn{tx: t, end: func(err error) error {
		t.over.Store(true)
		if err == nil {
			err = t.damaged
		}
		if err != nil {
			_ = begun.Rollback() // it is err that tells what happened
			return err
		}
		began := time.Now()
		if err := begun.Commit(); err != nil {
			return fmt.Errorf("commit transaction: %w", s.d.translate(ctx, err))
		}
		s.count.commit(time.Since(began), 1)
		return nil
	}}, nil
}

func (s *single) waiting() int { return int(s.queue.Load()) }

func (s *single) close() error { return nil }
