package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/latchkey-portal/latchkey/internal/config"
)

// How a server stops. What is told with "Connection: close" in the first phase
// does not come back on a connection that is about to be closed.
const (
	drainHanded = 400 * time.Millisecond // the socket is handed over: the next process answers new connections
	drainOwn    = 5 * time.Second        // it is ours: whoever sends us requests sees /readyz say no
	stopHard    = 25 * time.Second       // in all; what is not done by then is done again later
)

// drainFor is how long answers go out before connections are closed.
func drainFor(handed bool, mode config.Mode) time.Duration {
	switch {
	case handed:
		return drainHanded
	case mode.Lenient():
		return 0 // nobody in front takes us out, and Ctrl-C should not take five seconds
	}
	return drainOwn
}

// wait serves until ctx ends, then lets requests under way finish: first the
// listener is closed, if the socket lives on without us, then answers say that
// their connection ends, then connections are closed as they fall idle.
func (r *running) wait(ctx context.Context) error {
	select {
	case err := <-r.served:
		return err
	case <-ctx.Done():
	}
	r.supervisor.stopping()
	hard, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopHard)
	defer cancel()
	r.drained.Store(true)
	halted := make(chan struct{})
	go func() {
		defer close(halted)
		r.behind.halt()
	}()
	if r.handed {
		_ = r.listener.Close() // our copy of it
	}
	select {
	case <-time.After(r.drain):
	case <-hard.Done():
	}
	err := r.server.Shutdown(hard)
	select {
	case <-halted:
		r.behind.finish()
	case <-hard.Done():
		err = errors.Join(err, errors.New("work behind the pages did not stop in time; it is done again by the next process"))
	}
	if err != nil {
		_ = r.server.Close() // what hangs is cut
		return fmt.Errorf("stopping: %w", err)
	}
	if served := <-r.served; !r.handed && !errors.Is(served, http.ErrServerClosed) {
		return served
	}
	return nil
}

// lastAnswers has every answer say that its connection ends, once the server is
// about to stop.
func (r *running) lastAnswers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		if r.drained.Load() {
			w.Header().Set("Connection", "close")
		}
		next.ServeHTTP(w, q)
	})
}
