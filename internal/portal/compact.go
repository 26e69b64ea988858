package portal

import (
	"context"
	"errors"
	"fmt"
	"time"
)

const (
	// compactLease is after how long a compaction that was begun is taken to have
	// died with its process.
	compactLease = 2 * time.Hour
	// compactMargin: what was asked for so shortly before a compaction began may
	// have been committed after it, and is done once more.
	compactMargin = time.Minute
	// compactAgain is when the half that is left is thought of again.
	compactAgain = 24 * time.Hour
)

// CompactIfDue compacts the database where something was erased since the last
// time and nobody is at it. False: nothing was to be done. What is not done
// whole stays due, and comes up again a day later.
func (s *Service) CompactIfDue(ctx context.Context, whole bool) (bool, error) {
	began, due := s.now(), false
	err := s.store.InTx(ctx, func(tx Tx) (err error) {
		due, err = tx.BeginCompact(ctx, began, began.Add(compactLease))
		return err
	})
	if err != nil || !due {
		return false, err
	}
	var done, free time.Time
	err = s.store.Compact(ctx, whole, func(int, int) {})
	switch {
	case err == nil && whole:
		done = began.Add(-compactMargin)
	case err == nil:
		free = began.Add(compactAgain)
	}
	return err == nil, errors.Join(err, s.endCompact(context.WithoutCancel(ctx), BySystem, done, free))
}

// Compact writes the database anew, whether or not that is due. step is told
// before each part of the work.
func (s *Service) Compact(ctx context.Context, by Actor, step func(done, of int)) error {
	began := s.now()
	if err := s.store.Compact(ctx, true, step); err != nil {
		return err
	}
	return s.endCompact(ctx, by, began.Add(-compactMargin), time.Time{})
}

func (s *Service) endCompact(ctx context.Context, by Actor, done, free time.Time) error {
	err := s.store.InTx(ctx, func(tx Tx) error {
		if err := tx.EndCompact(ctx, done, free); err != nil {
			return err
		}
		if done.IsZero() {
			return nil
		}
		return s.RecordIn(ctx, tx, Entry{Actor: string(by), Act: "database.compacted", Kind: "database"})
	})
	if err != nil {
		return fmt.Errorf("end a compaction: %w", err)
	}
	return nil
}
