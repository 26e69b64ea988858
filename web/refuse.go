package web

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// Front is the handler of the whole site.
type Front struct {
	http.Handler
	server *server
}

// Refuse returns the whole answer to a page that there is no place for, as bytes
// for the connection, or nil: then the request has to be handled. It says what the
// handler would say of a full queue, and is for whoever can ask before the request
// was read in the usual way. Pages of customers alone are refused here; they are
// what comes in crowds.
func (f *Front) Refuse(r *http.Request) []byte {
	s := f.server
	if s.Draining != nil && s.Draining() {
		return nil // the last answer of a connection says so
	}
	if !s.gate.Full(int(classPage)) {
		return nil
	}
	path, _, _ := strings.Cut(r.RequestURI, "?")
	if len(r.RequestURI) > maxTarget || r.Host != s.Base.Host || isPartnerPath(path) || !cleanPath(path, r.URL.Path) ||
		isMachine(path) || classOf(r.Method, path) != classPage || prefersJSON(r.Header.Get("Accept")) {
		return nil
	}
	s.turnedAway(classPage, shedFull)
	if s.Watch != nil {
		_, ended := s.Watch(r.Context()) // it took no time worth telling
		ended(Seen{Method: r.Method, Route: route(path), Status: s.busy.status})
	}
	return s.full[rand.N(len(s.full))]
}

// mostRetry is the longest wait in seconds that somebody turned away is told, so
// that not all come again at the same moment.
const mostRetry = 4

// bare is a page that lies ready as the bytes of an answer, one for each wait.
func (s *server) bare(n still) [][]byte {
	var all [][]byte
	for wait := 1; wait <= mostRetry; wait++ {
		h := s.always.Clone()
		h.Set("Retry-After", strconv.Itoa(wait))
		h.Set("Vary", "Accept")
		h.Set("Content-Type", htmlType)
		h.Set("Content-Length", strconv.Itoa(len(n.page)))
		var b bytes.Buffer
		fmt.Fprintf(&b, "HTTP/1.1 %d %s\r\n", n.status, http.StatusText(n.status))
		for _, name := range slices.Sorted(maps.Keys(h)) {
			fmt.Fprintf(&b, "%s: %s\r\n", name, h.Get(name))
		}
		b.WriteString("\r\n")
		b.Write(n.page)
		all = append(all, b.Bytes())
	}
	return all
}
