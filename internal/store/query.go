package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// querier runs a reading statement, on the read pool or in a transaction.
type querier interface {
	query(ctx context.Context, text string, args ...any) (*sql.Rows, error)
	// note is told of every error of a statement.
	note(ctx context.Context, err error)
}

// reader answers portal.Reader from wherever its querier reads.
type reader struct {
	db querier
	d  *dialect
}

// pool reads what is committed. Where the driver does not keep prepared
// statements by itself (SQLite's), pool keeps each text prepared from its first
// use on: parsing costs more than most of our look-ups. The texts are constants
// of this package, so there are few.
type pool struct {
	db      *sql.DB
	prepare bool

	mu         sync.RWMutex
	statements map[string]*sql.Stmt
}

func (p *pool) query(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	if w := wholeOf(ctx, p); w != nil && w.turn != nil {
		return txQuerier{w.turn.tx}.query(ctx, text, args...)
	}
	if !p.prepare {
		return p.db.QueryContext(ctx, text, args...)
	}
	s, err := p.statement(ctx, text)
	if err != nil {
		return nil, err
	}
	return s.QueryContext(ctx, args...)
}

func (p *pool) note(ctx context.Context, err error) {
	if w := wholeOf(ctx, p); w != nil && w.turn != nil {
		w.turn.tx.damage(err)
	}
}

func (p *pool) statement(ctx context.Context, text string) (*sql.Stmt, error) {
	p.mu.RLock()
	s := p.statements[text]
	p.mu.RUnlock()
	if s != nil {
		return s, nil
	}
	s, err := p.db.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if other := p.statements[text]; other != nil {
		return other, s.Close()
	}
	if p.statements == nil {
		p.statements = map[string]*sql.Stmt{}
	}
	p.statements[text] = s
	return s, nil
}

func (p *pool) closeStatements() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	var errs []error
	for _, s := range p.statements {
		errs = append(errs, s.Close())
	}
	p.statements = nil
	return errors.Join(errs...)
}

// fail is the error of a statement as callers can tell it apart.
func (r reader) fail(ctx context.Context, err error) error {
	r.db.note(ctx, err)
	return r.d.translate(ctx, err)
}

// list reads all rows. what names them in errors: "invoices".
func list[T any](ctx context.Context, r reader, what string, scan func(*sql.Rows) (T, error),
	text string, args ...any,
) ([]T, error) {
	fail := func(err error) ([]T, error) {
		return nil, fmt.Errorf("read %s: %w", what, r.fail(ctx, err))
	}
	rows, err := r.db.query(ctx, text, args...)
	if err != nil {
		return fail(err)
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return fail(err)
		}
		all = append(all, v)
	}
	if err := rows.Err(); err != nil {
		return fail(err)
	}
	return all, nil
}

// one reads the first row; portal.ErrNotFound if there is none.
func one[T any](ctx context.Context, r reader, what string, scan func(*sql.Rows) (T, error),
	text string, args ...any,
) (T, error) {
	var none T
	all, err := list(ctx, r, what, scan, text, args...)
	if err != nil {
		return none, err
	}
	if len(all) == 0 {
		return none, fmt.Errorf("read %s: %w", what, portal.ErrNotFound)
	}
	return all[0], nil
}
