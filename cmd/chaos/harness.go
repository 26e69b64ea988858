package main

import (
	"fmt"
	"slices"
	"strings"
)

// harness proves one promise.
type harness struct {
	id      string // F1
	promise string // one line, with its figures: "100 × kill −9: 0 lost"

	// run does the damage and compares. An error means that it could not be run
	// or not be judged; a broken promise is part of the report.
	run func(*lab) (report, error)

	// faults are planted one by one; run has to report each as broken.
	faults []fault

	// missing says what this machine lacks to run it; nil or empty: nothing.
	missing func() string
}

// fault is a planted fault: an exact text, which stands once in a source file,
// and what is built in its place.
type fault struct {
	name  string
	edits []edit
}

// edit replaces a text that stands exactly once in a file.
type edit struct {
	file     string // path below the repository, internal/store/tx.go
	old, new string
}

// plant is a fault of one edit.
func plant(name, file, old, new string) fault {
	return fault{name, []edit{{file, old, new}}}
}

// report is what a harness reached.
type report struct {
	figures []string // "10,412 acknowledged", "0 lost"
	broken  []string // what of the promise does not hold; empty: it was kept
}

// figure adds a figure to the table's line.
func (r *report) figure(format string, args ...any) {
	r.figures = append(r.figures, fmt.Sprintf(format, args...))
}

// mostBroken is how many sentences a report keeps: a broken program breaks in
// a thousand ways.
const mostBroken = 20

// breaks adds a sentence about what does not hold, once.
func (r *report) breaks(format string, args ...any) {
	sentence := fmt.Sprintf(format, args...)
	if len(r.broken) < mostBroken && !slices.Contains(r.broken, sentence) {
		r.broken = append(r.broken, sentence)
	}
}

// none is a count that has to be zero: it is a figure, and breaks the promise
// where it is not.
func (r *report) none(n int, what string) {
	r.figure("%s %s", number(n), what)
	if n != 0 {
		r.breaks("%s %s", number(n), what)
	}
}

// harnesses are all there are, in the order of the table.
func harnesses() []harness {
	return []harness{
		killHarness(),
		powerHarness(),
		diskErrorHarness(),
		eventsHarness(),
		mailHarness(),
		fuzzHarness(),
		linearHarness(),
		onceHarness(),
		deadHarness(),
		nodesHarness(),
		diskHarness(),
		overloadHarness(),
		restartHarness(),
		backupHarness(),
		upgradeHarness(),
		eraseHarness(),
		slowHarness(),
		damageHarness(),
		rotateHarness(),
	}
}

// choose returns the harnesses with these ids; none: all.
func choose(ids []string) ([]harness, error) {
	all := harnesses()
	if len(ids) == 0 {
		return all, nil
	}
	var chosen []harness
	for _, id := range ids {
		i := slices.IndexFunc(all, func(h harness) bool { return strings.EqualFold(h.id, id) })
		if i < 0 {
			var known []string
			for _, h := range all {
				known = append(known, h.id)
			}
			return nil, fmt.Errorf("there is no harness %s; there are %s", id, strings.Join(known, " "))
		}
		chosen = append(chosen, all[i])
	}
	return chosen, nil
}
