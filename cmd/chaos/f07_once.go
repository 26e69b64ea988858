package main

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// onceHarness is F7: many send the same POST under one Idempotency-Key at once,
// one of them with another body, while the process is killed.
func onceHarness() harness {
	return harness{
		id:      "F7",
		promise: "1,000 idempotency keys × 16 POSTs at once, one with another body, kills among them: one link and one event per key, one answer, 422 for the other body",
		run:     runOnce,
		faults: []fault{
			plant("the body of a key is not compared", "web/idempotency.go", "\th.Write(body)\n", ""),
			plant("a key is forgotten when it was answered", "web/partner_ask.go",
				"return reply{status: http.StatusConflict, keep: keepBinding,", "return reply{status: http.StatusConflict, keep: keepNothing,"),
			keyBesideTheChange,
		},
	}
}

// keyBesideTheChange makes the change and writes the record of its key a little
// later, in a transaction of its own.
var keyBesideTheChange = plant("the key is recorded beside the change", "internal/portal/replay.go",
	"return s.store.Whole(ctx, claim, func(ctx context.Context) error {\n\t\ta, err := run(ctx)\n\t\tif err != nil {\n\t\t\treturn err\n\t\t}\n",
	`return func(f func(context.Context) error) error { return f(ctx) }(func(ctx context.Context) error {
		a, err := run(ctx)
		if err != nil {
			return err
		}
		time.Sleep(300 * time.Millisecond)
		if err := s.store.InTx(context.WithoutCancel(ctx), claim); err != nil {
			return err
		}
`)

// How F7 is driven.
const (
	oncePosts    = 16 // of a key, at once
	onceKeys     = 4  // at once
	oncePartners = 16
)

func runOnce(l *lab) (report, error) {
	keys, kills := l.count(90, 1000), l.count(9, 100)
	// Each key has two clients: one for its body, one for the other.
	s, err := l.site(plan{partners: oncePartners, clients: 2 * keys})
	if err != nil {
		return report{}, err
	}
	n, err := s.serve()
	if err != nil {
		return report{}, err
	}
	o := &onceWorld{lab: l, site: s, node: n, keys: keys, kills: kills}
	done := make(chan struct{})
	go func() {
		o.all()
		close(done)
	}()
	restarts, err := o.killing(done)
	<-done
	n.kill()
	if err == nil && l.ctx.Err() != nil {
		err = fmt.Errorf("after %d kills: %w", restarts, l.ctx.Err())
	}
	if err != nil {
		return report{}, err
	}
	var r report
	r.figure("%s keys", number(keys))
	r.figure("%s kills", number(restarts))
	return r, o.judge(&r)
}

// onceWorld is where keys are used.
type onceWorld struct {
	lab         *lab
	site        *site
	node        *node
	keys, kills int
	killed      atomic.Int64
	next        atomic.Int64

	mu              sync.Mutex
	two, unrefused  int // keys with two answers; other bodies that were not refused
	answers, refuse int
	odd             []string
}

// killing kills the node until all keys are used.
func (o *onceWorld) killing(done <-chan struct{}) (restarts int, err error) {
	for {
		select {
		case <-done:
			return restarts, nil
		case <-o.lab.ctx.Done():
			return restarts, nil
		case <-time.After(o.lab.between(50*time.Millisecond, 700*time.Millisecond)):
		}
		o.node.kill()
		if _, err := o.node.start(); err != nil {
			return restarts, err
		}
		restarts++
		o.killed.Add(1)
	}
}

// all uses every key, spread over the kills.
func (o *onceWorld) all() {
	crowd(onceKeys, func(int) {
		people := make([]*visitor, oncePosts)
		for i := range people {
			people[i] = newVisitor(0)
		}
		for o.lab.ctx.Err() == nil {
			k := int(o.next.Add(1)) - 1
			if k >= o.keys {
				return
			}
			insist(o.lab.ctx, func() bool { return int(o.killed.Load()) >= k*o.kills/o.keys })
			o.key(people, k)
		}
	})
}

// underKey is an answer to a POST under a key: a link, or that the key belongs to
// another body.
type underKey struct {
	link    asked
	refused bool
}

// key uses one key: all at once, the last with another body.
func (o *onceWorld) key(people []*visitor, k int) {
	answers := make([]underKey, len(people))
	crowd(len(people), func(i int) {
		client := 2 * k
		if i == len(people)-1 {
			client++
		}
		people[i].address = addressOf(k*oncePosts + i)
		answers[i] = o.post(people[i], k, client)
	})
	if o.lab.ctx.Err() != nil {
		return
	}
	links := map[asked]bool{}
	refused := 0
	for _, a := range answers {
		if a.refused {
			refused++
		} else {
			links[a.link] = true
		}
	}
	// Whichever body came first has the key; the others read 422.
	other := answers[len(answers)-1]
	want := 1
	if !other.refused {
		want = len(answers) - 1
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.answers += len(answers) - refused
	o.refuse += refused
	o.two += one(len(links) != 1)
	o.unrefused += one(refused != want)
}

// post sends a POST until it has a definite answer.
func (o *onceWorld) post(v *visitor, k, client int) (got underKey) {
	ctx := o.lab.ctx
	insist(ctx, func() bool {
		link, a, ok, err := v.ask(ctx, o.node, o.site.partners[k%oncePartners], client, fmt.Sprintf("key-%d", k))
		switch {
		case err != nil || a.again():
			return false
		case ok:
			got = underKey{link: link}
		case a.status == http.StatusUnprocessableEntity:
			got = underKey{refused: true}
		default:
			o.mu.Lock()
			defer o.mu.Unlock()
			if len(o.odd) < mostBroken {
				o.odd = append(o.odd, fmt.Sprintf("a POST under a key was answered with %d", a.status))
			}
		}
		return true
	})
	return got
}

// judge counts the links and events of each key.
func (o *onceWorld) judge(r *report) error {
	f, err := o.site.facts()
	if err != nil {
		return err
	}
	defer f.close()
	links, events, err := o.made(o.lab.ctx, f)
	if err != nil {
		return err
	}
	wrongLinks, wrongEvents := 0, 0
	for k := range o.keys {
		wrongLinks += one(links[k] != 1)
		wrongEvents += one(events[k] != 1)
	}
	r.figure("%s answers with a link, %s with 422", number(o.answers), number(o.refuse))
	r.none(wrongLinks, "keys without exactly one link")
	r.none(wrongEvents, "keys without exactly one event")
	r.none(o.two, "keys with two answers")
	r.none(o.unrefused, "keys whose other body was not refused")
	for _, odd := range o.odd {
		r.breaks("%s", odd)
	}
	return o.site.whole(o.lab.ctx, f, r)
}

// made counts the links and their events by key.
func (o *onceWorld) made(ctx context.Context, f *facts) (links, events map[int]int, err error) {
	links, events = map[int]int{}, map[int]int{}
	keyOf := func(tenant string) int {
		client := 0
		_, _ = fmt.Sscanf(tenant, "t%d", &client) // tenants have no other form
		return client / 2
	}
	if err = f.each(ctx, `select tenant from link_request`, func(c []string) { links[keyOf(c[0])]++ }); err != nil {
		return nil, nil, err
	}
	err = f.each(ctx, `select r.tenant from event e join link_request r on r.account = e.account and r.id = e.object_id
		where e.type = 'client.link_requested'`, func(c []string) { events[keyOf(c[0])]++ })
	return links, events, err
}
