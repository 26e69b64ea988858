package portal

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// QuoteOutcome is what became of a quote, as much of it as whoever holds a link
// that is over reads: no figures and no names.
type QuoteOutcome struct {
	State     string    // QuoteAccepted or QuoteDeclined
	Title     string    // "Quote Q-1042"
	Reference string    // of the decision, else of the quote; empty: it has none
	At        time.Time // zero: the billing system did not say
}

// admitQuote judges a quote's link that does not open its page any more, or not
// yet. That it was accepted or declined comes before all else, whether the link
// is over, was replaced or was turned off.
func (s *Service) admitQuote(ctx context.Context, adm Admission) (Admission, error) {
	if adm.Standing == Good {
		return adm, nil // the page itself tells
	}
	outcome, err := s.quoteOutcome(ctx, adm.Account, adm.Grant)
	if err != nil || outcome == nil {
		return adm, err
	}
	adm.Standing, adm.Quote = WasAnswered, outcome
	return adm, nil
}

// quoteOutcome returns nil while a quote is neither accepted nor declined. An
// order that nobody ever quoted has no outcome to tell.
func (s *Service) quoteOutcome(ctx context.Context, a Account, g link.Grant) (*QuoteOutcome, error) {
	m, err := s.ground(ctx, s.store, a, Subject{Type: ofQuote, ID: g.ObjectID()})
	if errors.Is(err, ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("outcome of a quote: %w", err)
	}
	state, by := m.quoteState()
	if state != QuoteAccepted && state != QuoteDeclined || m.quote == nil && by == nil {
		return nil, nil
	}
	o := QuoteOutcome{State: state, Title: "Quote " + g.ObjectID()}
	if q := m.quote; q != nil {
		o.Reference, o.At = q.Reference, q.DecidedAt
		if q.Number != "" {
			o.Title = "Quote " + q.Number
		}
	}
	if by != nil {
		o.Reference, o.At = by.Reference, by.CreatedAt
	}
	return &o, nil
}
