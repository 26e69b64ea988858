package portal

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// optIn are the types that go only to endpoints that name them.
var optIn = []string{
	EventLinkReminded, EventLinkExpiring, EventLinkWithdrawn, EventLinkBlocked, EventEmailBounced,
	EventMethodStarted, EventMethodAbandoned, EventPayStarted,
}

// emit appends an event in the transaction of its change, and puts it on its
// way to every endpoint that listens now. An endpoint that is made later is not
// told of what was before. The trail's head is locked before the events', here
// as everywhere: two that lock them the other way round would wait for each
// other.
func (s *Service) emit(ctx context.Context, tx Tx, e Event) error {
	if err := s.inOrder(ctx, tx, e.Account); err != nil {
		return err
	}
	e.ID, e.OccurredAt = NewID("evt"), s.now()
	e, err := tx.AppendEvent(ctx, e)
	if err != nil {
		return fmt.Errorf("append event: %w", err)
	}
	endpoints, err := tx.Endpoints(ctx, e.Account)
	if err != nil {
		return fmt.Errorf("endpoints: %w", err)
	}
	for _, ep := range endpoints {
		if !ep.DisabledAt.IsZero() || !listens(ep, e) {
			continue
		}
		d := HookDelivery{
			ID: NewID("dlv"), Account: e.Account, Endpoint: ep.ID, Event: e.ID, EventSeq: e.Seq, Type: e.Type,
			State: DeliveryQueued, NextAt: s.now(), CreatedAt: s.now(),
		}
		if err := tx.AddDelivery(ctx, d); err != nil {
			return fmt.Errorf("queue delivery: %w", err)
		}
	}
	return nil
}

func listens(ep Endpoint, e Event) bool {
	if ep.Partner != "" && ep.Partner != e.Partner && e.Type != EventRestored { // which concerns everybody
		return false
	}
	if len(ep.Events) == 0 {
		return !EventOptIn(e.Type)
	}
	return slices.Contains(ep.Events, e.Type)
}

// ofRequest is what events call a link request.
const ofRequest = "link_request"

// emitRequest appends an event about a link request, with the fields that all
// of them have: tenant, request, attempt, sequence.
func (s *Service) emitRequest(ctx context.Context, tx Tx, r LinkRequest, kind string, extra map[string]any) error {
	seq, err := tx.NextSequence(ctx, r.Key)
	if err != nil {
		return fmt.Errorf("sequence of a request: %w", err)
	}
	data := map[string]any{
		"externalTenantId": r.Tenant, "requestId": r.ID, "attempt": r.Attempt, "sequence": seq,
		"requestedAt": stamp(r.RequestedAt), "expiresAt": unixStamp(r.End),
	}
	for name, value := range extra {
		data[name] = value
	}
	return s.emit(ctx, tx, Event{
		Account: r.Account, Type: kind, Partner: r.Partner, ObjectType: ofRequest, ObjectID: r.ID, Data: facts(data),
	})
}

// stamp writes a time as the API does: RFC 3339, UTC, whole seconds.
func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

func unixStamp(sec int64) string { return stamp(time.Unix(sec, 0)) }
