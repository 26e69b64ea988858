package portal

import (
	"context"
	"fmt"
)

// What of a request leaves the desk in somebody's hands is recorded.
const (
	LinkShown   = "link.copied"  // the link of its attempt, to be copied
	BundleTaken = "bundle.taken" // the support bundle, as a file
)

// RecordShown notes in the trail what was shown of a request, LinkShown or
// BundleTaken. ErrNotFound: there is no such request.
func (s *Service) RecordShown(ctx context.Context, by Actor, k Key, what string) error {
	r, err := s.store.Request(ctx, k)
	if err != nil {
		return fmt.Errorf("request: %w", err)
	}
	return s.Record(ctx, requestEntry(r, string(by), what, map[string]any{"attempt": r.Attempt}))
}
