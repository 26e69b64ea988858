package outbox

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"slices"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// round is what one Round knows. Only its own goroutine touches it.
type round struct {
	*Hooks
	busy   map[string]bool // endpoints with a lane
	idle   map[string]bool // endpoints whose lane found nothing to do, or failed, since the last tick
	served map[string]int  // turns each endpoint has had
	ended  chan lane
	tries  int
	errs   []error
}

// lane is how one turn of one endpoint ended.
type lane struct {
	endpoint string
	tries    int
	err      error
}

// begin starts lanes for due endpoints that have none, those served least
// first, as far as there is room.
func (r *round) begin(ctx context.Context) error {
	if ctx.Err() != nil || len(r.busy) == lanes {
		return nil
	}
	due, err := r.store.DueEndpoints(ctx, r.now())
	if err != nil {
		return fmt.Errorf("looking for due endpoints: %w", err)
	}
	slices.SortStableFunc(due, func(a, b portal.Endpoint) int { return r.served[a.ID] - r.served[b.ID] })
	for _, e := range due {
		if r.busy[e.ID] || r.idle[e.ID] || len(r.busy) == lanes {
			continue
		}
		r.busy[e.ID] = true
		r.served[e.ID]++
		go func() { r.ended <- r.run(ctx, e) }()
	}
	return nil
}

func (r *round) end(l lane) {
	delete(r.busy, l.endpoint)
	r.tries += l.tries
	if l.err != nil {
		r.errs = append(r.errs, l.err)
	}
	r.idle[l.endpoint] = l.err != nil || l.tries == 0
}

// run is a turn. It ends early at a failed try: more of them would keep a place
// from endpoints that answer.
func (h *Hooks) run(ctx context.Context, e portal.Endpoint) (l lane) {
	l.endpoint = e.ID
	defer func() {
		if v := recover(); v != nil {
			h.log.Error("lane panicked", "endpoint", e.ID, "panic", Scrub(fmt.Sprint(v)), "stack", string(debug.Stack()), "runbook", "fault")
			l.err = fmt.Errorf("internal fault in the lane of %s", e.ID)
		}
	}()
	for l.tries < turn && ctx.Err() == nil {
		d, p, err := h.claim(ctx, e)
		if err != nil || d.ID == "" {
			l.err = err
			return l
		}
		l.tries++
		taken, err := h.deliver(ctx, d, p)
		if err != nil || !taken {
			l.err = err
			return l
		}
	}
	return l
}

// claim takes the endpoint's oldest due delivery; none has an empty id. It
// reads the endpoint in the same transaction, just before the try, so that one
// that was disabled or changed meanwhile is seen.
func (h *Hooks) claim(ctx context.Context, known portal.Endpoint) (d portal.HookDelivery, p Post, err error) {
	err = h.store.InTx(ctx, func(tx portal.Tx) error {
		d, p = portal.HookDelivery{}, Post{}
		e, err := tx.Endpoint(ctx, known.Account, known.ID)
		if errors.Is(err, portal.ErrNotFound) || err == nil && !e.DisabledAt.IsZero() {
			return nil
		}
		if err != nil {
			return err
		}
		// A secret that does not open is the operator's fault: it must not use
		// up tries.
		secrets, err := h.secrets(e)
		if err != nil {
			return err
		}
		batch, err := tx.ClaimDeliveries(ctx, e.ID, h.now(), hookLease, 1)
		if err != nil || len(batch) == 0 {
			return err
		}
		d = batch[0]
		p = Post{Endpoint: e, Secrets: secrets, Replay: d.Replay}
		return nil
	})
	if err != nil {
		return d, p, fmt.Errorf("claiming a delivery of %s: %w", known.ID, err)
	}
	return d, p, nil
}

func (h *Hooks) secrets(e portal.Endpoint) ([]string, error) {
	current, old, err := h.owner.HookSecrets(e)
	if err != nil {
		return nil, err
	}
	if old == "" || !h.now().Before(e.OldUntil) {
		return []string{current}, nil
	}
	return []string{current, old}, nil
}

