package main

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"github.com/latchkey-portal/latchkey/internal/biller"
	"github.com/latchkey-portal/latchkey/internal/hook"
	"github.com/latchkey-portal/latchkey/internal/intake"
	"github.com/latchkey-portal/latchkey/internal/job"
	"github.com/latchkey-portal/latchkey/internal/outbox"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// How often the work behind the pages is looked after. No page waits for it.
const (
	sweepEvery  = 30 * time.Second
	sweepApart  = 5 * time.Second
	endsEvery   = time.Minute
	watchEvery  = 10 * time.Second
	landEvery   = 2 * time.Second
	hooksEvery  = time.Second
	importEvery = 2 * time.Second
	jobsEvery   = time.Second
	inboxEvery  = time.Second
	fetchEvery  = 5 * time.Second
	visitsEvery = time.Second
	usesEvery   = time.Minute
	forgetLook  = 10 * time.Minute
)

// writeLast is how long the server takes, once it has stopped, to write the
// visits and the uses of keys that are not written yet.
const writeLast = 3 * time.Second

// background is the work behind the pages: mail, webhooks, what the billing
// system sent, the sweep. Any
// number of processes may run it on one database.
type background struct {
	log   *slog.Logger
	tasks []*job.Task
	all   []func(context.Context) error // one round of each, in the order in which one causes the next

	keeper *keeper
	visits *portal.VisitBook
	last   func(context.Context) error // what else is to be written when everything has stopped

	errands sync.WaitGroup // work that somebody asked for on a page
	ctx     context.Context
	cancel  context.CancelFunc
}

// behind sets the work up; it runs from start on.
func (a *app) behind(i *installation, p *post, log *slog.Logger) *background {
	poster := hook.New(i.config.WebhookAllowPrivate, i.clock.now)
	hooks := outbox.NewHooks(yielding{i.kept, i.store.Busy}, i.watch.tracer.Poster(poster), i.service, i.clock.now, log)
	watch := &watch{guard: i.guard, log: log, told: i.watch.jumped()}
	b := &background{keeper: newKeeper(i.store, log), visits: portal.NewVisitBook(i.kept, i.clock.now), log: log, last: i.service.WriteKeyUses}
	b.ctx, b.cancel = context.WithCancel(context.Background())
	b.tasks = append(b.tasks, job.New("disk", keepEvery, log, b.keeper.round), job.New("log", settleEvery, log, a.settleLog))
	b.add(log, "clock", watchEvery, watch.look)
	b.add(log, "sweep", sweepEvery, watch.unlessHeld(i.watch.swept(func(ctx context.Context) error { return sweep(ctx, i, log) })))
	b.tasks[len(b.tasks)-1].Apart(sweepApart)
	b.add(log, "ends", endsEvery, watch.whenTrusted(func(ctx context.Context) error { return sweepEnds(ctx, i, log) }))
	b.add(log, "cases", landEvery, func(ctx context.Context) error {
		_, err := i.service.LandCases(ctx)
		return err
	})
	b.add(log, "imports", importEvery, func(ctx context.Context) error {
		_, err := i.service.RunImports(ctx, intake.OpenRows)
		return err
	})
	b.add(log, "jobs", jobsEvery, func(ctx context.Context) error {
		_, err := i.service.RunBulk(ctx)
		return err
	})
	b.add(log, "inbox", inboxEvery, func(ctx context.Context) error {
		_, err := i.service.RunInbox(ctx, intake.ReadNotifications)
		return err
	})
	fetcher := biller.NewFetcher(i.config.WebhookAllowPrivate)
	b.add(log, "documents", fetchEvery, func(ctx context.Context) error {
		_, err := i.service.FetchDocuments(ctx, fetcher)
		return err
	})
	b.add(log, "uses of keys", usesEvery, i.service.WriteKeyUses)
	if p.leaves {
		b.add(log, "mail", mailEvery, p.round)
	}
	b.add(log, "verification", verifyEvery, newVerifier(i, log).round)
	b.add(log, "visits", visitsEvery, b.writeVisits)
	b.add(log, "retention", forgetLook, watch.whenTrusted(func(ctx context.Context) error { return forget(ctx, i, log) }))
	b.add(log, "compaction", compactEvery, func(ctx context.Context) error { return compactIfDue(ctx, i, log) })
	if i.config.BackupDir != "" {
		b.add(log, "backup", nightEvery, (&nightly{i: i, log: log, steady: steady()}).round)
	}
	b.add(log, "webhooks", hooksEvery, func(ctx context.Context) error {
		_, err := hooks.Round(ctx)
		return err
	})
	return b
}

func (b *background) add(log *slog.Logger, name string, every time.Duration, round func(context.Context) error) {
	round = b.keeper.sparing(name, behindPages(round))
	b.tasks = append(b.tasks, job.New(name, every, log, round))
	b.all = append(b.all, round)
}

func (b *background) start() {
	b.keeper.begin()
	for _, t := range b.tasks {
		t.Start()
	}
}

// spawn runs an errand beside everything else, until it is done or the server
// stops.
func (b *background) spawn(errand func(context.Context)) {
	b.errands.Go(func() {
		defer func() {
			if p := recover(); p != nil {
				b.log.Error("errand panicked", "panic", fmt.Sprint(p), "stack", string(debug.Stack()), "runbook", "fault")
			}
		}()
		errand(b.ctx)
	})
}

// halt ends the tasks, all at the same time.
func (b *background) halt() {
	b.cancel()
	var all sync.WaitGroup
	for _, t := range b.tasks {
		all.Go(t.Stop)
	}
	all.Wait()
}

// finish waits for errands, of which no page asks for more, and writes what is
// not written yet.
func (b *background) finish() {
	b.errands.Wait()
	ctx, cancel := context.WithTimeout(context.Background(), writeLast)
	defer cancel()
	if err := b.writeVisits(ctx); err != nil {
		b.log.Error("the last visits were not written", "error", err)
	}
	if err := b.last(ctx); err != nil {
		b.log.Error("uses of keys were not written", "error", err)
	}
}

func (b *background) writeVisits(ctx context.Context) error {
	if n := b.visits.Dropped(); n > 0 {
		b.log.Warn("visits were left out: the database takes too few", "count", n)
	}
	return b.visits.Flush(ctx)
}

// round does everything that is due once, for the test clock.
func (b *background) round(ctx context.Context) error {
	for _, one := range b.all {
		if err := one(ctx); err != nil {
			return err
		}
	}
	return nil
}

// untilDone repeats one batch of the sweep for as long as there is more of it.
func untilDone(ctx context.Context, batch func(context.Context) (n int, more bool, err error)) (int, error) {
	for total := 0; ; {
		n, more, err := batch(ctx)
		total += n
		if err != nil || !more {
			return total, err
		}
	}
}
