package web

import (
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

const (
	minute = time.Minute
	hour   = time.Hour
)

// limiter allows each network so many events per span, all of them at once if
// it likes. A network is a /24 or a /48: one visitor rarely has more.
type limiter struct {
	retry time.Duration // what a refused visitor is told to wait
	every rate.Limit
	burst int

	mu      sync.Mutex
	buckets map[netip.Prefix]*rate.Limiter
}

// maxNetworks bounds a limiter's memory. When it is reached everyone starts
// afresh: forgetting is better than refusing strangers.
const maxNetworks = 10_000

func newLimiter(n int, span time.Duration) *limiter {
	return &limiter{
		retry: span, every: rate.Every(span / time.Duration(n)), burst: n,
		buckets: map[netip.Prefix]*rate.Limiter{},
	}
}

func (l *limiter) allow(a netip.Addr, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	network := networkOf(a)
	b, ok := l.buckets[network]
	if !ok {
		if len(l.buckets) >= maxNetworks {
			clear(l.buckets)
		}
		b = rate.NewLimiter(l.every, l.burst)
		l.buckets[network] = b
	}
	return b.AllowN(now, 1)
}

func networkOf(a netip.Addr) netip.Prefix {
	bits := 24
	if a.Is6() {
		bits = 48
	}
	p, err := a.Prefix(bits)
	if err != nil {
		return netip.Prefix{} // no address: all such visitors share one bucket
	}
	return p
}
