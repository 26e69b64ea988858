package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// slowHarness is F16: connections that never finish their header, and requests
// that are far too large, while one visitor opens pages.
func slowHarness() harness {
	return harness{
		id:      "F16",
		promise: "1,000 slow connections and bombs: healthy p99 < 100 ms, memory grows < 32 MiB, nothing leaks",
		run:     runSlow,
		faults: []fault{
			plant("no bound on the time of a header", "cmd/latchkey/serve.go",
				"ReadHeaderTimeout: headerTimeout, ReadTimeout: bodyTimeout,", ""),
			plant("no bound on the size of a form", "web/gate.go",
				"r.Body = http.MaxBytesReader(w, r.Body, formLimit(visitOf(r).path))\n", "_ = formLimit\n"),
		},
	}
}

const (
	slowMost    = 1000
	slowClosed  = 7 * time.Second // by then, with a bound of 5 s, all have to be closed
	healthyP99  = 100 * time.Millisecond
	growthMost  = 32 * mib
	leakedFiles = 4 // the database opens some when it likes
)

func runSlow(l *lab) (report, error) {
	s, err := l.site(plan{partners: 1, clients: 40})
	if err != nil {
		return report{}, err
	}
	n, err := s.serve()
	if err != nil {
		return report{}, err
	}
	made, err := s.links(n, 40)
	if err != nil {
		return report{}, err
	}
	h := visitHealthy(l, n, made)
	if !l.pause(time.Second) {
		return report{}, l.ctx.Err()
	}
	files, memory := n.files(), n.memory()
	attacked := h.begin()
	slow := slowConnections(l, n)
	bombs := throwBombs(s, n, made[0])
	open := slow.left(slowClosed)
	p99, visits, failed := h.end(attacked)
	growth := int(h.peak.Load()) - memory

	var r report
	r.figure("%s slow connections", number(len(slow.conns)))
	r.none(open, "still open after 7 s")
	slow.close()
	for _, b := range bombs {
		r.breaks("%s", b)
	}
	r.figure("%d bombs refused", bombsThrown-len(bombs))
	r.figure("healthy p99 %d ms of %s", p99.Milliseconds(), number(visits))
	r.none(failed, "healthy requests failed")
	if p99 >= healthyP99 {
		r.breaks("healthy p99 is %s", p99.Round(time.Millisecond))
	}
	r.figure("memory grew %d MiB", growth/mib)
	if growth >= growthMost {
		r.breaks("memory grew %d MiB", growth/mib)
	}
	return r, leaks(l, n, files, &r)
}

// leaks looks, once everybody has gone, at what is still open and who still works.
func leaks(l *lab, n *node, files int, r *report) error {
	left := 0
	for range 50 {
		if left = n.files() - files; left <= leakedFiles {
			left = 0
			break
		}
		if !l.pause(100 * time.Millisecond) {
			return l.ctx.Err()
		}
	}
	r.none(left, "files leaked")
	n.signal(syscall.SIGQUIT)
	n.wait()
	serving, err := n.serving()
	if err != nil {
		return err
	}
	r.none(serving, "goroutines leaked")
	return nil
}

// slowly are connections that send a byte of a header now and then.
type slowly struct {
	conns []net.Conn
	open  atomic.Int64
}

func slowConnections(l *lab, n *node) *slowly {
	s := &slowly{}
	for range slowMost {
		c, err := net.DialTimeout("tcp", n.addr, wireTimeout)
		if err != nil {
			continue
		}
		l.undo(func() { _ = c.Close() })
		s.conns = append(s.conns, c)
		s.open.Add(1)
		go func() {
			defer s.open.Add(-1)
			_, _ = io.Copy(io.Discard, c) // until it is closed from over there, or by us
		}()
	}
	go func() {
		for l.pause(500*time.Millisecond) && s.open.Load() > 0 {
			for _, c := range s.conns {
				_, _ = c.Write([]byte("G")) // it may be closed already
			}
		}
	}()
	return s
}

// left is how many are still open after a while.
func (s *slowly) left(d time.Duration) int {
	for since := stopwatch(); since() < d && s.open.Load() > 0; {
		time.Sleep(50 * time.Millisecond)
	}
	return int(s.open.Load())
}

func (s *slowly) close() {
	for _, c := range s.conns {
		_ = c.Close()
	}
}

// healthy is a visitor who opens a page every 20 ms on one connection.
type healthy struct {
	mu     sync.Mutex
	took   []time.Duration
	failed int
	peak   atomic.Int64 // memory
	stop   chan struct{}
	ended  sync.WaitGroup
}

