package main

import (
	"context"
	"fmt"
	"net/http"
	"sync"
)

// deciders are partners that ask and customers who decide, many at once: of
// each link two browsers, who often want different things and press together.
// Whoever gets no answer, or is told "not now", asks again until it has one. It
// is the load behind which most harnesses break something.
type deciders struct {
	lab    *lab
	site   *site
	clock  context.Context // of the load
	stop   context.CancelFunc
	ended  sync.WaitGroup
	number counter // of the next client
	most   int

	mu    sync.Mutex
	links []*decided
	acks  int      // links with an acknowledged decision
	wrong []string // answers that nothing explains
}

// decided is what the world outside was told about one link.
type decided struct {
	client  int
	partner string
	request string
	told    []verdict // by whoever got an answer
}

// verdict is a definite answer to a decision.
type verdict struct {
	wanted string // approved, declined
	saved  bool   // true: this is what is saved; false: the other one is
}

// decide starts the load on a node. Clients are numbered below most.
func decide(l *lab, s *site, n *node, most int) *deciders {
	d := &deciders{lab: l, site: s, most: most}
	d.clock, d.stop = context.WithCancel(l.ctx)
	for i := range killCrowd {
		a, b := newVisitor(2*i), newVisitor(2*i+1)
		d.ended.Go(func() {
			for d.clock.Err() == nil {
				client := d.number.next()
				if client >= most {
					return
				}
				d.link(n, a, b, client)
			}
		})
	}
	return d
}

// finish ends the load. Who has begun with a link and has no answer yet gets
// none any more: nothing was promised to them.
func (d *deciders) finish() {
	d.stop()
	d.ended.Wait()
}

func (d *deciders) acknowledged() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.acks
}

func (d *deciders) exhausted() bool { return int(d.number.Load()) >= d.most }

// link is the life of one link.
func (d *deciders) link(n *node, a, b *visitor, client int) {
	p := d.site.partners[client%len(d.site.partners)]
	var got asked
	asked := insist(d.clock, func() bool {
		said, answer, ok, err := a.ask(d.clock, n, p, client, "")
		if err == nil && !ok && !answer.again() {
			d.odd("POST /clients", answer)
		}
		got = said
		return err == nil && ok
	})
	if !asked {
		return
	}
	link := &decided{client: client, partner: p.id, request: got.request}
	d.mu.Lock()
	d.links = append(d.links, link)
	d.mu.Unlock()

	var form string
	opened := insist(d.clock, func() bool {
		value, answer, err := a.form(d.clock, n, got.target)
		if err == nil && value == "" && !answer.again() {
			d.odd("the page of a new link", answer)
		}
		form = value
		return err == nil && value != ""
	})
	if !opened {
		return
	}
	// Two of three pairs disagree; which of them approves follows from the number.
	first, second := "approve", []string{"decline", "decline", "approve"}[client%3]
	if client%2 == 0 {
		first, second = second, first
	}
	var both sync.WaitGroup
	both.Go(func() { d.press(n, a, link, got.target, first, form) })
	both.Go(func() { d.press(n, b, link, got.target, second, form) })
	both.Wait()
}

var wants = map[string]string{"approve": "approved", "decline": "declined"}

// press sends a decision until it is answered: 303 says that it is saved, 409
// that the other one is.
func (d *deciders) press(n *node, v *visitor, link *decided, target, decision, form string) {
	insist(d.clock, func() bool {
		answer, err := v.press(d.clock, n, target, decision, form)
		switch {
		case err != nil:
			return false
		case answer.status == http.StatusSeeOther, answer.status == http.StatusConflict:
			d.told(link, verdict{wants[decision], answer.status == http.StatusSeeOther})
			return true
		case !answer.again():
			d.odd("a decision", answer)
		}
		return false
	})
}

func (d *deciders) told(link *decided, v verdict) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(link.told) == 0 {
		d.acks++
	}
	link.told = append(link.told, v)
}

// odd keeps an answer that nothing explains.
func (d *deciders) odd(what string, a answer) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.wrong) < mostBroken {
		d.wrong = append(d.wrong, fmt.Sprintf("%s was answered with %d %s", what, a.status, a.page()))
	}
}
