package portal

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"time"
)

// EndpointSecret is the kind under which an endpoint's secret is sealed.
const (
	EndpointSecret    SecretKind = "endpoint"
	EndpointSecretOld SecretKind = "endpoint-old"
)

// How long what was replaced works on beside what replaced it.
const (
	SecretOverlap = 24 * time.Hour // of a webhook secret, unless somebody says otherwise
	MaxOverlap    = 7 * 24 * time.Hour
)

// ErrOverlap is what an overlap is refused for.
var ErrOverlap = errors.New("an overlap is 0 to 168h")

// eventTypes are all types that an endpoint can listen to.
var eventTypes = []string{
	EventLinkRequested, EventLinked, EventLinkDeclined, EventLinkExpired, EventReplayFailed, EventCaseCreated,
	EventCancelAsked, EventCancelReason, EventReinstateAsked, EventRenewAsked, EventQuantityAsked, EventRemovalAsked,
	EventIntervalAsked, EventChangeAsked, EventRenewalAsked,
	EventQuoteAccepted, EventQuoteDeclined, EventQuoteChange, EventRedoAsked, EventProblem, EventCorrectionAsked,
	EventDefaultAsked, EventRemoveAsked, EventWithdrawal, EventCancellation,
	EventMethodUpdated, EventMethodFailed, EventInvoicePaid,
	EventDecisionApplied, EventDecisionRefused, EventDecisionLapsed, EventDecisionAcknowledged, EventDecisionWithdrawn,
	EventDecisionSuperseded,
	EventInconsistentTotals, EventDocumentRevised, EventRestored,
	EventLinkReminded, EventLinkExpiring, EventLinkWithdrawn, EventLinkBlocked, EventEmailBounced,
	EventMethodStarted, EventMethodAbandoned, EventPayStarted,
}

// EventTypes lists every type of event there is, the opt-in ones last.
func EventTypes() []string { return slices.Clone(eventTypes) }

// EventOptIn reports whether a type goes only to endpoints that name it.
func EventOptIn(eventType string) bool { return slices.Contains(optIn, eventType) }

// ErrEventType means that an endpoint was to listen to something there is not.
var ErrEventType = errors.New("no such type of event")

// newSecret makes a webhook secret in the form of Standard Webhooks.
func newSecret() string {
	raw := make([]byte, 32)
	rand.Read(raw) // never fails: crypto/rand ends the program instead
	return "whsec_" + base64.StdEncoding.EncodeToString(raw)
}

// CreateEndpoint keeps an endpoint whose address the caller has checked, and
// returns its secret, once.
func (s *Service) CreateEndpoint(ctx context.Context, by Actor, e Endpoint) (Endpoint, string, error) {
	if err := e.check(); err != nil {
		return Endpoint{}, "", err
	}
	secret := newSecret()
	e.ID, e.CreatedAt, e.UpdatedAt = NewID("whk"), s.now(), s.now()
	e.Sealed = s.sealSecret(e, EndpointSecret, secret)
	err := s.store.InTx(ctx, func(tx Tx) error {
		if e.Partner != "" {
			if _, err := tx.Partner(ctx, e.Account, e.Partner); err != nil {
				return fmt.Errorf("partner %s: %w", e.Partner, err)
			}
		}
		return s.keepEndpoint(ctx, tx, by, e, "webhook.created")
	})
	return e, secret, err
}

func (e *Endpoint) check() error {
	for _, t := range e.Events {
		if !slices.Contains(eventTypes, t) {
			return fmt.Errorf("%q: %w", t, ErrEventType)
		}
	}
	if e.Style == "" {
		e.Style = StandardStyle
	}
	if e.Style != StandardStyle && e.Style != TimedStyle {
		return fmt.Errorf("style %q is neither %s nor %s", e.Style, StandardStyle, TimedStyle)
	}
	if e.HeaderPrefix == "" {
		e.HeaderPrefix = "X-Latchkey-"
	}
	return nil
}

func (s *Service) sealSecret(e Endpoint, kind SecretKind, secret string) []byte {
	return s.vault.Seal(Secret{Account: e.Account, Kind: kind, ID: e.ID}, []byte(secret)).Sealed
}

func (s *Service) keepEndpoint(ctx context.Context, tx Tx, by Actor, e Endpoint, act string) error {
	if err := tx.PutEndpoint(ctx, e); err != nil {
		return fmt.Errorf("endpoint: %w", err)
	}
	return s.RecordIn(ctx, tx, Entry{Account: e.Account, Actor: string(by), Act: act, Kind: "webhook", Object: e.ID})
}

