package main

import (
	"bufio"
	"io"
	"net"
	"net/http"
)

// rawConnection sends requests as bytes: a client that knows HTTP would not let
// most of them out. It stays open as long as the program keeps it.
type rawConnection struct {
	node *node
	conn net.Conn
	read *bufio.Reader
}

// rawAnswer is how a request was answered; status 0: not at all.
type rawAnswer struct{ status int }

// exchange sends one request and reads its answer. Where a connection that was
// open before is found closed, the request is sent once more on a new one.
func (c *rawConnection) exchange(q ask) rawAnswer {
	used := c.conn != nil
	a := c.once(q)
	if a.status == 0 && used {
		a = c.once(q)
	}
	return a
}

func (c *rawConnection) once(q ask) rawAnswer {
	if c.conn == nil {
		conn, err := net.DialTimeout("tcp", c.node.addr, callTimeout)
		if err != nil {
			return rawAnswer{}
		}
		c.conn, c.read = conn, bufio.NewReader(conn)
	}
	if err := c.conn.SetDeadline(deadline(callTimeout)); err != nil {
		c.close()
		return rawAnswer{}
	}
	// The answer may come before all is sent: a body that is too large is not read.
	_, sent := io.WriteString(c.conn, q.text)
	a, err := http.ReadResponse(c.read, &http.Request{Method: q.method})
	for err == nil && a.StatusCode < http.StatusOK { // "go on"; the answer follows
		a, err = http.ReadResponse(c.read, &http.Request{Method: q.method})
	}
	if err != nil {
		c.close()
		return rawAnswer{}
	}
	_, err = io.Copy(io.Discard, a.Body)
	_ = a.Body.Close() // it was read
	if err != nil || sent != nil || a.Close || a.StatusCode == http.StatusBadRequest {
		c.close()
	}
	return rawAnswer{a.StatusCode}
}

func (c *rawConnection) close() {
	if c.conn != nil {
		_ = c.conn.Close() // it was only asked
		c.conn = nil
	}
}
