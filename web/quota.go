package web

import (
	"sync"
	"time"

	"github.com/latchkey-portal/latchkey/internal/limit"
)

// quota bounds the calls of each key: so many in a sliding minute, counted in
// segments of ten seconds, and so many in a sliding hour, counted in minutes.
// It is kept in memory: each process counts for itself.
type quota struct {
	perMinute, perHour int

	mu   sync.Mutex
	keys *limit.Table[string, *usage]
}

// usage is what one key has used.
type usage struct{ minute, hour sliding }

// maxKeys bounds the memory of a quota. Beyond it the keys that were quiet the
// longest start afresh. Keys get here only when they are genuine.
const maxKeys = 10_000

func newQuota(perMinute, perHour int) *quota {
	return &quota{perMinute: perMinute, perHour: perHour, keys: limit.NewTable[string](maxKeys, func() *usage {
		return &usage{minute: newSliding(6, 10*time.Second), hour: newSliding(60, time.Minute)}
	})}
}

// take counts a call, or says how long its caller has to wait. A call that is
// refused is not counted.
func (q *quota) take(key string, now time.Time) (wait time.Duration, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	u := q.keys.Get(key)
	wait = max(u.minute.wait(q.perMinute, now), u.hour.wait(q.perHour, now))
	if wait > 0 {
		return wait, false
	}
	u.minute.count(now)
	u.hour.count(now)
	return 0, true
}

// sliding counts in segments of time; those that are over are forgotten.
type sliding struct {
	width  time.Duration
	counts []int
	first  int64 // number of the oldest segment
}

func newSliding(segments int, width time.Duration) sliding {
	return sliding{width: width, counts: make([]int, segments)}
}

// turn moves on to now. A clock that went back starts the count afresh: the
// segments would otherwise lie in a future that may never come.
func (s *sliding) turn(now time.Time) {
	first := now.UnixNano()/int64(s.width) - int64(len(s.counts)) + 1
	gone := first - s.first
	s.first = first
	if gone < 0 || gone >= int64(len(s.counts)) {
		clear(s.counts)
		return
	}
	copy(s.counts, s.counts[gone:])
	clear(s.counts[int64(len(s.counts))-gone:])
}

func (s *sliding) count(now time.Time) {
	s.turn(now)
	s.counts[len(s.counts)-1]++
}

// wait is how long it takes until enough segments are over for one more call; 0:
// it can come now.
func (s *sliding) wait(most int, now time.Time) time.Duration {
	s.turn(now)
	used := 0
	for _, n := range s.counts {
		used += n
	}
	for i, n := range s.counts {
		if used < most {
			if i == 0 {
				return 0
			}
			over := time.Unix(0, (s.first+int64(i-1+len(s.counts)))*int64(s.width))
			return over.Sub(now)
		}
		used -= n
	}
	return time.Unix(0, (s.first+int64(2*len(s.counts)-1))*int64(s.width)).Sub(now)
}
