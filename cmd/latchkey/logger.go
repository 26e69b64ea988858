package main

import (
	"log/slog"

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
