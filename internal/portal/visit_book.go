package portal

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"
)

const (
	visitsHeld  = 10_000 // different notes that wait to be written
	visitsBatch = 500    // notes of one transaction: SQLite has one writer, and others wait for it
)

// justMailed is how soon after its mail was handed over a link is opened by
// nobody but a program: a mail is first delivered, then noticed, then opened.
const justMailed = 10 * time.Second

// VisitAnswered is noted as the page of a form that was taken. Hardly a scanner
// gets that far.
const VisitAnswered = "answered"

// VisitBook takes notes of visits and writes them later, many at once. Note and
// Wrong never wait for the database and never fail: while it does not answer,
// notes wait here, and from a number of them on they are left out and counted.
// What waits is lost if the process is killed; nothing depends on it.
type VisitBook struct {
	store Store
	now   func() time.Time
	wrong *wrongBook

	flushing sync.Mutex // one at a time

	mu      sync.Mutex
	notes   map[noteKey]Visit
	dropped int64
}

// noteKey is what alike visits have in common.
type noteKey struct {
	object         ObjectKey
	start, attempt int64
	who            Visitor
	page           string
}

// NewVisitBook makes an empty book. Call Flush again and again, and once at the
// end.
func NewVisitBook(store Store, now func() time.Time) *VisitBook {
	return &VisitBook{store: store, now: now, wrong: newWrongBook(), notes: map[noteKey]Visit{}}
}

// Note keeps a visit until the next Flush.
func (b *VisitBook) Note(v Visit) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.keep(v)
}

func (b *VisitBook) keep(v Visit) {
	k := noteKey{v.Object, v.Start, v.Attempt, v.Who, v.Page}
	before, there := b.notes[k]
	switch {
	case there:
		b.notes[k] = before.add(v)
	case len(b.notes) >= visitsHeld:
		b.dropped += v.Count
	default:
		b.notes[k] = v
	}
}

// Wrong counts a link that no key made, or that could not be read, from a
// network such as "192.0.2.0/24".
func (b *VisitBook) Wrong(network string) { b.wrong.count(network, b.now()) }

// Dropped is how many visits were left out since it was last asked.
func (b *VisitBook) Dropped() int64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	n := b.dropped
	b.dropped = 0
	return n
}

// Flush writes what has come together. While the database is unavailable it
// keeps it for the next time.
func (b *VisitBook) Flush(ctx context.Context) error {
	b.flushing.Lock()
	defer b.flushing.Unlock()
	waiting := b.take()
	for len(waiting) > 0 {
		n := min(len(waiting), visitsBatch)
		if err := b.write(ctx, waiting[:n]); err != nil {
			b.giveBack(ctx, err, waiting, n)
			return err
		}
		waiting = waiting[n:]
	}
	return b.wrong.flush(ctx, b.store, b.now())
}

func (b *VisitBook) take() []Visit {
	b.mu.Lock()
	defer b.mu.Unlock()
	visits := make([]Visit, 0, len(b.notes))
	for _, v := range b.notes {
		visits = append(visits, v)
	}
	clear(b.notes)
	return visits
}

// giveBack keeps what was not written. A batch that the database refuses for
// another reason than being unavailable would be refused again: it is left out.
func (b *VisitBook) giveBack(ctx context.Context, why error, visits []Visit, tried int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for i, v := range visits {
		if i < tried && ctx.Err() == nil && !errors.Is(why, ErrUnavailable) {
			b.dropped += v.Count
			continue
		}
		b.keep(v)
	}
}

func (b *VisitBook) write(ctx context.Context, visits []Visit) error {
	judged := make([]Visit, len(visits))
	for i, v := range visits {
		hasty, err := b.hasty(ctx, v)
		if err != nil {
			return err
		}
		if judged[i] = v; hasty {
			judged[i].Who = VisitScanner
		}
	}
	err := b.store.InTx(ctx, func(tx Tx) error { return tx.AddVisits(ctx, judged) })
	if err != nil {
		return fmt.Errorf("write visits: %w", err)
	}
	return nil
}

// mailsLookedAt is how many of an object's last mails are compared with a visit.
const mailsLookedAt = 3

// hasty reports whether a link was opened so soon after its mail was sent that
// it was no person.
func (b *VisitBook) hasty(ctx context.Context, v Visit) (bool, error) {
	if v.Who == VisitScanner || v.Page == VisitAnswered {
		return false, nil
	}
	mails, err := b.store.Messages(ctx, v.Object, mailsLookedAt)
	if err != nil {
		return false, fmt.Errorf("mails of a visited link: %w", err)
	}
	return slices.ContainsFunc(mails, func(m Message) bool {
		since := v.Last.Sub(m.SentAt)
		return m.Start == v.Start && !m.SentAt.IsZero() && since >= 0 && since < justMailed
	}), nil
}
