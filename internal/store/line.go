package store

import (
	"slices"
	"sync"
)

// maxWaiting is how many may wait to write; one more is told at once that the
// database is busy.
const maxWaiting = 256

// line is where those stand who wait to write, in the order in which they came.
type line struct {
	mu      sync.Mutex
	waiting []*member
	last    int64 // the number given out last
	closed  bool
	wake    chan struct{} // holds one token while somebody may be waiting, or it is closed
}

func newLine() *line { return &line{wake: make(chan struct{}, 1)} }

// join takes a place: a new one at the end, or the one that m had before its
// transaction was undone. False: the line is full, or closed.
func (l *line) join(m *member) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return false
	}
	if m.place.number == 0 {
		if len(l.waiting) >= maxWaiting {
			return false
		}
		l.last++
		m.place.number = l.last
	}
	at, _ := slices.BinarySearchFunc(l.waiting, m, func(a, b *member) int { return int(a.place.number - b.place.number) })
	l.waiting = slices.Insert(l.waiting, at, m)
	l.signal()
	return true
}

// leave takes m out of the line. False: its turn has come already.
func (l *line) leave(m *member) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	at := slices.Index(l.waiting, m)
	if at < 0 {
		return false
	}
	l.waiting = slices.Delete(l.waiting, at, at+1)
	return true
}

// next takes out who has waited longest; nil: nobody waits, or whoever does must
// be alone in its batch and this is not the beginning of one.
func (l *line) next(beginning bool) *member {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.waiting) == 0 || l.waiting[0].place.alone && !beginning {
		return nil
	}
	m := l.waiting[0]
	l.waiting = slices.Delete(l.waiting, 0, 1)
	return m
}

// all takes out everybody.
func (l *line) all() []*member {
	l.mu.Lock()
	defer l.mu.Unlock()
	all := l.waiting
	l.waiting = nil
	return all
}

// length is how many wait.
func (l *line) length() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.waiting)
}

// await returns when somebody waits; false: nobody does and nobody can any more.
func (l *line) await() bool {
	for {
		l.mu.Lock()
		waiting, closed := len(l.waiting), l.closed
		l.mu.Unlock()
		if waiting > 0 {
			return true
		}
		if closed {
			return false
		}
		<-l.wake
	}
}

// close lets nobody in any more. Those who wait get their turn yet.
func (l *line) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.closed = true
	l.signal()
}

func (l *line) signal() {
	select {
	case l.wake <- struct{}{}:
	default: // there is a token already
	}
}
