package portal

import (
	"context"
	"fmt"
)

// AddAdmin makes an admin. ErrExists: the address has one; ErrNotFound: there is
// no account that a role is for.
func (s *Service) AddAdmin(ctx context.Context, by Actor, a Admin) (Admin, error) {
	a.ID, a.CreatedAt = NewID("adm"), s.now()
	err := s.store.InTx(ctx, func(tx Tx) error {
		if err := checkRoles(ctx, tx, a.Roles); err != nil {
			return err
		}
		if err := tx.AddAdmin(ctx, a); err != nil {
			return fmt.Errorf("admin: %w", err)
		}
		return s.RecordIn(ctx, tx, Entry{
			Actor: string(by), Act: "admin.created", Kind: "admin", Object: a.ID,
			Data: facts(map[string]any{"roles": a.Roles}),
		})
	})
	return a, err
}

// checkRoles refuses roles that are none, and accounts that are not there.
func checkRoles(ctx context.Context, tx Tx, roles Roles) error {
	for account, role := range roles {
		if !role.Known() {
			return fmt.Errorf("role %q: %w", role, ErrNotFound)
		}
		if account == "" {
			continue
		}
		if _, err := tx.Account(ctx, account); err != nil {
			return fmt.Errorf("role in %s: %w", account, err)
		}
	}
	return nil
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
