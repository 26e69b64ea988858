package portal

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// declineCoolDown is how long after a decline a new attempt is not mailed: the
// client said no, and the partner still has the URL.
const declineCoolDown = 7 * 24 * time.Hour

// ByPartnerActor is the actor for a partner's system.
func ByPartnerActor(id string) Actor { return Actor("partner:" + id) }

func issueOf(r LinkRequest, by Actor, at time.Time) Attempt {
	return Attempt{
		Account: r.Account, Request: r.ID, Number: r.Attempt, Start: r.Start, End: r.End, IssuedBy: string(by), IssuedAt: at,
	}
}

// again is an ask for a tenant that has a request (T2, T6, T7, T8, T10, T12).
func (a *asking) again(ctx context.Context, known LinkRequest, matches []Customer) (Answer, error) {
	if known.Live(a.now().Unix()) && sameClients(known.Clients, matches) {
		return a.merge(ctx, known)
	}
	if known.Status == Pending && !known.Live(a.now().Unix()) {
		if err := a.expire(ctx, a.tx, known); err != nil {
			return nil, err
		}
		known.Status = RequestExpired
	}
	from, declinedAt := known.Status, known.DecidedAt
	next := a.window(a.filled(known, matches), known.Attempt+1)
	won, err := a.tx.Renew(ctx, next, from, a.attempt(next))
	if err != nil {
		return nil, fmt.Errorf("renew request: %w", err)
	}
	if !won {
		return nil, errAgain
	}
	cool := from == Declined && a.now().Sub(declinedAt) < declineCoolDown
	return a.requested(ctx, next, string(ByPartnerActor(a.partner.ID)), cool)
}

func sameClients(known []string, matches []Customer) bool {
	var ids []string
	for _, c := range matches {
		ids = append(ids, c.ID)
	}
	slices.Sort(ids)
	return slices.Equal(slices.Sorted(slices.Values(known)), ids)
}

// merge is the same ask while the link lives (T2): new cases are kept, and
// nothing else happens.
func (a *asking) merge(ctx context.Context, r LinkRequest) (Answer, error) {
	updated, held, err := a.hold(ctx, r.Key)
	if err != nil {
		return nil, err
	}
	r.Submitted, r.UpdatedAt = string(a.sub.Raw), a.now()
	won, err := a.tx.MergeRequest(ctx, r, r.Attempt)
	if err != nil {
		return nil, fmt.Errorf("merge request: %w", err)
	}
	if !won {
		return nil, errAgain
	}
	url, err := a.requestURL(a.ring, r)
	mail := MailAlreadySent
	if a.partner.Delivery == ByPartner {
		mail = MailPartnerDelivers
	}
	return NeedsApproval{Request: r, URL: url, Mail: mail, Held: held, Updated: updated}, err
}

// requested does what every new attempt needs: cases, mail, event, audit.
func (a *asking) requested(ctx context.Context, r LinkRequest, by string, cool bool) (Answer, error) {
	updated, held, err := a.hold(ctx, r.Key)
	if err != nil {
		return nil, err
	}
	url, err := a.requestURL(a.ring, r)
	if err != nil {
		return nil, err
	}
	mail := MailSuppressedDeclined
	if !cool {
		if mail, err = a.mailRequest(ctx, a.tx, a.partner, r, TemplateRequest); err != nil {
			return nil, err
		}
	}
	if err := a.issued(ctx, a.tx, r, by); err != nil {
		return nil, err
	}
	return NeedsApproval{Request: r, URL: url, Reissued: r.Attempt > 1, Mail: mail, Held: held, Updated: updated}, nil
}

// issued records a new attempt and tells of it. The link is not in the event
// that is kept: EventData derives it when the event is sent.
func (s *Service) issued(ctx context.Context, tx Tx, r LinkRequest, by string) error {
	extra := map[string]any{"reissued": r.Attempt > 1}
	if r.Attempt > 1 {
		extra["reissuedBy"] = by
	}
	if err := s.emitRequest(ctx, tx, r, EventLinkRequested, extra); err != nil {
		return err
	}
	return s.RecordIn(ctx, tx, requestEntry(r, by, "request.issued", map[string]any{"attempt": r.Attempt, "start": r.Start, "end": r.End}))
}

