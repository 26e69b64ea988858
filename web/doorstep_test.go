package web_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/web"
)

const refused = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 4\r\n\r\nbusy"

// house is a server behind a doorstep that turns everybody away who may be.
type house struct {
	t      *testing.T
	server *http.Server
	addr   string
	asked  atomic.Int64 // what reached the doorstep
	read   chan int     // lengths of what the server has read
	closed atomic.Bool  // nobody is let in
	served atomic.Int64 // requests that the server has handled
	idle   atomic.Int64 // after which it waited for another
}

func newHouse(t *testing.T) *house {
	h := &house{t: t, read: make(chan int, 100)}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	door := &web.Doorstep{Idle: time.Minute, Refuse: func(target, host, _ string) []byte {
		h.asked.Add(1)
		if host != "x" || target[0] != '/' || !h.closed.Load() {
			return nil
		}
		return []byte(refused)
	}}
	h.addr = l.Addr().String()
	h.server = &http.Server{ConnState: func(c net.Conn, state http.ConnState) {
		door.ConnState(c, state)
		if state == http.StateIdle {
			h.idle.Add(1)
		}
	}, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body) // what was lost is missing from the answer
		fmt.Fprintf(w, "%s %s %s", r.Method, r.URL.Path, body)
		if !r.Close {
			h.served.Add(1)
		}
	})}
	ended := make(chan struct{})
	go func() { defer close(ended); _ = h.server.Serve(door.Listener(telling{l, h.read})) }() // it ends with Close
	t.Cleanup(func() { h.server.Close(); <-ended })
	return h
}

// telling is a listener that tells how much was read.
type telling struct {
	net.Listener
	read chan int
}

func (l telling) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	return tellingConn{c, l.read}, err
}

type tellingConn struct {
	net.Conn
	read chan int
}

func (c tellingConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if n > 0 {
		c.read <- n
	}
	return n, err
}

// until waits until so many bytes were read.
func (h *house) until(bytes int) {
	for bytes > 0 {
		bytes -= <-h.read
	}
}

// phoner is a connection to the house.
type phoner struct {
	t *testing.T
	net.Conn
	r *bufio.Reader
	h *house
}

func (h *house) call() *phoner {
	h.t.Helper()
	c, err := net.Dial("tcp", h.addr)
	if err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() { c.Close() })
	return &phoner{h.t, c, bufio.NewReader(c), h}
}

func (c *phoner) say(text string) {
	c.t.Helper()
	// What comes before the server waits is the server's: it has begun to read.
	for c.h.idle.Load() < c.h.served.Load() {
		runtime.Gosched()
	}
	if _, err := io.WriteString(c, text); err != nil {
		c.t.Fatal(err)
	}
}

// hear expects answers with these bodies, in their order.
func (c *phoner) hear(bodies ...string) {
	c.t.Helper()
	for _, want := range bodies {
		answer, err := http.ReadResponse(c.r, nil)
		if err != nil {
			c.t.Fatalf("want %q: %v", want, err)
		}
		body, err := io.ReadAll(answer.Body)
		if err != nil || string(body) != want {
			c.t.Errorf("answered %q (%v), want %q", body, err, want)
		}
	}
}

func get(path string) string { return "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n" }

// A request is turned away between two that are answered, and none is answered
// twice or for another one.
func TestTheDoorstepTurnsAwayOnAConnectionThatIsKept(t *testing.T) {
	h := newHouse(t)
	c := h.call()
	c.say(get("/a"))
	c.hear("GET /a ")
	h.closed.Store(true)
	for range 3 {
		c.say(get("/b"))
		c.hear("busy")
	}
	c.say("POST /c HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc")
	c.hear("POST /c abc")
	c.say(get("/d"))
	c.hear("busy")
	c.say("POST /e HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\n\r\nabc")
	c.say("def")
	c.hear("POST /e abcdef")
	c.say(get("/f"))
	c.hear("busy")
	h.closed.Store(false)
	c.say(get("/g"))
	c.hear("GET /g ")
}

