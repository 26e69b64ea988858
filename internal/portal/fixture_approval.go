package portal

import (
	"context"
	"fmt"
)

// FixtureRequest is a link request as it stands, with what led there.
type FixtureRequest struct {
	Request  LinkRequest
	Attempts []Attempt // oldest first; without when and why each ended
	Cases    []HeldCase
}

// loadApproval loads partners, keys and link requests. It tells nobody of them:
// what the file says happened before.
func (s *Service) loadApproval(ctx context.Context, tx Tx, f FixtureAccount) error {
	for _, p := range f.Partners {
		if err := p.check(); err != nil {
			return fmt.Errorf("partner %s: %w", p.ID, err)
		}
		if err := tx.PutPartner(ctx, p); err != nil {
			return fmt.Errorf("partner %s: %w", p.ID, err)
		}
	}
	for _, k := range f.APIKeys {
		if err := tx.AddAPIKey(ctx, k); err != nil {
			return fmt.Errorf("API key %s: %w", k.Name, err)
		}
	}
	for _, r := range f.Requests {
		if err := s.loadRequest(ctx, tx, r); err != nil {
			return fmt.Errorf("link request %s: %w", r.Request.ID, err)
		}
	}
	return nil
}

func (s *Service) loadRequest(ctx context.Context, tx Tx, f FixtureRequest) error {
	r := f.Request
	for _, client := range r.Clients {
		c, err := tx.Customer(ctx, Key{r.Account, client})
		if err != nil {
			return fmt.Errorf("client %s: %w", client, err)
		}
		r.Email, r.Person = addressee([]Customer{c}, nil)
	}
	if err := s.loadAttempts(ctx, tx, r, f.Attempts); err != nil {
		return err
	}
	state := CaseHeld
	if r.Status == Approved {
		state = CaseLanding
	}
	for _, c := range f.Cases {
		c.State = state
		if err := tx.PutCase(ctx, c); err != nil {
			return fmt.Errorf("case %d: %w", c.Position, err)
		}
	}
	if r.Status != Approved && r.Status != Declined {
		return nil
	}
	return s.loadDecision(ctx, tx, r, f.Cases)
}

// loadAttempts makes the request with its first attempt, renews it for each of
// the others, and ends the last one as the request says.
func (s *Service) loadAttempts(ctx context.Context, tx Tx, r LinkRequest, attempts []Attempt) error {
	last := len(attempts) - 1
	for i, a := range attempts {
		step := r
		step.Attempt, step.Start, step.End, step.RequestedAt = a.Number, a.Start, a.End, a.IssuedAt
		if i < last {
			step.Status = Pending
		} else if ended := r.endedAt(); !ended.IsZero() {
			a.EndedAt, a.EndReason = ended, string(r.Status)
		}
		if i == 0 {
			if err := tx.AddRequest(ctx, step, a); err != nil {
				return err
			}
			continue
		}
		pending := step
		pending.Status = Pending
		won, err := tx.Renew(ctx, pending, Pending, a)
		if err != nil || !won {
			return fmt.Errorf("attempt %d: renewed %t: %w", a.Number, won, err)
		}
	}
	if last == 0 || r.Status == Pending {
		return nil
	}
	if r.Status != Approved && r.Status != Declined {
		return fmt.Errorf("a request of several attempts is pending, approved or declined, not %s", r.Status)
	}
	won, err := tx.Decide(ctx, r, r.Attempt, r.DecidedAt.Unix())
	if err != nil || !won {
		return fmt.Errorf("decision: taken %t: %w", won, err)
	}
	return nil
}

func (s *Service) loadDecision(ctx context.Context, tx Tx, r LinkRequest, cases []HeldCase) error {
	err := tx.AddDecision(ctx, Decision{
		ID: NewID("dec"), Account: r.Account, Request: r.ID, Attempt: r.Attempt, Choice: r.Status, Client: r.Client, Reason: r.Reason, At: r.DecidedAt,
	})
	if err != nil || r.Status == Declined {
		return err
	}
	err = tx.AddConnection(ctx, Connection{
		Account: r.Account, ID: NewID("con"), Partner: r.Partner, Client: r.Client, Tenant: r.Tenant, Request: r.ID, LinkedAt: r.DecidedAt,
	})
	if err != nil {
		return fmt.Errorf("connection: %w", err)
	}
	for _, c := range cases {
		c.State, c.CaseID, c.UpdatedAt = CaseLanded, NewID("case"), r.DecidedAt
		if _, err := tx.LandCase(ctx, c, r.Client); err != nil {
			return fmt.Errorf("case %d: %w", c.Position, err)
		}
	}
	return nil
}
