package main

import (
	"context"
	"log/slog"
	"time"

	"github.com/latchkey-portal/latchkey/internal/logs"
)

// logger is where a server logs: one JSON object a line on standard error, without
// what must stand in no log, and without the thousandth line of a kind.
func (a *app) logger() *slog.Logger {
	if a.log == nil {
		a.storm = logs.NewStorm(logs.Redact(slog.NewJSONHandler(a.stderr, nil)), eachTold...)
		a.log = slog.New(a.watch.logged(a.storm))
	}
	return a.log
}

// suppressed is how many lines were left out.
func (a *app) suppressed() uint64 {
	if a.storm == nil {
		return 0
	}
	return uint64(a.storm.Figures().Suppressed)
}

// settleEvery is how often it is said what was left out.
const settleEvery = time.Second

// settleLog says what was left out of the log in a second that is over.
func (a *app) settleLog(ctx context.Context) error {
	if a.storm == nil {
		return nil
	}
	return a.storm.Settle(ctx, time.Now())
}

// endLog says what was left out and not told yet, when the program ends. A log
// that takes nothing more has nobody to tell it to.
func (a *app) endLog() {
	if a.storm != nil {
		_ = a.storm.Flush(context.WithoutCancel(a.ctx), time.Now())
	}
}
