package auth

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
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

	forgetAfter = portal.TriesKept // a pair that was quiet for so long starts afresh
)

// throttle slows down guessing. There is a count for each pair of address and
// network, and one for each network, but none for an address alone: a stranger
// elsewhere must not be able to lock an admin out. The counts are in the database,
// so that all processes on it count together.
type throttle struct{ store portal.Store }

// take counts a try and returns 0, or counts nothing and returns how long to
// wait. The try counts before its password is looked at, so that many at once
// are no way around.
func (t throttle) take(ctx context.Context, now time.Time, email, network string) (time.Duration, error) {
	return t.takeAs(ctx, now, pairKey(email, network), network)
}

// takeAs is take for any key, in place of an address and a network.
func (t throttle) takeAs(ctx context.Context, now time.Time, key [32]byte, network string) (time.Duration, error) {
	return t.count(ctx, now, sized{key, pair}, sized{networkKey(network), office})
}

// knock is take for what names nobody: it counts against the network alone.
func (t throttle) knock(ctx context.Context, now time.Time, network string) (time.Duration, error) {
	return t.count(ctx, now, sized{networkKey(network), office})
}

// forgive forgets the tries of a pair: it knew the password. Where that cannot be
// written it costs a wait the next time, not the sign-in that succeeded: a code
// may have been used up for it.
func (t throttle) forgive(ctx context.Context, email, network string) {
	t.forgiveAs(ctx, pairKey(email, network))
}

func (t throttle) forgiveAs(ctx context.Context, key [32]byte) {
	_ = t.store.InTx(ctx, func(tx portal.Tx) error {
		c, err := tx.LockTryCount(ctx, key)
		if err != nil {
			return err
		}
		return tx.SetTryCount(ctx, portal.TryCount{Key: key, LastAt: c.LastAt})
	})
}

// sized is a key and what it is allowed.
type sized struct {
	key  [32]byte
	rule rule
}

// count counts a try against every key, or against none and returns the longest
// wait. Refusals cost a read: who is refused all day writes nothing.
func (t throttle) count(ctx context.Context, now time.Time, keys ...sized) (wait time.Duration, err error) {
	for _, k := range keys {
		c, err := t.store.TryCount(ctx, k.key)
		if err != nil {
			return 0, fmt.Errorf("counting tries: %w", err)
		}
		wait = max(wait, k.rule.wait(c, now))
	}
	if wait > 0 {
		return wait, nil
	}
	err = t.store.InTx(ctx, func(tx portal.Tx) (err error) {
		wait, err = countIn(ctx, tx, now, keys)
		return err
	})
	if err != nil && !errors.Is(err, errNotTaken) {
		return 0, fmt.Errorf("counting tries: %w", err)
	}
	return wait, nil
}

// errNotTaken takes back what was written to lock counts.
var errNotTaken = errors.New("not taken")

// countIn locks the counts in the order of keys: a pair's before its network's.
// errNotTaken: somebody else was first, and there is a wait now.
func countIn(ctx context.Context, tx portal.Tx, now time.Time, keys []sized) (wait time.Duration, err error) {
	counts := make([]portal.TryCount, len(keys))
	for i, k := range keys {
		if counts[i], err = tx.LockTryCount(ctx, k.key); err != nil {
			return 0, err
		}
		wait = max(wait, k.rule.wait(counts[i], now))
	}
	if wait > 0 {
		return wait, errNotTaken
	}
	for i, k := range keys {
		c := k.rule.taken(counts[i], now)
		c.LastAt = now
		if err := tx.SetTryCount(ctx, c); err != nil {
			return 0, err
		}
	}
	return 0, nil
}

// rule says what a count allows, and how a try that is taken counts.
type rule struct {
	wait  func(c portal.TryCount, now time.Time) time.Duration
	taken func(c portal.TryCount, now time.Time) portal.TryCount
}

// pair: NextAt is when the next try is taken.
var pair = rule{
	wait: func(c portal.TryCount, now time.Time) time.Duration {
		wait := c.NextAt.Sub(now)
		if wait > pairMaxDelay || afresh(c, now) {
			return 0 // a clock that stood wrong wrote that
		}
		return max(wait, 0)
	},
	taken: func(c portal.TryCount, now time.Time) portal.TryCount {
		if afresh(c, now) {
			c.Tries = 0
		}
		c.Tries++
		c.NextAt = now
		if over := c.Tries - pairTries; over >= 0 {
			c.NextAt = now.Add(growing(over))
		}
		return c
	},
}

func afresh(c portal.TryCount, now time.Time) bool { return now.Sub(c.LastAt) >= forgetAfter }

// office: NextAt is when all that was used up has grown again.
var office = rule{
	wait: func(c portal.TryCount, now time.Time) time.Duration {
		const free = (networkTries - 1) * networkDelay
		debt := c.NextAt.Sub(now)
		if debt <= free || debt > free+networkDelay {
			return 0 // more than all of it was written by a clock that stood wrong
		}
		return debt - free
	},
	taken: func(c portal.TryCount, now time.Time) portal.TryCount {
		if c.NextAt.Before(now) || c.NextAt.Sub(now) > networkTries*networkDelay {
			c.NextAt = now
		}
		c.Tries++
		c.NextAt = c.NextAt.Add(networkDelay)
		return c
	},
}

// growing is the wait after the tries that are free: 30 s, 1 min, … 15 min.
func growing(over int64) time.Duration {
	return min(pairDelay<<min(over, 10), pairMaxDelay)
}

// pairKey has the same size whatever was typed, and keeps no address.
func pairKey(email, network string) [32]byte {
	return sha256.Sum256([]byte(network + "\x00" + email))
}

func networkKey(network string) [32]byte { return sha256.Sum256([]byte(network)) }
