package limit

import (
	"sync"
	"time"
)

// Strikes lets every key be wrong at a rate. Who exceeds it is out for a time,
// whatever comes meanwhile.
type Strikes[K comparable] struct {
	wrong *Rates[K]
	out   time.Duration

	mu   sync.Mutex
	bans *Table[K, *time.Time]
}

// NewStrikes returns Strikes with nobody out.
func NewStrikes[K comparable](r Rate, out time.Duration) *Strikes[K] {
	return &Strikes[K]{wrong: NewRates[K](r), out: out, bans: NewTable[K](keys, func() *time.Time { return new(time.Time) })}
}

// Strike counts that a key was wrong, and says how long it is out; 0: it is not.
func (s *Strikes[K]) Strike(key K, now time.Time) (out time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	until := s.bans.Get(key)
	if left := until.Sub(now); left > 0 && left <= s.out { // longer: the clock went back
		return left
	}
	if s.wrong.Take(key, now).OK {
		return 0
	}
	*until = now.Add(s.out)
	return s.out
}
