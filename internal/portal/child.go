package portal

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// childLife is how long a link minted on a page lives, at most, in seconds. It
// never outlives the link that opened the page.
const childLife = 3600

// Child is a link from one page to a related one. It is over when the page's
// own link is, and after an hour at the latest.
type Child struct {
	Kind   link.Kind
	ID     string // path id
	Target string // path and query
}

// Children are the links of a page.
type Children []Child

// To returns the first link to a page of a kind; empty: there is none.
func (list Children) To(k link.Kind) string {
	for _, c := range list {
		if c.Kind == k {
			return c.Target
		}
	}
	return ""
}

// childKinds are the kinds of page that a page of a kind leads to. One that
// only shows never leads to one that acts: its link may have gone round, and
// under v1 nobody was asked for a code.
func childKinds(k link.Kind) []link.Kind {
	switch k {
	case link.Confirmation, link.Invoice:
		return []link.Kind{link.Invoice}
	case link.Quote:
		return []link.Kind{link.Invoice, link.Quote}
	case link.Payment:
		return []link.Kind{link.Renewal, link.Upgrade}
	case link.Upgrade:
		return []link.Kind{link.Renewal, link.Payment}
	case link.Renewal:
		return []link.Kind{link.Payment, link.Upgrade, link.Confirmation}
	case link.Redo:
		return []link.Kind{link.Confirmation, link.Quote}
	}
	return nil
}

// childWish is a page that a page would like to lead to.
type childWish struct {
	kind   link.Kind
	pathID string
	params map[string]string
}

// children makes the links of a page that there can be.
func (s *Service) children(ctx context.Context, g link.Grant, wishes ...childWish) (Children, error) {
	_, ring, err := s.knownRing(ctx, g.Account())
	if err != nil {
		return nil, err
	}
	var list Children
	for _, w := range wishes {
		target, err := s.child(ctx, ring, g, w)
		if err != nil {
			return nil, err
		}
		if target != "" {
			list = append(list, Child{Kind: w.kind, ID: w.pathID, Target: target})
		}
	}
	return list, nil
}

// child makes one link of a page; empty: there can be none. What had its links
// turned off gets none: nobody is let in by a side door.
func (s *Service) child(ctx context.Context, ring *link.Ring, g link.Grant, w childWish) (string, error) {
	if !slices.Contains(childKinds(g.Kind()), w.kind) {
		return "", nil
	}
	state, err := s.store.LinkState(ctx, ObjectKey{g.Account(), w.kind, w.pathID})
	if err != nil {
		return "", fmt.Errorf("link state: %w", err)
	}
	start := max(s.now().Unix(), state.CutOff)
	end := min(g.End(), s.now().Unix()+childLife)
	if state.Revoked || end <= start {
		return "", nil
	}
	target, err := ring.SignV2(link.Spec{Kind: w.kind, PathID: w.pathID, Start: start, End: end, Params: w.params})
	if errors.Is(err, link.ErrNoActiveKey) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("child link: %w", err)
	}
	return target, nil
}
