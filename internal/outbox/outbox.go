// Package outbox brings what is queued on its way, mails to a Sender and webhook
// deliveries to a Poster: it claims what is due, makes a try, tries again on a
// schedule and gives up where an admin sees it.
//
// It leaves out what a message says and how it travels. Any number of processes
// may work on one database: a message is held by one of them at a time, and a
// process that dies lets go of it when its claim lapses. Delivery is therefore
// at least once; a receiver tells a second copy by the message's id.
//
// Use: New for mails, NewHooks for deliveries, then Round whenever something may
// be due, from a job.Task or by hand.
package outbox

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// What a Sender says beyond "not this time".
var (
	// ErrPermanent: trying again cannot help. The message fails at once.
	ErrPermanent = errors.New("will never be taken")
)

// Sender delivers one message, or says why it did not: ErrPermanent, portal.ErrLapsed
// or any other error, all possibly wrapped. It should return soon after ctx ends.
type Sender interface {
	Send(ctx context.Context, m portal.Message) error
}

// The figures of a try. A claim outlives a try by so much that no second
// process takes a message up while the first is still at it.
const (
	parallel = 4                // messages under way at once, and claimed at once
	allowed  = 2 * time.Minute  // for one try
	lease    = 5 * time.Minute  // of a claim
	grace    = 10 * time.Second // for tries under way when the program is stopped
	booking  = 10 * time.Second // for writing down how a try ended
)

// Outbox sends the messages of one store.
type Outbox struct {
	store  portal.Store
	sender Sender
	now    func() time.Time
	log    *slog.Logger
}

// New returns an Outbox. Its log lines hold ids and counts, never an address.
func New(store portal.Store, sender Sender, now func() time.Time, log *slog.Logger) *Outbox {
	return &Outbox{store: store, sender: sender, now: now, log: log}
}

// Round works on messages until none is due and says how many tries it made. A
// message that fails is not an error of the round; not being able to claim, or
// to write down how a try ended, is.
func (o *Outbox) Round(ctx context.Context) (tries int, err error) {
	for ctx.Err() == nil {
		batch, err := o.claim(ctx)
		if err != nil || len(batch) == 0 {
			return tries, err
		}
		tries += len(batch)
		if err := o.tryAll(ctx, batch); err != nil {
			return tries, err
		}
	}
	return tries, ctx.Err()
}

func (o *Outbox) claim(ctx context.Context) (batch []portal.Message, err error) {
	err = o.store.InTx(ctx, func(tx portal.Tx) (err error) {
		batch, err = tx.ClaimMessages(ctx, o.now(), lease, parallel)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("claiming messages: %w", err)
	}
	return batch, nil
}

func (o *Outbox) tryAll(ctx context.Context, batch []portal.Message) error {
	errs := make([]error, len(batch))
	var wg sync.WaitGroup
	for i, m := range batch {
		wg.Go(func() {
			defer func() {
				if p := recover(); p != nil {
					o.log.Error("try panicked", "message", m.ID, "panic", Scrub(fmt.Sprint(p)), "stack", string(debug.Stack()), "runbook", "fault")
					errs[i] = fmt.Errorf("internal fault in the try of %s", m.ID)
				}
			}()
			errs[i] = o.try(ctx, m)
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}

// try makes one try and writes down how it ended. Stopping the program cuts a
// try short only after a grace: a mail that is cut off while the server takes
// it may arrive twice.
func (o *Outbox) try(ctx context.Context, m portal.Message) error {
	own, cancel := context.WithTimeout(context.WithoutCancel(ctx), allowed)
	defer cancel()
	stop := context.AfterFunc(ctx, func() {
		select {
		case <-time.After(grace):
			cancel()
		case <-own.Done():
		}
	})
	defer stop()

	err := portal.ErrLapsed
	if m.End == 0 || o.now().Unix() < m.End {
		err = o.send(own, m)
	}
	if err != nil && ctx.Err() != nil && errors.Is(own.Err(), context.Canceled) {
		m.NextAt = o.now() // it was us who broke it off: due at once
	} else {
		m = settle(m, err, o.now())
	}
	o.tell(ctx, m)
	return o.finish(ctx, m)
}

// send calls the sender; its panic is an error like any other.
func (o *Outbox) send(ctx context.Context, m portal.Message) (err error) {
	defer func() {
		if p := recover(); p != nil {
			o.log.Error("sender panicked", "message", m.ID, "panic", Scrub(fmt.Sprint(p)), "stack", string(debug.Stack()), "runbook", "fault")
			err = faultAfter(m.LastError)
		}
	}()
	return o.sender.Send(ctx, m)
}

func (o *Outbox) finish(ctx context.Context, m portal.Message) error {
	// The try has happened: that must be kept even when the program is stopping.
	own, cancel := context.WithTimeout(context.WithoutCancel(ctx), booking)
	defer cancel()
	var won bool
	err := o.store.InTx(own, func(tx portal.Tx) (err error) {
		won, err = tx.FinishMessage(own, m)
		return err
	})
	if err != nil {
		return fmt.Errorf("finishing message %s: %w", m.ID, err)
	}
	if !won { // its lease had passed: another process goes on with it
		o.log.LogAttrs(ctx, slog.LevelWarn, "message was taken over during a try", slog.String("message", m.ID), slog.Int("attempts", m.Attempts))
	}
	return nil
}

func (o *Outbox) tell(ctx context.Context, m portal.Message) {
	level := slog.LevelInfo
	if m.State == portal.Failed {
		level = slog.LevelError
	}
	o.log.LogAttrs(ctx, level, "message tried", slog.String("message", m.ID), slog.String("account", m.Account),
		slog.String("template", m.Template), slog.String("state", string(m.State)),
		slog.Int("attempts", m.Attempts), slog.String("error", m.LastError))
}