// hold keeps the cases that came along. One with the reference of a held case
// replaces its payload; what is not mentioned any more stays.
func (a *asking) hold(ctx context.Context, request Key) (updated []string, held int64, err error) {
	there, err := a.tx.Cases(ctx, request)
	if err != nil {
		return nil, 0, fmt.Errorf("held cases: %w", err)
	}
	byReference, next := map[string]HeldCase{}, int64(0)
	for _, c := range there {
		if c.Reference != "" {
			byReference[c.Reference] = c
		}
		next = max(next, c.Position+1)
		if c.State == CaseHeld {
			held++
		}
	}
	for _, sub := range a.sub.Cases {
		c, known := byReference[sub.Reference]
		switch {
		case known && bytes.Equal([]byte(c.Payload), sub.Payload), known && c.State != CaseHeld:
			continue
		case known:
			updated = append(updated, sub.Reference)
			if err := a.replaced(ctx, c); err != nil {
				return nil, 0, err
			}
		case sub.Reference == "" && slices.ContainsFunc(there, func(o HeldCase) bool { return o.Payload == string(sub.Payload) }):
			continue
		default:
			c = HeldCase{Account: request.Account, Request: request.ID, Position: next, Reference: sub.Reference, State: CaseHeld}
			next++
			held++
		}
		c.Payload, c.UpdatedAt = string(sub.Payload), a.now()
		if err := a.tx.PutCase(ctx, c); err != nil {
			return nil, 0, fmt.Errorf("hold case: %w", err)
		}
		if c.Reference != "" {
			byReference[c.Reference] = c
		}
	}
	return updated, held, nil
}

// replaced keeps in the audit trail what a held case said before.
func (a *asking) replaced(ctx context.Context, c HeldCase) error {
	return a.RecordIn(ctx, a.tx, Entry{
		Account: c.Account, Actor: string(ByPartnerActor(a.partner.ID)), Act: "case.updated", Kind: "approve", Object: c.Request,
		Data: facts(map[string]any{"position": c.Position, "before": c.Payload}),
	})
}

// unknown makes the client of a company that nobody knows, connected to the
// partner that brought it. A request that once matched somebody is closed: its
// match is gone.
func (a *asking) unknown(ctx context.Context, known LinkRequest, exists bool) (Answer, error) {
	if exists && known.withdrawable() {
		if err := a.withdraw(ctx, a.tx, known, BySystem, false); err != nil {
			return nil, err
		}
	}
	c := Customer{
		Key: Key{a.partner.Account, NewID("cl")}, Name: a.sub.Name, Type: "business", Country: a.sub.Country,
		Email: a.sub.Support, RegistrationNumber: a.sub.Number,
	}
	for _, u := range a.sub.Users {
		c.Users = append(c.Users, User{ID: NewID("u"), Name: u.Name, Email: u.Email})
	}
	if _, err := a.tx.PutCustomer(ctx, c); err != nil {
		return nil, fmt.Errorf("add client: %w", err)
	}
	conn := Connection{
		Account: c.Account, ID: NewID("con"), Partner: a.partner.ID, Client: c.ID, Tenant: a.sub.Tenant, LinkedAt: a.now(),
	}
	if err := a.tx.AddConnection(ctx, conn); err != nil {
		return nil, fmt.Errorf("add connection: %w", err)
	}
	results, err := a.landNow(ctx, conn)
	if err != nil {
		return nil, err
	}
	entry := Entry{Account: c.Account, Actor: string(ByPartnerActor(a.partner.ID)), Act: "client.created", Kind: "client", Object: c.ID}
	return Connected{Client: c, Connection: conn, New: true, Cases: results}, a.RecordIn(ctx, a.tx, entry)
}

func (a *asking) connected(ctx context.Context, conn Connection) (Answer, error) {
	c, err := a.tx.Customer(ctx, Key{conn.Account, conn.Client})
	if err != nil && !errors.Is(err, ErrNotFound) {
		return nil, fmt.Errorf("connected client: %w", err)
	}
	results, err := a.landNow(ctx, conn)
	return Connected{Client: c, Connection: conn, Cases: results}, err
}

// requestEntry is an audit entry about a link request.
func requestEntry(r LinkRequest, by, act string, data map[string]any) Entry {
	return Entry{Account: r.Account, Actor: by, Act: act, Kind: "approve", Object: r.ID, Data: facts(data)}
}
