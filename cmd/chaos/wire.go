package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"time"
)

// wire is one connection of HTTP/1.1 that does what it is told and nothing else:
// unlike a visitor it never sends a request a second time, so that every request
// that was cut shows. It costs little, so that one core can ask for much.
type wire struct {
	conn net.Conn
	in   *bufio.Reader
}

// wireTimeout is when a request counts as timed out.
const wireTimeout = 5 * time.Second

func dialWire(ctx context.Context, addr string) (*wire, error) {
	conn, err := (&net.Dialer{Timeout: wireTimeout}).DialContext(ctx, "tcp", addr)
	if err != nil {
		return nil, err
	}
	return &wire{conn, bufio.NewReader(conn)}, nil
}

func (w *wire) close() { _ = w.conn.Close() } // nothing is lost with it

// rawRequest is a request as it is sent, from an address of its own behind us as its
// proxy.
func rawRequest(method, target, address, header string, body []byte) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s %s HTTP/1.1\r\nHost: %s\r\nX-Forwarded-For: %s\r\n%s", method, target, baseHost, address, header)
	if body != nil {
		fmt.Fprintf(&b, "Content-Length: %d\r\n", len(body))
	}
	b.WriteString("\r\n")
	b.Write(body)
	return b.Bytes()
}

// heard is what came back.
type heard struct {
	status int
	ends   bool // the connection ends with it
	body   []byte
}

// send sends one request and reads the whole answer. An error: the request was
// cut, or nobody answered in time.
func (w *wire) send(request []byte) (heard, error) {
	if err := w.conn.SetDeadline(deadline(wireTimeout)); err != nil {
		return heard{}, err
	}
	if _, err := w.conn.Write(request); err != nil {
		return heard{}, err
	}
	return w.read()
}

func (w *wire) read() (heard, error) {
	line, err := w.in.ReadString('\n')
	if err != nil {
		return heard{}, err
	}
	var s heard
	if _, rest, ok := strings.Cut(line, " "); !ok || len(rest) < 3 {
		return s, fmt.Errorf("no status line: %q", line)
	} else if s.status, err = strconv.Atoi(rest[:3]); err != nil {
		return s, err
	}
	size, chunked := 0, false
	for {
		line, err := w.in.ReadString('\n')
		if err != nil {
			return s, err
		}
		name, value, ok := strings.Cut(strings.TrimRight(line, "\r\n"), ":")
		if !ok {
			break
		}
		switch value = strings.TrimSpace(value); strings.ToLower(name) {
		case "content-length":
			if size, err = strconv.Atoi(value); err != nil {
				return s, err
			}
		case "connection":
			s.ends = strings.EqualFold(value, "close")
		case "transfer-encoding":
			chunked = true
		}
	}
	if chunked {
		return s, errors.New("an answer in pieces, which no page is")
	}
	s.body = make([]byte, size)
	_, err = io.ReadFull(w.in, s.body)
	return s, err
}
