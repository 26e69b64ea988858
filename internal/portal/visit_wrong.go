package portal

import (
	"context"
	"fmt"
	"sync"
	"time"
)

const (
	// wrongBurst is from how many wrong links within an hour on a network is
	// named. A person whose mail program breaks links stays far below.
	wrongBurst = 20
	// wrongNetworks is how many networks are counted in one hour. Beyond them,
	// links count in the sum alone.
	wrongNetworks = 4096
	// wrongKept is how long counts are kept: they are for whoever looks today.
	wrongKept = 48 * time.Hour
)

// wrongBook counts wrong links in memory and writes of them what is a burst, so
// that a flood from many networks makes no flood of rows. What it counted of a
// running hour starts anew with the process.
type wrongBook struct {
	mu      sync.Mutex
	hours   map[wrongKey]*wrongCount
	dropped time.Time // the hour in which old ones were last dropped
}

type wrongKey struct {
	hour    int64 // unix seconds
	network string
}

type wrongCount struct{ n, written int64 }

func newWrongBook() *wrongBook { return &wrongBook{hours: map[wrongKey]*wrongCount{}} }

func (b *wrongBook) count(network string, now time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	hour := now.Truncate(time.Hour).Unix()
	for _, name := range []string{"", network} {
		k := wrongKey{hour, name}
		if b.hours[k] == nil {
			if len(b.hours) >= wrongNetworks && name != "" {
				return
			}
			b.hours[k] = &wrongCount{}
		}
		b.hours[k].n++
	}
}

// flush writes what was added to the bursts, and forgets hours that are over.
func (b *wrongBook) flush(ctx context.Context, store Store, now time.Time) error {
	hour := now.Truncate(time.Hour)
	added := b.added()
	drop := !b.dropped.Equal(hour)
	if len(added) == 0 && !drop {
		return nil
	}
	err := store.InTx(ctx, func(tx Tx) error {
		if err := tx.AddWrongLinks(ctx, added); err != nil || !drop {
			return err
		}
		return tx.DropWrongLinks(ctx, hour.Add(-wrongKept))
	})
	if err != nil {
		return fmt.Errorf("write wrong links: %w", err)
	}
	b.dropped = hour
	b.wrote(added, hour)
	return nil
}

func (b *wrongBook) added() []WrongLinks {
	b.mu.Lock()
	defer b.mu.Unlock()
	var added []WrongLinks
	for k, c := range b.hours {
		if c.n > c.written && (k.network == "" || c.n >= wrongBurst) {
			added = append(added, WrongLinks{Hour: time.Unix(k.hour, 0).UTC(), Network: k.network, Count: c.n - c.written})
		}
	}
	return added
}

func (b *wrongBook) wrote(added []WrongLinks, hour time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, w := range added {
		b.hours[wrongKey{w.Hour.Unix(), w.Network}].written += w.Count
	}
	for k := range b.hours {
		if k.hour < hour.Unix() {
			delete(b.hours, k)
		}
	}
}

// Bursts returns the networks that sent many wrong links within an hour of the
// last 24, the most first.
func (s *Service) Bursts(ctx context.Context, limit int) ([]WrongLinks, error) {
	bursts, err := s.store.WrongLinks(ctx, s.now().Add(-24*time.Hour), limit)
	if err != nil {
		return nil, fmt.Errorf("bursts of wrong links: %w", err)
	}
	return bursts, nil
}
