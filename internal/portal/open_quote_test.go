package portal_test

import (
	"testing"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

func quoted(id string, until portal.Date) portal.Quote {
	return portal.Quote{Key: acme(id), State: portal.QuoteOpen, Version: 1, ValidUntil: until}
}

func (s stall) quote(id string) portal.OpenQuote {
	s.t.Helper()
	open, err := s.service.Quote(ctx, s.link(link.Quote, id))
	s.must(err)
	return open
}

// Case 78: the last day counts whole, where the account is, also when it has 25
// or 23 hours.
func TestAQuoteHoldsToTheEndOfItsLastDay(t *testing.T) {
	inStalls(t, func(t *testing.T, s stall) {
		for _, day := range []struct{ until, last, next string }{
			{"2025-10-26", "2025-10-26 23:59:59", "2025-10-27 00:00:00"}, // 25 hours
			{"2026-03-29", "2026-03-29 23:59:59", "2026-03-30 00:00:00"}, // 23 hours
			{"2026-05-01", "2026-05-01 23:59:59", "2026-05-02 00:00:00"},
		} {
			s.at(day.last)
			s.mirror(sold("500", portal.PurchaseQuoted), quoted("500", portal.Date(day.until)))
			open := s.quote("500")
			if open.State != portal.QuoteOpen {
				t.Errorf("%s: %s", day.last, open.State)
			}
			offers(t, open.Offered, portal.ActionAccept, "")
			s.at(day.next)
			open = s.quote("500")
			if open.State != portal.QuoteExpired {
				t.Errorf("%s: %s", day.next, open.State)
			}
			offers(t, open.Offered, portal.ActionAccept, portal.WhyClosed)
			offers(t, open.Offered, portal.ActionAskQuote, "")
		}
	})
}

// Case 79 among others: what a quote says of itself, and what it then offers.
func TestAQuoteOffersWhatItsStateAllows(t *testing.T) {
	inStalls(t, func(t *testing.T, s stall) {
		for i, c := range []struct {
			status, state, replacedBy          string
			want, accept, decline, ask, redone string
		}{
			{status: portal.PurchaseQuoted, state: portal.QuoteOpen, want: portal.QuoteOpen, redone: portal.WhyState},
			{status: portal.PurchaseQuoted, state: portal.QuoteOpen, replacedBy: "9", want: portal.QuoteReplaced,
				accept: portal.WhyClosed, decline: portal.WhyClosed, ask: portal.WhyClosed, redone: portal.WhyClosed},
			{status: portal.PurchaseQuoted, state: portal.QuoteAccepted, want: portal.QuoteAccepted,
				accept: portal.WhyDone, decline: portal.WhyClosed, ask: portal.WhyClosed, redone: portal.WhyDone},
			{status: portal.PurchaseQuoted, state: portal.QuoteDeclined, want: portal.QuoteDeclined,
				accept: portal.WhyClosed, decline: portal.WhyDone, ask: portal.WhyClosed, redone: portal.WhyClosed},
			{status: portal.PurchaseQuoted, state: "negotiating", want: portal.QuoteUnknown,
				accept: portal.WhyUnknown, decline: portal.WhyUnknown, ask: portal.WhyUnknown, redone: portal.WhyUnknown},
			{status: "XYZ", state: portal.QuoteOpen, want: portal.QuoteUnknown,
				accept: portal.WhyUnknown, decline: portal.WhyUnknown, ask: portal.WhyUnknown, redone: portal.WhyUnknown},
			{status: portal.PurchasePaid, state: portal.QuoteOpen, want: portal.QuoteAccepted,
				accept: portal.WhyDone, decline: portal.WhyClosed, ask: portal.WhyClosed, redone: portal.WhyDone},
			{status: portal.PurchaseQuoted, want: portal.QuoteOpen, redone: portal.WhyState},
			{status: portal.PurchaseCancelled, want: portal.QuoteWithdrawn,
				accept: portal.WhyClosed, decline: portal.WhyClosed, ask: portal.WhyClosed},
		} {
			id := string(rune('1'+i)) + "00"
			s.mirror(sold(id, c.status))
			if c.state != "" {
				q := quoted(id, "2030-01-01")
				q.State, q.ReplacedBy = c.state, c.replacedBy
				s.mirror(q)
			}
			open := s.quote(id)
			if open.State != c.want {
				t.Errorf("purchase %s, quote %q: %s, want %s", c.status, c.state, open.State, c.want)
			}
			offers(t, open.Offered, portal.ActionAccept, c.accept)
			offers(t, open.Offered, portal.ActionDecline, c.decline)
			offers(t, open.Offered, portal.ActionAskChange, c.ask)
			offers(t, open.Offered, portal.ActionAskQuote, c.redone)
		}
	})
}

func TestTheCustomersOwnNewerDecisionWinsOverAnOlderMirror(t *testing.T) {
	inStalls(t, func(t *testing.T, s stall) {
		of := func(id string) portal.Subject { return portal.Subject{Type: "quote", ID: id} }
		for i, c := range []struct {
			action portal.Action
			state  portal.BillingState
			want   string
		}{
			{portal.ActionAccept, portal.DecisionSubmitted, portal.QuoteAccepted},
			{portal.ActionAccept, portal.DecisionApplied, portal.QuoteAccepted},
			{portal.ActionAccept, portal.DecisionRefused, portal.QuoteOpen},
			{portal.ActionAccept, portal.DecisionLapsed, portal.QuoteOpen},
			{portal.ActionDecline, portal.DecisionRecorded, portal.QuoteDeclined},
			{portal.ActionAskChange, portal.DecisionSubmitted, portal.QuoteChanging},
			{portal.ActionAskChange, portal.DecisionWithdrawn, portal.QuoteOpen},
		} {
			id := string(rune('1'+i)) + "00"
			d := s.decided(c.action, of(id), c.state)
			s.mirror(sold(id, portal.PurchaseQuoted), quoted(id, "2030-01-01"), d)
			open := s.quote(id)
			if open.State != c.want {
				t.Errorf("%s %s: %s, want %s", c.action, c.state, open.State, c.want)
			}
			if (open.Decision != nil) != (c.want != portal.QuoteOpen) {
				t.Errorf("%s %s: decision %v", c.action, c.state, open.Decision)
			}
		}
	})
}

func TestALaterVersionAnswersAWishForChanges(t *testing.T) {
	inStalls(t, func(t *testing.T, s stall) {
		d := s.decided(portal.ActionAskChange, portal.Subject{Type: "quote", ID: "500"}, portal.DecisionSubmitted)
		d.Version = 1
		s.mirror(sold("500", portal.PurchaseQuoted), quoted("500", "2030-01-01"), d)
		s.clock.Add(3600)
		s.mirror(quoted("500", "2030-01-01")) // the same version once more
		if open := s.quote("500"); open.State != portal.QuoteChanging {
			t.Errorf("the same version: %s", open.State)
		} else {
			offers(t, open.Offered, portal.ActionAccept, portal.WhyState)
			offers(t, open.Offered, portal.ActionDecline, "")
		}
		next := quoted("500", "2030-01-01")
		next.Version = 2
		s.mirror(next)
		if open := s.quote("500"); open.State != portal.QuoteOpen {
			t.Errorf("the next version: %s", open.State)
		}
	})
}

func TestAReplacedQuoteLeadsToTheNewOneOfTheSameCustomer(t *testing.T) {
	inStalls(t, func(t *testing.T, s stall) {
		old := quoted("500", "2030-01-01")
		old.State, old.ReplacedBy = portal.QuoteReplaced, "501"
		next := sold("501", portal.PurchaseQuoted)
		s.mirror(sold("500", portal.PurchaseQuoted), old, next, quoted("501", "2030-01-01"))
		target := s.quote("500").Newer
		if g := s.grant(target); g.Kind() != link.Quote || g.ObjectID() != "501" || g.End() > s.clock.Load()+3600 {
			t.Errorf("it leads to %s", target)
		}
		next.Customer = "someone-else"
		s.mirror(next)
		if target := s.quote("500").Newer; target != "" {
			t.Errorf("it leads to another customer's: %s", target)
		}
	})
}
