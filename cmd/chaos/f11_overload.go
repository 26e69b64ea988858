package main

import (
	"fmt"
	"strings"
	"time"
)

// overloadHarness is F11: pages are asked for at twice and at ten times the rate
// at which they can be answered.
func overloadHarness() harness {
	return harness{
		id:      "F11",
		promise: "2 × capacity: goodput ≥ 90 %, p99 < 1 s, 0 time-outs; 10 ×: memory ≤ 256 MiB, 0 crashes, full service ≤ 5 s after",
		run:     runOverload,
		faults: []fault{{"nobody is turned away", []edit{
			{"web/crowd.go", "leave, err := s.enter(r, class, slow)", "leave, err := func() {}, error(nil)"},
			{"cmd/latchkey/listen.go", "l.Lag = limit.NewLag().At\n", "_ = limit.NewLag\n"},
		}}},
	}
}

const (
	mostMemory  = 256 * mib
	fullService = 5 * time.Second
	goodput     = 0.9
	measuring   = 48 // who ask at once when the capacity is measured: fewer than are worked on
)

func runOverload(l *lab) (report, error) {
	const links = 2000
	s, err := l.site(plan{partners: 16, clients: links})
	if err != nil {
		return report{}, err
	}
	n, err := s.node()
	if err != nil {
		return report{}, err
	}
	how := l.pinned()
	if strings.HasPrefix(how, "one core") {
		n.core = serverCore
	}
	if _, err := n.start(); err != nil {
		return report{}, err
	}
	made, err := s.links(n, links)
	if err != nil {
		return report{}, err
	}
	fire := newShots(n, pagesOf(made))
	defer fire.close()
	span := time.Duration(l.count(4, 15)) * time.Second
	fire.capacity(l.ctx, measuring, time.Second) // warm
	capacity := fire.capacity(l.ctx, measuring, span)
	l.say("capacity %.0f a second, %s", capacity, how)
	if capacity < 10 {
		return report{}, fmt.Errorf("capacity is %.1f pages a second: %s", capacity, tail(n.log))
	}
	var r report
	r.figure("capacity %.0f pages/s (%s)", capacity, how)
	twice(l, fire, &r, capacity, 2*span)
	tenfold(l, fire, &r, capacity, span)
	return r, nil
}

// pagesOf opens one link after the other, from ever other addresses.
func pagesOf(links []string) func() []byte {
	n := 0
	return func() []byte {
		n++
		address := fmt.Sprintf("10.%d.%d.%d", n>>16&7, n>>8&255, n&255)
		return rawRequest("GET", links[n%len(links)], address, "", nil)
	}
}

func twice(l *lab, fire *shots, r *report, capacity float64, span time.Duration) {
	w := sum(fire.fire(l.ctx, 2*capacity, span))
	share, p99 := float64(w.good)/span.Seconds()/capacity, percentile(w.took, 99)
	l.say("twice: %d offered, %d good, %d shed, %d other, %d time-outs, p99 %s", w.offered, w.good, w.shed, w.other, w.timeouts, p99)
	r.figure("2 ×: goodput %.0f %%, p99 %d ms", 100*share, p99.Milliseconds())
	r.none(w.timeouts, "time-outs")
	if share < goodput {
		r.breaks("goodput at twice the capacity is %.0f %%", 100*share)
	}
	if p99 >= goodWithin {
		r.breaks("p99 at twice the capacity is %s", p99.Round(time.Millisecond))
	}
	if w.other > 0 {
		r.breaks("%d answers are neither the page nor busy", w.other)
	}
}

func tenfold(l *lab, fire *shots, r *report, capacity float64, span time.Duration) {
	since := stopwatch()
	w := sum(fire.fire(l.ctx, 10*capacity, span))
	reached := float64(w.offered) / since().Seconds() / capacity
	peak := fire.node.peakMemory()
	l.say("tenfold: %d offered, %d good, %d shed, %d time-outs, peak %d MiB", w.offered, w.good, w.shed, w.timeouts, peak/mib)
	r.figure("10 × (%.1f × answered): %s offered, peak %d MiB", reached, number(w.offered), peak/mib)
	if peak > mostMemory {
		r.breaks("memory grew to %d MiB", peak/mib)
	}
	if !fire.node.running() {
		r.breaks("the program ended")
		return
	}
	// What is offered after the burst is well below the capacity, so all of it
	// can be answered; when it is, from some moment on, service is full.
	const after = fullService + 3*time.Second
	last := time.Duration(0)
	for _, s := range fire.fire(l.ctx, 0.4*capacity, after) {
		if s.status != 200 || s.took > goodWithin {
			last = max(last, s.due)
		}
	}
	r.figure("full service %.1f s after the burst", last.Seconds())
	if last > fullService {
		r.breaks("service was not full %s after the burst", last.Round(100*time.Millisecond))
	}
}
