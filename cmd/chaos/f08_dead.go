package main

import (
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// deadHarness is F8: an endpoint that is dead for three days, and one that is
// slow.
func deadHarness() harness {
	return harness{
		id:      "F8",
		promise: "endpoint dead for 72 h: all delivered or replayed; a slow endpoint adds at most 50 ms to the others' p99",
		run:     runDead,
		faults:  deadFaults,
	}
}

var deadFaults = []fault{
	{"given up after four tries, and what an endpoint that is off should get is thrown away", []edit{
		{"internal/outbox/hookschedule.go", "d.Attempts > len(hookWaits):", "d.Attempts > 3:"},
		{"internal/store/delivery.go",
			"update hook_delivery set state = 'held', done_at = $3\n\t\twhere", "delete from hook_delivery\n\t\twhere $3 > 0 and"},
	}},
	plant("one lane for all endpoints", "internal/outbox/hooks.go",
		"lanes     = 32 ", "lanes     = 1 "),
}

// dying are the steps of the clock while the endpoint is dead, 72 hours in all.
var dying = []time.Duration{
	10 * time.Second, 7 * time.Minute, 40 * time.Minute, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour, 17 * time.Hour, 24 * time.Hour,
	9*time.Hour + 12*time.Minute + 50*time.Second,
}

func runDead(l *lab) (report, error) {
	var r report
	if err := threeDays(l, &r); err != nil {
		return r, err
	}
	return r, besideASlowOne(l, &r)
}

// threeDays lets an endpoint be dead, brings it back, and asks for what it did
// not get, as its owner would.
func threeDays(l *lab, r *report) error {
	events := l.count(60, 300)
	// The clock stands while all is asked for, and so does what a key may ask for in
	// a minute: there are enough keys that none is refused.
	s, err := l.site(plan{partners: 8, clients: events})
	if err != nil {
		return err
	}
	var alive atomic.Bool
	hooks, err := l.receiver(func(string, int) fate {
		if alive.Load() {
			return takes
		}
		return cuts
	})
	if err != nil {
		return err
	}
	if err := s.listen(hooks.url, ""); err != nil {
		return err
	}
	n, err := s.node()
	if err != nil {
		return err
	}
	clock := keepTime(n)
	if _, err := n.start(); err != nil {
		return err
	}
	askAll(l, s, n, events, "").wait()
	tries := hooks.tried
	still(l, tries)
	for _, step := range dying {
		if err := clock.move(l.ctx, step); err != nil {
			return err
		}
		still(l, tries)
	}
	alive.Store(true)
	if err := clock.move(l.ctx, 30*time.Hour); err != nil {
		return err
	}
	still(l, tries)
	taken, _ := hooks.counts()
	r.figure("%s events, %s tries in 72 h", number(events), number(tries()-taken))
	r.figure("%s taken without a hand", number(taken))
	if err := s.askAgain(clock); err != nil {
		return err
	}
	still(l, tries)
	n.kill()
	taken, _ = hooks.counts()
	r.none(events-taken, "neither delivered nor replayable")
	return nil
}

// askAgain turns the endpoint on and asks for everything that it did not take.
func (s *site) askAgain(clock *timekeeper) error {
	var endpoint struct{ ID string }
	if err := s.read(&endpoint, "webhook", "list", account, "--json"); err != nil {
		return err
	}
	clock.mu.Lock()
	s.settings = append(s.settings, clock.node.env...) // commands go by the same clock
	clock.mu.Unlock()
	for _, command := range [][]string{
		{"webhook", "enable", account, endpoint.ID},
		{"events", "replay", account, "--endpoint", endpoint.ID, "--since", "200h"},
	} {
		if _, err := s.prepare(command...); err != nil {
			return err
		}
	}
	return clock.move(s.lab.ctx, time.Minute)
}

// How the slow endpoint is shown: of ten, one answers after so long, and the
// events come at a rate that does not depend on the answers.
const (
	endpoints = 10
	slowness  = 3 * time.Second
	perSecond = 200
	rounds    = 3 // of each kind, in turn: a machine has moods
	mostSlow  = 50 * time.Millisecond
)

func besideASlowOne(l *lab, r *report) error {
	lasts := l.count(4, 10)
	events := 2 * rounds * lasts * perSecond
	s, err := l.site(plan{partners: endpoints, clients: events})
	if err != nil {
		return err
	}
	took := stopwatch()
	var slow atomic.Bool
	arrived := &moments{at: map[string]time.Duration{}}
	for i, p := range s.partners {
		hooks, err := l.receiver(func(id string, _ int) fate {
			switch {
			case i > 0: // how the others fare is what is asked
				arrived.note(id, took())
			case slow.Load():
				l.pause(slowness)
			}
			return takes
		})
		if err != nil {
			return err
		}
		if err := s.listen(hooks.url, p.id); err != nil {
			return err
		}
	}
	n, err := s.serve()
	if err != nil {
		return err
	}
	asked := &moments{at: map[string]time.Duration{}}
	phase := map[string]int{} // of a request
	for i := range 2 * rounds {
		slow.Store(i%2 == 1)
		began := len(asked.at)
		steadily(l, s, n, i*lasts*perSecond, lasts*perSecond, asked, took)
		still(l, arrived.count)
		l.say("%s asked, %s arrived", number(len(asked.at)), number(arrived.count()))
		if len(asked.at) == began {
			return fmt.Errorf("no ask was answered in round %d", i)
		}
		for request := range asked.at {
			if _, known := phase[request]; !known {
				phase[request] = i
			}
		}
	}
	n.kill()
	return compareRounds(l, s, asked, arrived, phase, r)
}

// moments are when something was first seen, by its id.
type moments struct {
	mu sync.Mutex
	at map[string]time.Duration
}

func (m *moments) note(id string, at time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, known := m.at[id]; !known {
		m.at[id] = at
	}
}

func (m *moments) count() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.at)
}

