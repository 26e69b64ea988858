package portal

import (
	"context"
	"fmt"
	"time"
)

// TriesKept is how long a count of tries is kept after the last of them.
const TriesKept = 24 * time.Hour

// triesBatch is how many counts one transaction forgets.
const triesBatch = 1000

// ForgetTryCounts forgets some of the tries that slow nobody down any more. More:
// there may be others.
func (s *Service) ForgetTryCounts(ctx context.Context) (n int, more bool, err error) {
	err = s.store.InTx(ctx, func(tx Tx) error {
		gone, err := tx.ForgetTryCounts(ctx, s.now().Add(-TriesKept), triesBatch)
		n = int(gone)
		return err
	})
	if err != nil {
		return 0, false, fmt.Errorf("forget tries: %w", err)
	}
	return n, n == triesBatch, nil
}
