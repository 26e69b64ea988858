package portal

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// ErrNoPreview means that nobody can say what an act would do: no billing system
// is wired for it, or no usable answer came. The page says what will be asked
// for, and names no figure.
var ErrNoPreview = errors.New("no preview")

// Preview asks the billing system what an act would do. Errors: ErrNoPreview,
// ErrNotFound where the act is about nothing of this link. See PreviewFault.
func (s *Service) Preview(ctx context.Context, g link.Grant, act Act) (*Preview, error) {
	sub, err := s.subjectOf(ctx, s.store, g, act)
	if err != nil {
		return nil, err
	}
	account, err := s.store.Account(ctx, g.Account())
	if err != nil {
		return nil, fmt.Errorf("account: %w", err)
	}
	if s.biller == nil || account.Billing.PreviewURL == "" {
		return nil, ErrNoPreview
	}
	m, err := s.ground(ctx, s.store, account, sub)
	if err != nil {
		return nil, err
	}
	ask := PreviewAsk{Action: act.Action, Subject: sub, Change: act.Change, Version: m.source().Version}
	p, err := s.biller.Preview(ctx, account, ask)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoPreview, err)
	}
	if p.ID == "" || !s.now().Before(p.ExpiresAt) {
		return nil, fmt.Errorf("%w: it has no id or has run out", ErrNoPreview)
	}
	p.Action, p.Subject, p.Change, p.Version = ask.Action, ask.Subject, ask.Change, ask.Version
	return &p, nil
}

// PreviewFault says why a preview cannot be confirmed: WhyNegative where its
// figures make no sense beside the currency of what it is about; empty: it can.
// That it has run out is for who confirms it to see.
func PreviewFault(p Preview, currency string) string {
	figures := p.DueNow != "" || p.Credit != "" || p.NextAmount != ""
	switch {
	case figures && (p.Currency == "" || currency != "" && p.Currency != currency):
		return WhyNegative
	case p.DueNow.negative() || p.Credit.negative() || p.NextAmount.negative():
		return WhyNegative
	case p.DueNow.Zero() && !p.NextAmount.positive() && !p.Credit.positive(): // free for ever is a mistake
		return WhyNegative
	}
	return ""
}

// maxSealed is the longest form field that is read as a preview.
const maxSealed = 16 << 10

// SealPreview writes a preview as the value of a form field, for this link
// alone. Nothing is kept.
func (s *Service) SealPreview(g link.Grant, p Preview) (string, error) {
	if err := g.For(g.Kind()); err != nil {
		return "", err
	}
	body, err := json.Marshal(p)
	if err != nil {
		return "", fmt.Errorf("write preview: %w", err)
	}
	text := base64.RawURLEncoding.EncodeToString(body)
	keys, err := s.vault.DeriveAll("preview")
	if err != nil {
		return "", err
	}
	return text + "." + base64.RawURLEncoding.EncodeToString(previewMAC(keys[0], g, text)), nil
}

// OpenPreview reads a form field of SealPreview; false: it is not one of ours
// for this link. It may have run out since.
func (s *Service) OpenPreview(g link.Grant, value string) (*Preview, bool) {
	text, sum, ok := strings.Cut(value, ".")
	if !ok || len(value) > maxSealed || g.For(g.Kind()) != nil {
		return nil, false
	}
	given, err := base64.RawURLEncoding.DecodeString(sum)
	if err != nil {
		return nil, false
	}
	keys, err := s.vault.DeriveAll("preview")
	if err != nil || !slices.ContainsFunc(keys, func(key []byte) bool { return hmac.Equal(previewMAC(key, g, text), given) }) {
		return nil, false
	}
	body, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return nil, false
	}
	var p Preview
	if json.Unmarshal(body, &p) != nil {
		return nil, false
	}
	return &p, true
}

// previewMAC binds a preview to a link. The link's name alone would not: v1
// links to several kinds of page share it.
func previewMAC(key []byte, g link.Grant, text string) []byte {
	m := hmac.New(sha256.New, key)
	for _, part := range []string{g.Account(), string(g.Kind()), g.PathID(), g.ID(), text} {
		m.Write([]byte(part + "\n"))
	}
	return m.Sum(nil)
}
