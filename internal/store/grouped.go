package store

import (
	"context"
	"database/sql"
	"fmt"
	"sync"
	"time"
)

// A batch of the group commit is closed when it has maxBatch members, or when
// its work took maxBatchWork: whoever comes then waits for one commit more, but
// not for a long neighbour as well.
const (
	maxBatch     = 64
	maxBatchWork = 50 * time.Millisecond
)

// grouped is SQLite's writer. SQLite lets one write at a time and flushes the disk
// at each commit, which takes far longer than most of our statements. So those
// who wait share a commit: one goroutine begins a transaction, lets them write
// one after another, each in its own goroutine and inside a savepoint, commits,
// and only then answers them all. Who fails is rolled back to its savepoint and
// answered with the others, because it may have read what they wrote.
type grouped struct {
	db       *sql.DB
	d        *dialect
	line     *line
	prepared *prepared
	count    *counter

	closing sync.Once
	done    chan struct{} // closed when nobody is served any more
}

func newGrouped(db *sql.DB, d *dialect, count *counter) *grouped {
	g := &grouped{db: db, d: d, line: newLine(), prepared: newPrepared(db), count: count, done: make(chan struct{})}
	go g.serve()
	return g
}

// member is one caller who waits for its turn, has it, or waits for the commit.
type member struct {
	place  place
	called chan called // its turn has come, or never will
	ended  chan error  // how its function ended
	answer chan error  // what became of it
}

type called struct {
	tx  *tx
	err error
}

func (g *grouped) turn(ctx context.Context, p place) (*turn, error) {
	m := &member{place: p, called: make(chan called, 1), ended: make(chan error, 1), answer: make(chan error, 1)}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if !g.line.join(m) {
		return nil, g.refusal()
	}
	select {
	case c := <-m.called:
		return m.take(c)
	case <-ctx.Done():
		if g.line.leave(m) {
			return nil, ctx.Err()
		}
		// Its turn came first. Its statements look at ctx themselves.
		return m.take(<-m.called)
	}
}

// refusal says why nobody is let in.
func (g *grouped) refusal() error {
	select {
	case <-g.done:
		return sql.ErrConnDone
	default:
	}
	if g.line.length() < maxWaiting {
		return sql.ErrConnDone // closed this moment
	}
	g.count.refused.Add(1)
	return errFull
}

func (m *member) take(c called) (*turn, error) {
	if c.err != nil {
		return nil, c.err
	}
	return &turn{tx: c.tx, place: m.place, end: m.end}, nil
}

// end gives the turn back and waits for what becomes of it. Who panicked is not
// kept waiting: nobody reads its answer.
func (m *member) end(err error) error {
	m.ended <- err
	if err == errLeft {
		return err
	}
	return <-m.answer
}

func (g *grouped) waiting() int { return g.line.length() }

func (g *grouped) close() error {
	var err error
	g.closing.Do(func() {
		g.line.close()
		<-g.done
		err = g.prepared.close()
	})
	return err
}

// serve runs batches until the line is closed and empty.
func (g *grouped) serve() {
	defer close(g.done)
	for g.line.await() {
		g.batch()
		g.prepared.learn()
	}
}

// batch runs one transaction with those who wait.
func (g *grouped) batch() {
	if err := g.d.failed(); err != nil {
		g.refuse(err)
		return
	}
	begun, err := g.db.BeginTx(context.Background(), nil)
	if err != nil {
		g.refuse(fmt.Errorf("begin transaction: %w", err))
		return
	}
	defer begun.Rollback() // does nothing after a commit
	b := &batch{group: g, sql: begun, statements: g.prepared.bind(begun)}
	if b.fill() {
		b.commit()
	}
}

// refuse answers everybody who waits: no transaction can be begun, and to try
// it for each of them would take as long again each time.
func (g *grouped) refuse(err error) {
	for _, m := range g.line.all() {
		m.called <- called{err: err}
	}
}
