package main

import (
	"fmt"
	"hash/fnv"
	"maps"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"
)

// receiver takes webhooks, as a company's system does, and remembers them.
type receiver struct {
	url string

	mu      sync.Mutex
	failing int            // percent of the events whose first try fails
	tries   map[string]int // by webhook-id
	taken   map[string]int // answered with 204, by webhook-id
}

// receiver starts a receiver that fails the first try of so many percent of
// the events; which ones follows from their ids.
func (l *lab) receiver(failing int) (*receiver, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	r := &receiver{url: "http://" + listener.Addr().String() + "/in", failing: failing, tries: map[string]int{}, taken: map[string]int{}}
	server := &http.Server{Handler: r, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = server.Serve(listener) }() // it returns when it is closed
	l.undo(func() { _ = server.Close() })
	return r, nil
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	if r.take(q.Header.Get("webhook-id")) {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	w.WriteHeader(http.StatusInternalServerError)
}

func (r *receiver) take(id string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.tries[id]++
	h := fnv.New32a()
	fmt.Fprint(h, id)
	if r.tries[id] == 1 && int(h.Sum32()%100) < r.failing {
		return false
	}
	r.taken[id]++
	return true
}

// has reports whether an event was taken.
func (r *receiver) has(id string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.taken[id] > 0
}

// counts are how many events were taken, and how often one that was taken came
// again.
func (r *receiver) counts() (events, doubles int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, n := range r.taken {
		events++
		doubles += n - 1
	}
	return events, doubles
}

// seen are the ids of the events that were taken.
func (r *receiver) seen() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Collect(maps.Keys(r.taken))
}
