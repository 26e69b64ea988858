package web

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"net/netip"
	"runtime/debug"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/logs"
)

// maxTarget is the longest request target in bytes.
const maxTarget = 2048

// visit is what the guard learned about a request. Handlers take path and
// query from here: r.URL has been tidied up, and tidying would accept links
// that nobody signed.
type visit struct {
	name    string // of this request, for the log and for who asks about a fault
	path    string // as sent
	query   string // as sent
	address netip.Addr
	route   string     // pattern of the path, for the log; empty: route names it
	page    string     // name of the page answered, for the log
	opened  link.Grant // the genuine link that was opened; empty: none
	wrong   bool       // the link was no genuine one
	check   string     // how the link stood
	ended   func(Seen) // is told how the request was answered; nil: nobody is
	shed    bool       // turned away before work began
	counted bool       // against the rate of its link
	leave   func()     // gives the place back early, where only a slow reader is left to wait for
}

type visitKey struct{}

func visitOf(r *http.Request) *visit { return r.Context().Value(visitKey{}).(*visit) }

// guard is in front of everything: headers, the log line, and the refusals that
// need no route.
func (s *server) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		v := &visit{address: s.clientAddress(r)}
		v.path, v.query, _ = strings.Cut(originForm(r.RequestURI), "?")
		v.name = s.requestName(r)
		r = r.WithContext(context.WithValue(s.begin(logs.WithRequest(r.Context(), v.name), v), visitKey{}, v))
		rec := &recorder{ResponseWriter: w, status: http.StatusOK, name: v.name}
		maps.Copy(rec.Header(), s.always)
		defer func() {
			fault := recover()
			if fault == http.ErrAbortHandler {
				s.logVisit(r, rec, v, time.Since(start))
				panic(fault) // what was sent of the answer must not look whole
			}
			if fault != nil {
				s.Log.ErrorContext(r.Context(), "handler panicked", "panic", fmt.Sprint(fault), "route", v.routeName(), "stack", string(debug.Stack()), "runbook", "fault")
				s.lastResort(rec, r, http.StatusInternalServerError)
			}
			s.logVisit(r, rec, v, time.Since(start))
		}()
		switch {
		case len(r.RequestURI) > maxTarget:
			s.answer(rec, r, tooLong())
		case r.Host != s.Base.Host && !isProbe(v.path):
			s.answer(rec, r, wrongHost())
		case s.noRoom(rec, r, v):
		case isPartnerPath(v.path):
			s.partners.ServeHTTP(rec, r)
		case !cleanPath(v.path, r.URL.Path): // what is routed is what was checked
			s.answer(rec, r, notFound())
		default:
			next.ServeHTTP(rec, r)
		}
	})
}

// offersPath is where an offer's id stands, the only one that holds a colon.
const offersPath = "/api/v1/offers/"

// cleanPath reports whether a path may be routed. asked is as it was asked for,
// read is what the router makes of it.
func cleanPath(asked, read string) bool {
	if strings.HasPrefix(asked, offersPath) {
		asked = strings.NewReplacer("%3A", ":", "%3a", ":").Replace(asked)
		return asked == read && link.CleanPath(strings.ReplaceAll(asked, ":", "."))
	}
	return asked == read && link.CleanPath(asked)
}

// isProbe says whether a path is asked for by whatever watches over the server,
// which comes by address rather than by name.
func isProbe(path string) bool { return path == "/healthz" || path == "/readyz" }

// originForm takes scheme and host off an absolute-form target (RFC 9112, 3.2.2).
func originForm(target string) string {
	if strings.HasPrefix(target, "/") {
		return target
	}
	_, rest, ok := strings.Cut(target, "://")
	if !ok {
		return target
	}
	slash := strings.IndexByte(rest, '/')
	if slash < 0 {
		return "/"
	}
	return rest[slash:]
}

