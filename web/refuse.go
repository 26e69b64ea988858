package web

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// Front is the handler of the whole site.
type Front struct {
	http.Handler
	server *server
}

// Refuse returns the whole answer to a customer's page that there is no place for,
// as bytes for the connection, or nil: then the request has to be handled. It says
// what the handler would say of a full queue, and is for whoever can ask before
// the request was read in the usual way. Pages behind links alone are refused
// here; they are what comes in crowds.
func (f *Front) Refuse(target, host, accept string) []byte {
	s := f.server
	if !s.gate.Full(int(classPage)) || s.Draining != nil && s.Draining() { // the last answer of a connection says that it is
		return nil
	}
	path, _, _ := strings.Cut(target, "?")
	if _, link := link.ParsePath(path); !link || len(target) > maxTarget || host != s.Base.Host || prefersJSON(accept) {
		return nil
	}
	s.turnedAway(classPage, shedFull)
	if s.Watch != nil {
		_, ended := s.Watch(context.Background()) // it took no time worth telling
		ended(Seen{Method: http.MethodGet, Route: route(path), Status: s.busy.status})
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