func visitHealthy(l *lab, n *node, links []string) *healthy {
	h := &healthy{stop: make(chan struct{})}
	l.undo(func() { h.leave() })
	h.ended.Go(func() {
		w, err := dialWire(l.ctx, n.addr)
		if err != nil {
			return
		}
		defer w.close()
		for i := 0; l.pause(20 * time.Millisecond); i++ {
			select {
			case <-h.stop:
				return
			default:
			}
			took := stopwatch()
			s, err := w.send(rawRequest("GET", links[i%len(links)], fmt.Sprintf("10.9.%d.%d", i>>8&255, i&255), "", nil))
			h.mu.Lock()
			h.took = append(h.took, took())
			if err != nil || s.status != 200 {
				h.failed++
			}
			h.mu.Unlock()
			h.peak.Store(max(h.peak.Load(), int64(n.memory())))
			if err != nil {
				return
			}
		}
	})
	return h
}

// begin returns where the measuring begins.
func (h *healthy) begin() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.peak.Store(0)
	return len(h.took)
}

func (h *healthy) end(from int) (p99 time.Duration, visits, failed int) {
	h.leave()
	return percentile(h.took[from:], 99), len(h.took) - from, h.failed
}

func (h *healthy) leave() {
	select {
	case <-h.stop:
	default:
		close(h.stop)
	}
	h.ended.Wait()
}

// bomb is a request that is too much, and the status it has to get.
type bomb struct {
	name   string
	head   string // without the blank line at its end
	body   io.Reader
	status int
}

const bombsThrown = 6

// throwBombs sends all bombs and returns what did not go as it has to.
func throwBombs(s *site, n *node, link string) (wrong []string) {
	post := func(target, more string) string {
		return "POST " + target + " HTTP/1.1\r\nHost: " + baseHost + "\r\nX-Forwarded-For: 10.8.0.1\r\nConnection: close\r\n" + more
	}
	key := "XApiKey: " + s.partners[0].key + "\r\nContent-Type: application/json\r\n"
	form := "Content-Type: application/x-www-form-urlencoded\r\n"
	nested := strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000)
	const huge = 1 << 30
	for _, b := range []bomb{
		{"a header of 1 MiB", "GET / HTTP/1.1\r\nHost: " + baseHost + "\r\nX: " + strings.Repeat("x", mib), nil, 431},
		{"a form of 1 GiB", post(link, form+fmt.Sprintf("Content-Length: %d", huge)), endless(huge), 413},
		{"a partner's request of 1 GiB", post("/clients", key+fmt.Sprintf("Content-Length: %d", huge)), endless(huge), 413},
		{"200,000 nested arrays", post("/clients", key+fmt.Sprintf("Content-Length: %d", len(nested))), strings.NewReader(nested), 400},
		{"200,000 nested arrays for the own API", post("/api/v1/links", "Authorization: Bearer "+s.apiKey+"\r\nContent-Type: application/json\r\n"+
			fmt.Sprintf("Content-Length: %d", len(nested))), strings.NewReader(nested), 400},
		{"a packed body", post("/clients", key+"Content-Encoding: gzip\r\nContent-Length: 20"), bytes.NewReader([]byte("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xed\xc1\x01\x01\x00\x00\x00\x80\x90\xfe")), 400},
	} {
		if status, err := b.throw(n); err != nil || status != b.status {
			wrong = append(wrong, fmt.Sprintf("%s got %d (%v), not %d", b.name, status, err, b.status))
		}
	}
	return wrong
}

// throw sends a bomb, as much of it as is taken, and reads the status.
func (b bomb) throw(n *node) (int, error) {
	conn, err := net.DialTimeout("tcp", n.addr, wireTimeout)
	if err != nil {
		return 0, err
	}
	defer conn.Close()
	if err := conn.SetDeadline(deadline(20 * time.Second)); err != nil {
		return 0, err
	}
	go func() {
		_, _ = io.WriteString(conn, b.head+"\r\n\r\n") // the answer may come before all of it is taken
		if b.body != nil {
			_, _ = io.Copy(conn, b.body)
		}
	}()
	line := make([]byte, len("HTTP/1.1 431"))
	if _, err := io.ReadFull(conn, line); err != nil {
		return 0, err
	}
	var status int
	if _, err := fmt.Sscanf(string(line), "HTTP/1.1 %d", &status); err != nil {
		return 0, errors.New("the answer is none of HTTP")
	}
	return status, nil
}

// endless is so many bytes of nothing.
func endless(n int64) io.Reader { return io.LimitReader(letters{}, n) }

type letters struct{}

func (letters) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'a'
	}
	return len(p), nil
}
