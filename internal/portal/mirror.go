package portal

import (
	"context"
	"fmt"
)

// Mirror keeps customers and purchases as the billing system describes them,
// all or none.
func (s *Service) Mirror(ctx context.Context, by Actor, customers []Customer, purchases []Purchase) error {
	return s.store.InTx(ctx, func(tx Tx) error {
		for _, c := range customers {
			if _, err := tx.PutCustomer(ctx, c); err != nil {
				return fmt.Errorf("customer %s: %w", c.ID, err)
			}
		}
		for _, p := range purchases {
			p.Reference = ReferenceOf(p.object())
			if _, err := tx.PutPurchase(ctx, p); err != nil {
				return fmt.Errorf("purchase %s: %w", p.ID, err)
			}
			entry := Entry{Account: p.Account, Actor: string(by), Act: "purchase.mirrored", Kind: string(p.object().Kind), Object: p.ID}
			if err := s.RecordIn(ctx, tx, entry); err != nil {
				return err
			}
		}
		return nil
	})
}
