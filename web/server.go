// Package web is HTTP in, pages out: it reads a request, calls the portal, and
// shows what came of it. It leaves out every decision about the business, SQL
// and mail. server.go is the route table, gate.go says who may come in,
// notice.go is the only place that turns an ending into a status and words, and
// present*.go turn what the portal knows into what a page shows.
//
// Use: New makes the handler of the whole site from a Site.
package web

import (
	"context"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"sync/atomic"

	"github.com/latchkey-portal/latchkey/internal/limit"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/static"
)

// Site is what the handlers need.
type Site struct {
	Portal  *portal.Service
	Printer Printer
	Base    *url.URL // public origin; requests for another host answer 421
	Proxies []netip.Prefix
	Log     *slog.Logger
	FormKey []byte // 32 bytes, for the small tokens of customer pages
	// FormKeysBefore are accepted beside FormKey, and make nothing any more.
	FormKeysBefore [][]byte

	// WebhookAllowPrivate is the operator's leave for webhooks to private and
	// loopback addresses; see hook.CheckURL.
	WebhookAllowPrivate bool

	// Till reads what payment providers say; nil: nothing can be paid here.
	Till Till

	// Visits takes notes of who looked at links; nil: nobody does.
	Visits *portal.VisitBook

	// Desk has what the admin pages need; nil: no such pages.
	Desk *Desk
	// Mailroom shows caught mails at /dev/mail; nil: no such pages.
	Mailroom Mailroom
	// Catcher shows caught webhooks at /dev/hooks; nil: no such pages.
	Catcher *Catcher
	// SetClock moves the clock and runs what is due; nil but in MODE=test.
	SetClock func(ctx context.Context, now int64) error
	// Storage says what the database can take just now; nil: everything.
	Storage func() Storage
	// Watch is told of every request, for figures and traces; nil: nobody listens.
	Watch Watch
	// Limits are what is taken at once and per time.
	Limits Limits
	// Shed is told, by a word, why a request was turned away; nil: nobody is.
	Shed func(reason string)
	// Repeated is told what a request with an Idempotency-Key was found to be:
	// first, replayed, conflict, in_progress; nil: nobody is.
	Repeated func(result string)

	// Draining reports that the server is about to stop; nil: it never does.
	Draining func() bool
	// ClockFault says why the clock keeps this node from answering; nil: nothing
	// ever does.
	ClockFault func() error
}

// Printer draws the marked copy of an invoice as a PDF.
type Printer interface {
	Draw(inv portal.Invoice, account portal.Account) ([]byte, error)
}

type server struct {
	Site
	gate      *limit.Gate                  // in front of everything
	large     *limit.Gate                  // in front of large bodies
	pages     *limit.Rates[netip.Prefix]   // pages and forms of a visitor
	opens     *limit.Rates[string]         // of a link
	posts     *limit.Rates[string]         // on a link
	keyed     *limit.Rates[string]         // calls of a key
	failing   *limit.Strikes[netip.Prefix] // wrong checksums of a visitor
	asking    *limiter                     // new-link requests per network
	declaring *limiter                     // statements on public forms per network
	turns     *turns                       // requests with the same Idempotency-Key, one after another
	calls     *quota                       // calls per partner key
	cross     *http.CrossOriginProtection
	forwarded atomic.Bool // it was said that a header of nobody trusted is not believed

	partners http.Handler // the partner API, which has paths of its own kind
	always   http.Header  // what every answer has
	last     []byte       // the page shown when drawing one failed, with lastName in it
	busy     still        // where there is no place
	full     [][]byte     // the same as whole answers
	turned   turned       // because there was none
	fast     still        // for who asks too often
}

// handler answers a request, or returns an error that fail turns into the page
// for our own faults.
type handler func(http.ResponseWriter, *http.Request) error

// New makes the handler of the whole site.
func New(site Site) (*Front, error) {
	site.Limits = site.Limits.orDefaults()
	s := &server{
		Site:      site,
		gate:      limit.NewGate(site.Limits.gateSize()),
		large:     limit.NewGate(site.Limits.largeSize()),
		pages:     limit.NewRates[netip.Prefix](site.Limits.Pages),
		opens:     limit.NewRates[string](site.Limits.Opens),
		posts:     limit.NewRates[string](site.Limits.Posts),
		keyed:     limit.NewRates[string](site.Limits.Calls),
		failing:   limit.NewStrikes[netip.Prefix](site.Limits.Wrong, site.Limits.Banned),
		asking:    newLimiter(20, hour),
		declaring: newLimiter(20, hour),
		turns:     newTurns(),
		calls:     newQuota(2000, 20_000),
		cross:     http.NewCrossOriginProtection(),
		always:    everyAnswer(site.Base.Scheme),
	}
	if err := s.prerender(); err != nil {
		return nil, err
	}
	s.partners = s.inTurn(s.partnerDoor())
	mux := http.NewServeMux()
	for path, h := range map[string]http.HandlerFunc{
		"/healthz": s.healthz, "/readyz": s.readyz, "/robots.txt": s.robots, "/.well-known/security.txt": s.securityTxt,
	} {
		mux.HandleFunc("GET "+path, h)
	}
	mux.Handle("/static/", static.Handler())
	mux.Handle("/static", s.page(s.missing)) // or the mux redirects, with the query in Location
	mux.Handle("GET "+brandPath+"{file}", s.page(s.logo))
	own := s.apiDoor()
	for _, path := range []string{"/api", "/api/", "/in", "/in/"} {
		mux.Handle(path, own)
	}
	mux.Handle("/in/{account}/notifications", s.inboxDoor())
	mux.Handle("/in/{account}/payments/{provider}", s.paymentDoor())
	if s.Till != nil {
		mux.Handle("GET "+trialPath, s.page(s.testPayment))
		mux.Handle("POST "+trialPath, s.page(s.testPayment))
	}
	if s.Mailroom != nil {
		mux.Handle("GET /dev/mail", s.page(s.devMail))
		mux.Handle("GET /dev/mail/{id}", s.page(s.devMailMessage))
		mux.Handle("GET /dev/mail/{id}/html", s.page(s.devMailHTML))
	}
	if s.Catcher != nil {
		mux.Handle("POST /dev/hooks/in", s.page(s.catchHook))
		mux.Handle("GET /dev/hooks", s.page(s.devHooks))
		mux.Handle("GET /dev/hooks/{id}", s.page(s.devHook))
	}
	if s.SetClock != nil {
		mux.Handle("POST /test/clock", s.page(s.testClock))
	}
	if site.Desk != nil {
		newDesk(s, *site.Desk).routes(mux)
	}
	mux.Handle("/", s.noted(s.page(s.customer)))
	return &Front{s.guard(s.inTurn(s.methods(mux))), s}, nil
}

// page runs a handler and answers for its error.
func (s *server) page(h handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := h(w, r); err != nil {
			s.fail(w, r, err)
		}
	})
}
