package main

import (
	"cmp"
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

	"github.com/anishathalye/porcupine"
)

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
