package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/latchkey-portal/latchkey/internal/limit"
	"github.com/latchkey-portal/latchkey/views"
)

// Why a request was shed, for Site.Shed.
const (
	shedFull      = "full"      // as many wait as may
	shedWaited    = "waited"    // no place in time
	shedDisplaced = "displaced" // for a request that is worth more
	shedGone      = "gone"      // its visitor, before work began
	shedAddress   = "address"   // too many of one visitor
	shedLink      = "link"      // too many of one link
	shedKey       = "key"       // too many of one key
	shedChecksum  = "checksum"  // too many wrong ones of one visitor
)

// errSlow ends the context of a request that takes too long.
var errSlow = errors.New("the request took too long")

// inTurn is in front of all that costs something: it holds visitors to their
// rate, lets the requests that are worth most in first and bounds their time.
// What watches over the server, and files that lie in memory, pass by.
func (s *server) inTurn(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := visitOf(r)
		class := classOf(r.Method, v.path)
		if class == classWatch {
			next.ServeHTTP(w, r)
			return
		}
		if !isMachine(v.path) && !s.Limits.spares(v.address) {
			if b := s.pages.Take(limit.Network(v.address), s.Limits.Now()); !b.OK {
				s.slowDown(w, r, shedAddress, b.Wait)
				return
			}
		}
		slow := class == classExport || class == classCreate && (r.ContentLength > large || r.ContentLength < 0) || isTestPath(v.path)
		leave, err := s.enter(r, class, slow)
		if err != nil {
			s.turnBack(w, r, class, err)
			return
		}
		defer leave()
		v.leave = leave
		time := s.Limits.Request
		if slow {
			time = s.Limits.Long
			s.patient(w)
		}
		ctx, cancel := context.WithTimeoutCause(r.Context(), time, errSlow)
		defer cancel()
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// enter takes the places that a request needs; leave may be called twice.
func (s *server) enter(r *http.Request, class class, slow bool) (leave func(), err error) {
	leaveLarge := func() {}
	if slow && class == classCreate {
		if leaveLarge, err = s.large.Enter(r.Context(), 0); err != nil {
			return nil, err
		}
	}
	leaveGate, err := s.gate.Enter(r.Context(), int(class))
	if err != nil {
		leaveLarge()
		return nil, err
	}
	return sync.OnceFunc(func() { leaveGate(); leaveLarge() }), nil
}

// isMachine reports whether a path is for programs, which are held to the rate
// of their key.
func isMachine(path string) bool {
	return isPartnerPath(path) || path == "/api" || path == "/in" || strings.HasPrefix(path, "/api/") || strings.HasPrefix(path, "/in/")
}

// isTestPath reports whether a path moves the clock and so runs all that is due.
func isTestPath(path string) bool { return strings.HasPrefix(path, "/test/") }

// patient gives a large body and a long answer the time they need; the server's
// own bounds are for pages.
func (s *server) patient(w http.ResponseWriter) {
	control, until := http.NewResponseController(w), s.Limits.longEnd()
	_ = control.SetReadDeadline(until) // a writer that has no deadlines, as in tests, needs none put off
	_ = control.SetWriteDeadline(until)
}

// turnBack answers a request that was not let in. Nothing was done for it.
func (s *server) turnBack(w http.ResponseWriter, r *http.Request, class class, err error) {
	reason := shedGone
	switch {
	case errors.Is(err, limit.ErrFull):
		reason = shedFull
	case errors.Is(err, limit.ErrWaited):
		reason = shedWaited
	case errors.Is(err, limit.ErrDisplaced):
		reason = shedDisplaced
	}
	visitOf(r).shed = true
	if reason == shedGone {
		s.shed(reason)
		return // nobody is there to read
	}
	s.turnedAway(class, reason)
	s.answerStill(w, r, s.busy, time.Duration(1+rand.N(mostRetry))*time.Second)
}

// turnedAway takes note of a request that was turned away.
func (s *server) turnedAway(class class, reason string) {
	s.shed(reason)
	if n, told := s.turned.next(s.Limits.Now()); told {
		s.Log.Warn("too busy: a request was turned away", "class", class.String(), "reason", reason, "since_last_line", n, "runbook", "overload")
	}
}

// slowDown answers a request over a rate.
func (s *server) slowDown(w http.ResponseWriter, r *http.Request, reason string, wait time.Duration) {
	visitOf(r).shed = true
	s.shed(reason)
	s.Log.Info("a visitor or a link is over its rate", "reason", reason)
	s.answerStill(w, r, s.fast, wait)
}

func (s *server) shed(reason string) {
	if s.Shed != nil {
		s.Shed(reason)
	}
}

// still is a notice whose page is drawn once, when the server starts: turning
// somebody away must cost next to nothing.
type still struct {
	notice
	page   []byte
	detail string // for machines
}

func newStill(n notice, detail string) (still, error) {
	var b bytes.Buffer
	if err := views.NoticePage(n.view).Render(bg, &b); err != nil {
		return still{}, fmt.Errorf("draw the page %s: %w", n.view.Frame.Page, err)
	}
	return still{n, b.Bytes(), detail}, nil
}

// answerStill sends a page that lies ready, or what a machine reads in its place.
func (s *server) answerStill(w http.ResponseWriter, r *http.Request, n still, wait time.Duration) {
	v, h := visitOf(r), w.Header()
	v.page = n.view.Frame.Page
	h.Set("Retry-After", strconv.Itoa(max(1, seconds(wait))))
	switch {
	case isPartnerPath(v.path):
		answer := refusal(n.status, "unavailable", n.detail)
		answer.retry = max(wait, time.Second)
		answer.write(w)
	case isMachine(v.path):
		problemFor(n.status, "unavailable", n.detail).write(w)
	case prefersJSON(r.Header.Get("Accept")):
		_ = writeProblem(w, n.notice) // a failed write means that the caller has gone away
	default:
		h.Set("Vary", "Accept")
		h.Set("Content-Type", htmlType)
		h.Set("Content-Length", strconv.Itoa(len(n.page)))
		w.WriteHeader(n.status)
		_, _ = w.Write(n.page) // a failed write means that the visitor has gone away
	}
}
