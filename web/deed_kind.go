package web

import (
	"context"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// billedOf opens what a link is for. ErrNotFound: there is no such thing, or
// what the link names beside it is not part of it.
func (s *server) billedOf(ctx context.Context, adm portal.Admission) (billed, error) {
	g := adm.Grant
	switch g.Kind() {
	case link.Renewal:
		open, err := s.Portal.Renewal(ctx, g)
		return &renewal{open}, err
	case link.Upgrade:
		open, err := s.Portal.Plan(ctx, g)
		return &plan{open}, err
	case link.Payment:
		open, err := s.Portal.Method(ctx, g)
		return &howPaid{open}, err
	case link.Methods:
		open, err := s.Portal.Methods(ctx, g)
		return &wallet{open}, err
	}
	return nil, portal.ErrNotFound // a kind that has no page on this installation
}
