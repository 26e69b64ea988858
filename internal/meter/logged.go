package meter

import (
	"context"
	"log/slog"
	"strings"
)

// Logged returns h with its lines counted. Whoever catches a fault of the program
// logs a line that ends with "panicked" (a test holds them to it), which is how
// all of them are counted in one place.
func (m *Meter) Logged(h slog.Handler) slog.Handler { return countedLines{h, m} }

type countedLines struct {
	slog.Handler
	meter *Meter
}

func (c countedLines) Handle(ctx context.Context, r slog.Record) error {
	c.meter.lines.WithLabelValues(levelOf(r.Level)).Inc()
	if strings.HasSuffix(r.Message, "panicked") {
		c.meter.panics.Inc()
	}
	return c.Handler.Handle(ctx, r)
}

func (c countedLines) WithAttrs(attrs []slog.Attr) slog.Handler {
	return countedLines{c.Handler.WithAttrs(attrs), c.meter}
}

func (c countedLines) WithGroup(name string) slog.Handler {
	return countedLines{c.Handler.WithGroup(name), c.meter}
}

func levelOf(l slog.Level) string {
	switch {
	case l >= slog.LevelError:
		return "error"
	case l >= slog.LevelWarn:
		return "warn"
	case l >= slog.LevelInfo:
		return "info"
	}
	return "debug"
}
