package limit

import (
	"math"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Rate is how often something may happen: so many times a second in the long
// run, and Burst times at once.
type Rate struct {
	PerSecond float64
	Burst     int
}

// Per is the rate of n times per span, all of them at once if one likes.
func Per(n int, span time.Duration) Rate {
	return Rate{PerSecond: float64(n) / span.Seconds(), Burst: n}
}

// Refill is how long an empty bucket takes to be full.
func (r Rate) Refill() time.Duration {
	return time.Duration(float64(r.Burst) / r.PerSecond * float64(time.Second))
}

// keys bounds the memory of a table of rates, at some 200 bytes each.
const keys = 20_000

// Rates holds every key to one Rate. Of more than 20,000 keys those that were
// quiet the longest are forgotten: that is better than refusing strangers.
type Rates[K comparable] struct {
	rate Rate

	mu      sync.Mutex
	buckets *Table[K, *rate.Limiter]
}

// NewRates returns Rates with every key's bucket full.
func NewRates[K comparable](r Rate) *Rates[K] {
	return &Rates[K]{rate: r, buckets: NewTable[K](keys, func() *rate.Limiter {
		return rate.NewLimiter(rate.Limit(r.PerSecond), r.Burst)
	})}
}

// Rate is what every key is held to.
func (r *Rates[K]) Rate() Rate { return r.rate }

// Budget is what a key has left.
type Budget struct {
	OK   bool          // this one was within the rate
	Left int           // how many more may follow at once
	Wait time.Duration // until one more may follow; 0: it may at once
	Full time.Duration // until all of the burst may
}

// Take counts one for a key. One that is refused is not counted.
func (r *Rates[K]) Take(key K, now time.Time) Budget {
	r.mu.Lock()
	defer r.mu.Unlock()
	bucket := r.buckets.Get(key)
	ok := bucket.AllowN(now, 1)
	left := bucket.TokensAt(now)
	return Budget{
		OK: ok, Left: max(0, int(math.Floor(left))), Wait: r.until(left, 1), Full: r.until(left, float64(r.rate.Burst)),
	}
}

// until is how long it takes from left to wanted.
func (r *Rates[K]) until(left, wanted float64) time.Duration {
	return time.Duration(max(0, wanted-left) / r.rate.PerSecond * float64(time.Second))
}
