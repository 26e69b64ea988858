package web

import (
	"net"
	"net/http"
	"sync/atomic"
	"time"
)

// Doorstep stands between the network and a server of net/http and turns away,
// before the server has read them, requests that there is no place for. The
// server's own way of reading and answering one costs a fifth of a page, so that
// at twice the load a third of all work would be refusing; here it is the bare
// read and write.
//
// It does so where it cannot be wrong about where a request begins and ends: on
// a connection that the server has answered on before and waits at, for a GET
// without a body that came in one piece, after nothing but requests whose end was
// seen. Everything else goes on to the server as it came. Connections that bring
// one request each are therefore never answered here; those that a proxy keeps
// are.
type Doorstep struct {
	// Refuse returns the whole answer to a request that there is no place for, or
	// nil. The request is a GET of HTTP/1.1 whose connection stays open; target is in
	// origin form.
	Refuse func(target, host, accept string) []byte
	// Idle is how long a connection waits for a request.
	Idle time.Duration
}

// Listener hands out connections with a doorstep; it has to be the outermost.
func (d *Doorstep) Listener(l net.Listener) net.Listener { return doorListener{l, d} }

// ConnState has to be told what the server tells of the connections.
func (d *Doorstep) ConnState(c net.Conn, state http.ConnState) {
	if c, ok := c.(*doorConn); ok && state == http.StateIdle {
		c.waits.Store(true)
	}
}

type doorListener struct {
	net.Listener
	door *Doorstep
}

func (l doorListener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &doorConn{Conn: c, door: l.door}, nil
}

// doorConn is read by one goroutine at a time, as net/http does.
type doorConn struct {
	net.Conn
	door  *Doorstep
	waits atomic.Bool // the server has answered what it read, and waits
	ends  ends
}

// Read gives the server what came, but for requests that are answered here.
func (c *doorConn) Read(p []byte) (int, error) {
	for {
		n, err := c.Conn.Read(p)
		if n == 0 {
			return n, err
		}
		if err == nil && c.waits.Load() && c.ends.here() {
			if answer := c.refuse(p[:n]); answer != nil {
				if err := c.answer(answer); err != nil {
					return 0, err
				}
				continue
			}
		}
		c.waits.Store(false)
		c.ends.follow(p[:n])
		return n, err
	}
}

// refuse returns the answer to a request that is not let in.
func (c *doorConn) refuse(came []byte) []byte {
	h, size, ok := readHead(came)
	if !ok || !h.plain || size != len(came) {
		return nil
	}
	return c.door.Refuse(string(h.target), string(h.host), string(h.accept))
}

// mostAnswering bounds how long a refusal may take to leave: it fits into the
// kernel's buffer unless the caller reads nothing.
const mostAnswering = time.Second

// answer sends a refusal; after it the connection waits anew.
func (c *doorConn) answer(whole []byte) error {
	now := time.Now()
	if err := c.SetWriteDeadline(now.Add(mostAnswering)); err != nil {
		return err
	}
	if _, err := c.Write(whole); err != nil {
		return err
	}
	return c.SetReadDeadline(now.Add(c.door.Idle))
}

// ends follows where the requests on a connection end, by RFC 9112 in its strict
// form. Where it is not sure it is lost for good: nothing is refused then.
type ends struct {
	owed int64 // bytes of a body that are still to come
	lost bool
}

// here reports whether what was seen so far are whole requests.
func (e *ends) here() bool { return !e.lost && e.owed == 0 }

// follow sees what came next.
func (e *ends) follow(p []byte) {
	if e.lost {
		return
	}
	if e.owed == 0 {
		h, size, ok := readHead(p)
		if !ok {
			e.lost = true
			return
		}
		e.owed, p = h.body, p[size:]
	}
	if e.owed -= int64(len(p)); e.owed < 0 {
		e.lost = true // the next one has come already
	}
}