// steadily asks for n clients at the rate, whatever the answers.
func steadily(l *lab, s *site, at *node, first, n int, asked *moments, took func() time.Duration) {
	began := took()
	var next counter
	crowd(eventCrowd, func(worker int) {
		v := newVisitor(worker)
		for i := next.next(); i < n; i = next.next() {
			due := began + time.Duration(i)*time.Second/perSecond
			if !l.pause(due - took()) {
				return
			}
			client := first + i
			got, _, ok, err := v.ask(l.ctx, at, s.partners[client%endpoints], client, "")
			if err == nil && ok {
				asked.note(got.request, took())
			}
		}
	})
}

// compareRounds takes the p99 of each round, without the slow endpoint's own
// events, and compares the middle ones.
func compareRounds(l *lab, s *site, asked, arrived *moments, phase map[string]int, r *report) error {
	f, err := s.facts()
	if err != nil {
		return err
	}
	defer f.close()
	waits := make([][]time.Duration, 2*rounds)
	err = f.each(l.ctx, `select id, object_id, partner from event where type = 'client.link_requested'`, func(c []string) {
		at, known := asked.at[c[1]]
		if known && c[2] != s.partners[0].id {
			i := phase[c[1]]
			came, here := arrived.at[c[0]]
			if !here {
				came = at + time.Hour // it never came: that is slow
			}
			waits[i] = append(waits[i], came-at)
		}
	})
	if err != nil {
		return err
	}
	var p99 [2][]time.Duration
	for i, w := range waits {
		if len(w) == 0 {
			return fmt.Errorf("nothing was measured in round %d", i)
		}
		slices.Sort(w)
		p99[i%2] = append(p99[i%2], w[len(w)*99/100])
	}
	slices.Sort(p99[0])
	slices.Sort(p99[1])
	alone, beside := p99[0][rounds/2], p99[1][rounds/2]
	r.figure("p99 of the others %d ms, %d ms beside a slow one", alone.Milliseconds(), beside.Milliseconds())
	if beside-alone > mostSlow {
		r.breaks("a slow endpoint adds %d ms to the others", (beside - alone).Milliseconds())
	}
	return nil
}
