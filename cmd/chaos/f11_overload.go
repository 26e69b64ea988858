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
		faults: []fault{
			{"nobody is turned away", []edit{{"web/crowd.go", "leave, err := s.enter(r, class, slow)", "leave, err := func() {}, error(nil)"}}},
			{"those inside keep the processor", []edit{{"internal/limit/gate.go", "runtime.Gosched()", "_ = runtime.NumCPU"}}},
		},
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
	fire.capacity(l.ctx, measuring, time.Second) // warm
	var r report
	capacity := twice(l, fire, &r)
	if capacity < 10 {
		return report{}, fmt.Errorf("capacity is %.1f pages a second: %s", capacity, tail(n.log))
	}
	r.figure("%s", how)
	tenfold(l, fire, &r, capacity, time.Duration(l.count(4, 15))*time.Second)
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

// A round measures the capacity and then what is answered of twice as much. They
// take turns, so that whatever else the machine does weighs on both.
const round = 3 * time.Second

// twice returns the capacity, which is counted as goodput is: good answers by the
// time until the last answer of any kind.
func twice(l *lab, fire *shots, r *report) (capacity float64) {
	var all wave
	var good float64
	rounds := l.count(4, 20)
	for range rounds {
		used := fire.node.using()
		could := fire.capacity(l.ctx, measuring, round)
		before := used()
		used, since := fire.node.using(), stopwatch()
		w := sum(fire.fire(l.ctx, 2*could, round))
		did := float64(w.good) / since().Seconds()
		l.say("capacity %.0f a second with %.0f %% of a core; twice: %d offered (we were late by %s), %.0f a second good with %.0f %% of a core, %d shed, %d time-outs, p99 %s",
			could, 100*before, w.offered, percentile(w.late, 99), did, 100*used(), w.shed, w.timeouts, percentile(w.took, 99))
		capacity, good = capacity+could/float64(rounds), good+did/float64(rounds)
		all.add(w)
	}
	share, p99 := good/capacity, percentile(all.took, 99)
	r.figure("capacity %.0f pages/s", capacity)
	r.figure("2 ×: goodput %.0f %%, p99 %d ms", 100*share, p99.Milliseconds())
	r.none(all.timeouts, "time-outs")
	if share < goodput {
		r.breaks("goodput at twice the capacity is %.0f %%", 100*share)
	}
	if p99 >= goodWithin {
		r.breaks("p99 at twice the capacity is %s (we were late by %s)", p99.Round(time.Millisecond), percentile(all.late, 99).Round(time.Millisecond))
	}
	if all.other > 0 {
		r.breaks("%d answers are neither the page nor busy", all.other)
	}
	return capacity
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
