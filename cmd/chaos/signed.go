package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"
)

// signedReceiver takes webhooks whose signature it can check with a secret that
// it knows. It learns of a new one a little after it was made, as a system does
// that is deployed with it, and keeps the one before as long.
type signedReceiver struct {
	url string

	mu        sync.Mutex
	known     [][]byte // the newest last, two at most
	good, bad int
}

// learns is how long it takes until a new secret is known.
const learns = 400 * time.Millisecond

func (l *lab) signedReceiver() (*signedReceiver, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	r := &signedReceiver{url: "http://" + listener.Addr().String() + "/in"}
	server := &http.Server{Handler: r, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = server.Serve(listener) }() // it returns when it is closed
	l.undo(func() { _ = server.Close() })
	return r, nil
}

// expect tells it of a new secret; the first one is known at once.
func (r *signedReceiver) expect(secret string) {
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	if err != nil {
		return // what is not signed with it will be counted
	}
	learn := func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.known = append(r.known, key)
		r.known = r.known[max(0, len(r.known)-2):]
	}
	r.mu.Lock()
	first := len(r.known) == 0
	r.mu.Unlock()
	if first {
		learn()
		return
	}
	time.AfterFunc(learns, learn)
}

func (r *signedReceiver) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	body, err := io.ReadAll(io.LimitReader(q.Body, 1<<20))
	right := err == nil && r.right(q.Header, body)
	r.mu.Lock()
	if right {
		r.good++
	} else {
		r.bad++
	}
	r.mu.Unlock()
	if !right {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// right follows Standard Webhooks: one of the signatures is ours.
func (r *signedReceiver) right(h http.Header, body []byte) bool {
	r.mu.Lock()
	known := r.known
	r.mu.Unlock()
	for _, key := range known {
		m := hmac.New(sha256.New, key)
		m.Write([]byte(h.Get("webhook-id") + "." + h.Get("webhook-timestamp") + "."))
		m.Write(body)
		want := "v1," + base64.StdEncoding.EncodeToString(m.Sum(nil))
		for _, given := range strings.Fields(h.Get("webhook-signature")) {
			if hmac.Equal([]byte(given), []byte(want)) {
				return true
			}
		}
	}
	return false
}

func (r *signedReceiver) counts() (good, bad int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.good, r.bad
}
