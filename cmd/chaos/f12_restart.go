package main

import (
	"encoding/json"
	"fmt"
	"net/url"
	"sync"
	"time"
)

// restartHarness is F12: the program is restarted as systemd restarts it, with a
// socket that stays, while everybody goes on asking and deciding.
func restartHarness() harness {
	return harness{
		id:      "F12",
		promise: "100 restarts under load with the socket handed over: no request cut, p99 ≤ 1 s until it answers again",
		run:     runRestarts,
		faults: []fault{
			plant("connections are closed before the listener, and nobody is told", "cmd/latchkey/drain.go",
				"r.drained.Store(true)\n\thalted", "r.drained.Store(true)\n\t_ = r.server.Shutdown(hard)\n\thalted"),
			plant("no time to tell that connections end", "cmd/latchkey/drain.go",
				"case <-time.After(r.drain):", "case <-time.After(0):"),
		},
	}
}

const restartCrowd = 12

func runRestarts(l *lab) (report, error) {
	restarts := max(6, l.count(9, 100)) // a fault that cuts one in some restarts has to show, too
	s, err := l.site(plan{partners: 16, clients: 600 * restarts})
	if err != nil {
		return report{}, err
	}
	n, err := s.node()
	if err != nil {
		return report{}, err
	}
	if err := n.hold(); err != nil {
		return report{}, err
	}
	if _, err := n.start(); err != nil {
		return report{}, err
	}
	c := &strictCrowd{site: s, node: n, most: 600 * restarts, stop: make(chan struct{})}
	var all sync.WaitGroup
	for i := range restartCrowd {
		all.Go(func() { c.live(i) })
	}
	took, err := c.restart(l, restarts)
	close(c.stop)
	all.Wait()
	if err != nil {
		return report{}, err
	}
	var r report
	p99 := percentile(took, 99)
	r.figure("%s restarts", number(len(took)))
	r.figure("%s requests answered", number(int(c.answered.Load())))
	r.none(int(c.cut.Load()), "cut")
	if first := c.first.Load(); first != nil {
		r.breaks("the first was %s", *first)
	}
	r.figure("answers again in p50 %d ms, p99 %d ms", percentile(took, 50).Milliseconds(), p99.Milliseconds())
	if p99 > time.Second {
		r.breaks("p99 is %s until it answers again", p99.Round(time.Millisecond))
	}
	if int(c.answered.Load()) < 20*restarts {
		return r, fmt.Errorf("only %d requests in %d restarts: there was no load", c.answered.Load(), restarts)
	}
	return r, nil
}

// restart stops and starts the node again and again, each time when the crowd has
// been served for a while, and measures from the signal to the next answer.
func (c *strictCrowd) restart(l *lab, restarts int) (took []time.Duration, err error) {
	for len(took) < restarts {
		if !l.pause(l.between(100*time.Millisecond, 500*time.Millisecond)) {
			return nil, fmt.Errorf("after %d restarts: %w", len(took), l.ctx.Err())
		}
		since := stopwatch()
		if err := c.node.stop(); err != nil {
			return nil, err
		}
		if _, err := c.node.start(); err != nil {
			return nil, err
		}
		took = append(took, since())
		if len(took)%10 == 0 {
			l.say("%d restarts, %d requests, %d cut", len(took), c.answered.Load(), c.cut.Load())
		}
	}
	return took, nil
}

// strictCrowd are partners and customers on connections that they keep open and
// never use a second time for the same request.
type strictCrowd struct {
	site *site
	node *node
	most int
	stop chan struct{}

	next, answered, cut counter
	first               text // of the cuts
}

// live is one of them: a partner asks, its client opens the link and decides.
func (c *strictCrowd) live(i int) {
	var w *wire
	defer func() {
		if w != nil {
			w.close()
		}
	}()
	send := func(what string, request []byte) (heard, bool) {
		if w == nil {
			var err error
			if w, err = dialWire(c.site.lab.ctx, c.node.addr); err != nil {
				c.lost(what, err)
				return heard{}, false
			}
		}
		s, err := w.send(request)
		if err != nil {
			c.lost(what, err)
		} else {
			c.answered.next()
		}
		if err != nil || s.ends {
			w.close()
			w = nil
		}
		return s, err == nil
	}
	for c.goesOn() {
		client := c.next.next()
		if client >= c.most {
			return
		}
		c.one(i, client, send)
	}
}

func (c *strictCrowd) goesOn() bool {
	select {
	case <-c.stop:
		return false
	case <-c.site.lab.ctx.Done():
		return false
	default:
		return true
	}
}

func (c *strictCrowd) one(i, client int, send func(what string, request []byte) (heard, bool)) {
	address := fmt.Sprintf("10.%d.%d.%d", i, client>>8&255, client&255)
	p, about := c.site.partners[client%len(c.site.partners)], clientOf(client)
	body, err := json.Marshal(map[string]any{
		"externalTenantId": tenantOf(client), "client": map[string]any{"name": about.name, "country": "DE", "supportEmail": about.email},
		"users": []any{map[string]any{"name": about.person, "email": about.email}},
	})
	if err != nil {
		return
	}
	s, ok := send("a partner's request", rawRequest("POST", "/clients", address, "XApiKey: "+p.key+"\r\nContent-Type: application/json\r\n", body))
	got, named := readAsked(answer{status: s.status, body: s.body})
	if !ok || !named {
		return
	}
	s, ok = send("a page", rawRequest("GET", got.target, address, "", nil))
	form := formField.FindSubmatch(s.body)
	if !ok || form == nil {
		return
	}
	decision := url.Values{"decision": {"approve"}, "n": {string(form[1])}}.Encode()
	send("a decision", rawRequest("POST", got.target, address, "Content-Type: application/x-www-form-urlencoded\r\n", []byte(decision)))
}

func (c *strictCrowd) lost(what string, err error) {
	if c.goesOn() {
		c.cut.next()
		c.first.set(what + ": " + err.Error())
	}
}
