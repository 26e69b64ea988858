package main

import (
	"context"
	"sync"
	"time"
)

// shots sends requests at moments that were fixed beforehand, whether or not the
// ones before were answered: so do people. Latency counts from the moment a
// request was due; who waits for a connection is waiting.
type shots struct {
	node  *node
	conns chan *wire // idle; nil: one that may be dialled
	next  func() []byte

	mu   sync.Mutex
	done []shot
}

// shot is one request and what became of it.
type shot struct {
	due, took time.Duration // since the beginning; from due to the whole answer
	late      time.Duration // from due until we came to it: ours, not the server's
	status    int           // 0: no answer
}

// mostConns is how many connections the generator opens: fewer than a node takes.
const mostConns = 900

func newShots(n *node, next func() []byte) *shots {
	s := &shots{node: n, conns: make(chan *wire, mostConns), next: next}
	for range mostConns {
		s.conns <- nil
	}
	return s
}

// close closes the connections that are idle.
func (s *shots) close() {
	for range mostConns {
		if w := <-s.conns; w != nil {
			w.close()
		}
	}
}

// fire sends at a rate for a while, waits for every answer, and returns what
// became of each.
func (s *shots) fire(ctx context.Context, perSecond float64, span time.Duration) []shot {
	s.done = nil
	since := stopwatch()
	var all sync.WaitGroup
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for sent := 0; ctx.Err() == nil; <-tick.C {
		now := min(since(), span)
		for ; float64(sent) < perSecond*now.Seconds(); sent++ {
			due, request := time.Duration(float64(sent)/perSecond*float64(time.Second)), s.next()
			all.Go(func() { s.one(ctx, request, due, since) })
		}
		if now == span {
			break
		}
	}
	all.Wait()
	return s.done
}

func (s *shots) one(ctx context.Context, request []byte, due time.Duration, since func() time.Duration) {
	late := since() - due
	w, got := <-s.conns, heard{}
	var err error
	if w == nil {
		w, err = dialWire(ctx, s.node.addr)
	}
	if err == nil {
		got, err = w.send(request)
	}
	if err != nil {
		got.status = 0
	}
	if w != nil && (err != nil || got.ends) {
		w.close()
		w = nil
	}
	s.conns <- w
	s.mu.Lock()
	s.done = append(s.done, shot{due, since() - due, late, got.status})
	s.mu.Unlock()
}

// capacity is how many requests a second are answered when so many ask, each
// again as soon as it has an answer.
func (s *shots) capacity(ctx context.Context, askers int, span time.Duration) float64 {
	since := stopwatch()
	var good counter
	var next sync.Mutex
	crowd(askers, func(int) {
		w, err := dialWire(ctx, s.node.addr)
		if err != nil {
			return
		}
		defer w.close()
		for since() < span {
			next.Lock()
			request := s.next()
			next.Unlock()
			got, err := w.send(request)
			if err != nil || got.ends {
				return
			}
			if got.status == 200 {
				good.next()
			}
		}
	})
	return float64(good.Load()) / since().Seconds()
}

// wave is what became of many shots.
type wave struct {
	offered, good, shed, other, timeouts int
	took                                 []time.Duration // of the good ones
	late                                 []time.Duration // see shot
}

func (w *wave) add(o wave) {
	w.offered, w.good, w.shed, w.other, w.timeouts = w.offered+o.offered, w.good+o.good, w.shed+o.shed, w.other+o.other, w.timeouts+o.timeouts
	w.took, w.late = append(w.took, o.took...), append(w.late, o.late...)
}

// goodWithin is how late an answer may be to be of use.
const goodWithin = time.Second

func sum(all []shot) (w wave) {
	for _, s := range all {
		w.offered++
		w.late = append(w.late, s.late)
		switch {
		case s.status == 0:
			w.timeouts++
		case s.status == 503:
			w.shed++
		case s.status != 200:
			w.other++
		default:
			w.took = append(w.took, s.took)
			if s.took <= goodWithin {
				w.good++
			}
		}
	}
	return w
}
