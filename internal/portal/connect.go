package portal

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// Answer is what a partner's ask for a connection comes to.
//
//sumtype:decl
type Answer interface{ answer() }

// NeedsApproval says that the client exists and has to approve. URL opens the
// question; it is the same for as long as the attempt lives.
type NeedsApproval struct {
	Request  LinkRequest
	URL      string
	Reissued bool      // this ask made a new attempt
	Mail     MailState // what became of the mail
	Held     int64     // cases kept
	Updated  []string  // references of held cases whose payload was replaced
}

// Connected says that the client is connected to this partner already.
type Connected struct {
	Client     Customer
	Connection Connection
	New        bool // made by this ask, for a company that was not known
	Cases      []CaseResult
}

// ConnectedElsewhere says that the client is connected to another partner.
type ConnectedElsewhere struct{}

// WrongClientType says that who was matched is nobody to connect to.
type WrongClientType struct{}

// OtherTenant says that the client is connected under another tenant of the
// same partner.
type OtherTenant struct{ Existing string }

func (NeedsApproval) answer()      {}
func (Connected) answer()          {}
func (ConnectedElsewhere) answer() {}
func (WrongClientType) answer()    {}
func (OtherTenant) answer()        {}

// MailState says what became of the mail that carries a link.
type MailState string

// The states that a partner is told.
const (
	MailQueued             MailState = "queued"
	MailAlreadySent        MailState = "already_sent"
	MailPartnerDelivers    MailState = "partner_delivers"
	MailSuppressedDeclined MailState = "suppressed_declined"
	MailSuppressedBounced  MailState = "suppressed_bounced"
)

// tries bounds how often an ask starts over because another one was faster.
const tries = 5

// AskConnection is a partner's POST of a client (T1, T2, T6–T8, T10, T12). The
// same ask again while the link lives changes nothing and answers with the same
// URL. Errors: *InvalidError, link.ErrNoActiveKey, and ours.
func (s *Service) AskConnection(ctx context.Context, p Partner, sub Submission) (Answer, error) {
	if err := sub.check(); err != nil {
		return nil, err
	}
	_, ring, err := s.knownRing(ctx, p.Account)
	if err != nil {
		return nil, err
	}
	for range tries {
		var got Answer
		err := s.store.InTx(ctx, func(tx Tx) error {
			a := asking{Service: s, tx: tx, partner: p, sub: sub, ring: ring}
			got, err = a.run(ctx)
			return err
		})
		if !errors.Is(err, errAgain) && !errors.Is(err, ErrExists) {
			return got, err
		}
	}
	return nil, fmt.Errorf("ask for a connection: %w", errAgain)
}

// asking is one ask inside its transaction.
type asking struct {
	*Service
	tx      Tx
	partner Partner
	sub     Submission
	ring    *link.Ring
}

func (a *asking) run(ctx context.Context) (Answer, error) {
	conn, err := a.tx.TenantConnection(ctx, a.partner.Account, a.partner.ID, a.sub.Tenant)
	if err == nil {
		return a.connected(ctx, conn)
	}
	if !errors.Is(err, ErrNotFound) {
		return nil, fmt.Errorf("connection of a tenant: %w", err)
	}
	matches, refusal, err := a.match(ctx)
	if err != nil {
		return nil, err
	}
	known, err := a.tx.TenantRequest(ctx, a.partner.Account, a.partner.ID, a.sub.Tenant)
	exists := err == nil
	if err != nil && !errors.Is(err, ErrNotFound) {
		return nil, fmt.Errorf("request of a tenant: %w", err)
	}
	switch {
	case refusal != nil:
		return refusal, nil
	case len(matches) == 0:
		return a.unknown(ctx, known, exists)
	case !exists:
		return a.first(ctx, matches)
	}
	return a.again(ctx, known, matches)
}

// match finds the clients that could answer: exact address, of a user or the
// client itself, not connected to anyone.
func (a *asking) match(ctx context.Context) (open []Customer, refusal Answer, err error) {
	found, err := a.tx.ClientsByEmail(ctx, a.partner.Account, a.sub.addresses())
	if err != nil {
		return nil, nil, fmt.Errorf("match clients: %w", err)
	}
	companies := slices.DeleteFunc(slices.Clone(found), func(c Customer) bool { return c.Type == "consumer" })
	if len(found) > 0 && len(companies) == 0 {
		return nil, WrongClientType{}, nil
	}
	for _, c := range companies {
		conn, err := a.tx.ActiveConnection(ctx, a.partner.Account, c.ID)
		switch {
		case errors.Is(err, ErrNotFound):
			open = append(open, c)
		case err != nil:
			return nil, nil, fmt.Errorf("connection of a client: %w", err)
		case conn.Partner == a.partner.ID:
			refusal = OtherTenant{Existing: conn.Tenant}
		case refusal == nil:
			refusal = ConnectedElsewhere{}
		}
	}
	if len(open) > 0 {
		refusal = nil // one that is free can still approve
	}
	return open, refusal, nil
}

// first makes the request of a tenant that has none (T1).
func (a *asking) first(ctx context.Context, matches []Customer) (Answer, error) {
	r := a.filled(LinkRequest{
		Key: Key{a.partner.Account, NewID("lr")}, Partner: a.partner.ID, Tenant: a.sub.Tenant, CreatedAt: a.now(),
	}, matches)
	r.Reference = ReferenceOf(ObjectKey{r.Account, link.Approve, r.ID})
	r = a.window(r, 1)
	if err := a.tx.AddRequest(ctx, r, a.attempt(r)); err != nil {
		return nil, fmt.Errorf("add request: %w", err)
	}
	return a.requested(ctx, r, string(ByPartnerActor(a.partner.ID)), false)
}

// filled puts what was submitted and matched into a request.
func (a *asking) filled(r LinkRequest, matches []Customer) LinkRequest {
	r.Status, r.Submitted, r.ReturnURL = Pending, string(a.sub.Raw), a.partner.returnURL(a.sub.ReturnURL)
	r.Clients = nil
	for _, c := range matches {
		r.Clients = append(r.Clients, c.ID)
	}
	r.Email, r.Person = addressee(matches, a.sub.addresses())
	r.UpdatedAt = a.now()
	return r
}

// addressee is the address on file that the mail goes to: that of the user whom
// the partner named, if one of the matched clients has it; else the first
// matched client's own. An address that only the partner knows gets no mail.
func addressee(matches []Customer, named []string) (email, person string) {
	for _, want := range named {
		for _, c := range matches {
			for _, u := range c.Users {
				if NormalEmail(u.Email) == want {
					return u.Email, u.Name
				}
			}
		}
	}
	for _, c := range matches {
		if len(c.Users) > 0 {
			return c.Users[0].Email, c.Users[0].Name
		}
		if c.Email != "" {
			return c.Email, c.Name
		}
	}
	return "", ""
}

// window gives a request its next attempt, from now, with the partner's TTL of
// today.
func (s *Service) windowFor(r LinkRequest, attempt int64, days int) LinkRequest {
	now := s.now()
	r.Attempt, r.TTLDays = attempt, days
	r.Start = max(now.Unix(), r.Start+1)
	r.End = r.Start + int64(days)*86400
	r.RequestedAt, r.UpdatedAt = now, now
	return r
}

func (a *asking) window(r LinkRequest, attempt int64) LinkRequest {
	return a.windowFor(r, attempt, a.partner.TTLDays)
}

func (a *asking) attempt(r LinkRequest) Attempt {
	return issueOf(r, ByPartnerActor(a.partner.ID), a.now())
}