// deliver makes one try and writes down how it ended. taken: the receiver has
// nothing to do with it if the next one is not. A try under way is not
// broken off when the program stops: it takes seconds, and the receiver may
// have taken it already.
func (h *Hooks) deliver(ctx context.Context, d portal.HookDelivery, p Post) (taken bool, err error) {
	own, cancel := context.WithTimeout(context.WithoutCancel(ctx), hookTry+booking)
	defer cancel()
	at := h.now()
	p.Event, err = h.event(own, d)
	var a Answer
	switch {
	case errors.Is(err, portal.ErrNotFound):
		a = Answer{Error: "the event is no longer kept", final: true}
	case isFault(err):
		a = faulted(d.LastError)
	case err != nil:
		return false, fmt.Errorf("event of delivery %s: %w", d.ID, err)
	default:
		a = h.post(own, d, p)
	}
	t := portal.HookTry{Delivery: d.ID, Number: d.Attempts, At: at, Status: a.Status, Took: a.Took, Error: a.Error, Sent: a.Sent, Said: a.Said}
	d = settleHook(d, a, h.now())
	h.tellHook(own, d)
	return d.State == portal.DeliveryDone || a.fault, h.finishHook(own, d, t, a)
}

// post calls the poster; its panic is a failed try like any other.
func (h *Hooks) post(ctx context.Context, d portal.HookDelivery, p Post) (a Answer) {
	ctx, cancel := context.WithTimeout(ctx, hookTry)
	defer cancel()
	defer func() {
		if v := recover(); v != nil {
			h.log.Error("poster panicked", "delivery", d.ID, "panic", Scrub(fmt.Sprint(v)), "stack", string(debug.Stack()), "runbook", "fault")
			a = faulted(d.LastError)
		}
	}()
	return h.poster.Post(ctx, p)
}

// finishHook keeps the try, and disables the endpoint if it said it is gone or
// if this was the last of several events in a row that it did not take.
func (h *Hooks) finishHook(ctx context.Context, d portal.HookDelivery, t portal.HookTry, a Answer) error {
	err := h.store.InTx(ctx, func(tx portal.Tx) error {
		if err := h.lock(ctx, tx, d, a); err != nil {
			return err
		}
		won, err := tx.FinishDelivery(ctx, d, t)
		if err != nil {
			return err
		}
		if a.Gone {
			return h.count(ctx, tx, d, true, 1, "it answered 410 Gone")
		}
		if !won || a.final || d.State == portal.DeliveryQueued {
			return nil
		}
		return h.count(ctx, tx, d, d.State == portal.DeliveryExhausted, exhaustedMost,
			fmt.Sprintf("%d different events in a row were not taken; the last time: %s", exhaustedMost, d.LastError))
	})
	if err != nil {
		return fmt.Errorf("finishing delivery %s: %w", d.ID, err)
	}
	return nil
}

// lock keeps others from changing the endpoint of a try that may count for it. It
// comes before the delivery, as it does where somebody switches the endpoint off
// and holds its deliveries: else the two could wait for each other.
func (h *Hooks) lock(ctx context.Context, tx portal.Tx, d portal.HookDelivery, a Answer) error {
	if d.State == portal.DeliveryQueued && !a.Gone {
		return nil
	}
	_, err := tx.LockEndpoint(ctx, d.Account, d.Endpoint)
	if errors.Is(err, portal.ErrNotFound) {
		return nil // the endpoint was deleted during the try
	}
	return err
}

// count counts the endpoint's given-up events in a row and disables it at most
// of them. The endpoint is locked.
func (h *Hooks) count(ctx context.Context, tx portal.Tx, d portal.HookDelivery, failed bool, most int64, reason string) error {
	row, err := tx.CountExhausted(ctx, d.Account, d.Endpoint, failed)
	if errors.Is(err, portal.ErrNotFound) {
		return nil // the endpoint was deleted during the try
	}
	if err != nil || row < most {
		return err
	}
	return h.disable(ctx, tx, d.Account, d.Endpoint, reason)
}

func (h *Hooks) tellHook(ctx context.Context, d portal.HookDelivery) {
	level := slog.LevelInfo
	if d.State == portal.DeliveryExhausted {
		level = slog.LevelError
	}
	h.log.LogAttrs(ctx, level, "delivery tried", slog.String("delivery", d.ID), slog.String("account", d.Account),
		slog.String("endpoint", d.Endpoint), slog.String("event", d.Event), slog.String("type", d.Type),
		slog.String("state", string(d.State)), slog.Int("attempts", d.Attempts), slog.Int("status", d.LastStatus),
		slog.String("error", d.LastError))
}
