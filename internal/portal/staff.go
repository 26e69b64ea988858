package portal

import (
	"context"
	"fmt"
)

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

// RecordIn appends an entry inside a transaction of the caller, for packages
// whose changes must commit together with their entries.
func (s *Service) RecordIn(ctx context.Context, tx Tx, e Entry) error { return s.record(ctx, tx, e) }
