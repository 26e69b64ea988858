package web

import (
	"bytes"
	"strconv"
)

// head is what the doorstep reads of a request's head. The bytes are those of the
// connection.
type head struct {
	target, host, accept []byte
	body                 int64 // bytes that follow
	plain                bool  // a GET without a body, as a browser or a proxy sends it
}

var (
	crlf     = []byte("\r\n")
	headEnds = []byte("\r\n\r\n")
)

// readHead reads a head that came whole, in the strict form of RFC 9112, and says
// how many bytes it has. false: it is not whole, or not so strict that everybody
// would read it alike.
func readHead(p []byte) (h head, size int, ok bool) {
	end := bytes.Index(p, headEnds)
	if end < 0 {
		return head{}, 0, false
	}
	lines := bytes.SplitSeq(p[:end], crlf)
	first := true
	for line := range lines {
		if bytes.ContainsAny(line, "\r\n") { // for a server that takes these for an end, the head ends here
			return head{}, 0, false
		}
		if first {
			h, first = begin(line), false
		} else if !h.field(line) {
			return head{}, 0, false
		}
	}
	h.plain = h.plain && h.body == 0 && h.host != nil
	return h, end + len(headEnds), true
}

// begin reads the first line.
func begin(line []byte) (h head) {
	target, get := bytes.CutPrefix(line, []byte("GET "))
	target, current := bytes.CutSuffix(target, []byte(" HTTP/1.1"))
	h.target = target
	h.plain = get && current && bytes.HasPrefix(target, []byte("/")) && !bytes.ContainsAny(target, " #")
	return h
}

// field reads a line of a head; false: it leaves open how long the body is.
func (h *head) field(line []byte) bool {
	name, value, _ := bytes.Cut(line, []byte(":"))
	value = bytes.TrimSpace(value)
	is := func(known string) bool { return len(name) == len(known) && bytes.EqualFold(name, []byte(known)) }
	switch {
	case is("Transfer-Encoding"):
		return false
	case is("Content-Length"):
		said, err := strconv.ParseUint(string(value), 10, 62)
		if err != nil || h.body != 0 {
			return false
		}
		h.body = int64(said)
	case is("Host"):
		h.plain = h.plain && h.host == nil
		h.host = value
	case is("Accept"):
		h.plain = h.plain && h.accept == nil
		h.accept = value
	case is("Connection"):
		h.plain = h.plain && bytes.EqualFold(value, []byte("keep-alive"))
	case is("Upgrade"), is("Expect"):
		h.plain = false
	}
	return true
}
