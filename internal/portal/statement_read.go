package portal

import (
	"context"
	"fmt"
)

// StatementOf returns what was declared on one of an account's public forms.
// ErrNotFound: there is no such statement.
func (s *Service) StatementOf(ctx context.Context, k Key) (BillingDecision, error) {
	d, err := s.store.BillingDecision(ctx, k)
	if err == nil && d.Subject.Type != ofContract {
		err = ErrNotFound
	}
	if err != nil {
		return BillingDecision{}, fmt.Errorf("statement: %w", err)
	}
	return d, nil
}
