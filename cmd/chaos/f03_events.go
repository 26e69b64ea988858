package main

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"time"
)

// eventsHarness is F3: events go out to receivers that fail three of ten while
// the process is killed.
func eventsHarness() harness {
	return harness{
		id:      "F3",
		promise: "100,000 events, receivers failing 30 %, 20 kills: none lost, at most 2 % sent twice, each under one id",
		run:     runEvents,
		faults:  eventFaults,
	}
}

var eventFaults = []fault{
	plant("a failed try counts as the last one", "internal/outbox/hookschedule.go",
		"case a.final || d.Attempts > len(hookWaits):", "case a.final || d.Attempts > 0:"),
	plant("a claim never lapses", "internal/outbox/hooks.go",
		"hookLease = time.Minute      // of a claim", "hookLease = 1000 * time.Hour // of a claim"),
	plant("each try has an id of its own", "internal/hook/sign.go",
		`h.Set("Webhook-Id", l.id)`, `h.Set("Webhook-Id", l.id+l.sentAt())`),
}

// How F3 is driven. A partner's key is good for so many calls a second, so there
// are many partners, each with an endpoint.
const (
	eventPartners = 32
	eventCrowd    = 16
	// mostTwice is how many in a thousand may come twice.
	mostTwice = 20
	// settled is how long deliveries may stand still before the run is over: a
	// claim of a process that was killed lapses after a minute.
	settled = 90 * time.Second
)

// flakyFate fails three of ten first tries: most are refused, some are cut off,
// and of some the answer is lost, which no sender can tell from a failure.
func flakyFate(id string, try int) fate {
	switch n := share(id); {
	case try > 1 || n >= 30:
		return takes
	case n == 0:
		return forgets
	case n < 8:
		return cuts
	}
	return refuses
}

func runEvents(l *lab) (report, error) {
	events, kills := l.count(4000, 100_000), l.count(2, 20)
	s, err := l.site(plan{partners: eventPartners, clients: events})
	if err != nil {
		return report{}, err
	}
	hooks, err := l.receiver(flakyFate)
	if err != nil {
		return report{}, err
	}
	for _, p := range s.partners {
		if err := s.listen(hooks.url, p.id); err != nil {
			return report{}, err
		}
	}
	n, err := s.serve()
	if err != nil {
		return report{}, err
	}
	ask := askAll(l, s, n, events, "")
	if err := killAlong(l, n, kills, events, func() int { taken, _ := hooks.counts(); return taken }); err != nil {
		ask.finish()
		return report{}, err
	}
	ask.wait()
	quiet(l, events, func() int { taken, _ := hooks.counts(); return taken })
	n.kill()
	return judgeEvents(l, s, hooks, ask, kills)
}

// askers send POST /clients until each was answered.
type askers struct {
	stop    context.CancelFunc
	ended   sync.WaitGroup
	mu      sync.Mutex
	made    map[string]bool // requests by id
	strange []string
}

// askAll asks for clients 0 to n-1, by partners in turn.
func askAll(l *lab, s *site, at *node, n int, key string) *askers {
	a := &askers{made: map[string]bool{}}
	ctx, stop := context.WithCancel(l.ctx)
	a.stop = stop
	var next counter
	for i := range eventCrowd {
		v := newVisitor(i)
		a.ended.Go(func() {
			for client := next.next(); client < n && ctx.Err() == nil; client = next.next() {
				a.ask(ctx, s, at, v, client, key)
			}
		})
	}
	return a
}

func (a *askers) ask(ctx context.Context, s *site, at *node, v *visitor, client int, key string) {
	insist(ctx, func() bool {
		got, answer, ok, err := v.ask(ctx, at, s.partners[client%len(s.partners)], client, key)
		a.mu.Lock()
		defer a.mu.Unlock()
		switch {
		case err == nil && ok:
			a.made[got.request] = true
		case err == nil && !answer.again():
			a.strange = append(a.strange, fmt.Sprintf("POST /clients was answered with %d", answer.status))
		}
		return err == nil && (ok || answer.status == http.StatusUnprocessableEntity)
	})
}

func (a *askers) wait() { a.ended.Wait() }

func (a *askers) finish() {
	a.stop()
	a.wait()
}

// killAlong kills a node so many times while a count grows to most, spread over
// that way.
func killAlong(l *lab, n *node, kills, most int, count func() int) error {
	for k := range kills {
		for count() < most*k/kills {
			if !l.pause(20 * time.Millisecond) {
				return fmt.Errorf("after %d kills and %d of %d: %w", k, count(), most, l.ctx.Err())
			}
		}
		if !l.pause(l.between(50*time.Millisecond, 400*time.Millisecond)) {
			return l.ctx.Err()
		}
		n.kill()
		if _, err := n.start(); err != nil {
			return err
		}
		l.say("%d kills, %d of %d", k+1, count(), most)
	}
	return nil
}

// quiet returns when a count has reached most, or has not grown for long.
func quiet(l *lab, most int, count func() int) {
	still, last := stopwatch(), -1
	for count() < most && still() < settled {
		if now := count(); now != last {
			still, last = stopwatch(), now
		}
		if !l.pause(100 * time.Millisecond) {
			return
		}
	}
}

func judgeEvents(l *lab, s *site, hooks *receiver, ask *askers, kills int) (report, error) {
	var r report
	f, err := s.facts()
	if err != nil {
		return r, err
	}
	defer f.close()
	made, err := f.count(l.ctx, `select count(*) from event`)
	if err != nil {
		return r, err
	}
	lost, ghosts := 0, len(hooks.seen())
	err = f.each(l.ctx, `select id from event`, func(c []string) {
		if hooks.has(c[0]) {
			ghosts--
		} else {
			lost++
		}
	})
	if err != nil {
		return r, err
	}
	_, twice := hooks.counts()
	r.figure("%s kills", number(kills))
	r.figure("%s events", number(made))
	r.none(lost, "lost")
	r.none(ghosts, "ids that are no event's")
	r.none(hooks.other, "ids that came with another body")
	r.none(max(0, len(ask.made)-made), "asks without an event")
	r.figure("%.2f %% twice", 100*float64(twice)/float64(max(1, made)))
	if 1000*twice > mostTwice*made {
		r.breaks("%d of %d came twice", twice, made)
	}
	for _, odd := range ask.strange[:min(len(ask.strange), mostBroken)] {
		r.breaks("%s", odd)
	}
	return r, nil
}
