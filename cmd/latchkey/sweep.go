package main

import (
	"context"
	"log/slog"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

type sweepCommand struct {
	Once    bool `help:"One round, and end." required:""`
	Confirm bool `help:"Say that the clock is right as it stands; every server goes by that from then on."`
}

func (sweepCommand) Help() string {
	return "The server does this twice a minute by itself. It stops, and says so, when the clock was set by more than 5 minutes, stands behind\n" +
		"what was seen before, or when more than 100 links and a fifth of all pending ones would expire after a time in which nobody watched the clock.\n" +
		"Check the clock then. If it is right, --confirm goes on.\n" +
		"Example: latchkey sweep --once --confirm"
}

func (c sweepCommand) Run(a *app) error {
	return a.with(func(i *installation) error {
		log := slog.New(slog.NewTextHandler(a.stderr, nil))
		if c.Confirm {
			if err := i.service.ConfirmTime(a.ctx, portal.ByCommand); err != nil {
				return err
			}
		}
		if err := sweep(a.ctx, i, log); err != nil {
			return err
		}
		return sweepEnds(a.ctx, i, log)
	})
}

// sweep reports what ran out. Nothing else is done in its round, so that nothing
// keeps an expiry waiting. portal.ErrTimeHeld: the clock may be wrong.
func sweep(ctx context.Context, i *installation, log *slog.Logger) error {
	if err := i.service.Sweepable(ctx); err != nil {
		return err
	}
	expired, err := i.service.Sweep(ctx)
	if expired > 0 {
		log.Info("swept", "expired", expired)
	}
	if err != nil {
		return err
	}
	return i.service.Swept(ctx)
}

// sweepEnds sends the reminders that are due, ends the proposals, decisions and
// payments that nobody answered, closes the days that are over, and forgets what
// is kept for a time only.
func sweepEnds(ctx context.Context, i *installation, log *slog.Logger) error {
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
	if reminded+lapsed+ended > 0 {
		log.Info("swept", "reminded", reminded, "lapsed", lapsed, "payments", ended)
	}
	if err != nil {
		return err
	}
	if _, err = i.service.CloseDays(ctx); err != nil {
		return err
	}
	if _, err = untilDone(ctx, i.service.ForgetTries); err != nil {
		return err
	}
	if _, err = untilDone(ctx, i.service.ForgetTryCounts); err != nil {
		return err
	}
	_, err = untilDone(ctx, i.service.ForgetReplays)
	return err
}

// retention is done by one process of all, once a day.
var retention = portal.DutyPlan{Name: "retention", Every: 24 * time.Hour, Lease: 10 * time.Minute}

func forget(ctx context.Context, i *installation, log *slog.Logger) error {
	_, err := i.service.OnDuty(ctx, retention, func(ctx context.Context, hold portal.Hold) error {
		spent, err := untilDone(ctx, i.service.ForgetSpent)
		if err != nil {
			return err
		}
		n, err := untilDone(ctx, func(ctx context.Context) (int, bool, error) { return i.service.ApplyRetention(ctx, hold) })
		if n+spent > 0 {
			log.Info("forgot what was kept long enough", "rows", n+spent)
		}
		return err
	})
	return err
}
