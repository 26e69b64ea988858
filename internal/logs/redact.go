// Package logs is what every line passes on its way to the log: it takes out what
// must stand in no log, whoever wrote it there, and says of which request a line
// is.
//
// It leaves out what is logged and where it goes. It is the second door, not the
// first: code that logs names patterns and ids, never what a visitor sent. This
// catches what slips through, above all in the errors of libraries.
//
// Use: slog.New(logs.Redact(slog.NewJSONHandler(os.Stderr, nil))).
package logs

import (
	"context"
	"fmt"
	"log/slog"
	"regexp"
	"strings"
)

// cut stands where something was taken out.
const cut = "[cut]"

// maxValue is how much of one value is kept, in bytes: a stack trace fits.
const maxValue = 8 << 10

// hushed are the names of attributes whose value is taken out whatever it is.
var hushed = map[string]bool{
	"authorization": true, "cookie": true, "set-cookie": true, "password": true, "secret": true, "token": true,
	"checksum": true, "query": true,
}

// shapes are what is taken out of texts, in this order, and what is left in its place.
var shapes = []struct {
	shape *regexp.Regexp
	leave string
}{
	// Headers that open something, to the end of their line.
	{regexp.MustCompile(`(?i)\b((?:proxy-)?authorization|(?:set-)?cookie|x-?api-?key|xapikey)\b["'\]]?\s*[:=]\s*[^\r\n]*`), "$1: " + cut},
	{regexp.MustCompile(`(?i)\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{6,}`), "$1 " + cut},
	// Keys of ours and of the providers.
	{regexp.MustCompile(`\b(whsec|lkp|lk|sk|rk)_[A-Za-z0-9+/=_-]{6,}`), "${1}_" + cut},
	{regexp.MustCompile(`://[^\s/@"'<>]+@`), "://" + cut + "@"},
	// Queries of URLs and paths, and checksums on their own.
	{regexp.MustCompile(`\?[^\s"'<>]*=[^\s"'<>]*`), "?" + cut},
	{regexp.MustCompile(`(/[^\s"'<>?]*)\?[^\s"'<>]+`), "$1?" + cut},
	{regexp.MustCompile(`(?i)\b(c|sig|signature)(=|%3D)[0-9a-z+/_%-]{6,}=*`), "$1=" + cut},
	{regexp.MustCompile(`(?i)\b(password|passwd|secret|token)\b["']?\s*[=:]\s*["']?[^\s&"',;]+`), "$1=" + cut},
	// Addresses keep their domain, which says whose server is meant.
	{regexp.MustCompile(`[^\s"'<>()\[\],;:=/@]+(?:@|%40)((?:[\p{L}\p{N}-]+\.)+\p{L}{2,})`), "…@$1"},
}

// marks are the characters without one of which no shape is there.
const marks = "@?=%_: "

// Scrub returns text without what must stand in no log, cut to a length.
func Scrub(text string) string {
	if len(text) > maxValue {
		text = strings.ToValidUTF8(text[:maxValue], "") + "…"
	}
	if !strings.ContainsAny(text, marks) {
		return text
	}
	for _, s := range shapes {
		text = s.shape.ReplaceAllString(text, s.leave)
	}
	return text
}

// Redact returns h with every message and value scrubbed, and with the request
// of the context, if there is one, as the attribute "request".
func Redact(h slog.Handler) slog.Handler { return redacting{h} }

type redacting struct{ slog.Handler }

func (r redacting) Handle(ctx context.Context, record slog.Record) error {
	clean := slog.NewRecord(record.Time, record.Level, Scrub(record.Message), record.PC)
	if id := RequestOf(ctx); id != "" {
		clean.AddAttrs(slog.String("request", id))
	}
	record.Attrs(func(a slog.Attr) bool {
		clean.AddAttrs(redacted(a))
		return true
	})
	return r.Handler.Handle(ctx, clean)
}

func (r redacting) WithAttrs(attrs []slog.Attr) slog.Handler {
	clean := make([]slog.Attr, len(attrs))
	for i, a := range attrs {
		clean[i] = redacted(a)
	}
	return redacting{r.Handler.WithAttrs(clean)}
}

func (r redacting) WithGroup(name string) slog.Handler { return redacting{r.Handler.WithGroup(name)} }

func redacted(a slog.Attr) slog.Attr {
	if hushed[strings.ToLower(a.Key)] {
		return slog.String(a.Key, cut)
	}
	switch v := a.Value.Resolve(); v.Kind() {
	case slog.KindString:
		return slog.String(a.Key, Scrub(v.String()))
	case slog.KindGroup:
		group := make([]slog.Attr, len(v.Group()))
		for i, one := range v.Group() {
			group[i] = redacted(one)
		}
		return slog.Attr{Key: a.Key, Value: slog.GroupValue(group...)}
	case slog.KindAny:
		if v.Any() == nil {
			return slog.Attr{Key: a.Key, Value: v}
		}
		return slog.String(a.Key, Scrub(fmt.Sprint(v.Any())))
	default: // numbers, truths, times
		return slog.Attr{Key: a.Key, Value: v}
	}
}