// What is not the plain case goes to the server as it came, and nobody is turned
// away on such a connection: where a request begins is not sure there.
func TestTheDoorstepLeavesToTheServerWhatIsNotPlain(t *testing.T) {
	for name, c := range map[string]struct {
		first []string // in pieces
		heard []string
	}{
		"two at once":           {[]string{get("/1") + get("/2")}, []string{"GET /1 ", "GET /2 "}},
		"one and a half":        {[]string{get("/1") + get("/2")[:9], get("/2")[9:]}, []string{"GET /1 ", "GET /2 "}},
		"a head in pieces":      {[]string{get("/1")[:9], get("/1")[9:]}, []string{"GET /1 "}},
		"a body of chunks":      {[]string{"POST /1 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"}, []string{"POST /1 abc"}},
		"a bare line feed":      {[]string{"GET /1 HTTP/1.1\nHost: x\n\n" + get("/2")}, []string{"GET /1 ", "GET /2 "}},
		"a length and a length": {[]string{"POST /1 HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc"}, []string{"POST /1 abc"}},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			phoner := h.call()
			phoner.say(get("/0"))
			phoner.hear("GET /0 ")
			h.until(len(get("/0")))
			for _, piece := range c.first {
				phoner.say(piece)
				h.until(len(piece)) // each comes by itself
			}
			phoner.hear(c.heard...)
			h.closed.Store(true)
			h.asked.Store(0)
			phoner.say(get("/after"))
			phoner.hear("GET /after ")
			if n := h.asked.Load(); n > 0 {
				t.Error("the doorstep was asked on a connection that it is lost on")
			}
		})
	}
}

// The first request of a connection goes to the server: it counts the time that
// a head may take from the beginning of the connection.
func TestTheDoorstepLetsTheFirstOfAConnectionPass(t *testing.T) {
	h := newHouse(t)
	h.closed.Store(true)
	c := h.call()
	c.say(get("/a"))
	c.hear("GET /a ")
	c.say(get("/b"))
	c.hear("busy")
}

func TestTheDoorstepLeavesBodiesUpgradesAndLastRequestsToTheServer(t *testing.T) {
	h := newHouse(t)
	for name, r := range map[string]struct{ request, heard string }{
		"a body":      {"GET /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc", "GET /a abc"},
		"the last":    {"GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "GET /a "},
		"expects":     {"GET /a HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n\r\n", "GET /a "},
		"upgrades":    {"GET /a HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n", "GET /a "},
		"two accepts": {"GET /a HTTP/1.1\r\nHost: x\r\nAccept: a\r\nAccept: b\r\n\r\n", "GET /a "},
		"of 1.0":      {"GET /a HTTP/1.0\r\nHost: x\r\n\r\n", "GET /a "},
		"no GET":      {"OPTIONS /a HTTP/1.1\r\nHost: x\r\n\r\n", "OPTIONS /a "},
	} {
		t.Run(name, func(t *testing.T) {
			h.t = t
			h.closed.Store(false)
			c := h.call()
			c.say(get("/0"))
			c.hear("GET /0 ")
			h.closed.Store(true)
			c.say(r.request)
			c.hear(r.heard)
		})
	}
}

// Whoever reads no answers loses the connection; nobody waits for it.
func TestTheDoorstepWaitsForNobodyWhoDoesNotRead(t *testing.T) {
	front, back := net.Pipe() // has no buffer: a write waits for its reader
	defer front.Close()
	door := &web.Doorstep{Idle: time.Minute, Refuse: func(_, _, _ string) []byte { return []byte(refused) }}
	c, err := door.Listener(one{back}).Accept()
	if err != nil {
		t.Fatal(err)
	}
	door.ConnState(c, http.StateIdle)
	go func() { _, _ = io.WriteString(front, get("/a")) }() // it fails where the test has failed
	if n, err := c.Read(make([]byte, 4096)); n != 0 || err == nil {
		t.Errorf("read %d bytes, error %v", n, err)
	}
}

// one is a listener with one connection.
type one struct{ net.Conn }

func (l one) Accept() (net.Conn, error) { return l.Conn, nil }
func (l one) Addr() net.Addr            { return l.LocalAddr() }
