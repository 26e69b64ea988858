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

// AdminNames maps the actors of audit entries that are admins to their
// addresses: the trail holds ids only, people read names.
func (s *Service) AdminNames(ctx context.Context) (map[Actor]string, error) {
	admins, err := s.store.Admins(ctx)
	if err != nil {
		return nil, fmt.Errorf("admins: %w", err)
	}
	names := make(map[Actor]string, len(admins))
	for _, a := range admins {
		names[ByAdmin(a.ID)] = a.Email
	}
	return names, nil
}
