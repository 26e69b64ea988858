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
	sweepEvery  = time.Minute
	landEvery   = 2 * time.Second
	hooksEvery  = time.Second
	importEvery = 2 * time.Second
	jobsEvery   = time.Second
	inboxEvery  = time.Second
	fetchEvery  = 5 * time.Second
	visitsEvery = time.Second
	usesEvery   = time.Minute
	forgetEvery = 24 * time.Hour
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
	started := time.Now()
	steady := func() time.Duration { return time.Since(started) }
	guard := &jumpGuard{log: log, wall: time.Now, steady: steady, told: i.watch.jumped()}
	forgets := &jumpGuard{log: log, wall: time.Now, steady: steady} // each compares rounds of its own task
	b := &background{visits: portal.NewVisitBook(i.kept, i.clock.now), log: log, last: i.service.WriteKeyUses}
	b.ctx, b.cancel = context.WithCancel(context.Background())
	swept := i.watch.swept(func(ctx context.Context) error { return sweep(ctx, i, log) })
	b.add(log, "sweep", sweepEvery, func(ctx context.Context) error {
		if guard.jumped() {
			return nil
		}
		return swept(ctx)
	})
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
	if p.task != nil {
		b.tasks, b.all = append(b.tasks, p.task), append(b.all, p.round)
	}
	b.add(log, "visits", visitsEvery, b.writeVisits)
	b.add(log, "retention", forgetEvery, func(ctx context.Context) error {
		if forgets.jumped() {
			return nil
		}
		n, err := untilDone(ctx, i.service.ApplyRetention)
		if n > 0 {
			log.Info("forgot what was kept long enough", "rows", n)
		}
		return err
	})
	b.add(log, "webhooks", hooksEvery, func(ctx context.Context) error {
		_, err := hooks.Round(ctx)
		return err
	})
	return b
}

func (b *background) add(log *slog.Logger, name string, every time.Duration, round func(context.Context) error) {
	round = behindPages(round)
	b.tasks = append(b.tasks, job.New(name, every, log, round))
	b.all = append(b.all, round)
}

func (b *background) start() {
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
				b.log.Error("errand panicked", "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
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

// sweep reports what ran out, sends the reminders that are due, ends the
// decisions and payments that nobody answered, closes the days that are over, and
// forgets what is kept for a time only.
func sweep(ctx context.Context, i *installation, log *slog.Logger) error {
	expired, err := i.service.Sweep(ctx)
	if err != nil {
		return err
	}
	if err := i.service.SweepProposals(ctx); err != nil {
		return err
	}
	reminded, err := i.service.SendReminders(ctx)
	if err != nil {
		return err
	}
	lapsed, err := untilDone(ctx, i.service.LapseDecisions)
	if err != nil {
		return err
	}
	ended, err := untilDone(ctx, i.service.SweepPayments)
	if expired+reminded+lapsed+ended > 0 {
		log.Info("swept", "expired", expired, "reminded", reminded, "lapsed", lapsed, "payments", ended)
	}
	if err != nil {
		return err
	}
	if _, err = i.service.CloseDays(ctx); err != nil {
		return err
	}
	_, err = i.service.ForgetTries(ctx)
	return err
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

// maxJump is how far the system's clock may move against its own steady count
// between two rounds of the sweep before a round is left out.
const maxJump = time.Minute

// jumpGuard notices that the system's clock was set. A round is left out then,
// so that a clock that is corrected at once expires nothing; the log says so.
type jumpGuard struct {
	log    *slog.Logger
	wall   func() time.Time
	steady func() time.Duration // since some moment; nobody can set it
	told   func(time.Duration)  // by how much it moved at each look; nil: nobody is
	ran    bool
	offset time.Time // what the wall showed when steady was 0, by the last look
}

func (g *jumpGuard) jumped() bool {
	offset := g.wall().Round(0).Add(-g.steady())
	before, ran := g.offset, g.ran
	g.offset, g.ran = offset, true
	d := offset.Sub(before).Abs()
	if ran && g.told != nil {
		g.told(d)
	}
	if ran && d > maxJump {
		g.log.Warn("the clock jumped: this round is left out", "by", d, "runbook", "clock")
		return true
	}
	return false
}