// clientAddress is the peer, or, where proxies are trusted, the last address of
// X-Forwarded-For that is not one of them.
func (s *server) clientAddress(r *http.Request) netip.Addr {
	peer := parseAddress(r.RemoteAddr)
	if !s.trusts(peer) {
		s.unbelieved(r, peer)
		return peer
	}
	chain := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(chain) - 1; i >= 0; i-- {
		hop := parseAddress(strings.TrimSpace(chain[i]))
		if !hop.IsValid() {
			return peer
		}
		if !s.trusts(hop) {
			return hop
		}
		peer = hop
	}
	return peer
}

func parseAddress(text string) netip.Addr {
	if host, _, err := net.SplitHostPort(text); err == nil {
		text = host
	}
	addr, err := netip.ParseAddr(text)
	if err != nil {
		return netip.Addr{}
	}
	return addr.Unmap()
}

func (s *server) trusts(a netip.Addr) bool {
	for _, p := range s.Proxies {
		if p.Contains(a) {
			return true
		}
	}
	return false
}

// policy is the Content-Security-Policy of every page: nothing but what this
// server sends, no script, no frame around it.
const policy = "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"

// everyAnswer are the headers that every answer has, faults included. They are made
// once and shared: whoever needs another value sets it, which leaves these alone.
// no-store on errors is a matter of correctness: a cached "expired" would outlive a
// reissue.
func everyAnswer(scheme string) http.Header {
	h := http.Header{
		"Cache-Control":                {"no-store"},
		"Referrer-Policy":              {"strict-origin"},
		"Content-Security-Policy":      {policy},
		"X-Content-Type-Options":       {"nosniff"},
		"X-Robots-Tag":                 {"noindex, nofollow, noarchive, nosnippet"},
		"Cross-Origin-Opener-Policy":   {"same-origin"},
		"Cross-Origin-Resource-Policy": {"same-origin"},
		"Permissions-Policy":           {"camera=(), geolocation=(), microphone=(), payment=(), usb=()"},
	}
	if scheme == "https" {
		h["Strict-Transport-Security"] = []string{"max-age=31536000; includeSubDomains"}
	}
	return h
}

// logVisit writes the access line. It names the first segments that are ours to
// choose, never an id, a query, an address or a header of the visitor: the
// path of a link together with its query is a key.
//
// Who was turned away has no line of their own: the log would cost more than they
// do, and says how many there were in another way.
func (s *server) logVisit(r *http.Request, rec *recorder, v *visit, took time.Duration) {
	v.tell(r, rec.status, took)
	if v.shed {
		return
	}
	s.Log.LogAttrs(r.Context(), slog.LevelInfo, "request",
		slog.String("method", method(r)), slog.String("route", v.routeName()), slog.String("page", v.page),
		slog.Int("status", rec.status), slog.Int64("bytes", rec.bytes), slog.Duration("took", took.Round(time.Microsecond)))
}

// method keeps made-up methods out of the log.
func method(r *http.Request) string {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return r.Method
	}
	return "other"
}

func (v *visit) routeName() string {
	if v.route != "" {
		return v.route
	}
	return route(v.path)
}

// route names a path by its pattern.
func route(path string) string {
	p, ok := link.ParsePath(path)
	switch {
	case ok && p.Legacy:
		return "/invoice/{number}.pdf"
	case ok && p.Form != link.Page:
		return "/{account}/" + string(p.Kind) + "/{id}." + string(p.Form)
	case ok:
		return "/{account}/" + string(p.Kind) + "/{id}"
	}
	first, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	if link.Reserved(first) {
		return "/" + first
	}
	return "unknown"
}

// recorder remembers status and size for the log, and whether anything was sent.
// To a machine it names the request in every answer that is a fault of ours.
type recorder struct {
	http.ResponseWriter
	name   string // of the request
	status int
	bytes  int64
	sent   bool
}

// Unwrap is for http.ResponseController.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

func (r *recorder) WriteHeader(status int) {
	if !r.sent {
		r.status, r.sent = status, true
		if status >= http.StatusInternalServerError {
			r.Header().Set(requestHeader, r.name)
		}
	}
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(b []byte) (int, error) {
	r.sent = true
	n, err := r.ResponseWriter.Write(b)
	r.bytes += int64(n)
	return n, err
}
