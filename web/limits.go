package web

import (
	"cmp"
	"net/netip"
	"time"

	"github.com/latchkey-portal/latchkey/internal/limit"
)

// Limits are what the site takes at once and per time; docs/overload.md has the
// reasons. A zero field stands for its default.
type Limits struct {
	Places int           // requests worked on at once
	Queue  int           // requests that wait for a place
	Wait   time.Duration // for a place, at most

	Request time.Duration // for an answer; what takes long by nature has Long
	Long    time.Duration

	Pages  limit.Rate    // pages and forms, by visitor (limit.Network)
	Opens  limit.Rate    // of one link
	Posts  limit.Rate    // on one link
	Calls  limit.Rate    // of one key of either API
	Wrong  limit.Rate    // wrong checksums, by visitor
	Banned time.Duration // of a visitor's wrong checksums, after too many

	// Spare are networks whose requests are not counted: in development, this
	// machine.
	Spare []netip.Prefix

	// Now measures the rates; it runs on where the clock of the site stands. nil:
	// the machine's clock.
	Now func() time.Time
}

// orDefaults fills in what was left open.
func (l Limits) orDefaults() Limits {
	l.Places, l.Queue, l.Wait = cmp.Or(l.Places, 64), cmp.Or(l.Queue, 256), cmp.Or(l.Wait, 300*time.Millisecond)
	l.Request, l.Long = cmp.Or(l.Request, 10*time.Second), cmp.Or(l.Long, 10*time.Minute)
	l.Pages = cmp.Or(l.Pages, limit.Rate{PerSecond: 20, Burst: 60})
	l.Opens, l.Posts = cmp.Or(l.Opens, limit.Per(60, minute)), cmp.Or(l.Posts, limit.Per(10, minute))
	l.Calls = cmp.Or(l.Calls, limit.Rate{PerSecond: 50, Burst: 100})
	l.Wrong, l.Banned = cmp.Or(l.Wrong, limit.Per(30, minute)), cmp.Or(l.Banned, 10*minute)
	if l.Now == nil {
		l.Now = time.Now
	}
	return l
}

// longEnd is when a connection whose request takes long has to be done. The
// network knows no clock but the machine's.
func (l Limits) longEnd() time.Time { return time.Now().Add(l.Long) }

// spares reports whether the requests of an address are not counted.
func (l Limits) spares(a netip.Addr) bool {
	for _, p := range l.Spare {
		if p.Contains(a) {
			return true
		}
	}
	return false
}

// large is the most bytes of a body that many may send at once; those that send
// more, or do not say how many, are few: each body lies in memory whole.
const (
	large     = 1 << 20
	largeMost = 4
)

// gateSize is the gate in front of everything. Work that takes long by nature
// gets a share of the places, so that pages and decisions always find one.
func (l Limits) gateSize() limit.GateSize {
	part := func(n int) int { return max(1, l.Places*n/64) }
	return limit.GateSize{Places: l.Places, Queue: l.Queue, Wait: l.Wait, Most: []int{
		classWatch: l.Places, classDecision: l.Places, classPage: l.Places, classCreate: part(48), classDesk: part(32), classExport: part(4),
	}}
}

// largeSize is the gate in front of large bodies.
func (l Limits) largeSize() limit.GateSize {
	return limit.GateSize{Places: largeMost, Queue: 2 * largeMost, Wait: l.Wait, Most: []int{largeMost}}
}
