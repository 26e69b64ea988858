package main

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/config"
)

// handed is a listening socket that outlives the servers behind it, as systemd
// keeps one.
type handed struct {
	t    *testing.T
	env  map[string]string
	file *os.File
	addr string
}

func handedSocket(t *testing.T) *handed {
	t.Helper()
	h := &handed{t: t, env: testEnv("sqlite:"+filepath.Join(t.TempDir(), "latchkey.db"), endOfB1)}
	furnishedDatabase(t, h.env)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	h.addr = l.Addr().String()
	if h.file, err = l.(*net.TCPListener).File(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.file.Close() })
	return h
}

// serve is the life of one server. It returns when it serves; stop ends it.
func (h *handed) serve() (stop func()) {
	h.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ready, ended := make(chan struct{}), make(chan error, 1)
	a := &app{ctx: ctx, flags: config.Flags{}, env: from(h.env), stdin: strings.NewReader(""), stdout: io.Discard, stderr: io.Discard}
	go func() {
		ended <- a.with(func(i *installation) error {
			l, err := net.FileListener(h.file)
			if err != nil {
				return err
			}
			r, err := a.start(i, l)
			if err != nil {
				return err
			}
			r.handed, r.drain = true, drainFor(true, i.config.Mode)
			close(ready)
			return r.wait(ctx)
		}, config.BaseURL)
	}()
	select {
	case <-ready:
	case err := <-ended:
		h.t.Fatalf("it does not start: %v", err)
	}
	return func() {
		cancel()
		if err := <-ended; err != nil {
			h.t.Errorf("stopping: %v", err)
		}
	}
}

// press sends a form that is never sent again by itself, and reports whether it
// was answered.
func (h *handed) press(c *http.Client) error {
	target := "http://" + h.addr + strings.TrimPrefix(linkB1, "https://pay.example.com")
	r, err := http.NewRequest(http.MethodPost, target, io.NopCloser(bytes.NewReader([]byte("ask=nothing"))))
	if err != nil {
		return err
	}
	r.Host, r.ContentLength = "pay.example.com", int64(len("ask=nothing"))
	r.Header.Set("Content-Type", urlencode)
	answer, err := c.Do(r)
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, answer.Body)
	_ = answer.Body.Close()
	return err
}

// A restart with a socket that is handed over cuts and refuses nobody, whatever
// connections they keep open.
func TestARestartWithAHandedSocketCutsNoRequest(t *testing.T) {
	h := handedSocket(t)
	stop := h.serve()
	crowd, goAway := context.WithCancel(t.Context())
	var all sync.WaitGroup
	var answered, cut atomic.Int64
	for range 6 {
		all.Go(func() {
			c := &http.Client{Transport: &http.Transport{}, Timeout: patience}
			for crowd.Err() == nil {
				if err := h.press(c); err != nil {
					cut.Add(1)
					t.Errorf("cut: %v", err)
					return
				}
				answered.Add(1)
			}
		})
	}
	for range 3 {
		before := answered.Load()
		eventually(t, "the crowd is served", func() bool { return answered.Load() > before+50 || cut.Load() > 0 })
		stop()
		stop = h.serve()
	}
	goAway()
	all.Wait()
	stop()
}

// Whoever is answered while the server stops is told that the connection ends.
func TestAnswersSayThatTheConnectionEndsOnceTheServerStops(t *testing.T) {
	r := &running{drained: &atomic.Bool{}}
	handler := r.lastAnswers(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	for _, stopping := range []bool{false, true} {
		r.drained.Store(stopping)
		w := &headerOnly{http.Header{}}
		handler.ServeHTTP(w, nil)
		if told := w.header.Get("Connection") == "close"; told != stopping {
			t.Errorf("stopping %t: told %t", stopping, told)
		}
	}
}

type headerOnly struct{ header http.Header }

func (w *headerOnly) Header() http.Header         { return w.header }
func (w *headerOnly) Write(b []byte) (int, error) { return len(b), nil }
func (w *headerOnly) WriteHeader(int)             {}

func TestHowLongAServerDrains(t *testing.T) {
	for _, c := range []struct {
		handed bool
		mode   config.Mode
		want   time.Duration
	}{
		{true, config.Production, drainHanded}, {true, config.Test, drainHanded},
		{false, config.Production, drainOwn}, {false, config.Development, 0},
	} {
		if got := drainFor(c.handed, c.mode); got != c.want {
			t.Errorf("handed %t, %s: %s, want %s", c.handed, c.mode, got, c.want)
		}
	}
}
