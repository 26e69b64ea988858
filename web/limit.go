package web

import (
	"net/netip"
	"time"

	"github.com/latchkey-portal/latchkey/internal/limit"
)

const (
	minute = time.Minute
	hour   = time.Hour
)

// limiter allows each network so many events per span, all of them at once if
// it likes. A network is a /24 or a /48: one visitor rarely has more.
type limiter struct {
	retry time.Duration // what a refused visitor is told to wait
	rates *limit.Rates[netip.Prefix]
}

func newLimiter(n int, span time.Duration) *limiter {
	return &limiter{retry: span, rates: limit.NewRates[netip.Prefix](limit.Per(n, span))}
}

func (l *limiter) allow(a netip.Addr, now time.Time) bool {
	return l.rates.Take(networkOf(a), now).OK
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
