package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/latchkey-portal/latchkey/internal/job"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// demoBiller is Brightwater's billing system: it says what an act would cost,
// and some seconds after a customer decided, it does as they wished.
type demoBiller struct {
	service *portal.Service
	now     func() time.Time
	log     *slog.Logger
	server  *http.Server
	worker  *job.Task
}

const (
	billerPauses = 5 * time.Second // so that a visitor sees that a decision waits
	billerEvery  = time.Second
	previewHolds = 15 * time.Minute
	billerBatch  = 100
)

// demoBilling starts the billing system at an address of its own, and wires
// Brightwater to it.
func (a *app) demoBilling(i *installation) (*demoBiller, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("the demo's billing system: %w", err)
	}
	b := &demoBiller{service: i.service, now: i.clock.now, log: a.logger()}
	b.server = &http.Server{Handler: http.HandlerFunc(b.preview), ReadHeaderTimeout: headerTimeout, ReadTimeout: bodyTimeout}
	b.worker = job.New("demo billing", billerEvery, b.log, b.round)
	go func() { _ = b.server.Serve(listener) }() // it ends with stop
	b.worker.Start()
	if _, err = i.service.RotateBillerKey(a.ctx, portal.BySystem, brightwater); err != nil {
		b.stop()
		return nil, err
	}
	err = i.service.ChangeAccount(a.ctx, portal.BySystem, brightwater, func(acct *portal.Account) {
		acct.Billing.PreviewURL = "http://" + listener.Addr().String() + "/preview"
	})
	if err != nil {
		b.stop()
		return nil, err
	}
	return b, nil
}

func (b *demoBiller) stop() {
	b.worker.Stop()
	_ = b.server.Close() // questions under way are those of pages that nobody waits for any more
}

// demoQuestion is what of a preview's question counts here.
type demoQuestion struct {
	Action  portal.Action  `json:"action"`
	Subject portal.Subject `json:"subject"`
	Change  portal.Change  `json:"change"`
}

// preview answers what an act would do. A real one checks the signature of the
// question first; this one listens on this machine alone and has no secrets.
func (b *demoBiller) preview(w http.ResponseWriter, r *http.Request) {
	var ask demoQuestion
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxHeader)).Decode(&ask); err != nil {
		http.Error(w, "no question", http.StatusBadRequest)
		return
	}
	sub, err := b.subscription(r.Context(), ask.Subject)
	if err != nil {
		http.Error(w, "nothing to say about it", http.StatusNotFound)
		return
	}
	answer, ok := b.figures(r.Context(), sub, ask)
	if !ok {
		http.Error(w, "nothing to say about it", http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(answer) // a page that does not wait any more gets none
}

func (b *demoBiller) subscription(ctx context.Context, about portal.Subject) (portal.Subscription, error) {
	if about.Type != "subscription" {
		return portal.Subscription{}, portal.ErrNotFound
	}
	return b.service.MirroredSubscription(ctx, portal.Key{Account: brightwater, ID: about.ID})
}

// round does what customers wished some seconds ago.
func (b *demoBiller) round(ctx context.Context) error {
	var faults []error
	for _, state := range []portal.BillingState{portal.DecisionSubmitted, portal.DecisionRecorded} {
		waiting, err := b.service.Decisions(ctx, portal.BillingFilter{Account: brightwater, State: state, Limit: billerBatch})
		if err != nil {
			return err
		}
		for _, d := range waiting {
			if d.Class != portal.Redirected && !b.now().Before(d.CreatedAt.Add(billerPauses)) {
				faults = append(faults, b.apply(ctx, d))
			}
		}
	}
	return errors.Join(faults...)
}

// apply does one thing: the subscription is as it was wished, and the customer
// is told.
func (b *demoBiller) apply(ctx context.Context, d portal.BillingDecision) error {
	changed, err := b.changed(ctx, d)
	if err != nil {
		return err
	}
	for _, r := range changed {
		if _, err := b.service.Take(ctx, portal.ByBiller, r); err != nil {
			return fmt.Errorf("decision %s: %w", d.ID, err)
		}
	}
	key := portal.Key{Account: d.Account, ID: d.ID}
	if _, err := b.service.Conclude(ctx, portal.ByBiller, key, portal.ConcludeAsk{State: portal.DecisionApplied}); err != nil {
		return fmt.Errorf("decision %s: %w", d.ID, err)
	}
	return nil
}

// changed is what a decision made of what it is about. Of other things the
// billing system has nothing to say.
func (b *demoBiller) changed(ctx context.Context, d portal.BillingDecision) ([]portal.Record, error) {
	switch d.Subject.Type {
	case "subscription":
		sub, err := b.subscription(ctx, d.Subject)
		b.change(ctx, &sub, d)
		sub.Source.ModifiedAt = b.now()
		return []portal.Record{sub}, err
	case "payment_method":
		return b.changedMethods(ctx, d)
	}
	return nil, nil
}

// changedMethods are the consumer's two methods after one was preferred or
// removed.
func (b *demoBiller) changedMethods(ctx context.Context, d portal.BillingDecision) ([]portal.Record, error) {
	var changed []portal.Record
	for _, id := range []string{methodHolt, methodHoltTwo} {
		m, err := b.service.MirroredMethod(ctx, portal.Key{Account: brightwater, ID: id})
		if err != nil {
			return nil, err
		}
		switch {
		case d.Action == portal.ActionDefault:
			m.Default = id == d.Subject.ID
		case d.Action == portal.ActionRemove && id == d.Subject.ID:
			m.State, m.Default = "revoked", false
		}
		changed = append(changed, m)
	}
	return changed, nil
}
