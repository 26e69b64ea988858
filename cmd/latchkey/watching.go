package main

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/latchkey-portal/latchkey/internal/meter"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store"
	"github.com/latchkey-portal/latchkey/internal/trace"
	"github.com/latchkey-portal/latchkey/web"
)

// watching is who listens to a server at work, for figures and for traces. Either
// may be nil, and the zero watching is nobody: then everything works as if there
// were no such thing.
type watching struct {
	meter  *meter.Meter
	tracer *trace.Tracer
}

// store returns the database as everything that works with it sees it.
func (w watching) store(db *store.Store) portal.Store {
	kept := portal.Store(db)
	if w.meter != nil {
		db.OnFault(w.meter.Failed)
		kept = w.meter.Store(kept)
	}
	return w.tracer.Store(kept)
}

func (w watching) logged(h slog.Handler) slog.Handler {
	if w.meter == nil {
		return h
	}
	return w.meter.Logged(h)
}

// requests is told of every request; nil: nobody wants to know.
func (w watching) requests() web.Watch {
	if w.meter == nil && w.tracer == nil {
		return nil
	}
	return func(ctx context.Context) (context.Context, func(web.Seen)) {
		ctx, traced := w.tracer.Request(ctx)
		return ctx, func(s web.Seen) {
			traced(s.Method, s.Route, s.Status)
			if w.meter != nil {
				w.meter.Answered(s.Route, s.Status, s.Took, s.Check)
			}
		}
	}
}

// shed is told why a request was turned away; nil: nobody wants to know.
func (w watching) shed() func(reason string) {
	if w.meter == nil {
		return nil
	}
	return w.meter.Shed
}

// repeated is told of every request with an Idempotency-Key; nil: nobody wants to
// know.
func (w watching) repeated() func(result string) {
	if w.meter == nil {
		return nil
	}
	return w.meter.Repeated
}

// committed is told of every commit; nil: nobody wants to know.
func (w watching) committed() func(took time.Duration, members int) {
	if w.meter == nil {
		return nil
	}
	return w.meter.Committed
}

// connection is told of every connection.
func (w watching) connection(state http.ConnState) {
	if w.meter != nil {
		w.meter.Connection(state)
	}
}

// swept returns a round of the sweep that tells how it went.
func (w watching) swept(round func(context.Context) error) func(context.Context) error {
	if w.meter == nil {
		return round
	}
	return func(ctx context.Context) error {
		began := time.Now()
		err := round(ctx)
		w.meter.Swept(time.Now(), time.Since(began), err)
		return err
	}
}

// jumped is told by how much the clock moved; nil: nobody wants to know.
func (w watching) jumped() func(time.Duration) {
	if w.meter == nil {
		return nil
	}
	return w.meter.Jumped
}
