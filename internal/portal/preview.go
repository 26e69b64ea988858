package portal

import (
	"context"
	"errors"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// ErrNoPreview means that nobody can say what an act would do: no billing system
// is wired for it, or no usable answer came. The page says what will be asked
// for, and names no figure.
var ErrNoPreview = errors.New("no preview")

// WithBiller is the service with a billing system to ask.
func (s *Service) WithBiller(b Biller) *Service {
	return s
}

// Preview asks the billing system what an act would do. Errors: ErrNoPreview,
// ErrNotFound where the act is about nothing of this link.
func (s *Service) Preview(ctx context.Context, g link.Grant, act Act) (*Preview, error) {
	return nil, ErrNoPreview
}

// PreviewFault says why a preview cannot be confirmed: WhyNegative where its
// figures make no sense; empty: it can. Whether it has run out is Stale's.
func PreviewFault(p Preview, currency string) string {
	return ""
}

// SealPreview writes a preview as the value of a form field, for this link
// alone. Nothing is kept.
func (s *Service) SealPreview(g link.Grant, p Preview) (string, error) {
	return "", nil
}

// OpenPreview reads a form field of SealPreview; false: it is not one of ours
// for this link. It may have run out since.
func (s *Service) OpenPreview(g link.Grant, value string) (*Preview, bool) {
	return nil, false
}
