package portal

import (
	"context"
	"fmt"
)

// AddAdmin makes an admin. ErrExists: the address has one.
func (s *Service) AddAdmin(ctx context.Context, by Actor, a Admin) (Admin, error) {
	a.ID, a.CreatedAt = NewID("adm"), s.now()
	err := s.store.InTx(ctx, func(tx Tx) error {
		if err := tx.AddAdmin(ctx, a); err != nil {
			return fmt.Errorf("admin: %w", err)
		}
		return s.RecordIn(ctx, tx, Entry{
			Actor: string(by), Act: "admin.created", Kind: "admin", Object: a.ID,
			Data: facts(map[string]any{"role": string(a.Role)}),
		})
	})
	return a, err
}