// HookSecrets opens an endpoint's secrets for signing; old is empty once
// its overlap is over.
func (s *Service) HookSecrets(e Endpoint) (current, old string, err error) {
	plain, err := s.vault.Open(Secret{Account: e.Account, Kind: EndpointSecret, ID: e.ID, Sealed: e.Sealed})
	if err != nil || len(e.SealedOld) == 0 || !s.now().Before(e.OldUntil) {
		return string(plain), "", err
	}
	before, err := s.vault.Open(Secret{Account: e.Account, Kind: EndpointSecretOld, ID: e.ID, Sealed: e.SealedOld})
	return string(plain), string(before), err
}

// ChangeEndpoint changes an endpoint's address, events, style, or switches it
// off and on. Switched off, nothing more is sent; what was queued is held and
// can be replayed. Switched on, it starts with nothing held against it.
func (s *Service) ChangeEndpoint(ctx context.Context, by Actor, account, id string, change func(*Endpoint)) (Endpoint, error) {
	var e Endpoint
	err := s.store.InTx(ctx, func(tx Tx) (err error) {
		e, err = s.changeEndpoint(ctx, tx, by, account, id, change)
		return err
	})
	return e, err
}

func (s *Service) changeEndpoint(
	ctx context.Context, tx Tx, by Actor, account, id string, change func(*Endpoint),
) (Endpoint, error) {
	e, err := tx.LockEndpoint(ctx, account, id)
	if err != nil {
		return Endpoint{}, fmt.Errorf("endpoint %s: %w", id, err)
	}
	wasOff := !e.DisabledAt.IsZero()
	change(&e)
	if err := e.check(); err != nil {
		return Endpoint{}, err
	}
	e.UpdatedAt = s.now()
	act := "webhook.changed"
	switch isOff := !e.DisabledAt.IsZero(); {
	case isOff && !wasOff:
		act = "webhook.disabled"
		if _, err := tx.HoldDeliveries(ctx, account, id, s.now()); err != nil {
			return Endpoint{}, fmt.Errorf("hold deliveries: %w", err)
		}
	case wasOff && !isOff:
		act = "webhook.enabled"
		e.Exhausted, e.Reason = 0, ""
	}
	return e, s.keepEndpoint(ctx, tx, by, e, act)
}

// RotateEndpointSecret gives an endpoint a new secret, returned once. The one
// before signs beside it for overlap, 0 to MaxOverlap, and one before that no
// more. ErrOverlap.
func (s *Service) RotateEndpointSecret(ctx context.Context, by Actor, account, id string, overlap time.Duration) (string, error) {
	if overlap < 0 || overlap > MaxOverlap {
		return "", ErrOverlap
	}
	secret := newSecret()
	err := s.store.InTx(ctx, func(tx Tx) error {
		e, err := tx.LockEndpoint(ctx, account, id)
		if err != nil {
			return fmt.Errorf("endpoint %s: %w", id, err)
		}
		current, err := s.vault.Open(Secret{Account: account, Kind: EndpointSecret, ID: id, Sealed: e.Sealed})
		if err != nil {
			return err
		}
		e.SealedOld, e.OldUntil = s.sealSecret(e, EndpointSecretOld, string(current)), s.now().Add(overlap)
		e.Sealed, e.UpdatedAt = s.sealSecret(e, EndpointSecret, secret), s.now()
		return s.keepEndpoint(ctx, tx, by, e, "webhook.rotated")
	})
	return secret, err
}

// DeleteEndpoint removes an endpoint and what was queued for it.
func (s *Service) DeleteEndpoint(ctx context.Context, by Actor, account, id string) error {
	return s.store.InTx(ctx, func(tx Tx) error {
		if err := tx.DeleteEndpoint(ctx, account, id); err != nil {
			return fmt.Errorf("endpoint %s: %w", id, err)
		}
		return s.RecordIn(ctx, tx, Entry{Account: account, Actor: string(by), Act: "webhook.deleted", Kind: "webhook", Object: id})
	})
}

// HookEvent returns an event as receivers get it: with the link it may carry,
// derived now.
func (s *Service) HookEvent(ctx context.Context, account, id string) (Event, error) {
	e, err := s.Event(ctx, account, id)
	if err != nil {
		return Event{}, err
	}
	data, err := s.EventData(ctx, e)
	e.Data = string(data)
	return e, err
}

