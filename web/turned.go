package web

import (
	"sync/atomic"
	"time"
)

// turnedEvery is how often a log line says that requests are turned away.
const turnedEvery = time.Second

// turned counts those that were turned away and are in no log line yet. Making a
// line for each, only to have it suppressed, costs a good part of the refusal.
type turned struct {
	at   atomic.Int64 // of the last line, in unix nanoseconds
	more atomic.Int64
}

// next counts one; told: it is time for a line, which stands for n of them.
func (t *turned) next(now time.Time) (n int64, told bool) {
	t.more.Add(1)
	at := t.at.Load()
	if now.UnixNano()-at < int64(turnedEvery) || !t.at.CompareAndSwap(at, now.UnixNano()) {
		return 0, false
	}
	return t.more.Swap(0), true
}
