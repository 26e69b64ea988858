package main

import (
	"log/slog"

	"github.com/latchkey-portal/latchkey/internal/logs"
)

// logger is where a server logs: one JSON object a line on standard error, without
// what must stand in no log.
func (a *app) logger() *slog.Logger {
	return slog.New(a.watch.logged(logs.Redact(slog.NewJSONHandler(a.stderr, nil))))
}
