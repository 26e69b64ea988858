package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// notice is an ending that is not the page asked for: a status and the words
// for it. Every fault, outcome and error becomes one in this file and in
// notice_link.go, and nowhere else.
type notice struct {
	status int
	retry  time.Duration // Retry-After; 0: none
	view   views.Notice
}

// answer shows a notice: as a page, or as a problem document (RFC 9457) to
// whoever prefers JSON.
func (s *server) answer(w http.ResponseWriter, r *http.Request, n notice) error {
	visitOf(r).page = n.view.Frame.Page
	if n.retry > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(n.retry.Seconds())))
	}
	w.Header().Add("Vary", "Accept")
	if prefersJSON(r.Header.Get("Accept")) && n.status >= 400 {
		return writeProblem(w, n)
	}
	return s.render(w, r, n.status, views.NoticePage(n.view))
}

// fail answers our own faults. The visitor reads that the link is fine; the log
// reads what happened.
func (s *server) fail(w http.ResponseWriter, r *http.Request, err error) {
	if r.Context().Err() != nil && !s.slow(r) {
		s.Log.InfoContext(r.Context(), "visitor went away", "route", visitOf(r).routeName())
	} else if !errors.Is(err, portal.ErrReadOnly) { // said once, when it began
		s.Log.ErrorContext(r.Context(), "request failed", "route", visitOf(r).routeName(), "error", err)
	}
	if rec, ok := w.(*recorder); ok && rec.sent {
		return // too late for a page
	}
	n := brokenPage(r.Method == http.MethodPost)
	if errors.Is(err, portal.ErrUnavailable) || s.slow(r) {
		n = unavailable(r.Method == http.MethodPost)
	}
	if errors.Is(err, portal.ErrReadOnly) {
		n = notNow()
	}
	n.view.Frame.Stub = &views.Stub{Reference: visitOf(r).name}
	r = r.WithContext(context.WithoutCancel(r.Context())) // a page is drawn also when its time is over
	if err := s.answer(w, r, n); err != nil {
		s.Log.ErrorContext(r.Context(), "error page failed", "error", err)
		s.lastResort(w, r, n.status)
	}
}

// lastName stands in the page of last resort where the name of a request goes.
const lastName = "0000-0000"

// prerender draws the page that is shown when drawing a page failed.
func (s *server) prerender() error {
	var b bytes.Buffer
	n := brokenPage(false)
	n.view.Frame.Stub = &views.Stub{Reference: lastName}
	if err := views.NoticePage(n.view).Render(bg, &b); err != nil {
		return fmt.Errorf("draw the page of last resort: %w", err)
	}
	s.last = b.Bytes()
	var err error
	if s.busy, err = newStill(busyPage(), "We are busy for a moment. Nothing was done. Send the same request again."); err != nil {
		return err
	}
	s.full = s.bare(s.busy)
	s.fast, err = newStill(tooFast(), "Too many requests at once. Wait, then send the same request again.")
	return err
}

// slow reports whether a request was ended because it took too long.
func (s *server) slow(r *http.Request) bool { return errors.Is(context.Cause(r.Context()), errSlow) }

func (s *server) lastResort(w http.ResponseWriter, r *http.Request, status int) {
	if rec, ok := w.(*recorder); ok && rec.sent {
		return
	}
	w.Header().Set("Content-Type", htmlType)
	w.WriteHeader(status)
	_, _ = w.Write(bytes.ReplaceAll(s.last, []byte(lastName), []byte(visitOf(r).name))) // nobody is left to tell
}

// plain is a notice in the neutral frame, which names nobody.
func plain(status int, page, heading string, lead ...string) notice {
	n := notice{status: status, view: views.Notice{Frame: neutral(page, heading), Heading: heading}}
	for _, sentence := range lead {
		n.view.Lead = append(n.view.Lead, views.Plain(sentence))
	}
	return n
}

func notFound() notice {
	return plain(http.StatusNotFound, "not-found", "Page not found",
		"If you typed the address, check it is correct. If you pasted it, check you copied all of it.",
		"If you selected a link in an email, contact whoever sent it.")
}

func wrongHost() notice {
	return plain(http.StatusMisdirectedRequest, "wrong-host", "This address does not belong here",
		"The link was made for another website. Nothing was changed.",
		"Go back to the email and select the link again.")
}

func wrongMethod() notice {
	return plain(http.StatusMethodNotAllowed, "method", "This page cannot do that",
		"Nothing was changed.", "Open the link in your email to start again.")
}

func tooLong() notice {
	return plain(http.StatusRequestURITooLong, "too-long", "This address is too long",
		"Some programs add text to a link when they pass it on. Nothing was changed.",
		"Go back to the email and select the link again.")
}

func tooLarge() notice {
	return plain(http.StatusRequestEntityTooLarge, "too-large", "That is more than we can take",
		"What you sent is too large. Nothing was saved.", "Go back, make it shorter, and send it again.")
}

func unsupported() notice {
	return plain(http.StatusUnsupportedMediaType, "unsupported", "We cannot read what was sent",
		"It came in a form that this page does not know. Nothing was saved.",
		"Open the link in your email to start again.")
}

func crossSite() notice {
	return plain(http.StatusForbidden, "cross-site", "Please try again",
		"This page was opened from another website, so we stopped to be safe. Nothing was changed.",
		"Open the link in your email, and choose again from there.")
}

func tooManyTries(wait time.Duration) notice {
	n := plain(http.StatusTooManyRequests, "rate", "Try again in a few minutes",
		"There have been too many tries from your network. Nothing was changed.")
	n.retry = wait
	return n
}

func tooFast() notice {
	return plain(http.StatusTooManyRequests, "rate", "Wait a moment, then try again",
		"More was asked for at once than one visitor or one link may. Nothing was changed, and your link still works.")
}

func busyPage() notice {
	return plain(http.StatusServiceUnavailable, "unavailable", "We are busy right now",
		"Very many people are here at the moment. Nothing was changed, and your link stays valid.",
		"Wait a few seconds, then try again.")
}

func brokenPage(post bool) notice {
	return plain(http.StatusInternalServerError, "error", "There is a problem with this page",
		ourFault(post), "Try again in a few minutes.")
}

func unavailable(post bool) notice {
	n := plain(http.StatusServiceUnavailable, "unavailable", "There is a problem with this page",
		ourFault(post), "Try again in a few minutes.")
	n.retry = minute
	return n
}

// notNow is for what was refused before anything was tried.
func notNow() notice {
	n := plain(http.StatusServiceUnavailable, "unavailable", "We cannot save anything just now",
		"The fault is ours. Nothing was changed, and your link is fine.", "Try again in a few minutes.")
	n.retry = noRoomRetry
	return n
}

func ourFault(post bool) string {
	if post {
		return "The fault is ours. We do not know yet whether what you asked for was saved. Open the link again to see."
	}
	return "The fault is ours. Nothing was changed, and your link still works."
}
