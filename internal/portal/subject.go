package portal

import (
	"context"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// subjectOf is what an act on a link's page would change. Act.Item is the
// running number in the subscription, and on a page of recurring billing the
// one in the purchase. ErrNotFound: the page has no such action, or the act
// names something that is not on it.
func (s *Service) subjectOf(ctx context.Context, rd Reader, g link.Grant, act Act) (Subject, error) {
	return Subject{}, ErrNotFound
}

// offered says whether an act can be done to a subject now: "", or one of the
// Why… words. It asks rd alone, so that a transaction decides by what it will
// leave; a slot that is taken is for the caller to see first.
func (s *Service) offered(ctx context.Context, rd Reader, a Account, sub Subject, act Act) (why string, err error) {
	return WhyUnknown, nil
}
