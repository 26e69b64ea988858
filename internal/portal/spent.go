package portal

import (
	"context"
	"fmt"
	"time"
)

// KeptSpent is how long what is over and proves nothing is kept: sessions of the
// admin pages that ended, codes that were used or ran out.
const KeptSpent = 30 * 24 * time.Hour

// spentTx forgets it.
type spentTx interface {
	// ForgetSpent deletes, up to a limit each, the sessions that began, and the
	// codes and challenges that were over, before a time; it says how many of each.
	ForgetSpent(ctx context.Context, before time.Time, limit int) (map[string]int64, error)
}

// ForgetSpent deletes a batch of what was over longer ago than KeptSpent, in one
// transaction with one entry in the installation's trail. more: something was
// left for the next call.
func (s *Service) ForgetSpent(ctx context.Context) (n int, more bool, err error) {
	err = s.store.InTx(ctx, func(tx Tx) error {
		n, more = 0, false
		gone, err := tx.ForgetSpent(ctx, s.now().Add(-KeptSpent), forgetBatch)
		if err != nil {
			return fmt.Errorf("forget what is over: %w", err)
		}
		counts := map[string]any{}
		for what, count := range gone {
			n, more = n+int(count), more || count >= forgetBatch
			if count > 0 {
				counts[what] = count
			}
		}
		if n == 0 {
			return nil
		}
		return s.RecordIn(ctx, tx, Entry{Actor: string(BySystem), Act: "spent.forgotten", Kind: "database", Data: facts(counts)})
	})
	return n, more, err
}
