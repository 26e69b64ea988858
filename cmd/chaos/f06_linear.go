package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
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

// did is what somebody did to a link.
type did struct {
	name    string // approve, decline, reissue, read
	attempt int64  // of the link, or the one that whoever reissues has seen
}

// oneTime is a link as a sequence of operations sees it.
type oneTime struct {
	status  string
	attempt int64
}

// oneTimeLink is what the answers have to be explained by.
var oneTimeLink = porcupine.Model{
	Init: func() any { return oneTime{"pending", 1} },
	Step: func(state, input, output any) (bool, any) {
		want, next := state.(oneTime).after(input.(did))
		return output == want, next
	},
}

// after is what an operation is answered with, and what is saved then.
func (s oneTime) after(op did) (string, oneTime) {
	switch op.name {
	case "read":
		return s.page(op.attempt), s
	case "reissue":
		if s.status == "approved" || op.attempt != s.attempt {
			return "not", s
		}
		return "done", oneTime{"pending", s.attempt + 1}
	}
	to := wants[op.name]
	switch {
	case s.status == to:
		return "saved", s
	case s.status != "pending":
		return "other", s
	case op.attempt != s.attempt:
		return "superseded", s
	}
	return "saved", oneTime{to, s.attempt}
}

// page is the page of an attempt's link.
func (s oneTime) page(attempt int64) string {
	switch {
	case s.status == "approved":
		return "used"
	case s.status == "declined":
		return "declined"
	case attempt < s.attempt:
		return "superseded"
	}
	return "question"
}

// history is what happened to one link.
type history struct {
	*linearWorld
	client int
	clock  atomic.Int64

	mu         sync.Mutex
	request    string
	links      []opened // by attempt, from 1
	operations []porcupine.Operation
}

// opened is a link with the value of its form.
type opened struct{ target, form string }

// begin has a partner make the link.
func (h *history) begin(v *visitor) bool {
	ctx := h.lab.ctx
	var got asked
	made := insist(ctx, func() bool {
		said, a, ok, err := v.ask(ctx, h.node, h.site.partners[h.client%len(h.site.partners)], h.client, "")
		got = said
		return h.settled("POST /clients", a, ok, err)
	})
	h.request = got.request
	return made && got.request != "" && h.open(v, 0, 1, got.target)
}

// open reads the form of a new link, as a read of its own.
func (h *history) open(v *visitor, person int, attempt int64, target string) bool {
	var form string
	ok := h.note(person, did{"read", attempt}, func() (string, bool) {
		value, a, err := v.form(h.lab.ctx, h.node, target)
		form = value
		return a.page(), h.settled("a link", a, pages[a.page()], err)
	})
	h.mu.Lock()
	defer h.mu.Unlock()
	if int64(len(h.links)) == attempt-1 {
		h.links = append(h.links, opened{target, form})
	}
	return ok
}

// step does one thing to the link, mostly to its newest attempt.
func (h *history) step(v *visitor, person int, name string, random *rand.Rand) {
	h.mu.Lock()
	attempt := len(h.links)
	if random.IntN(4) == 0 {
		attempt = 1 + random.IntN(len(h.links))
	}
	link := h.links[attempt-1]
	h.mu.Unlock()
	op := did{name, int64(attempt)}
	switch name {
	case "read":
		h.note(person, op, func() (string, bool) {
			_, a, err := v.form(h.lab.ctx, h.node, link.target)
			return a.page(), h.settled("a link", a, pages[a.page()], err)
		})
	case "reissue":
		h.reissue(v, person, op)
	default:
		h.note(person, op, func() (string, bool) {
			a, err := v.press(h.lab.ctx, h.node, link.target, name, link.form)
			word, known := pressed(a)
			return word, h.settled("a decision", a, known, err)
		})
	}
}

// pages are those that a link of this harness may show.
var pages = map[string]bool{"question": true, "used": true, "declined": true, "superseded": true}

// pressed reads the answer to a decision.
func pressed(a answer) (string, bool) {
	switch {
	case a.status == http.StatusSeeOther:
		return "saved", true
	case a.status == http.StatusConflict:
		return "other", true
	case a.status == http.StatusGone && a.page() == "superseded":
		return "superseded", true
	}
	return "", false
}

func (h *history) reissue(v *visitor, person int, op did) {
	var made struct {
		Attempt int64
		URL     string
	}
	body := fmt.Appendf(nil, `{"attempt":%d,"notify":false}`, op.attempt)
	h.note(person, op, func() (string, bool) {
		a, err := v.api(h.lab.ctx, h.node, h.keys[(h.client+person)%len(h.keys)], http.MethodPost, "/api/v1/link-requests/"+h.request+"/reissue", body)
		switch {
		case err == nil && a.status == http.StatusOK && json.Unmarshal(a.body, &made) == nil:
			return "done", h.settled("a reissue", a, true, nil)
		case err == nil && a.status == http.StatusConflict:
			return "not", h.settled("a reissue", a, true, nil)
		}
		return "", h.settled("a reissue", a, false, err)
	})
	if made.URL != "" {
		h.open(v, person, made.Attempt, pathOf(made.URL))
	}
}

// write keeps a history that is not explained, for whoever looks into it.
func (h *history) write() {
	var text strings.Builder
	slices.SortFunc(h.operations, func(a, b porcupine.Operation) int { return cmp.Compare(a.Call, b.Call) })
	for _, op := range h.operations {
		in := op.Input.(did)
		fmt.Fprintf(&text, "%4d–%-4d person %d: %s %d: %v\n", op.Call, op.Return, op.ClientId, in.name, in.attempt, op.Output)
	}
	name := filepath.Join(h.site.dir, fmt.Sprintf("history-%d.txt", h.client))
	if err := os.WriteFile(name, []byte(text.String()), 0o600); err != nil {
		h.lab.say("a history was not kept: %v", err)
	}
}

// note keeps an operation with the moments of its call and its answer. What was
// told "not now" is asked again within the same operation.
func (h *history) note(person int, op did, try func() (said string, done bool)) bool {
	called := h.clock.Add(1)
	var said string
	if !insist(h.lab.ctx, func() (done bool) { said, done = try(); return done }) {
		return false
	}
	returned := h.clock.Add(1)
	h.mu.Lock()
	defer h.mu.Unlock()
	h.operations = append(h.operations, porcupine.Operation{ClientId: person, Input: op, Call: called, Output: said, Return: returned})
	return true
}

// settled says whether an answer ends an operation: it is one that is known, or
// one that nothing explains, which is kept.
func (w *linearWorld) settled(what string, a answer, known bool, err error) bool {
	switch {
	case err != nil || a.again():
		return false
	case !known:
		w.mu.Lock()
		defer w.mu.Unlock()
		if len(w.odd) < mostBroken {
			w.odd = append(w.odd, fmt.Sprintf("%s was answered with %d %s", what, a.status, a.page()))
		}
	}
	return true
}

// api calls the own API.
func (v *visitor) api(ctx context.Context, n *node, key, method, target string, body []byte) (answer, error) {
	header := http.Header{"Authorization": {"Bearer " + key}, "Content-Type": {"application/json"}}
	return v.send(ctx, n, method, target, header, body)
}
