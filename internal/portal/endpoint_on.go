package portal

import (
	"context"
	"fmt"
	"time"
)

// EnableEndpoint switches an endpoint on again, puts what was held for it back
// into the queue, and says how much that is.
func (s *Service) EnableEndpoint(ctx context.Context, by Actor, account, id string) (int64, error) {
	var n int64
	err := s.store.InTx(ctx, func(tx Tx) error {
		_, err := s.changeEndpoint(ctx, tx, by, account, id, func(e *Endpoint) { e.DisabledAt = time.Time{} })
		if err != nil {
			return err
		}
		held := DeliveryFilter{Account: account, Endpoint: id, State: DeliveryHeld}
		if n, err = tx.RequeueDeliveries(ctx, held, s.now()); err != nil {
			return fmt.Errorf("send what was held: %w", err)
		}
		return nil
	})
	return n, err
}
