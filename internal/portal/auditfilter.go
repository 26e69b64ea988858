package portal

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// AuditFilter narrows the audit trail; zero values narrow nothing.
type AuditFilter struct {
	Accounts Accounts // the installation's trail, "", is not among all of them
	Whole    bool     // the installation's trail too
	Actor    string
	Act      string
	Kind     string
	Object   string
	From     time.Time // at or after
	Until    time.Time // before
	Behind   AuditPlace
	Rising   bool // oldest first
	Limit    int
}

// AuditPlace is where a page of the trail begins: behind this entry.
type AuditPlace struct {
	At      time.Time
	Account string
	Seq     int64
}

// Wants reports whether a trail is asked for.
func (f AuditFilter) Wants(account string) bool {
	if account == "" {
		return f.Whole
	}
	return f.Accounts.Has(account)
}

// ChainedEntry is an entry with the hash of the one before it, which is all
// that the hash of the entry needs besides the key.
type ChainedEntry struct {
	Entry
	Prev []byte
}

// AuditList returns a page of the trail, newest first.
func (s *Service) AuditList(ctx context.Context, f AuditFilter) ([]Entry, error) {
	found, err := s.store.AuditList(ctx, f)
	if err != nil {
		return nil, fmt.Errorf("audit trail: %w", err)
	}
	return found, nil
}

// AuditNames returns which acts and actors the trails have that a filter wants.
func (s *Service) AuditNames(ctx context.Context, f AuditFilter) (acts, actors []string, err error) {
	trails, err := s.Trails(ctx)
	if err != nil {
		return nil, nil, err
	}
	for _, account := range trails {
		if !f.Wants(account) {
			continue
		}
		of, err := s.store.AuditActs(ctx, account)
		if err != nil {
			return nil, nil, fmt.Errorf("acts of the audit trail: %w", err)
		}
		by, err := s.store.AuditActors(ctx, account)
		if err != nil {
			return nil, nil, fmt.Errorf("actors of the audit trail: %w", err)
		}
		acts, actors = append(acts, of...), append(actors, by...)
	}
	slices.Sort(acts)
	slices.Sort(actors)
	return slices.Compact(acts), slices.Compact(actors), nil
}
