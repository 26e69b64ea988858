package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"runtime/debug"
	"sync/atomic"
	"time"

	"github.com/latchkey-portal/latchkey/internal/config"
	"github.com/latchkey-portal/latchkey/internal/document"
	"github.com/latchkey-portal/latchkey/internal/mail"
	"github.com/latchkey-portal/latchkey/internal/outbox"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store"
	"github.com/latchkey-portal/latchkey/web"
)

type serveCommand struct{}

func (serveCommand) Help() string {
	return "Needs a database (latchkey init), a master key and a base URL.\nExample: latchkey serve --base-url https://pay.example.com --master-key-file master.key"
}

func (serveCommand) Run(a *app) error {
	end, err := a.observe()
	if err != nil {
		return err
	}
	defer end()
	return a.withBy(store.OpenServer, func(i *installation) error {
		if err := i.service.OpensEvery(a.ctx); err != nil {
			return fmt.Errorf("%w; nothing is served while a key is missing: see docs/keys.md, and latchkey doctor", err)
		}
		listener, handed, err := listen(i.config.Addr)
		if err != nil {
			return err
		}
		defer listener.Close() // the server has closed it, unless it never began
		ctx, give := context.WithCancelCause(a.ctx)
		defer give(nil)
		release, err := i.store.Serve(ctx, give) // so that nobody replaces the database under us
		if err != nil {
			return err
		}
		defer release()
		running, err := a.start(i, listener)
		if err != nil {
			return err
		}
		running.handed, running.drain = handed, drainFor(handed, i.config.Mode)
		running.supervisor.ready(a.ctx)
		fmt.Fprintf(a.stdout, "Latchkey is ready on http://%s for %s\n", running.address, i.config.BaseURL)
		err = running.wait(ctx)
		if lost := context.Cause(ctx); errors.Is(lost, store.ErrRunning) {
			err = errors.Join(lost, err)
		}
		return err
	}, config.BaseURL)
}

// Limits of the server. A slow reader or writer holds one connection, not more.
const (
	headerTimeout = 5 * time.Second
	bodyTimeout   = 15 * time.Second
	writeTimeout  = 30 * time.Second
	idleTimeout   = time.Minute
	maxHeader     = 16 << 10
	mailEvery     = 2 * time.Second
)

// eachTold are the log lines that stand for one thing each: all are written.
var eachTold = []string{"request", "message tried", "delivery tried"}

// running is a started server.
type running struct {
	address  string
	listener net.Listener
	handed   bool          // the socket lives on without us
	drain    time.Duration // how long answers go out before connections are closed
	server   *http.Server
	served   chan error
	behind   *background
	drained  *atomic.Bool
	unkept   <-chan error
	log      *slog.Logger

	supervisor supervisor
}

// start serves on a listener, which answers from then on.
func (a *app) start(i *installation, listener net.Listener) (*running, error) {
	log := a.logger()
	limitMemory(log)
	r := &running{
		served: make(chan error, 1), drained: &atomic.Bool{}, listener: bounded(listener, i.config), supervisor: supervisor{log},
		unkept: i.unkept, log: log,
	}
	post, err := a.post(i, log)
	if err != nil {
		return nil, err
	}
	r.behind = a.behind(i, post, log)
	handler, err := a.handler(i, log, post, r)
	if err != nil {
		return nil, err
	}
	r.address = listener.Addr().String()
	door := &web.Doorstep{Refuse: handler.Refuse, Idle: idleTimeout}
	r.listener = door.Listener(r.listener)
	r.server = &http.Server{
		Handler: r.lastAnswers(handler), ReadHeaderTimeout: headerTimeout, ReadTimeout: bodyTimeout, WriteTimeout: writeTimeout,
		DisableGeneralOptionsHandler: true, // it answers "OPTIONS *" with none of our headers
		IdleTimeout:                  idleTimeout, MaxHeaderBytes: maxHeader, ErrorLog: slog.NewLogLogger(quiet{log.Handler()}, slog.LevelWarn),
		ConnState: func(c net.Conn, state http.ConnState) {
			door.ConnState(c, state)
			i.watch.connection(state)
		},
	}
	a.ops.started(a.sources(i), handler)
	r.behind.start()
	go func() {
		defer func() {
			if p := recover(); p != nil {
				log.Error("server panicked", "panic", fmt.Sprint(p), "stack", string(debug.Stack()), "runbook", "fault")
				r.served <- errors.New("the server panicked; the log says where")
			}
		}()
		r.served <- r.server.Serve(r.listener)
	}()
	return r, nil
}

