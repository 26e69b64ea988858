package limit

import (
	"runtime/metrics"
	"sync"
	"sync/atomic"
	"time"
)

// lagEvery is how often the lag is looked at, and lagShare how much of what
// waited then waited no longer than it.
const (
	lagEvery = 20 * time.Millisecond
	lagShare = 0.95
)

// Lag is how long work that could go on waits for a processor. Where the
// processors are what is short, requests queue there, in front of every Gate:
// none sees them, and none of them has waited as far as it can tell.
type Lag struct {
	now atomic.Int64 // nanoseconds

	mu     sync.Mutex
	at     time.Time
	sample []metrics.Sample
	before []uint64
}

// NewLag returns a Lag of this process.
func NewLag() *Lag {
	l := &Lag{sample: []metrics.Sample{{Name: "/sched/latencies:seconds"}}}
	l.look()
	return l
}

// At is the lag; it is measured again when the last time is long enough ago.
func (l *Lag) At(now time.Time) time.Duration {
	if l.mu.TryLock() {
		if now.Sub(l.at) >= lagEvery {
			l.at = now
			seen := l.look()
			l.now.Store((l.now.Load() + int64(seen)) / 2) // one look sees few: two of them say more
		}
		l.mu.Unlock()
	}
	return time.Duration(l.now.Load())
}

// look is the lag since the look before.
func (l *Lag) look() time.Duration {
	metrics.Read(l.sample)
	if l.sample[0].Value.Kind() != metrics.KindFloat64Histogram {
		return 0 // a Go that does not measure it
	}
	h := l.sample[0].Value.Float64Histogram()
	seen := make([]uint64, len(h.Counts))
	for i, n := range h.Counts {
		seen[i] = n
		if l.before != nil {
			seen[i] -= l.before[i]
		}
	}
	l.before = append(l.before[:0], h.Counts...)
	return quantile(seen, h.Buckets, lagShare)
}

// quantile is the lower bound, in seconds, of the bucket that a share of all
// counts does not go beyond.
func quantile(counts []uint64, buckets []float64, share float64) time.Duration {
	var all, below uint64
	for _, n := range counts {
		all += n
	}
	for i, n := range counts {
		below += n
		if n > 0 && float64(below) >= share*float64(all) {
			return time.Duration(max(0, buckets[i]) * float64(time.Second))
		}
	}
	return 0
}
