package outbox

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// Post is one try of a delivery.
type Post struct {
	Endpoint portal.Endpoint
	Event    portal.Event
	Secrets  []string // that sign it, the current one first; never none
	Replay   bool     // asked for again by a person
}

// Answer is how a try ended.
type Answer struct {
	Status int           // HTTP status; 0: none came
	Error  string        // a sentence without addresses and without the receiver's words; empty: it was taken
	Gone   bool          // the endpoint wants no more deliveries at all
	Pause  time.Duration // try again after so long at the earliest
	Took   time.Duration
	Sent   string // the headers of the request, one per line
	Said   string // the beginning of what came back, where it is text, without anything that opens a link

	final bool // no try can help, and it is not the receiver's doing
	fault bool // our own code panicked; nothing is known of the receiver
}

// Poster makes one try and returns within seconds, whatever the receiver does.
// internal/hook has the one there is.
type Poster interface {
	Post(ctx context.Context, p Post) Answer
}

// Owner is whose endpoints and events these are: the portal.
type Owner interface {
	// HookEvent returns an event as receivers get it: with the link it may
	// carry, which the database does not keep. ErrNotFound: it was pruned.
	HookEvent(ctx context.Context, account, id string) (portal.Event, error)
	// HookSecrets opens an endpoint's secrets; old is empty where there is none.
	HookSecrets(e portal.Endpoint) (current, old string, err error)
	// HookDisabled is called in the transaction that disables an endpoint, with
	// the endpoint as it is then, so that the audit entry and the mail to its
	// owner are part of it. It may run twice, like the transaction.
	HookDisabled(ctx context.Context, tx portal.Tx, e portal.Endpoint) error
}

// The figures of deliveries. A claim outlives a try by so much that no second
// process makes the same one.
const (
	lanes     = 32               // endpoints served at once
	turn      = 20               // deliveries of one endpoint before the others get their turn
	hookTry   = 15 * time.Second // for one try, should the Poster not keep its word
	hookLease = time.Minute      // of a claim
	look      = time.Second      // between looks for endpoints that became due meanwhile
)

// Hooks brings the deliveries of one store to their endpoints. Each endpoint
// has a lane of its own: its deliveries go one after the other, oldest event
// first, and beside those of all other endpoints, so one that hangs costs the
// others nothing. Delivery is at least once and in no promised order; a
// receiver has the event's id against doubles and its sequence for the order.
//
// Any number of processes may work on one database.
type Hooks struct {
	store  portal.Store
	poster Poster
	owner  Owner
	now    func() time.Time
	log    *slog.Logger
}

// NewHooks returns Hooks. Their log lines hold ids and our own words, never an
// address.
func NewHooks(store portal.Store, poster Poster, owner Owner, now func() time.Time, log *slog.Logger) *Hooks {
	return &Hooks{store: store, poster: poster, owner: owner, now: now, log: log}
}

// Round works until nothing is due and says how many tries it made. It goes on
// looking for newly due endpoints while a slow one keeps it. A try that fails
// is not an error of the round; not being able to read, claim or write down is.
// When ctx ends, tries under way are finished and no more are begun.
func (h *Hooks) Round(ctx context.Context) (tries int, err error) {
	r := round{Hooks: h, busy: map[string]bool{}, idle: map[string]bool{}, served: map[string]int{}, ended: make(chan lane)}
	tick := time.NewTicker(look)
	defer tick.Stop()
	for {
		if err := r.begin(ctx); err != nil {
			r.errs = append(r.errs, err)
		}
		if len(r.busy) == 0 {
			return r.tries, errors.Join(append(r.errs, ctx.Err())...)
		}
		select {
		case l := <-r.ended:
			r.end(l)
		case <-tick.C:
			clear(r.idle)
		}
	}
}

// disable ends an endpoint, which is locked, for a reason its owner reads. Its
// queue is held for a replay.
func (h *Hooks) disable(ctx context.Context, tx portal.Tx, account, id, reason string) error {
	e, err := tx.Endpoint(ctx, account, id)
	if err != nil {
		return fmt.Errorf("endpoint %s: %w", id, err)
	}
	if !e.DisabledAt.IsZero() {
		return nil
	}
	now := h.now()
	e.DisabledAt, e.Reason, e.UpdatedAt = now, reason, now
	if err := tx.PutEndpoint(ctx, e); err != nil {
		return fmt.Errorf("disabling endpoint %s: %w", id, err)
	}
	if _, err := tx.HoldDeliveries(ctx, account, id, now); err != nil {
		return fmt.Errorf("holding deliveries of %s: %w", id, err)
	}
	if err := h.owner.HookDisabled(ctx, tx, e); err != nil {
		return fmt.Errorf("telling of disabled endpoint %s: %w", id, err)
	}
	return nil
}
