package store

import (
	"context"
	"database/sql"
	"errors"
)

// maxPrepared bounds the statements that are kept. The texts are constants of
// this package and those of a few filters.
const maxPrepared = 1000

// prepared keeps the statements of SQLite's write connection prepared, like pool
// those of the read connections. A text is prepared between two transactions,
// because the one connection is not free before. Only the goroutine of the group
// commit, and whoever has its turn, use it: one at a time.
type prepared struct {
	db     *sql.DB
	kept   map[string]*sql.Stmt
	wanted map[string]bool
}

func newPrepared(db *sql.DB) *prepared {
	return &prepared{db: db, kept: map[string]*sql.Stmt{}, wanted: map[string]bool{}}
}

// learn prepares what was run unprepared. What cannot be prepared is run as it
// is, and says then what is wrong.
func (p *prepared) learn() {
	for text := range p.wanted {
		if len(p.kept) == maxPrepared {
			break
		}
		if s, err := p.db.Prepare(text); err == nil {
			p.kept[text] = s
		}
	}
	clear(p.wanted)
}

func (p *prepared) close() error {
	var errs []error
	for _, s := range p.kept {
		errs = append(errs, s.Close())
	}
	clear(p.kept)
	return errors.Join(errs...)
}

// bound runs statements in one transaction.
type bound struct {
	*prepared
	tx *sql.Tx
	in map[string]*sql.Stmt
}

func (p *prepared) bind(tx *sql.Tx) *bound {
	return &bound{prepared: p, tx: tx, in: map[string]*sql.Stmt{}}
}

// statement is the prepared one of a text; nil: there is none yet.
func (b *bound) statement(ctx context.Context, text string) *sql.Stmt {
	if s := b.in[text]; s != nil {
		return s
	}
	kept := b.kept[text]
	if kept == nil {
		b.wanted[text] = true
		return nil
	}
	s := b.tx.StmtContext(ctx, kept)
	b.in[text] = s
	return s
}

func (b *bound) exec(ctx context.Context, text string, args ...any) (sql.Result, error) {
	if s := b.statement(ctx, text); s != nil {
		return s.ExecContext(ctx, args...)
	}
	return b.tx.ExecContext(ctx, text, args...)
}

func (b *bound) query(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	if s := b.statement(ctx, text); s != nil {
		return s.QueryContext(ctx, args...)
	}
	return b.tx.QueryContext(ctx, text, args...)
}
