package auth

import (
	"container/list"
	"crypto/sha256"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// The figures of the throttle. A person who mistypes has five tries; then each
// further one waits twice as long as the one before. A network may hold an
// office, so it gets more and a steady rate.
const (
	pairTries    = 5
	pairDelay    = 30 * time.Second // after the last of them, doubled with each try
	pairMaxDelay = 15 * time.Minute

	networkTries = 30
	networkDelay = 5 * time.Second

	forgetAfter = 24 * time.Hour // a pair that was quiet for so long starts afresh
	maxBuckets  = 20_000         // of each sort, about 5 MB; the longest unused goes first
)

// throttle slows down guessing. There is a bucket for each pair of address and
// network, and one for each network, but none for an address alone: a stranger
// elsewhere must not be able to lock an admin out.
type throttle struct {
	mu       sync.Mutex
	pairs    buckets
	networks buckets
}

func newThrottle() *throttle { return &throttle{pairs: newBuckets(), networks: newBuckets()} }

// take counts a try and returns 0, or counts nothing and returns how long to
// wait. The try counts before its password is looked at, so that many at once
// are no way around.
func (t *throttle) take(now time.Time, email, network string) time.Duration {
	return t.takeAs(now, pairKey(email, network), network)
}

// takeAs is take for any key, in place of an address and a network.
func (t *throttle) takeAs(now time.Time, key [32]byte, network string) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	pair := t.pairs.get(now, key, rate.Every(pairDelay), pairTries)
	net := t.networks.get(now, sha256.Sum256([]byte(network)), rate.Every(networkDelay), networkTries)

	p, n := pair.limit.ReserveN(now, 1), net.limit.ReserveN(now, 1)
	if wait := max(p.DelayFrom(now), n.DelayFrom(now)); wait > 0 {
		p.CancelAt(now)
		n.CancelAt(now)
		return wait
	}
	pair.tries++
	if over := pair.tries - pairTries; over >= 0 {
		pair.limit.SetLimitAt(now, rate.Every(growing(over)))
	}
	return 0
}

// forgive forgets the tries of a pair: it knew the password.
func (t *throttle) forgive(email, network string) { t.forgiveAs(pairKey(email, network)) }

func (t *throttle) forgiveAs(key [32]byte) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.pairs.drop(key)
}

// growing is the wait after the tries that are free: 30 s, 1 min, … 15 min.
func growing(over int) time.Duration {
	return min(pairDelay<<min(over, 10), pairMaxDelay)
}

// pairKey has the same size whatever was typed, and keeps no address in memory.
func pairKey(email, network string) [32]byte {
	return sha256.Sum256([]byte(network + "\x00" + email))
}

// bucket is the tries of one key.
type bucket struct {
	key   [32]byte
	limit *rate.Limiter
	tries int
	last  time.Time
}

// buckets keeps the buckets used last, newest in front.
type buckets struct {
	byKey map[[32]byte]*list.Element
	order *list.List
}

func newBuckets() buckets { return buckets{map[[32]byte]*list.Element{}, list.New()} }

func (b buckets) get(now time.Time, key [32]byte, every rate.Limit, tries int) *bucket {
	if e, ok := b.byKey[key]; ok && now.Sub(e.Value.(*bucket).last) < forgetAfter {
		b.order.MoveToFront(e)
		e.Value.(*bucket).last = now
		return e.Value.(*bucket)
	}
	b.drop(key)
	if len(b.byKey) >= maxBuckets {
		b.drop(b.order.Back().Value.(*bucket).key)
	}
	fresh := &bucket{key: key, limit: rate.NewLimiter(every, tries), last: now}
	b.byKey[key] = b.order.PushFront(fresh)
	return fresh
}

func (b buckets) drop(key [32]byte) {
	if e, ok := b.byKey[key]; ok {
		b.order.Remove(e)
		delete(b.byKey, key)
	}
}
