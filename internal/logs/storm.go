package logs

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"time"
)

// perSecond is how many identical lines a second are let through.
const perSecond = 10

// maxKinds bounds the kinds of lines that are counted apart in one second; more
// of them count as one kind.
const maxKinds = 1000

// panicKey is the attribute that a line about a recovered panic has.
const panicKey = "panic"

// Storm is a handler that lets ten identical lines a second through: those of
// one level and one message, whatever their attributes are. When the second is
// over, one line says how many more there were: "suppressed", with count and
// message. It is written with the next line of any kind, by Settle, or by Flush.
type Storm struct {
	slog.Handler
	shared *shared
}

// shared is what the handlers that are made of one Storm know together.
type shared struct {
	base  slog.Handler
	never []string

	mu         sync.Mutex
	second     int64 // unix
	kinds      map[kind]int
	suppressed int64
	panics     int64
}

type kind struct {
	level   slog.Level
	message string
}

// NewStorm wraps a handler. Lines whose message is one of never are not
// suppressed: each of them stands for a thing of its own, such as a request.
func NewStorm(h slog.Handler, never ...string) *Storm {
	return &Storm{h, &shared{base: h, never: never, kinds: map[kind]int{}}}
}

// Figures are what was counted since the program started.
type Figures struct {
	Suppressed int64 // lines
	Panics     int64 // lines about a panic that was recovered; also those suppressed
}

// Figures returns the counts.
func (s *Storm) Figures() Figures {
	s.shared.mu.Lock()
	defer s.shared.mu.Unlock()
	return Figures{Suppressed: s.shared.suppressed, Panics: s.shared.panics}
}

// Handle writes the line, or counts it.
func (s *Storm) Handle(ctx context.Context, r slog.Record) error {
	over, ok := s.shared.count(r)
	err := s.shared.tell(ctx, r.Time, over)
	if !ok {
		return err
	}
	return errors.Join(err, s.Handler.Handle(ctx, r))
}

// WithAttrs and WithGroup keep counting together.
func (s *Storm) WithAttrs(attrs []slog.Attr) slog.Handler {
	return &Storm{s.Handler.WithAttrs(attrs), s.shared}
}

// WithGroup is as WithAttrs.
func (s *Storm) WithGroup(name string) slog.Handler {
	return &Storm{s.Handler.WithGroup(name), s.shared}
}

// Settle says what was suppressed in a second that is over by now. Call it about
// once a second: a storm that ends leaves no next line to say it with.
func (s *Storm) Settle(ctx context.Context, now time.Time) error {
	s.shared.mu.Lock()
	var over map[kind]int
	if now.Unix() > s.shared.second {
		over = s.shared.turn(now.Unix())
	}
	s.shared.mu.Unlock()
	return s.shared.tell(ctx, now, over)
}

// Flush says what was suppressed and not told yet, when the program stops.
func (s *Storm) Flush(ctx context.Context, at time.Time) error {
	s.shared.mu.Lock()
	over := s.shared.turn(at.Unix())
	s.shared.mu.Unlock()
	return s.shared.tell(ctx, at, over)
}

// count counts a line and says whether it may be written, and what was
// suppressed in a second that is over.
func (s *shared) count(r slog.Record) (over map[kind]int, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r.Attrs(func(a slog.Attr) bool {
		if a.Key != panicKey {
			return true
		}
		s.panics++
		return false
	})
	if second := r.Time.Unix(); second != s.second {
		over = s.turn(second)
	}
	if slices.Contains(s.never, r.Message) {
		return over, true
	}
	k := kind{r.Level, r.Message}
	if _, known := s.kinds[k]; !known && len(s.kinds) >= maxKinds {
		k = kind{r.Level, "lines of many kinds"}
	}
	s.kinds[k]++
	if s.kinds[k] <= perSecond {
		return over, true
	}
	s.suppressed++
	return over, false
}

// turn begins a new second and returns what was suppressed in the one before.
func (s *shared) turn(second int64) map[kind]int {
	var over map[kind]int
	for k, n := range s.kinds {
		if n > perSecond {
			if over == nil {
				over = map[kind]int{}
			}
			over[k] = n - perSecond
		}
	}
	s.second = second
	clear(s.kinds)
	return over
}

func (s *shared) tell(ctx context.Context, at time.Time, over map[kind]int) error {
	var errs []error
	for k, n := range over {
		r := slog.NewRecord(at, k.level, "suppressed", 0)
		r.AddAttrs(slog.Int("count", n), slog.String("message", k.message))
		errs = append(errs, s.base.Handle(ctx, r))
	}
	return errors.Join(errs...)
}
