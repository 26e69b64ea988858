package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

// healthz answers as long as the process runs.
func (s *server) healthz(w http.ResponseWriter, r *http.Request) {
	s.text(w, r, http.StatusOK, "ok\n")
}

// readyz answers 200 while the database can be reached with the current schema
// and the server is not about to stop. While the disk takes no writes it is
// still 200, with another body: links open and pages are shown, and whoever
// takes the server out would take those away, too.
func (s *server) readyz(w http.ResponseWriter, r *http.Request) {
	if s.Draining != nil && s.Draining() {
		s.text(w, r, http.StatusServiceUnavailable, "draining\n")
		return
	}
	if s.ClockFault != nil {
		if err := s.ClockFault(); err != nil {
			s.Log.Error("not ready", "error", err, "runbook", "clock")
			s.text(w, r, http.StatusServiceUnavailable, "clock not the database's\n")
			return
		}
	}
	if err := s.Portal.Ready(r.Context()); err != nil {
		s.Log.ErrorContext(r.Context(), "not ready", "error", err)
		s.text(w, r, http.StatusServiceUnavailable, "database not ready\n")
		return
	}
	s.text(w, r, http.StatusOK, s.storage().ready())
}

// robots lets crawlers in, so that they see the noindex of every page: the
// address of a page they may not fetch can still be listed.
func (s *server) robots(w http.ResponseWriter, r *http.Request) {
	s.text(w, r, http.StatusOK, "User-agent: *\nDisallow: /admin\n")
}

// securityTxt follows RFC 9116. It is renewed by being asked for, so it cannot
// run out silently.
func (s *server) securityTxt(w http.ResponseWriter, r *http.Request) {
	expires := s.Portal.Now().AddDate(0, 6, 0).UTC().Format(time.RFC3339)
	s.text(w, r, http.StatusOK, fmt.Sprintf("Contact: mailto:security@%s\nExpires: %s\nCanonical: %s/.well-known/security.txt\n",
		s.Base.Hostname(), expires, s.Base))
}

func (s *server) text(w http.ResponseWriter, r *http.Request, status int, body string) {
	visitOf(r).page = "service"
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(body))
}

// missing answers an address that is none.
func (s *server) missing(w http.ResponseWriter, r *http.Request) error {
	return s.answer(w, r, notFound())
}

// testClock moves the clock of MODE=test and runs what is due by then.
func (s *server) testClock(w http.ResponseWriter, r *http.Request) error {
	var ask struct {
		Now int64 `json:"now"`
	}
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxForm)).Decode(&ask); err != nil || ask.Now <= 0 {
		s.text(w, r, http.StatusUnprocessableEntity, "say {\"now\": unix seconds}\n")
		return nil
	}
	if err := s.SetClock(r.Context(), ask.Now); err != nil {
		return err
	}
	s.text(w, r, http.StatusOK, "ok\n")
	return nil
}
