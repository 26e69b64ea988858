package main

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"github.com/anishathalye/porcupine"
)

// linearHarness is F6: of each link eight people press, reissue and look at
// once, through the running program. There must be an order of what they did,
// one after another, that explains every answer (linearizability).
func linearHarness() harness {
	return harness{
		id:      "F6",
		promise: "10,000 histories of one-time links, 8 people at once, with reissue, on each store: every one linearizable, none undecided",
		run:     runLinear,
		missing: noPostgres,
		faults: []fault{
			checkThenAct,
			plant("a reissue does not mind which link was seen", "internal/portal/request_verbs.go",
				"if result = (RequestNot{Request: r}); ask.Attempt != r.Attempt {",
				"if result = (RequestNot{Request: r}); ask.Attempt > r.Attempt {"),
		},
	}
}

// How F6 is driven. Of a link's operations so many are of each kind: no more
// than a link may be pressed and opened in a minute.
const (
	linearPeople   = 8
	linearSteps    = 4 // of each
	linearPresses  = 9
	linearReissues = 8
	linearAtOnce   = 3 // links
	linearKeys     = 16
	linearTimeout  = 10 * time.Second // for the search of one history's order
)

func runLinear(l *lab) (report, error) {
	var r report
	for _, store := range []string{"SQLite", "PostgreSQL"} {
		p := plan{partners: breakingPartners, clients: l.count(150, 10_000)}
		if store == "PostgreSQL" {
			pg, err := l.postgres()
			if err != nil {
				return r, err
			}
			p.database = pg.url
		}
		if err := linearOn(l, store, p, &r); err != nil {
			return r, err
		}
	}
	return r, nil
}

// linearOn takes and judges the histories of one store.
func linearOn(l *lab, store string, p plan, r *report) error {
	s, err := l.site(p)
	if err != nil {
		return err
	}
	w := &linearWorld{lab: l, site: s}
	if w.keys, err = s.moreKeys(linearKeys); err != nil {
		return err
	}
	if w.node, err = s.serve(); err != nil {
		return err
	}
	defer w.node.kill()
	var next atomic.Int64
	crowd(linearAtOnce, func(lane int) {
		people := make([]*visitor, linearPeople)
		for i := range people {
			people[i] = newVisitor(0)
		}
		for l.ctx.Err() == nil {
			i := int(next.Add(1)) - 1
			if i >= p.clients {
				return
			}
			w.link(people, i)
		}
	})
	if l.ctx.Err() != nil {
		return fmt.Errorf("%s: after %d histories: %w", store, w.explained, l.ctx.Err())
	}
	r.figure("%s on %s", number(w.explained), store)
	r.none(w.illegal, "not linearizable")
	r.none(w.undecided, "undecided")
	for _, odd := range w.odd {
		r.breaks("%s: %s", store, odd)
	}
	return nil
}

// linearWorld is where histories are taken.
type linearWorld struct {
	lab  *lab
	site *site
	node *node
	keys []string // of the API

	mu                            sync.Mutex
	explained, illegal, undecided int
	odd                           []string
}

// link takes the history of one link and judges it.
func (w *linearWorld) link(people []*visitor, i int) {
	for k, v := range people {
		v.address = addressOf(i*linearPeople + k)
	}
	h := &history{linearWorld: w, client: i}
	if !h.begin(people[0]) {
		return
	}
	steps := deal(i, w.lab.seed)
	crowd(len(people), func(k int) {
		random := rand.New(rand.NewPCG(w.lab.seed, uint64(i*linearPeople+k)))
		for _, name := range steps[k] {
			h.step(people[k], k, name, random)
		}
	})
	result := porcupine.CheckOperationsTimeout(oneTimeLink, h.operations, linearTimeout)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.explained += one(result == porcupine.Ok)
	w.illegal += one(result == porcupine.Illegal)
	w.undecided += one(result == porcupine.Unknown)
	if result != porcupine.Ok {
		h.write()
	}
	if n := w.explained + w.illegal + w.undecided; n%1000 == 0 {
		w.lab.say("%d histories", n)
	}
}

// deal gives each of the people what it does to link i.
func deal(i int, seed uint64) [linearPeople][]string {
	all := make([]string, linearPeople*linearSteps)
	for n := range all {
		switch {
		case n == 0:
			all[n] = "approve" // it ends a link for good: once at most
		case n < linearPresses:
			all[n] = "decline"
		case n < linearPresses+linearReissues:
			all[n] = "reissue"
		default:
			all[n] = "read"
		}
	}
	random := rand.New(rand.NewPCG(seed, uint64(i)))
	random.Shuffle(len(all), func(a, b int) { all[a], all[b] = all[b], all[a] })
	var steps [linearPeople][]string
	for n, name := range all {
		steps[n%linearPeople] = append(steps[n%linearPeople], name)
	}
	return steps
}
