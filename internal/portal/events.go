package portal

import (
	"context"
	"fmt"
	"slices"
)

// Events lists an account's events after a sequence number, oldest first.
func (s *Service) Events(ctx context.Context, account, partner string, after int64, limit int) ([]Event, error) {
	list, err := s.store.Events(ctx, account, partner, after, limit)
	if err != nil {
		return nil, fmt.Errorf("events: %w", err)
	}
	return list, nil
}

// Event returns one event.
func (s *Service) Event(ctx context.Context, account, id string) (Event, error) {
	e, err := s.store.Event(ctx, account, id)
	if err != nil {
		return Event{}, fmt.Errorf("event %s: %w", id, err)
	}
	return e, nil
}

// eventBatch is how many events one query reads where only some are wanted.
const eventBatch = 500

// EventsOf lists an account's events of one type, or of all where it is empty,
// after a sequence number, oldest first.
func (s *Service) EventsOf(ctx context.Context, account, kind string, after int64, limit int) ([]Event, error) {
	var found []Event
	for {
		some, err := s.Events(ctx, account, "", after, max(limit, eventBatch))
		if err != nil {
			return nil, err
		}
		for _, e := range some {
			after = e.Seq
			if kind != "" && e.Type != kind {
				continue
			}
			if found = append(found, e); len(found) == limit {
				return found, nil
			}
		}
		if len(some) == 0 {
			return found, nil
		}
	}
}

// EventDelivered reports whether every endpoint that an event was for has it.
func (s *Service) EventDelivered(ctx context.Context, e Event) (bool, error) {
	all, err := s.Deliveries(ctx, DeliveryFilter{Account: e.Account, Event: e.ID})
	if err != nil {
		return false, err
	}
	return len(all) > 0 && !slices.ContainsFunc(all, func(d HookDelivery) bool { return d.State != DeliveryDone }), nil
}