// handler wires the site.
func (a *app) handler(i *installation, log *slog.Logger, p *post, r *running) (*web.Front, error) {
	base, err := url.Parse(i.config.BaseURL)
	if err != nil {
		return nil, fmt.Errorf("base URL: %w", err)
	}
	printer, err := document.New()
	if err != nil {
		return nil, err
	}
	formKeys, err := i.vault.DeriveAll("form")
	if err != nil {
		return nil, err
	}
	desk, err := adminDesk(i, r.behind)
	if err != nil {
		return nil, err
	}
	site := web.Site{
		Portal: i.service, Printer: printer, Base: base, Proxies: i.config.TrustedProxies, Log: log,
		FormKey: formKeys[0], FormKeysBefore: formKeys[1:], Desk: desk, Visits: r.behind.visits, Till: i.till,
		Draining: r.drained.Load, ClockFault: i.clockFault, Storage: r.behind.keeper.storage, Watch: i.watch.requests(), Shed: i.watch.shed(), Repeated: i.watch.repeated(),
		WebhookAllowPrivate: i.config.WebhookAllowPrivate, Limits: limits(i.config),
	}
	if p.tray != nil {
		site.Mailroom = mailroom{p.tray}
	}
	if i.config.Mode == config.Test {
		site.SetClock = func(ctx context.Context, now int64) error {
			i.clock.fixed.Store(now)
			return r.behind.round(ctx)
		}
	}
	if i.config.Mode == config.Development {
		site.Catcher = &web.Catcher{}
	}
	return web.New(site)
}

// adminDesk has what the admin pages need: the people, and the keys that seal
// their cookies.
func adminDesk(i *installation, b *background) (*web.Desk, error) {
	address, err := sender(i)
	if err != nil {
		return nil, err
	}
	d := &web.Desk{
		Spawn:   b.spawn,
		Preview: preview(mail.NewWords(i.service, address)),
		Sender:  address,
		CheckSender: func(ctx context.Context, address, selector string) []portal.SenderFinding {
			return mail.CheckSender(ctx, net.DefaultResolver, address, selector)
		},
		Auth: i.people(),
	}
	if d.SignOn, err = i.signOn(d.Auth); err != nil {
		return nil, err
	}
	d.Passkeys = i.passkeys(d.Auth)
	if d.CookieKeys, err = cookieKeys(i.vault); err != nil {
		return nil, err
	}
	if i.config.Mode.Lenient() {
		d.Mode = string(i.config.Mode)
	}
	d.OwnersNeedSecond = !i.config.Mode.Lenient()
	return d, nil
}

// cookieKeys are the pairs of keys that open the cookies of the desk. The first
// pair seals them, too.
func cookieKeys(v *portal.Vault) ([][]byte, error) {
	authenticate, err := v.DeriveAll("session authentication")
	if err != nil {
		return nil, err
	}
	encrypt, err := v.DeriveAll("session encryption")
	if err != nil {
		return nil, err
	}
	var pairs [][]byte
	for n := range authenticate {
		pairs = append(pairs, authenticate[n], encrypt[n])
	}
	return pairs, nil
}

// post is how mail leaves: by SMTP, into a tray in development, or not at all.
type post struct {
	leaves bool // or else mail stays queued
	tray   *mail.Tray
	round  func(context.Context) error
}

func (a *app) post(i *installation, log *slog.Logger) (*post, error) {
	p := &post{round: func(context.Context) error { return nil }}
	var carrier mail.Carrier
	switch {
	case i.config.SMTPURL != "":
		server, err := mail.ParseServer(i.config.SMTPURL)
		if err != nil {
			return nil, err
		}
		carrier = mail.NewSMTP(server)
	case i.config.Mode.Lenient():
		p.tray = &mail.Tray{}
		carrier = p.tray
	default:
		log.Warn("no SMTP_URL: mail stays queued until there is one")
		return p, nil
	}
	address, err := sender(i)
	if err != nil {
		return nil, err
	}
	box := outbox.New(yielding{i.kept, i.store.Busy}, i.watch.tracer.Sender(mail.NewMailer(mail.NewWords(i.service, address), carrier)), i.clock.now, log)
	p.round = behindPages(func(ctx context.Context) error {
		_, err := box.Round(ctx)
		return err
	})
	p.leaves = true
	return p, nil
}

// sender is the bare address that mail comes from.
func sender(i *installation) (string, error) {
	from := i.config.MailFrom
	if from == "" {
		from = "no-reply@" + i.config.Host()
	}
	_, address, _, err := mail.ParseSender(from)
	return address, err
}

// quiet drops what net/http would log about single connections: it may quote
// what a visitor sent.
type quiet struct{ slog.Handler }

func (q quiet) Handle(ctx context.Context, r slog.Record) error {
	return q.Handler.Handle(ctx, slog.NewRecord(r.Time, slog.LevelWarn, "connection refused or broken", r.PC))
}
