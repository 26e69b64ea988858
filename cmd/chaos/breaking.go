package main

import (
	"fmt"
	"time"
)

// breaking breaks one node over and over while partners ask and customers
// decide, until it was broken often enough and enough was acknowledged.
type breaking struct {
	what  string // "kills"
	times int    // how often at least
	acks  int    // links with an acknowledged decision, at least
	once  func(*node) (restart time.Duration, err error)
}

// How a breaking is driven: so many partners, each with an endpoint, and
// customers who come at once.
const (
	breakingPartners = 8
	breakingCrowd    = 12
	breakingFailing  = 10 // percent of events whose first try the receiver refuses
)

// busy is a site under load.
type busy struct {
	site  *site
	node  *node
	hooks *receiver
	load  *deciders
}

// busy makes a site by a plan, starts it, and puts the load on it.
func (l *lab) busy(p plan, clients int) (*busy, error) {
	p.partners, p.clients = breakingPartners, clients
	s, err := l.site(p)
	if err != nil {
		return nil, err
	}
	hooks, err := l.receiver(breakingFailing)
	if err != nil {
		return nil, err
	}
	for _, p := range s.partners {
		if err := s.listen(hooks.url, p.id); err != nil {
			return nil, err
		}
	}
	n, err := s.serve()
	if err != nil {
		return nil, err
	}
	return &busy{s, n, hooks, decide(l, s, n, clients)}, nil
}

// end stops load and node: what is on the disk then is what counts.
func (b *busy) end() {
	b.load.finish()
	b.node.kill()
}

// run makes a site by a plan, breaks it, and compares.
func (b breaking) run(l *lab, p plan) (report, error) {
	site, err := l.busy(p, b.acks+moreClients)
	if err != nil {
		return report{}, err
	}
	restarts, err := b.repeat(l, site.node, site.load)
	site.end()
	if err != nil {
		return report{}, err
	}
	var r report
	r.figure("%s %s", number(len(restarts)), b.what)
	r.figure("%s acknowledged", number(site.load.acknowledged()))
	if err := site.load.judge(l.ctx, site.site, site.hooks, &r); err != nil {
		return r, err
	}
	p50, most := spread(restarts)
	r.figure("answers again after p50 %d ms, at most %d ms", p50.Milliseconds(), most.Milliseconds())
	return r, nil
}

// repeat returns how long each restart took until the node answered.
func (b breaking) repeat(l *lab, n *node, d *deciders) ([]time.Duration, error) {
	var restarts []time.Duration
	for len(restarts) < b.times || d.acknowledged() < b.acks {
		if !l.pause(l.between(100*time.Millisecond, 1500*time.Millisecond)) {
			return restarts, fmt.Errorf("after %d %s and %d acknowledged decisions: %w", len(restarts), b.what, d.acknowledged(), l.ctx.Err())
		}
		if err := d.refill(); err != nil {
			return restarts, err
		}
		took, err := b.once(n)
		if err != nil {
			return restarts, err
		}
		restarts = append(restarts, took)
		if len(restarts)%10 == 0 {
			l.say("%d %s, %d acknowledged", len(restarts), b.what, d.acknowledged())
		}
	}
	return restarts, nil
}
