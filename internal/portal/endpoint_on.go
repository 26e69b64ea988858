package portal

import (
	"context"
	"fmt"
	"time"
)

// EnableEndpoint switches an endpoint on again and puts what was held for it
// back into the queue, and says how much that is.
func (s *Service) EnableEndpoint(ctx context.Context, by Actor, account, id string) (int64, error) {
	_, err := s.ChangeEndpoint(ctx, by, account, id, func(e *Endpoint) { e.DisabledAt = time.Time{} })
	if err != nil {
		return 0, err
	}
	n, err := s.ReplayDeliveries(ctx, by, DeliveryFilter{Account: account, Endpoint: id, State: DeliveryHeld})
	if err != nil {
		return 0, fmt.Errorf("endpoint %s is on, but what was held is not sent yet: %w", id, err)
	}
	return n, nil
}
