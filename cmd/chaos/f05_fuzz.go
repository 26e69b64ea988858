package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"sync"
	"sync/atomic"
)

// fuzzHarness is F5: requests that nobody would send in earnest, against the
// running program: links that were tampered with, links that are genuine but
// nonsense, bytes out of place, bodies, headers, methods, both APIs.
func fuzzHarness() harness {
	return harness{
		id:      "F5",
		promise: "1,000,000 fuzzed requests to links and APIs: no panic, no 5xx, no forgery accepted",
		run:     runFuzz,
		faults: []fault{
			plant("the beginning of a checksum is enough", "internal/link/check.go",
				"return subtle.ConstantTimeCompare(sum[:tagSize], q.sum[:tagSize])&usable == 1, revoked",
				"return subtle.ConstantTimeCompare(sum[:4], q.sum[:4])&usable == 1, revoked"),
			plant("a handler panics", "web/gate.go",
				"path, ok := link.ParsePath(v.path)\n",
				"if strings.Contains(v.query, \"%00\") {\n\t\tpanic(\"planted\")\n\t}\n\tpath, ok := link.ParsePath(v.path)\n"),
		},
	}
}

// How F5 is driven: so many connections at once, and so many of each that
// genuine requests need, because each is allowed only so many calls a second.
const (
	fuzzConnections = 16
	fuzzPartners    = 16
	fuzzKeys        = 16
	fuzzLinks       = 60 // of each kind
)

func runFuzz(l *lab) (report, error) {
	w, err := newFuzzWorld(l)
	if err != nil {
		return report{}, err
	}
	n, err := w.site.serve()
	if err != nil {
		return report{}, err
	}
	if err := w.genuine(n); err != nil {
		return report{}, err
	}
	asks := l.count(30_000, 1_000_000)
	var next atomic.Int64
	crowd(fuzzConnections, func(int) {
		c := &rawConnection{node: n}
		defer c.close()
		for l.ctx.Err() == nil {
			i := int(next.Add(1)) - 1
			if i >= asks {
				return
			}
			if i%100_000 == 99_999 {
				l.say("%s requests", number(i+1))
			}
			random := rand.New(rand.NewPCG(l.seed, uint64(i)))
			q := w.draw(random)
			w.note(q, c.exchange(q))
		}
	})
	if l.ctx.Err() != nil {
		return report{}, fmt.Errorf("after %d requests: %w", next.Load(), l.ctx.Err())
	}
	alive := n.running()
	n.kill()
	return w.judge(n, asks, alive)
}

// fuzzTally counts how requests were answered.
type fuzzTally struct {
	mu                         sync.Mutex
	opened, forged             int         // genuine links that opened; forgeries that were sent
	accepted, ours, unanswered int         // forgeries taken for genuine; 5xx; requests without an answer
	status                     map[int]int // answers
	odd                        []string
}

func (t *fuzzTally) note(q ask, a rawAnswer) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.status[a.status]++
	bad := ""
	switch {
	case a.status == 0:
		t.unanswered++
		bad = "was not answered"
	case a.status >= 500:
		t.ours++
		bad = fmt.Sprint("was answered with ", a.status)
	case q.forged && !turnedAway[a.status]:
		t.accepted++
		bad = fmt.Sprint("is a forgery and was answered with ", a.status)
	}
	t.forged += one(q.forged)
	t.opened += one(q.genuine && a.status == 200)
	if bad != "" && len(t.odd) < mostBroken {
		t.odd = append(t.odd, fmt.Sprintf("%.300q %s", q.text, bad))
	}
}

// turnedAway are the answers to a link whose checksum is wrong: damaged,
// tampered, too many tries. Every other tells more than a forger may know.
var turnedAway = map[int]bool{400: true, 403: true, 429: true}

func (w *fuzzWorld) judge(n *node, asks int, alive bool) (report, error) {
	var r report
	log, err := os.ReadFile(n.log)
	if err != nil {
		return r, err
	}
	t := w.fuzzTally
	r.figure("%s requests", number(asks))
	r.figure("%s forgeries", number(t.forged))
	r.figure("%s genuine links opened", number(t.opened))
	r.none(bytes.Count(log, []byte("panicked")), "panics")
	r.none(t.ours, "answers 5xx")
	r.none(t.accepted, "forgeries accepted")
	if t.unanswered > 0 {
		r.breaks("%s requests without an answer", number(t.unanswered))
	}
	if !alive {
		r.breaks("the program has ended")
	}
	// Where nothing opens and nothing is turned away, nothing was tried.
	if t.opened < asks/100 || t.status[403] < asks/20 {
		r.breaks("only %d genuine links opened and %d forgeries read 403: this proves nothing", t.opened, t.status[403])
	}
	for _, odd := range t.odd {
		r.breaks("%s", odd)
	}
	return r, nil
}
