package main

import (
	"crypto/sha256"
	"fmt"
	"hash/fnv"
	"io"
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

	mu     sync.Mutex
	fate   func(id string, try int) fate
	tries  map[string]int               // by webhook-id
	taken  map[string]int               // kept, by webhook-id
	bodies map[string][sha256.Size]byte // what came first under a webhook-id
	other  int                          // tries that brought something else under the same id
}

// fate is what becomes of a try.
type fate int

const (
	takes   fate = iota // 204
	refuses             // 500
	cuts                // the connection is closed, nothing is kept
	forgets             // it is kept, and the connection closed before the answer
)

// failing is the fate of events whose first try fails for so many percent of
// them; which ones follows from their ids.
func failing(percent int) func(id string, try int) fate {
	return func(id string, try int) fate {
		if try == 1 && share(id) < percent {
			return refuses
		}
		return takes
	}
}

// share is a number from 0 to 99 that follows from an id.
func share(id string) int {
	h := fnv.New32a()
	fmt.Fprint(h, id)
	return int(h.Sum32() % 100)
}

// receiver starts a receiver; what becomes of a try follows from the event's id
// and the try's number, from 1. It may be called by several at once.
func (l *lab) receiver(fate func(id string, try int) fate) (*receiver, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	r := &receiver{url: "http://" + listener.Addr().String() + "/in", fate: fate,
		tries: map[string]int{}, taken: map[string]int{}, bodies: map[string][sha256.Size]byte{}}
	server := &http.Server{Handler: r, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = server.Serve(listener) }() // it returns when it is closed
	l.undo(func() { _ = server.Close() })
	return r, nil
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	body, err := io.ReadAll(q.Body)
	if err != nil {
		return // the sender was killed in the middle of it
	}
	switch r.take(q.Header.Get("webhook-id"), body) {
	case takes:
		w.WriteHeader(http.StatusNoContent)
	case refuses:
		w.WriteHeader(http.StatusInternalServerError)
	default:
		panic(http.ErrAbortHandler) // closes the connection
	}
}

func (r *receiver) take(id string, body []byte) fate {
	r.mu.Lock()
	r.tries[id]++
	try := r.tries[id]
	r.mu.Unlock()
	f := r.fate(id, try) // may take its time
	r.mu.Lock()
	defer r.mu.Unlock()
	sum := sha256.Sum256(body)
	if first, known := r.bodies[id]; !known {
		r.bodies[id] = sum
	} else if first != sum {
		r.other++
	}
	if f == takes || f == forgets {
		r.taken[id]++
	}
	return f
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

// tried is how many tries there were.
func (r *receiver) tried() (n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, tries := range r.tries {
		n += tries
	}
	return n
}

// seen are the ids of the events that were taken.
func (r *receiver) seen() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Collect(maps.Keys(r.taken))
}
