package portal

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// FixtureRequest is a link request as it stands after all that happened to it.
type FixtureRequest struct {
	ID, Partner, Tenant, Client string

	State   RequestStatus
	Windows [][2]int64 // start and end of each attempt, unix seconds
	Days    int        // TTL of the attempt in force
	LeftAt  time.Time  // when it stopped being pending; zero: it has not
	Reason  string     // of a decline
	Cases   []json.RawMessage
}

// loadRequests keeps partners, API keys and link requests. The requests go
// through the transitions that lead to their state; nothing is told of it.
func (s *Service) loadRequests(ctx context.Context, tx Tx, f FixtureAccount) error {
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
		if err := s.loadRequest(ctx, tx, f.Account.Slug, r); err != nil {
			return fmt.Errorf("link request %s: %w", r.ID, err)
		}
	}
	return nil
}

func (s *Service) loadRequest(ctx context.Context, tx Tx, account string, f FixtureRequest) error {
	c, err := tx.Customer(ctx, Key{account, f.Client})
	if err != nil {
		return fmt.Errorf("client %s: %w", f.Client, err)
	}
	r := f.request(c)
	for i, window := range f.Windows {
		at := time.Unix(window[0], 0).UTC()
		r.Attempt, r.Start, r.End, r.RequestedAt, r.UpdatedAt = int64(i+1), window[0], window[1], at, at
		issue := issueOf(r, ByPartnerActor(f.Partner), at)
		if i == 0 {
			r.CreatedAt = at
			err = tx.AddRequest(ctx, r, issue)
		} else {
			_, err = tx.Renew(ctx, r, Pending, issue)
		}
		if err != nil {
			return err
		}
	}
	if err := f.holdCases(ctx, tx, r); err != nil {
		return err
	}
	return f.leave(ctx, tx, r)
}

// request is what was asked, before anything became of it.
func (f FixtureRequest) request(c Customer) LinkRequest {
	r := LinkRequest{
		Key: Key{c.Account, f.ID}, Reference: ReferenceOf(ObjectKey{c.Account, link.Approve, f.ID}), Partner: f.Partner,
		Tenant: f.Tenant, Status: Pending, TTLDays: f.Days, Clients: []string{c.ID},
		Submitted: facts(map[string]any{
			"client": map[string]any{"name": c.Name, "registrationNumber": c.RegistrationNumber, "country": c.Country}, "users": c.Users,
		}),
	}
	r.Email, r.Person = addressee([]Customer{c}, nil)
	return r
}

func (f FixtureRequest) holdCases(ctx context.Context, tx Tx, r LinkRequest) error {
	for i, payload := range f.Cases {
		var body struct {
			Reference string `json:"creditorReference"`
		}
		if err := json.Unmarshal(payload, &body); err != nil {
			return fmt.Errorf("case %d: %w", i, err)
		}
		c := HeldCase{
			Account: r.Account, Request: r.ID, Position: int64(i), Reference: body.Reference, Payload: string(payload),
			State: CaseHeld, UpdatedAt: r.RequestedAt,
		}
		if err := tx.PutCase(ctx, c); err != nil {
			return fmt.Errorf("case %d: %w", i, err)
		}
	}
	return nil
}

// leave takes the request out of pending, if it is to be elsewhere.
func (f FixtureRequest) leave(ctx context.Context, tx Tx, r LinkRequest) error {
	switch f.State {
	case Approved, Declined:
		return f.decide(ctx, tx, r)
	case RequestExpired:
		_, err := tx.Expire(ctx, r.Key, r.Attempt, r.End, f.LeftAt)
		return err
	case RequestWithdrawn:
		_, err := tx.Withdraw(ctx, r.Key, r.Attempt, f.LeftAt)
		return err
	case Blocked:
		_, err := tx.Block(ctx, r.Account, f.Client, "", f.LeftAt)
		return err
	}
	return nil
}

func (f FixtureRequest) decide(ctx context.Context, tx Tx, r LinkRequest) error {
	r.Status, r.Client, r.Reason, r.DecidedAt, r.UpdatedAt = f.State, f.Client, f.Reason, f.LeftAt, f.LeftAt
	if _, err := tx.Decide(ctx, r, r.Attempt, r.Start); err != nil {
		return err
	}
	err := tx.AddDecision(ctx, Decision{
		ID: NewID("dec"), Account: r.Account, Request: r.ID, Attempt: r.Attempt, Choice: r.Status, Client: r.Client, Reason: r.Reason, At: r.DecidedAt,
	})
	if err != nil || f.State == Declined {
		return err
	}
	err = tx.AddConnection(ctx, Connection{
		Account: r.Account, ID: NewID("con"), Partner: r.Partner, Client: r.Client, Tenant: r.Tenant, Request: r.ID, LinkedAt: r.DecidedAt,
	})
	if err != nil {
		return err
	}
	if _, err := tx.MoveCases(ctx, r.Key, CaseHeld, CaseLanding, r.DecidedAt); err != nil {
		return err
	}
	for i := range f.Cases {
		c := HeldCase{
			Account: r.Account, Request: r.ID, Position: int64(i), State: CaseLanded, CaseID: NewID("case"), UpdatedAt: r.DecidedAt,
		}
		if _, err := tx.LandCase(ctx, c, r.Client); err != nil {
			return fmt.Errorf("land case %d: %w", i, err)
		}
	}
	return nil
}
