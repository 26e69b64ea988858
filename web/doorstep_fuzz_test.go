package web

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"net/http"
	"testing"
)

// Where the doorstep is sure that what came are whole requests, net/http has to be
// of the same opinion: it neither waits for more nor has something left over.
func FuzzWhereRequestsEnd(f *testing.F) {
	for _, seed := range []string{
		"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
		"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc",
		"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
		"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
		"GET / HTTP/1.1\nHost: x\n\nGET /2 HTTP/1.1\r\nHost: x\r\n\r\n",
		"GET / HTTP/1.1\r\nHost: x\r\nContent-Length : 3\r\n\r\n",
		"GET / HTTP/1.1\r\nHost: x\r\nX:\r\n Content-Length: 3\r\n\r\n",
		"GET /?a#b HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\nConnection: keep-alive\r\n\r\n",
		"GET /  HTTP/1.1\r\nHost:x\r\nHost: y\r\n\r\n",
		"\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, came []byte) {
		var e ends
		e.follow(came)
		if !e.here() {
			return
		}
		rest := bufio.NewReaderSize(bytes.NewReader(came), len(came)+16)
		r, err := http.ReadRequest(rest)
		if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
			t.Fatalf("net/http waits for more of %q", came)
		}
		if err != nil {
			return // it answers 400 and closes the connection
		}
		h, _, _ := readHead(came)
		if h.plain && (r.Method != "GET" || r.RequestURI != string(h.target) || r.Host != string(h.host) || r.Header.Get("Accept") != string(h.accept) || r.Close) {
			t.Fatalf("net/http reads another request in %q", came)
		}
		if _, err := io.Copy(io.Discard, r.Body); err != nil {
			t.Fatalf("net/http waits for more of the body of %q: %v", came, err)
		}
		if left, _ := rest.Peek(1); len(left) > 0 {
			t.Fatalf("net/http has another request in %q", came)
		}
	})
}
