package main

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/pprof"
	"runtime"
	"runtime/debug"
	"sync/atomic"
	"time"

	"github.com/latchkey-portal/latchkey/internal/config"
	"github.com/latchkey-portal/latchkey/internal/meter"
	"github.com/latchkey-portal/latchkey/internal/trace"
)

// ops is the listener of the operator: figures, profiles, and whether the program
// lives, has started, and is ready. It answers from before the database is opened,
// and never sheds anything. nil: OPS_ADDR is off.
type ops struct {
	meter  *meter.Meter
	server *http.Server
	served chan error
	site   atomic.Pointer[http.Handler] // answers /readyz once the program has started
}

// Limits of the listener. A profile may take as long as an answer may.
const (
	opsHeaderTimeout = 5 * time.Second
	opsWriteTimeout  = 2 * time.Minute
	lastTraces       = 3 * time.Second // for what was not sent when the program ends
)

// observe opens the listener of the operator and begins to trace, as the settings
// say. What it returns ends both.
func (a *app) observe() (end func(), err error) {
	c, err := a.settings(config.BaseURL, config.MasterKey)
	if err != nil {
		return nil, err
	}
	o, err := a.openOps(c)
	if err != nil {
		return nil, err
	}
	a.ops = o
	if c.Traces != "" {
		if a.watch.tracer, err = trace.New(a.ctx, c.Traces, buildOf().Version, a.logger()); err != nil {
			o.close()
			return nil, err
		}
	}
	return func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(a.ctx), lastTraces)
		defer cancel()
		if err := a.watch.tracer.Close(ctx); err != nil {
			a.logger().Warn(err.Error())
		}
		o.close()
	}, nil
}

// openOps listens and answers, if it is to.
func (a *app) openOps(c *config.Config) (*ops, error) {
	if c.OpsAddr == "" {
		return nil, nil
	}
	listener, err := net.Listen("tcp", c.OpsAddr)
	if err != nil {
		return nil, fmt.Errorf("OPS_ADDR: %w; choose another address with --ops-addr", err)
	}
	o := &ops{meter: meter.New(buildOf()), served: make(chan error, 1)}
	a.watch.meter = o.meter
	log := a.logger()
	o.server = &http.Server{
		Handler: o.routes(log), ReadHeaderTimeout: opsHeaderTimeout, ReadTimeout: opsHeaderTimeout, WriteTimeout: opsWriteTimeout,
		IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeader, ErrorLog: slog.NewLogLogger(quiet{log.Handler()}, slog.LevelWarn),
	}
	log.Info("metrics and profiles are served", "address", listener.Addr().String())
	go func() { o.served <- o.server.Serve(listener) }()
	return o, nil
}

func (o *ops) routes(log *slog.Logger) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", o.meter.Handler(log))
	mux.HandleFunc("GET /livez", func(w http.ResponseWriter, _ *http.Request) { probe(w, http.StatusOK, "ok") })
	mux.HandleFunc("GET /startupz", func(w http.ResponseWriter, _ *http.Request) {
		if o.site.Load() == nil {
			probe(w, http.StatusServiceUnavailable, "starting")
			return
		}
		probe(w, http.StatusOK, "started")
	})
	mux.HandleFunc("GET /readyz", o.readyz)
	mux.HandleFunc("GET /debug/pprof/", pprof.Index)
	mux.HandleFunc("GET /debug/pprof/cmdline", pprof.Cmdline)
	mux.HandleFunc("GET /debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("GET /debug/pprof/symbol", pprof.Symbol)
	mux.HandleFunc("GET /debug/pprof/trace", pprof.Trace)
	return mux
}

// readyz asks the site, so that both listeners say the same.
func (o *ops) readyz(w http.ResponseWriter, r *http.Request) {
	site := o.site.Load()
	if site == nil {
		probe(w, http.StatusServiceUnavailable, "starting")
		return
	}
	(*site).ServeHTTP(w, r)
}

func probe(w http.ResponseWriter, status int, word string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(word + "\n")) // nobody is left to tell
}

// started lets the listener say that the program is up, and look figures up.
func (o *ops) started(from meter.Sources, site http.Handler) {
	if o == nil {
		return
	}
	o.meter.Watch(from)
	o.site.Store(&site)
}

// close cuts off who is being answered: whoever stops the program waits for no
// profile.
func (o *ops) close() {
	if o == nil {
		return
	}
	_ = o.server.Close() // the listener is closed whatever it says
	<-o.served
}

// buildOf says what the program was made from.
func buildOf() meter.Build {
	b := meter.Build{Version: "unknown", Revision: "unknown", Go: runtime.Version()}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return b
	}
	b.Version = info.Main.Version
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			b.Revision = s.Value
		}
	}
	return b
}