// HookDisabled records that an endpoint was switched off by what it answered.
// It runs in the transaction that did so.
func (s *Service) HookDisabled(ctx context.Context, tx Tx, e Endpoint) error {
	return s.RecordIn(ctx, tx, Entry{
		Account: e.Account, Actor: string(BySystem), Act: "webhook.disabled", Kind: "webhook", Object: e.ID,
		Data: facts(map[string]any{"reason": e.Reason}),
	})
}

// TestEndpoint queues a made-up event to one endpoint, through the real queue
// and signer.
func (s *Service) TestEndpoint(ctx context.Context, by Actor, account, id, kind string) (Event, error) {
	if kind == "" {
		kind = EventLinkRequested
	}
	if !slices.Contains(eventTypes, kind) {
		return Event{}, fmt.Errorf("%q: %w", kind, ErrEventType)
	}
	var e Event
	err := s.store.InTx(ctx, func(tx Tx) error {
		ep, err := tx.Endpoint(ctx, account, id)
		if err != nil {
			return fmt.Errorf("endpoint %s: %w", id, err)
		}
		e = Event{
			Account: account, ID: NewID("evt"), Type: kind, Partner: ep.Partner, ObjectType: "test", ObjectID: id, OccurredAt: s.now(),
			Data: facts(map[string]any{"test": true, "externalTenantId": "tenant-test"}),
		}
		if err := s.inOrder(ctx, tx, account); err != nil {
			return err
		}
		if e, err = tx.AppendEvent(ctx, e); err != nil {
			return fmt.Errorf("append event: %w", err)
		}
		err = tx.AddDelivery(ctx, HookDelivery{
			ID: NewID("dlv"), Account: account, Endpoint: id, Event: e.ID, EventSeq: e.Seq, Type: e.Type,
			State: DeliveryQueued, NextAt: s.now(), CreatedAt: s.now(),
		})
		if err != nil {
			return fmt.Errorf("queue test event: %w", err)
		}
		return s.RecordIn(ctx, tx, Entry{Account: account, Actor: string(by), Act: "webhook.tested", Kind: "webhook", Object: id})
	})
	return e, err
}

// ReplayDeliveries sends deliveries again: one, those of an event, or all that
// failed since a time. It says how many.
func (s *Service) ReplayDeliveries(ctx context.Context, by Actor, f DeliveryFilter) (int64, error) {
	var n int64
	err := s.store.InTx(ctx, func(tx Tx) error {
		var err error
		if n, err = tx.RequeueDeliveries(ctx, f, s.now()); err != nil {
			return fmt.Errorf("replay deliveries: %w", err)
		}
		return s.RecordIn(ctx, tx, Entry{
			Account: f.Account, Actor: string(by), Act: "webhook.replayed", Kind: "webhook", Object: f.Endpoint,
			Data: facts(map[string]any{"event": f.Event, "deliveries": n}),
		})
	})
	return n, err
}

// Endpoints lists an account's endpoints.
func (s *Service) Endpoints(ctx context.Context, account string) ([]Endpoint, error) {
	list, err := s.store.Endpoints(ctx, account)
	if err != nil {
		return nil, fmt.Errorf("endpoints: %w", err)
	}
	return list, nil
}

// Endpoint returns one endpoint.
func (s *Service) Endpoint(ctx context.Context, account, id string) (Endpoint, error) {
	e, err := s.store.Endpoint(ctx, account, id)
	if err != nil {
		return Endpoint{}, fmt.Errorf("endpoint %s: %w", id, err)
	}
	return e, nil
}

// Deliveries lists deliveries, newest first.
func (s *Service) Deliveries(ctx context.Context, f DeliveryFilter) ([]HookDelivery, error) {
	list, err := s.store.Deliveries(ctx, f)
	if err != nil {
		return nil, fmt.Errorf("deliveries: %w", err)
	}
	return list, nil
}

// CountDeliveries counts the deliveries of a filter by their state.
func (s *Service) CountDeliveries(ctx context.Context, f DeliveryFilter) (map[DeliveryState]int64, error) {
	counts, err := s.store.CountDeliveries(ctx, f)
	if err != nil {
		return nil, fmt.Errorf("count deliveries: %w", err)
	}
	return counts, nil
}

// DeliveryLog returns one delivery with its tries.
func (s *Service) DeliveryLog(ctx context.Context, account, id string) (HookDelivery, []HookTry, error) {
	d, err := s.store.Delivery(ctx, account, id)
	if err != nil {
		return HookDelivery{}, nil, fmt.Errorf("delivery %s: %w", id, err)
	}
	tries, err := s.store.Tries(ctx, id)
	if err != nil {
		return HookDelivery{}, nil, fmt.Errorf("tries: %w", err)
	}
	return d, tries, nil
}
