package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// batch is one transaction of the group commit.
type batch struct {
	group      *grouped
	sql        *sql.Tx
	statements *bound
	guests     []guest
}

// guest is a member that has had its turn in this batch.
type guest struct {
	*member
	err error // of its function: it has written nothing
}

// fill lets those in who wait, until nobody does or the batch is full. False:
// the transaction is lost, and everybody in it has been answered.
func (b *batch) fill() bool {
	for began := time.Now(); len(b.guests) < maxBatch && time.Since(began) < maxBatchWork; {
		m := b.group.line.next(len(b.guests) == 0)
		if m == nil {
			return true
		}
		if err := b.let(m); err != nil {
			b.lose(m, err)
			return false
		}
		if m.place.alone {
			return true
		}
	}
	return true
}

// let runs a member inside a savepoint. An error: the whole transaction is lost,
// or may be.
func (b *batch) let(m *member) error {
	if err := b.exec("savepoint member"); err != nil {
		m.called <- called{err: err}
		return err
	}
	t := newTx(b.group.d, b.sql, b.statements)
	m.called <- called{tx: t}
	err := <-m.ended
	t.over.Store(true)
	if t.damaged != nil {
		return t.damaged
	}
	if err != nil {
		if err := b.exec("rollback to member"); err != nil {
			return err
		}
	}
	if err := b.exec("release member"); err != nil {
		return err
	}
	b.guests = append(b.guests, guest{m, err})
	return nil
}

func (b *batch) exec(text string) error {
	_, err := b.statements.exec(context.Background(), text)
	return err
}

// lose gives the transaction up because of what m did or met: it alone is told.
// The others are run again, apart from each other, so that each meets only
// faults of its own. An error that has rolled the whole transaction back without
// a word would otherwise let them believe that they are in
// (sqlite.org/lang_transaction.html, "Response To Errors Within A Transaction").
func (b *batch) lose(m *member, err error) {
	_ = b.sql.Rollback() // there may be nothing left to roll back
	b.undo()
	m.answer <- fmt.Errorf("run transaction: %w", b.group.d.translate(context.Background(), err))
}

// undo tells everybody to come again.
func (b *batch) undo() {
	b.group.count.undone.Add(int64(len(b.guests)))
	for _, g := range b.guests {
		g.answer <- errUndone
	}
}

// commit makes it durable and answers everybody.
func (b *batch) commit() {
	if len(b.guests) == 0 {
		return
	}
	began := time.Now()
	err := b.sql.Commit()
	switch {
	case err == nil:
		b.group.count.commit(time.Since(began), len(b.guests))
		for _, g := range b.guests {
			g.answer <- g.err
		}
		return
	case b.group.d.unknown(err):
		// It may be in the file or not, so it cannot be run again.
		b.group.d.fail(err)
	case len(b.guests) > 1:
		b.undo()
		return
	}
	err = fmt.Errorf("commit transaction: %w", b.group.d.translate(context.Background(), err))
	for _, g := range b.guests {
		g.answer <- err
	}
}
