package portal

import (
	"context"
	"fmt"
	"time"
)

// KeptTries is how long the headers of a try and the beginning of its answer are
// kept.
const KeptTries = 30 * 24 * time.Hour

// ForgetTries takes away what tries sent and were told longer ago than
// KeptTries: those of a batch, of how many it says. That they were made, when and
// how they ended stays. more: something was left for the next call.
func (s *Service) ForgetTries(ctx context.Context) (n int, more bool, err error) {
	err = s.store.InTx(ctx, func(tx Tx) error {
		forgot, err := tx.ForgetTries(ctx, s.now().Add(-KeptTries), forgetBatch)
		n = int(forgot)
		return err
	})
	if err != nil {
		return 0, false, fmt.Errorf("forget answers of receivers: %w", err)
	}
	return n, n == forgetBatch, nil
}

// Health is how the tries of an endpoint ended in slots of a length that follow
// each other up to now, the oldest first; those without a try are among them.
// ErrNotFound: no such endpoint.
func (s *Service) Health(ctx context.Context, account, endpoint string, length time.Duration, slots int64) ([]TrySlot, time.Time, error) {
	if _, err := s.Endpoint(ctx, account, endpoint); err != nil {
		return nil, time.Time{}, err
	}
	since := s.now().Truncate(length).Add(-length * time.Duration(slots-1))
	counts, err := s.store.TrySlots(ctx, endpoint, since, length)
	if err != nil {
		return nil, since, fmt.Errorf("tries of an endpoint: %w", err)
	}
	all := make([]TrySlot, slots)
	for i := range all {
		all[i].Slot = int64(i)
	}
	for _, c := range counts {
		if c.Slot >= 0 && c.Slot < slots {
			all[c.Slot] = c
		}
	}
	return all, since, nil
}
